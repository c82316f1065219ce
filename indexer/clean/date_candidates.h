// Every date that might be the page's own, scored by where and how it is said; the higher, the likelier.
//
//   "Apr 21, 2023 | Industrial Trend" under the headline  ->  {2023-04-21, score 7.5, "line 5: Apr 21, 2023"}
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "indexer/clean/decide.h"
#include "indexer/clean/unit_dates.h"

namespace polsearch::clean {

struct DateCandidate {
  enum class Origin : std::uint8_t { kLine, kMarkup, kAddress, kContainer };
  Date date;
  std::optional<Date> other;  // day and month in doubt: the other reading
  double score = 0;
  std::string source;
  Origin origin = Origin::kLine;
  bool is_head = false;  // a date line at the head of the article that nothing says is another's
};

// Where the article is, to weigh candidates by.
struct ArticlePlace {
  std::size_t first = 0, last = 0;  // units of the first and last body unit
  std::optional<std::size_t> title;
};

// What of a page's units the choice looks at; all of one length.
struct DatedLines {
  const std::vector<Unit>& units;
  const std::vector<UnitDates>& dates;
  const std::vector<Decision>& decisions;
};

// The stretch of units that holds most of the body (maximum sum of words, removed units counting against it). Linear.
[[nodiscard]] ArticlePlace find_article(const std::vector<Unit>& units, const std::vector<Decision>& decisions,
                                        std::optional<std::size_t> title);

[[nodiscard]] std::vector<DateCandidate> date_candidates(const Page& page, const DatedLines& lines,
                                                         const ArticlePlace& article);

}  // namespace polsearch::clean
