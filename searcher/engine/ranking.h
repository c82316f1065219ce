// Scores of a window's matches: BM25 over the question's weighted terms, term by term over all documents of the window.
//
// A match that can no longer reach the worst of the best, whatever the terms left over give it, is dropped; terms are
// taken in the order of what they can give at most. A surface form stands in a document no oftener than its stem: what
// it can give there is known when the stem is. Source: Turtle and Flood, "Query evaluation: strategies and
// optimizations" (1995), MaxScore; here the sets are a window's, and totals do not hang on it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
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
  // `terms`: those that the plan has opened. They and `norms` outlive it. `documents`: of the whole index.
  Ranking(std::span<const match::QueryTerm> ranked, QueryTerms& terms, const DocumentNorms& norms,
          std::uint32_t documents);

  // Offers the window's matches, each with its score. `places`: ascending; they are used up.
  void rank(const Window& window, std::span<std::uint32_t> places, BestDocuments& best);

  [[nodiscard]] bool is_damaged() const;
  // In how many documents each of the question's terms stands.
  [[nodiscard]] const std::vector<std::uint32_t>& frequencies() const { return frequencies_; }

 private:
  struct RankedTerm {
    const match::QueryTerm* asked;
    TermWindow* term;
    double factor;                   // weight x idf x (k1 + 1): what it gives at most
    bool is_led = false;             // by one of the others
    double led = 0;                  // the factors of those that it leads: they give at most that much of its own share
    double rest = 0;                 // what the leaders behind it and those that they lead give at most
    std::size_t usual_postings = 0;  // in a window, on the average
    std::optional<PostingList> list = {};  // where single ones are found
  };
  void find_leaders();
  void sort_terms();
  void add(RankedTerm& ranked, const Window& window);
  void add_share(const RankedTerm& ranked, std::uint32_t place, double share);
  void add_to_all(const RankedTerm& ranked, const Window& window);
  void add_to_candidates(const RankedTerm& ranked, const Window& window);
  void add_found(RankedTerm& ranked, const Window& window);
  void drop_hopeless(double rest, double threshold);

  const QueryTerms& opened_;
  const DocumentNorms& norms_;
  std::vector<std::uint32_t> frequencies_;
  std::vector<RankedTerm> terms_;    // leaders, then the led ones, each by falling factor
  std::span<std::uint32_t> places_;  // of the matches that may still get in
  // Of the candidates: scores, and what the terms that were led so far may still add. Others may have any, so nothing
  // is cleared before.
  std::array<double, kWindowDocuments> scores_, hopes_;
};

// weight x idf x (k1 + 1) of a term that `with_term` of `documents` have: its score is this times the share.
[[nodiscard]] double rank_factor(double weight, std::uint32_t documents, std::uint32_t with_term);

}  // namespace polsearch::engine
