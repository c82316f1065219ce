// Did you mean: words that the index does not have -> the nearest that it has.
//
//   industiral internet  ->  industrial internet
//
// Damerau-Levenshtein distance (Damerau 1964, optimal string alignment) over the index's own words of Latin letters.
// Chinese and Thai are left alone: their searches fall back to characters and grams, which forgive a wrong one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analyzer.h"
#include "searcher/match/terms.h"
#include "searcher/query/ast.h"

namespace polsearch::match {

// The index's words that a suggestion may use, read once: words of 4 to 24 letters, at most kMaxVocabulary of them.
inline constexpr std::size_t kMaxVocabulary = 300'000;
using Vocabulary = std::vector<TermCount>;
[[nodiscard]] Vocabulary read_vocabulary(const TermLookup& terms);

// The nearest word: fewest edits (1 up to 5 letters, else 2), then the same first letter, then the most frequent.
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word, const Vocabulary& vocabulary);

// Edits between two words, or limit + 1 when there are more.
[[nodiscard]] unsigned edit_distance(std::string_view a, std::string_view b, unsigned limit);

// The query with every unknown word replaced; nothing when none is unknown or none has a neighbour. Whether it finds
// more is for the caller to try.
[[nodiscard]] std::optional<query::Node> suggest(const query::Node& node, const Analyzer& analyzer,
                                                 const TermLookup& terms, const Vocabulary& vocabulary);

}  // namespace polsearch::match
