// A tag of the position table -> positions. Grammar: analysis/glass_format.h and indexer/build/glass/position_coding.h.
//
//   "\x09" and the bits of first 2, count 3, middle 5 -> 2 5 9
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace polsearch::engine {

// More than any page has; a damaged tag may claim billions.
inline constexpr std::uint32_t kMaxPositions = 1u << 22;

// Appends the positions, strictly ascending. False: damage; `out` may then hold some of them.
[[nodiscard]] bool decode_positions(std::string_view tag, std::vector<std::uint32_t>& out);

}  // namespace polsearch::engine
