// Folded text -> runs that are cut by one method each.
//
//   "mei 5g工厂 互联网,กรุงเทพ 2023"  ->  spaced "mei 5g" | ideographic "工厂 互联网" | spaced "," | thai "กรุงเทพ" |
//   spaced " 2023"
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace polsearch {

enum class RunKind : std::uint8_t {
  kSpaced,        // words between spaces, numbers, and all spaces and punctuation
  kIdeographic,   // Han, kana, Hangul; with the spaces between two of them (they are line-breaking noise)
  kThai,          // with U+200B inside
  kThaiInitials,  // พ.ศ. ส.อ.ท.: one word, full stops and all
  kDictionary,    // Lao, Khmer, Burmese: no spaces, ICU has a dictionary
};

struct ScriptRun {
  RunKind kind = RunKind::kSpaced;
  std::size_t begin = 0, end = 0;  // bytes of the folded text
};

// What a folded code point does to the text around it.
enum class CharacterKind : std::uint8_t {
  kLetter,     // letter or digit of a spaced script
  kMark,       // combining: belongs to what stands before
  kIdeograph,  // Han, kana, Hangul
  kThai,       // Thai letter, vowel or tone mark
  kDictionary,
  kSpace,  // no gap
  kLineEnd,
  kSentenceEnd,  // always one: 。
  kMaybeEnd,     // one when a space, the end or an ideograph follows: . ! ?
  kPunctuation,  // everything else
};
[[nodiscard]] CharacterKind kind_of(char32_t c);

// The run that begins at `begin` (< text.size()). Runs concatenate to the text. Linear over all of it.
[[nodiscard]] ScriptRun run_at(std::string_view folded, std::size_t begin);

}  // namespace polsearch
