// Properties of parsing, printing and rewriting on random trees, tokens and bytes.
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "analysis/unicode.h"
#include "searcher/query/ast.h"
#include "searcher/query/rewrite.h"

namespace {

using namespace polsearch::query;

constexpr std::array<std::string_view, 44> kPieces = {
    "steel", "5G",      "AND",    "OR", "NOT",          "NEAR", "NEAR/3", "(",   ")",
    "\"",    "“",       "”",      "「", "」",           "+",    "-",      "*",   "man*",
    "工业",  "กระทรวง", "title:", "m:", "foo:",         ":",    "~2",     "~",   "^2",
    "date:", "..",      "2023",   "\\", "\\\"",         "&&",   "||",     "|",   " ",
    " ",     " ",       "　",     "，", "http://a.b/?", "\xFF", "？",     "Ａ＊"};

// Texts a tree may carry that the printer must protect.
constexpr std::array<std::string_view, 30> kTexts = {"steel",
                                                     "AND",
                                                     "NEAR/5",
                                                     "NEAR",
                                                     "-x",
                                                     "+x",
                                                     "a b",
                                                     "x*",
                                                     "*x",
                                                     "title:x",
                                                     "foo:bar",
                                                     "a\"b",
                                                     "a\\",
                                                     "\\a",
                                                     "(x)",
                                                     "x)",
                                                     "工业",
                                                     "“x”",
                                                     "2023..",
                                                     "a&&b",
                                                     "x,",
                                                     ",x",
                                                     "ｘ＊",
                                                     "a~2",
                                                     "x^2",
                                                     "date:2023",
                                                     "x|",
                                                     "\xFFz\xE5",
                                                     "a\nb",
                                                     "\xF0\x9F\x91\x8D"
                                                     "c"};

class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(engine_); }
  template <class List>
  std::string_view one_of(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::mt19937 engine_;
};

std::string random_tokens(Random& random) {
  std::string text;
  for (std::size_t n = random.below(30); n > 0; --n) text += random.one_of(kPieces);
  return text;
}

std::string random_bytes(Random& random) {
  std::string text;
  for (std::size_t n = random.below(200); n > 0; --n) text += static_cast<char>(random.below(256));
  return text;
}

Node random_leaf(Random& random) {
  Node node;
  constexpr std::array kLeaves = {Op::kWord,   Op::kWord,   Op::kWord, Op::kPhrase,
                                  Op::kPrefix, Op::kFilter, Op::kAll,  Op::kNothing};
  node.op = kLeaves[random.below(kLeaves.size())];
  if (node.op == Op::kAll || node.op == Op::kNothing) return node;
  node.text = random.one_of(kTexts);
  node.required = random.below(6) == 0;
  if (node.op == Op::kFilter)
    node.field = std::array{"ministry", "lang", "source", "site", "id"}[random.below(5)];
  else
    node.scope = static_cast<Scope>(random.below(4));
  return node;
}

Node random_near(Random& random) {
  Node near;
  near.op = Op::kNear;
  near.distance = static_cast<std::uint32_t>(1 + random.below(100));
  near.scope = static_cast<Scope>(random.below(4));
  for (std::size_t n = 2 + random.below(2); n > 0; --n) {
    Node word;
    word.op = random.below(2) == 0 ? Op::kWord : Op::kPhrase;
    word.text = random.one_of(kTexts);
    near.children.push_back(std::move(word));
  }
  return near;
}

Node random_tree(Random& random, int depth, Node (*leaf)(Random&)) {
  if (depth == 0 || random.below(3) == 0) return leaf(random);
  Node node;
  constexpr std::array kGroups = {Op::kAnd, Op::kOr, Op::kNot, Op::kSome};
  node.op = kGroups[random.below(kGroups.size())];
  node.required = random.below(6) == 0;
  for (std::size_t n = 1 + random.below(4); n > 0; --n) node.children.push_back(random_tree(random, depth - 1, leaf));
  node.minimum = static_cast<std::uint32_t>(random.below(5));
  return node;
}

Node leaf_or_near(Random& random) { return random.below(8) == 0 ? random_near(random) : random_leaf(random); }

// A word of six, or every document: for comparing meanings.
Node letter(Random& random) {
  Node node;
  node.op = random.below(8) == 0 ? Op::kAll : Op::kWord;
  if (node.op == Op::kWord) node.text = std::string(1, static_cast<char>('a' + random.below(6)));
  return node;
}

// Whether a document whose words are the letters of `document` (bit 0: a) is found.
bool finds(const Node& node, unsigned document) {
  if (node.op == Op::kWord) return ((document >> (node.text[0] - 'a')) & 1U) != 0;
  std::size_t found = 0;
  for (const Node& child : node.children) found += finds(child, document) ? 1U : 0U;
  switch (node.op) {
    case Op::kAll: return true;
    case Op::kAnd: return found == node.children.size();
    case Op::kOr: return found > 0;
    case Op::kSome: return found >= std::max<std::size_t>(node.minimum, 1) || found == node.children.size();
    case Op::kNot: return finds(node.children[0], document) && found == 1;
    default: return false;
  }
}

std::uint64_t documents_found(const Node& node) {
  std::uint64_t found = 0;
  for (unsigned document = 0; document < 64; ++document) found |= std::uint64_t{finds(node, document)} << document;
  return found;
}

void check_text(const std::string& text) {
  CAPTURE(text);
  const ParsedQuery parsed = parse(text);
  const std::string printed = print(parsed.root);
  REQUIRE(polsearch::is_valid_utf8(printed));
  REQUIRE(print(parse(printed).root) == printed);
  for (const std::string& note : parsed.notes) REQUIRE(polsearch::is_valid_utf8(note));
  const Node rewritten = rewrite(parsed.root);
  const std::string simple = print(rewritten);
  CAPTURE(printed);
  REQUIRE(print(parse(simple).root) == simple);
  REQUIRE(print(rewrite(rewritten)) == simple);
}

}  // namespace

TEST_CASE("what prints is read back and prints the same: random trees with hostile texts") {
  for (std::uint32_t seed = 0; seed < 5'000; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::string printed = print(random_tree(random, 4, leaf_or_near));
    const ParseLimits limits{.prefixes = 1'000};
    REQUIRE(print(parse(printed, limits).root) == printed);
  }
}

TEST_CASE("any tokens in any order parse, print and rewrite stably") {
  for (std::uint32_t seed = 0; seed < 5'000; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    check_text(random_tokens(random));
  }
}

TEST_CASE("any bytes parse, print and rewrite stably") {
  for (std::uint32_t seed = 0; seed < 2'000; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    check_text(random_bytes(random));
  }
}

TEST_CASE("no rewrite changes what a query finds") {
  for (std::uint32_t seed = 0; seed < 3'000; ++seed) {
    Random random(seed);
    const Node tree = random_tree(random, 4, letter);
    CAPTURE(seed, print(tree));
    for (const Pass& pass : kPasses) {
      CAPTURE(pass.name, print(pass.function(tree)));
      REQUIRE(documents_found(pass.function(tree)) == documents_found(tree));
    }
    REQUIRE(documents_found(rewrite(tree)) == documents_found(tree));
  }
}

TEST_CASE("a printed query means what its tree means") {
  for (std::uint32_t seed = 0; seed < 3'000; ++seed) {
    Random random(seed);
    const Node tree = random_tree(random, 4, letter);
    CAPTURE(seed, print(tree));
    REQUIRE(documents_found(parse(print(tree)).root) == documents_found(tree));
  }
}
