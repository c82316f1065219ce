// Body text -> what near-duplicates are compared by: overlapping pieces of its letters, its figures, and one hash of
// all.
//
//   "Output rose 3.8% in May" -> shingles {output rose 3.8, rose 3.8 in, 3.8 in may}, figures {3.8}
//   "工业增加值" -> shingle 工业增加值
// Case, width, traditional characters, punctuation, spaces and line ends make no difference (analysis/unicode.h: fold).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace polsearch {

// Letters of a script follow one another over everything else between them: 3 words (figures are words), 5 Han
// characters, 8 Thai letters (marks left out: typists order them differently, and no segmenter may decide).
inline constexpr std::size_t kWordsOfShingle = 3;
inline constexpr std::size_t kHanOfShingle = 5;
inline constexpr std::size_t kThaiOfShingle = 8;

struct BodyShingles {
  std::vector<std::uint64_t> shingles;  // XXH3-64 each, in text order, with repeats
  std::vector<std::uint64_t> figures;   // XXH3-64 of each number as digits: "1,234.5" -> 1234.5; likewise
  std::uint64_t text_hash = 0;          // of all words and letters in order; 0: there are none
};

// Linear in the text; keeps about twice its size.
[[nodiscard]] BodyShingles cut_shingles(std::string_view body);

}  // namespace polsearch
