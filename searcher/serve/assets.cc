#include "searcher/serve/assets.h"

namespace polsearch::serve {

const Asset* asset_by_name(std::string_view name) {
  for (const Asset& asset : assets())
    if (asset.name == name) return &asset;
  return nullptr;
}

const Asset* asset_by_path(std::string_view path) {
  for (const Asset& asset : assets())
    if (asset.path == path) return &asset;
  return nullptr;
}

}  // namespace polsearch::serve
