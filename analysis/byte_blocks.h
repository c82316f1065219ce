// Eight bytes at a time: does one of them need a closer look?
//
//   has_byte_below(block_at("ab\ncdefg", 0), 0x20) -> true
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace polsearch {

inline constexpr std::size_t kBlock = sizeof(std::uint64_t);

// The bytes at `offset`; there are kBlock of them.
[[nodiscard]] inline std::uint64_t block_at(std::string_view text, std::size_t offset) {
  std::uint64_t block = 0;
  std::memcpy(&block, text.data() + offset, sizeof block);
  return block;
}

inline constexpr std::uint64_t kEachByte = 0x0101010101010101;  // unsigned: as a bare literal its products overflow

// `limit` at most 0x80. Exact (Anderson, "Bit Twiddling Hacks", hasless).
[[nodiscard]] constexpr bool has_byte_below(std::uint64_t block, unsigned char limit) {
  return ((block - kEachByte * limit) & ~block & kEachByte * 0x80) != 0;
}

[[nodiscard]] constexpr bool has_byte(std::uint64_t block, unsigned char value) {
  return has_byte_below(block ^ kEachByte * value, 1);
}

}  // namespace polsearch
