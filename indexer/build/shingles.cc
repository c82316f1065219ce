#include "indexer/build/shingles.h"

#define XXH_INLINE_ALL  // a call a shingle would cost as much as the hash
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <string>

#include "analysis/ascii.h"
#include "analysis/script_runs.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

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
    out_.shingles.reserve(folded.size() / 4);
    for (std::size_t i = 0; i < folded.size();) {
      const std::size_t end = end_of_plain(folded, i);
      if (end > i) {
        take_plain(folded.substr(i, end - i), folded.substr(end));
        i = end;
        continue;
      }
      const CodePoint c = decode_at(folded, i);
      take(c.value, folded.substr(i, c.length), folded.substr(i + c.length));
      i += c.length;
    }
    end_word();
    if (has_text_) out_.text_hash = text_ | 1;  // 0 stands for no text
    return std::move(out_);
  }

 private:
  // The end of the ASCII letters and digits at `i`: what nearly all text in Latin script consists of.
  static std::size_t end_of_plain(std::string_view folded, std::size_t i) {
    while (i < folded.size() && (is_ascii_letter(folded[i]) || is_ascii_digit(folded[i]))) ++i;
    return i;
  }

  // Most words are all that stands between two ASCII signs: they are taken where they stand.
  void take_plain(std::string_view letters, std::string_view rest) {
    const bool is_figure = std::all_of(letters.begin(), letters.end(), is_ascii_digit);
    const bool is_whole = word_.empty() && (rest.empty() || ends_word(is_figure, rest[0]));
    if (is_whole) return add_word(letters, is_figure);
    is_figure_ = is_figure_ && is_figure;
    word_ += letters;
  }

  void take(char32_t c, std::string_view bytes, std::string_view rest) {
    switch (kind_of(c)) {
      case CharacterKind::kLetter:
        is_figure_ = is_figure_ && is_digit(c);
        word_ += bytes;
        return;
      case CharacterKind::kMark: return;
      case CharacterKind::kIdeograph: return take_letter(c, han_, kHanOfShingle);
      case CharacterKind::kThai:
      case CharacterKind::kDictionary:
        if (!is_mark(c)) take_letter(c, thai_, kThaiOfShingle);
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
  void take_letter(char32_t c, Window<kSize>& window, std::uint64_t seed) {
    end_word();
    append_to_text(c);
    window.add(c, seed, out_.shingles);
  }

  // Does this ASCII sign end a word for certain?
  static bool ends_word(bool is_figure, char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && !(is_figure && is_joint(byte));
  }
  static bool is_joint(char32_t c) { return c == '.' || c == ','; }

  // 3.8 and 1,234 are one figure each; "in 2023." ends a sentence.
  bool joins_digits(char32_t c, std::string_view rest) const {
    return is_joint(c) && is_figure_ && !word_.empty() && !rest.empty() &&
           is_digit(static_cast<unsigned char>(rest.front()));
  }

  void end_word() {
    if (word_.empty()) return;
    add_word(word_, is_figure_);
    word_.clear();
    is_figure_ = true;
  }

  void add_word(std::string_view word, bool is_figure) {
    const std::uint64_t hash = XXH3_64bits(word.data(), word.size());
    words_.add(hash, kWordsOfShingle, out_.shingles);
    if (is_figure) out_.figures.push_back(hash);
    append_to_text(hash);
  }

  void append_to_text(std::uint64_t piece) {
    const std::array<std::uint64_t, 2> joined = {text_, piece};
    text_ = XXH3_64bits(joined.data(), sizeof joined);
    has_text_ = true;
  }

  BodyShingles out_;
  std::string word_;
  bool is_figure_ = true;  // nothing but digits in word_ so far
  std::uint64_t text_ = 0;
  bool has_text_ = false;
  Window<kWordsOfShingle> words_;
  Window<kHanOfShingle> han_;
  Window<kThaiOfShingle> thai_;
};

}  // namespace

BodyShingles cut_shingles(std::string_view body) { return Cutter().cut(fold(body)); }

}  // namespace polsearch
