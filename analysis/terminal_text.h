// Text of pages -> text that a terminal shows as it is, and that cannot make it do anything.
//
//   "steel\x1b[31m \u202Egnp.exe"  ->  "steel [31m gnp.exe"
#pragma once

#include <string>
#include <string_view>

#include "analysis/unicode.h"

namespace polsearch {

// C0, DEL, C1 and the separators of lines and paragraphs: each is shown as a space.
[[nodiscard]] constexpr bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

// Marks, embeddings, overrides and isolates of direction can make a text read as another (Unicode TR 36, 2.8): they
// are left out. None of our three languages needs them.
[[nodiscard]] constexpr bool is_direction_mark(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// `text`: any bytes; what is not UTF-8 becomes U+FFFD.
[[nodiscard]] inline std::string for_terminal(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    if (is_control(point.value))
      out += ' ';
    else if (!is_direction_mark(point.value))
      append_utf8(out, point.ok ? point.value : 0xFFFD);
    at += point.length;
  }
  return out;
}

}  // namespace polsearch
