// Traditional and simplified Han characters: 國 -> 国, and what either proves about a text.
#pragma once

#include <string_view>

namespace polsearch {

// The simplified character for a traditional one, the character itself for any other. Constant time, any thread.
[[nodiscard]] char32_t simplified_han(char32_t c);

// What one character tells about its text: 國 stands only in traditional Chinese, 国 only in simplified, 里 in both.
enum class HanEvidence : unsigned char { kNone, kTraditional, kSimplified };
[[nodiscard]] HanEvidence han_evidence(char32_t c);

// The embedded table as it is, for its digest.
[[nodiscard]] std::string_view han_variants_tsv();

}  // namespace polsearch
