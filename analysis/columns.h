// The columns beside the Xapian tables: a few bytes a document that answer facets, filters and sorting.
//
// Documents are numbered 1..N, newest first, undated last. Column file grammar (all integers little-endian):
//   file    = magic{"polcols1"} documents{u32} dictionaries days precision languages ministries sources groups
//   dictionary (three: languages, ministries, sources) = count{u32} (length{u32} bytes)*      strings sorted bytewise
//   days       = u32 * documents          YYYYMMDD with 00 for unknown parts; 0 = undated
//   precision  = u8 * documents           DatePrecision
//   languages, ministries = start{u32} * (documents + 1), then value{u16} * start[documents]  (ordinals, ascending)
//   sources    = u32 * documents          ordinal + 1; 0 = none
//   groups     = u32 * documents          canonical document of its near-duplicate group (it may be itself); 0 = none
// The decoder checks every offset and ordinal against the file before it believes it.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>

namespace polsearch {

// A list of small ordinals a document: values of document d (1-based) are value[start[d-1] .. start[d]).
struct OrdinalLists {
  std::vector<std::uint32_t> start{0};
  std::vector<std::uint16_t> value;
  [[nodiscard]] std::span<const std::uint16_t> of(std::uint32_t document) const {
    return {value.data() + start[document - 1], value.data() + start[document]};
  }
};

struct Columns {
  std::uint32_t documents = 0;
  std::vector<std::string> language_names, ministry_names, source_names;
  std::vector<std::uint32_t> days;  // index document - 1
  std::vector<std::uint8_t> precision;
  OrdinalLists languages, ministries;
  std::vector<std::uint32_t> sources;  // ordinal + 1
  std::vector<std::uint32_t> groups;   // document number of the group's canonical one; 0: no near-duplicates
};

[[nodiscard]] std::string encode(const Columns& columns);
[[nodiscard]] Result<Columns> decode_columns(std::string_view bytes);

// One row, as the indexer sees it; build_columns makes dictionaries of all rows in document order.
struct ColumnRow {
  std::uint32_t day = 0;  // YYYYMMDD with 00 parts, 0 undated
  std::uint8_t precision = 0;
  std::vector<std::string> languages;   // first parts
  std::vector<std::string> ministries;  // ids
  std::string source;
  std::uint32_t group = 0;  // number of the canonical document
};
[[nodiscard]] Columns build_columns(std::span<const ColumnRow> rows);

// The same one row at a time, in any order: keeps about 30 bytes a document beside the dictionaries. A list holds
// at most 65,535 different names (ordinals are u16); rows keep the names that were there first. No corpus comes near
// it. Documents without a row have an empty one. Not thread-safe.
class ColumnsBuilder {
 public:
  explicit ColumnsBuilder(std::uint32_t documents) : rows_(documents) {}
  // `document` from 1; the last row of a document stands.
  void put(std::uint32_t document, const ColumnRow& row);
  [[nodiscard]] Columns finish() &&;

 private:
  using Dictionary = std::map<std::string, std::uint32_t, std::less<>>;  // name -> number of its first appearance
  struct Row {
    std::uint32_t day = 0, source = 0, group = 0;
    std::uint32_t values_begin = 0;  // in values_: languages, then ministries
    std::uint16_t languages = 0, ministries = 0;
    std::uint8_t precision = 0;
  };
  std::uint16_t add_values(Dictionary& dictionary, const std::vector<std::string>& names);

  std::vector<Row> rows_;
  std::vector<std::uint16_t> values_;
  Dictionary languages_, ministries_, sources_;
};

}  // namespace polsearch
