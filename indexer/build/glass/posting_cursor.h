// The postlist table of a database whose documents are numbered anew, term by term and value by value.
//
//   TermCursor at(postlist, {0, 2, 0, 3}); while (!at.at_end()) { use(at.key()); at.take(postings); at.next(); }
// Documents that become 0 are left out. What does not hold together ends a walk: is_damaged().
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/build/glass/table_reader.h"

namespace polsearch::glass {

inline constexpr std::string_view kLengthsKey("\0\xE0", 2);

struct Posting {
  std::uint32_t document = 0;
  std::uint32_t wdf = 0;
};

// A number as append_sortable() writes it, at the begin of `bytes`; and how many bytes it takes.
struct Sortable {
  std::uint32_t value = 0;
  std::size_t bytes = 0;
};
[[nodiscard]] std::optional<Sortable> sortable_at(std::string_view bytes);

// Where the text at the begin of a key ends: at its 00, or with the key.
[[nodiscard]] std::size_t text_end(std::string_view key);
// What append_text() was given.
[[nodiscard]] std::string plain_text(std::string_view text);
// The key of a slot's statistics, from that of its chunks without a document: 00 D8 uint{slot}.
[[nodiscard]] std::string value_stats_key(std::string_view chunk_key);

// Document lengths, then terms.
class TermCursor {
 public:
  TermCursor(const MappedTable& postlist, std::span<const std::uint32_t> number_of);

  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] bool is_damaged() const { return is_damaged_; }
  [[nodiscard]] std::string_view key() const { return reader_.key(); }  // kLengthsKey, or the term as text

  // Appends the term's postings by their new numbers. Only next() may follow. False: damage.
  bool take(std::vector<Posting>& out);
  void next();

 private:
  bool append_chunk(std::string_view chunk, std::uint32_t first, std::vector<Posting>& out);
  bool fail();

  TableReader reader_;
  std::span<const std::uint32_t> number_of_;
  std::string key_;
  bool at_end_ = false, is_damaged_ = false, is_last_chunk_ = false;
};

// Values by slot, then by document.
class ValueCursor {
 public:
  ValueCursor(const MappedTable& postlist, std::span<const std::uint32_t> number_of);

  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] bool is_damaged() const { return is_damaged_; }
  [[nodiscard]] std::string_view key() const { return key_; }  // 00 D8 uint{slot}
  [[nodiscard]] std::uint32_t document() const { return document_; }
  [[nodiscard]] std::string_view value() const { return value_; }
  void next();

 private:
  bool open_chunk();
  void fail() { at_end_ = is_damaged_ = true; }

  TableReader reader_;
  std::span<const std::uint32_t> number_of_;
  std::string_view rest_;  // of the chunk
  std::string key_;
  std::uint32_t old_document_ = 0, document_ = 0;
  std::string_view value_;
  bool at_end_ = false, is_damaged_ = false;
};

}  // namespace polsearch::glass
