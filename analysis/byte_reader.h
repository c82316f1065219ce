// Reads the little-endian formats of this folder (columns, stored documents) from bytes that nobody vouches for.
//
//   "\x05hello" -> varint() 5, bytes(5) "hello", at_end()
// A read past the end gives an empty optional and leaves the reader where it was; nothing is ever read outside the
// view.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace polsearch {

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

  [[nodiscard]] std::optional<std::string_view> bytes(std::uint64_t length) {
    if (length > rest_.size()) return std::nullopt;
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(length));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  [[nodiscard]] std::optional<std::uint8_t> u8() {
    const auto taken = bytes(1);
    if (!taken) return std::nullopt;
    return static_cast<std::uint8_t>(taken->front());
  }

  [[nodiscard]] std::optional<std::uint32_t> u32() {
    const auto taken = bytes(4);
    if (!taken) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>((*taken)[i]);
    return value;
  }

  // At most ten bytes, the tenth at most 1: what does not fit 64 bits is damage.
  [[nodiscard]] std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < rest_.size() && i < 10; ++i) {
      const auto byte = static_cast<std::uint8_t>(rest_[i]);
      if (i == 9 && byte > 1) return std::nullopt;
      value |= static_cast<std::uint64_t>(byte & 0x7F) << (7 * i);
      if (byte < 0x80) {
        rest_.remove_prefix(i + 1);
        return value;
      }
    }
    return std::nullopt;
  }

  // A varint length and as many bytes.
  [[nodiscard]] std::optional<std::string_view> counted_bytes() {
    const ByteReader before = *this;
    const auto length = varint();
    const auto taken = length ? bytes(*length) : std::nullopt;
    if (!taken) *this = before;
    return taken;
  }

 private:
  std::string_view rest_;
};

// The number at `place`, of which all bytes are there.
[[nodiscard]] inline std::uint32_t little_u32_at(std::string_view bytes, std::size_t place) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + place, sizeof value);
  return std::endian::native == std::endian::big ? __builtin_bswap32(value) : value;
}
[[nodiscard]] inline std::uint64_t little_u64_at(std::string_view bytes, std::size_t place) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data() + place, sizeof value);
  return std::endian::native == std::endian::big ? __builtin_bswap64(value) : value;
}

inline void append_u32(std::string& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(value >> shift & 0xFF));
}

inline void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>((value & 0x7F) | 0x80));
  out.push_back(static_cast<char>(value));
}

inline void append_counted(std::string& out, std::string_view bytes) {
  append_varint(out, bytes.size());
  out.append(bytes);
}

}  // namespace polsearch
