// Files that the program carries: searcher/serve/assets/* and docs/openapi.yaml, embedded at build.
//
//   style.css  ->  /assets/style.1f0c2a9b.css: the name changes with the content, so browsers may keep it for ever
#pragma once

#include <string_view>
#include <vector>

namespace polsearch::serve {

struct Asset {
  std::string_view name;          // "style.css"
  std::string_view path;          // "/assets/style.1f0c2a9b.css"
  std::string_view content_type;  // "text/css; charset=utf-8"
  std::string_view bytes;
};

[[nodiscard]] const std::vector<Asset>& assets();  // generated: cmake/write_embedded_assets.cmake

[[nodiscard]] const Asset* asset_by_name(std::string_view name);  // nullptr: none
[[nodiscard]] const Asset* asset_by_path(std::string_view path);  // nullptr: none

}  // namespace polsearch::serve
