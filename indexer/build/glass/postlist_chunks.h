// Postings and values, one after the other -> chunks that each fit an item of the postlist table.
//
//   begin_term("coal"), add(2, wdf 1), add(3, 1), add(900, 3), end()
//     -> "coal": 03 05 01 '1' 86 07 01 00 01 80 07 03      (grammar: glass_format.h)
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/glass_packing.h"
#include "indexer/build/glass/table_writer.h"

namespace polsearch::glass {

inline constexpr std::string_view kLengthsKey("\0\xE0", 2);

// Four postings behind another, where each number takes a byte: step - 1, wdf, step - 1, ..., the first byte the
// lowest.
struct FourPostings {
  static constexpr std::size_t kBytes = 8;
  std::uint64_t bytes = 0;
  [[nodiscard]] bool have_a_byte_each() const { return (bytes & 0x8080808080808080) == 0; }
  [[nodiscard]] std::uint32_t steps() const { return sum(bytes & kLanes) + 4; }
  [[nodiscard]] std::uint32_t total_wdf() const { return sum(bytes >> 8 & kLanes); }
  [[nodiscard]] std::uint32_t highest_wdf() const {
    return static_cast<std::uint32_t>(
        std::max({bytes >> 8 & 0xFF, bytes >> 24 & 0xFF, bytes >> 40 & 0xFF, bytes >> 56 & 0xFF}));
  }

 private:
  static_assert(std::endian::native == std::endian::little);
  static constexpr std::uint64_t kLanes = 0x00FF00FF00FF00FF;
  static std::uint32_t sum(std::uint64_t lanes) { return static_cast<std::uint32_t>(lanes * 0x0001000100010001 >> 48); }
};

// Where the chunks end hangs on the postings alone. The first one tells of all, so they are kept, encoded, until end().
class PostingChunks {
 public:
  explicit PostingChunks(TableWriter& table) : table_(table) {}

  void begin_term(std::string_view term);
  // `key`: kLengthsKey for the document lengths, else a term as text.
  void begin_key(std::string_view key);
  // Takes the postings of the key that was begun; its end() must be called before the chunks'.
  class Adder;
  // Of the key that was begun, once its adder has ended. Nothing is written for one without documents unless end() is
  // called.
  [[nodiscard]] std::uint64_t documents() const { return documents_; }
  [[nodiscard]] std::uint64_t total_wdf() const { return total_wdf_; }
  [[nodiscard]] std::uint32_t highest_wdf() const { return highest_wdf_; }
  void end();

 private:
  static constexpr std::size_t kMaxPostingBytes = 2 * 5;
  struct Chunk {
    std::uint32_t first = 0, last = 0;  // documents
    std::size_t end = 0;                // in bodies_
  };
  void begin();
  void close_chunk();
  [[nodiscard]] bool is_lengths() const { return key_ == kLengthsKey; }
  void write_chunk(const Chunk& chunk, std::string_view body, bool is_first, bool is_last);

  TableWriter& table_;
  std::string key_;  // of the first chunk
  std::string tag_, bodies_;
  std::vector<Chunk> chunks_;  // but the one in work
  char body_[kChunkBytes + kMaxPostingBytes];
  std::size_t body_end_ = 0, body_limit_ = 0;  // past the limit another posting might not fit
  std::uint64_t documents_ = 0, total_wdf_ = 0;
  std::uint32_t highest_wdf_ = 0;
  std::uint32_t first_ = 0, last_ = 0;  // documents of the chunk; 0: none yet
};

// Keeps in registers what PostingChunks keeps of a key: a byte that is written might be any member of an object.
class PostingChunks::Adder {
 public:
  explicit Adder(PostingChunks& chunks) : chunks_(chunks) { load(); }

  // Documents ascending, from 1.
  void add(std::uint32_t document, std::uint32_t wdf) {
    if (out_ > limit_) close_chunk();
    if (first_ == 0)
      first_ = document;
    else
      out_ = put_uint(out_, document - last_ - 1);
    last_ = document;
    out_ = put_uint(out_, wdf);
    ++documents_;
    total_wdf_ += wdf;
    highest_wdf_ = std::max(highest_wdf_, wdf);
  }
  // Four at once, the last of them of `document`; the one before them was added to this key. False: a chunk might end
  // among them, add them one by one.
  bool add(const FourPostings& four, std::uint32_t document) {
    if (first_ == 0 || out_ + FourPostings::kBytes > limit_) return false;
    std::memcpy(out_, &four.bytes, FourPostings::kBytes);
    out_ += FourPostings::kBytes;
    last_ = document;
    documents_ += 4;
    total_wdf_ += four.total_wdf();
    highest_wdf_ = std::max(highest_wdf_, four.highest_wdf());
    return true;
  }
  void end() {
    chunks_.body_end_ = static_cast<std::size_t>(out_ - chunks_.body_);
    chunks_.first_ = first_;
    chunks_.last_ = last_;
    chunks_.documents_ = documents_;
    chunks_.total_wdf_ = total_wdf_;
    chunks_.highest_wdf_ = highest_wdf_;
  }

 private:
  void load() {
    out_ = chunks_.body_ + chunks_.body_end_;
    limit_ = chunks_.body_ + chunks_.body_limit_;
    first_ = chunks_.first_;
    last_ = chunks_.last_;
    documents_ = chunks_.documents_;
    total_wdf_ = chunks_.total_wdf_;
    highest_wdf_ = chunks_.highest_wdf_;
  }
  void close_chunk() {
    end();
    chunks_.close_chunk();
    load();
  }

  PostingChunks& chunks_;
  char *out_ = nullptr, *limit_ = nullptr;  // past the limit another posting might not fit
  std::uint32_t first_ = 0, last_ = 0;
  std::uint64_t documents_ = 0, total_wdf_ = 0;
  std::uint32_t highest_wdf_ = 0;
};

class ValueChunks {
 public:
  explicit ValueChunks(TableWriter& table) : table_(table) {}

  void begin(std::string_view key) { key_.assign(key); }  // 00 D8 uint{slot}
  void add(std::uint32_t document, std::string_view value);
  void end() { write_chunk(); }

 private:
  void write_chunk();

  TableWriter& table_;
  std::string key_, tag_;
  std::uint32_t first_ = 0, last_ = 0;
};

}  // namespace polsearch::glass
