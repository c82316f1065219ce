#include "indexer/build/maker.h"

#include "sources_digest.h"

namespace polsearch {

std::string_view sources_digest() { return POLSEARCH_SOURCES_DIGEST; }

}  // namespace polsearch
