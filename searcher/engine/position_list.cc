#include "searcher/engine/position_list.h"

#include <bit>

#include "searcher/engine/glass_numbers.h"

namespace polsearch::engine {
namespace {

// Reads bits, lowest first. Past the end they are 0 and is_sound() is false.
class BitReader {
 public:
  BitReader(const unsigned char* at, const unsigned char* end) : at_(at), end_(end) {}

  // 0 <= result < possible, in centred minimal binary: the middle values take one bit less than the others.
  std::uint32_t code(std::uint32_t possible) {
    const auto bits = static_cast<unsigned>(std::bit_width(possible - 1));
    const auto spare = static_cast<std::uint32_t>((std::uint64_t{1} << bits) - possible);
    if (spare == 0) return take(bits);
    const std::uint32_t middle = (possible - spare) / 2;
    std::uint32_t value = take(bits - 1);
    if (value < middle && take(1) == 1) value += middle + spare;
    return value;
  }
  [[nodiscard]] bool is_sound() const { return is_sound_; }

 private:
  std::uint32_t take(unsigned bits) {
    while (held_bits_ < bits) {
      if (at_ == end_) {
        is_sound_ = false;
        return 0;
      }
      held_ |= static_cast<std::uint64_t>(*at_++) << held_bits_;
      held_bits_ += 8;
    }
    const auto taken = static_cast<std::uint32_t>(held_ & ((std::uint64_t{1} << bits) - 1));
    held_ >>= bits;
    held_bits_ -= bits;
    return taken;
  }

  const unsigned char* at_;
  const unsigned char* end_;
  std::uint64_t held_ = 0;
  unsigned held_bits_ = 0;
  bool is_sound_ = true;
};

// The positions strictly between `left` and `right`. Recursion: the number of bits of the list's length.
void decode_inner(BitReader& reader, std::uint32_t* all, std::size_t left, std::size_t right) {
  while (left + 1 < right && reader.is_sound()) {
    const std::size_t middle = left + (right - left) / 2;
    const std::uint32_t least = all[left] + static_cast<std::uint32_t>(middle - left);
    const std::uint32_t possible = all[right] - all[left] - static_cast<std::uint32_t>(right - left) + 1;
    all[middle] = least + reader.code(possible);
    decode_inner(reader, all, left, middle);
    left = middle;
  }
}

}  // namespace

bool decode_positions(std::string_view tag, std::vector<std::uint32_t>& out) {
  const unsigned char* at = begin_of(tag);
  const unsigned char* const end = at + tag.size();
  std::uint32_t last = 0;
  if (!read_uint(at, end, last)) return false;
  if (at == end) {
    out.push_back(last);
    return true;
  }
  if (last == 0) return false;
  BitReader reader(at, end);
  const std::uint32_t first = reader.code(last);
  const std::uint32_t count = reader.code(last - first);  // less 2
  if (!reader.is_sound() || count > kMaxPositions) return false;
  const std::size_t begin = out.size();
  out.resize(begin + count + 2);
  out[begin] = first;
  out.back() = last;
  decode_inner(reader, out.data() + begin, 0, std::size_t{count} + 1);
  return reader.is_sound();
}

}  // namespace polsearch::engine
