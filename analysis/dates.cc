// A person's date -> Date or DateRange, strictly: what is not understood is an error that names the accepted forms.
//
//   "2023-04" -> Date{2023, 4, 0} -> 2023-04-01 .. 2023-04-30
#include "analysis/dates.h"

#include <algorithm>
#include <charconv>

#include "analysis/calendar.h"

namespace polsearch {
namespace {

constexpr std::string_view kDateForms = "accepted: 2023, 2023-04, 2023-04-21";
constexpr std::string_view kRangeForms =
    "accepted: 2023, 2023-04, 2023-04-21, 2023Q1, 2023-01..2023-06, ..2023, 2023-07..";
constexpr Date kFirstDay{1, 1, 1};
constexpr Date kLastDay{9999, 12, 31};

Error bad_date(std::string_view text, std::string_view why, std::string_view hint) {
  constexpr std::size_t kShown = 60;  // bytes of a wrong value worth repeating
  std::size_t end = std::min(text.size(), kShown);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  std::string shown(text.substr(0, end));
  if (end < text.size()) shown += "...";
  return Error{Error::Kind::kInput, "bad date \"" + shown + "\"" + (why.empty() ? "" : ": " + std::string(why)),
               std::string(hint)};
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = calendar::skip_spaces(text, 0, 100);
  text.remove_prefix(begin);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// "-" or "/" (also full-width) at `pos`; 0 when there is none.
std::size_t separator_length(std::string_view text, std::size_t pos) {
  if (calendar::starts_with_at(text, pos, "-") || calendar::starts_with_at(text, pos, "/")) return 1;
  if (calendar::starts_with_at(text, pos, "－") || calendar::starts_with_at(text, pos, "／")) return 3;
  return 0;
}

std::string padded(int value, int width) {
  std::string digits = std::to_string(value);
  return digits.size() < static_cast<std::size_t>(width)
             ? std::string(static_cast<std::size_t>(width) - digits.size(), '0') + digits
             : digits;
}

std::string printed(const Date& date, std::string_view separator) {
  if (!date.year) return {};
  std::string text = padded(date.year, 4);
  if (date.month) text += std::string(separator) + padded(date.month, 2);
  if (date.month && date.day) text += std::string(separator) + padded(date.day, 2);
  return text;
}

std::string what_does_not_exist(const Date& date) {
  if (date.year < 1) return "there is no year 0";
  if (date.month > 12 || date.month < 1) return "there is no month " + padded(date.month, 2);
  return padded(date.year, 4) + "-" + padded(date.month, 2) + " has " +
         std::to_string(calendar::days_in_month(date.year, date.month)) + " days";
}

// "2023Q1", "2023-Q1", "2023q4" -> the quarter's days.
std::optional<DateRange> read_quarter(std::string_view text) {
  const auto year = calendar::read_number(text, 0);
  if (!year || year->digits != 4 || !year->value) return std::nullopt;
  std::string_view rest = text.substr(year->end);
  if (!rest.empty() && rest.front() == '-') rest.remove_prefix(1);
  if (rest.size() != 2 || (rest[0] != 'Q' && rest[0] != 'q') || rest[1] < '1' || rest[1] > '4') return std::nullopt;
  const auto first_month = static_cast<std::uint8_t>((rest[1] - '1') * 3 + 1);
  const auto number = static_cast<std::int16_t>(year->value);
  return DateRange{days_of({number, first_month, 0}).first,
                   days_of({number, static_cast<std::uint8_t>(first_month + 2), 0}).last};
}

Result<DateRange> read_days(std::string_view text) {
  if (const auto quarter = read_quarter(text)) return *quarter;
  const auto date = parse_date(text);
  if (!date) return Error{Error::Kind::kInput, date.error().message, std::string(kRangeForms)};
  return days_of(*date);
}

}  // namespace

bool is_valid(const Date& date) {
  if (date.year < 1 || date.year > 9999 || date.month > 12) return false;
  if (!date.month) return !date.day;
  return date.day <= calendar::days_in_month(date.year, date.month);
}

std::string to_iso(const Date& date) { return printed(date, "-"); }
std::string to_compact(const Date& date) { return printed(date, ""); }

Result<Date> parse_date(std::string_view text) {
  const std::string_view wanted = trim(text);
  int parts[3] = {0, 0, 0};
  int count = 0;
  std::size_t pos = 0;
  while (count < 3) {
    const auto number = calendar::read_number(wanted, pos);
    const bool right_width = number && (count == 0 ? number->digits == 4 : number->digits <= 2);
    if (!right_width) return bad_date(text, "", kDateForms);
    parts[count++] = number->value;
    pos = number->end;
    const std::size_t separator = separator_length(wanted, pos);
    if (!separator) break;
    pos += separator;
    if (count == 3 || pos == wanted.size()) return bad_date(text, "", kDateForms);
  }
  if (pos != wanted.size()) return bad_date(text, "", kDateForms);
  const Date date{static_cast<std::int16_t>(parts[0]), static_cast<std::uint8_t>(parts[1]),
                  static_cast<std::uint8_t>(parts[2])};
  const bool part_is_zero = (count > 1 && !parts[1]) || (count > 2 && !parts[2]);
  if (!is_valid(date) || part_is_zero)
    return bad_date(text, count > 2 && !parts[2] ? "there is no day 00" : what_does_not_exist(date), kDateForms);
  return date;
}

DateRange days_of(const Date& date) {
  if (!date.year) return {kFirstDay, kLastDay};
  DateRange range{date, date};
  if (!date.month) {
    range.first.month = 1;
    range.last.month = 12;
  }
  if (!date.day || !date.month) {
    range.first.day = 1;
    range.last.day = static_cast<std::uint8_t>(calendar::days_in_month(range.last.year, range.last.month));
  }
  return range;
}

Result<DateRange> parse_date_range(std::string_view text) {
  const std::string_view wanted = trim(text);
  const std::size_t dots = wanted.find("..");
  if (dots == std::string_view::npos) return read_days(wanted);
  const std::string_view from = trim(wanted.substr(0, dots)), to = trim(wanted.substr(dots + 2));
  if (from.empty() && to.empty()) return bad_date(text, "both ends are open", kRangeForms);
  DateRange range{kFirstDay, kLastDay};
  if (!from.empty()) {
    const auto days = read_days(from);
    if (!days) return days.error();
    range.first = days->first;
  }
  if (!to.empty()) {
    const auto days = read_days(to);
    if (!days) return days.error();
    range.last = days->last;
  }
  if (range.last < range.first) return bad_date(text, "it ends before it begins", kRangeForms);
  return range;
}

}  // namespace polsearch
