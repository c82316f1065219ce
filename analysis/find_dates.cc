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
#include "analysis/date_forms.h"
#include "analysis/dates.h"

namespace polsearch {
namespace {

using namespace date_forms;
using calendar::Number;
using calendar::read_number;
using calendar::skip_spaces;
using calendar::starts_with_at;

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
  if (const auto found = read_republic_numeric(text, first)) return found;
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
  mention.wants = found.wants;
  return mention;
}

constexpr char kThaiLead = '\xE0';  // every Thai letter begins so, no Han numeral does

enum class Lead : std::uint8_t { kNothing, kDigit, kLatin, kUtf8 };
constexpr std::array<Lead, 256> kLeads = [] {
  std::array<Lead, 256> leads{};
  for (unsigned c = '0'; c <= '9'; ++c) leads[c] = Lead::kDigit;
  for (unsigned c = 'a'; c <= 'z'; ++c) leads[c] = leads[c - 'a' + 'A'] = Lead::kLatin;
  for (const unsigned c : {0xE0u, 0xE2u, 0xE3u, 0xE4u, 0xE5u, 0xE9u, 0xE6u, 0xE7u, 0xE8u, 0xEFu})
    leads[c] = Lead::kUtf8;
  return leads;
}();

// Beyond ASCII a date begins with a digit, a Han numeral, the Republic's name (or a space before it), or a Thai month.
// One flag for each value of the last twelve bits of a character, so that nearly all of a text is passed over at once.
constexpr std::string_view kWideLeads =
    "０１２３４５６７８９๐๑๒๓๔๕๖๗๘๙〇○零一二三四五六七八九十廿卅百中民มกพสตธเ"
    "\xE3\x80\x80\xE2\x80\x8B\xE2\x80\xAF\xE2\x80\x89";
constexpr std::size_t low_bits(char second, char third) {
  return (static_cast<unsigned char>(second) & 0x3FU) << 6 | (static_cast<unsigned char>(third) & 0x3FU);
}
constexpr std::array<bool, 4096> kMayBegin = [] {
  std::array<bool, 4096> may_begin{};
  for (std::size_t i = 0; i + 2 < kWideLeads.size(); i += 3)
    may_begin[low_bits(kWideLeads[i + 1], kWideLeads[i + 2])] = true;
  return may_begin;
}();
static_assert(kWideLeads.size() % 3 == 0);

bool may_begin_wide(std::string_view text, std::size_t pos) {
  return pos + 2 < text.size() && kMayBegin[low_bits(text[pos + 1], text[pos + 2])];
}

// "2023-07", "2023.7": the month behind a year, to the end of the text.
std::optional<Date> read_month_behind(std::string_view text, const Number& number, const Year& year) {
  const Separator separator = separator_at(text, number.end);
  if (!separator.length || number.digits != 4) return std::nullopt;
  const auto month = read_number(text, number.end + separator.length);
  if (!month || month->digits > 2 || month->end != text.size()) return std::nullopt;
  return make_date(year.gregorian, month->value, 0);
}

// "11/2022", "11.2022": the month before a year of our era; "11/2565" is the number of a Thai document.
std::optional<Date> read_month_before(std::string_view text) {
  const auto month = read_number(text, 0);
  if (!month || month->digits > 2) return std::nullopt;
  const Separator separator = separator_at(text, month->end);
  const auto year = separator.length ? read_number(text, month->end + separator.length) : std::nullopt;
  if (!year || year->digits != 4 || year->end != text.size()) return std::nullopt;
  return make_date(year->value, month->value, 0);
}

}  // namespace

std::optional<DateMention> read_partial_date(std::string_view text) {
  DateMention mention;
  mention.end = static_cast<std::uint32_t>(text.size());
  mention.form = DateForm::kMonthYear;
  if (const auto date = read_month_before(text)) {
    mention.date = *date;
    return mention;
  }
  const auto era = calendar::read_thai_era(text, 0);
  const auto number = read_number(text, era.end);
  if (!number || number->digits != 4) return std::nullopt;
  const auto year = full_year(number->value, era.era);
  if (!year) return std::nullopt;
  mention.buddhist_era = year->buddhist;
  if (const auto date = read_month_behind(text, *number, *year)) {
    mention.date = *date;
    return mention;
  }
  const std::size_t after = skip_spaces(text, number->end, 1);
  if (number->end != text.size() && text.substr(after) != "年") return std::nullopt;
  mention.date.year = static_cast<std::int16_t>(year->gregorian);
  mention.form = DateForm::kYear;
  return mention;
}

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
    if (lead == Lead::kNothing || (lead == Lead::kUtf8 && !may_begin_wide(text, pos))) {
      ++pos;
    } else if (lead == Lead::kLatin) {
      if (calendar::may_be_latin_month(text, pos)) next = accept(pos, read_month_first(text, pos));
      if (!next)
        for (next = pos; next < text.size() && is_ascii_letter(text[next]);) ++next;
      pos = next;
    } else if (const auto number = read_number(text, pos)) {
      next = accept(pos, read_from_number(text, pos, *number));
      pos = next ? next : number->end;
    } else if (text[pos] == kThaiLead) {
      next = accept(pos, read_thai_month_first(text, pos));
      pos = next ? next : pos + 1;
    } else {
      next = accept(pos, read_han_led(text, pos));
      const auto han = next ? std::nullopt : calendar::read_han_number(text, pos);
      pos = next ? next : han ? han->end : pos + 1;  // no date begins inside a numeral
    }
  }
  return mentions;
}

}  // namespace polsearch
