// Query text as translating machines leave it -> as it was meant: a compound with a blank before its hyphen.
//
//   industrial value -added 4.6%year -on -year  ->  industrial value-added 4.6%year-on-year
//
// `steel -coal` stays what it is, steel without coal: only where one of the two words says that they belong together is
// the minus a hyphen. A word that can hardly be searched for alone stands before it (non, high), a function word or a
// participle that ends compounds behind it (on, added), or a form of the glossary has just this compound. Source of the
// kinds: translated news of Chinese ministries, where one page in three has such blanks.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/glossary.h"

namespace polsearch::query {

// "value-added", "cross-border": pairs of small words that English forms of the glossary join with a hyphen.
using Compounds = std::set<std::string, std::less<>>;
[[nodiscard]] Compounds hyphenated_compounds(const Glossary& glossary);

struct MendedText {
  std::string text;
  std::vector<std::string> notes;  // one for each compound, at most kMaxGlueNotes
};

inline constexpr std::size_t kMaxGlueNotes = 5;

// Linear.
[[nodiscard]] MendedText mend_glue(std::string_view text, const Compounds& compounds);

}  // namespace polsearch::query
