#include "searcher/engine/ranking.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

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
    : opened_(terms), norms_(norms) {
  for (const match::QueryTerm& term : ranked) {
    TermWindow& window = terms.open(term.term);
    frequencies_.push_back(window.frequency());
    if (window.frequency() == 0 || term.weight <= 0) continue;
    terms_.push_back({&term, &window, rank_factor(term.weight, documents, window.frequency())});
    terms_.back().usual_postings = terms.usual_postings(window);
  }
  find_leaders();
  sort_terms();
}

void Ranking::find_leaders() {
  std::unordered_map<std::string_view, RankedTerm*> by_name;
  for (RankedTerm& term : terms_) by_name.emplace(term.asked->term, &term);
  for (RankedTerm& term : terms_) {
    const auto leader = term.asked->leader.empty() ? by_name.end() : by_name.find(term.asked->leader);
    if (leader == by_name.end() || !leader->second->asked->leader.empty()) continue;
    term.is_led = true;
    leader->second->led += term.factor;
  }
}

void Ranking::sort_terms() {
  std::stable_sort(terms_.begin(), terms_.end(), [](const RankedTerm& a, const RankedTerm& b) {
    return a.is_led != b.is_led ? b.is_led : a.factor + a.led > b.factor + b.led;
  });
  double rest = 0;
  for (auto term = terms_.rbegin(); term != terms_.rend(); ++term) {
    term->rest = rest;
    if (!term->is_led) rest += term->factor + term->led;
  }
}

void Ranking::rank(const Window& window, std::span<std::uint32_t> places, BestDocuments& best) {
  places_ = places;
  for (const std::uint32_t place : places_) scores_[place] = hopes_[place] = 0;
  for (RankedTerm& ranked : terms_) {
    if (places_.empty()) return;
    add(ranked, window);
    if (ranked.rest < best.threshold()) drop_hopeless(ranked.rest, best.threshold());
  }
  for (const std::uint32_t place : places_) best.offer(window.first + place, scores_[place]);
}

bool Ranking::is_damaged() const {
  return std::any_of(terms_.begin(), terms_.end(),
                     [](const RankedTerm& ranked) { return ranked.list && ranked.list->is_damaged(); });
}

void Ranking::add(RankedTerm& ranked, const Window& window) {
  const std::uint32_t last = window.first + places_.back();
  if (places_.size() * kFindCost < ranked.usual_postings && !ranked.term->shows(window, last))
    return add_found(ranked, window);
  ranked.term->show(window, last);
  if (places_.size() * kLookupCost < ranked.term->documents().size())
    add_to_candidates(ranked, window);
  else
    add_to_all(ranked, window);
}

inline void Ranking::add_share(const RankedTerm& ranked, std::uint32_t place, double share) {
  scores_[place] += ranked.factor * share;
  hopes_[place] += ranked.led * share;
}

void Ranking::add_found(RankedTerm& ranked, const Window& window) {
  if (!ranked.list) ranked.list = opened_.list(ranked.asked->term);
  for (std::size_t i = 0; i < places_.size() && !ranked.list->at_end(); ++i) {
    const std::uint32_t document = window.first + places_[i];
    if (const auto wdf = ranked.list->find(document)) add_share(ranked, places_[i], norms_.share(document, *wdf));
  }
}

void Ranking::add_to_all(const RankedTerm& ranked, const Window& window) {
  const std::span<const std::uint32_t> documents = ranked.term->documents(), wdfs = ranked.term->wdfs();
  for (std::size_t i = 0; i < documents.size(); ++i)
    add_share(ranked, documents[i] - window.first, norms_.share(documents[i], wdfs[i]));
}

void Ranking::add_to_candidates(const RankedTerm& ranked, const Window& window) {
  const std::span<const std::uint32_t> documents = ranked.term->documents(), wdfs = ranked.term->wdfs();
  std::size_t at = 0;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const std::uint32_t place = places_[i], document = window.first + place;
    at = first_not_before(documents, at, document);
    if (at == documents.size()) return;
    if (documents[at] == document) add_share(ranked, place, norms_.share(document, wdfs[at]));
  }
}

// Every second one may go: without a branch, which would be guessed wrong as often.
void Ranking::drop_hopeless(double rest, double threshold) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const std::uint32_t place = places_[i];
    places_[kept] = place;
    kept += static_cast<std::size_t>((scores_[place] + hopes_[place] + rest) * kRounding >= threshold);
  }
  places_ = places_.first(kept);
}

}  // namespace polsearch::engine
