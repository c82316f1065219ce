// See segment_han.h.
#include "analysis/segment_han.h"

#include "analysis/dictionary_words.h"
#include "analysis/script_runs.h"
#include "analysis/unicode.h"

namespace polsearch {

void han_characters(std::string_view run, std::vector<Piece>& characters) {
  characters.clear();
  for (std::uint32_t i = 0; i < run.size();) {
    const CodePoint c = decode_at(run, i);
    const CharacterKind kind = kind_of(c.value);
    if (kind == CharacterKind::kIdeograph) characters.push_back({i, i + c.length});
    if (kind == CharacterKind::kMark && !characters.empty() && characters.back().end == i)
      characters.back().end += c.length;
    i += c.length;
  }
}

void han_words(std::string_view run, std::vector<Piece>& words) {
  words.clear();
  std::vector<std::uint32_t> ends;
  dictionary_word_ends(run, ends);
  std::uint32_t begin = 0;
  for (const std::uint32_t end : ends) {
    if (kind_of(decode_at(run, begin).value) == CharacterKind::kIdeograph) words.push_back({begin, end});
    begin = end;
  }
}

}  // namespace polsearch
