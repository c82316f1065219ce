// What the index keeps of a document for display: the data record of its Xapian document.
//
// Grammar (little-endian base-128 varints):
//   record  = version{1 byte, = 2} field*
//   field   = tag{varint} length{varint} bytes
//   tags    = the kTag constants of the .cc; unknown tags are skipped, so that fields can be added.
// The long fields, body and removals, stand behind all others. In an index they are one packed field, deflated, so that
// a list of hits is read from the first bytes of its records.
// Decoding trusts no length that it reads: a broken record gives an error, never a wild read.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include "analysis/dates.h"
#include "analysis/ministry_linker.h"

namespace polsearch {

enum class DatePrecision : std::uint8_t { kNone, kDay, kMonth, kYear, kInferred };
[[nodiscard]] std::string_view to_string(DatePrecision precision);  // "none", "day", ...

struct StoredRemoval {
  std::string reason;  // contract.md: "sales-contact", ...
  std::string rule;    // id of the row in boilerplate.tsv, or "score"
  std::uint32_t line = 0;
  std::string text;
};

struct StoredDocument {
  std::string id;
  std::string title;
  std::string title_source;
  std::string url;   // may be empty
  std::string site;  // host, may be empty
  Date date;         // year 0: none
  DatePrecision precision = DatePrecision::kNone;
  std::string language;  // BCP 47
  std::vector<std::string> languages;
  struct LinkedBody {
    std::string id;
    double confidence = 0;  // stored in thousandths
    MinistryRole role = MinistryRole::kMentioned;
  };
  std::vector<LinkedBody> ministries;    // in the facet, at or above kFacetConfidence
  std::vector<LinkedBody> other_bodies;  // as sure, but no answer to "which ministry": the State Council, a medium
  std::string source;                    // as written
  std::string editor;
  std::string body;  // cleaned text, lines separated by \n
  std::vector<StoredRemoval> removed;
  std::uint32_t duplicates = 0;  // other documents in its near-duplicate group
};

// A record, not packed.
[[nodiscard]] std::string encode(const StoredDocument& document);

// An encoded record as the index keeps it: its long fields deflated, where that makes it shorter. A packed one stays.
// `deflate` gives a raw deflate stream.
using Deflate = std::function<std::string(std::string_view)>;
[[nodiscard]] std::string pack_record(std::string_view record, const Deflate& deflate);

// The long fields of a record as it keeps them packed; empty: it does not. They belong to every record with the same
// body and removals.
[[nodiscard]] std::string_view packed_fields(std::string_view record);
[[nodiscard]] std::string encode_packed(const StoredDocument& document, std::string_view packed_fields);

// Packed or not.
[[nodiscard]] Result<StoredDocument> decode_stored_document(std::string_view record);

// All but body and removals, from the beginning of a record. None: they are not known to end in it (it is cut off
// before, damaged, or has no long field): decode the whole record.
[[nodiscard]] std::optional<StoredDocument> decode_short_fields(std::string_view record);

// The id, from the beginning of a record. None: it is not known from this beginning (cut off before, damaged).
[[nodiscard]] std::optional<std::string_view> decode_id(std::string_view record);

}  // namespace polsearch
