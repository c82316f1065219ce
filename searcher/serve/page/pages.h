// Handlers of the pages for people: parameters leniently read -> PageState, results -> HTML (render_page.h).
#pragma once

#include "searcher/serve/http.h"
#include "searcher/serve/page/phrases.h"

namespace polsearch::serve {

struct Call;

[[nodiscard]] Response search_page(const Call& call);
[[nodiscard]] Response document_page(const Call& call);
[[nodiscard]] Response timeline_page(const Call& call);

// The same error for a person: keeps status and headers, replaces the body.
[[nodiscard]] Response error_page(const Request& request, Response problem);

// `ui=` in the address, else the first of Accept-Language that we speak, else English.
[[nodiscard]] UiLanguage ui_language(const Request& request);

}  // namespace polsearch::serve
