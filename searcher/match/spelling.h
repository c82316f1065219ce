// A word that the index does not have -> the nearest that it has, by script.
//
//   industiral -> industrial    industrialinternet -> industrial internet    工业互连网 -> 工业互联网
//
// Latin words and Thai words: Damerau-Levenshtein distance (Damerau 1964, optimal string alignment), over letters and
// over grapheme clusters. Chinese: one wrong character, or two swapped ones, in a word of the dictionary.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/match/runs.h"
#include "searcher/match/terms.h"
#include "searcher/match/vocabulary.h"

namespace polsearch::match {

// Edits between two sequences of letters, or limit + 1 when there are more. At most kMaxLetters each.
inline constexpr std::size_t kMaxLetters = 24;
[[nodiscard]] unsigned edit_distance(std::u32string_view a, std::u32string_view b, unsigned limit);

// Of four letters and more: fewest edits (1 up to 5 letters, else 2), then the same first letter, then the most
// frequent. One pass over `words`.
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word, const WordList& words);

// A word that is two known ones without the blank between: "steelplan" -> "steel plan".
[[nodiscard]] std::optional<std::string> split_word(std::string_view word, const WordList& words);

// What to write instead of some bytes of the query's text.
struct Replacement {
  std::uint32_t begin = 0, end = 0;
  std::string text;
};

// The one place of a Chinese run that most likely has a wrong character: with another one there, or two neighbours
// swapped, every pair of the run stands in the index, and the rarest oftener than before. Candidates are characters
// that stand between the same neighbours elsewhere, and dictionary words. At most kMaxWindows passes over `words`.
inline constexpr std::size_t kMaxWindows = 40;
[[nodiscard]] std::optional<Replacement> correct_han(const Run& run, const TermLookup& terms, const WordList& words);

// The same of a Thai run of `text`: what stands between known words and is near a known one. Nothing when the whole run
// is known words.
[[nodiscard]] std::optional<Replacement> correct_thai(const Run& run, std::string_view text, const WordList& words);

}  // namespace polsearch::match
