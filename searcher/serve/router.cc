#include "searcher/serve/router.h"

#include "searcher/serve/target.h"

namespace polsearch::serve {

Routed route_of(std::span<const Route> routes, std::string_view path) {
  for (const Route& route : routes) {
    if (path == route.path && (route.path == "/" || !route.path.ends_with('/'))) return {&route, ""};
    const bool is_prefix = route.path.size() > 1 && route.path.ends_with('/');
    if (!is_prefix || path.size() <= route.path.size() || !path.starts_with(route.path)) continue;
    if (auto rest = percent_decoded(path.substr(route.path.size()))) return {&route, std::move(*rest)};
  }
  return {};
}

}  // namespace polsearch::serve
