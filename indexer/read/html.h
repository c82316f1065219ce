// HTML -> flat text, one line a block, with what the markup says of each line and of the page.
//
//   <nav><a href=/>Home</a></nav><p>Text</p>  ->  "Home\nText"; line 1: nav, li density 1; line 2: p
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indexer/documents.h"
#include "indexer/read.h"

namespace polsearch {

struct FlatPage {
  std::string text;                 // lines separated by \n, none blank
  std::vector<LineMarkup> markups;  // one a line
  Declared declared;
};

// Flattens a page (well-formed UTF-8). A page within limits.html_* is parsed as HTML5 (gumbo), one beyond them by the
// plain tag reader: never an error, linear time either way. Dropped: scripts, styles, form fields, buttons, hidden
// elements (these are kept when the page shows nothing else), <title> and all metadata, which go to `declared`.
[[nodiscard]] FlatPage flatten_html(std::string_view html, const ReadLimits& limits);

}  // namespace polsearch
