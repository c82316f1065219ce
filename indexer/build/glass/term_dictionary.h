// Terms by number, in the order they came: the words of one run.
//
//   number_of("steel") 0, number_of("coal") 1, number_of("steel") 0; sorted() -> {1, 0}
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch::glass {

class TermDictionary {
 public:
  TermDictionary();

  // Of a term of at most 255 bytes. A new term gets the next number.
  [[nodiscard]] std::uint32_t number_of(std::string_view term) { return number_of(term, look_for(term)); }

  // The same in two steps: the first fetches the memory that the second will want. Many begun at once cost little more
  // than one. A look-up holds all of a short term.
  struct Lookup {
    std::uint64_t hash = 0;
    std::uint64_t head = 0, next = 0;  // the first sixteen bytes, see head_of()
    std::uint32_t mark = 0;            // length and a part of the hash
    [[nodiscard]] std::size_t size() const { return mark >> 24; }
    [[nodiscard]] bool is_short() const { return size() <= 2 * sizeof head; }
  };
  [[nodiscard]] Lookup look_for(std::string_view term) const;
  // `term` may be left out when it is short.
  [[nodiscard]] std::uint32_t number_of(std::string_view term, const Lookup& lookup);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(terms_.size()); }
  [[nodiscard]] std::string_view term(std::uint32_t number) const {
    return {bytes_.data() + terms_[number].begin, terms_[number].length};
  }
  // Hints: a term's place, which is needed for the second, and its bytes will soon be asked for.
  void prefetch_place(std::uint32_t number) const { __builtin_prefetch(&terms_[number]); }
  void prefetch(std::uint32_t number) const { __builtin_prefetch(bytes_.data() + terms_[number].begin); }
  // All numbers, by the bytes of their terms.
  [[nodiscard]] std::vector<std::uint32_t> sorted() const;

  // Memory in use. Empties keep their room, so that the next run need not ask for it again.
  [[nodiscard]] std::size_t bytes() const;
  void clear();

 private:
  struct Term {
    std::uint32_t begin;
    std::uint32_t length;
  };
  // Nearly all look-ups end at the slot, without a look at the bytes: sixteen of them, the length and a part of the
  // hash stand here.
  struct Slot {
    std::uint64_t head = 0, next = 0;
    std::uint32_t mark = 0;
    std::uint32_t number_plus_one = 0;  // 0: free
  };
  struct Entry {
    std::uint64_t head = 0;
    std::uint32_t number = 0;
  };
  static constexpr std::size_t kMaxBytes = 255;
  static void sort_by_heads(std::vector<Entry>& entries);
  void sort_by_rest(std::span<Entry> entries, std::size_t offset) const;
  void sort_same(std::span<Entry> entries, std::size_t offset) const;
  std::uint32_t insert(Slot& slot, std::string_view term, const Lookup& lookup);
  void grow();

  std::vector<Slot> slots_;  // a power of two, at most half full
  std::vector<Term> terms_;
  std::string bytes_;
};

// The first eight bytes as a number that sorts as they do; zero bytes behind a shorter term.
[[nodiscard]] inline std::uint64_t head_of(std::string_view term) {
  const auto load = [&](std::size_t at, auto word) -> std::uint64_t {
    std::memcpy(&word, term.data() + at, sizeof word);
    return word;
  };
  static_assert(std::endian::native == std::endian::little);
  const std::size_t size = term.size();
  std::uint64_t head = 0;
  if (size >= 8)
    head = load(0, std::uint64_t{});
  else if (size >= 4)  // the loads overlap, with the same bytes
    head = load(0, std::uint32_t{}) | load(size - 4, std::uint32_t{}) << 8 * (size - 4);
  else
    for (std::size_t i = 0; i < size; ++i) head |= load(i, std::uint8_t{}) << 8 * i;
  return __builtin_bswap64(head);
}

}  // namespace polsearch::glass
