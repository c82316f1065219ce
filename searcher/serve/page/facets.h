// Facets and filters -> the sidebar and the chips of what is chosen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/searcher.h>

#include "searcher/serve/page/html.h"
#include "searcher/serve/page/page_state.h"

namespace polsearch::serve {

// One line of a facet.
struct Choice {
  std::string value;  // of the parameter: "cn-miit"
  std::string label;  // in the language of the page
  std::uint64_t count = 0;
  bool is_chosen = false;
};

// What is chosen and not found stands there too, with 0; so do the three languages. By falling count, the chosen first.
[[nodiscard]] std::vector<Choice> choices_of(const PageState& state, const Facet& facet);

// Fieldsets of the form "search": ministry, language, source, date.
[[nodiscard]] Html render_sidebar(const PageState& state, const SearchResponse& response);

// Every filter as a link that takes it away; nothing when there is none.
[[nodiscard]] Html render_chips(const PageState& state);

}  // namespace polsearch::serve
