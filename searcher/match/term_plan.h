// A glossary term -> plan: the pages that have any of its forms.
//
//   nev  ->  (nev OR (... AND PHRASE 3 (new energy (vehicle OR vehicles))) OR (新能 AND 能源 AND 源汽 AND 汽车) OR ...)
//
// One English word matches by its stem, several as a phrase in singular or plural; Chinese by its character pairs, as a
// typed word does; Thai by its word, several words by all of their grams.
#pragma once

#include <optional>
#include <string_view>

#include "analysis/analyzer.h"
#include "analysis/glossary.h"
#include "searcher/match/plan.h"
#include "searcher/match/terms.h"

namespace polsearch::match {

// Forms with a word that no page has are left out; nothing() when all are. `language`: its forms alone.
[[nodiscard]] Plan term_plan(const GlossaryTerm& term, std::optional<FormLanguage> language, const Analyzer& analyzer,
                             const TermLookup& terms);

// Whether the index has words of a form that is written otherwise than `words`: if not, the term finds nothing more.
[[nodiscard]] bool has_other_form(const GlossaryTerm& term, std::string_view words, const Analyzer& analyzer,
                                  const TermLookup& terms);

}  // namespace polsearch::match
