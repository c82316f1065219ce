// Counts by year, month and day -> the bars of one level, in order and without gaps, and the way in and out.
//
//   2022:3 2023:9, 2022-11:3 2023-01:9  ->  months 2022-11:3 2022-12:0 2023-01:9
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/searcher.h>

#include "searcher/serve/page/html.h"
#include "searcher/serve/page/page_state.h"

namespace polsearch::serve {

struct Bar {
  std::string period;  // "2023", "2023-04", "2023-04-21"
  std::uint64_t count = 0;
};

struct Histogram {
  FacetKind kind = FacetKind::kYear;
  std::vector<Bar> bars;      // chronological; gaps filled with 0 as long as there are at most kMostBars
  std::uint64_t undated = 0;  // only without a chosen period: outside of every bar
};

inline constexpr std::size_t kMostBars = 240;

// The date facets that histogram_of needs for this request: days wherever a period is chosen, so that one that begins
// or ends inside a month is counted as it is.
[[nodiscard]] std::vector<FacetKind> date_facets(const SearchRequest& request);

// The finest level that fits: days of a chosen period of at most 62, months up to 48 of them, else years. What lies
// outside of the chosen period is not counted.
[[nodiscard]] Histogram histogram_of(const SearchRequest& request, const std::vector<Facet>& facets);

// The request for one bar: its period, as far as it lies in the chosen one; from the first hit.
[[nodiscard]] SearchRequest narrowed_to(SearchRequest request, const std::string& period);

// The figure: bars that are links (SVG), the axis, the way out, and the same numbers as a table.
[[nodiscard]] Html render_histogram(const PageState& state, const Histogram& histogram);

// The period that holds it: "2023-04-21" -> "2023-04" -> "2023" -> "".
[[nodiscard]] std::string_view wider(std::string_view period);

}  // namespace polsearch::serve
