// Rules and scores -> which units are the article, and for the others by which rule and for what reason.
#pragma once

#include <optional>
#include <string>
#include <string_view>
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

// The first unit of running text that is kept (else the first kept one, behind a date line at the head if there is one;
// else units.size()).
[[nodiscard]] std::size_t first_prose(const std::vector<Decision>& decisions, const std::vector<UnitEvidence>& evidence,
                                      const std::vector<UnitDates>& dates);

// The title is known: what stands before it is no body, and short lines between it and the text may be.
void settle_head(std::vector<Decision>& decisions, const std::vector<Unit>& units,
                 const std::vector<UnitEvidence>& evidence, std::optional<std::size_t> title, std::size_t prose);

// "1. Why old lifts" above a text that has the head "Why old lifts": the table of contents goes.
void drop_contents(std::vector<Decision>& decisions, const std::vector<Unit>& units, std::size_t prose);

// Does a folded line hold a word by which a public body is known, such as "ministry" or 委?
[[nodiscard]] bool names_a_body(std::string_view key);

// A reason for each unit that the score alone removed: what kind of boilerplate is it, by its words, by place and
// neighbours?
void name_reasons(std::vector<Decision>& decisions, const std::vector<Unit>& units,
                  const std::vector<UnitEvidence>& evidence, const BoilerplateRules& rules);

}  // namespace polsearch::clean
