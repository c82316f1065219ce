// Rules and scores -> which units are the article, and for the others by which rule and for what reason.
//
//   "The ministry said that output rose."  ->  kept;  "Related news"  ->  removed by a rule, reason "related";
//   "Steel Weekly"  ->  removed by "score", the reason left to name_reasons.h
#pragma once

#include <string>
#include <vector>

#include "indexer/clean/line_features.h"
#include "indexer/clean/unit_dates.h"

namespace polsearch::clean {

struct Decision {
  bool keep = false;
  std::string rule;    // row of boilerplate.tsv, or "score", "script", "date-line", "title"; empty when kept
  std::string reason;  // contract.md; empty when kept
  double score = 0;
};

struct Decisions {
  std::vector<Decision> units;
  bool fell_back = false;  // the page had no text that the model believes in
};

[[nodiscard]] Decisions decide(const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence,
                               const std::vector<UnitDates>& dates, const std::vector<double>& scores,
                               ScriptClass script);

}  // namespace polsearch::clean
