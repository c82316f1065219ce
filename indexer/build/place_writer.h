// The term stream of a generation -> its place lists (analysis/place_lists.h).
//
//   write_place_lists("000003/stream", "000003/places")
#pragma once

#include <filesystem>

#include <polsearch/result.h>

namespace polsearch {

// One pass over the stream, about 20 ns a Han character or Thai gram. Memory: twelve bytes a word of its dictionary and
// the lists of 4,096 documents. Nothing is fsynced. Errors (kIndex).
[[nodiscard]] Status write_place_lists(const std::filesystem::path& stream, const std::filesystem::path& places);

}  // namespace polsearch
