// The characters of the query language: which code points mean syntax, wherever a keyboard puts them.
//
//   “5G　factories”（steel）  ->  the same as  "5G factories" (steel)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace polsearch::query {

// Code points of `text`. Ill-formed bytes and control characters become spaces; `replaced` counts the ill-formed parts.
struct QueryText {
  std::u32string characters;
  std::size_t replaced = 0;
};
[[nodiscard]] QueryText decode_query(std::string_view text);

[[nodiscard]] std::string to_utf8(std::u32string_view characters);

// Full-width ASCII (U+FF01..U+FF5E) -> ASCII; anything else stays.
[[nodiscard]] char32_t narrow(char32_t c);

// Separates tokens: white space, and the punctuation that ends a clause or frames a title in Chinese text (，。《》).
[[nodiscard]] bool is_blank(char32_t c);

// Kinds of quotation marks; a mark of one kind is closed by any mark of the same kind.
enum class Quote : std::uint8_t { kNone, kDouble, kGuillemet, kCorner, kWhiteCorner };
[[nodiscard]] Quote quote_kind(char32_t c);
[[nodiscard]] bool is_typewriter_quote(char32_t c);  // " and its full-width form: syntax wherever they stand

// Whether the analysis could find a term in it: at least one letter or digit.
[[nodiscard]] bool has_text(std::string_view text);
[[nodiscard]] bool is_text(char32_t c);

// Length of the prefix of `text` that holds at most `limit` units, and how many it holds. A unit is what analysis will
// make about one term of: a run of letters and digits, one Han character, four Thai characters.
struct UnitPrefix {
  std::size_t bytes = 0;
  std::size_t units = 0;
};
[[nodiscard]] UnitPrefix take_units(std::string_view text, std::size_t limit);

}  // namespace polsearch::query
