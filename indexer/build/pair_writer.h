// The term stream of a generation -> its pair sets (analysis/pair_sets.h).
//
//   write_pair_sets("000003/stream", "000003/pairs")
#pragma once

#include <filesystem>

#include <polsearch/result.h>

namespace polsearch {

// One pass over the stream, about 15 ns a word. Memory: 2 MiB and one document. Nothing is fsynced. Errors (kIndex).
[[nodiscard]] Status write_pair_sets(const std::filesystem::path& stream, const std::filesystem::path& pairs);

}  // namespace polsearch
