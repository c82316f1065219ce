// Which language: letters are counted by script; CLD2 (Chromium's Compact Language Detector 2, trained on web pages)
// looks at the letters that many languages share.
//
//   "工業互聯網發展政策 2023"  ->  zh-Hant, {zh-Hant}
#include "analysis/language.h"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "analysis/ascii.h"
#include "analysis/han_variants.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;
constexpr std::size_t kMinClassified = 20;         // letters; CLD2 guesses wildly below
constexpr std::size_t kMaxClassified = 16 * 1024;  // bytes: CLD2 reads 25 MB/s and is sure long before
// One Han character says as much as about three Latin letters, one kana or Hangul syllable as two.
constexpr double kHanWeight = 3, kSyllableWeight = 2;
constexpr double kMinShare = 0.1;         // of the letters, to be listed
constexpr std::size_t kShort = 40;        // letters: CLD2 may take a few names for another language
constexpr std::size_t kShortBytes = 512;  // of a text where a few words among others could turn the scale
constexpr double kNameWeight = 1.0 / 3;   // of Latin letters among Han or Thai that are no English words: names, brands
constexpr double kMinKanaShare = 0.1;     // of Han and kana, to be Japanese: Chinese pages borrow a の

// Function words that make up a third of English running text and are rare together in any other language.
constexpr std::array<std::string_view, 24> kEnglishWords = {
    "the",  "of",   "and",  "to",    "in",   "for", "is", "that", "with", "by",  "as",   "are",
    "this", "will", "from", "which", "have", "has", "be", "its",  "on",   "was", "been", "their"};

// Of these, words that no other language with Latin letters has: one settles a short text.
constexpr std::array<std::string_view, 11> kOnlyEnglish = {"the",  "of",    "and",  "that", "with", "this",
                                                           "from", "which", "have", "been", "their"};

// A word in small letters as one number, its last letter lowest.
constexpr std::uint64_t with_letter(std::uint64_t word, char letter) {
  return word << 8 | (static_cast<unsigned char>(letter) | 0x20U);
}
constexpr std::size_t kMostLetters = 5;

// The function words as numbers, by their last letter; zeros behind them.
constexpr auto kEnglishByLastLetter = [] {
  std::array<std::array<std::uint64_t, 6>, 32> by_letter{};
  for (const std::string_view text : kEnglishWords) {
    std::uint64_t word = 0;
    for (const char letter : text) word = with_letter(word, letter);
    auto& row = by_letter[word % by_letter.size()];
    *std::find(row.begin(), row.end(), 0) = word;
  }
  return by_letter;
}();

bool is_english_word(std::uint64_t word) {
  bool is_one = false;
  for (const std::uint64_t english : kEnglishByLastLetter[word % kEnglishByLastLetter.size()])
    is_one |= english == word;
  return is_one;
}

// Are these words English beyond doubt? Then the classifier, which reads slower than all the rest of the analysis, has
// nothing to add: what may be in another language is too little to be listed. Other languages have a word or two that
// are spelt like these, in a stretch of forty; running English has a dozen.
class EnglishStretches {
 public:
  void add(std::string_view letters) {
    letters_ += letters.size();
    if (letters_ > kMostLetters) return;
    for (const char letter : letters) word_ = with_letter(word_, letter);
  }
  void end_word() {
    english_ += letters_ <= kMostLetters && is_english_word(word_);
    word_ = letters_ = 0;
    if (++in_stretch_ < kStretch) return;
    ++stretches_;
    foreign_ += english_ < kForeignOfStretch;
    all_english_ += english_;
    in_stretch_ = english_ = 0;
  }
  [[nodiscard]] bool are_plain() const {
    return stretches_ > 0 && all_english_ >= kEnglishOfStretch * stretches_ && foreign_ * kForeign <= stretches_;
  }

 private:
  static constexpr std::size_t kStretch = 40;          // words
  static constexpr std::size_t kEnglishOfStretch = 6;  // on average
  static constexpr std::size_t kForeignOfStretch = 2;  // fewer: another language, or a list of names
  static constexpr std::size_t kForeign = 20;          // one stretch in so many
  std::uint64_t word_ = 0;
  std::size_t letters_ = 0;  // of the word
  std::size_t stretches_ = 0, foreign_ = 0, in_stretch_ = 0, english_ = 0, all_english_ = 0;
};

// The letters that no script gives away, as words for the classifier: one space where anything else stood. They are
// written down only when they are asked for.
class OtherWords {
 public:
  explicit OtherWords(std::string* text) : text_(text) {}

  void add(std::string_view letters) {
    english_.add(letters);
    if (text_ != nullptr) text_->append(letters);
    bytes_ += letters.size();
    in_word_ = in_word_ || !letters.empty();
  }
  void end_word() {
    if (!in_word_) return;
    in_word_ = false;
    english_.end_word();
    if (text_ != nullptr) text_->push_back(' ');
    ++bytes_;
  }
  [[nodiscard]] std::size_t room() const { return kMaxClassified - std::min(kMaxClassified, bytes_); }
  [[nodiscard]] bool are_plain_english() {
    if (in_word_) english_.end_word();
    return english_.are_plain();
  }

 private:
  std::string* text_;
  std::size_t bytes_ = 0;
  bool in_word_ = false;
  EnglishStretches english_;
};

struct LetterCounts {
  std::size_t han = 0, traditional = 0, simplified = 0, kana = 0, hangul = 0, thai = 0;
  std::size_t han_signs = 0;         // full-width punctuation
  std::size_t vietnamese = 0;        // letters that only Vietnamese has, counted among the others
  std::size_t other = 0, ascii = 0;  // `other` holds all letters left, `ascii` those of them
  bool is_plain_english = false;     // the others
};

bool is_between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

// A character beyond ASCII; true: it belongs to a word.
bool count(LetterCounts& counts, OtherWords& words, char32_t c, std::string_view bytes) {
  if (is_han(c)) {
    ++counts.han;
    const HanEvidence evidence = han_evidence(c);
    counts.traditional += evidence == HanEvidence::kTraditional;
    counts.simplified += evidence == HanEvidence::kSimplified;
  } else if (is_thai(c)) {
    ++counts.thai;
  } else if (is_between(c, 0x3041, 0x30FF) || is_between(c, 0xFF66, 0xFF9F)) {
    ++counts.kana;
  } else if (is_between(c, 0xAC00, 0xD7A3) || is_between(c, 0x1100, 0x11FF)) {
    ++counts.hangul;
  } else if (is_between(c, 0x3001, 0x3011) || is_between(c, 0xFF01, 0xFF0F) || c == 0xFF1A || c == 0xFF1B) {
    ++counts.han_signs;
  } else if (is_letter_or_digit(c)) {
    counts.vietnamese += is_between(c, 0x1EA0, 0x1EF9) || c == 0x01A1 || c == 0x01B0;
    if (words.room() > 0) words.add(bytes);
    ++counts.other;
    return true;
  }
  return false;
}

// `other_words`, unless it is null, gets the words of other letters.
LetterCounts count_letters(std::string_view text, std::string* other_words) {
  LetterCounts counts;
  OtherWords words(other_words);
  for (std::size_t i = 0; i < text.size();) {
    if (is_ascii_letter(text[i])) {
      const std::size_t begin = i;
      while (i < text.size() && is_ascii_letter(text[i])) ++i;
      words.add(text.substr(begin, std::min(i - begin, words.room())));
      counts.other += i - begin;
      counts.ascii += i - begin;
    } else if (static_cast<unsigned char>(text[i]) < 0x80) {
      words.end_word();
      ++i;
    } else {
      const CodePoint c = decode_at(text, i);
      if (!count(counts, words, c.value, text.substr(i, c.length))) words.end_word();
      i += c.length;
    }
  }
  counts.is_plain_english = words.are_plain_english();
  return counts;
}

struct Share {
  std::string language;
  double weight = 0;
};

void add_share(std::vector<Share>& shares, std::string_view language, double weight) {
  if (weight <= 0) return;
  const auto known = std::find_if(shares.begin(), shares.end(), [&](const Share& s) { return s.language == language; });
  if (known != shares.end()) {
    known->weight += weight;
  } else {
    shares.push_back({std::string(language), weight});
  }
}

void add_east_asian(std::vector<Share>& shares, const LetterCounts& counts) {
  // "Bradley，），美": in a short text with a Han character its full-width signs speak for Chinese as well.
  const bool signs_count = counts.han > 0 && counts.other < kShort;
  const double han = kHanWeight * static_cast<double>(counts.han + (signs_count ? counts.han_signs : 0));
  const double kana = kSyllableWeight * static_cast<double>(counts.kana);
  add_share(shares, "ko", kSyllableWeight * static_cast<double>(counts.hangul));
  const double kana_share =
      static_cast<double>(counts.kana) / std::max(1.0, static_cast<double>(counts.han + counts.kana));
  if (counts.kana >= 2 && kana_share >= kMinKanaShare) return add_share(shares, "ja", han + kana);
  const std::size_t telling = counts.traditional + counts.simplified;
  const double traditional = telling == 0 ? 0 : static_cast<double>(counts.traditional) / static_cast<double>(telling);
  add_share(shares, "zh-Hans", han * (1 - traditional));
  add_share(shares, "zh-Hant", han * traditional);
}

// CLD2's names where they are not BCP 47.
std::string_view bcp47(CLD2::Language language) {
  constexpr std::array<std::array<std::string_view, 2>, 4> kRenamed = {
      {{"iw", "he"}, {"jw", "jv"}, {"mo", "ro"}, {"zh", "zh-Hans"}}};
  const std::string_view code = CLD2::LanguageCode(language);
  for (const auto& [old_name, name] : kRenamed)
    if (code == old_name) return name;
  return code.starts_with("xx") || code == "un" ? "und" : code;  // "xx-Thai": a script, not a language
}

// What the words of a short text say: one that only English has ("Kraków are of the"), any that English has ("What is
// 专精特新?"), nothing but names ("Guangdong-Hong Kong-Macao").
struct FewWords {
  bool only_english = false, english = false, all_capital = true;
};

// `words` as the classifier gets them, one space between two.
FewWords read_few_words(std::string_view words) {
  FewWords few;
  for (std::size_t begin = 0; begin < words.size();) {
    const std::size_t end = std::min(words.find(' ', begin), words.size());
    const std::string_view written = words.substr(begin, end - begin);
    const std::string word = lower_ascii(written);
    few.only_english |= std::find(kOnlyEnglish.begin(), kOnlyEnglish.end(), word) != kOnlyEnglish.end();
    few.english |= std::find(kEnglishWords.begin(), kEnglishWords.end(), word) != kEnglishWords.end();
    few.all_capital &= word != written;
    begin = end + 1;
  }
  return few;
}

// A text too short for the classifier, or of words that settle it. Empty: ask the classifier.
std::string_view language_of_few(const LetterCounts& counts, const FewWords& few, bool is_ascii) {
  if (few.only_english || (is_ascii && few.all_capital)) return "en";
  if (counts.other >= kMinClassified) return {};
  if (counts.vietnamese > 0) return "vi";
  const bool has_an_accent = counts.ascii * 10 >= counts.other * 9;  // "Nestlé Thailand"
  return has_an_accent ? "en" : "und";
}

void add_classified(std::vector<Share>& shares, const LetterCounts& counts, std::string_view text) {
  auto letters = static_cast<double>(counts.other);
  const bool is_ascii = counts.ascii * 20 >= counts.other * 19;
  if (counts.other == 0) return;
  if (is_ascii && counts.is_plain_english) return add_share(shares, "en", letters);
  const bool is_short = text.size() <= kShortBytes;
  if (!is_short && counts.other < kMinClassified) return add_share(shares, is_ascii ? "en" : "und", letters);
  std::string words;
  (void)count_letters(text, &words);
  if (is_short && counts.other < kShort) {
    const FewWords few = read_few_words(words);
    if (!few.english && counts.han + counts.thai > 0) letters *= kNameWeight;
    if (const std::string_view language = language_of_few(counts, few, is_ascii); !language.empty())
      return add_share(shares, language, letters);
  }
  CLD2::Language languages[3] = {CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE};
  int percents[3] = {0, 0, 0}, text_bytes = 0;
  bool is_reliable = false;
  (void)CLD2::DetectLanguageSummary(words.data(), static_cast<int>(words.size()), true, languages, percents,
                                    &text_bytes, &is_reliable);
  if (languages[0] == CLD2::UNKNOWN_LANGUAGE || (!is_reliable && is_ascii))
    return add_share(shares, is_ascii ? "en" : "und", letters);
  int known = 0;
  for (int i = 0; i < 3; ++i) known += languages[i] == CLD2::UNKNOWN_LANGUAGE ? 0 : percents[i];
  for (int i = 0; i < 3; ++i) {
    if (languages[i] == CLD2::UNKNOWN_LANGUAGE) continue;
    add_share(shares, bcp47(languages[i]), letters * percents[i] / std::max(known, 1));
  }
}

}  // namespace

LanguageGuess detect_language(std::string_view text) {
  text = text.substr(0, kMaxBytes);
  const LetterCounts counts = count_letters(text, nullptr);
  std::vector<Share> shares;
  add_share(shares, "th", static_cast<double>(counts.thai));
  add_east_asian(shares, counts);
  add_classified(shares, counts, text);
  std::stable_sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) { return a.weight > b.weight; });
  double total = 0;
  for (const Share& share : shares) total += share.weight;
  LanguageGuess guess{"und", {}};
  for (const Share& share : shares)
    if (share.weight >= kMinShare * total && share.language != "und") guess.languages.push_back(share.language);
  if (!shares.empty()) guess.language = shares.front().language;
  return guess;
}

bool is_language_tag(std::string_view tag) {
  constexpr std::size_t kMaxTag = 35;
  const std::string_view primary = primary_language(tag);
  const auto is_part = [](char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '-'; };
  return primary.size() >= 2 && primary.size() <= 3 && tag.size() <= kMaxTag &&
         std::all_of(primary.begin(), primary.end(), is_ascii_letter) && std::all_of(tag.begin(), tag.end(), is_part);
}

std::string canonical_language(std::string_view tag) {
  constexpr std::string_view kTraditional[] = {"hant", "tw", "hk", "mo"};
  std::string out(tag);
  std::replace(out.begin(), out.end(), '_', '-');
  if (!is_language_tag(out)) return {};
  const std::string primary = lower_ascii(primary_language(out));
  if (primary != "zh") return primary + out.substr(primary.size());
  const std::string parts = lower_ascii(out) + '-';
  const bool is_traditional = std::any_of(std::begin(kTraditional), std::end(kTraditional), [&](std::string_view part) {
    return parts.find('-' + std::string(part) + '-') != std::string::npos;
  });
  return is_traditional ? "zh-Hant" : "zh-Hans";
}

std::string_view primary_language(std::string_view tag) { return tag.substr(0, tag.find('-')); }

}  // namespace polsearch
