#include "searcher/engine/plan_matcher.h"

#include <algorithm>
#include <array>
#include <utility>

namespace polsearch::engine {
namespace {

using match::DocumentRange;
using match::Plan;
using Op = match::Plan::Op;

// A document whose positions are read costs about as much as this many postings.
constexpr std::uint64_t kPhraseCost = 100;
// Looking a document up in a window's postings costs about as much as passing this many.
constexpr std::size_t kLookupCost = 16;
// The clock is read once in so many phrases.
constexpr std::size_t kPhrasesPerLook = 64;
constexpr std::size_t kExpectAhead = 6;

using RangeIterator = std::vector<DocumentRange>::const_iterator;

// The first range that ends at `document` or behind it.
RangeIterator range_from(const std::vector<DocumentRange>& ranges, std::uint32_t document) {
  return std::lower_bound(ranges.begin(), ranges.end(), document,
                          [](const DocumentRange& range, std::uint32_t wanted) { return range.last < wanted; });
}

std::uint32_t first_of_ranges(const std::vector<DocumentRange>& ranges, std::uint32_t document) {
  const RangeIterator range = range_from(ranges, document);
  return range == ranges.end() ? kNoDocument : std::max(document, range->first);
}

}  // namespace

PlanMatcher::PlanMatcher(const Plan& plan, const Context& context)
    : terms_(context.terms), deadline_(context.deadline), root_(compile(plan, context)) {}

PlanMatcher::Node PlanMatcher::compile(const Plan& plan, const Context& context) {
  if (plan.op == Op::kPhrase || plan.op == Op::kNear) return compile_phrase(plan, context);
  Node node;
  node.op = plan.op;
  node.minimum = plan.minimum;
  node.documents = plan.documents;
  if (plan.op == Op::kTerm) {
    node.name = plan.term;
    node.term = &context.terms.open(plan.term);
    node.usual_postings = context.terms.usual_postings(*node.term);
  }
  for (const Plan& child : plan.children) node.children.push_back(compile(child, context));
  node.cost = cost_of(node, context.documents);
  const auto unordered = node.children.begin() + (plan.op == Op::kAndNot ? 1 : 0);
  std::stable_sort(unordered, node.children.end(), [](const Node& a, const Node& b) { return a.cost < b.cost; });
  return node;
}

PlanMatcher::Node PlanMatcher::compile_phrase(const Plan& plan, const Context& context) {
  Node node;
  node.op = plan.op;
  node.phrase = context.positions.check(phrase_words(plan));
  // Two of the words say well enough where a phrase begins and what it costs that needs no postings.
  for (std::size_t i = 0; i < plan.children.size(); ++i)
    if (!node.phrase->finds_all() || i == 0 || i + 1 == plan.children.size())
      node.children.push_back(compile(plan.children[i], context));
  std::stable_sort(node.children.begin(), node.children.end(),
                   [](const Node& a, const Node& b) { return a.cost < b.cost; });
  node.cost = kPhraseCost * (node.children.empty() ? 0 : node.children.front().cost);
  return node;
}

std::uint64_t PlanMatcher::cost_of(const Node& node, std::uint32_t documents) {
  std::uint64_t sum = 0, least = documents;
  for (const Node& child : node.children) {
    sum += child.cost;
    least = std::min(least, child.cost);
  }
  switch (node.op) {
    case Op::kNothing: return 0;
    case Op::kAll: return documents;
    case Op::kTerm: return node.term->frequency();
    case Op::kAnd: return least;
    case Op::kAndNot: return node.children.front().cost;
    case Op::kDocuments:
      for (const DocumentRange& range : node.documents) sum += range.last - range.first + 1;
      return sum / 64;  // whole words of the set
    default: return sum;
  }
}

// Where a plan may match -------------------------------------------------------------------------------------------

std::uint32_t PlanMatcher::first_from(std::uint32_t document) { return first_from(root_, document, /*may_jump=*/true); }

std::uint32_t PlanMatcher::first_from(Node& node, std::uint32_t document, bool may_jump) {
  switch (node.op) {
    case Op::kNothing: return kNoDocument;
    case Op::kAll: return document;
    case Op::kTerm: return node.term->first_from(document);
    case Op::kAnd:
    case Op::kPhrase:
    case Op::kNear: return first_of_all(node.children, document, may_jump);
    case Op::kAndNot: return first_from(node.children.front(), document, may_jump);
    case Op::kDocuments: return first_of_ranges(node.documents, document);
    case Op::kOr:
    case Op::kSome: break;
  }
  std::uint32_t first = kNoDocument;
  for (Node& child : node.children) first = std::min(first, first_from(child, document, /*may_jump=*/false));
  return first;
}

std::uint32_t PlanMatcher::first_of_all(std::vector<Node>& nodes, std::uint32_t document, bool may_jump) {
  for (std::uint32_t wanted = document;;) {
    std::uint32_t latest = wanted;
    for (Node& node : nodes) latest = std::max(latest, first_from(node, may_jump ? latest : document, may_jump));
    if (latest == wanted || latest == kNoDocument || !may_jump) return latest;
    wanted = latest;
  }
}

// Matches of a window ------------------------------------------------------------------------------------------------

WindowSet PlanMatcher::match(const Window& window, std::uint32_t from) {
  WindowSet within;
  within.add_range(from - window.first, window.size());
  return match(root_, window, within);
}

std::span<std::uint32_t> PlanMatcher::places(const Window& window, std::uint32_t from, WindowPlaces& buffer) {
  std::size_t count = 0;
  if (root_.op == Op::kTerm) {
    root_.term->show(window, window.last);
    const std::span<const std::uint32_t> documents = root_.term->documents();
    const auto first = std::lower_bound(documents.begin(), documents.end(), from);
    for (auto document = first; document != documents.end(); ++document) buffer[count++] = *document - window.first;
  } else {
    match(window, from).for_each([&](std::uint32_t place) { buffer[count++] = place; });
  }
  return std::span(buffer).first(count);
}

// Within `within`, which is not empty. Recursion: the plan's depth.
WindowSet PlanMatcher::match(Node& node, const Window& window, const WindowSet& within) {
  WindowSet set;
  switch (node.op) {
    case Op::kNothing: return set;
    case Op::kAll: return within;
    case Op::kTerm: return match_term(node, window, within);
    case Op::kAnd: return match_all(node.children, window, within);
    case Op::kOr: return match_any(node.children, window, within);
    case Op::kSome: return match_some(node, window, within);
    case Op::kAndNot: return match_without(node.children, window, within);
    case Op::kPhrase:
    case Op::kNear: return match_phrase(node, window, within);
    case Op::kDocuments:
      set = match_documents(node.documents, window);
      set.keep(within);
      return set;
  }
  return set;
}

WindowSet PlanMatcher::match_term(Node& node, const Window& window, const WindowSet& within) {
  TermWindow& term = *node.term;
  const std::uint32_t last = window.first + within.last();
  const auto fewer_than = [&](std::size_t postings, std::size_t cost) {
    return postings > cost && within.has_fewer_than((postings + cost - 1) / cost);
  };
  if (fewer_than(node.usual_postings, kFindCost) && !term.shows(window, last)) return find_term(node, window, within);
  term.show(window, last);
  const std::span<const std::uint32_t> documents = term.documents();
  WindowSet set;
  if (fewer_than(documents.size(), kLookupCost)) {
    within.for_each([&](std::uint32_t place) {
      if (std::binary_search(documents.begin(), documents.end(), window.first + place)) set.add(place);
    });
    return set;
  }
  set.add_ascending(documents, window.first);
  set.keep(within);
  return set;
}

WindowSet PlanMatcher::find_term(Node& node, const Window& window, const WindowSet& within) {
  if (!node.finder) node.finder = terms_.list(node.name);
  WindowSet set;
  within.for_each([&](std::uint32_t place) {
    if (node.finder->find(window.first + place)) set.add(place);
  });
  return set;
}

WindowSet PlanMatcher::match_all(std::vector<Node>& nodes, const Window& window, const WindowSet& within) {
  WindowSet left = within;
  for (Node& node : nodes) {
    if (left.is_empty()) break;
    left = match(node, window, left);
  }
  return left;
}

WindowSet PlanMatcher::match_any(std::vector<Node>& nodes, const Window& window, const WindowSet& within) {
  WindowSet found, left = within;
  for (Node& node : nodes) {
    if (left.is_empty()) break;
    const WindowSet matches = match(node, window, left);
    found.add(matches);
    if (&node != &nodes.back()) left.remove(matches);
  }
  return found;
}

WindowSet PlanMatcher::match_some(Node& node, const Window& window, const WindowSet& within) {
  std::array<std::uint32_t, kWindowDocuments> counts{};
  for (Node& child : node.children)
    match(child, window, within).for_each([&](std::uint32_t place) { ++counts[place]; });
  WindowSet found;
  within.for_each([&](std::uint32_t place) {
    if (counts[place] >= node.minimum) found.add(place);
  });
  return found;
}

WindowSet PlanMatcher::match_without(std::vector<Node>& nodes, const Window& window, const WindowSet& within) {
  WindowSet left = match(nodes.front(), window, within);
  for (std::size_t i = 1; i < nodes.size() && !left.is_empty(); ++i) left.remove(match(nodes[i], window, left));
  return left;
}

// Few documents are left over by what is known of the window without any list. Records lie far apart in memory: the
// next ones are fetched while one is looked at.
WindowSet PlanMatcher::match_phrase(Node& node, const Window& window, const WindowSet& within) {
  if (node.phrase->finds_all()) return node.phrase->holding(window, within);
  std::vector<std::uint32_t> candidates;
  WindowSet possible = within;
  node.phrase->narrow(window, possible);
  possible = match_all(node.children, window, possible);
  possible.for_each([&](std::uint32_t place) { candidates.push_back(place); });
  WindowSet found;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i % kPhrasesPerLook == 0 && deadline_.has_passed()) was_cut_ = true;
    if (was_cut_) break;
    const auto ahead = [&](std::size_t by) {
      return i + by < candidates.size() ? window.first + candidates[i + by] : 0;
    };
    node.phrase->expect(ahead(kExpectAhead), ahead(2 * kExpectAhead), ahead(3 * kExpectAhead));
    if (node.phrase->holds(window.first + candidates[i])) found.add(candidates[i]);
  }
  return found;
}

WindowSet PlanMatcher::match_documents(const std::vector<DocumentRange>& ranges, const Window& window) {
  WindowSet set;
  RangeIterator range = range_from(ranges, window.first);
  for (; range != ranges.end() && range->first <= window.last; ++range)
    set.add_range(std::max(range->first, window.first) - window.first,
                  std::min(range->last, window.last) - window.first + 1);
  return set;
}

// Damage -----------------------------------------------------------------------------------------------------------

bool PlanMatcher::is_damaged() const { return terms_.is_damaged() || is_damaged(root_); }

bool PlanMatcher::is_damaged(const Node& node) {
  return (node.phrase && node.phrase->is_damaged()) || (node.finder && node.finder->is_damaged()) ||
         std::any_of(node.children.begin(), node.children.end(), [](const Node& child) { return is_damaged(child); });
}

}  // namespace polsearch::engine
