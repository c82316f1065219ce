// corpus/knowledge/stop_words.tsv as a hash table of views into the embedded text.
#include "analysis/stop_words.h"

#include <xxhash.h>

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
      if (word.size() > longest_) longest_ = word.size();
    }
  }
  [[nodiscard]] bool holds(std::string_view word) const {
    return !word.empty() && word.size() <= longest_ && !slots_[find(word)].empty();
  }

 private:
  [[nodiscard]] std::size_t find(std::string_view word) const {
    std::size_t slot = XXH3_64bits(word.data(), word.size()) & (slots_.size() - 1);
    while (!slots_[slot].empty() && slots_[slot] != word) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }
  std::vector<std::string_view> slots_;
  std::size_t longest_ = 0;
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
