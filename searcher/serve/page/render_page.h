// Results -> HTML documents. Pure functions; every text goes through html.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <polsearch/searcher.h>

#include "searcher/serve/page/html.h"
#include "searcher/serve/page/page_state.h"

namespace polsearch::serve {

// Hits each shown on one page when the address does not say how many.
[[nodiscard]] std::string render_search_page(const PageState& state, const SearchResponse& response);

// A month, year, day or ministry with what stands for it.
struct TimelineRow {
  std::string value;        // "2023-04", "cn-miit"
  std::uint64_t count = 0;  // matches
  std::vector<Hit> top;     // the best story, or none when time ran out
};
struct Timeline {
  std::vector<TimelineRow> periods;     // newest first
  std::vector<TimelineRow> ministries;  // by falling count
};
[[nodiscard]] std::string render_timeline_page(const PageState& state, const SearchResponse& response,
                                               const Timeline& timeline);

// `title_marks` and `body_marks`: where the document says what the query asks for.
struct DocumentMarks {
  Ranges title, body;
};
[[nodiscard]] std::string render_document_page(const PageState& state, const Document& document,
                                               const DocumentMarks& marks);

// "404 Not Found": what a person sees instead of problem+json.
[[nodiscard]] std::string render_error_page(UiLanguage language, int status, std::string_view title,
                                            std::string_view detail, std::string_view hint);

}  // namespace polsearch::serve
