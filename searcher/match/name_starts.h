// The names of all bodies in order, to find those that begin with what was typed.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/knowledge.h"

namespace polsearch::match {

struct NameStart {
  std::string key;  // folded
  std::uint32_t ministry = 0;
  std::uint32_t name = 0;
};

// Sorted by key when it is first asked for (some thousand names), by whichever thread comes first.
class NameStarts {
 public:
  // The names that begin with a folded prefix, at most `limit`.
  [[nodiscard]] std::vector<NameStart> beginning_with(std::string_view prefix, std::size_t limit,
                                                      const Knowledge& knowledge) const;

 private:
  mutable std::once_flag once_;
  mutable std::vector<NameStart> names_;
};

}  // namespace polsearch::match
