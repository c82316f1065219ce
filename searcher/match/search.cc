// Request -> response: understand, match, count, show (see searcher.h).
#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <utility>

#include "analysis/schema.h"
#include "analysis/source_key.h"
#include "searcher/match/compile.h"
#include "searcher/match/complete.h"
#include "searcher/match/database.h"
#include "searcher/match/facets.h"
#include "searcher/match/filters.h"
#include "searcher/match/hits.h"
#include "searcher/match/index_impl.h"
#include "searcher/match/likeness.h"
#include "searcher/match/rank_weights.h"
#include "searcher/match/rerank.h"
#include "searcher/match/stories.h"
#include "searcher/match/suggest.h"
#include "searcher/match/understand.h"
#include "searcher/query/group.h"
#include "searcher/query/rewrite.h"

namespace polsearch {
namespace {

using match::Attempt;
using match::Plan;

constexpr std::size_t kMaxCount = 10'000;
constexpr std::size_t kMaxOffset = 1'000'000;
constexpr std::uint32_t kMaxSnippet = 4'096;
constexpr double kMaxHalfLifeDays = 1e6;
// Fewer hits than this, and unknown words in the query, make a suggestion worth a look.
constexpr std::uint64_t kFewHits = 3;
constexpr std::size_t kMaxDuplicateIds = 100;  // as searcher.h promises

Status check_limits(const SearchRequest& request) {
  const auto too_many = [](const char* what, std::size_t limit) {
    return Error{Error::Kind::kInput, std::string("too large a number of ") + what,
                 "accepted: 0 to " + std::to_string(limit)};
  };
  if (request.count > kMaxCount) return too_many("hits", kMaxCount);
  if (request.offset > kMaxOffset) return too_many("hits to skip (offset)", kMaxOffset);
  if (request.snippet_bytes > kMaxSnippet) return too_many("snippet bytes", kMaxSnippet);
  if (!(request.recency_half_life_days >= 0 && request.recency_half_life_days <= kMaxHalfLifeDays))
    return Error{Error::Kind::kInput, "a half-life of no use", "accepted: 0 (age is ignored) to 1000000 days"};
  return Done{};
}

bool has_filters(const SearchRequest& request) {
  return !request.from.empty() || !request.to.empty() || !request.ministries.empty() || !request.languages.empty() ||
         !request.sources.empty();
}

}  // namespace

struct Searcher::Impl {
  std::shared_ptr<const Index> index;
  const match::OpenIndex& open;
  std::optional<match::Database> database;
  std::optional<std::chrono::steady_clock::time_point> deadline;  // of the question being answered
  Engine database_engine = Engine::kMapped;

  // What one attempt found, with the query as it was searched.
  struct Found {
    match::MatchAnswer answer;
    std::string interpreted_as;
    Plan plan;  // without the request's filters
    std::string printed_plan;
    std::vector<std::string> notes;
    std::size_t attempt = 0;
  };

  Impl(std::shared_ptr<const Index> shared, const match::OpenIndex& opened) : index(std::move(shared)), open(opened) {}

  Status ensure_database(Engine engine) {
    if (database && database_engine == engine) {
      database->forget_frequencies();
      return Done{};
    }
    auto opened = match::Database::open(open.generation.folder / "xapian", open.tables, engine);
    if (!opened) return opened.error();
    database.emplace(std::move(*opened));
    database_engine = engine;
    return Done{};
  }

  static Plan narrowed(const Plan& plan, Plan filters) {
    std::vector<Plan> both;
    both.push_back(plan);
    both.push_back(std::move(filters));
    return match::all_of(std::move(both));
  }

  Result<Found> try_attempt(const Attempt& attempt, const match::RequestFilters& filters,
                            const match::QueryTerms& terms, const SearchRequest& request) const {
    const match::TermLookup lookup = database->lookup();
    auto compiled = match::compile(attempt.node, {open.analyzer, *open.known().linker, open.columns, lookup,
                                                  request.include_inferred, open.known().glossary.get()});
    const Plan plan = narrowed(compiled.plan, match::all_filters(filters));
    auto answer =
        request.count_mode == CountMode::kStories ? best_stories(plan, terms, request) : best_of(plan, terms, request);
    if (!answer) return answer.error();
    Found found{std::move(*answer),        query::print(attempt.node),
                std::move(compiled.plan),  request.explain ? match::print(plan) : "",
                std::move(compiled.notes), 0};
    if (!attempt.note.empty()) found.notes.push_back(attempt.note);
    return found;
  }

  // A page of the best stories, each by its best page, which is its first in the order of pages. How many pages a
  // stretch of stories takes is not known before: more are asked for until it is full.
  Result<match::MatchAnswer> best_stories(const Plan& plan, const match::QueryTerms& terms,
                                          const SearchRequest& request) const {
    const std::size_t wanted = request.count > 0 ? request.offset + request.count : 0;
    SearchRequest pages = request;
    pages.offset = 0;
    pages.count = wanted > 0 ? std::max(match::rank::kRerankDepth, 2 * wanted) : 0;
    while (true) {
      auto answer = best_of(plan, terms, pages);
      if (!answer) return answer;
      const bool is_whole =
          answer->page.size() < pages.count || pages.count >= open.columns.documents || !answer->is_complete;
      std::vector<match::Matched> stories = match::one_a_story(answer->page, open.columns);
      if (!is_whole && stories.size() < wanted) {
        pages.count *= 4;
        continue;
      }
      answer->page = stretch(std::move(stories), request);
      answer->total = match::count_stories(answer->documents, open.columns);
      return answer;
    }
  }

  static std::vector<match::Matched> stretch(std::vector<match::Matched> page, const SearchRequest& request) {
    const std::size_t begin = std::min(request.offset, page.size());
    const std::size_t end = std::min(request.offset + request.count, page.size());
    return {page.begin() + static_cast<std::ptrdiff_t>(begin), page.begin() + static_cast<std::ptrdiff_t>(end)};
  }

  // A page of the best. Those of the first kRerankDepth are looked at twice, so that pages join without a seam.
  Result<match::MatchAnswer> best_of(const Plan& plan, const match::QueryTerms& terms,
                                     const SearchRequest& request) const {
    const bool twice = request.sort == Sort::kRelevance && request.offset < match::rank::kRerankDepth &&
                       request.count > 0 && !terms.ranked.empty();
    const std::size_t offset = twice ? 0 : request.offset;
    const std::size_t count =
        twice ? std::max(match::rank::kRerankDepth, request.offset + request.count) : request.count;
    const bool collect = !request.facets.empty() || request.count_mode == CountMode::kStories;
    const bool in_order = !twice || count > match::rank::kRerankDepth;  // those looked at twice are sorted then
    auto answer =
        database->match({plan, terms.ranked, request.sort, count, offset, collect, &open.columns, deadline, in_order});
    if (!answer || !twice) return answer;
    std::vector<match::Matched>& page = answer->page;
    const std::size_t depth = std::min(page.size(), match::rank::kRerankDepth);
    const auto first_left = page.begin() + static_cast<std::ptrdiff_t>(depth);
    auto best = match::rerank({page.begin(), first_left}, request.offset + request.count, terms.ranked, plan, *database,
                              open.analyzer, match::Recency(request.recency_half_life_days, open.columns));
    if (!best) return best.error();
    std::copy(best->begin(), best->end(), page.begin());
    page = stretch(std::move(page), request);
    return answer;
  }

  // The first attempt that finds enough, else the one that finds most; of those that find as much the first one, so
  // that nothing is said to be relaxed without a page more.
  Result<Found> first_that_finds(const std::vector<Attempt>& attempts, const match::RequestFilters& filters,
                                 const match::QueryTerms& terms, const SearchRequest& request) const {
    std::optional<Found> best;
    for (std::size_t i = 0; i < attempts.size(); ++i) {
      auto found = try_attempt(attempts[i], filters, terms, request);
      if (!found) return found.error();
      found->attempt = i;
      if (!found->answer.is_complete) return found;
      if (!best || found->answer.total > best->answer.total) best = std::move(*found);
      if (best->answer.total >= attempts[i].enough) break;
    }
    return std::move(*best);
  }

  // Pages that have a term of the query in another language must not hide those that have most of its own words: where
  // no page of its language has as much as the attempt asked for, the pages with fewer of its words are found as well.
  Result<Found> with_own_words(Found found, const match::Understood& understood, const match::RequestFilters& filters,
                               const match::QueryTerms& terms, const SearchRequest& request) const {
    if (found.answer.total == 0 || !found.answer.is_complete || !understood.language) return found;
    const auto attempts_by = [&](match::TermForms forms) {
      return match::own_attempts(understood, forms, request.query, open);
    };
    const std::vector<Attempt> by_terms = attempts_by(match::TermForms::kOwnLanguage);
    const std::span<const Attempt> as_strict(by_terms.data(), std::min(found.attempt + 1, by_terms.size()));
    const auto own = first_with_pages(as_strict, filters, request);
    if (!own) return own.error();
    if (*own) return found;
    std::vector<Attempt> by_words = attempts_by(match::TermForms::kAsTyped);
    const auto i = first_with_pages(by_words, filters, request);
    if (!i) return i.error();
    if (!*i || **i <= found.attempt) return found;
    Attempt both = std::move(by_words[**i]);
    both.node = query::group(query::Op::kOr, {understood.attempts[found.attempt].node, std::move(both.node)});
    auto wider = try_attempt(both, filters, terms, request);
    if (wider) wider->attempt = **i;
    return wider;
  }

  Result<std::optional<std::size_t>> first_with_pages(std::span<const Attempt> attempts,
                                                      const match::RequestFilters& filters,
                                                      const SearchRequest& request) const {
    SearchRequest probe = request;
    probe.count = 0;
    probe.offset = 0;
    probe.facets.clear();
    for (std::size_t i = 0; i < attempts.size(); ++i) {
      const auto found = try_attempt(attempts[i], filters, {}, probe);
      if (!found) return found.error();
      if (found->answer.total > 0) return std::optional<std::size_t>(i);
    }
    return std::optional<std::size_t>();
  }

  // A corrected query that finds more than this one did, if there is one.
  std::optional<std::string> did_you_mean(const Found& found, const match::RequestFilters& filters,
                                          const SearchRequest& request) const {
    if (found.attempt == 0 && found.answer.total > kFewHits) return std::nullopt;
    if (!found.answer.is_complete) return std::nullopt;
    const match::TermLookup lookup = database->lookup();
    SearchRequest probe = request;
    probe.count = 0;
    probe.offset = 0;
    probe.facets.clear();
    const query::Node typed = query::rewrite(query::parse(request.query).root);  // without names that were added
    for (const query::Node& suggestion :
         match::suggestions(typed, open.analyzer, lookup, open.vocabulary.get(lookup))) {
      // What a person would get who takes the suggestion.
      const std::string text = query::print(query::rewrite(suggestion));
      const match::Understood meant = match::understand(text, open, lookup, {request.expand});
      const auto better = try_attempt(meant.attempts.front(), filters, {}, probe);
      if (!better || better->answer.total == 0) continue;
      if (found.attempt == 0 && better->answer.total <= found.answer.total) continue;
      return text;
    }
    return std::nullopt;
  }

  struct Counted {
    Facet facet;
    bool is_complete = true;
  };

  // Counts the matches, or with facet_alternatives those without the facet's own filter.
  Result<Counted> facet_of(FacetKind kind, const Found& found, const match::RequestFilters& filters,
                           const SearchRequest& request) const {
    const auto count = [&](const match::MatchAnswer& answer) {
      return Counted{match::count_facet(kind, answer.documents, open.columns, open.facet_tables, open.known().knowledge,
                                        request.count_mode),
                     answer.is_complete};
    };
    if (!request.facet_alternatives || !match::has_own_filter(filters, kind)) return count(found.answer);
    const Plan plan = narrowed(found.plan, match::filters_without(filters, kind));
    const auto answer = database->match({plan, {}, Sort::kDateDescending, 0, 0, true, &open.columns, deadline});
    if (!answer) return answer.error();
    return count(*answer);
  }

  // Ids of the other documents of its story, oldest first, the undated last.
  Result<std::vector<std::string>> duplicate_ids(std::uint32_t document) const {
    std::vector<std::uint32_t> others = match::story_of(document, open.columns);
    std::erase(others, document);
    const auto age = [&](std::uint32_t other) {
      const std::uint32_t day = open.columns.days[other - 1];
      return std::pair(day == 0 ? UINT32_MAX : day, other);
    };
    std::sort(others.begin(), others.end(), [&](std::uint32_t a, std::uint32_t b) { return age(a) < age(b); });
    if (others.size() > kMaxDuplicateIds) others.resize(kMaxDuplicateIds);
    return database->ids(others);
  }

  Result<SearchResponse> search(const SearchRequest& request);
  Status fill(SearchResponse& response, const SearchRequest& request, const match::Understood& understood,
              const match::QueryTerms& terms, const match::RequestFilters& filters, Found found);
};

Status Searcher::Impl::fill(SearchResponse& response, const SearchRequest& request, const match::Understood& understood,
                            const match::QueryTerms& terms, const match::RequestFilters& filters, Found found) {
  response.total = found.answer.total;
  response.interpreted_as = std::move(found.interpreted_as);
  response.notes = understood.notes;
  response.notes.insert(response.notes.end(), filters.notes.begin(), filters.notes.end());
  for (std::string& note : found.notes) response.notes.push_back(std::move(note));
  auto hits = match::make_hits(found.answer.page, {open, *database, request, terms, understood.ministries});
  if (!hits) return hits.error();
  response.hits = std::move(*hits);
  response.total_is_exact = found.answer.is_complete;
  bool is_complete = response.total_is_exact;
  for (const FacetKind kind : request.facets) {
    auto counted = facet_of(kind, found, filters, request);
    if (!counted) return counted.error();
    is_complete &= counted->is_complete;
    response.facets.push_back(std::move(counted->facet));
  }
  if (!is_complete) {
    response.notes.push_back("stopped after " + std::to_string(request.time_limit_ms) +
                             " ms: total, hits and facets are of the newest part of the index");
  }
  if (request.explain) {
    response.explanation = understood.passes;
    response.explanation.push_back("searched: " + response.interpreted_as);
    response.explanation.push_back("plan: " + found.printed_plan);
  }
  return Done{};
}

Result<SearchResponse> Searcher::Impl::search(const SearchRequest& request) {
  const auto started = std::chrono::steady_clock::now();
  if (Status ok = check_limits(request); !ok) return ok.error();
  if (Status ok = ensure_database(request.engine); !ok) return ok.error();
  deadline.reset();
  if (request.time_limit_ms > 0) deadline = started + std::chrono::milliseconds(request.time_limit_ms);
  const match::TermLookup lookup = database->lookup();
  auto filters =
      match::request_filters(request, {*open.known().linker, open.columns, lookup, request.include_inferred});
  if (!filters) return filters.error();
  match::Understood understood = match::understand(request.query, open, lookup, {request.expand, request.explain});
  const bool no_words = understood.root.op == query::Op::kNothing;
  if (no_words) {
    if (has_filters(request) || !request.similar_to.empty())
      understood.attempts.front().node.op = query::Op::kAll;  // the filters or the likeness alone
    else if (request.query.empty())                           // of another one its parser has said so
      understood.notes.push_back("there is nothing to look for in the query");
  }
  match::QueryTerms terms = match::rank_terms(understood.typed, open.analyzer, lookup, understood.terms);
  if (!request.similar_to.empty()) {
    const auto likeness = match::likeness_of(request.similar_to, *database, open.analyzer, open.columns);
    if (!likeness) return likeness.error();
    filters->likeness = no_words ? narrowed(likeness->sharing, likeness->others) : likeness->others;
    terms = match::with_likeness(std::move(terms), *likeness);
    understood.passes.push_back("like " + request.similar_to + ": " + match::print(*likeness));
  }
  auto found = first_that_finds(understood.attempts, *filters, terms, request);
  if (found) found = with_own_words(std::move(*found), understood, *filters, terms, request);
  if (!found) return found.error();
  SearchResponse response;
  response.query = request.query;
  response.warnings = open.all_warnings();
  response.did_you_mean = did_you_mean(*found, *filters, request);
  if (Status ok = fill(response, request, understood, terms, *filters, std::move(*found)); !ok) return ok.error();
  const auto took = std::chrono::steady_clock::now() - started;
  response.took_us = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  return response;
}

Searcher::Searcher(std::shared_ptr<const Index> index) {
  const match::OpenIndex& open = *index->impl_;
  impl_ = std::make_unique<Impl>(std::move(index), open);
}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;

Result<SearchResponse> Searcher::search(const SearchRequest& request) { return impl_->search(request); }

Result<std::vector<Completion>> Searcher::complete(std::string_view typed, std::size_t count) {
  if (Status ok = impl_->ensure_database(Engine::kMapped); !ok) return ok.error();
  return match::complete(typed, count, impl_->open, *impl_->database);
}

Result<Document> Searcher::document(std::string_view id) {
  if (Status ok = impl_->ensure_database(Engine::kMapped); !ok) return ok.error();
  const auto number = impl_->database->find(std::string(schema::prefix_of("id")) + id_key(id));
  if (!number) return number.error();
  if (*number == 0) return Error{Error::Kind::kInput, "no document '" + std::string(id) + "'", ""};
  auto stored = impl_->database->stored(*number);
  if (!stored) return stored.error();
  Document document = match::to_document(std::move(*stored));
  auto others = impl_->duplicate_ids(*number);
  if (!others) return others.error();
  document.duplicate_ids = std::move(*others);
  return document;
}

Result<match::Ranges> Searcher::highlights(std::string_view query, std::string_view text, bool expand) {
  if (Status ok = impl_->ensure_database(Engine::kMapped); !ok) return ok.error();
  const match::TermLookup lookup = impl_->database->lookup();
  const match::Understood understood = match::understand(query, impl_->open, lookup, {expand});
  const match::QueryTerms terms = match::rank_terms(understood.typed, impl_->open.analyzer, lookup, understood.terms);
  const SearchRequest request;
  return match::highlights_in(text, {impl_->open, *impl_->database, request, terms, understood.ministries});
}

}  // namespace polsearch
