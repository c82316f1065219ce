// Numbers and strings as glass keys and tags hold them.
//
//   append_uint 300 -> AC 02      append_sortable 300 -> 01 2C, 70000 -> 81 11 70      append_text "a\0b" -> 61 00
//   FF 62
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/glass_format.h"

namespace polsearch::glass {

inline constexpr std::size_t kMaxUintBytes = 10;

// Writes `value` at `out`, which has room for kMaxUintBytes; returns the byte behind it.
inline char* put_uint(char* out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) *out++ = static_cast<char>((value & 0x7F) | 0x80);
  *out++ = static_cast<char>(value);
  return out;
}

// Bytes that sort as the numbers do; the first is never FF, so that it may follow a text's end. Room:
// kMaxSortableBytes.
inline char* put_sortable(char* out, std::uint32_t value) {
  constexpr std::uint32_t kTwoByteEnd = 0x8000;
  if (value < kTwoByteEnd) {
    *out++ = static_cast<char>(value >> 8);
    *out++ = static_cast<char>(value & 0xFF);
    return out;
  }
  // n bytes: n-2 ones and a zero, then the value's 7n+1 bits.
  const int bytes = (32 + 5 - std::countl_zero(value)) / 7;
  std::uint64_t rest = value;
  for (int i = bytes - 1; i > 0; --i, rest >>= 8) out[i] = static_cast<char>(rest & 0xFF);
  out[0] = static_cast<char>((rest | 0xFFu << (10 - bytes)) & 0xFF);
  return out + bytes;
}

inline void append_uint(std::string& out, std::uint64_t value) {
  if (value < 0x80) return out.push_back(static_cast<char>(value));
  char bytes[kMaxUintBytes];
  out.append(bytes, put_uint(bytes, value));
}
void append_sortable(std::string& out, std::uint32_t value);
void append_counted(std::string& out, std::string_view bytes);  // uint{length} bytes

// `value` as the last part of a key: little-endian bytes without the zero ones at the end; 0 -> nothing.
void append_last_uint(std::string& out, std::uint32_t value);

// Each 00 becomes 00 FF; the caller ends it with a 00 unless it is the key's last part.
void append_text(std::string& out, std::string_view bytes);
[[nodiscard]] std::size_t text_bytes(std::string_view bytes);  // what append_text would append

}  // namespace polsearch::glass
