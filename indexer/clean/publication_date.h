// When was the page published? The best of the scored candidates, and none below the threshold: a wrong date in a
// filter is worse than no date.
//
//   candidates 2023-04-21 (7.5, line 5), 2021-03-05 (2, line 30)  ->  2023-04-21, source "line 5: Apr 21, 2023"
#pragma once

#include <string>
#include <vector>

#include "analysis/stored_document.h"
#include "indexer/clean/date_candidates.h"

namespace polsearch::clean {

struct PublicationDate {
  Date date;
  DatePrecision precision = DatePrecision::kNone;
  std::string source = "none";
};

[[nodiscard]] PublicationDate find_publication_date(const Page& page, const DatedLines& lines,
                                                    const ArticlePlace& article);

}  // namespace polsearch::clean
