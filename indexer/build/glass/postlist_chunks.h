// Postings and values, one after the other -> chunks that each fit an item of the postlist table.
//
//   begin("coal", 3 documents, total 5), add(2, wdf 1), add(3, 1), add(900, 3), end()
//     -> "coal": 03 05 01 '1' 86 07 01 00 01 80 07 03      (grammar: glass_format.h)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/build/glass/table_writer.h"

namespace polsearch::glass {

// Where the chunks end hangs on the postings alone.
class PostingChunks {
 public:
  explicit PostingChunks(TableWriter& table) : table_(table) {}

  // Term "" : the document lengths, with total 0; their chunk says 0 documents too.
  void begin(std::string_view term, std::uint64_t documents, std::uint64_t total_wdf);
  void add(std::uint32_t document, std::uint32_t wdf) {
    if (body_end_ > body_limit_) write_chunk(/*is_last=*/false);
    add_to_chunk(document, wdf);
  }
  void end() { write_chunk(/*is_last=*/true); }

 private:
  static constexpr std::size_t kMaxPostingBytes = 2 * 5;
  void add_to_chunk(std::uint32_t document, std::uint32_t wdf);
  void write_chunk(bool is_last);

  TableWriter& table_;
  std::string first_key_, later_key_, tag_;
  char body_[kChunkBytes + kMaxPostingBytes];
  std::size_t body_end_ = 0, body_limit_ = 0;  // past the limit another posting might not fit
  std::uint64_t documents_ = 0, total_wdf_ = 0;
  std::uint32_t first_ = 0, last_ = 0;  // documents of the chunk; 0: none yet
  bool is_first_chunk_ = true;
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
