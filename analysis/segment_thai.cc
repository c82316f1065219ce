// See segment_thai.h. The word dictionary is ICU's; clusters follow UAX #29 for these scripts (marks and sara am join).
#include "analysis/segment_thai.h"

#include <algorithm>

#include "analysis/dictionary_words.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr std::string_view kZeroWidthSpace = "\xE2\x80\x8B";

}  // namespace

void thai_words(std::string_view run, std::vector<Piece>& words) {
  words.clear();
  std::vector<std::uint32_t> ends;
  for (std::size_t begin = 0; begin < run.size();) {
    const std::size_t end = std::min(run.find(kZeroWidthSpace, begin), run.size());
    dictionary_word_ends(run.substr(begin, end - begin), ends);
    auto from = static_cast<std::uint32_t>(begin);
    for (const std::uint32_t word_end : ends) {
      const auto to = static_cast<std::uint32_t>(begin + word_end);
      words.push_back({from, to});
      from = to;
    }
    begin = end + kZeroWidthSpace.size();
  }
}

bool may_begin_cluster(char32_t c) { return !is_mark(c) && c != 0x0E33; }

void thai_graphemes(std::string_view run, std::vector<Piece>& graphemes) {
  graphemes.clear();
  for (std::uint32_t i = 0; i < run.size();) {
    const CodePoint c = decode_at(run, i);
    if (!may_begin_cluster(c.value) && !graphemes.empty() && graphemes.back().end == i) {
      graphemes.back().end += c.length;
    } else if (c.value != 0x200B && c.value != '.') {
      graphemes.push_back({i, i + c.length});
    }
    i += c.length;
  }
}

}  // namespace polsearch
