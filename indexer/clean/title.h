// Which line is the headline, or which declared title? No headline: a display title cut from the first sentence.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "indexer/clean/line_features.h"
#include "indexer/clean/unit_dates.h"

namespace polsearch::clean {

struct Title {
  std::string text;
  std::string source = "none";
  bool is_derived = false;
  std::optional<std::size_t> unit;  // the line that is the title
};

// `first_prose`: the first unit of running text. Looks at the units before it.
[[nodiscard]] Title find_title(const Page& page, const std::vector<Unit>& units,
                               const std::vector<UnitEvidence>& evidence, const std::vector<UnitDates>& dates,
                               std::size_t first_prose);

// A title to show when there is none: the first sentence of the body, cut at a word, at most 160 characters and a "…".
[[nodiscard]] Title title_from_body(std::string_view body);

// "Steel output falls - Example News" with site "Example News" -> "Steel output falls". Cuts only on evidence.
[[nodiscard]] std::string without_site_suffix(std::string_view title, const Declared& declared);

}  // namespace polsearch::clean
