// What stands above the hits and the timeline alike: the total, how the query was understood, filters, dates, order.
#pragma once

#include <string>

#include <polsearch/searcher.h>

#include "searcher/serve/page/html.h"
#include "searcher/serve/page/page_state.h"

namespace polsearch::serve {

[[nodiscard]] Html render_results_head(const PageState& state, const SearchResponse& response);

// Two columns: the results, then the sidebar with the filters.
[[nodiscard]] Html with_sidebar(const PageState& state, const SearchResponse& response, const Html& results);

// "5G - polsearch": what the browser shows.
[[nodiscard]] std::string window_title(const PageState& state);

}  // namespace polsearch::serve
