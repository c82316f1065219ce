// Handlers of the API, the assets and the probes. Each is a function from a call to a response; docs/openapi.yaml
// describes them.
#pragma once

#include "searcher/serve/http.h"

namespace polsearch::serve {

struct Call;

[[nodiscard]] Response api_search(const Call& call);
[[nodiscard]] Response api_document(const Call& call);
[[nodiscard]] Response api_suggest(const Call& call);
[[nodiscard]] Response api_export(const Call& call);
[[nodiscard]] Response api_description(const Call& call);

[[nodiscard]] Response asset_file(const Call& call);
[[nodiscard]] Response favicon(const Call& call);
[[nodiscard]] Response health(const Call& call);
[[nodiscard]] Response readiness(const Call& call);
[[nodiscard]] Response metrics_text(const Call& call);

}  // namespace polsearch::serve
