// Facet counts (see facets.h).
#include "searcher/match/facets.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace polsearch::match {
namespace {

constexpr std::array<std::pair<FacetKind, std::string_view>, 6> kNames{{{FacetKind::kYear, "year"},
                                                                        {FacetKind::kMonth, "month"},
                                                                        {FacetKind::kDay, "day"},
                                                                        {FacetKind::kMinistry, "ministry"},
                                                                        {FacetKind::kLanguage, "lang"},
                                                                        {FacetKind::kSource, "source"}}};

// The first document not before `document`, near to `at` as a rule: steps double.
using Documents = std::span<const std::uint32_t>::iterator;
Documents first_from(Documents at, Documents end, std::uint32_t document) {
  std::ptrdiff_t step = 1;
  while (end - at > step && *(at + step) < document) {
    at += step;
    step *= 2;
  }
  return std::lower_bound(at, at + std::min(step + 1, end - at), document);
}

// What is counted one by one, and what is counted once a story.
struct Matches {
  std::span<const std::uint32_t> alone;
  std::vector<std::uint32_t> grouped;
};

// Adds one for each distinct (story, key) of the grouped documents. `each_key(document, emit)` emits a document's keys.
template <class EachKey, class Counts>
void add_stories(const Matches& matches, const Columns& columns, EachKey each_key, Counts& counts) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
  for (const std::uint32_t document : matches.grouped)
    each_key(document, [&](std::uint32_t key) { found.emplace_back(columns.groups[document - 1], key); });
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  for (const auto& [story, key] : found) ++counts[key];
}

std::uint32_t date_of(const DatedStretches& dated, std::uint32_t document) {
  const auto behind = std::partition_point(dated.stretches.begin(), dated.stretches.end(),
                                           [&](const auto& stretch) { return stretch.first <= document; });
  return std::prev(behind)->value;
}

// Documents are numbered in date order, so a stretch is counted by where it begins and ends among the matches.
std::vector<std::uint64_t> count_dates(const DatedStretches& dated, const Matches& matches, const Columns& columns) {
  std::vector<std::uint64_t> counts(dated.values.size());
  auto next = dated.stretches.begin();
  for (auto at = matches.alone.begin(); at != matches.alone.end();) {
    while (next != dated.stretches.end() && next->first <= *at) ++next;
    const std::uint32_t end = next != dated.stretches.end() ? next->first : UINT32_MAX;
    const auto behind = first_from(at, matches.alone.end(), end);
    counts[std::prev(next)->value] += static_cast<std::uint64_t>(behind - at);
    at = behind;
  }
  const auto each_key = [&](std::uint32_t document, auto emit) { emit(date_of(dated, document)); };
  add_stories(matches, columns, each_key, counts);
  return counts;
}

std::vector<FacetValue> date_values(const DatedStretches& dated, const Matches& matches, const Columns& columns) {
  const std::vector<std::uint64_t> counts = count_dates(dated, matches, columns);
  std::vector<FacetValue> values;
  values.reserve(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    values.push_back(dated.values[i]);
    values.back().count = counts[i];
  }
  return values;
}

std::vector<std::uint64_t> count_lists(const OrdinalLists& lists, const SlottedLists& slotted, const Matches& matches,
                                       const Columns& columns) {
  std::vector<std::uint64_t> counts = slotted.count(matches.alone, lists);
  const auto each_key = [&](std::uint32_t document, auto emit) {
    for (const std::uint16_t ordinal : lists.of(document)) emit(ordinal);
  };
  add_stories(matches, columns, each_key, counts);
  return counts;
}

std::vector<std::uint64_t> count_sources(const Matches& matches, const Columns& columns) {
  std::vector<std::uint64_t> counts(columns.source_names.size());
  const auto each_key = [&](std::uint32_t document, auto emit) {
    if (const std::uint32_t source = columns.sources[document - 1]) emit(source - 1);
  };
  for (const std::uint32_t document : matches.alone) each_key(document, [&](std::uint32_t key) { ++counts[key]; });
  add_stories(matches, columns, each_key, counts);
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
                  const FacetTables& tables, const Knowledge& knowledge, CountMode mode) {
  const auto known = std::upper_bound(documents.begin(), documents.end(), columns.documents);
  Matches matches{documents.first(static_cast<std::size_t>(known - documents.begin())), {}};
  std::vector<std::uint32_t> alone;
  if (mode == CountMode::kStories) {
    for (const std::uint32_t document : matches.alone)
      (columns.groups[document - 1] == 0 ? alone : matches.grouped).push_back(document);
    matches.alone = alone;
  }
  switch (kind) {
    case FacetKind::kYear:
    case FacetKind::kMonth:
    case FacetKind::kDay: return {kind, date_values(tables.dates(kind, columns), matches, columns)};
    case FacetKind::kMinistry: {
      const auto counts = count_lists(columns.ministries, tables.ministries(columns), matches, columns);
      return {kind, named_values(kind, counts, columns.ministry_names, knowledge)};
    }
    case FacetKind::kLanguage: {
      const auto counts = count_lists(columns.languages, tables.languages(columns), matches, columns);
      return {kind, named_values(kind, counts, columns.language_names, knowledge)};
    }
    case FacetKind::kSource:
      return {kind, named_values(kind, count_sources(matches, columns), columns.source_names, knowledge)};
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
               "accepted: year, month, day, ministry, lang, source, none"};
}

}  // namespace polsearch
