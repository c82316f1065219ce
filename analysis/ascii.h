// Questions about ASCII bytes that every stage asks; locale plays no part.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace polsearch {

[[nodiscard]] constexpr bool is_ascii_letter(char c) {
  return static_cast<unsigned char>((c | 0x20) - 'a') < 26;  // capitals lack the bit
}
[[nodiscard]] constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

// True when every byte is below 0x80. Eight bytes at a time.
[[nodiscard]] inline bool is_ascii(std::string_view text) {
  std::uint64_t high_bits = 0, block = 0;
  std::size_t i = 0;
  for (; text.size() - i >= sizeof block; i += sizeof block) {
    std::memcpy(&block, text.data() + i, sizeof block);
    high_bits |= block;
  }
  for (; i < text.size(); ++i) high_bits |= static_cast<unsigned char>(text[i]);
  return (high_bits & 0x8080808080808080U) == 0;
}

// Without the blanks (U+0020 alone) at both ends.
[[nodiscard]] constexpr std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// ASCII capitals as small letters, all other bytes as they are.
[[nodiscard]] inline std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(c + (static_cast<unsigned char>(c - 'A') < 26 ? 0x20 : 0));
  return lower;
}

}  // namespace polsearch
