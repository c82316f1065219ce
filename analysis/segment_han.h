// A run of Han, kana or Hangul -> its characters and dictionary words.
//
//   "工业 新能源"  ->  characters 工 业 新 能 源; words 工业 新 能源
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace polsearch {

// A piece of the folded text; bytes from the start of the run.
struct Piece {
  std::uint32_t begin = 0, end = 0;
};

// Characters of a run, each with the marks behind it; spaces between are left out. Reuses the vector.
void han_characters(std::string_view run, std::vector<Piece>& characters);

// Dictionary words of a run: pieces that never overlap and cover everything but the spaces. Reuses the vector.
void han_words(std::string_view run, std::vector<Piece>& words);

}  // namespace polsearch
