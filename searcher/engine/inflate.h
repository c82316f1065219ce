// Raw deflate streams, as document records and term lists are stored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace polsearch::engine {

// None: the stream is damaged, or its text is longer than a gigabyte.
[[nodiscard]] std::optional<std::string> inflate(std::string_view stream);

}  // namespace polsearch::engine
