#include "indexer/build/glass/position_coding.h"

#include <bit>

#include "analysis/glass_packing.h"

namespace polsearch::glass {
namespace {

constexpr std::size_t kMaxBytesAPosition = 4;  // 32 bits

// Writes bits, lowest first, to memory that has room for them.
class BitWriter {
 public:
  explicit BitWriter(char* out) : out_(out) {}

  // 0 <= value < possible.
  void code(std::uint32_t value, std::uint32_t possible) {
    unsigned bits = static_cast<unsigned>(std::bit_width(possible - 1));
    const auto spare = static_cast<std::uint32_t>((std::uint64_t{1} << bits) - possible);
    if (spare > 0) {
      const std::uint32_t middle = (possible - spare) / 2;
      if (value >= middle + spare)
        value = (value - (middle + spare)) | 1u << (bits - 1);
      else if (value >= middle)
        --bits;
    }
    put(value, bits);
  }

  char* finish() {
    if (held_bits_ > 0) *out_++ = static_cast<char>(held_ & 0xFF);
    return out_;
  }

 private:
  void put(std::uint32_t value, unsigned bits) {
    held_ |= static_cast<std::uint64_t>(value) << held_bits_;
    for (held_bits_ += bits; held_bits_ >= 8; held_bits_ -= 8, held_ >>= 8) *out_++ = static_cast<char>(held_ & 0xFF);
  }

  char* out_;
  std::uint64_t held_ = 0;
  unsigned held_bits_ = 0;
};

// The positions strictly between `left` and `right`. Recursion: the number of bits of the list's length.
void code_inner(BitWriter& writer, std::span<const std::uint32_t> all, std::size_t left, std::size_t right) {
  while (left + 1 < right) {
    const std::size_t middle = left + (right - left) / 2;
    const std::uint32_t least = all[left] + static_cast<std::uint32_t>(middle - left);
    const std::uint32_t possible = all[right] - all[left] - static_cast<std::uint32_t>(right - left) + 1;
    writer.code(all[middle] - least, possible);
    code_inner(writer, all, left, middle);
    left = middle;
  }
}

}  // namespace

void append_positions(std::string& out, std::span<const std::uint32_t> positions) {
  const std::uint32_t first = positions.front(), last = positions.back();
  append_uint(out, last);
  if (positions.size() == 1) return;
  const std::size_t begin = out.size();
  out.resize(begin + (positions.size() + 1) * kMaxBytesAPosition + 1);
  BitWriter writer(out.data() + begin);
  writer.code(first, last);
  writer.code(static_cast<std::uint32_t>(positions.size() - 2), last - first);
  code_inner(writer, positions, 0, positions.size() - 1);
  out.resize(static_cast<std::size_t>(writer.finish() - out.data()));
}

}  // namespace polsearch::glass
