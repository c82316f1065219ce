// Which code makes documents of pages: an update takes documents over only from an index of the same maker.
#pragma once

#include <string_view>

namespace polsearch {

// A digest of the sources of analysis/ and indexer/, 32 hexadecimal digits.
[[nodiscard]] std::string_view sources_digest();

}  // namespace polsearch
