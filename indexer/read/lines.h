// Text -> its lines, with numbers and spans.
//
//   "a\r\n\nb"  ->  1 "a" [0,1)   2 "" [3,3)   3 "b" [4,5)
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include "indexer/documents.h"
#include "indexer/read.h"

namespace polsearch {

// Length in bytes of the line separator at `offset`, 0 when there is none: \n, \r\n, \r, form feed, NEL, U+2028,
// U+2029.
[[nodiscard]] std::size_t separator_length(std::string_view text, std::size_t offset);

// Lines of `text` (well-formed UTF-8) in order, blank ones too; a separator at the very end opens no further line.
// Views point into `text`. A line longer than limits.line_bytes becomes several Lines of the same number, cut between
// code points. Error: more than limits.lines lines. Linear.
[[nodiscard]] Result<std::vector<Line>> cut_lines(std::string_view text, const ReadLimits& limits);

}  // namespace polsearch
