#include "searcher/engine/match.h"

#include <algorithm>
#include <limits>
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

  void offer(const Window& window, const WindowSet& matches) {
    if (question_.count == 0) return;
    if (question_.sort == Sort::kDateAscending && question_.columns != nullptr)
      offer_by_age(window, matches);
    else
      ranking_.rank(window, matches, best_);
  }

  [[nodiscard]] bool is_damaged() const { return ranking_.is_damaged(); }

  std::vector<match::Matched> page() && {
    std::vector<match::Matched> best = std::move(best_).take();
    best.erase(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(std::min(question_.offset, best.size())));
    if (question_.sort != Sort::kRelevance)
      for (match::Matched& matched : best) matched.score = 0;
    return best;
  }

 private:
  // The older, the better; undated documents last.
  void offer_by_age(const Window& window, const WindowSet& matches) {
    const Columns& columns = *question_.columns;
    matches.for_each([&](std::uint32_t place) {
      const std::uint32_t document = window.first + place;
      const std::uint32_t day = document <= columns.documents ? columns.days[document - 1] : 0;
      best_.offer(document, -static_cast<double>(day == 0 ? std::numeric_limits<std::uint32_t>::max() : day));
    });
  }

  const MatchQuestion& question_;
  Ranking ranking_;
  std::size_t wanted_;
  BestDocuments best_;
};

void collect(const Window& window, const WindowSet& matches, std::vector<std::uint32_t>& documents) {
  matches.for_each([&](std::uint32_t place) { documents.push_back(window.first + place); });
}

}  // namespace

std::optional<MatchAnswer> answer_question(const MatchQuestion& question, const Collection& collection) {
  MatchAnswer answer;
  const Deadline deadline = question.deadline ? Deadline(*question.deadline) : Deadline();
  QueryTerms terms(collection.postlist, collection.documents);
  PlanMatcher plan(question.plan, {terms, collection.positions, collection.documents, deadline});
  Sorter sorter(question, terms, collection);
  std::uint32_t first = plan.first_from(1);
  while (first <= collection.documents) {
    if (deadline.has_passed()) {
      answer.is_complete = false;
      break;
    }
    const Window window = Window::around(first, collection.documents);
    const WindowSet matches = plan.match(window, first);
    if (const std::uint32_t count = matches.count(); count > 0) {
      answer.total += count;
      if (question.collect) collect(window, matches, answer.documents);
      sorter.offer(window, matches);
    }
    if (window.last == collection.documents) break;
    first = plan.first_from(window.last + 1);
  }
  if (plan.is_damaged() || sorter.is_damaged()) return std::nullopt;
  answer.is_complete = answer.is_complete && !plan.was_cut();
  answer.page = std::move(sorter).page();
  return answer;
}

}  // namespace polsearch::engine
