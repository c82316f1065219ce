// The pages that a micro benchmark works on.
#pragma once

#include <string>
#include <vector>

#include "indexer/read.h"

namespace polsearch {

// Of files and folders, corpus/samples when there are none; says on standard error what it skipped.
[[nodiscard]] std::vector<Page> read_pages(std::vector<std::string> paths);

}  // namespace polsearch
