// The relaxing policy (see relax.h).
#include "searcher/match/relax.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "analysis/unicode.h"
#include "searcher/match/runs.h"
#include "searcher/query/group.h"

namespace polsearch::match {
namespace {

using query::group;
using query::Node;
using query::Op;
using query::Scope;

// So many content words make a query long. A Latin word counts 1, a Chinese or Thai dictionary word 0.7: those
// languages write one notion with two or three of them (新能源汽车 is three).
constexpr double kLongQuery = 5;
// So many are more than "a few": pages that lack one of them may well be meant, so they are found as well where fewer
// than a page of hits has all. Chosen on CACM (docs/evaluation.md), a set that no number of ranking was tuned on.
// A term of the glossary is one of them.
constexpr std::size_t kSeveralWords = 4;
constexpr std::uint64_t kPageOfHits = 10;
constexpr double kSpacedWord = 1.0;
constexpr double kUnspacedWord = 0.7;
constexpr std::size_t kMaxTokens = 2'000;

struct Part {
  Node node;
  bool stop_word = false;
  double weight = 0;
};

struct Words {
  std::vector<Node> fixed;
  std::vector<Node> plain;       // as typed
  std::vector<Node> asked;       // both, but for stop words ("the", "for"): these need not stand in a page
  std::vector<Part> parts;       // what they consist of
  std::vector<Node> loose;       // what "any of them" asks for
  std::vector<Node> characters;  // single Han characters, the last resort
  bool question = false;
};

Node word_node(std::string_view text) {
  Node node;
  node.op = Op::kWord;
  node.text = std::string(text);
  return node;
}

bool is_upper_case(std::string_view text) {
  return text.size() > 1 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Typed in capitals it is a name: WHO, not who.
bool is_question_word(std::string_view text, const QuestionWords& questions) {
  return !is_upper_case(text) && questions.contains(fold(text));
}

bool has_question_mark(std::string_view text) {
  for (const std::string_view mark : {"?", "？"})
    if (text.find(mark) != std::string_view::npos) return true;
  return false;
}

bool is_single_han(const Run& run, const Piece& piece) {
  return run.script == Script::kHan && std::any_of(run.words.begin(), run.words.end(), [&](const Token& c) {
           return c.begin == piece.begin && c.end == piece.end;
         });
}

void add_once(std::vector<Node>& nodes, std::string_view text) {
  const bool known = std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) { return node.text == text; });
  if (!known) nodes.push_back(word_node(text));
}

// Names are rarely in a dictionary: characters that the segmenter left single are asked for in pairs, and one that
// stands alone with its neighbours, whatever these belong to (于乐 was cut into 于, a function word, and 乐).
void add_neighbours(const Run& run, const Piece& piece, std::string_view text, std::vector<Node>& loose) {
  const std::vector<Token>& characters = run.words;
  if (characters.size() == 1) return add_once(loose, text.substr(piece.begin, piece.end - piece.begin));
  for (std::size_t i = 0; i + 1 < characters.size(); ++i) {
    const std::uint32_t begin = characters[i].begin, end = characters[i + 1].end;
    const bool inside = begin >= piece.begin && end <= piece.end;
    const bool alone = characters[i].begin == piece.begin && characters[i].end == piece.end;
    const bool next_alone = characters[i + 1].begin == piece.begin && characters[i + 1].end == piece.end;
    if (inside || alone || next_alone) add_once(loose, text.substr(begin, end - begin));
  }
}

bool is_dictionary_word(const Run& run, const Piece& piece) {
  return std::any_of(run.dictionary.begin(), run.dictionary.end(),
                     [&](const Token& word) { return word.begin == piece.begin && word.end == piece.end; });
}

void add_loose(const Run& run, std::string_view text, Words& words) {
  for (const Piece& piece : pieces_of(run)) {
    if (piece.stop_word && !is_upper_case(text.substr(piece.begin, piece.end - piece.begin))) continue;
    if (run.script == Script::kHan && !is_dictionary_word(run, piece))
      add_neighbours(run, piece, text, words.loose);
    else
      add_once(words.loose, text.substr(piece.begin, piece.end - piece.begin));
  }
}

// Whether it is stop words alone.
bool add_run(const Run& run, std::string_view text, const QuestionWords& questions, Words& words) {
  bool says_nothing = true;
  const std::vector<Piece> pieces = pieces_of(run);
  const bool spaced = run.script != Script::kHan && run.script != Script::kThai;
  for (const Piece& piece : pieces) {
    const std::string_view piece_text = text.substr(piece.begin, piece.end - piece.begin);
    words.question |= is_question_word(piece_text, questions);
    // A lone character beside real words (新 in 新能源) says too little to be one of "any of these".
    const bool stop = piece.stop_word && !is_upper_case(piece_text);
    says_nothing &= stop;
    const bool weak = stop || (pieces.size() > 1 && is_single_han(run, piece));
    words.parts.push_back({word_node(piece_text), weak, spaced ? kSpacedWord : kUnspacedWord});
  }
  add_loose(run, text, words);
  if (run.script == Script::kHan)
    for (const Token& c : run.words) words.characters.push_back(word_node(text.substr(c.begin, c.end - c.begin)));
  return says_nothing;
}

bool is_expanded_term(const Node& node) {
  return node.op == Op::kOr && node.children.size() == 2 && node.children[1].op == Op::kFilter &&
         node.children[1].field == "term";
}

// The words of a term with its other forms: one part that weighs as much as its words; of "any of them" each of its
// words is one, and so is the term.
void add_term(const Node& node, const Analyzer& analyzer, const QuestionWords& questions, Words& words) {
  Words inside;
  const Node& typed = node.children.front();
  const std::vector<Node> alone = {typed};
  for (const Node& word : typed.op == Op::kAnd ? typed.children : alone)
    for (const Run& run : split_runs(analyzer, word.text, kMaxTokens).runs) add_run(run, word.text, questions, inside);
  double weight = 0;
  for (const Part& part : inside.parts) weight += part.stop_word ? 0 : part.weight;
  words.parts.push_back({node, false, weight});
  for (const Node& loose : inside.loose) add_once(words.loose, loose.text);
  words.loose.push_back(node.children[1]);
  words.characters.insert(words.characters.end(), inside.characters.begin(), inside.characters.end());
}

// What a plain word consists of. Whether it is stop words alone.
bool add_word(const Node& node, const Analyzer& analyzer, const QuestionWords& questions, Words& words) {
  const std::vector<Run> runs = split_runs(analyzer, node.text, kMaxTokens).runs;
  bool says_nothing = !runs.empty();
  for (const Run& run : runs) says_nothing &= add_run(run, node.text, questions, words);
  return says_nothing;
}

void add_plain(const Node& node, const Analyzer& analyzer, const QuestionWords& questions, Words& words) {
  words.plain.push_back(node);
  if (node.op == Op::kWord && add_word(node, analyzer, questions, words)) return;
  words.asked.push_back(node);
  if (node.op == Op::kWord) return;
  if (is_expanded_term(node)) return add_term(node, analyzer, questions, words);
  words.parts.push_back({node, false, kSpacedWord});  // a name with its expansion
  words.loose.push_back(node);
}

bool is_relaxable(const Node& node) {
  if (node.required || node.scope != Scope::kAny) return false;
  return node.op == Op::kWord || node.op == Op::kOr;
}

Words words_of(const Node& target, const Analyzer& analyzer, const QuestionWords& questions) {
  Words words;
  const std::vector<Node> alone = {target};
  for (const Node& child : target.op == Op::kAnd ? target.children : alone) {
    if (is_relaxable(child)) {
      add_plain(child, analyzer, questions, words);
      continue;
    }
    words.fixed.push_back(child);
    words.asked.push_back(child);
  }
  return words;
}

std::vector<Part> content_of(const std::vector<Part>& parts) {
  std::vector<Part> content;
  for (const Part& part : parts)
    if (!part.stop_word) content.push_back(part);
  return content.empty() ? parts : content;
}

std::vector<Node> nodes_of(const std::vector<Part>& parts) {
  std::vector<Node> nodes;
  for (const Part& part : parts) nodes.push_back(part.node);
  return nodes;
}

double weight_of(const std::vector<Part>& parts) {
  double weight = 0;
  for (const Part& part : parts) weight += part.weight;
  return weight;
}

class Planner {
 public:
  // `pages`: which pages are looked at, as in "no page".
  Planner(const Node& root, Words words, std::string_view pages)
      : root_(root), words_(std::move(words)), content_(content_of(words_.parts)), pages_(pages) {}

  std::vector<Attempt> run() {
    const bool long_query = weight_of(content_) >= kLongQuery;
    if (words_.question || long_query)
      any_of_them();
    else
      all_then_fewer();
    return std::move(attempts_);
  }

 private:
  void any_of_them() {
    const std::string what = words_.question ? "read as a question" : "a long query";
    const std::vector<Node> loose = any_words();
    const bool narrowed = words_.parts.size() > 1;
    if (loose.size() > 1)
      push(loose, Op::kOr, what + ": pages with any of these words, those with most of them first");
    else
      push(loose, Op::kOr, narrowed ? what + ": only its main word is asked for" : "");
    last_resort();
  }

  std::vector<Node> any_words() const { return words_.loose.empty() ? nodes_of(words_.parts) : words_.loose; }

  void all_then_fewer() {
    const bool several = content_.size() >= kSeveralWords && weight_of(content_) >= kSeveralWords * kSpacedWord;
    enough_ = several ? kPageOfHits : 1;
    too_few_ = (several ? "few pages" : "no page") + pages_ + (several ? " have" : " has") + " all of the words";
    const std::size_t stop_words = words_.fixed.size() + words_.plain.size() - words_.asked.size();
    const bool has_stop_words = stop_words > 0 && !words_.asked.empty();
    attempts_.push_back({has_stop_words ? with_target(group(Op::kAnd, words_.asked)) : root_, "", enough_});
    const auto count = static_cast<std::uint32_t>(content_.size());
    if (words_.parts.size() > words_.plain.size() || count + stop_words < words_.parts.size())
      push(nodes_of(content_), Op::kAnd, too_few_ + ": its main words were searched apart");
    if (count < 2) return;
    if (!several)
      for (const std::uint32_t minimum : {count - 1, (count + 1) / 2})
        if (minimum > 1 && minimum < last_minimum_) at_least(minimum, count);
    enough_ = 1;
    push(any_words(), Op::kOr, too_few_ + ": pages with any of them, those with most of them first");
    last_resort();
  }

  void at_least(std::uint32_t minimum, std::uint32_t count) {
    last_minimum_ = minimum;
    Node some = group(Op::kSome, nodes_of(content_));
    some.minimum = minimum;
    std::vector<Node> nodes;
    nodes.push_back(std::move(some));
    push(std::move(nodes), Op::kAnd,
         too_few_ + ": pages with at least " + std::to_string(minimum) + " of " + std::to_string(count));
  }

  void last_resort() {
    if (words_.characters.size() > 1 && content_.size() > 1)
      push(words_.characters, Op::kOr,
           "no page" + pages_ + " has any of the words: pages with any of their characters");
  }

  void push(std::vector<Node> wanted, Op op, std::string note) {
    if (wanted.empty()) return;
    std::vector<Node> parts = words_.fixed;
    Node main = group(op, std::move(wanted));
    if (main.op == Op::kAnd && op == Op::kAnd)
      for (Node& child : main.children) parts.push_back(std::move(child));
    else
      parts.push_back(std::move(main));
    attempts_.push_back({with_target(group(Op::kAnd, std::move(parts))), std::move(note), enough_});
  }

  // The root with another target: what is excluded stays.
  Node with_target(Node target) const {
    Node root = root_;
    (root.op == Op::kNot ? root.children.front() : root) = std::move(target);
    return root;
  }

  const Node& root_;
  Words words_;
  std::vector<Part> content_;
  std::string pages_;
  std::vector<Attempt> attempts_;
  std::uint32_t last_minimum_ = UINT32_MAX;
  std::uint64_t enough_ = 1;
  std::string too_few_;
};

const Node& target_of(const Node& root) {
  return root.op == Op::kNot && !root.children.empty() ? root.children.front() : root;
}

bool is_plain_phrase(const Node& node) { return node.op == Op::kPhrase && node.scope == Scope::kAny && !node.required; }

bool has_phrase(const Node& target) {
  return is_plain_phrase(target) || std::any_of(target.children.begin(), target.children.end(), is_plain_phrase);
}

// A headline pasted as a query has quotation marks that are no operators.
Node without_quotes(Node root) {
  Node& target = root.op == Op::kNot && !root.children.empty() ? root.children.front() : root;
  if (is_plain_phrase(target)) target.op = Op::kWord;
  for (Node& child : target.children)
    if (is_plain_phrase(child)) child.op = Op::kWord;
  return root;
}

enum class Quotes {
  kOperators,  // mean a phrase and nothing else
  kDoubtful,   // mean a phrase; plain words when no page has it
  kPasted,     // typographic quotes inside a long text: plain words
};

Quotes quotes_of(const Node& root, const Words& outside, const Words& all, std::string_view typed) {
  if (!has_phrase(target_of(root))) return Quotes::kOperators;
  const bool typographic = typed.find('"') == std::string_view::npos;
  const double weight_outside = outside.parts.empty() ? 0 : weight_of(content_of(outside.parts));
  if (typographic && weight_of(content_of(all.parts)) >= kLongQuery)
    return weight_outside > 0 ? Quotes::kPasted : Quotes::kDoubtful;
  return outside.question || weight_outside >= kLongQuery ? Quotes::kDoubtful : Quotes::kOperators;
}

}  // namespace

QuestionWords question_words(const Knowledge& knowledge) {
  QuestionWords words;
  const auto table = knowledge.tables.find("question_words");
  if (table == knowledge.tables.end()) return words;
  for (const std::vector<std::string>& row : table->second.rows) words.insert(fold(row.front()));
  return words;
}

std::vector<Attempt> attempts(const Node& root, bool is_fixed, const Analyzer& analyzer, const QuestionWords& questions,
                              std::string_view typed, Pages pages) {
  const std::string_view which = pages == Pages::kOwnLanguage ? " in its language" : "";
  if (is_fixed) return {{root, "", 1}};
  const auto read = [&](const Node& wanted) {
    Words words = words_of(target_of(wanted), analyzer, questions);
    words.question |= has_question_mark(typed);
    return words;
  };
  const Words words = read(root);
  const Node unquoted = without_quotes(root);
  const Words all_words = read(unquoted);
  const Quotes quotes = quotes_of(root, words, all_words, typed);
  std::vector<Attempt> out;
  if (quotes != Quotes::kPasted) {
    if (words.parts.empty())
      out.push_back({root, "", 1});
    else
      out = Planner(root, words, which).run();
  }
  if (quotes == Quotes::kOperators) return out;
  for (Attempt& attempt : Planner(unquoted, all_words, which).run()) {
    attempt.note = quotes == Quotes::kPasted ? "this long text with typographic quotes was read as plain words"
                                             : "no page has the quoted part of this long text: its words were searched";
    out.push_back(std::move(attempt));
  }
  return out;
}

}  // namespace polsearch::match
