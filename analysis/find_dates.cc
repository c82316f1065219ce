// Running text -> date mentions, by one hand-written pass: at each digit, month name or Han numeral the forms that may
// begin there are tried in turn, the longest meaning first.
//
//   "Post time: May-25-2023 (v1.4.22)"  ->  2023-05-25 kEnglish [11, 22)
// Every form looks at a bounded number of bytes, so the pass is linear. What must not be taken for a date: versions
// (1.4.22), addresses (10.12.20.23), telephone numbers (020-81789645), ranges of years (2022-2023), clock times.
#include <algorithm>
#include <array>
#include <optional>

#include "analysis/ascii.h"
#include "analysis/calendar.h"
#include "analysis/dates.h"

namespace polsearch {
namespace {

using calendar::Era;
using calendar::Month;
using calendar::Number;
using calendar::read_latin_month;
using calendar::read_number;
using calendar::read_thai_month;
using calendar::skip_spaces;
using calendar::starts_with_at;

struct Found {
  Date date;
  std::optional<Date> other;
  DateForm form = DateForm::kIso;
  bool buddhist_era = false;
  std::size_t end = 0;
};

char byte_at(std::string_view text, std::size_t pos) { return pos < text.size() ? text[pos] : '\0'; }
bool is_digit_at(std::string_view text, std::size_t pos) { return is_ascii_digit(byte_at(text, pos)); }

std::optional<Date> make_date(int year, int month, int day) {
  const Date date{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
  if (year < calendar::kFirstYear || year > calendar::kLastYear || month < 1 || month > 12) return std::nullopt;
  if (day < 0 || day > calendar::days_in_month(year, month)) return std::nullopt;
  return date;
}

std::optional<Date> make_month_day(int month, int day) {
  constexpr int kLeapYear = 2000;  // February 29 is a day of some year
  if (month < 1 || month > 12 || day < 1 || day > calendar::days_in_month(kLeapYear, month)) return std::nullopt;
  return Date{0, static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

// A written year as a Gregorian one.
struct Year {
  int gregorian = 0;
  bool buddhist = false;
};

std::optional<Year> full_year(int written, Era era = Era::kUnsaid) {
  Year year{written, false};
  if (era == Era::kBuddhist || (era == Era::kUnsaid && written >= calendar::kFirstYear + calendar::kBuddhistOffset)) {
    year = {written - calendar::kBuddhistOffset, true};
  }
  if (year.gregorian < calendar::kFirstYear || year.gregorian > calendar::kLastYear) return std::nullopt;
  return year;
}

int century_of_two_digits(int written) { return written < 70 ? 2000 + written : 1900 + written; }

// The separators of numeric dates: ASCII and full-width. Returns 0 or the ASCII one, with its length.
struct Separator {
  char sign = 0;
  std::size_t length = 0;
};
Separator separator_at(std::string_view text, std::size_t pos) {
  const char c = byte_at(text, pos);
  if (c == '-' || c == '/' || c == '.') return {c, 1};
  if (starts_with_at(text, pos, "－") || starts_with_at(text, pos, "‐") || starts_with_at(text, pos, "‑"))
    return {'-', 3};
  if (starts_with_at(text, pos, "／")) return {'/', 3};
  if (starts_with_at(text, pos, "．")) return {'.', 3};
  return {};
}

// ---- numeric: 2023-04-21, 21/04/2023, 20230421 ----

// "06/11/20230 comments", "19.11.202119.11.2021": flattened markup glues a counter or a second date to the year.
Number glued_year(const Number& number) {
  if (number.digits > 6) return number;
  const auto digits = static_cast<std::size_t>(number.digits - 4);
  int value = number.value;
  for (std::size_t i = 0; i < digits; ++i) value /= 10;
  return Number{value, 4, number.end - digits};
}

struct Triple {
  Number second, third;
  char sign = 0;
};
std::optional<Triple> read_triple(std::string_view text, const Number& first) {
  const Separator one = separator_at(text, first.end);
  if (!one.length) return std::nullopt;
  const auto second = read_number(text, first.end + one.length);
  if (!second || second->digits > 2) return std::nullopt;
  const Separator two = separator_at(text, second->end);
  if (two.sign != one.sign) return std::nullopt;
  auto third = read_number(text, second->end + two.length);
  if (!third) return std::nullopt;
  if (first.digits <= 2 && third->digits > 4) third = glued_year(*third);
  return Triple{*second, *third, one.sign};
}

// "1.2.2023.4" and "2023.4.21.5" go on as addresses or versions do.
bool goes_on_numerically(std::string_view text, std::size_t end, char sign) {
  return byte_at(text, end) == sign && is_digit_at(text, end + 1);
}

std::optional<Found> read_iso(std::string_view text, const Number& first) {
  if (first.digits != 4) return std::nullopt;
  const auto triple = read_triple(text, first);
  if (!triple || triple->third.digits > 2) return std::nullopt;
  if (triple->sign == '.' && goes_on_numerically(text, triple->third.end, '.')) return std::nullopt;
  const auto year = full_year(first.value);
  if (!year || !triple->third.value) return std::nullopt;
  const auto date = make_date(year->gregorian, triple->second.value, triple->third.value);
  if (!date) return std::nullopt;
  return Found{*date, std::nullopt, DateForm::kIso, year->buddhist, triple->third.end};
}

bool has_thai_before(std::string_view text, std::size_t begin) {
  constexpr std::size_t kWindow = 24;  // bytes: "วันที่ 20/12/66"
  const std::size_t from = begin > kWindow ? begin - kWindow : 0;
  for (std::size_t i = from; i + 1 < begin; ++i)
    if (text[i] == '\xE0' && (text[i + 1] == '\xB8' || text[i + 1] == '\xB9')) return true;
  return false;
}

// Day and month of "a/b/year" in both orders; the first reading is day/month.
std::optional<Found> in_both_orders(int a, int b, const Year& year, std::size_t end) {
  const auto day_first = make_date(year.gregorian, b, a), month_first = make_date(year.gregorian, a, b);
  if (!a || !b || (!day_first && !month_first)) return std::nullopt;
  Found found{day_first ? *day_first : *month_first, std::nullopt, DateForm::kNumeric, year.buddhist, end};
  if (day_first && month_first && a != b) found.other = month_first;
  if (year.buddhist) found.other.reset();  // Thai dates are day first
  return found;
}

// "4. 2. 2022", as German and Czech print it.
std::optional<Triple> read_spaced_triple(std::string_view text, const Number& first) {
  if (!starts_with_at(text, first.end, ". ")) return std::nullopt;
  const auto second = read_number(text, first.end + 2);
  if (!second || second->digits > 2 || !starts_with_at(text, second->end, ". ")) return std::nullopt;
  const auto third = read_number(text, second->end + 2);
  if (!third || third->digits != 4) return std::nullopt;
  return Triple{*second, *third, '.'};
}

// "19.10.23", "06/11/23": all three parts of two ASCII digits, in no Thai surroundings (there 66 is 2566) and not after
// a hyphen, where the year would come first.
bool is_short_year(const Number& first, const Triple& triple) {
  constexpr int kLastShortYear = 40;
  return first.digits == 2 && triple.second.digits == 2 && triple.third.digits == 2 && triple.sign != '-' &&
         triple.third.value <= kLastShortYear;
}

std::optional<Found> read_numeric(std::string_view text, std::size_t begin, const Number& first) {
  if (first.digits > 2) return std::nullopt;
  auto triple = read_triple(text, first);
  if (!triple) triple = read_spaced_triple(text, first);
  if (!triple || goes_on_numerically(text, triple->third.end, triple->sign)) return std::nullopt;
  std::optional<Year> year;
  if (triple->third.digits == 4) year = full_year(triple->third.value);
  constexpr int kShortBuddhist = 43;  // 2543 = 2000
  if (triple->third.digits == 2 && triple->third.value >= kShortBuddhist && has_thai_before(text, begin))
    year = full_year(2500 + triple->third.value, Era::kBuddhist);
  else if (is_short_year(first, *triple) && !has_thai_before(text, begin))
    year = full_year(2000 + triple->third.value);
  if (!year) return std::nullopt;
  return in_both_orders(first.value, triple->second.value, *year, triple->third.end);
}

std::optional<Found> read_compact(std::string_view text, std::size_t begin, const Number& first) {
  if (first.digits != 8 || first.end - begin != 8) return std::nullopt;
  if (begin && (text[begin - 1] == '$' || text[begin - 1] == '-')) return std::nullopt;
  const char next = byte_at(text, first.end);
  if (is_ascii_letter(next) && next != 'T') return std::nullopt;
  if ((next == '.' || next == ',' || next == '-') && is_digit_at(text, first.end + 1)) return std::nullopt;
  const auto date = make_date(first.value / 10000, first.value / 100 % 100, first.value % 100);
  if (!date || !date->day) return std::nullopt;
  return Found{*date, std::nullopt, DateForm::kCompact, false, first.end};
}

// ---- Chinese: 2023年4月21日, 二〇二三年四月, 12月21日 ----

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

std::optional<Found> read_chinese(std::string_view text, const Number& first) {
  if (first.digits == 4)
    if (const auto after_year = skip_sign(text, first.end, {"年"})) {
      const auto rest = read_han_month(text, *after_year);
      if (!rest) return std::nullopt;
      const auto date = make_date(first.value, rest->month, rest->day);
      if (!date) return std::nullopt;
      return Found{*date, std::nullopt, rest->day ? DateForm::kChinese : DateForm::kMonthYear, false, rest->end};
    }
  return std::nullopt;
}

std::optional<Found> read_chinese_month_day(std::string_view text, std::size_t begin) {
  const auto found = read_han_month(text, begin);
  if (!found || !found->day) return std::nullopt;
  const auto date = make_month_day(found->month, found->day);
  if (!date) return std::nullopt;
  return Found{*date, std::nullopt, DateForm::kMonthDay, false, found->end};
}

// ---- English: Apr 21, 2023; 21st of April, 2023; May-25-2023 ----

// "st", "nd", "rd", "th", "º" behind a day, and the German dot ("21. April").
std::size_t skip_ordinal(std::string_view text, std::size_t pos) {
  for (const std::string_view ordinal : {"st", "nd", "rd", "th", "ST", "ND", "RD", "TH", "º", "er"})
    if (starts_with_at(text, pos, ordinal) && !is_ascii_letter(byte_at(text, pos + ordinal.size())))
      return pos + ordinal.size();
  return pos;
}

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
  for (const std::string_view word : {"of ", "de ", "del "})
    if (spaces_end > pos && starts_with_at(text, joint.end, word))
      return Joint{skip_spaces(text, joint.end + word.size()), 'o'};
  return joint;
}

// A day is one or two digits with nothing that makes it a quantity: "5G", "5%", "2.5", "8 percent".
bool looks_like_quantity(std::string_view text, std::size_t end) {
  const char next = byte_at(text, end);
  if (is_ascii_letter(next) || next == '%' || starts_with_at(text, end, "％")) return true;
  if ((next == '.' || next == ',' || next == ':') && is_digit_at(text, end + 1)) return true;
  const std::size_t word = skip_spaces(text, end, 1);
  for (const std::string_view unit : {"percent", "per cent", "million", "billion", "trillion", "percentage", "%"})
    if (starts_with_at(text, word, unit)) return true;
  return false;
}

bool is_month_after(std::string_view text, std::size_t end) {
  if (byte_at(text, end) == '.') ++end;
  return read_latin_month(text, skip_spaces(text, end)).has_value();
}

// The year behind an English or Thai date: four digits, or two after an apostrophe or a hyphen.
struct WrittenYear {
  Year year;
  std::size_t end = 0;
};
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
  } else if (!number || is_ascii_letter(byte_at(text, number->end)) || goes_on_numerically(text, number->end, '.')) {
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

// "5-13" in "March 5-13, 2023": the offset behind the second day, or `end` itself.
std::size_t skip_second_day(std::string_view text, std::size_t end) {
  std::size_t at = skip_spaces(text, end, 1);
  bool joined = false;
  for (const std::string_view mark : {"-", "–", "—", "~", "至", "and ", "to ", "& "})
    if (starts_with_at(text, at, mark)) {
      at = skip_spaces(text, at + mark.size(), 1);
      joined = true;
      break;
    }
  if (!joined) return end;
  const auto second = read_number(text, at);
  if (!second || second->digits > 2 || second->value < 1 || second->value > 31) return end;
  const std::size_t after = skip_ordinal(text, second->end);
  return looks_like_quantity(text, after) ? end : after;
}

Found english(const Date& date, DateForm form, bool buddhist, std::size_t end) {
  return Found{date, std::nullopt, form, buddhist, end};
}

std::optional<Found> month_with_day(std::string_view text, const Month& month, const Number& day) {
  const std::size_t after_day = skip_ordinal(text, day.end);
  const std::size_t after_range = skip_second_day(text, after_day);
  for (const std::size_t end : {after_range, after_day}) {
    if (const auto year = read_year_after(text, end, false))
      if (const auto date = make_date(year->year.gregorian, month.number, day.value); date && day.value)
        return english(*date, DateForm::kEnglish, year->year.buddhist, year->end);
  }
  const auto date = make_month_day(month.number, day.value);
  if (!date || !month.capital || looks_like_quantity(text, after_day)) return std::nullopt;
  return english(*date, DateForm::kMonthDay, false, after_day);
}

std::optional<Found> read_month_first(std::string_view text, std::size_t begin) {
  const auto month = read_latin_month(text, begin);
  if (!month) return std::nullopt;
  const auto joint = read_joint(text, month->end);
  if (const auto day = read_number(text, joint->end); day && day->digits <= 2 && joint->end > begin) {
    if (const auto found = month_with_day(text, *month, *day)) return found;
  }
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

// ---- Thai: 21 ธันวาคม 2566, 21 ธ.ค. 66, ธันวาคม พ.ศ. ๒๕๖๖ ----

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

std::optional<Found> read_thai_day_first(std::string_view text, const Number& day) {
  if (day.digits > 2 || day.value < 1 || day.value > 31) return std::nullopt;
  for (const std::size_t end : {day.end, skip_second_day(text, day.end)}) {
    const auto month = read_thai_month(text, skip_thai_joint(text, end));
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
  if (!month) return std::nullopt;
  const auto year = read_thai_year(text, month->end);
  if (!year) return std::nullopt;
  const auto date = make_date(year->year.gregorian, month->number, 0);
  if (!date) return std::nullopt;
  return Found{*date, std::nullopt, DateForm::kMonthYear, year->year.buddhist, year->end};
}

// ---- the pass ----

// A number that is the tail of another ("020-", "1.", "v1") begins no date; a path may ("/node/5/2023/04/21/").
bool may_begin_number(std::string_view text, std::size_t begin) {
  if (!begin) return true;
  const char previous = text[begin - 1];
  if (is_ascii_letter(previous) || previous == '$' || previous == '#') return false;
  const bool digit_before = begin > 1 && is_ascii_digit(text[begin - 2]);
  return !(digit_before && (previous == '-' || previous == '.' || previous == ',' || previous == ':'));
}

std::optional<Found> read_from_number(std::string_view text, std::size_t begin, const Number& first) {
  if (const auto found = read_compact(text, begin, first)) return found;
  if (!may_begin_number(text, begin)) return std::nullopt;
  if (const auto found = read_iso(text, first)) return found;
  const bool inside_path = begin > 1 && text[begin - 1] == '/' && is_ascii_digit(text[begin - 2]);
  if (inside_path) return std::nullopt;
  if (const auto found = read_numeric(text, begin, first)) return found;
  if (const auto found = read_chinese(text, first)) return found;
  if (const auto found = read_thai_day_first(text, first)) return found;
  if (const auto found = read_year_first(text, first)) return found;
  if (const auto found = read_day_first(text, first)) return found;
  return read_chinese_month_day(text, begin);
}

bool has_time_after(std::string_view text, std::size_t end) {
  std::size_t at = skip_spaces(text, end);
  for (const std::string_view word : {"T", ",", "，", "at ", "um ", "à ", "เวลา", "上午", "下午", "-", "–", "|", "("})
    if (starts_with_at(text, at, word)) at = skip_spaces(text, at + word.size());
  const auto hour = read_number(text, at);
  if (!hour || hour->digits > 2 || hour->value > 24) return false;
  std::size_t minute_at = hour->end;
  bool dotted = false;
  for (const std::string_view sign : {":", "：", "时", "時", "点", "."})
    if (starts_with_at(text, minute_at, sign)) {
      dotted = sign == ".";
      minute_at += sign.size();
      break;
    }
  const auto minute = read_number(text, minute_at);
  if (!minute || minute_at == hour->end || minute->digits != 2 || minute->value > 59) return false;
  if (!dotted) return true;
  const std::size_t unit = skip_spaces(text, minute->end);  // Thai "10.30 น.", German "16.45 Uhr"
  return starts_with_at(text, unit, "น") || starts_with_at(text, unit, "Uhr");
}

DateMention mention_of(std::string_view text, std::size_t begin, const Found& found) {
  DateMention mention;
  mention.date = found.date;
  mention.other = found.other;
  mention.form = found.form;
  mention.buddhist_era = found.buddhist_era;
  mention.begin = static_cast<std::uint32_t>(begin);
  mention.end = static_cast<std::uint32_t>(found.end);
  mention.has_time = has_time_after(text, found.end);
  return mention;
}

enum class Lead : std::uint8_t { kNothing, kDigit, kLatin, kUtf8 };
constexpr std::array<Lead, 256> kLeads = [] {
  std::array<Lead, 256> leads{};
  for (unsigned c = '0'; c <= '9'; ++c) leads[c] = Lead::kDigit;
  for (unsigned c = 'a'; c <= 'z'; ++c) leads[c] = leads[c - 'a' + 'A'] = Lead::kLatin;
  for (const unsigned c : {0xE0u, 0xE2u, 0xE3u, 0xE4u, 0xE5u, 0xE9u, 0xE6u, 0xE7u, 0xE8u, 0xEFu})
    leads[c] = Lead::kUtf8;
  return leads;
}();

std::optional<Found> read_han_led(std::string_view text, std::size_t begin) {
  const auto number = calendar::read_han_number(text, begin);
  if (!number) return std::nullopt;
  if (const auto found = read_chinese(text, *number)) return found;
  return read_chinese_month_day(text, begin);
}

}  // namespace

std::vector<DateMention> find_dates(std::string_view text) {
  std::vector<DateMention> mentions;
  const auto accept = [&](std::size_t begin, const std::optional<Found>& found) {
    if (found) mentions.push_back(mention_of(text, begin, *found));
    return found ? found->end : 0;
  };
  std::size_t pos = 0;
  while (pos < text.size()) {
    const Lead lead = kLeads[static_cast<unsigned char>(text[pos])];
    std::size_t next = 0;
    if (lead == Lead::kNothing) {
      ++pos;
    } else if (lead == Lead::kLatin) {
      next = accept(pos, read_month_first(text, pos));
      if (!next)
        for (next = pos; next < text.size() && is_ascii_letter(text[next]);) ++next;
      pos = next;
    } else if (const auto number = read_number(text, pos)) {
      next = accept(pos, read_from_number(text, pos, *number));
      pos = next ? next : number->end;
    } else {
      next = accept(pos, read_han_led(text, pos));
      if (!next) next = accept(pos, read_thai_month_first(text, pos));
      const auto han = next ? std::nullopt : calendar::read_han_number(text, pos);
      pos = next ? next : han ? han->end : pos + 1;  // no date begins inside a numeral
    }
  }
  return mentions;
}

}  // namespace polsearch
