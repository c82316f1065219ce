// Query tree -> the weighted terms that rank: a flat list, apart from what matches.
//
//   5G factories  ->  5g 1.0, Zfactori 0.8, factories 0.2
//
// Every positive word takes part, also those of phrases and stop words (damped); what is excluded does not. Quoted
// Chinese ranks by its pairs alone, quoted Thai by its words: what else stands for a text serves to find it cut
// otherwise.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/analyzer.h"
#include "searcher/match/expand_names.h"
#include "searcher/match/terms.h"
#include "searcher/query/ast.h"

namespace polsearch::match {

struct QueryTerm {
  std::string term;         // as in the index, prefix included
  double weight = 0;        // channel, damping and repeats; idf comes on top when it is searched
  std::uint32_t piece = 0;  // which word of the query it belongs to: several terms may stand for one word
  bool highlight = false;   // strong enough to be shown in a page
  double importance =
      0;  // of the words that meaning is counted by (stems, pairs, Thai words): damping x repeats; else 0
  // The term that stands in a document at least as often as this one does: the stem of a surface form. Empty: none.
  std::string leader = {};
};

struct QueryTerms {
  std::vector<QueryTerm> ranked;   // distinct terms, in query order; at most rank::kMaxRankTerms
  std::vector<QueryTerm> removed;  // what removed: asked for, without prefix: shown, never ranked
};

// `asked`: glossary terms of the query, whose other forms rank beside the words typed.
[[nodiscard]] QueryTerms rank_terms(const query::Node& node, const Analyzer& analyzer, const TermLookup& terms,
                                    const std::vector<AskedTerm>& asked = {});

}  // namespace polsearch::match
