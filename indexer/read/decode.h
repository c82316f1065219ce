// Bytes of any charset -> UTF-8.
//
//   "\xB9\xA4\xD0\xC5\xB2\xBF", declared "gb2312"  ->  "工信部", charset GB18030, replaced 0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace polsearch {

struct DecodedText {
  std::string
      text;  // well-formed UTF-8 without byte order mark; control characters other than tab and line ends are spaces
  std::string charset;         // "UTF-8", "GB18030", "Big5-HKSCS", "windows-874", ...
  std::uint32_t replaced = 0;  // ill-formed or unassigned sequences that became U+FFFD
};

// The first that fits: byte order mark; UTF-16 by its zero bytes; valid (or, but for stray bytes, valid) UTF-8;
// `declared_charset` (any alias, may be empty or nonsense) when it decodes cleanly; uchardet; ICU; windows-1252.
// So valid UTF-8 beats a declaration. Old names mean their supersets (WHATWG Encoding: gb2312 is GB18030, iso-8859-1 is
// windows-1252, tis-620 is windows-874). Always gives a text. Linear.
[[nodiscard]] DecodedText decode(std::string_view bytes, std::string_view declared_charset);

// The charset that an HTML page declares of itself: <meta charset>, <meta http-equiv content="...charset=...">, or the
// XML declaration, in its first 1,024 bytes; "" when none.
[[nodiscard]] std::string charset_declared_in_html(std::string_view bytes);

// Replaces every control character but tab and line ends by a space. In place, linear.
void blank_controls(std::string& text);

}  // namespace polsearch
