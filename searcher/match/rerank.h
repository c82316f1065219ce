// The second look at the best pages: those that have more of the query, or a title that says just that, move up.
//
// With a half-life, age takes its share away from the whole.
//
// Source of the form and the numbers: docs/decisions/0007. Without it a shorter title never beats the longer one that
// contains it ("Implementing rules of the Steel Act" for "Steel Act").
#pragma once

#include <string>
#include <vector>

#include <polsearch/result.h>

#include "analysis/analyzer.h"
#include "searcher/match/database.h"
#include "searcher/match/plan.h"
#include "searcher/match/rank_terms.h"
#include "searcher/match/recency.h"

namespace polsearch::match {

// What is added to one page's score.
struct Bonus {
  double coverage = 0;
  double title = 0;
  double recency = 0;  // what age takes away: negative or 0

  [[nodiscard]] double sum() const { return coverage + title + recency; }
};

// One bonus for each of `page`, in its order. All of them match `plan`: what it says of them is not looked up.
[[nodiscard]] Result<std::vector<Bonus>> bonuses(const std::vector<Matched>& page, const std::vector<QueryTerm>& ranked,
                                                 const Plan& plan, const Database& database, const Analyzer& analyzer,
                                                 const Recency& recency);

// The first `wanted` of them best first; equal scores: newest first. `page` in any order; cheapest by rising document.
[[nodiscard]] Result<std::vector<Matched>> rerank(std::vector<Matched> page, std::size_t wanted,
                                                  const std::vector<QueryTerm>& ranked, const Plan& plan,
                                                  const Database& database, const Analyzer& analyzer,
                                                  const Recency& recency);

}  // namespace polsearch::match
