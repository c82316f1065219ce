// Facet counts (see facets.h).
#include "searcher/match/facets.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analysis/dates.h"
#include "analysis/stored_document.h"

namespace polsearch::match {
namespace {

constexpr std::array<std::pair<FacetKind, std::string_view>, 6> kNames{{{FacetKind::kYear, "year"},
                                                                        {FacetKind::kMonth, "month"},
                                                                        {FacetKind::kDay, "day"},
                                                                        {FacetKind::kMinistry, "ministry"},
                                                                        {FacetKind::kLanguage, "lang"},
                                                                        {FacetKind::kSource, "source"}}};

// 20230421 -> 20230400 for months.
std::uint32_t truncated(std::uint32_t day, FacetKind kind) {
  if (kind == FacetKind::kYear) return day / 10'000 * 10'000;
  if (kind == FacetKind::kMonth) return day / 100 * 100;
  return day;
}

FacetValue date_value(std::uint32_t key, std::uint64_t count) {
  if (key == 0) return {std::nullopt, "undated", count};
  const Date date{static_cast<std::int16_t>(key / 10'000), static_cast<std::uint8_t>(key / 100 % 100),
                  static_cast<std::uint8_t>(key % 100)};
  std::string iso = to_iso(date);
  return {iso, iso, count};
}

// Documents are numbered in date order, so equal keys come in stretches and the map is rarely touched.
std::map<std::uint32_t, std::uint64_t> count_dates(FacetKind kind, std::span<const std::uint32_t> documents,
                                                   const Columns& columns) {
  std::map<std::uint32_t, std::uint64_t> counts;
  std::uint32_t key = 0;
  std::uint64_t run = 0;
  const auto inferred = static_cast<std::uint8_t>(DatePrecision::kInferred);
  for (const std::uint32_t document : documents) {
    const bool dated = columns.precision[document - 1] != inferred;
    const std::uint32_t next = dated ? truncated(columns.days[document - 1], kind) : 0;
    if (next != key && run > 0) {
      counts[key] += run;
      run = 0;
    }
    key = next;
    ++run;
  }
  if (run > 0) counts[key] += run;
  return counts;
}

std::vector<FacetValue> date_values(FacetKind kind, std::span<const std::uint32_t> documents, const Columns& columns) {
  std::vector<FacetValue> values;
  std::uint64_t undated = 0;
  for (const auto& [key, count] : count_dates(kind, documents, columns)) {
    if (key == 0)
      undated = count;
    else
      values.push_back(date_value(key, count));
  }
  if (undated > 0) values.push_back(date_value(0, undated));
  return values;
}

std::vector<std::uint64_t> count_lists(const OrdinalLists& lists, std::size_t names,
                                       std::span<const std::uint32_t> documents) {
  std::vector<std::uint64_t> counts(names);
  for (const std::uint32_t document : documents)
    for (const std::uint16_t ordinal : lists.of(document)) ++counts[ordinal];
  return counts;
}

std::vector<std::uint64_t> count_sources(const Columns& columns, std::span<const std::uint32_t> documents) {
  std::vector<std::uint64_t> counts(columns.source_names.size());
  for (const std::uint32_t document : documents)
    if (const std::uint32_t source = columns.sources[document - 1]) ++counts[source - 1];
  return counts;
}

std::string label_of(FacetKind kind, const std::string& value, const Knowledge& knowledge) {
  if (kind != FacetKind::kMinistry) return value;
  const Ministry* ministry = knowledge.ministry(value);
  return ministry != nullptr ? ministry->label : value;
}

std::vector<FacetValue> named_values(FacetKind kind, const std::vector<std::uint64_t>& counts,
                                     const std::vector<std::string>& names, const Knowledge& knowledge) {
  std::vector<FacetValue> values;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (counts[i] > 0) values.push_back({names[i], label_of(kind, names[i], knowledge), counts[i]});
  std::sort(values.begin(), values.end(), [](const FacetValue& a, const FacetValue& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  });
  return values;
}

}  // namespace

Facet count_facet(FacetKind kind, std::span<const std::uint32_t> documents, const Columns& columns,
                  const Knowledge& knowledge) {
  const auto known = std::upper_bound(documents.begin(), documents.end(), columns.documents);
  documents = documents.first(static_cast<std::size_t>(known - documents.begin()));
  switch (kind) {
    case FacetKind::kYear:
    case FacetKind::kMonth:
    case FacetKind::kDay: return {kind, date_values(kind, documents, columns)};
    case FacetKind::kMinistry: {
      const auto counts = count_lists(columns.ministries, columns.ministry_names.size(), documents);
      return {kind, named_values(kind, counts, columns.ministry_names, knowledge)};
    }
    case FacetKind::kLanguage: {
      const auto counts = count_lists(columns.languages, columns.language_names.size(), documents);
      return {kind, named_values(kind, counts, columns.language_names, knowledge)};
    }
    case FacetKind::kSource:
      return {kind, named_values(kind, count_sources(columns, documents), columns.source_names, knowledge)};
  }
  return {};
}

}  // namespace polsearch::match

namespace polsearch {

std::vector<FacetKind> default_facets() {
  std::vector<FacetKind> facets;
  for (const FacetKind kind : {FacetKind::kMonth, FacetKind::kMinistry}) facets.push_back(kind);
  return facets;
}

std::string_view to_string(FacetKind kind) {
  for (const auto& [value, name] : match::kNames)
    if (value == kind) return name;
  return "";
}

Result<FacetKind> parse_facet_kind(std::string_view name) {
  if (name == "language") return FacetKind::kLanguage;
  for (const auto& [value, known] : match::kNames)
    if (known == name) return value;
  return Error{Error::Kind::kInput, "unknown facet '" + std::string(name) + "'",
               "accepted: year, month, day, ministry, lang, source"};
}

}  // namespace polsearch
