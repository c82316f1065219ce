// Which documents an update has to index: new pages, and kept ones of which the whole corpus tells something else now.
//
//   pages 1 (new), 2 (kept; the new one repeats it), 3 (kept) -> {1, 2}
#pragma once

#include <cstdint>
#include <vector>

#include <polsearch/result.h>
#include "indexer/build/first_pass.h"
#include "indexer/build/near_duplicates.h"
#include "indexer/build/old_generation.h"
#include "indexer/clean/recurring_lines.h"

namespace polsearch {

// Numbers, ascending. A kept document is among them when its near-duplicates are others or another one is canonical, or
// when one of its lines recurs now and did not, or the other way round. Every other one is the same document as before.
[[nodiscard]] Result<std::vector<std::uint32_t>> changed_documents(const FirstPass& pass, const OldGeneration& old,
                                                                   const DuplicateGroups& groups,
                                                                   const TemplateLines& template_lines);

struct UpdateCounts {
  std::uint64_t added = 0, changed = 0, removed = 0, unchanged = 0;
};
// By ids: what `pass` kept is unchanged. `pass` is numbered.
[[nodiscard]] UpdateCounts count_changes(const FirstPass& pass, const OldGeneration& old);

}  // namespace polsearch
