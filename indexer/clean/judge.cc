#include "indexer/clean/judge.h"

#include "indexer/clean/segments.h"

namespace polsearch::clean {

JudgedPage judge_page(const Page& page, const BoilerplateRules& rules, const DateLabels& labels) {
  JudgedPage judged;
  judged.units = cut_units(page, rules);
  for (const Unit& unit : judged.units) {
    UnitEvidence evidence;
    evidence.rules = rules.judge(unit);
    judged.dates.push_back(dates_of_unit(unit, labels));
    evidence.has_date = judged.dates.back().has_day();
    evidence.prose = !judged.dates.back().is_date_line && is_prose(unit, evidence.rules);
    judged.evidence.push_back(evidence);
  }
  judged.features = line_features(page, judged.units, judged.evidence);
  return judged;
}

}  // namespace polsearch::clean
