// What must hold of every page, whatever bytes it came from. A breach ends the fuzzer.
#pragma once

#include <cstdlib>
#include <string_view>

#include "analysis/unicode.h"
#include "indexer/documents.h"
#include "indexer/read/lines.h"

namespace polsearch {

inline void require(bool holds) {
  if (!holds) std::abort();
}

// Lines lie in the text, in order, with nothing but separators between them; the text is UTF-8 without control
// characters.
inline void check_page(const Page& page) {
  require(is_valid_utf8(page.text));
  require(page.text.find('\0') == std::string::npos);
  require(page.digest.size() == 32);
  std::size_t at = 0;
  std::uint32_t number = 0;
  for (const Line& line : page.lines) {
    require(line.begin == at && line.end >= line.begin && line.end <= page.text.size());
    require(line.text.data() == page.text.data() + line.begin && line.text.size() == line.end - line.begin);
    require(line.number == number || line.number == number + 1);
    require(line.markup.link_density >= 0 && line.markup.link_density <= 1);
    require(is_valid_utf8(line.markup.class_words));
    number = line.number;
    at = line.end;
    if (at < page.text.size()) at += separator_length(page.text, at);
  }
  require(at == page.text.size());
  for (const auto& [source, date] : page.declared.dates) require(is_valid_utf8(source) && is_valid_utf8(date));
  for (const auto& [source, title] : page.declared.titles) require(is_valid_utf8(source) && is_valid_utf8(title));
}

}  // namespace polsearch
