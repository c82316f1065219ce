// UTF-8 and the character facts that both sides use, over ICU's tables.
//
//   "\xE4\xB8" -> one ill-formed part of two bytes;  word_boundaries("新能源 car") -> 0 3 9 10 13
#include "analysis/unicode.h"

#include <unicode/uchar.h>

#include <array>
#include <cstring>

#include "analysis/dictionary_words.h"

namespace polsearch {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// Length of a sequence by its lead byte, and the range of the second byte (Unicode 15, table 3-7); length 0: no lead.
struct Lead {
  std::uint32_t length;
  unsigned char second_min, second_max;
};

constexpr Lead lead_of(unsigned char byte) {
  if (byte < 0xC2) return {0, 0, 0};
  if (byte < 0xE0) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

bool is_between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

UChar32 icu(char32_t c) { return static_cast<UChar32>(c); }

bool takes_no_column(char32_t c) {
  if (u_hasBinaryProperty(icu(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && c != 0xAD) return true;
  if (is_between(c, 0x1160, 0x11FF)) return true;  // Hangul vowels and finals join the initial before them
  const auto type = u_charType(icu(c));
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_CONTROL_CHAR || type == U_FORMAT_CHAR;
}

bool is_wide(char32_t c) {
  const int width = u_getIntPropertyValue(icu(c), UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

}  // namespace

CodePoint decode_beyond_ascii(std::string_view text, std::size_t byte_offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte_offset >= text.size()) return {kReplacement, 1, false};
  const unsigned char first = byte(byte_offset);
  if (first < 0x80) return {first, 1, true};
  const Lead lead = lead_of(first);
  if (lead.length == 0) return {kReplacement, 1, false};
  char32_t value = first & (0xFFU >> (lead.length + 1));
  for (std::uint32_t k = 1; k < lead.length; ++k) {
    if (byte_offset + k >= text.size()) return {kReplacement, k, false};
    const unsigned char next = byte(byte_offset + k);
    const unsigned char low = k == 1 ? lead.second_min : 0x80;
    const unsigned char high = k == 1 ? lead.second_max : 0xBF;
    if (next < low || next > high) return {kReplacement, k, false};
    value = (value << 6) | (next & 0x3FU);
  }
  return {value, lead.length, true};
}

void append_utf8(std::string& out, char32_t code_point) {
  if (code_point > 0x10FFFF || is_between(code_point, 0xD800, 0xDFFF)) code_point = kReplacement;
  const auto byte = [](char32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
  const auto tail = [&](unsigned shift) { return byte(0x80 | (code_point >> shift & 0x3F)); };
  if (code_point < 0x80) return out.push_back(byte(code_point));
  std::array<char, 4> bytes{};
  std::size_t count = 0;
  if (code_point < 0x800) {
    bytes = {byte(0xC0 | code_point >> 6), tail(0)};
    count = 2;
  } else if (code_point < 0x10000) {
    bytes = {byte(0xE0 | code_point >> 12), tail(6), tail(0)};
    count = 3;
  } else {
    bytes = {byte(0xF0 | code_point >> 18), tail(12), tail(6), tail(0)};
    count = 4;
  }
  out.append(bytes.data(), count);
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    std::uint64_t block = 0;
    if (text.size() - i >= sizeof block) {
      std::memcpy(&block, text.data() + i, sizeof block);
      if ((block & 0x8080808080808080U) == 0) {
        i += sizeof block;
        continue;
      }
    }
    const CodePoint c = decode_at(text, i);
    if (!c.ok) return false;
    i += c.length;
  }
  return true;
}

RepairedText repair_utf8(std::string_view bytes) {
  if (is_valid_utf8(bytes)) return {std::string(bytes), 0};
  RepairedText repaired;
  repaired.text.reserve(bytes.size() + 16);
  for (std::size_t i = 0; i < bytes.size();) {
    const CodePoint c = decode_at(bytes, i);
    if (c.ok) {
      repaired.text.append(bytes, i, c.length);
    } else {
      append_utf8(repaired.text, kReplacement);
      ++repaired.replaced;
    }
    i += c.length;
  }
  return repaired;
}

std::string squeeze_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space_pending = false;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_at(text, i);
    if (is_space(c.value)) {
      space_pending = !out.empty();
    } else {
      if (space_pending) out.push_back(' ');
      space_pending = false;
      out.append(text, i, c.length);
    }
    i += c.length;
  }
  return out;
}

std::vector<std::uint32_t> word_boundaries(std::string_view text) {
  std::vector<std::uint32_t> ends, boundaries{0};
  dictionary_word_ends(text, ends);
  for (const std::uint32_t end : ends) boundaries.push_back(end);
  return boundaries;
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_at(text, i);
    i += c.length;
    if (c.value >= 0x20 && c.value < 0x7F) {
      ++columns;
    } else if (!takes_no_column(c.value)) {
      columns += is_wide(c.value) ? 2U : 1U;
    }
  }
  return columns;
}

bool is_han(char32_t c) {
  if (c < 0x2E80) return false;
  return is_between(c, 0x4E00, 0x9FFF) || is_between(c, 0x3400, 0x4DBF) || is_between(c, 0x20000, 0x323AF) ||
         is_between(c, 0xF900, 0xFAFF) || is_between(c, 0x2E80, 0x2FD5) || c == 0x3005 || c == 0x3007;
}

bool is_han_character(std::string_view text) {
  if (text.empty()) return false;
  const CodePoint first = decode_at(text, 0);
  return is_han(first.value) && first.length == text.size();
}

bool is_thai(char32_t c) { return is_between(c, 0x0E01, 0x0E3A) || is_between(c, 0x0E40, 0x0E5B); }

bool is_mark(char32_t c) { return c >= 0x300 && (U_GET_GC_MASK(icu(c)) & U_GC_M_MASK) != 0; }

bool is_letter_or_digit(char32_t c) {
  if (c < 0x80) return is_between(c | 0x20, 'a', 'z') || is_between(c, '0', '9');
  if (is_between(c, 0x4E00, 0x9FFF) || is_between(c, 0x0E01, 0x0E3A) || is_between(c, 0x0E40, 0x0E4E)) return true;
  return (U_GET_GC_MASK(icu(c)) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

bool is_space(char32_t c) {
  if (c < 0x80) return c == ' ' || is_between(c, '\t', '\r');
  return c == 0x85 || c == 0xA0 || c == 0x3000 || is_between(c, 0x2000, 0x200B) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x2060 || c == 0x1680 || c == 0xFEFF;
}

}  // namespace polsearch
