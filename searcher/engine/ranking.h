// Scores of a window's matches: BM25 over the question's weighted terms, term by term over all documents of the window.
//
// A match that can no longer reach the worst of the best, whatever the terms left over give it, is dropped; terms are
// taken in the order of what they can give at most. Source: Turtle and Flood, "Query evaluation: strategies and
// optimizations" (1995), MaxScore; here the sets are a window's, and totals do not hang on it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "searcher/engine/best_documents.h"
#include "searcher/engine/document_norms.h"
#include "searcher/engine/query_terms.h"
#include "searcher/engine/window.h"
#include "searcher/match/rank_terms.h"

namespace polsearch::engine {

class Ranking {
 public:
  // `terms` and `norms` outlive it. `documents`: of the whole index.
  Ranking(std::span<const match::QueryTerm> ranked, QueryTerms& terms, const DocumentNorms& norms,
          std::uint32_t documents);

  // Offers the window's matches, each with its score.
  void rank(const Window& window, const WindowSet& matches, BestDocuments& best);

 private:
  struct RankedTerm {
    TermWindow* term;
    double factor;  // weight x idf x (k1 + 1): what it gives at most
    double rest;    // what the terms behind it give at most
  };
  void add_to_all(const RankedTerm& ranked, const Window& window);
  void add_to_candidates(const RankedTerm& ranked, const Window& window);
  void drop_hopeless(double rest, double threshold);

  const DocumentNorms& norms_;
  std::vector<RankedTerm> terms_;          // falling factor
  std::vector<std::uint32_t> candidates_;  // places of matches that may still get in
  std::array<double, kWindowDocuments> scores_{};
};

// weight x idf x (k1 + 1) of a term that `with_term` of `documents` have: its score is this times the share.
[[nodiscard]] double rank_factor(double weight, std::uint32_t documents, std::uint32_t with_term);

}  // namespace polsearch::engine
