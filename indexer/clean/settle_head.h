// Decisions, and the title once it is known -> the head of the page settled: what is no body above the text, and what
// short lines there are.
//
//   title "Notice on steel plates", then "(Decree No. 7 of the Ministry of Finance)"  ->  the second line is body
#pragma once

#include <optional>
#include <vector>

#include "indexer/clean/decide.h"

namespace polsearch::clean {

// The first unit of running text that is kept (else the first kept one, behind a date line at the head if there is one;
// else units.size()).
[[nodiscard]] std::size_t first_prose(const std::vector<Decision>& decisions, const std::vector<UnitEvidence>& evidence,
                                      const std::vector<UnitDates>& dates);

// The title is known: what stands before it is no body, and short lines between it and the text may be.
void settle_head(std::vector<Decision>& decisions, const std::vector<Unit>& units,
                 const std::vector<UnitEvidence>& evidence, std::optional<std::size_t> title, std::size_t prose);

// "1. Why old lifts" above a text that has the head "Why old lifts": the table of contents goes.
void drop_contents(std::vector<Decision>& decisions, const std::vector<Unit>& units, std::size_t prose);

}  // namespace polsearch::clean
