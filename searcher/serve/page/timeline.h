// A question's matches -> rows of time and ministry, each with its best story: one small search a row.
#pragma once

#include <polsearch/searcher.h>

#include "searcher/serve/page/render_page.h"

namespace polsearch::serve {

struct Call;

// `found` answers `request` with its facets. At most kMostPeriods periods, the newest, and kMostMinistries ministries.
// Rows stay without a story when the time limit of the request is used up.
inline constexpr std::size_t kMostPeriods = 36, kMostMinistries = 8;
[[nodiscard]] Timeline timeline_of(const Call& call, const SearchRequest& request, const SearchResponse& found);

}  // namespace polsearch::serve
