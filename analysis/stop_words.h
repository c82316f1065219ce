// Function and question words of the three languages: the, 什么, อะไร. Damped in queries, never dropped.
#pragma once

#include <string_view>

namespace polsearch {

// `word`: folded. Constant time, any thread.
[[nodiscard]] bool is_stop_word(std::string_view word);

// The embedded table as it is, for its digest.
[[nodiscard]] std::string_view stop_words_tsv();

}  // namespace polsearch
