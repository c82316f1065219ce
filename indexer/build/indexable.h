// CleanDocument -> what pass 1 spools -> what an index writer takes. Plain data, no database.
//
//   {title "5G factories", body "New 5G ...", ...} -> terms 5g@2 wdf 5, S5g@1, Z..., XMcn-miit, Q000.txt; values;
//   record
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <polsearch/result.h>
#include "analysis/analyzer.h"
#include "analysis/columns.h"
#include "analysis/stored_document.h"
#include "indexer/build/run_terms.h"
#include "indexer/documents.h"

namespace polsearch {

// A cleaned page without its original bytes: enough to index it, small enough to spool.
struct SpooledDocument {
  StoredDocument stored;
  bool title_is_derived = false;     // a display title cut from the body: not indexed as a title
  std::string digest;                // XXH3-128 of the raw page, 16 bytes
  std::vector<std::uint32_t> lines;  // the page's line of each line of the body; none for a text that came clean
  // XXH3-128 of the id of its group's canonical document; both 0: in no group. Not spooled: the whole corpus tells.
  std::array<std::uint64_t, 2> group{};
  // Body and removals as the index keeps them (analysis/stored_document.h); empty: they are not packed, or not the same
  // any more.
  std::string packed = {};
};

struct IndexableDocument {
  std::vector<IndexableTerm> terms;                           // each once, in any order; numbers of a RunTerms
  std::vector<IndexableWord> words;                           // positions of one term ascending, from 1
  std::vector<std::pair<std::uint32_t, std::string>> values;  // slot, value; ascending, none empty
  std::string record;                                         // encoded StoredDocument, packed or not
};

// `page` is the one that `clean` was made from: removals are spans of its text.
[[nodiscard]] SpooledDocument to_spooled(const CleanDocument& clean, const Page& page);

[[nodiscard]] std::string encode(const SpooledDocument& document, const Deflate& deflate);
[[nodiscard]] Result<SpooledDocument> decode_spooled_document(std::string_view bytes);

// Exactly the table of analysis/schema.h. Linear in the text. Begins a document of `terms`.
[[nodiscard]] IndexableDocument to_indexable(const SpooledDocument& document, const Analyzer& analyzer,
                                             RunTerms& terms);

// The document's row of the side columns.
[[nodiscard]] ColumnRow to_column_row(const StoredDocument& document);

// YYYYMMDD with 00 for unknown parts; 0 undated. Falling order is newest first, undated last.
[[nodiscard]] std::uint32_t day_number(const Date& date);

}  // namespace polsearch
