// Names that a body has by rule, so that no table need list them: what translators make of 国家...局, and how Thai
// headlines shorten a ministry. ("รมว.คลัง" needs no name: the linker reads a minister's title as กระทรวง.)
//
//   "National Data Administration" (CN)  ->  "State Data Bureau", "National Bureau of Data", ...
//   "Ministry of Natural Resources"      ->  "Natural Resources Ministry"
//   "อก." (TH)                           ->  "รมว.อก.", "รมช.อก."
//   "กระทรวงการท่องเที่ยวและกีฬา" (TH)   ->  "กระทรวงการท่องเที่ยวฯ"
#pragma once

#include <string>
#include <vector>

#include "analysis/knowledge.h"

namespace polsearch::names {

// Without the listed ones' order or uniqueness: a name of the table, whosever it is, comes before a variant.
[[nodiscard]] std::vector<std::string> variants_of(const Ministry& ministry);

}  // namespace polsearch::names
