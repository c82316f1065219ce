// Query text -> tokens; everything that depends on where a character stands is decided here.
//
//   title:"5G factories" -"pilot zone" Steel AND manu*
//   -> field(title) phrase(5G factories) minus phrase(pilot zone) word(Steel) and prefix(manu)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/query/ast.h"

namespace polsearch::query {

enum class TokenKind : std::uint8_t {
  kWord,
  kPhrase,
  kPrefix,
  kAll,     // *
  kFilter,  // field and its unquoted value
  kField,   // title: and the like, in front of a word, phrase or group
  kOpen,
  kClose,  // number: k of `)~k`, or 0
  kAnd,
  kOr,
  kNot,
  kNear,  // number: the distance
  kPlus,
  kMinus,
};

struct Token {
  TokenKind kind = TokenKind::kWord;
  std::string text;
  std::string field;         // kFilter, kField: canonical name of schema.h
  std::uint32_t number = 0;  // kClose, kNear; kPhrase: n of `"..."~n`, or 0
};

// Notes for the reader of the answer: each once, and not more than a screen of them.
class Notes {
 public:
  void add(std::string note);
  [[nodiscard]] std::vector<std::string> take() { return std::move(notes_); }

 private:
  std::vector<std::string> notes_;
};

struct LexedQuery {
  std::vector<Token> tokens;
  bool is_question = false;  // as in ParsedQuery
};

// Linear in text.size(); at most text.size() tokens.
[[nodiscard]] LexedQuery lex(std::string_view text, const ParseLimits& limits, Notes& notes);

}  // namespace polsearch::query
