// What the programs know, listed: `polindex knowledge` and `polindex knowledge ministries`.
#pragma once

#include <string>
#include <string_view>

#include <polsearch/result.h>
#include "analysis/knowledge.h"

namespace polsearch {

// Without a table: name and number of rows of each. With one: its ids, those of ministries with their labels. Tabs
// between columns, one a line. An unknown table is an error that names those there are.
[[nodiscard]] Result<std::string> print_knowledge(const Knowledge& knowledge, std::string_view table);

}  // namespace polsearch
