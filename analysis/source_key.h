// What a source is called in XS terms and --source: spaces squeezed, then folded.
//
//   " Xinhua  News " -> "xinhua news"
#pragma once

#include <string>
#include <string_view>

namespace polsearch {

[[nodiscard]] std::string fold_source(std::string_view source);

// The Q term's text for a document id: the id itself up to 200 bytes, else its first 160 bytes, '#' and its digest.
[[nodiscard]] std::string id_key(std::string_view id);

}  // namespace polsearch
