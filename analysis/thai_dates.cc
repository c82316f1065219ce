// Thai dates: 21 ธันวาคม 2566, 21 ธ.ค. 66, ธันวาคม พ.ศ. ๒๕๖๖; ธันวาคม 21, 2023 of translated themes.
#include "analysis/date_forms.h"

namespace polsearch::date_forms {
namespace {

using calendar::Era;
using calendar::Month;
using calendar::Number;
using calendar::read_number;
using calendar::read_thai_month;
using calendar::skip_spaces;
using calendar::starts_with_at;

std::optional<WrittenYear> read_thai_year(std::string_view text, std::size_t pos) {
  const auto era = calendar::read_thai_era(text, pos);
  const auto number = read_number(text, era.end);
  if (!number || goes_on_numerically(text, number->end, ',') || byte_at(text, number->end) == '%') return std::nullopt;
  std::optional<Year> year;
  if (number->digits == 4) year = full_year(number->value, era.era);
  if (number->digits == 2 && era.era != Era::kChristian && byte_at(text, number->end) != ':' &&
      !goes_on_numerically(text, number->end, '.'))
    year = full_year(2500 + number->value, Era::kBuddhist);
  if (!year) return std::nullopt;
  return WrittenYear{*year, number->end};
}

// Between a Thai day and its month: spaces, a hyphen or slash, "เดือน".
std::size_t skip_thai_joint(std::string_view text, std::size_t pos) {
  std::size_t at = skip_spaces(text, pos);
  if (const Separator separator = separator_at(text, at); separator.length && separator.sign != '.')
    at = skip_spaces(text, at + separator.length, 1);
  constexpr std::string_view kMonthWord = "เดือน";
  if (starts_with_at(text, at, kMonthWord)) at = skip_spaces(text, at + kMonthWord.size(), 1);
  return at;
}

// "21 ธค 2566": a short month without its dots wants a year of four digits behind it.
std::optional<Month> read_bare_month(std::string_view text, std::size_t pos) {
  const auto month = calendar::read_bare_thai_month(text, pos);
  if (!month) return std::nullopt;
  const auto year = read_number(text, skip_spaces(text, month->end, 1));
  return year && year->digits == 4 && full_year(year->value) ? month : std::nullopt;
}

// "กุมภาพันธ์ 3, 2023", the English order that themes in translation keep: a comma and a year of four digits say so.
std::optional<Found> read_day_and_year(std::string_view text, const Month& month) {
  const auto day = read_number(text, skip_spaces(text, month.end, 1));
  if (!day || day->digits > 2 || byte_at(text, day->end) != ',') return std::nullopt;
  const auto year = read_number(text, skip_spaces(text, day->end + 1, 1));
  if (!year || year->digits != 4 || goes_on_numerically(text, year->end, ',')) return std::nullopt;
  const auto full = full_year(year->value);
  const auto date = full ? make_date(full->gregorian, month.number, day->value) : std::nullopt;
  if (!date) return std::nullopt;
  return Found{*date, std::nullopt, DateForm::kThai, full->buddhist, year->end};
}

}  // namespace

std::optional<Found> read_thai_day_first(std::string_view text, const Number& day) {
  if (day.digits > 2 || day.value < 1 || day.value > 31) return std::nullopt;
  for (const std::size_t end : {day.end, skip_second_day(text, day.end)}) {
    const std::size_t month_at = skip_thai_joint(text, end);
    auto month = read_thai_month(text, month_at);
    if (!month) month = read_bare_month(text, month_at);
    if (!month) continue;
    std::size_t at = month->end;
    if (const Separator separator = separator_at(text, at); separator.length && separator.sign != '.')
      at += separator.length;
    if (const auto year = read_thai_year(text, at))
      if (const auto date = make_date(year->year.gregorian, month->number, day.value))
        return Found{*date, std::nullopt, DateForm::kThai, year->year.buddhist, year->end};
    if (const auto date = make_month_day(month->number, day.value))
      return Found{*date, std::nullopt, DateForm::kMonthDay, false, month->end};
  }
  return std::nullopt;
}

std::optional<Found> read_thai_month_first(std::string_view text, std::size_t begin) {
  const auto month = read_thai_month(text, begin);
  if (!month || follows_impossible_day(text, begin)) return std::nullopt;
  if (const auto whole = read_day_and_year(text, *month)) return whole;
  const auto year = read_thai_year(text, month->end);
  if (!year) return std::nullopt;
  const auto date = make_date(year->year.gregorian, month->number, 0);
  if (!date) return std::nullopt;
  return Found{*date, std::nullopt, DateForm::kMonthYear, year->year.buddhist, year->end};
}

}  // namespace polsearch::date_forms
