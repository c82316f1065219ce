// The numbers that ranking is made of, in one place. Source: docs/decisions/0007; chosen on eleven open question sets,
// where they lie on a plateau (changes of a fifth move the mean reciprocal rank by less than .002).
#pragma once

#include <cstddef>

namespace polsearch::match::rank {

// BM25. k3 is off: repeated query words are counted by query_repeats below.
inline constexpr double kK1 = 1.0;
inline constexpr double kB = 0.75;

// What each channel of one word counts.
inline constexpr double kLatinStem = 0.8;
inline constexpr double kLatinSurface = 0.2;
inline constexpr double kLatinOnly = 1.0;  // words that have no stem (5g, 2023)
inline constexpr double kHanPair = 1.0;
inline constexpr double kHanWord = 0.3;
inline constexpr double kHanCharacter = 0.8;
inline constexpr double kThaiWord = 1.0;
inline constexpr double kThaiGram = 0.3;
inline constexpr double kVariant = 0.5;      // another form of a glossary term, in the language of the words typed
inline constexpr double kTranslation = 0.3;  // and in another one
inline constexpr double kPrefixForm = 0.5;   // one of the words that prefix* stands for

// Function and question words are damped, never removed ("to be" is a query too).
inline constexpr double kStopWord = 0.2;
inline constexpr double kHalfStopWord = 0.5;  // a gram of which half or more lies in a stop word

// A word that stands q times in the query counts (8+1)q / (8+q) times.
constexpr double query_repeats(double count) { return 9.0 * count / (8.0 + count); }

// The second stage looks at this many of the best: score x (1 + kCoverage c^2) + kTitle m (m / query) min(1, m /
// title), c the share of the query's mass that the page has, m the mass of query words in its title.
inline constexpr std::size_t kRerankDepth = 200;
inline constexpr double kCoverage = 0.4;
inline constexpr double kTitle = 1.5;
// A title that says the query and nothing else is what was asked for, however often other pages say it: a law, whose
// name stands in every regulation made under it and in its own text hardly.
inline constexpr double kSameTitle = 0.99;  // from so much of kTitle's product on
inline constexpr double kExactTitle = 2.0;  // x m

// Pages like one: so many of its strongest terms, each worth this much of a query word where there is a query too.
inline constexpr std::size_t kLikeTerms = 40;
inline constexpr double kLikeSaturation = 3;  // a term that stands there once counts a quarter: mostly chance
inline constexpr double kLikeness = 0.1;

// Most terms a query may rank by; the rarest words of a longer one are kept.
inline constexpr std::size_t kMaxRankTerms = 512;

}  // namespace polsearch::match::rank
