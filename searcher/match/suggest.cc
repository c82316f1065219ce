// Did you mean (see suggest.h).
#include "searcher/match/suggest.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "searcher/match/runs.h"

namespace polsearch::match {
namespace {

using query::Node;
using query::Op;

constexpr std::size_t kMinLetters = 4;
constexpr std::size_t kMaxLetters = 24;
constexpr std::size_t kShortWord = 5;
constexpr std::size_t kMaxTokens = 64;

bool is_word(std::string_view term) {
  return term.size() >= kMinLetters && term.size() <= kMaxLetters &&
         std::all_of(term.begin(), term.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Replacements in one text, from the back so that offsets stay right.
bool correct(std::string& text, const Analyzer& analyzer, const TermLookup& terms, const Vocabulary& vocabulary) {
  bool changed = false;
  const std::vector<Run> runs = split_runs(analyzer, text, kMaxTokens).runs;
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    const Token& word = run->words.front();
    if (run->script != Script::kLatin || !is_word(word.term)) continue;
    if (terms.frequency(word.term) > 0) continue;
    if (!run->stems.empty() && terms.frequency(run->stems.front().term) > 0) continue;
    const auto nearest = nearest_word(word.term, vocabulary);
    if (!nearest) continue;
    text.replace(word.begin, word.end - word.begin, *nearest);
    changed = true;
  }
  return changed;
}

bool correct_tree(Node& node, const Analyzer& analyzer, const TermLookup& terms, const Vocabulary& vocabulary) {
  if (node.op == Op::kWord || node.op == Op::kPhrase) {
    return node.scope != query::Scope::kRemoved && correct(node.text, analyzer, terms, vocabulary);
  }
  bool changed = false;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (node.op == Op::kNot && i > 0) break;
    changed |= correct_tree(node.children[i], analyzer, terms, vocabulary);
  }
  return changed;
}

}  // namespace

Vocabulary read_vocabulary(const TermLookup& terms) {
  Vocabulary vocabulary;
  for (char letter = 'a'; letter <= 'z' && vocabulary.size() < kMaxVocabulary; ++letter) {
    const std::string prefix(1, letter);
    for (TermCount& found : terms.with_prefix(prefix, kMaxVocabulary - vocabulary.size()).terms)
      if (is_word(found.term)) vocabulary.push_back(std::move(found));
  }
  return vocabulary;
}

unsigned edit_distance(std::string_view a, std::string_view b, unsigned limit) {
  const std::size_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
  if (longer - shorter > limit || longer > kMaxLetters) return limit + 1;
  std::array<std::array<unsigned, kMaxLetters + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<unsigned>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto &above = rows[(i + 2) % 3], &two_above = rows[(i + 1) % 3];
    row[0] = static_cast<unsigned>(i);
    unsigned best = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_above[j - 2] + 1);
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

std::optional<std::string> nearest_word(std::string_view word, const Vocabulary& vocabulary) {
  if (!is_word(word)) return std::nullopt;
  const unsigned limit = word.size() <= kShortWord ? 1 : 2;
  const TermCount* nearest = nullptr;
  std::tuple<unsigned, bool, std::uint32_t> best{limit + 1, true, 0};
  for (const TermCount& known : vocabulary) {
    const unsigned edits = edit_distance(word, known.term, limit);
    if (edits == 0 || edits > limit) continue;
    const std::tuple rank{edits, known.term.front() != word.front(), UINT32_MAX - known.documents};
    if (nearest != nullptr && rank >= best) continue;
    best = rank;
    nearest = &known;
  }
  if (nearest == nullptr) return std::nullopt;
  return nearest->term;
}

std::optional<Node> suggest(const Node& node, const Analyzer& analyzer, const TermLookup& terms,
                            const Vocabulary& vocabulary) {
  Node corrected = node;
  if (!correct_tree(corrected, analyzer, terms, vocabulary)) return std::nullopt;
  return corrected;
}

}  // namespace polsearch::match
