// Keys that index and query must build alike.
#include "analysis/source_key.h"

#include "analysis/index_layout.h"
#include "analysis/schema.h"
#include "analysis/unicode.h"

namespace polsearch {

std::string fold_source(std::string_view source) { return fold(squeeze_spaces(source)); }

std::string id_key(std::string_view id) {
  if (id.size() <= schema::kMaxTermBytes) return std::string(id);
  constexpr std::size_t kKept = 160;
  return std::string(id.substr(0, kKept)) + "#" + digest_of(id);
}

}  // namespace polsearch
