#include "searcher/serve/page/histogram.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>
#include <utility>

namespace polsearch::serve {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int kMostDays = 62;
constexpr std::size_t kMostMonths = 48;

// A period as numbers; 0 where it is less precise.
struct Period {
  int year = 0;
  unsigned month = 0, day = 0;
};

std::optional<int> number_at(std::string_view text, std::size_t begin, std::size_t length) {
  int number = 0;
  if (text.size() < begin + length) return std::nullopt;
  const char* const first = text.data() + begin;
  const auto [end, error] = std::from_chars(first, first + length, number);
  if (error != std::errc() || end != first + length || number <= 0) return std::nullopt;
  return number;
}

// "2023", "2023-04", "2023-04-21"; none: anything else.
std::optional<Period> period_of(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
  const auto year = number_at(text, 0, 4);
  const auto month = text.size() > 4 ? number_at(text, 5, 2) : std::optional(0);
  const auto day = text.size() > 7 ? number_at(text, 8, 2) : std::optional(0);
  if (!year || !month || !day || *month > 12 || *day > 31) return std::nullopt;
  return Period{*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day)};
}

sys_days first_day(const Period& period) {
  return std::chrono::year(period.year) / std::chrono::month(std::max(period.month, 1U)) /
         std::chrono::day(std::max(period.day, 1U));
}

sys_days last_day(const Period& period) {
  if (period.day > 0) return first_day(period);
  const auto month = std::chrono::year(period.year) / std::chrono::month(period.month > 0 ? period.month : 12);
  return month / std::chrono::last;
}

std::string two_digits(unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string print(const Period& period) {
  std::string out = std::to_string(period.year);
  out.insert(0, 4 - std::min<std::size_t>(4, out.size()), '0');
  if (period.month > 0) out += '-' + two_digits(period.month);
  if (period.day > 0) out += '-' + two_digits(period.day);
  return out;
}

Period after(const Period& period) {
  if (period.day > 0) {
    const std::chrono::year_month_day next(first_day(period) + days(1));
    return {static_cast<int>(next.year()), static_cast<unsigned>(next.month()), static_cast<unsigned>(next.day())};
  }
  if (period.month == 0) return {period.year + 1, 0, 0};
  return period.month < 12 ? Period{period.year, period.month + 1, 0} : Period{period.year + 1, 1, 0};
}

// As the filters compare: what a date or a bound does not say may be anything.
bool is_inside(const Period& period, const std::optional<Period>& from, const std::optional<Period>& to) {
  const auto number = [](const Period& p, unsigned unknown) {
    return p.year * 10'000 + static_cast<int>((p.month > 0 ? p.month : unknown) * 100 + (p.day > 0 ? p.day : unknown));
  };
  constexpr unsigned kLast = 99;
  return (!from || number(period, kLast) >= number(*from, 0)) && (!to || number(period, 0) <= number(*to, kLast));
}

// With a bar of 0 for every period in between; none when there would be more than `most`.
std::optional<std::vector<Bar>> without_gaps(const std::vector<Bar>& bars, std::size_t most) {
  std::vector<Bar> out;
  for (const Bar& bar : bars) {
    while (!out.empty()) {
      const std::string next = print(after(*period_of(out.back().period)));
      if (next >= bar.period) break;
      if (out.size() >= most) return std::nullopt;
      out.push_back({next, 0});
    }
    out.push_back(bar);
  }
  if (out.size() > most) return std::nullopt;
  return out;
}

std::size_t length_of(FacetKind kind) { return kind == FacetKind::kDay ? 10 : kind == FacetKind::kMonth ? 7 : 4; }

// Adds up what falls into the same day, month or year. A date known less precisely stands for its beginning.
std::vector<Bar> added_up(const std::vector<Bar>& bars, FacetKind kind) {
  std::map<std::string, std::uint64_t> counts;
  for (const Bar& bar : bars) {
    Period period = *period_of(bar.period);
    if (kind == FacetKind::kDay) period.day = std::max(period.day, 1U);
    if (kind != FacetKind::kYear) period.month = std::max(period.month, 1U);
    counts[print(period).substr(0, length_of(kind))] += bar.count;
  }
  std::vector<Bar> out;
  for (const auto& [period, count] : counts) out.push_back({period, count});
  return out;
}

// Bars of one level, as counted.
Histogram level(const SearchRequest& request, const Facet& facet) {
  const auto from = period_of(request.from), to = period_of(request.to);
  Histogram out{facet.kind, {}, 0};
  for (const FacetValue& value : facet.values) {
    const auto period = value.value ? period_of(*value.value) : std::nullopt;
    if (!period) {
      if (!from && !to) out.undated += value.count;
    } else if (is_inside(*period, from, to)) {
      out.bars.push_back({*value.value, value.count});
    }
  }
  return out;
}

bool is_short(const SearchRequest& request) {
  const auto from = period_of(request.from), to = period_of(request.to);
  return from && to && last_day(*to) - first_day(*from) < days(kMostDays);
}

}  // namespace

std::string_view wider(std::string_view period) { return period.size() > 4 ? period.substr(0, period.size() - 3) : ""; }

std::vector<FacetKind> date_facets(const SearchRequest& request) {
  if (!request.from.empty() || !request.to.empty()) return {FacetKind::kDay};
  return {FacetKind::kMonth};
}

Histogram histogram_of(const SearchRequest& request, const std::vector<Facet>& facets) {
  for (const Facet& facet : facets) {
    if (facet.kind != FacetKind::kDay && facet.kind != FacetKind::kMonth) continue;
    const Histogram counted = level(request, facet);
    const bool by_day = facet.kind == FacetKind::kDay && is_short(request);
    const FacetKind fine = by_day ? FacetKind::kDay : FacetKind::kMonth;
    std::vector<Bar> bars = added_up(counted.bars, fine);
    if (auto filled = without_gaps(bars, by_day ? kMostBars : kMostMonths))
      return {fine, std::move(*filled), counted.undated};
    bars = added_up(counted.bars, FacetKind::kYear);
    auto filled = without_gaps(bars, kMostBars);
    return {FacetKind::kYear, filled ? std::move(*filled) : std::move(bars), counted.undated};
  }
  return {};
}

SearchRequest narrowed_to(SearchRequest request, const std::string& period) {
  const auto inside = period_of(period), from = period_of(request.from), to = period_of(request.to);
  request.offset = 0;
  if (!inside) return request;
  if (!from || first_day(*from) < first_day(*inside)) request.from = period;
  if (!to || last_day(*to) > last_day(*inside)) request.to = period;
  return request;
}

}  // namespace polsearch::serve
