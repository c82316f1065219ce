// One term's posting list, read chunk by chunk: a chunk's head says which documents it spans, so a list is skipped
// through without decoding what lies between.
//
//   PostingList list(table, "steel"); list.frequency() -> 812; list.move_to(5'000) -> the chunk that may hold 5,000
//   list.decode(documents, wdfs) -> 4,981 5,002 5,003 ..., 2 1 7 ...; list.find(5'002) -> 1
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/engine/table.h"

namespace polsearch::engine {

class PostingList {
 public:
  // Stands at the first chunk. A term that no document has: frequency() 0 and at_end().
  // `documents`: how many there are; a posting of a higher number is damage.
  PostingList(const Table& postlist, std::string_view term, std::uint32_t documents);
  // The lengths of all documents: a list whose wdfs are the lengths.
  [[nodiscard]] static PostingList of_lengths(const Table& postlist, std::uint32_t documents);

  [[nodiscard]] std::uint32_t frequency() const { return frequency_; }
  [[nodiscard]] bool at_end() const { return at_end_; }
  // Something did not hold together; the list is then at its end.
  [[nodiscard]] bool is_damaged() const { return is_damaged_; }

  // The chunk's first and last document.
  [[nodiscard]] std::uint32_t first() const { return first_; }
  [[nodiscard]] std::uint32_t last() const { return last_; }

  // Forward to the first chunk whose last document is not before `document`. False: at the end.
  bool move_to(std::uint32_t document);
  bool next_chunk();

  // Appends the chunk's postings to both. Every document is above the one before it and within first()..last().
  // False: damage; nothing was appended.
  bool decode(std::vector<std::uint32_t>& documents, std::vector<std::uint32_t>& wdfs);

  // The wdf of one document; none: it does not have the term, or damage. Documents may only rise from call to call.
  // What lies before is passed eight postings at a time.
  std::optional<std::uint32_t> find(std::uint32_t document);

 private:
  PostingList(const Table& postlist, std::string first_key, std::string later_key, std::uint32_t documents);
  bool read_chunk(bool is_first);
  void pass_before(std::uint32_t document);
  bool pass_one();
  bool fail();
  bool finish();

  TableCursor cursor_;
  std::string later_key_;  // what the key of a later chunk begins with
  std::string joined_;     // a tag of several parts
  const unsigned char* body_ = nullptr;
  const unsigned char* end_ = nullptr;
  std::uint32_t documents_;
  std::uint32_t frequency_ = 0;
  std::uint32_t first_ = 0, last_ = 0;
  // Where find() stands in the chunk: a posting, and the byte behind it. Null: in front of the first.
  const unsigned char* found_end_ = nullptr;
  std::uint32_t found_ = 0, found_wdf_ = 0;
  bool is_last_chunk_ = false, at_end_ = false, is_damaged_ = false;
};

}  // namespace polsearch::engine
