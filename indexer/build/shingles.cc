#include "indexer/build/shingles.h"

#define XXH_INLINE_ALL  // a call a shingle would cost as much as the hash
#include <xxhash.h>

#include <array>
#include <string>

#include "analysis/script_runs.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

std::uint64_t hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

// The last kSize pieces of one script; each further one closes a shingle.
template <std::size_t kSize>
class Window {
 public:
  // `seed` keeps the scripts' shingles apart.
  void add(std::uint64_t piece, std::uint64_t seed, std::vector<std::uint64_t>& shingles) {
    for (std::size_t i = 1; i < kSize; ++i) last_[i - 1] = last_[i];
    last_[kSize - 1] = piece;
    if (++seen_ >= kSize) shingles.push_back(XXH3_64bits_withSeed(last_.data(), sizeof last_, seed));
  }

 private:
  std::array<std::uint64_t, kSize> last_{};
  std::size_t seen_ = 0;
};

class Cutter {
 public:
  BodyShingles cut(std::string_view folded) {
    for (std::size_t i = 0; i < folded.size();) {
      const CodePoint c = decode_at(folded, i);
      take(c.value, folded.substr(i, c.length), folded.substr(i + c.length));
      i += c.length;
    }
    end_word();
    if (!all_.empty()) out_.text_hash = hash_of(all_) | 1;  // 0 stands for no text
    return std::move(out_);
  }

 private:
  void take(char32_t c, std::string_view bytes, std::string_view rest) {
    switch (kind_of(c)) {
      case CharacterKind::kLetter:
        is_figure_ = is_figure_ && is_digit(c);
        word_ += bytes;
        return;
      case CharacterKind::kMark: return;
      case CharacterKind::kIdeograph: return take_letter(c, bytes, han_, kHanOfShingle);
      case CharacterKind::kThai:
      case CharacterKind::kDictionary:
        if (!is_mark(c)) take_letter(c, bytes, thai_, kThaiOfShingle);
        return;
      default: break;
    }
    if (joins_digits(c, rest)) {
      if (c == '.') word_ += bytes;
    } else {
      end_word();
    }
  }

  template <std::size_t kSize>
  void take_letter(char32_t c, std::string_view bytes, Window<kSize>& window, std::uint64_t seed) {
    end_word();
    all_ += bytes;
    window.add(c, seed, out_.shingles);
  }

  // 3.8 and 1,234 are one figure each; "in 2023." ends a sentence.
  bool joins_digits(char32_t c, std::string_view rest) const {
    return (c == '.' || c == ',') && is_figure_ && !word_.empty() && !rest.empty() &&
           is_digit(static_cast<unsigned char>(rest.front()));
  }

  void end_word() {
    if (word_.empty()) return;
    const std::uint64_t hash = hash_of(word_);
    words_.add(hash, kWordsOfShingle, out_.shingles);
    if (is_figure_) out_.figures.push_back(hash);
    all_ += word_;
    all_ += ' ';
    word_.clear();
    is_figure_ = true;
  }

  BodyShingles out_;
  std::string all_, word_;
  bool is_figure_ = true;  // nothing but digits in word_ so far
  Window<kWordsOfShingle> words_;
  Window<kHanOfShingle> han_;
  Window<kThaiOfShingle> thai_;
};

}  // namespace

BodyShingles cut_shingles(std::string_view body) { return Cutter().cut(fold(body)); }

}  // namespace polsearch
