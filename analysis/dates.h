// Calendar dates as people write them: English, ISO, numeric, Chinese, Thai (Buddhist era).
//
//   "Apr 21, 2023"  "May-25-2023"  "2023年4月21日"  "21 ธันวาคม 2566"  ->  day dates with their span
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>

namespace polsearch {

// A day, a month or a year of the Gregorian calendar. month = 0: only the year is known; day = 0: no day.
struct Date {
  std::int16_t year = 0;   // 1..9999; 0: no date
  std::uint8_t month = 0;  // 1..12 or 0
  std::uint8_t day = 0;    // 1..31 or 0
  friend auto operator<=>(const Date&, const Date&) = default;
};

[[nodiscard]] bool is_valid(const Date& date);           // exists in the calendar; partial dates allowed
[[nodiscard]] std::string to_iso(const Date& date);      // "2023", "2023-04", "2023-04-21"; "" for no date
[[nodiscard]] std::string to_compact(const Date& date);  // "2023", "202304", "20230421"

// Strict: "2023", "2023-04", "2023-04-21" (also 2023/04/21 and full-width digits), nothing around it. A bad one is an
// error that names the accepted forms.
[[nodiscard]] Result<Date> parse_date(std::string_view text);

// First and last day that a partial date covers: 2023-02 -> 2023-02-01, 2023-02-28.
struct DateRange {
  Date first;
  Date last;
};
[[nodiscard]] DateRange days_of(const Date& date);

// "2023", "2023-04", "2023Q1", "2023-01..2023-06", "..2023", "2023-07.." -> days. Open ends are 0001-01-01 /
// 9999-12-31.
[[nodiscard]] Result<DateRange> parse_date_range(std::string_view text);

enum class DateForm : std::uint8_t {
  kIso,        // 2023-04-21, 2023/4/21, 2023.04.21
  kEnglish,    // Apr 21, 2023; 21 April 2023; May-25-2023; 21st of April, 2023
  kChinese,    // 2023年4月21日, 二〇二三年四月
  kThai,       // 21 ธันวาคม 2566, 21 ธ.ค. 66
  kNumeric,    // 21/04/2023: day and month in doubt unless one is > 12
  kCompact,    // 20230421
  kMonthDay,   // "January 19", "12月21日": no year (date.year = 0)
  kMonthYear,  // "April 2023", "2023年4月"
  kYear,       // "2023年", "พ.ศ. 2566": only of read_partial_date
};

// What must stand around a date for it to be one.
enum class Surroundings : std::uint8_t {
  kAny,
  kThai,     // 20/12/66: the year 2566
  kChinese,  // 112-08-15: the year 112 of the Republic of China
};

// A date found in text.
struct DateMention {
  Date date;                  // Gregorian; year 0 for kMonthDay
  std::optional<Date> other;  // kNumeric in doubt: the other reading
  DateForm form = DateForm::kIso;
  bool buddhist_era = false;                // the year was written 543 years ahead
  std::uint32_t begin = 0, end = 0;         // bytes in the text
  bool has_time = false;                    // followed by hh:mm
  Surroundings wants = Surroundings::kAny;  // elsewhere it is no date: the caller knows where it stands
};

// Every date mention of `text` (UTF-8), in order, not overlapping; bare years are none. Linear.
[[nodiscard]] std::vector<DateMention> find_dates(std::string_view text);

// The month or the year that the whole of `text` is: "2023-07", "7/2023", "2023年", "พ.ศ. 2566", "2023". In running
// text these are as often ranges, counts and numbers of documents, so find_dates passes them over.
[[nodiscard]] std::optional<DateMention> read_partial_date(std::string_view text);

}  // namespace polsearch
