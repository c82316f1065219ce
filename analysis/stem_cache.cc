// A direct-mapped cache of 128 Ki slots a thread (4 MiB, untouched pages cost nothing); without it English runs at 23
// MB/s.
#include "analysis/stem_cache.h"

#include <xapian.h>
#define XXH_INLINE_ALL  // a call a word would cost as much as the hash
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

#include "analysis/ascii.h"

namespace polsearch {
namespace {

constexpr std::size_t kSlots = 1U << 17;
constexpr std::size_t kMaxCached = 24;   // bytes; longer words are rare and stemmed directly
constexpr std::size_t kMaxStemmed = 64;  // a longer "word" is an address or noise: its own stem

// Endings of two letters that a rule of Porter2 may take off or change, beside those in s, y and e: ed, ing, ic, ism,
// ant, ent, li, iti, ci, ogi, er, or, al, ful, ll, ion. All other words are their own stems.
constexpr std::string_view kChangingEndings = "ed ng ic sm nt li ti ci gi er or al ul ll on";
constexpr auto kMayChange = [] {
  std::array<std::array<bool, 26>, 26> may_change{};
  for (std::size_t i = 0; i < kChangingEndings.size(); i += 3)
    may_change[static_cast<std::size_t>(kChangingEndings[i] - 'a')]
              [static_cast<std::size_t>(kChangingEndings[i + 1] - 'a')] = true;
  for (const char last : {'s', 'y', 'e'})
    for (auto& before_last : may_change) before_last[static_cast<std::size_t>(last - 'a')] = true;
  return may_change;
}();

bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }

// False: the word is its own stem. Words of letters and digits alone; others may change.
bool may_change(std::string_view word) {
  if (word.empty() || is_ascii_digit(word.back())) return false;
  const char last = word.back(), before = word.size() > 1 ? word[word.size() - 2] : '\0';
  if (!is_small_letter(last) || !is_small_letter(before)) return true;
  return kMayChange[static_cast<std::size_t>(before - 'a')][static_cast<std::size_t>(last - 'a')];
}

// A stem is the beginning of its word and a short ending: happi = happ + i. Half a cache line.
struct Slot {
  std::uint8_t word_size, kept, ending_size;
  std::array<char, 5> ending;
  std::array<char, kMaxCached> word;
};
static_assert(sizeof(Slot) == 32);

struct FreeSlots {
  void operator()(Slot* slots) const { std::free(slots); }
};

class StemCache {
 public:
  StemCache() : slots_(static_cast<Slot*>(std::calloc(kSlots, sizeof(Slot)))) {
    if (!slots_) throw std::bad_alloc();
  }

  void prefetch(std::uint64_t hash) const { __builtin_prefetch(&slots_.get()[hash % kSlots]); }

  std::string_view stem(std::string_view word, std::uint64_t hash) {
    if (!may_change(word)) return word;
    if (word.size() > kMaxCached) return stem_directly(word);
    Slot& slot = slots_.get()[hash % kSlots];
    if (word != std::string_view(slot.word.data(), slot.word_size)) {
      const std::string_view stem = stem_directly(word);
      if (!fill(slot, word, stem)) return stem;
    }
    std::memcpy(joined_.data(), slot.word.data(), kMaxCached);
    std::memcpy(joined_.data() + slot.kept, slot.ending.data(), slot.ending.size());
    return {joined_.data(), std::size_t{slot.kept} + slot.ending_size};
  }

 private:
  std::string_view stem_directly(std::string_view word) {
    result_ = word.size() > kMaxStemmed ? std::string(word) : stemmer_(std::string(word));
    return result_;
  }

  // False when the ending is too long for a slot.
  static bool fill(Slot& slot, std::string_view word, std::string_view stem) {
    const auto differ = std::mismatch(word.begin(), word.end(), stem.begin(), stem.end());
    const std::string_view ending(differ.second, stem.end());
    if (ending.size() > slot.ending.size()) return false;
    std::memcpy(slot.word.data(), word.data(), word.size());
    std::memcpy(slot.ending.data(), ending.data(), ending.size());
    slot.word_size = static_cast<std::uint8_t>(word.size());
    slot.kept = static_cast<std::uint8_t>(differ.first - word.begin());
    slot.ending_size = static_cast<std::uint8_t>(ending.size());
    return true;
  }

  std::unique_ptr<Slot, FreeSlots> slots_;
  Xapian::Stem stemmer_{"en"};
  std::string result_;
  std::array<char, kMaxCached + 8> joined_{};
};

StemCache& stem_cache() {
  thread_local StemCache cache;
  return cache;
}

}  // namespace

std::string_view english_stem(std::string_view word) {
  return english_stem(word, XXH3_64bits(word.data(), word.size()));
}

void prefetch_stem(std::uint64_t hash) { stem_cache().prefetch(hash); }

std::string_view english_stem(std::string_view word, std::uint64_t hash) { return stem_cache().stem(word, hash); }

std::string_view stemmer_name() { return "porter2"; }

}  // namespace polsearch
