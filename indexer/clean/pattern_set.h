// Many patterns, few of which are tried on a text: those that the text has the literals of.
//
//   {"subscribe .*newsletter", "^page \d+$"} on "subscribe to our newsletter"  ->  candidate 0, and it matches
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch::clean {

// Patterns by their place in a set, each in it or not.
class PatternMask {
 public:
  static constexpr std::size_t kMostPatterns = 512;

  void set(std::size_t index) { words_[index / 64] |= std::uint64_t{1} << (index % 64); }
  PatternMask& operator|=(const PatternMask& other);
  PatternMask& operator&=(const PatternMask& other);

  // Calls `take(index)` in ascending order.
  template <class Take>
  void each(Take&& take) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1)
        take(64 * i + static_cast<std::size_t>(std::countr_zero(word)));
  }

 private:
  std::array<std::uint64_t, kMostPatterns / 64> words_{};
};

// Immutable once compiled; may then be shared by threads.
class PatternSet {
 public:
  struct Span {
    std::size_t index = 0;           // of the pattern
    std::size_t begin = 0, end = 0;  // bytes of the text
  };

  PatternSet();
  ~PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;

  // Empty when the pattern (RE2) is good, else what is wrong with it. Its index is the number of those added before.
  // It is of no interest in texts of more than `most_words`; 0: no limit.
  [[nodiscard]] std::string add(std::string_view pattern, double most_words);
  void compile();

  // The patterns that may match somewhere in a text of so many words, which is given in lower case (of ASCII); those
  // that are of no interest in it may or may not be among them. Linear.
  [[nodiscard]] PatternMask candidates(std::string_view lower, double words = 0) const;
  [[nodiscard]] bool matches(std::size_t index, std::string_view text) const;

  // Where the patterns match, in order, disjoint; of those that overlap the first, and of those the longest.
  [[nodiscard]] std::vector<Span> find_spans(std::string_view text) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace polsearch::clean
