// corpus/knowledge/stop_words.tsv as a hash table of views into the embedded text.
#include "analysis/stop_words.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "analysis/tsv_rows.h"

namespace polsearch {
namespace {

// Open addressing over a power of two; small enough to stay in the cache, asked once for every word of every page.
class WordSet {
 public:
  explicit WordSet(const std::vector<std::string_view>& words) {
    std::size_t size = 64;
    while (size < words.size() * 4) size *= 2;
    slots_.resize(size);
    for (const std::string_view word : words) {
      slots_[find(word)] = word;
      lengths_by_first_[first(word)] |= length_bit(word);
      lengths_by_last_[last(word)] |= length_bit(word);
    }
  }
  [[nodiscard]] bool holds(std::string_view word) const {
    // Nearly all other words end here, without a hash.
    if (word.empty() || (lengths_by_first_[first(word)] & lengths_by_last_[last(word)] & length_bit(word)) == 0)
      return false;
    return !slots_[find(word)].empty();
  }

 private:
  static unsigned char first(std::string_view word) { return static_cast<unsigned char>(word.front()); }
  static unsigned char last(std::string_view word) { return static_cast<unsigned char>(word.back()); }
  static std::uint64_t length_bit(std::string_view word) { return 1ULL << std::min<std::size_t>(word.size(), 63); }
  [[nodiscard]] std::size_t find(std::string_view word) const {
    std::size_t slot = XXH3_64bits(word.data(), word.size()) & (slots_.size() - 1);
    while (!slots_[slot].empty() && slots_[slot] != word) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }
  std::vector<std::string_view> slots_;
  std::array<std::uint64_t, 256> lengths_by_first_{}, lengths_by_last_{};  // a bit a length, by first and last byte
};

WordSet read_stop_words() {
  std::vector<std::string_view> words;
  bool is_header = true;
  each_tsv_row(stop_words_tsv(), [&](const TsvRow& row) {
    if (!is_header && !row[0].empty()) words.push_back(row[0]);
    is_header = false;
  });
  return WordSet(words);
}

}  // namespace

bool is_stop_word(std::string_view word) {
  static const WordSet words = read_stop_words();
  return words.holds(word);
}

std::string_view stop_words_tsv() { return embedded_tsv("stop_words"); }

}  // namespace polsearch
