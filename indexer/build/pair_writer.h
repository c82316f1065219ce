// The term stream of a generation -> its pair sets (analysis/pair_sets.h); and those of several, whose documents are
// numbered anew -> one.
//
//   write_pair_sets("000003/stream", "000003/pairs")
//   {a: 1 2 3 -> 2 0 3}, {b: 1 -> 1} -> in each set the bits of b's 1, a's 1 and a's 3 as 1, 2 and 3
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include <polsearch/result.h>
#include "analysis/pair_sets.h"

namespace polsearch {

// One pass over the stream, about 15 ns a word. Memory: 2 MiB, four bytes a word of its dictionary and one document.
// Nothing is fsynced. Errors (kIndex).
[[nodiscard]] Status write_pair_sets(const std::filesystem::path& stream, const std::filesystem::path& pairs);

// As glass::MergeSource.
struct PairSource {
  const PairSets* pairs = nullptr;
  std::span<const std::uint32_t> number_of;
};

// Has the same bytes as write_pair_sets() of the merged stream. `documents`: of the result, each of which comes from
// one source. Memory: 2 MiB. Nothing is fsynced. Errors (kIndex).
[[nodiscard]] Status merge_pair_sets(const std::vector<PairSource>& sources, std::uint32_t documents,
                                     const std::filesystem::path& pairs);

}  // namespace polsearch
