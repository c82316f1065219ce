// Query tree -> the same, in which a ministry's name also finds the pages that name it otherwise.
//
//   MIIT subsidies  ->  (MIIT OR ministry:cn-miit) subsidies
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/knowledge.h"
#include "analysis/ministry_linker.h"
#include "searcher/query/ast.h"

namespace polsearch::match {

// Abbreviations that a person may type in lower case, folded -> id: those that mean one body only and are no English
// word a person is likely to mean (four letters and more, not marked ambiguous).
using TypedAbbreviations = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] TypedAbbreviations typed_abbreviations(const Knowledge& knowledge);

struct NamesExpanded {
  query::Node node;
  std::vector<std::string> notes;
  std::vector<std::string> ids;  // bodies that were added, in query order
};

// Words in a row and quoted phrases are looked at, where they are wanted (not behind NOT) and not bound to title, body
// or removed. Only names that the linker is sure of by themselves count.
[[nodiscard]] NamesExpanded expand_names(query::Node node, const MinistryLinker& linker,
                                         const TypedAbbreviations& abbreviations);

}  // namespace polsearch::match
