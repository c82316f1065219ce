// How much of its score a page keeps for its age: half for every half-life that it is older than the newest page.
//
//   newest 2024-05-01, half-life 365: a page of 2023-05-02 keeps 0.5
//
// Measured from the newest dated page and not from today, so that the same index gives the same answer tomorrow. A
// partial date counts as its first day; a page without a date counts as the oldest dated one.
#pragma once

#include <cstdint>

#include "analysis/columns.h"

namespace polsearch::match {

class Recency {
 public:
  // `half_life_days` 0: age is ignored.
  Recency(double half_life_days, const Columns& columns);

  [[nodiscard]] bool is_off() const { return half_life_days_ <= 0; }
  [[nodiscard]] double factor(std::uint32_t document) const;  // in (0, 1]

 private:
  double half_life_days_;
  const Columns& columns_;
  std::int64_t newest_ = 0, oldest_ = 0;  // days since 1970-01-01
};

}  // namespace polsearch::match
