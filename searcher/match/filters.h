// Filter values -> plans: ministry, language, source, site, id, date.
//
//   ministry "miit" -> XMcn-miit        from 2023-04 to 2023-06 -> DOCUMENTS 812..1440
//
// Documents are numbered newest first, so a span of dates is one stretch of documents, or a few where dates are
// partial.
#pragma once

#include <string_view>

#include <polsearch/result.h>
#include <polsearch/searcher.h>

#include "analysis/columns.h"
#include "analysis/dates.h"
#include "analysis/ministry_linker.h"
#include "searcher/match/plan.h"

namespace polsearch::match {

// A document passes when any day that its date may stand for lies in the range: one known only to be of April 2023
// passes from 2023-04-10. Inferred dates pass only with `include_inferred`. Linear in the documents (about 1 ns each).
[[nodiscard]] Plan documents_dated(const DateRange& range, const Columns& columns, bool include_inferred);

// One value of one filter field. Errors (kInput) name what is accepted.
[[nodiscard]] Result<Plan> filter_plan(std::string_view field, std::string_view value, const MinistryLinker& linker,
                                       const Columns& columns, bool include_inferred);

// All filters of a request: OR inside one list, AND across them.
[[nodiscard]] Result<Plan> request_filters(const SearchRequest& request, const MinistryLinker& linker,
                                           const Columns& columns);

}  // namespace polsearch::match
