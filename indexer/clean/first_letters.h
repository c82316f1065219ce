// With which letters may a text begin that a pattern matches? Most patterns name the first word of a line, so that one
// look at the line's first letter rules them out.
//
//   "^[^\p{L}]*(home|news)\b"  ->  h, n        "(home|news)"  ->  any letter, or none: it is not bound to the begin
#pragma once

#include <cstdint>
#include <string_view>

namespace polsearch::clean {

// A set of classes of letters: a to z, the letters beyond ASCII by a hash of their code point, and "no letter".
using FirstLetters = std::uint64_t;
inline constexpr FirstLetters kAnyLetter = ~FirstLetters{0};

// The classes that the first letter of a text may be of when `pattern` (RE2) matches the text, which is in lower case.
// Never too few: what this reader of patterns does not know counts as any letter.
[[nodiscard]] FirstLetters first_letters(std::string_view pattern);

// The class of the first letter of a folded text, kAnyLetter when it is not known for certain.
[[nodiscard]] FirstLetters first_letter_of(std::string_view text);

}  // namespace polsearch::clean
