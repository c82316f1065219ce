// Filters (see filters.h).
#include "searcher/match/filters.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "analysis/schema.h"
#include "analysis/source_key.h"
#include "analysis/stored_document.h"
#include "analysis/unicode.h"
#include "searcher/match/stories.h"

namespace polsearch::match {
namespace {

std::uint32_t as_number(const Date& date) {
  return static_cast<std::uint32_t>(date.year) * 10'000u + date.month * 100u + date.day;
}

// YYYYMMDD with 00 parts, as comparable bounds: 20230400 may be any day from 20230401 to 20230499.
bool overlaps(std::uint32_t day, std::uint32_t first, std::uint32_t last) {
  std::uint32_t highest = day;
  if (day % 100 == 0) highest += 99;
  if (day / 100 % 100 == 0) highest += 9'900;
  return day != 0 && highest >= first && day <= last;
}

// Four days at once, in a vector register of whatever the processor has.
using Days [[gnu::vector_size(16)]] = std::int32_t;
constexpr std::size_t kDaysAtOnce = 8;

bool has_between(const std::uint32_t* days, std::int32_t low, std::int32_t high) {
  std::array<Days, 2> all;
  std::memcpy(all.data(), days, sizeof all);
  const Days between = ((all[0] >= low) & (all[0] <= high)) | ((all[1] >= low) & (all[1] <= high));
  std::array<std::uint64_t, 2> halves{};
  std::memcpy(halves.data(), &between, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

// The first place from `at` on with low <= day <= high, or the end. A day is below 2^31.
std::uint32_t next_between(const std::vector<std::uint32_t>& days, std::uint32_t at, std::uint32_t low,
                           std::uint32_t high) {
  const auto as_signed = [](std::uint32_t day) { return static_cast<std::int32_t>(day); };
  while (at + kDaysAtOnce <= days.size() && !has_between(days.data() + at, as_signed(low), as_signed(high)))
    at += kDaysAtOnce;
  while (at < days.size() && (days[at] < low || days[at] > high)) ++at;
  return at;
}

std::string filter_term(std::string_view field, std::string value) {
  return (std::string(schema::prefix_of(field)) + value).substr(0, schema::kMaxTermBytes);
}

std::string accepted_languages(const Columns& columns) {
  std::string out = "accepted: language codes such as en, zh, th; this index has";
  for (const std::string& name : columns.language_names) out += ' ' + name;
  return out;
}

Result<Plan> ministry_plan(std::string_view value, const MinistryLinker& linker) {
  auto ids = linker.resolve(value);
  if (!ids) return ids.error();
  std::vector<Plan> plans;
  for (const std::string& id : *ids) plans.push_back(Plan::of_term(filter_term("ministry", id)));
  return any_of(std::move(plans));
}

// English names of the languages that the index is made for, beside their codes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kLanguageNames{
    {{"english", "en"}, {"chinese", "zh"}, {"thai", "th"}, {"中文", "zh"}, {"ไทย", "th"}, {"英文", "en"}}};

std::string language_code(std::string_view value) {
  std::string code = fold(value);
  for (const auto& [name, known] : kLanguageNames)
    if (code == name) code = known;
  return code.substr(0, code.find_first_of("-_"));
}

Result<Plan> language_plan(std::string_view value, const Columns& columns) {
  const std::string code = language_code(value);
  const bool plausible = code.size() >= 2 && code.size() <= 3 &&
                         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!plausible) {
    return Error{Error::Kind::kInput, "unknown language '" + std::string(value) + "'", accepted_languages(columns)};
  }
  return Plan::of_term(filter_term("lang", code));
}

Result<Plan> date_plan(std::string_view value, const FilterContext& context) {
  const auto range = parse_date_range(value);
  if (!range) return range.error();
  return documents_dated(*range, context.columns, context.include_inferred);
}

Plan id_plan(std::string_view value) { return Plan::of_term(std::string(schema::prefix_of("id")) + id_key(value)); }

// The pages that say the same as the one with this id, itself included.
Result<Plan> duplicates_plan(std::string_view value, const FilterContext& context) {
  const std::uint32_t document = context.terms.first_document(id_plan(value).term);
  if (document == 0)
    return Error{Error::Kind::kInput, "no document '" + std::string(value) + "'", "an id as hits show"};
  std::vector<DocumentRange> ranges;
  for (const std::uint32_t other : story_of(document, context.columns)) ranges.push_back({other, other});
  return Plan::of_documents(std::move(ranges));
}

Result<Plan> any_value(std::string_view field, const std::vector<std::string>& values, const FilterContext& context,
                       std::vector<std::string>& notes) {
  if (values.empty()) return Plan::all();
  std::vector<Plan> plans;
  for (const std::string& value : values) {
    auto plan = filter_plan(field, value, context);
    if (!plan) return plan.error();
    plans.push_back(std::move(*plan));
    if (auto note = absence_note(field, value, context.columns)) notes.push_back(std::move(*note));
  }
  return any_of(std::move(plans));
}

// Names by falling number of documents, then as they come.
std::vector<std::string> most_frequent(const std::vector<std::string>& names,
                                       const std::vector<std::uint64_t>& counts) {
  std::vector<std::size_t> order(names.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
  std::vector<std::string> sorted;
  for (const std::size_t i : order) sorted.push_back(names[i]);
  return sorted;
}

std::vector<std::string> languages_of(const Columns& columns) {
  std::vector<std::uint64_t> counts(columns.language_names.size());
  for (const std::uint16_t ordinal : columns.languages.value) ++counts[ordinal];
  return most_frequent(columns.language_names, counts);
}

std::vector<std::string> sources_of(const Columns& columns) {
  std::vector<std::uint64_t> counts(columns.source_names.size());
  for (const std::uint32_t source : columns.sources)
    if (source != 0) ++counts[source - 1];
  return most_frequent(columns.source_names, counts);
}

std::string listed(const std::vector<std::string>& names) {
  if (names.empty()) return "no page has one";
  std::string out = "pages have ";
  const std::size_t shown = std::min(names.size(), kMaxNamed);
  for (std::size_t i = 0; i < shown; ++i) out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > shown) out += " and " + std::to_string(names.size() - shown) + " more";
  return out;
}

Result<Plan> date_bounds(const SearchRequest& request, const FilterContext& context) {
  if (request.from.empty() && request.to.empty()) return Plan::all();
  DateRange range{{1, 1, 1}, {9999, 12, 31}};
  if (!request.from.empty()) {
    const auto from = parse_date(request.from);
    if (!from) return from.error();
    range.first = days_of(*from).first;
  }
  if (!request.to.empty()) {
    const auto to = parse_date(request.to);
    if (!to) return to.error();
    range.last = days_of(*to).last;
  }
  if (range.last < range.first) {
    return Error{Error::Kind::kInput, "from " + request.from + " is after to " + request.to, "exchange the two dates"};
  }
  return documents_dated(range, context.columns, context.include_inferred);
}

}  // namespace

// Documents are numbered by date, so most days lie far from the range, and neighbours have the same one.
Plan documents_dated(const DateRange& range, const Columns& columns, bool include_inferred) {
  const std::uint32_t first = as_number(range.first), last = as_number(range.last);
  const std::uint32_t lowest = std::max(1U, first / 10'000 * 10'000);  // known by its year alone
  const auto inferred = static_cast<std::uint8_t>(DatePrecision::kInferred);
  const auto is_as_before = [&](std::uint32_t i) {
    return columns.days[i] == columns.days[i - 1] && columns.precision[i] == columns.precision[i - 1];
  };
  std::vector<DocumentRange> ranges;
  for (std::uint32_t i = 0; (i = next_between(columns.days, i, lowest, last)) < columns.documents; ++i) {
    if (!overlaps(columns.days[i], first, last)) continue;
    if (columns.precision[i] == inferred && !include_inferred) continue;
    const std::uint32_t begin = i + 1;
    while (i + 1 < columns.documents && is_as_before(i + 1)) ++i;
    if (!ranges.empty() && ranges.back().last + 1 == begin)
      ranges.back().last = i + 1;
    else
      ranges.push_back({begin, i + 1});
  }
  return Plan::of_documents(std::move(ranges));
}

Result<Plan> filter_plan(std::string_view field, std::string_view value, const FilterContext& context) {
  if (field == "ministry") return ministry_plan(value, context.linker);
  if (field == "lang") return language_plan(value, context.columns);
  if (field == "date") return date_plan(value, context);
  if (field == "source") return Plan::of_term(filter_term("source", fold_source(value)));
  if (field == "site") return Plan::of_term(filter_term("site", fold(value)));
  if (field == "id") return id_plan(value);
  if (field == "duplicates") return duplicates_plan(value, context);
  return Error{Error::Kind::kInput, "unknown filter '" + std::string(field) + "'",
               "accepted: ministry, lang, date, source, site, id, duplicates"};
}

std::optional<std::string> absence_note(std::string_view field, std::string_view value, const Columns& columns) {
  if (field == "lang") {
    const std::string code = language_code(value);
    const auto& names = columns.language_names;
    if (std::find(names.begin(), names.end(), code) != names.end()) return std::nullopt;
    return "no page is in the language '" + std::string(value) + "': " + listed(languages_of(columns));
  }
  if (field == "source") {
    const std::string key = fold_source(value);
    const auto& names = columns.source_names;
    if (std::any_of(names.begin(), names.end(), [&](const std::string& name) { return fold_source(name) == key; }))
      return std::nullopt;
    return "no page has the source '" + std::string(value) + "': " + listed(sources_of(columns));
  }
  return std::nullopt;
}

Result<RequestFilters> request_filters(const SearchRequest& request, const FilterContext& context) {
  RequestFilters filters;
  struct List {
    std::string_view field;
    const std::vector<std::string>& values;
    Plan& plan;
  };
  for (const List& list :
       {List{"ministry", request.ministries, filters.ministries}, List{"lang", request.languages, filters.languages},
        List{"source", request.sources, filters.sources}}) {
    auto plan = any_value(list.field, list.values, context, filters.notes);
    if (!plan) return plan.error();
    list.plan = std::move(*plan);
  }
  auto dates = date_bounds(request, context);
  if (!dates) return dates.error();
  filters.dates = std::move(*dates);
  return filters;
}

namespace {

const Plan& own_filter(const RequestFilters& filters, FacetKind kind) {
  switch (kind) {
    case FacetKind::kYear:
    case FacetKind::kMonth:
    case FacetKind::kDay: return filters.dates;
    case FacetKind::kMinistry: return filters.ministries;
    case FacetKind::kLanguage: return filters.languages;
    case FacetKind::kSource: return filters.sources;
  }
  return filters.dates;
}

Plan filters_but(const RequestFilters& filters, const Plan* left_out) {
  std::vector<Plan> plans;
  for (const Plan* plan :
       {&filters.ministries, &filters.languages, &filters.sources, &filters.dates, &filters.likeness})
    if (plan != left_out) plans.push_back(*plan);
  return all_of(std::move(plans));
}

}  // namespace

Plan all_filters(const RequestFilters& filters) { return filters_but(filters, nullptr); }

Plan filters_without(const RequestFilters& filters, FacetKind kind) {
  return filters_but(filters, &own_filter(filters, kind));
}

bool has_own_filter(const RequestFilters& filters, FacetKind kind) {
  return own_filter(filters, kind).op != Plan::Op::kAll;
}

}  // namespace polsearch::match
