#include "searcher/engine/ranking.h"

#include <algorithm>

#include "searcher/match/rank_weights.h"

namespace polsearch::engine {
namespace {

// Looking a document up in a window's postings costs about as much as scoring this many.
constexpr std::size_t kLookupCost = 6;
// Sums in another order differ by less.
constexpr double kRounding = 1 + 1e-9;

// From `from` on, in steps that double: the next candidate is seldom far.
std::size_t first_not_before(std::span<const std::uint32_t> documents, std::size_t from, std::uint32_t document) {
  std::size_t step = 1, to = from;
  while (to < documents.size() && documents[to] < document) {
    from = to + 1;
    to += step;
    step *= 2;
  }
  const auto end = documents.begin() + static_cast<std::ptrdiff_t>(std::min(to, documents.size()));
  return static_cast<std::size_t>(
      std::lower_bound(documents.begin() + static_cast<std::ptrdiff_t>(from), end, document) - documents.begin());
}

}  // namespace

double rank_factor(double weight, std::uint32_t documents, std::uint32_t with_term) {
  return weight * match::rarity(documents, with_term) * (match::rank::kK1 + 1);
}

Ranking::Ranking(std::span<const match::QueryTerm> ranked, QueryTerms& terms, const DocumentNorms& norms,
                 std::uint32_t documents)
    : norms_(norms) {
  for (const match::QueryTerm& term : ranked) {
    TermWindow& window = terms.open(term.term);
    if (window.frequency() == 0 || term.weight <= 0) continue;
    terms_.push_back({&window, rank_factor(term.weight, documents, window.frequency()), 0});
  }
  std::stable_sort(terms_.begin(), terms_.end(),
                   [](const RankedTerm& a, const RankedTerm& b) { return a.factor > b.factor; });
  double rest = 0;
  for (auto term = terms_.rbegin(); term != terms_.rend(); ++term) {
    term->rest = rest;
    rest += term->factor;
  }
}

void Ranking::rank(const Window& window, const WindowSet& matches, BestDocuments& best) {
  candidates_.resize(window.size());
  std::size_t count = 0;
  matches.for_each([&](std::uint32_t place) { candidates_[count++] = place; });
  candidates_.resize(count);
  std::fill(scores_.begin(), scores_.begin() + window.size(), 0.0);
  for (const RankedTerm& ranked : terms_) {
    if (candidates_.empty()) return;
    ranked.term->show(window, window.first + candidates_.back());
    if (candidates_.size() * kLookupCost < ranked.term->documents().size())
      add_to_candidates(ranked, window);
    else
      add_to_all(ranked, window);
    if (ranked.rest < best.threshold()) drop_hopeless(ranked.rest, best.threshold());
  }
  for (const std::uint32_t place : candidates_) best.offer(window.first + place, scores_[place]);
}

void Ranking::add_to_all(const RankedTerm& ranked, const Window& window) {
  const std::span<const std::uint32_t> documents = ranked.term->documents(), wdfs = ranked.term->wdfs();
  for (std::size_t i = 0; i < documents.size(); ++i)
    scores_[documents[i] - window.first] += ranked.factor * norms_.share(documents[i], wdfs[i]);
}

void Ranking::add_to_candidates(const RankedTerm& ranked, const Window& window) {
  const std::span<const std::uint32_t> documents = ranked.term->documents(), wdfs = ranked.term->wdfs();
  std::size_t at = 0;
  for (const std::uint32_t place : candidates_) {
    const std::uint32_t document = window.first + place;
    at = first_not_before(documents, at, document);
    if (at == documents.size()) return;
    if (documents[at] == document) scores_[place] += ranked.factor * norms_.share(document, wdfs[at]);
  }
}

// Every second one may go: without a branch, which would be guessed wrong as often.
void Ranking::drop_hopeless(double rest, double threshold) {
  std::size_t kept = 0;
  for (const std::uint32_t place : candidates_) {
    candidates_[kept] = place;
    kept += static_cast<std::size_t>((scores_[place] + rest) * kRounding >= threshold);
  }
  candidates_.resize(kept);
}

}  // namespace polsearch::engine
