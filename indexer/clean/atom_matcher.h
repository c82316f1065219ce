// Which of many literal strings occur in a text? At most bytes of it none can begin, and a small table says so.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch::clean {

// Immutable; may be shared by threads. Literals are found by their first bytes: six (two characters of Han or Thai), or
// all of two, three or four of a shorter one. One bit of a table for each of these lengths tells whether a place is
// worth a look. The bits of 64 places are gathered without a branch and only then looked at, since a processor cannot
// guess which they are. The tables, 16 KiB, stay in the nearest cache, where an automaton of all literals, some
// megabytes, would not. Time: bytes of the text x at most the literals that begin alike, which rarely is more than
// none.
class AtomMatcher {
 public:
  AtomMatcher() : AtomMatcher(std::vector<std::string>{}) {}
  // Literals in lower case, none empty.
  explicit AtomMatcher(std::vector<std::string> literals);

  // Calls `take(index)` for the literals that occur in `text`, in no order, some of them several times. Capitals of the
  // text are other characters than small letters.
  template <class Take>
  void each(std::string_view text, Take&& take) const {
    std::array<bool, 256> bytes{};
    const std::size_t whole = text.size() - std::min(text.size(), kBlock - 1);  // places with a block of bytes
    for (std::size_t begin = 0; begin < whole; begin += 64) {
      std::uint64_t worth_a_look = 0;
      const std::size_t count = std::min<std::size_t>(64, whole - begin);
      for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t here = block_of(text.data() + begin + i);
        bytes[here & 0xFFU] = true;
        worth_a_look |= may_begin(here) << i;
      }
      for (; worth_a_look != 0; worth_a_look &= worth_a_look - 1)
        look(text.substr(begin + static_cast<std::size_t>(std::countr_zero(worth_a_look))), take);
    }
    for (std::size_t at = whole; at < text.size(); ++at) {
      bytes[static_cast<unsigned char>(text[at])] = true;
      look(text.substr(at), take);
    }
    for (std::size_t i = 0; i < end_of_single_bytes_; ++i)
      if (bytes[static_cast<unsigned char>(literals_[i].text[0])]) take(literals_[i].index);
  }

 private:
  static constexpr std::size_t kBlock = 8;
  static constexpr std::array<std::size_t, 4> kPrefixes = {2, 3, 4, 6};  // lengths
  static constexpr std::size_t kBits = 1 << 15;

  // The literals [first, end) of `literals_` begin with the same bytes; a free slot has first == end.
  struct Slot {
    std::uint64_t prefix = 0;
    std::uint32_t first = 0, end = 0;
    std::size_t length = 0;  // of the prefix
  };
  struct Literal {
    std::string text;
    int index = 0;
  };

  void add_prefix(const Slot& prefix);
  [[nodiscard]] const Slot* slot_of(std::uint64_t prefix, std::size_t length) const;

  // Eight bytes as a number, the first one lowest, whatever the machine.
  static std::uint64_t block_of(const char* at) {
    std::uint64_t value = 0;
    std::memcpy(&value, at, sizeof value);
    if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
    return value;
  }
  // The same of a text that may have fewer.
  static std::uint64_t block_of(std::string_view text) {
    char bytes[kBlock] = {};
    std::memcpy(bytes, text.data(), std::min(text.size(), kBlock));
    return block_of(bytes);
  }
  static std::uint64_t prefix_of(std::uint64_t block, std::size_t length) {
    return block & (~std::uint64_t{0} >> (8 * (kBlock - length)));
  }
  // Top bits of a product with the golden ratio (Knuth, TAOCP 3, 6.4).
  static std::size_t hash_of(std::uint64_t prefix) { return (prefix * 0x9E3779B97F4A7C15ULL) >> 49; }

  // One when a literal of two bytes or more may begin with these. Written out, for each place of a text comes here.
  [[nodiscard]] std::uint64_t may_begin(std::uint64_t block) const {
    static_assert(kPrefixes.size() == 4);
    return has_prefix<0>(block) | has_prefix<1>(block) | has_prefix<2>(block) | has_prefix<3>(block);
  }
  template <std::size_t kind>
  [[nodiscard]] std::uint64_t has_prefix(std::uint64_t block) const {
    return bit_of(kind, hash_of(prefix_of(block, kPrefixes[kind])));
  }
  [[nodiscard]] std::uint64_t bit_of(std::size_t kind, std::size_t hash) const {
    return may_begin_[kind][hash / 64] >> (hash % 64) & 1U;
  }

  template <class Take>
  void look(std::string_view rest, Take&& take) const {
    const std::uint64_t block = block_of(rest);
    for (std::size_t i = 0; i < kPrefixes.size() && kPrefixes[i] <= rest.size(); ++i) {
      const std::uint64_t prefix = prefix_of(block, kPrefixes[i]);
      if (bit_of(i, hash_of(prefix)) == 0) continue;
      const Slot* slot = slot_of(prefix, kPrefixes[i]);
      if (slot == nullptr) continue;
      for (std::uint32_t j = slot->first; j < slot->end; ++j)
        if (rest.starts_with(literals_[j].text)) take(literals_[j].index);
    }
  }

  std::vector<Literal> literals_;  // sorted by length of prefix, then by text
  std::size_t end_of_single_bytes_ = 0;
  std::array<std::array<std::uint64_t, kBits / 64>, kPrefixes.size()> may_begin_{};
  std::vector<Slot> slots_;  // open addressing, a power of two
};

}  // namespace polsearch::clean
