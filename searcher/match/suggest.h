// Did you mean: a query -> the same with words that the index has.
//
//   industiral internet  ->  industrial internet
//   indus trial policy   ->  industrial policy
//
// How one word is corrected: spelling.h.
#pragma once

#include <vector>

#include "analysis/analyzer.h"
#include "searcher/match/terms.h"
#include "searcher/match/vocabulary.h"
#include "searcher/query/ast.h"

namespace polsearch::match {

// Queries that may have been meant, the likeliest first; at most kMaxSuggestions. Words behind NOT and those asked for
// in removed text stay. Corrects at most kMaxCorrections words, so that the work is bounded. Whether a suggestion finds
// more is for the caller to try.
inline constexpr std::size_t kMaxSuggestions = 2;
inline constexpr std::size_t kMaxCorrections = 6;
[[nodiscard]] std::vector<query::Node> suggestions(const query::Node& node, const Analyzer& analyzer,
                                                   const TermLookup& terms, const Vocabulary& vocabulary);

}  // namespace polsearch::match
