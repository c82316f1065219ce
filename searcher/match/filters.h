// Filter values -> plans: ministry, language, source, site, id, date, duplicates.
//
//   ministry "miit" -> XMcn-miit        from 2023-04 to 2023-06 -> DOCUMENTS 812..1440
//
// Documents are numbered newest first, so a span of dates is one stretch of documents, or a few where dates are
// partial.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include <polsearch/searcher.h>

#include "analysis/columns.h"
#include "analysis/dates.h"
#include "analysis/ministry_linker.h"
#include "searcher/match/plan.h"
#include "searcher/match/terms.h"

namespace polsearch::match {

// A document passes when any day that its date may stand for lies in the range: one known only to be of April 2023
// passes from 2023-04-10. Inferred dates pass only with `include_inferred`. Linear in the documents (about .1 ns each).
[[nodiscard]] Plan documents_dated(const DateRange& range, const Columns& columns, bool include_inferred);

struct FilterContext {
  const MinistryLinker& linker;
  const Columns& columns;
  const TermLookup& terms;
  bool include_inferred = false;  // documents with an inferred date pass date filters
};

// One value of one filter field. Errors (kInput) name what is accepted.
[[nodiscard]] Result<Plan> filter_plan(std::string_view field, std::string_view value, const FilterContext& context);

// For a language or source that no page has: a note that names those that pages have, at most kMaxNamed, the most
// frequent first. Nothing for other fields and for values that are there.
inline constexpr std::size_t kMaxNamed = 10;
[[nodiscard]] std::optional<std::string> absence_note(std::string_view field, std::string_view value,
                                                      const Columns& columns);

// The filters of a request: OR inside one list, AND across them.
struct RequestFilters {
  Plan ministries = Plan::all(), languages = Plan::all(), sources = Plan::all(), dates = Plan::all();
  Plan likeness = Plan::all();     // to the page that similar_to names; no facet's own
  std::vector<std::string> notes;  // values that no page has
};
[[nodiscard]] Result<RequestFilters> request_filters(const SearchRequest& request, const FilterContext& context);

[[nodiscard]] Plan all_filters(const RequestFilters& filters);

// All but the one that narrows this facet itself (docs: facet_alternatives).
[[nodiscard]] Plan filters_without(const RequestFilters& filters, FacetKind kind);

// Whether the request narrows this facet itself.
[[nodiscard]] bool has_own_filter(const RequestFilters& filters, FacetKind kind);

}  // namespace polsearch::match
