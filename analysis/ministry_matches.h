// Step 2 of the ministry linker: words -> names and country cues, leftmost and longest.
//
//   "Ministries of Commerce and Finance" -> "Ministries of Commerce", and "Finance" as an item of the list
#pragma once

#include "analysis/ministry_page.h"

namespace polsearch::names {

// Fills page.matches from page.words. Linear: a name has a bounded number of words.
void find_names(Page& page);

}  // namespace polsearch::names
