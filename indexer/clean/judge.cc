#include "indexer/clean/judge.h"

#include "indexer/clean/segments.h"

namespace polsearch::clean {
namespace {

// "What is a 5G factory?" directly above a date line is a headline, whatever its length.
bool is_one_question(const Unit& unit) {
  const auto ends = [&](std::string_view mark) {
    return unit.text.size() > mark.size() && unit.text.substr(unit.text.size() - mark.size()) == mark;
  };
  return unit.counts.sentence_ends <= 1 && (ends("?") || ends("\uFF1F"));
}

}  // namespace

JudgedPage judge_page(const Page& page, const BoilerplateRules& rules, const DateLabels& labels) {
  JudgedPage judged;
  judged.units = cut_units(page, rules);
  judged.dates = dates_of_units(judged.units, labels);
  for (std::size_t i = 0; i < judged.units.size(); ++i) {
    const Unit& unit = judged.units[i];
    UnitEvidence evidence;
    evidence.rules = rules.judge(unit);
    evidence.has_date = judged.dates[i].has_day();
    evidence.prose = !judged.dates[i].is_date_line && is_prose(unit, evidence.rules);
    judged.evidence.push_back(evidence);
  }
  for (std::size_t i = 0; i + 1 < judged.units.size(); ++i)
    if (judged.dates[i + 1].is_date_line && is_one_question(judged.units[i])) judged.evidence[i].prose = false;
  judged.features = line_features(page, judged.units, judged.evidence);
  return judged;
}

}  // namespace polsearch::clean
