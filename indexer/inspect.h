// How the indexer sees a file: every field with its evidence, every line kept or removed with its reason.
//
//   004.txt -> {"id":"004.txt","title":...,"date":"2023-05-25",...,"body_lines":[5,7,9],"removed":[{"line":1,...}]}
#pragma once

#include <functional>
#include <istream>
#include <string>
#include <vector>

#include <polsearch/result.h>
#include "indexer/cleaning.h"
#include "indexer/documents.h"

namespace polsearch {

// One JSON object in one line with its end, keys as docs/json-api.md lists them. A line of which anything was kept is
// in body_lines; what was cut out of such a line is in removed_spans, so that no line is both kept and removed.
[[nodiscard]] std::string print_inspection_json(const Page& page, const CleanDocument& document,
                                                const Knowledge& knowledge);

// The same for a reader: fields, then the page's lines with their fate in the margin. `color`: ANSI colours.
[[nodiscard]] std::string print_inspection_text(const Page& page, const CleanDocument& document,
                                                const Knowledge& knowledge, bool color);

struct InspectSink {
  std::function<bool(const Page&, const CleanDocument&)> document;  // false stops
  std::function<void(const Skip&)> skip;
  std::function<void(const Note&)> note = {};  // may be empty
};

// Reads and cleans every page of `paths` in order, one at a time; a bad one is handed to `sink.skip` and passed over.
// With several pages everything is read twice, to count first which lines recur on the pages of a site.
[[nodiscard]] Status inspect_paths(const std::vector<std::string>& paths, std::istream& standard_input,
                                   const Cleaning& cleaning, const InspectSink& sink);

}  // namespace polsearch
