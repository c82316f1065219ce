// The forms that a date may take at one place of a text. Each reader looks at a bounded number of bytes and says what
// it found there, or nothing; find_dates.cc tries them in turn, and only these files include this header.
//
//   read_english_day_first("21 April 2023", {21, 2 digits, end 2})  ->  2023-04-21, end 13
#pragma once

#include <optional>
#include <string_view>

#include "analysis/calendar.h"
#include "analysis/dates.h"

namespace polsearch::date_forms {

struct Found {
  Date date;
  std::optional<Date> other;
  DateForm form = DateForm::kIso;
  bool buddhist_era = false;
  std::size_t end = 0;
  Surroundings wants = Surroundings::kAny;
};

// A written year as a Gregorian one, and where it ends.
struct Year {
  int gregorian = 0;
  bool buddhist = false;
};
struct WrittenYear {
  Year year;
  std::size_t end = 0;
};

// A separator of numeric dates, ASCII or full-width, by its ASCII sign (the middle dot as '*'). Length 0: none.
struct Separator {
  char sign = 0;
  std::size_t length = 0;
};

// ---- date_forms.cc: what the forms share ----

[[nodiscard]] char byte_at(std::string_view text, std::size_t pos);  // '\0' behind the end
[[nodiscard]] bool is_digit_at(std::string_view text, std::size_t pos);
[[nodiscard]] std::optional<Date> make_date(int year, int month, int day);
[[nodiscard]] std::optional<Date> make_month_day(int month, int day);
[[nodiscard]] std::optional<Year> full_year(int written, calendar::Era era = calendar::Era::kUnsaid);
[[nodiscard]] Separator separator_at(std::string_view text, std::size_t pos);
// "06/11/20230 comments", "19.11.202119.11.2021": flattened markup glues a counter or a second date to the year.
[[nodiscard]] calendar::Number glued_year(const calendar::Number& number);
// "1.2.2023.4" and "2023.4.21.5" go on as addresses or versions do.
[[nodiscard]] bool goes_on_numerically(std::string_view text, std::size_t end, char sign);
// A day is one or two digits with nothing that makes it a quantity: "5G", "5%", "2.5", "8 percent".
[[nodiscard]] bool looks_like_quantity(std::string_view text, std::size_t end);
// "5-13" in "March 5-13, 2023": the offset behind the second day, or `end` itself.
[[nodiscard]] std::size_t skip_second_day(std::string_view text, std::size_t end);
// "30 February 2023": the month at `begin` follows a day that it does not have, so its year is of no date. Numbers
// above 31 are no days at all, but of pages and issues, unless the text begins with them.
[[nodiscard]] bool follows_impossible_day(std::string_view text, std::size_t begin);
// "st", "nd", "rd", "th", "º" behind a day.
[[nodiscard]] std::size_t skip_ordinal(std::string_view text, std::size_t pos);

// ---- numeric_dates.cc ----

[[nodiscard]] std::optional<Found> read_iso(std::string_view text, const calendar::Number& first);
[[nodiscard]] std::optional<Found> read_numeric(std::string_view text, std::size_t begin,
                                                const calendar::Number& first);
[[nodiscard]] std::optional<Found> read_compact(std::string_view text, std::size_t begin,
                                                const calendar::Number& first);
// "112-08-15", "112/8/15": a year of the Republic of China, if the surroundings are Chinese.
[[nodiscard]] std::optional<Found> read_republic_numeric(std::string_view text, const calendar::Number& first);

// ---- han_dates.cc ----

[[nodiscard]] std::optional<Found> read_chinese(std::string_view text, const calendar::Number& first);
[[nodiscard]] std::optional<Found> read_chinese_month_day(std::string_view text, std::size_t begin);
// What begins with a Han character: a numeral, or the name of an era.
[[nodiscard]] std::optional<Found> read_han_led(std::string_view text, std::size_t begin);

// ---- english_dates.cc ----

[[nodiscard]] std::optional<Found> read_month_first(std::string_view text, std::size_t begin);
[[nodiscard]] std::optional<Found> read_day_first(std::string_view text, const calendar::Number& day);
[[nodiscard]] std::optional<Found> read_year_first(std::string_view text, const calendar::Number& first);

// ---- thai_dates.cc ----

[[nodiscard]] std::optional<Found> read_thai_day_first(std::string_view text, const calendar::Number& day);
[[nodiscard]] std::optional<Found> read_thai_month_first(std::string_view text, std::size_t begin);

}  // namespace polsearch::date_forms
