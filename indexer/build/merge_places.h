// Place lists of documents that are numbered anew -> one file of them.
//
//   {a: 1 2 3 -> 2 0 3}, {b: 1 -> 1} -> in each list the postings of b's 1, a's 1 and a's 3 as 1, 2 and 3
// What a document has in the lists hangs on its words alone: the bytes of its positions are copied.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include <polsearch/result.h>
#include "analysis/place_lists.h"

namespace polsearch {

// As glass::MergeSource.
struct PlaceSource {
  const PlaceLists* places = nullptr;
  std::uint32_t documents = 0;  // of `places`
  std::span<const std::uint32_t> number_of;
};

// Has the same bytes as write_place_lists() of the merged stream. `documents`: of the result, each of which comes from
// one source. Memory: some times the lists of 4,096 documents. Nothing is fsynced. Errors (kIndex): of the files; a
// source that does not hold together.
[[nodiscard]] Status merge_place_lists(const std::vector<PlaceSource>& sources, std::uint32_t documents,
                                       const std::filesystem::path& places);

}  // namespace polsearch
