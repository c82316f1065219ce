#include "searcher/engine/match.h"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include "searcher/engine/best_documents.h"
#include "searcher/engine/deadline.h"
#include "searcher/engine/plan_matcher.h"
#include "searcher/engine/query_terms.h"
#include "searcher/engine/ranking.h"

namespace polsearch::engine {
namespace {

using match::MatchAnswer;
using match::MatchQuestion;

// Offers matches in the order that the question asks for.
class Sorter {
 public:
  Sorter(const MatchQuestion& question, QueryTerms& terms, const Collection& collection)
      : question_(question),
        ranking_(question.sort == Sort::kRelevance ? question.ranked : std::span<const match::QueryTerm>(), terms,
                 collection.norms, collection.documents),
        wanted_(std::min<std::size_t>(question.offset, collection.documents) +
                std::min<std::size_t>(question.count, collection.documents)),
        best_(std::min<std::size_t>(wanted_, collection.documents)) {}

  // `places`: of the window's matches, ascending; they are used up.
  void offer(const Window& window, std::span<std::uint32_t> places) {
    if (question_.count == 0) return;
    if (question_.sort == Sort::kDateAscending && question_.columns != nullptr)
      offer_by_age(window, places);
    else
      ranking_.rank(window, places, best_);
  }

  [[nodiscard]] bool is_damaged() const { return ranking_.is_damaged(); }
  [[nodiscard]] const std::vector<std::uint32_t>& frequencies() const { return ranking_.frequencies(); }

  std::vector<match::Matched> page() && {
    if (!question_.in_order && question_.offset == 0 && question_.sort == Sort::kRelevance)
      return std::move(best_).take_ascending();
    std::vector<match::Matched> best = std::move(best_).take();
    best.erase(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(std::min(question_.offset, best.size())));
    if (question_.sort != Sort::kRelevance)
      for (match::Matched& matched : best) matched.score = 0;
    return best;
  }

 private:
  // The older, the better; undated documents last.
  void offer_by_age(const Window& window, std::span<const std::uint32_t> places) {
    const Columns& columns = *question_.columns;
    for (const std::uint32_t place : places) {
      const std::uint32_t document = window.first + place;
      const std::uint32_t day = document <= columns.documents ? columns.days[document - 1] : 0;
      best_.offer(document, -static_cast<double>(day == 0 ? std::numeric_limits<std::uint32_t>::max() : day));
    }
  }

  const MatchQuestion& question_;
  Ranking ranking_;
  std::size_t wanted_;
  BestDocuments best_;
};

void collect(const Window& window, std::span<const std::uint32_t> places, std::vector<std::uint32_t>& documents) {
  for (const std::uint32_t place : places) documents.push_back(window.first + place);
}

}  // namespace

std::optional<MatchAnswer> answer_question(const MatchQuestion& question, const Collection& collection) {
  MatchAnswer answer;
  const Deadline deadline = question.deadline ? Deadline(*question.deadline) : Deadline();
  QueryTerms terms(collection.postlist, collection.documents);
  PlanMatcher plan(question.plan, {terms, collection.positions, collection.documents, deadline});
  Sorter sorter(question, terms, collection);
  const bool is_counted_only = question.count == 0 && !question.collect;
  WindowPlaces buffer;
  std::uint32_t first = plan.first_from(1);
  while (first <= collection.documents) {
    if (deadline.has_passed()) {
      answer.is_complete = false;
      break;
    }
    const Window window = Window::around(first, collection.documents);
    if (is_counted_only) {
      answer.total += plan.match(window, first).count();
    } else {
      const std::span<std::uint32_t> places = plan.places(window, first, buffer);
      answer.total += places.size();
      if (question.collect) collect(window, places, answer.documents);
      sorter.offer(window, places);
    }
    if (window.last == collection.documents) break;
    first = plan.first_from(window.last + 1);
  }
  if (plan.is_damaged() || sorter.is_damaged()) return std::nullopt;
  answer.is_complete = answer.is_complete && !plan.was_cut();
  answer.frequencies = sorter.frequencies();
  answer.page = std::move(sorter).page();
  return answer;
}

}  // namespace polsearch::engine
