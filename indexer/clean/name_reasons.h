// Decisions by the score alone -> with a reason each: what kind of boilerplate is it, by its words, by place and
// neighbours?
//
//   "A year of cheap freight" below "Related news"  ->  reason "related"
#pragma once

#include <vector>

#include "indexer/clean/decide.h"

namespace polsearch::clean {

void name_reasons(std::vector<Decision>& decisions, const std::vector<Unit>& units,
                  const std::vector<UnitEvidence>& evidence, const BoilerplateRules& rules);

}  // namespace polsearch::clean
