// Folding: one spelling for what a reader takes for the same text.
//
//   "Ｃafé ２０２３年 國務院 น้ํา ๒๕๖๖"  ->  "cafe 2023年 国务院 น้ำ 2566"
//
// ASCII is copied. Every other character goes, with the combining marks behind it, through ICU's NFKC_Casefold and our
// own steps: accents off, simplified Han, ASCII digits for Thai ones. NFKC_Casefold would also split sara am (U+0E33)
// and drop U+200B; both would change how Thai is cut, so Thai and U+200B are handled here. Single characters come from
// a small cache a thread. Marks beyond kMaxSegment behind one character are dropped (UAX #15 stream-safe text knows
// 30): ICU sorts marks by insertion, which hostile text would make quadratic.
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "analysis/han_variants.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr std::size_t kMaxSegment = 32;  // code points
constexpr char32_t kSaraE = 0x0E40, kSaraAe = 0x0E41, kSaraAa = 0x0E32, kSaraAm = 0x0E33, kNikhahit = 0x0E4D;
constexpr char32_t kZeroWidthSpace = 0x200B;

UChar32 icu(char32_t c) { return static_cast<UChar32>(c); }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool is_thai_consonant(char32_t c) { return c >= 0x0E01 && c <= 0x0E2E; }
bool is_thai_digit(char32_t c) { return c >= 0x0E50 && c <= 0x0E59; }
bool is_thai_tone(char32_t c) { return c >= 0x0E48 && c <= 0x0E4B; }
bool is_thai_vowel_mark(char32_t c) { return c == 0x0E31 || (c >= 0x0E34 && c <= 0x0E3A) || c == 0x0E47; }

// Han characters that NFKC leaves alone; all have three bytes.
bool is_unified_han(char32_t c) { return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF); }

// Characters that NFKC_Casefold leaves and we do not; an empty replacement drops the character.
struct Replacement {
  char32_t from;
  std::array<char32_t, 2> to;
};
constexpr std::array kReplacements = {
    Replacement{0x00E6, {'a', 'e'}}, Replacement{0x00F8, {'o', 0}},  Replacement{0x0111, {'d', 0}},
    Replacement{0x0127, {'h', 0}},   Replacement{0x0131, {'i', 0}},  Replacement{0x0142, {'l', 0}},
    Replacement{0x0153, {'o', 'e'}}, Replacement{0x0167, {'t', 0}},  Replacement{0x02BC, {'\'', 0}},
    Replacement{0x2010, {'-', 0}},   Replacement{0x2011, {'-', 0}},  Replacement{0x2018, {'\'', 0}},
    Replacement{0x2019, {'\'', 0}},  Replacement{0x201B, {'\'', 0}},
};

bool loses_accents(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(icu(c), &status);
  return U_SUCCESS(status) && (script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC);
}

struct Normalizers {
  const icu::Normalizer2* casefold = nullptr;  // NFKC_Casefold; ICU owns it
  const icu::Normalizer2* nfd = nullptr;
};

const Normalizers& normalizers() {
  static const Normalizers found = [] {
    UErrorCode status = U_ZERO_ERROR;
    Normalizers made;
    made.casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    made.nfd = icu::Normalizer2::getNFDInstance(status);
    return made;
  }();
  return found;
}

char32_t without_accents(char32_t c) {
  icu::UnicodeString decomposed;
  if (!loses_accents(c) || !normalizers().nfd->getDecomposition(icu(c), decomposed)) return c;
  return static_cast<char32_t>(decomposed.char32At(0));
}

// One normalised code point -> what stands in the key. Marks and Thai depend on what stands before: see Folder::put.
template <class Put>
void finish(char32_t c, Put&& put) {
  if (c < 0x80) return put(c);
  if (is_thai_digit(c)) return put(c - 0x0E50 + '0');
  if (is_han(c)) return put(simplified_han(c));
  c = without_accents(c);
  for (const Replacement& replacement : kReplacements) {
    if (replacement.from != c) continue;
    put(replacement.to[0]);
    if (replacement.to[1] != 0) put(replacement.to[1]);
    return;
  }
  put(c);
}

template <class Put>
void fold_segment(const icu::UnicodeString& segment, Put&& put) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString folded = normalizers().casefold->normalize(segment, status);
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1))
    finish(static_cast<char32_t>(folded.char32At(i)), put);
}

// What a character becomes when no mark follows it, and whether it begins a segment of its own.
struct FoldedCharacter {
  char32_t from = 0;
  std::array<char32_t, 4> to{};
  std::array<char, 16> bytes{};  // `to` in UTF-8, when `is_plain`
  std::uint8_t count = 0, byte_count = 0;
  bool fits = false;  // `to` holds all of it
  bool starts = false;
  bool is_plain = false;               // nothing in `to` depends on what stands before it: no marks, no Thai
  bool is_ascii = false;               // all of it
  bool then_accents_are_lost = false;  // a mark behind it goes
};

void note_bytes(FoldedCharacter& folded) {
  std::string bytes;
  folded.is_plain = folded.fits && folded.count > 0;
  folded.is_ascii = true;
  for (std::size_t k = 0; k < folded.count; ++k) {
    const char32_t c = folded.to[k];
    append_utf8(bytes, c);
    const auto type = u_charType(icu(c));
    const bool is_mark = c >= 0x80 && (type == U_ENCLOSING_MARK || type == U_NON_SPACING_MARK);
    folded.is_plain = folded.is_plain && !is_mark && !is_thai(c);
    folded.is_ascii = folded.is_ascii && c < 0x80;
    folded.then_accents_are_lost = c < 0x80 ? c >= 'a' && c <= 'z' : loses_accents(c);
  }
  folded.byte_count = static_cast<std::uint8_t>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), folded.bytes.begin());
}

FoldedCharacter fold_character(char32_t c) {
  FoldedCharacter folded;
  folded.from = c;
  folded.starts = normalizers().casefold->hasBoundaryBefore(icu(c));
  std::size_t count = 0;
  const auto keep = [&](char32_t to) {
    if (count < folded.to.size()) folded.to[count] = to;
    ++count;
  };
  if (c == kZeroWidthSpace) {
    keep(c);
  } else if (c != 0x2122 && c != 0x2120) {  // ™ and ℠ would glue "tm" to the word
    fold_segment(icu::UnicodeString(icu(c)), keep);
  }
  folded.fits = count <= folded.to.size();
  folded.count = static_cast<std::uint8_t>(folded.fits ? count : 0);
  note_bytes(folded);
  return folded;
}

const FoldedCharacter& folded_character(char32_t c) {
  thread_local std::array<FoldedCharacter, 1024> cache;
  FoldedCharacter& slot = cache[c % cache.size()];
  if (slot.from != c || c == 0) slot = fold_character(c);
  return slot;
}

bool starts_segment(char32_t c) {
  return c < 0x300 || is_thai(c) || is_han(c) || c == kZeroWidthSpace || folded_character(c).starts;
}

// Appends folded code points to a key, each with the offset of the original character it came from.
class Folder {
 public:
  Folder(std::string_view text, std::string& key, std::vector<std::uint32_t>* origin)
      : text_(text.substr(0, UINT32_MAX)), key_(key), origin_(origin) {}

  void run() {
    key_.clear();
    key_.reserve(text_.size() + 16);
    if (origin_ != nullptr) {
      origin_->clear();
      origin_->reserve(text_.size() + 17);
    }
    std::size_t i = 0;
    while (i < text_.size()) {
      if (is_ascii(text_[i]))
        i = copy_ascii(i);
      else if (const std::size_t end = origin_ == nullptr ? fold_han(i) : i; end > i)
        i = end;
      else
        i = fold_at(i);
    }
    if (origin_ != nullptr) origin_->push_back(static_cast<std::uint32_t>(text_.size()));
  }

 private:
  std::size_t copy_ascii(std::size_t begin) {
    std::size_t end = begin;
    while (end < text_.size() && is_ascii(text_[end])) ++end;
    const std::size_t old_size = key_.size();
    key_.append(text_, begin, end - begin);
    for (char* c = key_.data() + old_size; c != key_.data() + key_.size(); ++c)
      *c = static_cast<char>(*c + (static_cast<unsigned char>(*c - 'A') < 26 ? 0x20 : 0));
    if (origin_ != nullptr) {
      origin_->resize(key_.size());
      std::iota(origin_->begin() + static_cast<std::ptrdiff_t>(old_size), origin_->end(),
                static_cast<std::uint32_t>(begin));
    }
    last_loses_accents_ = key_.back() >= 'a' && key_.back() <= 'z';
    return end;
  }

  // The unified Han characters at `begin` but for the last, which may have marks behind it; returns where they end.
  std::size_t fold_han(std::size_t begin) {
    constexpr std::size_t kBytes = 3;
    std::size_t end = begin;
    CodePoint c = decode_at(text_, begin);
    while (is_unified_han(c.value) && end + kBytes < text_.size()) {
      const CodePoint next = decode_at(text_, end + kBytes);
      if (!is_unified_han(next.value)) break;
      if (const char32_t simple = simplified_han(c.value); simple != c.value)
        append_utf8(key_, simple);
      else
        key_.append(text_, end, kBytes);
      end += kBytes;
      c = next;
    }
    if (end > begin) last_loses_accents_ = false, marks_ = 0;
    return end;
  }

  // Folds the segment at `begin` (a character and the marks behind it); returns its end.
  std::size_t fold_at(std::size_t begin) {
    origin_now_ = static_cast<std::uint32_t>(begin);
    const CodePoint first = decode_at(text_, begin);
    const std::size_t end = begin + first.length;
    if (!first.ok) return put(0xFFFD), end;
    if (is_thai(first.value)) return fold_thai(first.value), end;
    const bool alone = end >= text_.size() || is_ascii(text_[end]) || starts_segment(decode_at(text_, end).value);
    if (!alone && first.value != kZeroWidthSpace) return fold_long_segment(begin);
    if (is_unified_han(first.value)) return put_plain(first.value, simplified_han(first.value), begin), end;
    const FoldedCharacter& folded = folded_character(first.value);
    if (!folded.fits) return fold_long_segment(begin);
    if (folded.is_plain) return put_bytes(folded), end;
    for (std::size_t k = 0; k < folded.count; ++k) put(folded.to[k]);
    return end;
  }

  void fold_thai(char32_t c) {
    if (is_thai_digit(c)) return put(c - 0x0E50 + '0');
    last_loses_accents_ = false;
    if (is_thai_consonant(c)) return push(c);
    put_thai(c);
  }

  // `to`, a letter of no script that loses accents, for `from` at byte `begin`.
  void put_plain(char32_t from, char32_t to, std::size_t begin) {
    last_loses_accents_ = false;
    marks_ = 0;
    if (to != from) return push(to);
    key_.append(text_, begin, 3);
    note_origin();
  }

  void put_bytes(const FoldedCharacter& folded) {
    last_loses_accents_ = folded.then_accents_are_lost;
    if (!folded.is_ascii) marks_ = 0;
    key_.append(folded.bytes.data(), folded.byte_count);
    note_origin();
  }

  std::size_t fold_long_segment(std::size_t begin) {
    icu::UnicodeString segment;
    std::size_t count = 0, i = begin;
    while (i < text_.size()) {
      const CodePoint c = decode_at(text_, i);
      if (i > begin && (!c.ok || starts_segment(c.value))) break;
      if (count++ < kMaxSegment) segment.append(icu(c.value));
      i += c.length;
    }
    fold_segment(segment, [&](char32_t c) { put(c); });
    return i;
  }

  void put(char32_t c) {
    if (c < 0x80) {
      last_loses_accents_ = c >= 'a' && c <= 'z';
      return push(c);
    }
    if (is_thai(c)) {
      last_loses_accents_ = false;
      return put_thai(c);
    }
    const auto type = u_charType(icu(c));
    if (type == U_ENCLOSING_MARK || (type == U_NON_SPACING_MARK && last_loses_accents_)) return;
    if (type == U_NON_SPACING_MARK && ++marks_ >= kMaxSegment) return;
    if (type != U_NON_SPACING_MARK) {
      last_loses_accents_ = loses_accents(c);
      marks_ = 0;
    }
    push(c);
  }

  // Thai as it should have been typed: one tone mark, behind the vowel mark and before sara am; no mark twice;
  // sara e twice is sara ae; nikhahit + sara aa is sara am (all look the same on the screen).
  void put_thai(char32_t c) {
    const char32_t last = last_thai(0);
    if (c == kSaraE && last == kSaraE) return drop_last(), push(kSaraAe);
    if (c == kSaraAa) return put_sara_aa(last);
    if (is_thai_tone(c)) {
      if (is_thai_tone(last)) return;
      if (last == kSaraAm) return is_thai_tone(last_thai(1)) ? void() : insert_before_last(c);
    }
    if ((is_thai_vowel_mark(c) || c == kSaraAm || c == kNikhahit) && c == last) return;
    if (is_thai_vowel_mark(c) && is_thai_tone(last)) return last_thai(1) == c ? void() : insert_before_last(c);
    push(c);
  }

  void put_sara_aa(char32_t last) {
    const bool has_tone = is_thai_tone(last);
    if ((has_tone ? last_thai(1) : last) != kNikhahit) return push(kSaraAa);
    if (has_tone) drop_last();
    const std::uint32_t here = std::exchange(origin_now_, origin_of_last());
    drop_last();
    if (has_tone) put_thai(last);
    put_thai(kSaraAm);
    origin_now_ = here;
  }

  // The Thai code point `back` places before the end of the key, 0 when something else stands there.
  [[nodiscard]] char32_t last_thai(std::size_t back) const {
    const std::size_t need = 3 * (back + 1);
    if (key_.size() < need) return 0;
    const CodePoint c = decode_at(key_, key_.size() - need);
    return c.ok && c.length == 3 && is_thai(c.value) ? c.value : 0;
  }

  [[nodiscard]] std::uint32_t origin_of_last() const {
    return origin_ != nullptr ? (*origin_)[origin_->size() - 3] : origin_now_;
  }

  void drop_last() {
    key_.resize(key_.size() - 3);
    if (origin_ != nullptr) origin_->resize(key_.size());
  }

  void insert_before_last(char32_t c) {
    const char32_t last = last_thai(0);
    const std::uint32_t here = std::exchange(origin_now_, origin_of_last());
    drop_last();
    push(c);
    push(last);
    origin_now_ = here;
  }

  void push(char32_t c) {
    append_utf8(key_, c);
    note_origin();
  }

  // All that was appended came from here.
  void note_origin() {
    if (origin_ != nullptr) origin_->resize(key_.size(), origin_now_);
  }

  std::string_view text_;
  std::string& key_;
  std::vector<std::uint32_t>* origin_;  // null: not wanted
  std::uint32_t origin_now_ = 0;
  std::size_t marks_ = 0;  // behind the last base
  bool last_loses_accents_ = false;
};

}  // namespace

std::string fold(std::string_view text) {
  std::string key;
  Folder(text, key, nullptr).run();
  return key;
}

FoldedText fold_with_origin(std::string_view text, FoldedText reuse) {
  Folder(text, reuse.key, &reuse.origin).run();
  return reuse;
}

}  // namespace polsearch
