// Reads the numbers and strings of glass keys and tags (analysis/glass_packing.h writes them) from bytes that nobody
// vouches for.
//
//   ByteCursor("\xAC\x02x").uint() -> 300, left "x"      sortable("\x81\x11\x70") -> 70000
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace polsearch::engine {

inline std::uint16_t read_u16(const unsigned char* at) { return static_cast<std::uint16_t>(at[0] << 8 | at[1]); }
inline std::uint32_t read_u32(const unsigned char* at) {
  return static_cast<std::uint32_t>(read_u16(at)) << 16 | read_u16(at + 2);
}

inline const unsigned char* begin_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Little-endian base 128. Moves `at` behind the number; false, and `at` anywhere up to `end`, when it is cut off or
// does not fit.
template <class Number>
[[nodiscard]] inline bool read_uint(const unsigned char*& at, const unsigned char* end, Number& number) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; at != end && shift < 63; shift += 7) {
    const unsigned char byte = *at++;
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte >= 0x80) continue;
    if (value > std::numeric_limits<Number>::max()) return false;
    number = static_cast<Number>(value);
    return true;
  }
  return false;
}

// The docid that ends a key: `bytes` is all of it.
[[nodiscard]] inline std::optional<std::uint32_t> read_sortable(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  const unsigned char* at = begin_of(bytes);
  const auto length = at[0] < 0x80 ? std::size_t{2} : static_cast<std::size_t>(std::countl_one(at[0])) + 2;
  if (length != bytes.size() || length > 5) return std::nullopt;
  std::uint64_t value = at[0] < 0x80 ? at[0] : at[0] & (0xFFu >> (length - 1));
  for (std::size_t i = 1; i < length; ++i) value = value << 8 | at[i];
  if (value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

// A key of the postlist table: its term, and whether more than the term stands in it (a later chunk's docid).
struct TermKey {
  std::string term;
  bool is_later_chunk = false;
};
[[nodiscard]] inline TermKey read_term_key(std::string_view key) {
  TermKey read;
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (key[i] == '\0') {
      if (i + 1 == key.size() || key[i + 1] != '\xFF') {
        read.is_later_chunk = true;
        return read;
      }
      ++i;
      read.term.push_back('\0');
    } else {
      read.term.push_back(key[i]);
    }
  }
  return read;
}

}  // namespace polsearch::engine
