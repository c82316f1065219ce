// One hit as an item of the list: title, facts, snippet, what leads on from it.
#pragma once

#include <polsearch/searcher.h>

#include "searcher/serve/page/html.h"
#include "searcher/serve/page/page_state.h"

namespace polsearch::serve {

[[nodiscard]] Html render_hit(const PageState& state, const Hit& hit);

// The title as a link to the document, the query's words marked; the id where there is no title.
[[nodiscard]] Html title_link(const PageState& state, const Hit& hit);

// "2023-04-21", "≈ 2023 (inferred)", "undated".
[[nodiscard]] Html date_text(const PageState& state, const std::string& date, const std::string& precision);

}  // namespace polsearch::serve
