// A document's term list, as the termlist table stores it (grammar: indexer/build/glass/document_items.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace polsearch::engine {

struct PrefixedTerms {
  std::vector<std::string> terms;  // without the prefix, in byte order
  bool is_complete = false;        // false: `list` ended, or broke, before the last of them was known
};

// The terms of a list that begin with `prefix`. `list` may be a list's beginning.
[[nodiscard]] PrefixedTerms terms_with_prefix(std::string_view list, std::string_view prefix);

}  // namespace polsearch::engine
