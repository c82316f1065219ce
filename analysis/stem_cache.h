// Porter2 stems of English words, remembered: stemming each word anew costs more than all other analysis together.
//
//   "factories" -> "factori"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace polsearch {

// The stem of a folded ASCII word. The view lives as long as `word`, and until the next call on this thread. Any
// thread: each has its own cache.
[[nodiscard]] std::string_view english_stem(std::string_view word);

// The same in two steps, for a caller that has hashed the word already: the first fetches the memory that the second
// will want. `hash`: XXH3_64bits of the word.
void prefetch_stem(std::uint64_t hash);
[[nodiscard]] std::string_view english_stem(std::string_view word, std::uint64_t hash);

// Name of the algorithm, for the fingerprint: "porter2".
[[nodiscard]] std::string_view stemmer_name();

}  // namespace polsearch
