// Which language is a text in? Script counts first, a classifier (CLD2) for Latin letters second.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace polsearch {

struct LanguageGuess {
  std::string
      language;  // BCP 47 of the largest share: "en", "zh-Hans", "zh-Hant", "th", "fr", ...; "und" without letters
  std::vector<std::string> languages;  // every language with at least a tenth of the letters, largest share first
};

// `text`: UTF-8, any length; only the first 64 KiB are looked at. One line is enough. A Han character counts as three
// letters, kana and Hangul as two; short Latin text without accents is taken for English. Any thread.
[[nodiscard]] LanguageGuess detect_language(std::string_view text);

// The shape of a BCP 47 tag: two or three letters, then parts of letters and digits; at most 35 bytes (RFC
// 5646, 4.4.1).
[[nodiscard]] bool is_language_tag(std::string_view tag);

// A declared BCP 47 tag as we write it: "zh-TW", "zh-hk" -> "zh-Hant", "zh", "zh_CN" -> "zh-Hans", "EN-US" -> "en-US".
// "" where it is none ("english", "e").
[[nodiscard]] std::string canonical_language(std::string_view tag);

// "zh-Hans" -> "zh".
[[nodiscard]] std::string_view primary_language(std::string_view tag);

}  // namespace polsearch
