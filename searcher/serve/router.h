// Paths -> routes: one table, exact paths and prefixes.
//
//   GET /api/v1/documents/a%2Fb.txt  ->  route "document", rest "a/b.txt"
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "searcher/serve/http.h"

namespace polsearch::serve {

struct Call;  // service.h

struct Route {
  std::string_view name;  // for logs and metrics
  std::string_view path;  // a prefix when it ends with a slash and is not "/"
  bool is_heavy;          // asks the index: answered by a worker, counted by the rate limit
  bool needs_key;         // when API keys are configured
  bool is_page;           // HTML for people, errors too: the answer hangs on their language
  Response (*answer)(const Call& call);
};

struct Routed {
  const Route* route = nullptr;  // nullptr: no such path
  std::string rest;              // behind a prefix, percent-decoded
};

// `path` as in Request::path, well formed.
[[nodiscard]] Routed route_of(std::span<const Route> routes, std::string_view path);

}  // namespace polsearch::serve
