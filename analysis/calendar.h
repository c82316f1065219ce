// Names of months and eras as constexpr tables, and the reading of numbers in the digits of three scripts.
//
//   read_month("Sept. 5", 0) -> {9, 5}    read_number("๒๕๖๖", 0) -> {2566, 4 digits}
// Calls no other stage; everything here looks at a bounded number of bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace polsearch::calendar {

// Something read at a byte offset: its value, and the offset behind it.
struct Number {
  int value = 0;
  int digits = 0;  // as written, with leading zeros
  std::size_t end = 0;
};

// ASCII, full-width and Thai digits. More than 9 digits: value stays 0, the run is still skipped.
[[nodiscard]] std::optional<Number> read_number(std::string_view text, std::size_t pos);

// One Han numeral: digit by digit ("二〇二三": four digits), or with tens and hundreds ("二十一", "廿一": value 21,
// digits 2; "一百一十二": value 112, digits 3).
[[nodiscard]] std::optional<Number> read_han_number(std::string_view text, std::size_t pos);

struct Month {
  int number = 0;        // 1..12
  std::size_t end = 0;   // behind the name and its abbreviation dot
  bool capital = false;  // Latin: begins with a capital
  bool is_word = false;  // Latin: also an everyday word or a short form ("may", "march", "mar"): wants evidence
};

// A month's name in Latin letters (English first, and the larger European languages), whole word.
[[nodiscard]] std::optional<Month> read_latin_month(std::string_view text, std::size_t pos);

// False when the three characters at `pos` begin no such name: most words of a text end their visit here.
[[nodiscard]] bool may_be_latin_month(std::string_view text, std::size_t pos);

// A Thai month, full ("ธันวาคม") or short ("ธ.ค.", "ธค.").
[[nodiscard]] std::optional<Month> read_thai_month(std::string_view text, std::size_t pos);

// The short month without any dot ("ธค"): a word of two letters that may also begin another.
[[nodiscard]] std::optional<Month> read_bare_thai_month(std::string_view text, std::size_t pos);

enum class Era : std::uint8_t { kUnsaid, kBuddhist, kChristian };
struct EraMark {
  Era era = Era::kUnsaid;
  std::size_t end = 0;
};
// "พ.ศ. ", "ปี ", "ค.ศ." with the spaces around them; kUnsaid and `pos` when there is none.
[[nodiscard]] EraMark read_thai_era(std::string_view text, std::size_t pos);

// Buddhist era years stand 543 ahead (in Thailand, for dates since 1941).
inline constexpr int kBuddhistOffset = 543;
// Years of the Republic of China stand 1911 behind; bare numeric ones are believed within the range given here.
inline constexpr int kRepublicOffset = 1911;
inline constexpr int kFirstRepublicYear = 85, kLastRepublicYear = 150;
inline constexpr int kFirstYear = 1900, kLastYear = 2100;  // what a policy page may speak of

[[nodiscard]] int days_in_month(int year, int month);

// Byte offset behind spaces (ASCII, NBSP, U+3000, zero width), at most `limit` of them.
[[nodiscard]] std::size_t skip_spaces(std::string_view text, std::size_t pos, int limit = 3);

[[nodiscard]] inline bool starts_with_at(std::string_view text, std::size_t pos, std::string_view prefix) {
  if (pos >= text.size() || prefix.empty()) return pos <= text.size() && prefix.empty();
  return text[pos] == prefix.front() && text.substr(pos, prefix.size()) == prefix;  // nearly always the first tells
}

}  // namespace polsearch::calendar
