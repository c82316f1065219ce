// What every page has around its own part: head, search box, languages, foot.
#pragma once

#include <string>
#include <string_view>

#include "searcher/serve/page/html.h"
#include "searcher/serve/page/page_state.h"

namespace polsearch::serve {

// The whole document. `title` is shown by the browser; `main_part` stands between head and foot.
[[nodiscard]] std::string framed(const PageState& state, std::string_view title, const Html& main_part);

// A whole document where there is no state: errors.
[[nodiscard]] std::string framed_plainly(UiLanguage language, std::string_view title, const Html& main_part);

// ` lang="zh-Hans"` for a text of a page, where we know what it is.
[[nodiscard]] Html lang_attribute(std::string_view tag);

}  // namespace polsearch::serve
