// Page -> its units with all that is known of each before the decision: rules, dates, line features.
//
//   "Source: Xinhua" / "The ministry said ..."  ->  two units: a hard row of reason "credits"; prose
#pragma once

#include <vector>

#include "indexer/clean/line_features.h"
#include "indexer/clean/rules.h"
#include "indexer/clean/unit.h"
#include "indexer/clean/unit_dates.h"

namespace polsearch::clean {

// Four vectors of one length.
struct JudgedPage {
  std::vector<Unit> units;
  std::vector<UnitEvidence> evidence;
  std::vector<UnitDates> dates;
  std::vector<FeatureVector> features;
};

[[nodiscard]] JudgedPage judge_page(const Page& page, const BoilerplateRules& rules, const DateLabels& labels);

}  // namespace polsearch::clean
