// The passage of a page that shows best why it was found.
//
//   "... ready. China has 5G factories in 41 sectors. The plan ..."  ->  "China has 5G factories in 41 sectors." +
//   [10,12) [13,22)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <polsearch/searcher.h>

#include "analysis/analyzer.h"
#include "analysis/ministry_linker.h"

namespace polsearch::match {

// What to show: index terms without field prefix -> the query word they stand for and how much it says.
struct ShownTerms {
  struct Term {
    std::uint32_t piece = 0;
    double weight = 0;
  };
  std::unordered_map<std::string, Term> strong;  // words, stems, Chinese pairs
  std::unordered_map<std::string, Term> weak;    // Thai grams: only where no word of the text was found
  std::vector<std::string> ministries;           // ids whose names are shown, in whatever language
};

using Ranges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// Byte ranges of `text` that the terms stand for, ascending and disjoint.
[[nodiscard]] Ranges highlights_of(std::string_view text, const ShownTerms& terms, const Analyzer& analyzer,
                                   const MinistryLinker& linker);

// At most about `max_bytes` of `text`, from the start of a sentence where one is near, cut at word borders. Line breaks
// become spaces. Looks at the first kMaxSnippetBytes of the text only; without any find it is the beginning. Linear.
inline constexpr std::size_t kMaxSnippetBytes = 256 * 1024;
[[nodiscard]] Snippet make_snippet(std::string_view text, const ShownTerms& terms, const Analyzer& analyzer,
                                   const MinistryLinker& linker, std::uint32_t max_bytes);

}  // namespace polsearch::match
