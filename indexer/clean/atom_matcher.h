// Which of many literal strings occur in a text? At most bytes of it none can begin, and a small table says so.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch::clean {

// Immutable; may be shared by threads. Literals are found by their first bytes (four, or all of a shorter one): one bit
// of a table of 4 KiB for each length tells whether a place is worth a look. It stays in the nearest cache, where an
// automaton of all literals, some megabytes, would not. Time: bytes of the text x at most the literals that begin
// alike, which rarely is more than none.
class AtomMatcher {
 public:
  // Literals in lower case, none empty.
  explicit AtomMatcher(std::vector<std::string> literals);

  // Indexes of the literals that occur in `text` (ASCII capitals count as small letters), each once, in no order.
  [[nodiscard]] std::vector<int> find(std::string_view text) const;

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
  class Search;

  void add_prefix(const Slot& prefix);
  [[nodiscard]] const Slot* slot_of(std::uint32_t prefix, std::size_t length) const;

  std::vector<Literal> literals_;  // sorted by length of prefix, then by text
  std::array<std::bitset<1 << 15>, kLongestPrefix> may_begin_;
  std::vector<Slot> slots_;  // open addressing, a power of two
};

}  // namespace polsearch::clean
