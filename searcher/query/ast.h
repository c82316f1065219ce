// What a query means, as a tree with a canonical printed form: print(parse(print(q))) == print(q).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch::query {

enum class Op : std::uint8_t {
  kWord,     // text: one or more words of one run of query text, all meant (Chinese runs stay whole)
  kPhrase,   // text: exact phrase
  kPrefix,   // text: prefix*, without the star
  kNear,     // children: two or more kWord or kPhrase, all of this node's scope; distance
  kAnd,      // children
  kOr,       // children
  kSome,     // children; at least `minimum` of them: `(a b c)~2`
  kNot,      // children[0] and not children[1..]; children[0] may be kAll
  kAll,      // every document
  kNothing,  // an empty query: no document
  kFilter,   // field:value of a filter field (ministry, lang, source, date, site, id); text: the value
};

// Which text a word, phrase, prefix or NEAR is looked for in.
enum class Scope : std::uint8_t { kAny, kTitle, kBody, kRemoved };

struct Node {
  Op op = Op::kNothing;
  Scope scope = Scope::kAny;
  bool required = false;       // +word: never relaxed
  std::uint32_t distance = 0;  // kNear
  std::uint32_t minimum = 0;   // kSome
  std::string field;           // kFilter: canonical field name
  std::string text;
  std::vector<Node> children;

  friend bool operator==(const Node&, const Node&) = default;
};

struct ParsedQuery {
  Node root;
  bool has_operators = false;      // AND OR NOT + - NEAR, `(..)~2`, a prefix or a phrase was typed
  bool is_fixed = false;           // AND or OR was typed: nothing of it may be relaxed (match/relax.h)
  bool is_question = false;        // a question mark stood at the end of a word (it is in no Node::text)
  std::vector<std::string> notes;  // what looked wrong and how it was read
};

struct ParseLimits {
  std::size_t bytes = 64 * 1024;  // the rest is dropped, with a note
  std::size_t words = 1024;
  std::size_t prefixes = 8;
  std::size_t prefix_characters = 3;  // leading characters that a prefix needs; one Han character is enough
  std::size_t depth = 32;             // deeper parentheses are read as if absent, with a note
  std::size_t phrase_words = 32;
  std::uint32_t near_distance = 100;
};

// Never fails: any bytes give a query. Linear time, bounded recursion.
[[nodiscard]] ParsedQuery parse(std::string_view text, const ParseLimits& limits = {});

// Canonical form in the query language itself.
[[nodiscard]] std::string print(const Node& node);

}  // namespace polsearch::query
