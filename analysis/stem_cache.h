// Porter2 stems of English words, remembered: stemming each word anew costs more than all other analysis together.
//
//   "factories" -> "factori"
#pragma once

#include <string>
#include <string_view>

namespace polsearch {

// The stem of a folded ASCII word. The view lives as long as `word`, and until the next call on this thread. Any
// thread: each has its own cache.
[[nodiscard]] std::string_view english_stem(std::string_view word);

// Name of the algorithm, for the fingerprint: "porter2".
[[nodiscard]] std::string_view stemmer_name();

}  // namespace polsearch
