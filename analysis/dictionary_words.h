// ICU's dictionary word breaking over UTF-8, for scripts written without spaces.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace polsearch {

// Byte offsets where words end in `text`, ascending, the last one text.size(); none for no text. Every cut is at the
// start of a code point that is no mark. Reuses the vector. One break iterator a thread.
void dictionary_word_ends(std::string_view text, std::vector<std::uint32_t>& ends);

}  // namespace polsearch
