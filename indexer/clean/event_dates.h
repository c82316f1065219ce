// Dates told in the body: of what happened, never of the page.
//
//   "... issued the notice on December 21, and ..." of a page of 2023-05-25  ->  2022-12-21
#pragma once

#include <vector>

#include "indexer/documents.h"

namespace polsearch::clean {

// At most eight, in order. A month and day without year takes the year nearest to `published` (rather back than ahead);
// without a publication date it is left out.
[[nodiscard]] std::vector<EventDate> find_event_dates(const Page& page, const std::vector<Span>& kept,
                                                      const Date& published);

}  // namespace polsearch::clean
