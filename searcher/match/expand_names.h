// Query tree -> the same, in which a name or a policy term also finds the pages that write it otherwise.
//
//   MIIT subsidies  ->  (MIIT OR ministry:cn-miit) (subsidies OR term:subsidy)
//
// term:subsidy stands for every form of that row of the glossary, in three languages (analysis/glossary.h).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analyzer.h"
#include "analysis/glossary.h"
#include "analysis/knowledge.h"
#include "analysis/ministry_linker.h"
#include "searcher/match/terms.h"
#include "searcher/query/ast.h"

namespace polsearch::match {

// Abbreviations that a person may type in lower case, folded -> id: those that mean one body only and are no English
// word a person is likely to mean (four letters and more, not marked ambiguous); and Thai ones without their dot, of
// which the last of bodies that succeed each other is meant.
using TypedAbbreviations = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] TypedAbbreviations typed_abbreviations(const Knowledge& knowledge);

struct NameTables {
  const MinistryLinker& linker;
  const TypedAbbreviations& abbreviations;
  const Glossary& glossary;
  const Analyzer& analyzer;
  const TermLookup* terms = nullptr;  // the index's: terms that it has in no other form are left as typed
};

// A term that the query asks for: by `words` of it, or as `term:id` (no words, no language).
struct AskedTerm {
  const GlossaryTerm* term = nullptr;
  std::optional<FormLanguage> language;
  std::string words;
};

struct NamesExpanded {
  query::Node node;
  std::vector<std::string> notes;
  std::vector<std::string> ids;  // bodies that were added, in query order
  std::vector<AskedTerm> terms;  // in query order; at most kMaxAskedTerms
};

// Further terms of a query are left as typed, with a note.
inline constexpr std::size_t kMaxAskedTerms = 16;

// Words in a row are looked at, where they are wanted (not behind NOT) and not bound to title, body or removed; quoted
// phrases only for a whole name of a ministry. Only ministries that the linker is sure of by themselves count. An OR
// that has a ministry: or term: in it already stays as it is.
[[nodiscard]] NamesExpanded expand_names(query::Node node, const NameTables& tables);

// The one language that the terms of a query were typed in; none: several, or no term.
[[nodiscard]] std::optional<FormLanguage> language_of(const std::vector<AskedTerm>& terms);

// Of what `node` finds the pages in one language: `steel lang:en`. Exclusions stay the outermost.
[[nodiscard]] query::Node in_language(query::Node node, FormLanguage language);

enum class TermForms : bool {
  kAsTyped,      // subsidies
  kOwnLanguage,  // subsidies OR term:subsidy@en
};
// The expanded tree with fewer forms of its `terms`. Its depth is that of a parsed query.
[[nodiscard]] query::Node with_forms(query::Node node, const std::vector<AskedTerm>& terms, TermForms forms);

// The terms of a tree whose `term:` parts were typed.
[[nodiscard]] std::vector<AskedTerm> typed_terms(const query::Node& node, const Glossary& glossary);

}  // namespace polsearch::match
