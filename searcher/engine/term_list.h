// A document's term list, as the termlist table stores it (grammar: indexer/build/glass/document_items.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch::engine {

// The terms of a list that begin with `prefix`, without it, in byte order. None: damage.
[[nodiscard]] std::optional<std::vector<std::string>> terms_with_prefix(std::string_view list, std::string_view prefix);

}  // namespace polsearch::engine
