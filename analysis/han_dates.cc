// Chinese dates: 2023年4月21日, 二〇二三年四月, 12月21日, and of the Republic's era 民國112年8月15日, 112年8月15日.
#include "analysis/date_forms.h"

namespace polsearch::date_forms {
namespace {

using calendar::Number;
using calendar::read_number;
using calendar::skip_spaces;
using calendar::starts_with_at;

std::optional<Number> read_any_number(std::string_view text, std::size_t pos) {
  if (auto number = read_number(text, pos)) return number;
  return calendar::read_han_number(text, pos);
}

std::optional<std::size_t> skip_sign(std::string_view text, std::size_t pos,
                                     std::initializer_list<std::string_view> signs) {
  pos = skip_spaces(text, pos, 1);
  for (const std::string_view sign : signs)
    if (starts_with_at(text, pos, sign)) return pos + sign.size();
  return std::nullopt;
}

// `month` and the optional day behind it: "4月21日" -> day 21; "4月" -> day 0.
struct MonthAndDay {
  int month = 0, day = 0;
  std::size_t end = 0;
};
std::optional<MonthAndDay> read_han_month(std::string_view text, std::size_t pos) {
  const auto month = read_any_number(text, skip_spaces(text, pos, 1));
  if (!month || month->digits > 2) return std::nullopt;
  const auto after_month = skip_sign(text, month->end, {"月份", "月"});
  if (!after_month) return std::nullopt;
  MonthAndDay found{month->value, 0, *after_month};
  if (const auto day = read_any_number(text, skip_spaces(text, *after_month, 1)); day && day->digits <= 2)
    if (const auto after_day = skip_sign(text, day->end, {"日", "号", "號"})) {
      found.day = day->value;
      found.end = *after_day;
    }
  return found;
}

// The rest of a date behind its year: "年4月21日".
std::optional<Found> read_after_year(std::string_view text, std::size_t pos, int gregorian) {
  const auto after_year = skip_sign(text, pos, {"年"});
  if (!after_year) return std::nullopt;
  const auto rest = read_han_month(text, *after_year);
  if (!rest) return std::nullopt;
  const auto date = make_date(gregorian, rest->month, rest->day);
  if (!date) return std::nullopt;
  return Found{*date, std::nullopt, rest->day ? DateForm::kChinese : DateForm::kMonthYear, false, rest->end};
}

// "民國112年8月15日", "中華民國一百一十二年八月十五日", "民國112.8.15".
std::optional<Found> read_republic_era(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  for (const std::string_view name : {"中華", "中华"})
    if (starts_with_at(text, at, name)) at += name.size();
  const auto after_name = skip_sign(text, at, {"民國", "民国"});
  if (!after_name) return std::nullopt;
  const auto year = read_any_number(text, skip_spaces(text, *after_name, 2));
  if (!year || year->value < 1 || year->value > calendar::kLastRepublicYear) return std::nullopt;
  if (const auto found = read_after_year(text, year->end, year->value + calendar::kRepublicOffset)) return found;
  auto numeric = read_republic_numeric(text, *year);
  if (numeric) numeric->wants = Surroundings::kAny;
  return numeric;
}

// "九月 18, 2023": the order of an English theme with the months of a Chinese one.
std::optional<Found> read_han_month_first(std::string_view text, std::size_t begin) {
  const auto month = read_any_number(text, begin);
  if (!month || month->digits > 2) return std::nullopt;
  const auto after_month = skip_sign(text, month->end, {"月"});
  if (!after_month) return std::nullopt;
  const auto day = read_number(text, skip_spaces(text, *after_month, 2));
  if (!day || day->digits > 2 || day->value < 1) return std::nullopt;
  const auto after_day = skip_sign(text, day->end, {",", "，"});
  if (!after_day) return std::nullopt;
  const auto year = read_number(text, skip_spaces(text, *after_day, 2));
  if (!year || year->digits != 4 || starts_with_at(text, year->end, "年")) return std::nullopt;
  const auto date = make_date(year->value, month->value, day->value);
  return date ? std::optional<Found>({*date, std::nullopt, DateForm::kChinese, false, year->end}) : std::nullopt;
}

}  // namespace

std::optional<Found> read_chinese(std::string_view text, const Number& first) {
  if (first.digits == 4) return read_after_year(text, first.end, first.value);
  // No century is written with three digits: "112年8月15日" is 2023. "99年" may be 1999.
  const bool is_republic = first.digits == 3 && first.value >= 100 && first.value <= calendar::kLastRepublicYear;
  if (!is_republic) return std::nullopt;
  const auto found = read_after_year(text, first.end, first.value + calendar::kRepublicOffset);
  return found && found->date.day ? found : std::nullopt;
}

std::optional<Found> read_chinese_month_day(std::string_view text, std::size_t begin) {
  if (const auto found = read_han_month_first(text, begin)) return found;
  const auto found = read_han_month(text, begin);
  if (!found || !found->day) return std::nullopt;
  const auto date = make_month_day(found->month, found->day);
  if (!date) return std::nullopt;
  return Found{*date, std::nullopt, DateForm::kMonthDay, false, found->end};
}

std::optional<Found> read_han_led(std::string_view text, std::size_t begin) {
  if (const auto found = read_republic_era(text, begin)) return found;
  const auto number = calendar::read_han_number(text, begin);
  if (!number) return std::nullopt;
  if (const auto found = read_chinese(text, *number)) return found;
  return read_chinese_month_day(text, begin);
}

}  // namespace polsearch::date_forms
