// A stretch of documents that is matched at once, and a set of documents in it.
//
//   Window{8'193, 12'288}; WindowSet set; set.add(3) -> document 8'196
// 4,096 documents: what one term has of them, their scores and their lengths stay in the processor's nearest cache.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace polsearch::engine {

inline constexpr std::uint32_t kWindowDocuments = 4096;
inline constexpr std::uint32_t kNoDocument = UINT32_MAX;

// Documents first..last, at most kWindowDocuments; `first` is 1, 4,097, 8,193 and so on. A place is a document minus
// `first`.
struct Window {
  std::uint32_t first = 1;
  std::uint32_t last = 0;

  // The one that `document` of so many stands in.
  [[nodiscard]] static Window around(std::uint32_t document, std::uint32_t documents) {
    const std::uint32_t first = (document - 1) / kWindowDocuments * kWindowDocuments + 1;
    return {first, first + std::min(kWindowDocuments - 1, documents - first)};
  }
  [[nodiscard]] std::uint32_t size() const { return last - first + 1; }
};

// Places in a window, as many as there may be.
using WindowPlaces = std::array<std::uint32_t, kWindowDocuments>;

class WindowSet {
 public:
  static constexpr std::size_t kWords = kWindowDocuments / 64;

  void add(std::uint32_t place) { words_[place / 64] |= std::uint64_t{1} << place % 64; }
  void remove(std::uint32_t place) { words_[place / 64] &= ~(std::uint64_t{1} << place % 64); }
  [[nodiscard]] bool has(std::uint32_t place) const { return (words_[place / 64] >> place % 64 & 1) != 0; }
  // Documents in ascending order, `first` standing at place 0. A word of the set is kept in hand until it is left.
  void add_ascending(std::span<const std::uint32_t> documents, std::uint32_t first) {
    std::size_t held_at = 0;
    std::uint64_t held = 0;
    for (const std::uint32_t document : documents) {
      const std::uint32_t place = document - first;
      if (place / 64 != held_at) {
        words_[held_at] |= held;
        held_at = place / 64;
        held = 0;
      }
      held |= std::uint64_t{1} << place % 64;
    }
    words_[held_at] |= held;
  }
  // begin..end-1.
  void add_range(std::uint32_t begin, std::uint32_t end) {
    for (; begin < end && begin % 64 != 0; ++begin) add(begin);
    for (; begin + 64 <= end; begin += 64) words_[begin / 64] = ~std::uint64_t{0};
    for (; begin < end; ++begin) add(begin);
  }

  // What two sets have in common, each with bit `place % 8` of byte `place / 8`; both as long, whole groups of eight
  // bytes, at most as many as a window has.
  void add_common(std::string_view one, std::string_view other) {
    for (std::size_t i = 0; i < one.size() / 8; ++i) {
      std::array<std::uint64_t, 2> words{};
      std::memcpy(&words[0], one.data() + 8 * i, 8);
      std::memcpy(&words[1], other.data() + 8 * i, 8);
      const std::uint64_t both = words[0] & words[1];
      words_[i] |= std::endian::native == std::endian::big ? __builtin_bswap64(both) : both;
    }
  }

  void keep(const WindowSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) words_[i] &= other.words_[i];
  }
  void add(const WindowSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) words_[i] |= other.words_[i];
  }
  void remove(const WindowSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) words_[i] &= ~other.words_[i];
  }

  [[nodiscard]] bool is_empty() const {
    std::uint64_t any = 0;
    for (const std::uint64_t word : words_) any |= word;
    return any == 0;
  }
  [[nodiscard]] std::uint32_t count() const {
    std::uint64_t sum = 0;
    each_word([&](std::size_t, std::uint64_t word) { sum += bits_of(word); });
    return static_cast<std::uint32_t>(sum);
  }
  // Looks no further than it must.
  [[nodiscard]] bool has_fewer_than(std::size_t limit) const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < kWords && sum < limit; ++i) sum += words_[i] == 0 ? 0 : bits_of(words_[i]);
    return sum < limit;
  }
  // Places in ascending order.
  template <class Visit>
  void for_each(Visit visit) const {
    each_word([&](std::size_t i, std::uint64_t word) {
      for (; word != 0; word &= word - 1)
        visit(static_cast<std::uint32_t>(i * 64) + static_cast<std::uint32_t>(std::countr_zero(word)));
    });
  }
  // The highest place; only when not empty.
  [[nodiscard]] std::uint32_t last() const {
    std::size_t i = kWords - 1;
    while (i > 0 && words_[i] == 0) --i;
    return static_cast<std::uint32_t>(i * 64) + 63U - static_cast<std::uint32_t>(std::countl_zero(words_[i]));
  }

 private:
  // The words, those of empty stretches left out: a rare term's set has little else.
  template <class Visit>
  void each_word(Visit visit) const {
    constexpr std::size_t kStretch = 8;
    for (std::size_t begin = 0; begin < kWords; begin += kStretch) {
      std::uint64_t any = 0;
      for (std::size_t i = begin; i < begin + kStretch; ++i) any |= words_[i];
      if (any == 0) continue;
      for (std::size_t i = begin; i < begin + kStretch; ++i)
        if (words_[i] != 0) visit(i, words_[i]);
    }
  }

  // std::popcount is a call on processors that need not have the instruction. Source: Warren, "Hacker's Delight", 5-1.
  static std::uint64_t bits_of(std::uint64_t word) {
    word -= word >> 1 & 0x5555555555555555;
    word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0F;
    return word * 0x0101010101010101 >> 56;
  }

  std::array<std::uint64_t, kWords> words_{};
};

}  // namespace polsearch::engine
