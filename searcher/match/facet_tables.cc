#include "searcher/match/facet_tables.h"

#include <algorithm>

#include "analysis/stored_document.h"

namespace polsearch::match {
namespace {

// 20230421 -> 20230400 for months.
std::uint32_t truncated(std::uint32_t day, FacetKind kind) {
  if (kind == FacetKind::kYear) return day / 10'000 * 10'000;
  if (kind == FacetKind::kMonth) return day / 100 * 100;
  return day;
}

}  // namespace

std::vector<DateStretch> date_stretches(FacetKind kind, const Columns& columns) {
  constexpr auto kInferred = static_cast<std::uint8_t>(DatePrecision::kInferred);
  std::vector<DateStretch> stretches;
  for (std::uint32_t i = 0; i < columns.documents; ++i) {
    const std::uint32_t key = columns.precision[i] != kInferred ? truncated(columns.days[i], kind) : 0;
    if (stretches.empty() || stretches.back().key != key) stretches.push_back({key, i + 1});
  }
  return stretches;
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

const std::vector<DateStretch>& FacetTables::dates(FacetKind kind, const Columns& columns) const {
  auto& late = dates_[kind == FacetKind::kYear ? 0 : kind == FacetKind::kMonth ? 1 : 2];
  std::call_once(late.once, [&] { late.value = date_stretches(kind, columns); });
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
