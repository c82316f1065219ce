// A document -> the terms that set it apart, to find pages like it.
//
//   "5G factories of white goods ..."  ->  5g 0.84, Zfactori 0.81, Zwhite 0.57, ...
//
// Method: the terms with the largest idf * tf / (tf + 3), a title word counted as in the index (Rocchio's feedback
// from one page that a person chose; docs/decisions/0007 says why it is never done unasked).
#pragma once

#include <string>
#include <vector>

#include <polsearch/result.h>

#include "analysis/analyzer.h"
#include "analysis/columns.h"
#include "searcher/match/database.h"
#include "searcher/match/plan.h"
#include "searcher/match/rank_terms.h"

namespace polsearch::match {

struct Likeness {
  std::vector<QueryTerm> terms;  // strongest first, at most rank::kLikeTerms
  Plan sharing;                  // pages with any of them
  Plan others;                   // all pages but the document itself and the others of its story
};

// Error (kInput) when there is no document with this id. Linear in the document, and in the index at 4 bytes a
// document.
[[nodiscard]] Result<Likeness> likeness_of(const std::string& id, const Database& database, const Analyzer& analyzer,
                                           const Columns& columns);

// What ranks when there is a query too: its own terms, and those of the document beside them.
[[nodiscard]] QueryTerms with_likeness(QueryTerms query, const Likeness& likeness);

// "5g 0.96, Zfactori 0.94": for --explain.
[[nodiscard]] std::string print(const Likeness& likeness);

}  // namespace polsearch::match
