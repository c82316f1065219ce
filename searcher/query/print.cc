// Tree -> the query language (see ast.h). What prints is the tree without its empty parts and groups of one, so that
// parsing it and printing again gives the same bytes.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "analysis/unicode.h"
#include "searcher/query/ast.h"
#include "searcher/query/lexer.h"
#include "searcher/query/rewrite.h"
#include "searcher/query/syntax.h"

namespace polsearch::query {
namespace {

// Where a node stands: decides whether it needs parentheses.
enum class Place : std::uint8_t { kTop, kInOr, kInAnd, kInSome, kBase, kExcluded };

constexpr std::string_view kScopeNames[] = {"", "title:", "body:", "removed:"};

// The only token that `text` is read as, if it is one.
std::optional<Token> single_token(std::string_view text) {
  Notes notes;
  std::vector<Token> tokens = lex(text, {}, notes).tokens;
  if (tokens.size() != 1) return {};
  return std::move(tokens.front());
}

bool is_ascii_alphanumeric(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
}

bool is_syntax(char32_t c) {
  if (c < 0x80) return !is_ascii_alphanumeric(c);
  return is_blank(c) || narrow(c) != c || quote_kind(c) != Quote::kNone;
}

// Most words are: letters and digits that spell no operator.
bool is_plainly_a_word(std::string_view text) {
  constexpr std::string_view kOperatorLetters = "AENDORT";  // AND, OR, NOT, NEAR
  if (text.empty() || text.find_first_not_of(kOperatorLetters) == std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_ascii_alphanumeric(static_cast<unsigned char>(c)); });
}

// As typed where that is read back as the same word, else with backslashes.
std::string print_word(const std::string& text) {
  if (is_plainly_a_word(text)) return text;
  const std::optional<Token> plain = single_token(text);
  const bool reads_back = plain && plain->kind == TokenKind::kWord && plain->text == text;
  if (reads_back && text.find('\\') == std::string::npos) return text;
  std::u32string out;
  for (const char32_t c : decode_query(text).characters) {
    if (out.empty() || is_syntax(c)) out += U'\\';
    out += c;
  }
  return to_utf8(out);
}

// Valid UTF-8 in which one space stands between words, and none around them.
std::string squeeze(std::string_view text) {
  std::u32string out;
  for (const char32_t c : decode_query(text).characters) {
    if (!is_space(c))
      out += c;
    else if (!out.empty() && out.back() != U' ')
      out += U' ';
  }
  while (!out.empty() && out.back() == U' ') out.pop_back();
  return to_utf8(out);
}

// Letters and digits, one blank between words: as it stands.
bool is_plain_text(std::string_view text) {
  char before = ' ';
  for (const char c : text) {
    if (c != ' ' && !is_ascii_alphanumeric(static_cast<unsigned char>(c))) return false;
    if (c == ' ' && before == ' ') return false;
    before = c;
  }
  return before != ' ';
}

std::string print_phrase(std::string_view text) {
  if (is_plain_text(text)) return '"' + std::string(text) + '"';
  std::u32string out;
  for (const char32_t c : decode_query(squeeze(text)).characters) {
    if (quote_kind(c) != Quote::kNone || c == U'\\') out += U'\\';
    out += c;
  }
  return '"' + to_utf8(out) + '"';
}

std::string print_prefix(const std::string& text) {
  std::string plain = text + '*';
  const std::optional<Token> token = single_token(plain);
  const bool reads_back = token && token->kind == TokenKind::kPrefix && token->text == text;
  return reads_back && text.find('\\') == std::string::npos ? plain : print_word(text);
}

std::string print_filter(const Node& node) {
  const std::string value = squeeze(node.text);
  std::string plain = node.field + ':' + value;
  const std::optional<Token> token = single_token(plain);
  const bool reads_back =
      token && token->kind == TokenKind::kFilter && token->field == node.field && token->text == value;
  return reads_back ? plain : node.field + ':' + print_phrase(value);
}

std::string render(const Node& node, Place place);

std::string join(const Node& node, std::string_view separator, Place place) {
  std::string out;
  for (const Node& child : node.children) {
    if (!out.empty()) out += separator;
    out += render(child, place);
  }
  return out;
}

std::string print_exclusion(const Node& node) {
  std::string out = node.children[0].op == Op::kAll ? "" : render(node.children[0], Place::kBase);
  for (std::size_t i = 1; i < node.children.size(); ++i)
    out += (out.empty() ? "NOT " : " NOT ") + render(node.children[i], Place::kExcluded);
  return out;
}

// Only what precedence cannot say is put in parentheses, so that printing never nests deeper than what was typed.
bool needs_parentheses(const Node& node, Place place) {
  if (node.op != Op::kAnd && node.op != Op::kOr && node.op != Op::kNot) return false;
  if (node.required) return true;
  switch (place) {
    case Place::kTop: return false;
    case Place::kInOr: return node.op == Op::kOr;
    case Place::kBase: return node.op != Op::kAnd;
    case Place::kInAnd:
    case Place::kInSome:
    case Place::kExcluded: return true;
  }
  return true;
}

std::string render_bare(const Node& node, bool inside_or) {
  const std::string_view scope = kScopeNames[static_cast<std::size_t>(node.scope)];
  switch (node.op) {
    case Op::kWord: return fmt::format("{}{}", scope, print_word(node.text));
    case Op::kPhrase: return fmt::format("{}{}", scope, print_phrase(node.text));
    case Op::kPrefix: return fmt::format("{}{}", scope, print_prefix(node.text));
    case Op::kFilter: return print_filter(node);
    case Op::kNear: return join(node, fmt::format(" NEAR/{} ", node.distance), Place::kInAnd);
    case Op::kAnd: return join(node, inside_or ? " AND " : " ", Place::kInAnd);
    case Op::kOr: return join(node, " OR ", Place::kInOr);
    case Op::kSome: return fmt::format("({})~{}", join(node, " ", Place::kInSome), node.minimum);
    case Op::kNot: return print_exclusion(node);
    case Op::kAll: return "*";
    case Op::kNothing: return "";
  }
  return "";
}

std::string render(const Node& node, Place place) {
  const bool grouped = needs_parentheses(node, place);
  std::string text = render_bare(node, place == Place::kInOr && !grouped);
  if (grouped) text = '(' + text + ')';
  return node.required ? '+' + text : text;
}

}  // namespace

std::string print(const Node& node) { return render(collapse_single(push_scopes(drop_empty(node))), Place::kTop); }

}  // namespace polsearch::query
