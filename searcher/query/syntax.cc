// Code points -> syntax classes (see syntax.h).
#include "searcher/query/syntax.h"

#include <algorithm>
#include <array>

#include "analysis/unicode.h"

namespace polsearch::query {
namespace {

struct QuoteMark {
  char32_t mark;
  Quote kind;
};

constexpr std::array kQuoteMarks = {
    QuoteMark{U'"', Quote::kDouble},        QuoteMark{0xFF02, Quote::kDouble},      QuoteMark{0x201C, Quote::kDouble},
    QuoteMark{0x201D, Quote::kDouble},      QuoteMark{0x201E, Quote::kDouble},      QuoteMark{0x201F, Quote::kDouble},
    QuoteMark{0x301D, Quote::kDouble},      QuoteMark{0x301E, Quote::kDouble},      QuoteMark{0x301F, Quote::kDouble},
    QuoteMark{0x00AB, Quote::kGuillemet},   QuoteMark{0x00BB, Quote::kGuillemet},   QuoteMark{0x300C, Quote::kCorner},
    QuoteMark{0x300D, Quote::kCorner},      QuoteMark{0xFF62, Quote::kCorner},      QuoteMark{0xFF63, Quote::kCorner},
    QuoteMark{0x300E, Quote::kWhiteCorner}, QuoteMark{0x300F, Quote::kWhiteCorner},
};

// ， 。 、 ； ？ ！ 《 》 〈 〉 【 】 〔 〕 and the half-width forms of the first two: never part of a word.
constexpr std::u32string_view kClauseMarks =
    U"\uFF0C\u3002\u3001\uFF1B\uFF1F\uFF01\u300A\u300B\u3008\u3009\u3010\u3011\u3014\u3015\uFF61\uFF64";

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || (c >= 0x200E && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

QueryText decode_query(std::string_view text) {
  QueryText decoded;
  decoded.characters.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = decode_at(text, offset);
    offset += point.length;
    decoded.replaced += point.ok ? 0 : 1;
    decoded.characters.push_back(!point.ok || is_control(point.value) ? U' ' : point.value);
  }
  return decoded;
}

std::string to_utf8(std::u32string_view characters) {
  std::string out;
  out.reserve(characters.size());
  for (const char32_t c : characters) append_utf8(out, c);
  return out;
}

char32_t narrow(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

bool is_blank(char32_t c) {
  if (c < 0x80) return c == U' ';  // decode_query left no other white space there
  return is_space(c) || kClauseMarks.find(c) != std::u32string_view::npos;
}

Quote quote_kind(char32_t c) {
  if (c < 0x80) return c == U'"' ? Quote::kDouble : Quote::kNone;
  const auto* found =
      std::find_if(kQuoteMarks.begin(), kQuoteMarks.end(), [c](const QuoteMark& q) { return q.mark == c; });
  return found == kQuoteMarks.end() ? Quote::kNone : found->kind;
}

bool is_typewriter_quote(char32_t c) { return c == U'"' || c == 0xFF02; }

bool is_text(char32_t c) {
  if (c < 0x80) return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  return is_letter_or_digit(c);
}

bool has_text(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = decode_at(text, offset);
    if (point.ok && is_text(point.value)) return true;
    offset += point.length;
  }
  return false;
}

UnitPrefix take_units(std::string_view text, std::size_t limit) {
  // Counted in quarters, so that Thai characters add up.
  const std::size_t quarters_limit = limit * 4;
  std::size_t quarters = 0;
  bool in_run = false;
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = decode_at(text, offset);
    const bool han = is_han(point.value);
    const bool thai = is_thai(point.value);
    const bool run = point.ok && !han && !thai && is_text(point.value);
    const std::size_t cost = han ? 4 : thai ? 1 : run && !in_run ? 4 : 0;
    if (quarters + cost > quarters_limit) return {offset, limit};
    quarters += cost;
    in_run = run;
    offset += point.length;
  }
  return {text.size(), (quarters + 3) / 4};
}

}  // namespace polsearch::query
