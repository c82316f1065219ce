// Dates with a month in Latin letters: Apr 21, 2023; 21st of April, 2023; May-25-2023; 2023-Apr-21.
#include "analysis/date_forms.h"

#include "analysis/ascii.h"

namespace polsearch::date_forms {
namespace {

using calendar::Month;
using calendar::Number;
using calendar::read_latin_month;
using calendar::read_number;
using calendar::skip_spaces;
using calendar::starts_with_at;

int century_of_two_digits(int written) { return written < 70 ? 2000 + written : 1900 + written; }

// What stands between day, month and year: spaces, one of - / . , and the word "of" or "de".
struct Joint {
  std::size_t end = 0;
  char sign = ' ';  // ' ' , '-', '/' or ','; 'o' for "of"
};
std::optional<Joint> read_joint(std::string_view text, std::size_t pos) {
  Joint joint{skip_spaces(text, pos), ' '};
  const std::size_t spaces_end = joint.end;
  if (const Separator separator = separator_at(text, joint.end); separator.length && separator.sign != '.') {
    joint = {skip_spaces(text, joint.end + separator.length, 1), separator.sign};
  } else if (starts_with_at(text, joint.end, "–")) {
    joint = {skip_spaces(text, joint.end + 3, 1), '-'};
  } else if (byte_at(text, joint.end) == ',' || starts_with_at(text, joint.end, "，")) {
    joint = {skip_spaces(text, joint.end + (byte_at(text, joint.end) == ',' ? 1 : 3)), ','};
  } else if (byte_at(text, joint.end) == '.') {
    joint = {skip_spaces(text, joint.end + 1), ' '};
  }
  for (const std::string_view word : {"of ", "day of ", "de ", "del "})
    if (spaces_end > pos && starts_with_at(text, joint.end, word))
      return Joint{skip_spaces(text, joint.end + word.size()), 'o'};
  return joint;
}

bool is_month_after(std::string_view text, std::size_t end) {
  if (byte_at(text, end) == '.') ++end;
  return read_latin_month(text, skip_spaces(text, end)).has_value();
}

// The year behind an English date: four digits, or two after an apostrophe or a hyphen.
std::optional<WrittenYear> read_english_year(std::string_view text, std::size_t pos, bool two_digits) {
  std::size_t at = pos;
  bool apostrophe = false;
  for (const std::string_view mark : {"'", "’", "‘"})
    if (starts_with_at(text, at, mark)) {
      at += mark.size();
      apostrophe = true;
      break;
    }
  auto number = read_number(text, at);
  if (number && two_digits && (number->digits == 5 || number->digits == 6)) {
    if (!is_month_after(text, number->end)) return std::nullopt;
    number = glued_year(*number);  // "20 janvier 202020 janvier 2020"
  } else if (!number || is_ascii_letter(byte_at(text, number->end)) || goes_on_numerically(text, number->end, '.') ||
             goes_on_numerically(text, number->end, '-')) {  // "from July 2023-06-19": another date begins
    return std::nullopt;
  }
  if (goes_on_numerically(text, number->end, ',') || byte_at(text, number->end) == '%') return std::nullopt;
  std::optional<Year> year;
  if (number->digits == 4 && !apostrophe) year = full_year(number->value);
  if (number->digits == 2 && (apostrophe || two_digits) && byte_at(text, number->end) != ':')
    year = Year{century_of_two_digits(number->value), false};
  if (!year) return std::nullopt;
  return WrittenYear{*year, number->end};
}

// Two bare digits as a year want the end of the phrase behind them: "21 Apr 23." but not "21 Apr 23 people".
bool ends_phrase(std::string_view text, std::size_t end) {
  const std::size_t next = skip_spaces(text, end);
  const char c = byte_at(text, next);
  return next >= text.size() || !(is_ascii_letter(c) || is_ascii_digit(c) || c == '%' || c == '-');
}

std::optional<WrittenYear> read_year_after(std::string_view text, std::size_t pos, bool day_first) {
  const auto joint = read_joint(text, pos);
  if (!joint || joint->end == pos) return std::nullopt;
  const bool two_digits = joint->sign == '-' || joint->sign == '/' || (day_first && joint->sign == ' ');
  const auto year = read_english_year(text, joint->end, two_digits);
  if (!year || (year->end - joint->end == 2 && !ends_phrase(text, year->end))) return std::nullopt;
  return year;
}

Found english(const Date& date, DateForm form, bool buddhist, std::size_t end) {
  return Found{date, std::nullopt, form, buddhist, end};
}

// "08:00:00 ", "08:00:00 UTC ": what a program prints between the day and the year. `pos` where there is none.
std::size_t skip_clock(std::string_view text, std::size_t pos) {
  std::size_t at = skip_spaces(text, pos, 1), colons = 0;
  for (; is_digit_at(text, at) || byte_at(text, at) == ':'; ++at) colons += text[at] == ':';
  if (colons == 0 || byte_at(text, at) != ' ') return pos;
  constexpr std::size_t kMostZone = 5;  // letters
  std::size_t zone = at + 1;
  while (zone - at <= kMostZone && is_ascii_letter(byte_at(text, zone))) ++zone;
  return byte_at(text, zone) == ' ' ? zone : at;
}

// Behind "October," a number is a day only with its year: "Since October, 9 in 10 transfers took a day".
std::optional<Found> month_with_day(std::string_view text, const Month& month, char sign, const Number& day) {
  const std::size_t after_day = skip_ordinal(text, day.end);
  const std::size_t after_range = skip_second_day(text, after_day);
  for (const std::size_t end : {after_range, after_day, skip_clock(text, after_day)}) {
    if (const auto year = read_year_after(text, end, false))
      if (const auto date = make_date(year->year.gregorian, month.number, day.value); date && day.value)
        return english(*date, DateForm::kEnglish, year->year.buddhist, year->end);
  }
  const auto date = make_month_day(month.number, day.value);
  if (!date || !month.capital || sign == ',' || looks_like_quantity(text, after_day)) return std::nullopt;
  return english(*date, DateForm::kMonthDay, false, after_day);
}

}  // namespace

std::optional<Found> read_month_first(std::string_view text, std::size_t begin) {
  const auto month = read_latin_month(text, begin);
  if (!month) return std::nullopt;
  const auto joint = read_joint(text, month->end);
  if (const auto day = read_number(text, joint->end); day && day->digits <= 2 && joint->end > begin) {
    if (const auto found = month_with_day(text, *month, joint->sign, *day)) return found;
  }
  if (follows_impossible_day(text, begin)) return std::nullopt;
  if (const auto year = read_english_year(text, joint->end, false); year && joint->end > month->end - 1)
    if (const auto date = make_date(year->year.gregorian, month->number, 0))
      return english(*date, DateForm::kMonthYear, year->year.buddhist, year->end);
  return std::nullopt;
}

// "21 April 2023", "21-Apr-23", "21st of April", "5-13 March 2023".
std::optional<Found> read_day_first(std::string_view text, const Number& day) {
  if (day.digits > 2 || day.value < 1 || day.value > 31) return std::nullopt;
  const std::size_t after_day = skip_ordinal(text, day.end);
  for (const std::size_t end : {after_day, skip_second_day(text, after_day)}) {
    const auto joint = read_joint(text, end);
    const auto month = read_latin_month(text, joint->end);
    if (!month || joint->sign == ',') continue;
    if (const auto year = read_year_after(text, month->end, true))
      if (const auto date = make_date(year->year.gregorian, month->number, day.value))
        return english(*date, DateForm::kEnglish, year->year.buddhist, year->end);
    const auto date = make_month_day(month->number, day.value);
    if (date && month->capital && month->end > joint->end)
      return english(*date, DateForm::kMonthDay, false, month->end);
  }
  return std::nullopt;
}

// "2023 April 21", "2023-Apr-21".
std::optional<Found> read_year_first(std::string_view text, const Number& first) {
  if (first.digits != 4) return std::nullopt;
  const auto joint = read_joint(text, first.end);
  if (joint->end == first.end) return std::nullopt;
  const auto month = read_latin_month(text, joint->end);
  if (!month) return std::nullopt;
  const auto second = read_joint(text, month->end);
  const auto day = read_number(text, second->end);
  const auto year = full_year(first.value);
  if (!day || !year || day->digits > 2 || !day->value) return std::nullopt;
  const std::size_t end = skip_ordinal(text, day->end);
  const auto date = make_date(year->gregorian, month->number, day->value);
  if (!date || looks_like_quantity(text, end) || read_year_after(text, end, false)) return std::nullopt;
  return english(*date, DateForm::kEnglish, year->buddhist, end);
}

}  // namespace polsearch::date_forms
