// Matching documents + columns -> exact facet counts.
#pragma once

#include <cstdint>
#include <span>

#include <polsearch/searcher.h>

#include "analysis/columns.h"
#include "analysis/knowledge.h"
#include "searcher/match/facet_tables.h"

namespace polsearch::match {

// Every match is counted once a facet, in a facet of lists (ministry, language) once a value. Documents whose date is
// unknown or only inferred are the last row of a date facet, without a value; one whose month is known counts as that
// month in the day facet. With kStories a story counts once in every value that one of its matching pages has: what
// choosing that value would leave. `tables`: of these columns. `documents`: ascending, each in 1..columns.documents
// (others are ignored). Linear; with kStories n log n in the documents that have near-duplicates.
[[nodiscard]] Facet count_facet(FacetKind kind, std::span<const std::uint32_t> documents, const Columns& columns,
                                const FacetTables& tables, const Knowledge& knowledge, CountMode mode);

}  // namespace polsearch::match
