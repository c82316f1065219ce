// The format's limits, checked before anything of a document is written.
#pragma once

#include <cstdint>

#include <polsearch/result.h>
#include "indexer/build/indexable.h"

namespace polsearch::glass {

// The document's length (sum of wdf), or kIndex and what is wrong with it: "document 7: a term of 260 bytes, the limit
// is 245". Slots strictly ascending, the positions of a term too, from 1; terms of 1..kMaxTermBytes bytes whose text
// fits a key; no empty value; sums within 32 bits. `terms` has just made the document; the texts of those below
// `first_unchecked` are known to be fine.
[[nodiscard]] Result<std::uint32_t> check_document(std::uint32_t number, const IndexableDocument& document,
                                                   const RunTerms& terms, std::uint32_t first_unchecked = 0);

}  // namespace polsearch::glass
