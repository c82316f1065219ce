// Postings and values, one after the other -> chunks that each fit an item of the postlist table.
//
//   begin_term("coal"), add(2, wdf 1), add(3, 1), add(900, 3), end()
//     -> "coal": 03 05 01 '1' 86 07 01 00 01 80 07 03      (grammar: glass_format.h)
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/glass_packing.h"
#include "indexer/build/glass/table_writer.h"

namespace polsearch::glass {

inline constexpr std::string_view kLengthsKey("\0\xE0", 2);

// Where the chunks end hangs on the postings alone. The first one tells of all, so they are kept, encoded, until end().
class PostingChunks {
 public:
  explicit PostingChunks(TableWriter& table) : table_(table) {}

  void begin_term(std::string_view term);
  // `key`: kLengthsKey for the document lengths, else a term as text.
  void begin_key(std::string_view key);
  // Documents ascending, from 1.
  void add(std::uint32_t document, std::uint32_t wdf) {
    if (body_end_ > body_limit_) close_chunk();
    char* out = body_ + body_end_;
    if (first_ == 0)
      first_ = document;
    else
      out = put_uint(out, document - last_ - 1);
    last_ = document;
    body_end_ = static_cast<std::size_t>(put_uint(out, wdf) - body_);
    ++documents_;
    total_wdf_ += wdf;
    highest_wdf_ = std::max(highest_wdf_, wdf);
  }
  // Of the key that was begun: nothing is written for one without documents unless end() is called.
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
