// Mistakes in the knowledge tables that loading lets pass: `polindex knowledge check`.
//
//   two rows with the alias "MOC" -> corpus/knowledge/ministries.tsv:41: "MOC" is a name of cn-moc too (...:87); mark
//   ...
#pragma once

#include <string>
#include <vector>

#include "analysis/knowledge.h"

namespace polsearch {

// One line a mistake, "file:line: what", in the order of the tables' rows; empty when there is none. Looked for: a name
// of two bodies of one country that a row does not mark as ambiguous (bodies that succeed each other may share one: the
// date tells; those of two countries may: the country tells), successors that do not exist, bodies that come after
// themselves, rows without a reason or a source, glossary
// terms without a form in one of the languages, forms that stand in two rows or twice in one.
[[nodiscard]] std::vector<std::string> check_knowledge(const Knowledge& knowledge);

}  // namespace polsearch
