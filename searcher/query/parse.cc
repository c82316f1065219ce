// Tokens -> tree, by precedence, with an explicit stack instead of recursion.
//
//   steel NOT coal OR iron  ->  ((steel NOT coal) OR iron)
//
// From tight to loose: NEAR, then NOT - +, then AND (and nothing between two words), then OR.
#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "analysis/dates.h"
#include "analysis/schema.h"
#include "searcher/query/ast.h"
#include "searcher/query/lexer.h"
#include "searcher/query/syntax.h"

namespace polsearch::query {
namespace {

// What a field in front of an operand or a group asks for.
struct Target {
  Scope scope = Scope::kAny;
  std::string filter;  // canonical name of a filter field, or empty
};

// What was typed in front of the operand that comes next.
struct Pending {
  bool negated = false;
  bool required = false;
  bool conjunction = false, disjunction = false;  // AND, OR
  std::uint32_t near_distance = 0;                // NEAR; 0: none
  std::optional<Target> target;                   // a field
  std::string field;                              // its name
};

enum class Last : std::uint8_t { kNone, kWanted, kExcluded };

// One group in parentheses (or the whole query) while it is read.
struct Group {
  Target target;  // of every word in it
  Pending pending;
  std::vector<Node> choices;           // finished operands of OR
  std::vector<Node> wanted, excluded;  // of the choice being read
  Last last = Last::kNone;             // where the operand stands that a NEAR would continue
  bool is_plain = true;                // nothing but operands side by side: `(a b c)~2` makes sense
};

Scope scope_named(std::string_view field) {
  if (field == "title") return Scope::kTitle;
  if (field == "body") return Scope::kBody;
  return Scope::kRemoved;
}

Node all_documents() {
  Node node;
  node.op = Op::kAll;
  return node;
}

Node group_of(Op op, std::vector<Node> children) {
  if (children.size() == 1) return std::move(children.front());
  Node node;
  node.op = children.empty() ? Op::kNothing : op;
  node.children = std::move(children);
  return node;
}

Node leaf_of(Op op, Scope scope, std::string text) {
  Node node;
  node.op = op;
  node.scope = scope;
  node.text = std::move(text);
  return node;
}

bool may_stand_near(const Node& node) { return node.op == Op::kWord || node.op == Op::kPhrase || node.op == Op::kNear; }

class Parser {
 public:
  Parser(const ParseLimits& limits, Notes& notes) : limits_(limits), notes_(notes) { groups_.emplace_back(); }

  ParsedQuery run(std::vector<Token> tokens) {
    for (Token& token : tokens) read(std::move(token));
    if (groups_.size() + ignored_parentheses_ > 1)
      notes_.add("a parenthesis that was not closed was closed at the end");
    while (groups_.size() > 1) close(0);
    end_choice();
    ParsedQuery parsed;
    parsed.root = group_of(Op::kOr, std::move(groups_.back().choices));
    parsed.has_operators = has_operators_;
    parsed.is_fixed = is_fixed_;
    return parsed;
  }

 private:
  Group& group() { return groups_.back(); }

  void read(Token token) {
    switch (token.kind) {
      case TokenKind::kWord: return leaf(Op::kWord, std::move(token));
      case TokenKind::kPhrase: return leaf(Op::kPhrase, std::move(token));
      case TokenKind::kPrefix: return leaf(Op::kPrefix, std::move(token));
      case TokenKind::kAll: return operand(all_documents());
      case TokenKind::kFilter: return filter(token.field, std::move(token.text));
      case TokenKind::kField: return field(std::move(token.field));
      case TokenKind::kOpen: return open();
      case TokenKind::kClose: return close_typed(token.number);
      case TokenKind::kAnd: return conjunction();
      case TokenKind::kOr: return disjunction();
      case TokenKind::kNot:
      case TokenKind::kMinus: return negation();
      case TokenKind::kPlus: return requirement();
      case TokenKind::kNear: return near(token.number);
    }
  }

  // -- operands

  void leaf(Op op, Token token) {
    const Target target = take_target();
    if (!target.filter.empty()) return filter(target.filter, std::move(token.text));
    has_operators_ |= op != Op::kWord;
    Node node = leaf_of(op, target.scope, std::move(token.text));
    operand(token.number > 0 ? loose_phrase(std::move(node), token.number) : std::move(node));
  }

  // "steel coal"~5 is steel NEAR/5 coal.
  Node loose_phrase(Node phrase, std::uint32_t distance) {
    Node near;
    near.op = Op::kNear;
    near.scope = phrase.scope;
    near.distance = distance;
    for (std::size_t begin = 0; begin < phrase.text.size();) {
      const std::size_t end = std::min(phrase.text.find(' ', begin), phrase.text.size());
      std::string word = phrase.text.substr(begin, end - begin);
      if (has_text(word)) near.children.push_back(leaf_of(Op::kWord, phrase.scope, std::move(word)));
      begin = end + 1;
    }
    if (near.children.size() > 1) return near;
    notes_.add(fmt::format("~{} behind a phrase of one word was ignored", distance));
    return phrase;
  }

  Target take_target() {
    std::optional<Target> typed = std::exchange(group().pending.target, std::nullopt);
    return typed ? *std::move(typed) : group().target;
  }

  void filter(const std::string& field, std::string value) {
    group().pending.target.reset();
    if (field == "date") {
      const Result<DateRange> range = parse_date_range(value);
      if (!range.ok()) return bad_date(range.error());
    }
    Node node;
    node.op = Op::kFilter;
    node.field = field;
    node.text = std::move(value);
    operand(std::move(node));
  }

  void bad_date(const Error& error) {
    group().pending = {};
    group().last = Last::kNone;
    notes_.add(fmt::format("date: was ignored: {}; {}", error.message, error.hint));
  }

  void operand(Node node) {
    Group& g = group();
    const Pending pending = std::exchange(g.pending, {});
    is_fixed_ |= pending.conjunction || pending.disjunction;
    has_operators_ |= is_fixed_ || pending.negated || pending.required;
    const bool ranks = node.op != Op::kFilter && node.op != Op::kAll;
    node.required = ranks && !pending.negated && (pending.required || node.required);
    if (pending.near_distance > 0 && continue_near(node, pending)) return;
    g.last = !may_stand_near(node) ? Last::kNone : pending.negated ? Last::kExcluded : Last::kWanted;
    (pending.negated ? g.excluded : g.wanted).push_back(std::move(node));
  }

  // Joins `node` to the operand on the left of NEAR. False: it cannot stand there.
  bool continue_near(Node& node, const Pending& pending) {
    Group& g = group();
    Node& left = g.last == Last::kExcluded ? g.excluded.back() : g.wanted.back();
    if (!may_stand_near(node) || pending.negated) return near_is_and(), false;
    if (left.scope != node.scope) notes_.add("NEAR looks in one field: that of its first word");
    if (left.op != Op::kNear) left = near_of(std::move(left));
    has_operators_ = true;
    left.required |= node.required;
    if (left.distance != 0 && left.distance != pending.near_distance)
      notes_.add("NEAR with different distances: the largest was used");
    left.distance = std::max(left.distance, pending.near_distance);
    append_near(left, std::move(node));
    return true;
  }

  static Node near_of(Node first) {
    Node near;
    near.op = Op::kNear;
    near.scope = first.scope;
    near.required = std::exchange(first.required, false);
    near.children.push_back(std::move(first));
    return near;
  }

  // `node` may be a NEAR itself, when a loose phrase was typed.
  static void append_near(Node& near, Node node) {
    std::vector<Node> more;
    if (node.op == Op::kNear) {
      near.distance = std::max(near.distance, node.distance);
      more = std::move(node.children);
    } else {
      more.push_back(std::move(node));
    }
    for (Node& child : more) {
      child.scope = near.scope;
      child.required = false;
      near.children.push_back(std::move(child));
    }
  }

  void near_is_and() { notes_.add("NEAR needs a word or a phrase on both sides: it was read as AND"); }

  // -- operators

  void near(std::uint32_t distance) {
    stray_field();
    Group& g = group();
    if (g.last == Last::kNone || g.pending.near_distance > 0) return near_is_and();
    g.pending.near_distance = distance;
  }

  void conjunction() {
    stray_field();
    Group& g = group();
    if (g.wanted.empty() && g.excluded.empty()) return dangling("AND");
    drop_pending();
    g.pending.conjunction = true;
    g.is_plain = false;
  }

  void disjunction() {
    stray_field();
    Group& g = group();
    if (g.wanted.empty() && g.excluded.empty()) return dangling("OR");
    end_choice();
    g.pending.disjunction = true;
    g.is_plain = false;
  }

  void negation() {
    group().pending.negated = !group().pending.negated;
    group().is_plain = false;
  }

  void requirement() {
    group().pending.required = true;
    group().is_plain = false;
  }

  void field(std::string name) {
    if (group().pending.target) notes_.add(fmt::format("{}: in front of {}: was ignored", group().pending.field, name));
    const schema::Field* known = schema::field_named(name);
    Target target;
    if (known != nullptr && known->kind == schema::Kind::kText)
      target.scope = scope_named(name);
    else
      target.filter = name;
    group().pending.target = std::move(target);
    group().pending.field = std::move(name);
  }

  // A field without an operand is the word that it looks like.
  void stray_field() {
    if (!group().pending.target) return;
    group().pending.target.reset();
    const std::string name = group().pending.field;
    notes_.add(fmt::format("{}: has no value and was read as a word", name));
    operand(leaf_of(Op::kWord, group().target.scope, name));
  }

  void dangling(std::string_view name) {
    notes_.add(fmt::format("{} needs something on both sides: it was ignored", name));
  }

  // What was typed in front of an operand that never came.
  void drop_pending() {
    const Pending pending = std::exchange(group().pending, {});
    if (pending.conjunction) dangling("AND");
    if (pending.disjunction) dangling("OR");
    if (pending.negated) notes_.add("NOT needs something behind it: it was ignored");
    if (pending.near_distance > 0) near_is_and();
  }

  // -- groups

  void open() {
    if (groups_.size() > limits_.depth) {
      ++ignored_parentheses_;
      return notes_.add(fmt::format("parentheses more than {} deep were ignored", limits_.depth));
    }
    Group& outer = group();
    if (outer.pending.near_distance > 0) near_is_and();
    outer.pending.near_distance = 0;
    outer.last = Last::kNone;
    Group inner;
    inner.target = take_target();
    groups_.push_back(std::move(inner));
  }

  void close_typed(std::uint32_t minimum) {
    if (ignored_parentheses_ > 0) {
      --ignored_parentheses_;
      return;
    }
    if (groups_.size() == 1) return notes_.add("a closing parenthesis without a partner was ignored");
    close(minimum);
  }

  void close(std::uint32_t minimum) {
    stray_field();
    if (minimum > 0) choose(minimum);
    end_choice();
    Node node = group_of(Op::kOr, std::move(group().choices));
    groups_.pop_back();
    if (node.op != Op::kNothing) operand(std::move(node));
    group().last = Last::kNone;
  }

  // (a b c)~2: the operands side by side become a choice of `minimum` of them.
  void choose(std::uint32_t minimum) {
    Group& g = group();
    if (!g.is_plain || g.wanted.size() < 2)
      return notes_.add(fmt::format("~{} behind a group was ignored: it needs words without operators in it", minimum));
    has_operators_ = is_fixed_ = true;
    const bool is_any = minimum == 1;
    const bool is_every = minimum >= g.wanted.size();
    Node some = group_of(is_any ? Op::kOr : is_every ? Op::kAnd : Op::kSome, std::exchange(g.wanted, {}));
    some.minimum = some.op == Op::kSome ? minimum : 0;
    g.wanted.push_back(std::move(some));
  }

  // wanted and not excluded -> one operand of OR.
  void end_choice() {
    stray_field();
    drop_pending();
    Group& g = group();
    g.last = Last::kNone;
    if (g.wanted.empty() && g.excluded.empty()) return;
    Node node = g.wanted.empty() ? all_documents() : group_of(Op::kAnd, std::exchange(g.wanted, {}));
    if (!g.excluded.empty()) {
      std::vector<Node> children = std::exchange(g.excluded, {});
      children.insert(children.begin(), std::move(node));
      node = group_of(Op::kNot, std::move(children));
    }
    g.choices.push_back(std::move(node));
  }

  const ParseLimits& limits_;
  Notes& notes_;
  std::vector<Group> groups_;
  std::size_t ignored_parentheses_ = 0;
  bool has_operators_ = false;
  bool is_fixed_ = false;
};

}  // namespace

ParsedQuery parse(std::string_view text, const ParseLimits& limits) {
  Notes notes;
  LexedQuery lexed = lex(text, limits, notes);
  ParsedQuery parsed = Parser(limits, notes).run(std::move(lexed.tokens));
  parsed.is_question = lexed.is_question;
  if (parsed.root.op == Op::kNothing && !text.empty()) notes.add("there is nothing to look for in the query");
  parsed.notes = notes.take();
  return parsed;
}

}  // namespace polsearch::query
