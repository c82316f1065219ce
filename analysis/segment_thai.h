// A run of Thai (or Lao, Khmer, Burmese) -> dictionary words, and grapheme clusters.
//
//   "น้ำมัน"  ->  words น้ำมัน; graphemes น้ำ มั น
#pragma once

#include <string_view>
#include <vector>

#include "analysis/segment_han.h"

namespace polsearch {

// Words in order; U+200B always separates and belongs to none. Reuses the vector.
void thai_words(std::string_view run, std::vector<Piece>& words);

// Grapheme clusters in order, U+200B and the full stops of initials left out. Reuses the vector.
void thai_graphemes(std::string_view run, std::vector<Piece>& graphemes);

// A mark, or sara am, belongs to the cluster before it.
[[nodiscard]] bool may_begin_cluster(char32_t c);

// So many clusters make a gram; a run of fewer has one gram, all of it.
inline constexpr std::size_t kThaiGramClusters = 3;
inline constexpr std::string_view kThaiGramPrefix = "XG";  // of its term (analysis/schema.h)

}  // namespace polsearch
