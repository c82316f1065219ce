// Tokens -> runs -> pieces (see runs.h).
#include "searcher/match/runs.h"

#include <algorithm>
#include <string>

namespace polsearch::match {
namespace {

bool continues(const Run& run, const Token& word) {
  if (run.script != word.script || (word.script != Script::kHan && word.script != Script::kThai)) return false;
  return !run.words.empty() && word.position == run.words.back().position + 1;
}

void start_or_extend(std::vector<Run>& runs, const Token& word) {
  if (runs.empty() || !continues(runs.back(), word)) {
    runs.push_back({});
    runs.back().script = word.script;
    runs.back().begin = word.begin;
  }
  runs.back().words.push_back(word);
  runs.back().end = std::max(runs.back().end, word.end);
}

std::vector<Token>& list_for(Run& run, Channel channel) {
  switch (channel) {
    case Channel::kWord: return run.words;
    case Channel::kStem: return run.stems;
    case Channel::kHanPair: return run.pairs;
    case Channel::kHanWord: return run.dictionary;
    case Channel::kThaiGram: return run.grams;
  }
  return run.words;
}

// The run in which a token begins; runs ascend and are disjoint.
Run* run_at(std::vector<Run>& runs, std::uint32_t offset) {
  auto after = std::upper_bound(runs.begin(), runs.end(), offset,
                                [](std::uint32_t value, const Run& run) { return value < run.begin; });
  if (after == runs.begin()) return nullptr;
  return &*(after - 1);
}

// Han: dictionary words where there are any, and the characters between them joined to one piece each.
std::vector<Piece> han_pieces(const Run& run) {
  std::vector<Piece> pieces;
  std::size_t next = 0;
  bool joining = false;
  for (const Token& character : run.words) {
    while (next < run.dictionary.size() && run.dictionary[next].end <= character.begin) ++next;
    if (next < run.dictionary.size() && run.dictionary[next].begin <= character.begin) {
      const Token& word = run.dictionary[next];
      if (word.begin == character.begin) pieces.push_back({word.begin, word.end, word.stop_word});
      joining = false;
      continue;
    }
    const bool join = joining && !character.stop_word && !pieces.back().stop_word;
    if (join)
      pieces.back().end = character.end;
    else
      pieces.push_back({character.begin, character.end, character.stop_word});
    joining = true;
  }
  return pieces;
}

}  // namespace

RunText split_runs(const Analyzer& analyzer, std::string_view text, std::size_t max_tokens) {
  RunText out;
  std::vector<Token> others;
  std::size_t count = 0;
  analyzer.each_token(text, 0, [&](const Token& token) {
    if (++count > max_tokens) {
      out.cut = true;
      return;
    }
    if (token.channel == Channel::kWord)
      start_or_extend(out.runs, token);
    else
      others.push_back(token);
  });
  for (const Token& token : others)
    if (Run* run = run_at(out.runs, token.begin)) list_for(*run, token.channel).push_back(token);
  return out;
}

std::vector<Piece> pieces_of(const Run& run) {
  if (run.script == Script::kHan) return han_pieces(run);
  std::vector<Piece> pieces;
  for (const Token& word : run.words) pieces.push_back({word.begin, word.end, word.stop_word});
  return pieces;
}

}  // namespace polsearch::match
