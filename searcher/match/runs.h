// A piece of query text -> its runs: what the analyser cut it into, put together by script.
//
//   "5G工厂 โรงงาน"  ->  Latin{5g}  Han{工 厂, pair 工厂, word 工厂}  Thai{โรงงาน, grams ...}
#pragma once

#include <string_view>
#include <vector>

#include "analysis/analyzer.h"

namespace polsearch::match {

// One Latin word, or one unbroken stretch of Han characters or of Thai words. Offsets are bytes of the query text.
struct Run {
  Script script = Script::kLatin;
  std::uint32_t begin = 0, end = 0;
  std::vector<Token> words;       // Latin: one; Han: each character; Thai: each word
  std::vector<Token> stems;       // Latin
  std::vector<Token> pairs;       // Han
  std::vector<Token> dictionary;  // Han words of two characters and more
  std::vector<Token> grams;       // Thai
};

struct RunText {
  std::vector<Run> runs;
  bool cut = false;  // there was more than max_tokens
};

// At most `max_tokens` tokens are kept. Linear.
[[nodiscard]] RunText split_runs(const Analyzer& analyzer, std::string_view text, std::size_t max_tokens);

// A piece of a run that carries meaning of its own, for counting and for relaxing: a Latin word, a Thai word, a Chinese
// dictionary word, or neighbouring single characters that no dictionary joins (工信部).
struct Piece {
  std::uint32_t begin = 0, end = 0;
  bool stop_word = false;
};
[[nodiscard]] std::vector<Piece> pieces_of(const Run& run);

}  // namespace polsearch::match
