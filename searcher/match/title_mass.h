// What the words of a title weigh together: the rarity of each, once.
//
//   {5g, factories} -> rarity(5g) + rarity(factories)
// Single Han characters stand in the title's field beside their pairs, which say the same better: they weigh nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace polsearch::match {

[[nodiscard]] bool is_single_han(std::string_view term);

// `frequency`: in how many of `documents` a term stands.
[[nodiscard]] double title_mass(std::span<const std::string> title_terms,
                                const std::function<std::uint32_t(const std::string&)>& frequency,
                                std::uint32_t documents);

}  // namespace polsearch::match
