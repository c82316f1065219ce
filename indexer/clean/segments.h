// Page -> units: a line is a unit, unless it is long and holds cues, as a page flattened to one line does; then it is
// cut before them.
//
//   "... steel fell. Source:Xinhua Return to list Copyright © 2019"  ->  "... steel fell." | "Source:Xinhua" | ...
#pragma once

#include <vector>

#include "indexer/clean/rules.h"
#include "indexer/clean/unit.h"

namespace polsearch::clean {

// Units in order, none empty; their spans are disjoint and hold every character of the page that is not white space.
[[nodiscard]] std::vector<Unit> cut_units(const Page& page, const BoilerplateRules& rules);

}  // namespace polsearch::clean
