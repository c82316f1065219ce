#include "searcher/match/facet_tables.h"

#include <algorithm>
#include <string>

#include "analysis/dates.h"
#include "analysis/stored_document.h"

namespace polsearch::match {
namespace {

constexpr std::uint32_t kUndated = UINT32_MAX;  // behind all dates

// 20230421 -> 20230400 for months.
std::uint32_t truncated(std::uint32_t day, FacetKind kind) {
  if (day == 0) return kUndated;
  if (kind == FacetKind::kYear) return day / 10'000 * 10'000;
  if (kind == FacetKind::kMonth) return day / 100 * 100;
  return day;
}

FacetValue value_of(std::uint32_t key) {
  if (key == kUndated) return {std::nullopt, "undated", 0};
  const Date date{static_cast<std::int16_t>(key / 10'000), static_cast<std::uint8_t>(key / 100 % 100),
                  static_cast<std::uint8_t>(key % 100)};
  std::string iso = to_iso(date);
  return {iso, iso, 0};
}

}  // namespace

DatedStretches dated_stretches(FacetKind kind, const Columns& columns) {
  constexpr auto kInferred = static_cast<std::uint8_t>(DatePrecision::kInferred);
  DatedStretches dated;
  std::vector<std::uint32_t> keys;  // of the stretches
  for (std::uint32_t i = 0; i < columns.documents; ++i) {
    const std::uint32_t key = columns.precision[i] != kInferred ? truncated(columns.days[i], kind) : kUndated;
    if (!keys.empty() && keys.back() == key) continue;
    keys.push_back(key);
    dated.stretches.push_back({i + 1, 0});
  }
  std::vector<std::uint32_t> distinct = keys;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  for (const std::uint32_t key : distinct) dated.values.push_back(value_of(key));
  for (std::size_t i = 0; i < keys.size(); ++i)
    dated.stretches[i].value =
        static_cast<std::uint32_t>(std::lower_bound(distinct.begin(), distinct.end(), keys[i]) - distinct.begin());
  return dated;
}

SlottedLists::SlottedLists(const OrdinalLists& lists, std::size_t names)
    : names_(names), slots_(lists.start.size() - 1) {
  for (std::uint32_t document = 1; document <= slots_.size(); ++document) {
    auto& slots = slots_[document - 1];
    for (std::size_t i = 0; i < kSlots; ++i) slots[i] = static_cast<std::uint16_t>(i);
    const auto list = lists.of(document);
    const auto fits = [](std::uint16_t ordinal) { return ordinal <= UINT16_MAX - kSlots; };
    if (list.size() > kSlots || !std::all_of(list.begin(), list.end(), fits)) {
      longer_.push_back(document);
      continue;
    }
    for (std::size_t i = 0; i < list.size(); ++i) slots[i] = static_cast<std::uint16_t>(list[i] + kSlots);
  }
}

std::vector<std::uint64_t> SlottedLists::count(std::span<const std::uint32_t> documents,
                                               const OrdinalLists& lists) const {
  std::vector<std::uint32_t> found(names_ + kSlots);
  for (const std::uint32_t document : documents)
    for (const std::uint16_t slot : slots_[document - 1]) ++found[slot];
  std::vector<std::uint64_t> counts(found.begin() + kSlots, found.end());
  for (auto longer = longer_.begin(); longer != longer_.end() && !documents.empty(); ++longer) {
    const auto at = std::lower_bound(documents.begin(), documents.end(), *longer);
    documents = documents.subspan(static_cast<std::size_t>(at - documents.begin()));
    if (documents.empty() || documents.front() != *longer) continue;
    for (const std::uint16_t ordinal : lists.of(*longer)) ++counts[ordinal];
  }
  return counts;
}

const DatedStretches& FacetTables::dates(FacetKind kind, const Columns& columns) const {
  auto& late = dates_[kind == FacetKind::kYear ? 0 : kind == FacetKind::kMonth ? 1 : 2];
  std::call_once(late.once, [&] { late.value = dated_stretches(kind, columns); });
  return late.value;
}

const SlottedLists& FacetTables::ministries(const Columns& columns) const {
  std::call_once(ministries_.once,
                 [&] { ministries_.value = SlottedLists(columns.ministries, columns.ministry_names.size()); });
  return ministries_.value;
}

const SlottedLists& FacetTables::languages(const Columns& columns) const {
  std::call_once(languages_.once,
                 [&] { languages_.value = SlottedLists(columns.languages, columns.language_names.size()); });
  return languages_.value;
}

}  // namespace polsearch::match
