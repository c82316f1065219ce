// Raw deflate streams, as document records and term lists are stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace polsearch {

// None: the stream is damaged, or its text is longer than a gigabyte.
[[nodiscard]] std::optional<std::string> inflate(std::string_view stream);

// The same where the length of the text is said to be known. None: it has another one.
[[nodiscard]] std::optional<std::string> inflate(std::string_view stream, std::uint64_t bytes);

}  // namespace polsearch
