// Filters (see filters.h).
#include "searcher/match/filters.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "analysis/schema.h"
#include "analysis/source_key.h"
#include "analysis/stored_document.h"
#include "analysis/unicode.h"

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

Result<Plan> language_plan(std::string_view value, const Columns& columns) {
  std::string code = fold(value);
  for (const auto& [name, known] : kLanguageNames)
    if (code == name) code = known;
  code = code.substr(0, code.find_first_of("-_"));
  const bool plausible = code.size() >= 2 && code.size() <= 3 &&
                         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!plausible) {
    return Error{Error::Kind::kInput, "unknown language '" + std::string(value) + "'", accepted_languages(columns)};
  }
  return Plan::of_term(filter_term("lang", code));
}

Result<Plan> date_plan(std::string_view value, const Columns& columns, bool include_inferred) {
  const auto range = parse_date_range(value);
  if (!range) return range.error();
  return documents_dated(*range, columns, include_inferred);
}

Result<Plan> any_value(std::string_view field, const std::vector<std::string>& values, const MinistryLinker& linker,
                       const Columns& columns) {
  if (values.empty()) return Plan::all();
  std::vector<Plan> plans;
  for (const std::string& value : values) {
    auto plan = filter_plan(field, value, linker, columns, false);
    if (!plan) return plan.error();
    plans.push_back(std::move(*plan));
  }
  return any_of(std::move(plans));
}

Result<Plan> date_bounds(const SearchRequest& request, const Columns& columns) {
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
  return documents_dated(range, columns, request.include_inferred);
}

}  // namespace

Plan documents_dated(const DateRange& range, const Columns& columns, bool include_inferred) {
  const std::uint32_t first = as_number(range.first), last = as_number(range.last);
  const auto inferred = static_cast<std::uint8_t>(DatePrecision::kInferred);
  std::vector<DocumentRange> ranges;
  for (std::uint32_t i = 0; i < columns.documents; ++i) {
    if (!overlaps(columns.days[i], first, last)) continue;
    if (columns.precision[i] == inferred && !include_inferred) continue;
    if (!ranges.empty() && ranges.back().last == i)
      ranges.back().last = i + 1;
    else
      ranges.push_back({i + 1, i + 1});
  }
  return Plan::of_documents(std::move(ranges));
}

Result<Plan> filter_plan(std::string_view field, std::string_view value, const MinistryLinker& linker,
                         const Columns& columns, bool include_inferred) {
  if (field == "ministry") return ministry_plan(value, linker);
  if (field == "lang") return language_plan(value, columns);
  if (field == "date") return date_plan(value, columns, include_inferred);
  if (field == "source") return Plan::of_term(filter_term("source", fold_source(value)));
  if (field == "site") return Plan::of_term(filter_term("site", fold(value)));
  if (field == "id") return Plan::of_term(std::string(schema::prefix_of("id")) + id_key(value));
  return Error{Error::Kind::kInput, "unknown filter '" + std::string(field) + "'",
               "accepted: ministry, lang, date, source, site, id"};
}

Result<Plan> request_filters(const SearchRequest& request, const MinistryLinker& linker, const Columns& columns) {
  std::vector<Plan> plans;
  const std::array<std::pair<std::string_view, const std::vector<std::string>*>, 3> lists{
      {{"ministry", &request.ministries}, {"lang", &request.languages}, {"source", &request.sources}}};
  for (const auto& [field, values] : lists) {
    auto plan = any_value(field, *values, linker, columns);
    if (!plan) return plan.error();
    plans.push_back(std::move(*plan));
  }
  auto dates = date_bounds(request, columns);
  if (!dates) return dates.error();
  plans.push_back(std::move(*dates));
  return all_of(std::move(plans));
}

}  // namespace polsearch::match
