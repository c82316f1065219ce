// Numeric dates: 2023-04-21, 21/04/2023, 20230421, 20/12/66 among Thai text, 112-08-15 among Chinese.
#include "analysis/ascii.h"
#include "analysis/date_forms.h"

namespace polsearch::date_forms {
namespace {

using calendar::Era;
using calendar::Number;
using calendar::read_number;
using calendar::starts_with_at;

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

// "4. 2. 2022", as German and Czech print it; "2022. 02. 04." in Korea and Hungary.
std::optional<Triple> read_spaced_triple(std::string_view text, const Number& first) {
  if (!starts_with_at(text, first.end, ". ")) return std::nullopt;
  const auto second = read_number(text, first.end + 2);
  if (!second || second->digits > 2 || !starts_with_at(text, second->end, ". ")) return std::nullopt;
  const auto third = read_number(text, second->end + 2);
  if (!third) return std::nullopt;
  const bool closes = third->digits == 1 && byte_at(text, third->end) == '.';  // "2022. 2. 4." of Korea
  const bool fits = first.digits == 4 ? third->digits == 2 || closes : third->digits == 4;
  return fits ? std::optional<Triple>({*second, *third, '.'}) : std::nullopt;
}

// "2022 - 11 - 08", "2022 / 11 / 08": a year, and a blank on either side of the signs.
std::optional<Triple> read_wide_triple(std::string_view text, const Number& first) {
  const char sign = byte_at(text, first.end + 1);
  if (first.digits != 4 || (sign != '-' && sign != '/')) return std::nullopt;
  const std::string joint = {' ', sign, ' '};
  if (!starts_with_at(text, first.end, joint)) return std::nullopt;
  const auto second = read_number(text, first.end + joint.size());
  if (!second || second->digits > 2 || !starts_with_at(text, second->end, joint)) return std::nullopt;
  const auto third = read_number(text, second->end + joint.size());
  if (!third || third->digits > 2) return std::nullopt;
  return Triple{*second, *third, sign};
}

// "2023 07/20 10:30", as a news agency's pages print it.
std::optional<Triple> read_year_apart(std::string_view text, const Number& first) {
  if (!starts_with_at(text, first.end, " ")) return std::nullopt;
  const auto second = read_number(text, first.end + 1);
  if (!second || second->digits != 2 || byte_at(text, second->end) != '/') return std::nullopt;
  const auto third = read_number(text, second->end + 1);
  if (!third || third->digits != 2 || byte_at(text, third->end) == '/') return std::nullopt;
  return Triple{*second, *third, '/'};
}

// "07-20-2023X" is the number of a thing; "07-20-2023By Jane" is a date glued to the next word.
bool is_letter_of_code(std::string_view text, std::size_t end) {
  const char next = byte_at(text, end + 1);
  return is_ascii_letter(byte_at(text, end)) && !is_ascii_letter(next) && !is_digit_at(text, end + 1) && next != '\'';
}

// "2023-07-15-A" and "2023-07-15-02" are numbers of documents; "2023-07-15-10:30" is a time.
bool goes_on_as_number_of_document(std::string_view text, std::size_t end) {
  return byte_at(text, end) == '-' &&
         (is_ascii_letter(byte_at(text, end + 1)) || (is_digit_at(text, end + 1) && byte_at(text, end + 3) != ':'));
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

// "19.10.23", "06/11/23": all three parts of two ASCII digits, in no Thai surroundings (there 66 is 2566) and not after
// a hyphen, where the year would come first.
bool is_short_year(const Number& first, const Triple& triple) {
  constexpr int kLastShortYear = 40;
  return first.digits == 2 && triple.second.digits == 2 && triple.third.digits == 2 && triple.sign != '-' &&
         triple.third.value <= kLastShortYear;
}

// "20/12/66": 2566 among Thai text, and no date elsewhere.
std::optional<Found> read_short_buddhist(std::string_view text, std::size_t begin, const Number& first,
                                         const Triple& triple) {
  constexpr int kFirstShort = 43, kLastShort = 83;  // 2543 = 2000
  if (triple.third.digits != 2 || triple.third.value < kFirstShort || triple.third.value > kLastShort)
    return std::nullopt;
  const auto year = full_year(2500 + triple.third.value, Era::kBuddhist);
  const auto date = make_date(year->gregorian, triple.second.value, first.value);
  if (!date || !first.value) return std::nullopt;
  const bool is_sure = has_thai_before(text, begin);
  if (!is_sure && triple.sign == '.') return std::nullopt;  // more often a version
  return Found{*date, std::nullopt,     DateForm::kNumeric,
               true,  triple.third.end, is_sure ? Surroundings::kAny : Surroundings::kThai};
}

}  // namespace

std::optional<Found> read_iso(std::string_view text, const Number& first) {
  if (first.digits != 4) return std::nullopt;
  auto triple = read_triple(text, first);
  if (!triple) triple = read_spaced_triple(text, first);
  if (!triple) triple = read_wide_triple(text, first);
  if (!triple) triple = read_year_apart(text, first);
  if (!triple || triple->third.digits > 2) return std::nullopt;
  const std::size_t end = triple->third.end;
  if (triple->sign == '.' && goes_on_numerically(text, end, '.')) return std::nullopt;
  if (goes_on_as_number_of_document(text, end)) return std::nullopt;
  const auto year = full_year(first.value);
  if (!year || !triple->third.value) return std::nullopt;
  const auto date = make_date(year->gregorian, triple->second.value, triple->third.value);
  if (!date) return std::nullopt;
  return Found{*date, std::nullopt, DateForm::kIso, year->buddhist, end};
}

std::optional<Found> read_numeric(std::string_view text, std::size_t begin, const Number& first) {
  if (first.digits > 2) return std::nullopt;
  auto triple = read_triple(text, first);
  if (!triple) triple = read_spaced_triple(text, first);
  if (!triple || goes_on_numerically(text, triple->third.end, triple->sign)) return std::nullopt;
  if (is_letter_of_code(text, triple->third.end) || goes_on_as_number_of_document(text, triple->third.end))
    return std::nullopt;
  if (const auto found = read_short_buddhist(text, begin, first, *triple)) return found;
  std::optional<Year> year;
  if (triple->third.digits == 4)
    year = full_year(triple->third.value);
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

std::optional<Found> read_republic_numeric(std::string_view text, const Number& first) {
  const bool is_year = (first.digits == 2 || first.digits == 3) && first.value >= calendar::kFirstRepublicYear &&
                       first.value <= calendar::kLastRepublicYear;
  if (!is_year) return std::nullopt;
  const auto triple = read_triple(text, first);
  if (!triple || !triple->third.value || triple->third.digits > 2) return std::nullopt;
  if (goes_on_numerically(text, triple->third.end, triple->sign)) return std::nullopt;
  // "112-8-15" could be a score or a size; with zeros, or with slashes, it is a date.
  if (triple->sign != '/' && (triple->second.digits != 2 || triple->third.digits != 2)) return std::nullopt;
  const auto date = make_date(first.value + calendar::kRepublicOffset, triple->second.value, triple->third.value);
  if (!date) return std::nullopt;
  return Found{*date, std::nullopt, DateForm::kIso, false, triple->third.end, Surroundings::kChinese};
}

}  // namespace polsearch::date_forms
