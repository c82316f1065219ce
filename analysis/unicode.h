// Unicode services that both sides use. The ICU calls stand in unicode.cc; UTF-16 never leaves it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch {

// One code point decoded from UTF-8. Ill-formed input gives U+FFFD with the length of the maximal ill-formed part
// (Unicode 15, section 3.9, "U+FFFD Substitution of Maximal Subparts") and ok = false.
struct CodePoint {
  char32_t value = 0;
  std::uint32_t length = 0;  // bytes, >= 1
  bool ok = true;
};
[[nodiscard]] CodePoint decode_beyond_ascii(std::string_view text, std::size_t byte_offset);
[[nodiscard]] inline CodePoint decode_at(std::string_view text, std::size_t byte_offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte_offset < text.size() && byte(byte_offset) < 0x80) return {byte(byte_offset), 1, true};
  // The common three bytes (E0..EC: Thai, Han) at once; everything else, and everything wrong, out of line.
  if (byte_offset < text.size() && text.size() - byte_offset >= 3 && byte(byte_offset) - 0xE0U <= 0xC &&
      (byte(byte_offset + 1) & 0xC0U) == 0x80 && (byte(byte_offset + 2) & 0xC0U) == 0x80) {
    const char32_t value =
        (byte(byte_offset) & 0xFU) << 12 | (byte(byte_offset + 1) & 0x3FU) << 6 | (byte(byte_offset + 2) & 0x3FU);
    if (value >= 0x800) return {value, 3, true};
  }
  return decode_beyond_ascii(text, byte_offset);
}

void append_utf8(std::string& out, char32_t code_point);

[[nodiscard]] bool is_valid_utf8(std::string_view text);

// Every ill-formed part replaced by U+FFFD; `replaced` counts them.
struct RepairedText {
  std::string text;
  std::size_t replaced = 0;
};
[[nodiscard]] RepairedText repair_utf8(std::string_view bytes);

// NFKC + case folding + accents off (Latin, Greek, Cyrillic only) + Thai digits to ASCII + traditional to simplified
// Han. Curly apostrophes and hyphens become ' and -; soft hyphens, joiners, ™ vanish; U+200B stays (it separates Thai
// words). Sara am (U+0E33) stays one character, Thai marks stay, put into their canonical order. Ill-formed bytes
// become U+FFFD. Idempotent. Used for whole strings (names, sources, keys) and for all text before it is cut: "Ｃafé"
// -> "cafe".
[[nodiscard]] std::string fold(std::string_view text);

// A folded key with, for each byte of `key`, the byte offset in the original it came from (key.size() + 1 entries,
// never descending, always the start of a code point; the last one is text.size()). Pass an old value to reuse its
// memory.
struct FoldedText {
  std::string key;
  std::vector<std::uint32_t> origin;
};
[[nodiscard]] FoldedText fold_with_origin(std::string_view text, FoldedText reuse = {});

// Collapses white space runs (ASCII, NBSP, U+3000, zero-width) into one space and trims.
[[nodiscard]] std::string squeeze_spaces(std::string_view text);

// Byte offsets at which `text` may be cut without splitting a word (any of the three languages) or a grapheme cluster,
// ascending, starting with 0 and ending with text.size(). Linear.
[[nodiscard]] std::vector<std::uint32_t> word_boundaries(std::string_view text);

// Number of columns a terminal needs: wide Han 2, combining marks 0.
[[nodiscard]] std::size_t display_width(std::string_view text);

[[nodiscard]] bool is_han(char32_t c);
// One Han character and nothing else.
[[nodiscard]] bool is_han_character(std::string_view text);
[[nodiscard]] bool is_thai(char32_t c);
[[nodiscard]] bool is_letter_or_digit(char32_t c);  // letters, digits, and the marks that belong to them
[[nodiscard]] bool is_mark(char32_t c);             // combining marks (Unicode M*)
[[nodiscard]] bool is_space(char32_t c);            // white space, NBSP, U+3000, and the zero-width space U+200B

}  // namespace polsearch
