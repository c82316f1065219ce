// What the match is asked, and what it answers: the same for both engines.
//
//   plan + weighted terms  ->  documents with scores, exact total, and every matching document for the facets
#pragma once

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <polsearch/searcher.h>

#include "analysis/columns.h"
#include "searcher/match/plan.h"
#include "searcher/match/rank_terms.h"

namespace polsearch::match {

struct Matched {
  std::uint32_t document = 0;
  double score = 0;
};

[[nodiscard]] inline std::vector<std::uint32_t> documents_of(std::span<const Matched> page) {
  std::vector<std::uint32_t> documents;
  documents.reserve(page.size());
  for (const Matched& matched : page) documents.push_back(matched.document);
  return documents;
}

struct MatchQuestion {
  const Plan& plan;
  std::span<const QueryTerm> ranked;
  Sort sort = Sort::kRelevance;
  std::size_t count = 10;
  std::size_t offset = 0;
  bool collect = false;                                                // fill MatchAnswer::documents
  const Columns* columns = nullptr;                                    // needed to sort by ascending date
  std::optional<std::chrono::steady_clock::time_point> deadline = {};  // stop then and say so
  bool in_order = true;                                                // false: the order of the page does not matter
};

struct MatchAnswer {
  std::vector<Matched> page;  // best first; equal scores: newest first
  std::uint64_t total = 0;
  bool is_complete = true;               // false: the deadline passed; total, page and documents are of the newest part
  std::vector<std::uint32_t> documents;  // all matches, ascending
  std::vector<std::uint32_t> frequencies;  // documents that each of `ranked` stands in; empty: not known
};

struct TermScore {
  std::string term;
  std::uint32_t frequency = 0;  // wdf in the document
  double score = 0;
};

// Which of some documents has which of some terms.
class Presence {
 public:
  Presence(std::size_t documents, std::size_t terms) : terms_(terms), has_(documents * terms) {}
  void add(std::size_t document, std::size_t term) { has_[document * terms_ + term] = 1; }
  // By term: 1 or 0.
  [[nodiscard]] std::span<const char> of(std::size_t document) const {
    return {has_.data() + document * terms_, terms_};
  }
  friend bool operator==(const Presence&, const Presence&) = default;

 private:
  std::size_t terms_;
  std::vector<char> has_;
};

// idf: ln(1 + (N - n + 0.5) / (n + 0.5)).
[[nodiscard]] inline double rarity(std::uint32_t documents, std::uint32_t with_term) {
  const double n = with_term;
  return std::log(1.0 + (static_cast<double>(documents) - n + 0.5) / (n + 0.5));
}

}  // namespace polsearch::match
