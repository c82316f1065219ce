// What the forms of dates share: numbers -> dates that exist, separators, years.
#include "analysis/date_forms.h"

#include "analysis/ascii.h"

namespace polsearch::date_forms {

using calendar::Era;
using calendar::Number;
using calendar::read_number;
using calendar::skip_spaces;
using calendar::starts_with_at;

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

std::optional<Year> full_year(int written, Era era) {
  Year year{written, false};
  if (era == Era::kBuddhist || (era == Era::kUnsaid && written >= calendar::kFirstYear + calendar::kBuddhistOffset)) {
    year = {written - calendar::kBuddhistOffset, true};
  }
  if (year.gregorian < calendar::kFirstYear || year.gregorian > calendar::kLastYear) return std::nullopt;
  return year;
}

Separator separator_at(std::string_view text, std::size_t pos) {
  const char c = byte_at(text, pos);
  if (c == '-' || c == '/' || c == '.') return {c, 1};
  if (starts_with_at(text, pos, "－") || starts_with_at(text, pos, "‐") || starts_with_at(text, pos, "‑"))
    return {'-', 3};
  if (starts_with_at(text, pos, "／")) return {'/', 3};
  if (starts_with_at(text, pos, "．")) return {'.', 3};
  if (starts_with_at(text, pos, "·")) return {'*', 2};
  return {};
}

Number glued_year(const Number& number) {
  if (number.digits > 6) return number;
  const auto digits = static_cast<std::size_t>(number.digits - 4);
  int value = number.value;
  for (std::size_t i = 0; i < digits; ++i) value /= 10;
  return Number{value, 4, number.end - digits};
}

bool goes_on_numerically(std::string_view text, std::size_t end, char sign) {
  return byte_at(text, end) == sign && is_digit_at(text, end + 1);
}

bool follows_impossible_day(std::string_view text, std::size_t begin) {
  while (begin > 0 && text[begin - 1] == ' ') --begin;
  if (begin < 2 || !is_digit_at(text, begin - 1) || (begin > 2 && is_digit_at(text, begin - 3))) return false;
  const auto day = read_number(text, begin - 2);
  return day && day->value >= 29 && (day->value <= 31 || begin == 2);
}

std::size_t skip_ordinal(std::string_view text, std::size_t pos) {
  for (const std::string_view ordinal : {"st", "nd", "rd", "th", "ST", "ND", "RD", "TH", "º", "er"})
    if (starts_with_at(text, pos, ordinal) && !is_ascii_letter(byte_at(text, pos + ordinal.size())))
      return pos + ordinal.size();
  return pos;
}

bool looks_like_quantity(std::string_view text, std::size_t end) {
  const char next = byte_at(text, end);
  if (is_ascii_letter(next) || next == '%' || starts_with_at(text, end, "％")) return true;
  if ((next == '.' || next == ',' || next == ':') && is_digit_at(text, end + 1)) return true;
  const std::size_t word = skip_spaces(text, end, 1);
  for (const std::string_view unit : {"percent", "per cent", "million", "billion", "trillion", "percentage", "%"})
    if (starts_with_at(text, word, unit)) return true;
  return false;
}

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

}  // namespace polsearch::date_forms
