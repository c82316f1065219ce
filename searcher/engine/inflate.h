// Raw deflate streams, as document records and term lists are stored.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace polsearch::engine {

// The text of a whole stream, or its first `wanted` bytes at least. None: the stream is damaged or its text is longer
// than a gigabyte.
[[nodiscard]] std::optional<std::string> inflate(std::string_view stream);
[[nodiscard]] std::optional<std::string> inflate_beginning(std::string_view stream, std::size_t wanted);

}  // namespace polsearch::engine
