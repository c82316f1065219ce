// Which of many literal strings occur in a text? At most bytes of it none can begin, and a small table says so.
#pragma once

#include <array>
#include <bit>
#include <bitset>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch::clean {

// Immutable; may be shared by threads. A table of the first two bytes tells how long the beginnings are that a literal
// may have here; a literal is then found by its first bytes (four, or all of a shorter one). The tables stay in the
// nearer caches, where an automaton of all literals, some megabytes, would not. Time: bytes of the text x at most the
// literals that begin alike, which rarely is more than none.
class AtomMatcher {
 public:
  AtomMatcher() : AtomMatcher(std::vector<std::string>{}) {}
  // Literals in lower case, none empty.
  explicit AtomMatcher(std::vector<std::string> literals);

  // Calls `take(index)` for the literals that occur in `text`, in no order, some of them several times. Capitals of the
  // text are other characters than small letters.
  template <class Take>
  void each(std::string_view text, Take&& take) const {
    std::array<bool, 256> seen_bytes{};
    for (std::size_t at = 0; at < text.size(); ++at) {
      const auto first = static_cast<unsigned char>(text[at]);
      const unsigned second = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
      const std::uint8_t lengths = lengths_[second << 8 | first];
      if (lengths == 0) continue;
      if ((lengths & 1U) != 0 && !seen_bytes[first]) {
        seen_bytes[first] = true;
        take(literals_[single_bytes_[first]].index);
      }
      if (lengths > 1) look(text.substr(at), lengths, take);
    }
  }

 private:
  static constexpr std::size_t kLongestPrefix = 4;

  // The literals [first, end) of `literals_` begin with the same bytes; a free slot has first == end.
  struct Slot {
    std::uint32_t prefix = 0, first = 0, end = 0;
    std::uint32_t length = 0;  // of the prefix
  };
  struct Literal {
    std::string text;
    int index = 0;
  };

  void add_prefix(const Slot& prefix);
  [[nodiscard]] const Slot* slot_of(std::uint32_t prefix, std::size_t length) const;

  // The first bytes of `text` as a number, the first one lowest, whatever the machine.
  static std::uint32_t first_bytes(std::string_view text) {
    char bytes[kLongestPrefix] = {};
    std::memcpy(bytes, text.data(), text.size() < kLongestPrefix ? text.size() : kLongestPrefix);
    std::uint32_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap32(value);
    return value;
  }
  static std::uint32_t prefix_of(std::uint32_t bytes, std::size_t length) {
    return bytes & (0xFFFFFFFFU >> (8 * (kLongestPrefix - length)));
  }
  // Top bits of a product with the golden ratio (Knuth, TAOCP 3, 6.4).
  static std::size_t hash_of(std::uint32_t prefix) { return (prefix * 0x9E3779B1U) >> 17; }

  template <class Take>
  void look(std::string_view rest, std::uint8_t lengths, Take&& take) const {
    const std::uint32_t bytes = first_bytes(rest);
    for (std::size_t length = 2; length <= kLongestPrefix; ++length) {
      if ((lengths >> (length - 1) & 1U) == 0) continue;
      const std::uint32_t prefix = prefix_of(bytes, length);
      if (!may_begin_[length - 1].test(hash_of(prefix))) continue;
      const Slot* slot = slot_of(prefix, length);
      if (slot == nullptr) continue;
      for (std::uint32_t i = slot->first; i < slot->end; ++i)
        if (rest.starts_with(literals_[i].text)) take(literals_[i].index);
    }
  }

  std::vector<Literal> literals_;      // sorted by length of prefix, then by text
  std::vector<std::uint8_t> lengths_;  // by the first two bytes: bit n for literals with a prefix of n + 1 bytes
  std::array<std::uint32_t, 256> single_bytes_{};  // place in `literals_` of those of one byte
  std::array<std::bitset<1 << 15>, kLongestPrefix> may_begin_;
  std::vector<Slot> slots_;  // open addressing, a power of two
};

}  // namespace polsearch::clean
