// Age as a factor (see recency.h).
#include "searcher/match/recency.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace polsearch::match {
namespace {

// YYYYMMDD, 00 for unknown parts.
std::int64_t day_count(std::uint32_t day) {
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(day / 10000)),
                                         std::chrono::month(std::max(day / 100 % 100, 1U)),
                                         std::chrono::day(std::max(day % 100, 1U))};
  return std::chrono::sys_days(date).time_since_epoch().count();
}

}  // namespace

// Documents are numbered newest first, undated last.
Recency::Recency(double half_life_days, const Columns& columns) : half_life_days_(half_life_days), columns_(columns) {
  if (is_off()) return;
  const auto dated_end = std::find(columns.days.begin(), columns.days.end(), 0U);
  if (dated_end == columns.days.begin()) return;
  newest_ = day_count(columns.days.front());
  oldest_ = day_count(*(dated_end - 1));
}

double Recency::factor(std::uint32_t document) const {
  if (is_off() || document == 0 || document > columns_.days.size()) return 1;
  const std::uint32_t day = columns_.days[document - 1];
  const std::int64_t age = std::max<std::int64_t>(newest_ - (day == 0 ? oldest_ : day_count(day)), 0);
  return std::exp2(-static_cast<double>(age) / half_life_days_);
}

}  // namespace polsearch::match
