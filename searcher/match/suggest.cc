// Did you mean (see suggest.h).
#include "searcher/match/suggest.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/unicode.h"
#include "searcher/match/runs.h"
#include "searcher/match/spelling.h"

namespace polsearch::match {
namespace {

using query::Node;
using query::Op;

constexpr std::size_t kMaxTokens = 256;
constexpr std::size_t kMinJoinPart = 2;  // letters

class Corrector {
 public:
  Corrector(const Analyzer& analyzer, const TermLookup& terms, const Vocabulary& vocabulary)
      : analyzer_(analyzer), terms_(terms), vocabulary_(vocabulary) {}

  // Whether anything was replaced.
  bool correct(Node& node) {
    if (node.op == Op::kWord) return correct_word(node);
    if (node.op == Op::kPhrase) return node.scope != query::Scope::kRemoved && correct_text(node.text);
    bool changed = false;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (node.op == Op::kNot && i > 0) break;
      changed |= correct(node.children[i]);
    }
    return changed;
  }

  // Neighbouring words that are one known word with a blank in it become that word.
  bool join(Node& node) {
    bool changed = false;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (node.op == Op::kNot && i > 0) break;
      changed |= join(node.children[i]);
    }
    if (node.op != Op::kAnd) return changed;
    for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
      const auto joined = joined_word(node.children[i], node.children[i + 1]);
      if (!joined) continue;
      node.children[i].text = *joined;
      node.children.erase(node.children.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      changed = true;
    }
    if (node.children.size() == 1) {
      Node only = std::move(node.children.front());
      node = std::move(only);
    }
    return changed;
  }

 private:
  // Replacements in one text, from the back so that offsets stay right.
  bool correct_text(std::string& text) {
    bool changed = false;
    const std::vector<Run> runs = split_runs(analyzer_, text, kMaxTokens).runs;
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
      if (corrections_ >= kMaxCorrections) break;
      const auto replacement = correct_run(*run, text);
      if (!replacement) continue;
      text.replace(replacement->begin, replacement->end - replacement->begin, replacement->text);
      changed = true;
    }
    return changed;
  }

  std::optional<Replacement> correct_run(const Run& run, std::string_view text) {
    if (run.script == Script::kHan) return counted(correct_han(run, terms_, vocabulary_.han));
    if (run.script == Script::kThai) return counted(correct_thai(run, text, vocabulary_.thai));
    const Token& word = run.words.front();
    if (terms_.frequency(word.term) > 0) return std::nullopt;
    if (!run.stems.empty() && terms_.frequency(run.stems.front().term) > 0) return std::nullopt;
    ++corrections_;  // the pass over the words costs, found or not
    auto nearest = nearest_word(word.term, vocabulary_.latin);
    const auto split = split_word(word.term, vocabulary_.latin);
    const bool is_close = nearest && edit_distance_of(word.term, *nearest) == 1;
    if (split && !is_close) nearest = split;
    if (!nearest) return std::nullopt;
    return Replacement{word.begin, word.end, *nearest};
  }

  std::optional<Replacement> counted(std::optional<Replacement> replacement) {
    ++corrections_;
    return replacement;
  }

  static unsigned edit_distance_of(std::string_view a, std::string_view b) {
    const std::u32string left(a.begin(), a.end()), right(b.begin(), b.end());
    return edit_distance(left, right, 2);
  }

  // A word may become two: then both are asked for.
  bool correct_word(Node& node) {
    if (node.scope == query::Scope::kRemoved || !correct_text(node.text)) return false;
    const std::size_t blank = node.text.find(' ');
    if (blank == std::string::npos) return true;
    Node both;
    both.op = Op::kAnd;
    both.children = {node, node};
    both.children[0].text.resize(blank);
    both.children[1].text.erase(0, blank + 1);
    node = std::move(both);
    return true;
  }

  std::optional<std::string> joined_word(const Node& left, const Node& right) const {
    if (left.op != Op::kWord || right.op != Op::kWord || left.scope != right.scope) return std::nullopt;
    if (left.required || right.required || left.scope == query::Scope::kRemoved) return std::nullopt;
    if (left.text.size() < kMinJoinPart || right.text.size() < kMinJoinPart) return std::nullopt;
    if (!is_letters(left.text) || !is_letters(right.text)) return std::nullopt;
    const std::string joined = left.text + right.text;
    if (vocabulary_.latin.documents(fold(joined)) == 0) return std::nullopt;
    return joined;
  }

  static bool is_letters(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  }

  const Analyzer& analyzer_;
  const TermLookup& terms_;
  const Vocabulary& vocabulary_;
  std::size_t corrections_ = 0;
};

}  // namespace

std::vector<Node> suggestions(const Node& node, const Analyzer& analyzer, const TermLookup& terms,
                              const Vocabulary& vocabulary) {
  std::vector<Node> found;
  Node joined = node;
  if (Corrector(analyzer, terms, vocabulary).join(joined)) {
    (void)Corrector(analyzer, terms, vocabulary).correct(joined);
    found.push_back(std::move(joined));
  }
  Node corrected = node;
  Corrector corrector(analyzer, terms, vocabulary);
  if (corrector.correct(corrected)) found.push_back(std::move(corrected));
  return found;
}

}  // namespace polsearch::match
