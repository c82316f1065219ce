// Text at an offset -> number, month, era.
#include "analysis/calendar.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include "analysis/ascii.h"

namespace polsearch::calendar {
namespace {

struct NamedMonth {
  std::string_view name;  // lower case
  int number;
};

// Sorted by name (checked below). Beside English the languages of neighbouring scrapes: de fr es it pt nl da sv
// no id pl cs ro.
constexpr NamedMonth kLatinMonths[] = {
    {"abr", 4},       {"abril", 4},     {"ago", 8},        {"agosto", 8},     {"agustus", 8},       {"aout", 8},
    {"août", 8},      {"apr", 4},       {"april", 4},      {"aprile", 4},     {"aprilie", 4},       {"aug", 8},
    {"august", 8},    {"augusti", 8},   {"augustus", 8},   {"avr", 4},        {"avril", 4},         {"března", 3},
    {"czerwca", 6},   {"dec", 12},      {"december", 12},  {"decembrie", 12}, {"desember", 12},     {"dez", 12},
    {"dezember", 12}, {"dezembro", 12}, {"dic", 12},       {"dicembre", 12},  {"diciembre", 12},    {"dubna", 4},
    {"déc", 12},      {"décembre", 12}, {"ene", 1},        {"enero", 1},      {"feb", 2},           {"febbraio", 2},
    {"febr", 2},      {"febrero", 2},   {"februar", 2},    {"februari", 2},   {"februarie", 2},     {"february", 2},
    {"fev", 2},       {"fevereiro", 2}, {"fév", 2},        {"févr", 2},       {"février", 2},       {"gen", 1},
    {"gennaio", 1},   {"giu", 6},       {"giugno", 6},     {"grudnia", 12},   {"ianuarie", 1},      {"iulie", 7},
    {"iunie", 6},     {"jan", 1},       {"janeiro", 1},    {"januar", 1},     {"januari", 1},       {"january", 1},
    {"janv", 1},      {"janvier", 1},   {"juil", 7},       {"juillet", 7},    {"juin", 6},          {"jul", 7},
    {"julho", 7},     {"juli", 7},      {"julio", 7},      {"july", 7},       {"jun", 6},           {"june", 6},
    {"junho", 6},     {"juni", 6},      {"junio", 6},      {"jänner", 1},     {"května", 5},        {"kwietnia", 4},
    {"leden", 1},     {"ledna", 1},     {"lipca", 7},      {"listopada", 11}, {"listopadu", 11},    {"lug", 7},
    {"luglio", 7},    {"lutego", 2},    {"maart", 3},      {"mag", 5},        {"maggio", 5},        {"mai", 5},
    {"maio", 5},      {"maj", 5},       {"maja", 5},       {"mar", 3},        {"marca", 3},         {"march", 3},
    {"maret", 3},     {"mars", 3},      {"martie", 3},     {"marts", 3},      {"marzo", 3},         {"março", 3},
    {"may", 5},       {"mayo", 5},      {"mei", 5},        {"mrz", 3},        {"märz", 3},          {"noiembrie", 11},
    {"nov", 11},      {"november", 11}, {"novembre", 11},  {"novembro", 11},  {"noviembre", 11},    {"oct", 10},
    {"october", 10},  {"octobre", 10},  {"octombrie", 10}, {"octubre", 10},   {"okt", 10},          {"oktober", 10},
    {"ott", 10},      {"ottobre", 10},  {"out", 10},       {"outubro", 10},   {"października", 10}, {"prosince", 12},
    {"sep", 9},       {"sept", 9},      {"september", 9},  {"septembre", 9},  {"septembrie", 9},    {"septiembre", 9},
    {"set", 9},       {"setembro", 9},  {"sett", 9},       {"settembre", 9},  {"sierpnia", 8},      {"srpna", 8},
    {"styczeń", 1},   {"stycznia", 1},  {"wrzesnia", 9},   {"września", 9},   {"září", 9},
};
static_assert(std::is_sorted(std::begin(kLatinMonths), std::end(kLatinMonths),
                             [](const NamedMonth& a, const NamedMonth& b) { return a.name < b.name; }));

// Names that are everyday words of English text: believed only with a year beside them or a capital.
constexpr std::string_view kEverydayWords[] = {"ago",   "dec",  "dic", "ene", "gen", "lug", "mag", "mai", "maj", "mar",
                                               "march", "mars", "may", "mei", "nov", "ott", "out", "sep", "set"};
// Foreign words that are never a month in English text without a year.
constexpr std::string_view kNeedYear[] = {"ago", "dic", "ene",  "gen", "lug", "mag", "mai",
                                          "maj", "mar", "mars", "mei", "ott", "out", "set"};

constexpr std::string_view kThaiMonths[] = {"มกราคม",  "กุมภาพันธ์", "มีนาคม",  "เมษายน", "พฤษภาคม",  "มิถุนายน",
                                            "กรกฎาคม", "สิงหาคม",  "กันยายน", "ตุลาคม",  "พฤศจิกายน", "ธันวาคม"};

// Short Thai months as their two parts: "ธ" + "ค", written "ธ.ค.", "ธ.ค", "ธค.".
struct ShortThaiMonth {
  std::string_view first, second;
  int number;
};
constexpr ShortThaiMonth kShortThaiMonths[] = {{"ม", "ค", 1}, {"ก", "พ", 2},  {"มี", "ค", 3},  {"เม", "ย", 4},
                                               {"พ", "ค", 5}, {"มิ", "ย", 6},  {"ก", "ค", 7},  {"ส", "ค", 8},
                                               {"ก", "ย", 9}, {"ต", "ค", 10}, {"พ", "ย", 11}, {"ธ", "ค", 12}};

struct EraName {
  std::string_view name;
  Era era;
};
constexpr EraName kThaiEras[] = {{"พ.ศ.", Era::kBuddhist},       {"พ.ศ", Era::kBuddhist},   {"พศ.", Era::kBuddhist},
                                 {"พุทธศักราช", Era::kBuddhist},   {"ค.ศ.", Era::kChristian}, {"ค.ศ", Era::kChristian},
                                 {"คริสต์ศักราช", Era::kChristian}, {"ปี", Era::kUnsaid}};

// Beside the space and the tab.
constexpr std::string_view kWideSpaces[] = {"\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\x8B", "\xE2\x80\xAF", "\xE2\x80\x89"};

// Value of one digit at `pos` and its length in bytes; length 0: no digit.
struct Digit {
  int value = 0;
  std::size_t length = 0;
};
Digit digit_at(std::string_view text, std::size_t pos) {
  const auto byte = [&](std::size_t i) {
    return pos + i < text.size() ? static_cast<unsigned char>(text[pos + i]) : 0u;
  };
  if (byte(0) >= '0' && byte(0) <= '9') return {static_cast<int>(byte(0) - '0'), 1};
  if (byte(0) == 0xEF && byte(1) == 0xBC && byte(2) >= 0x90 && byte(2) <= 0x99)  // U+FF10..FF19
    return {static_cast<int>(byte(2) - 0x90), 3};
  if (byte(0) == 0xE0 && byte(1) == 0xB9 && byte(2) >= 0x90 && byte(2) <= 0x99)  // U+0E50..0E59
    return {static_cast<int>(byte(2) - 0x90), 3};
  return {};
}

struct HanDigit {
  std::string_view text;
  int value;
};
constexpr HanDigit kHanDigits[] = {{"〇", 0},  {"○", 0},   {"零", 0},  {"一", 1},  {"二", 2}, {"三", 3},
                                   {"四", 4},  {"五", 5},  {"六", 6},  {"七", 7},  {"八", 8}, {"九", 9},
                                   {"十", 10}, {"廿", 20}, {"卅", 30}, {"百", 100}};

std::optional<HanDigit> han_digit_at(std::string_view text, std::size_t pos) {
  for (const HanDigit& digit : kHanDigits)
    if (starts_with_at(text, pos, digit.text)) return digit;
  return std::nullopt;
}

// "二十一", "廿一", "一百零五": digits before units that fall, a digit at the end; no two digits side by side but a
// zero.
std::optional<Number> value_with_units(std::span<const int> written, std::size_t end) {
  int value = 0, digit = 0, last_unit = 1000;
  for (const int part : written) {
    if (part < 10) {
      if (digit > 0) return std::nullopt;
      digit = part;
      continue;
    }
    const bool is_short_tens = part == 20 || part == 30;
    if (part >= last_unit || (is_short_tens && digit > 0)) return std::nullopt;
    value += digit > 0 ? digit * part : part;
    last_unit = part >= 100 ? 100 : 10;
    digit = 0;
  }
  value += digit;
  return Number{value, value >= 100 ? 3 : 2, end};
}

// End of a Latin word of at most 12 bytes: ASCII letters and those of Latin-1 and Latin Extended-A (C3 to C5 xx).
std::size_t word_end(std::string_view text, std::size_t pos) {
  std::size_t end = pos;
  while (end < text.size() && end - pos <= 12) {
    if (is_ascii_letter(text[end]))
      ++end;
    else if (text[end] >= '\xC3' && text[end] <= '\xC5' && end + 1 < text.size())
      end += 2;
    else
      break;
  }
  return end;
}

// First three letters of month names: most words of a text end their visit here. Bit c of [a][b] is for "abc", a letter
// beyond ASCII counts as kAccented.
constexpr std::size_t kAccented = 26;
constexpr std::size_t letter_place(char letter) {
  const auto lower = static_cast<unsigned char>(letter | 0x20);
  return lower >= 0x80 ? kAccented : lower >= 'a' && lower <= 'z' ? lower - std::size_t{'a'} : kAccented + 1;
}
constexpr auto kFirstLetters = [] {
  std::array<std::array<std::uint32_t, kAccented + 2>, kAccented + 2> letters{};
  for (const NamedMonth& month : kLatinMonths) {
    const std::size_t second = letter_place(month.name[1]);
    // An accented second letter is two bytes, the third one a byte of it.
    letters[letter_place(month.name[0])][second] |= 1u << letter_place(month.name[2]);
  }
  return letters;
}();

// Pairs of Thai letters that months begin with, full and short; a short one may have a full stop in between.
constexpr std::string_view kThaiMonthPairs = "มกมีมิมคเมกุกรกัพฤสิตุธักพกคกยพคพยสคตคธค";
constexpr std::size_t thai_letter(char second, char third) {
  return (static_cast<unsigned char>(second) & 1U) << 6 | (static_cast<unsigned char>(third) & 0x3FU);
}
constexpr std::size_t kThaiPairBytes = 6;
constexpr auto kBeginsThaiMonth = [] {
  std::array<std::array<bool, 128>, 128> begins{};
  for (std::size_t i = 0; i < kThaiMonthPairs.size(); i += kThaiPairBytes)
    begins[thai_letter(kThaiMonthPairs[i + 1], kThaiMonthPairs[i + 2])]
          [thai_letter(kThaiMonthPairs[i + 4], kThaiMonthPairs[i + 5])] = true;
  return begins;
}();
static_assert(kThaiMonthPairs.size() % kThaiPairBytes == 0);

// Is the letter at `pos` one that begins a month together with what follows?
bool may_be_thai_month(std::string_view text, std::size_t pos) {
  if (pos + 3 >= text.size() || text[pos] != '\xE0') return false;
  if (text[pos + 3] == '.') return true;
  return pos + 5 < text.size() && text[pos + 3] == '\xE0' &&
         kBeginsThaiMonth[thai_letter(text[pos + 1], text[pos + 2])][thai_letter(text[pos + 4], text[pos + 5])];
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

}  // namespace

std::size_t skip_spaces(std::string_view text, std::size_t pos, int limit) {
  for (; limit > 0 && pos < text.size(); --limit) {
    if (static_cast<unsigned char>(text[pos]) < 0x80) {
      if (text[pos] != ' ' && text[pos] != '\t') break;
      ++pos;
      continue;
    }
    const auto space = std::find_if(std::begin(kWideSpaces), std::end(kWideSpaces),
                                    [&](std::string_view s) { return starts_with_at(text, pos, s); });
    if (space == std::end(kWideSpaces)) break;
    pos += space->size();
  }
  return pos;
}

int days_in_month(int year, int month) {
  constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::optional<Number> read_number(std::string_view text, std::size_t pos) {
  Number number;
  number.end = pos;
  for (Digit digit = digit_at(text, pos); digit.length; digit = digit_at(text, number.end)) {
    if (number.digits < 9) number.value = number.value * 10 + digit.value;
    ++number.digits;
    number.end += digit.length;
  }
  if (!number.digits) return std::nullopt;
  if (number.digits > 9) number.value = 0;
  return number;
}

std::optional<Number> read_han_number(std::string_view text, std::size_t pos) {
  constexpr int kMostDigits = 6;  // "二百二十二" has five
  int written[kMostDigits];
  int count = 0;
  std::size_t end = pos;
  while (const auto digit = han_digit_at(text, end)) {
    if (count == kMostDigits) return std::nullopt;
    written[count++] = digit->value;
    end += digit->text.size();
  }
  if (!count) return std::nullopt;
  if (std::any_of(written, written + count, [](int value) { return value >= 10; }))
    return value_with_units({written, static_cast<std::size_t>(count)}, end);
  int value = 0;
  for (int i = 0; i < count; ++i) value = value * 10 + written[i];
  return count < 6 ? std::optional(Number{value, count, end}) : std::nullopt;
}

bool may_be_latin_month(std::string_view text, std::size_t pos) {
  if (pos + 2 >= text.size() || !is_ascii_letter(text[pos])) return false;
  const std::uint32_t thirds = kFirstLetters[letter_place(text[pos])][letter_place(text[pos + 1])];
  return (thirds >> letter_place(text[pos + 2]) & 1u) != 0;
}

std::optional<Month> read_latin_month(std::string_view text, std::size_t pos) {
  if (!may_be_latin_month(text, pos)) return std::nullopt;
  const std::size_t end = word_end(text, pos);
  if (end - pos < 3 || end - pos > 13) return std::nullopt;
  char buffer[16];
  std::size_t length = 0;
  for (std::size_t i = pos; i < end; ++i) {
    const char c = text[i];
    buffer[length++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const std::string_view word(buffer, length);
  const auto place = std::lower_bound(std::begin(kLatinMonths), std::end(kLatinMonths), word,
                                      [](const NamedMonth& month, std::string_view key) { return month.name < key; });
  if (place == std::end(kLatinMonths) || place->name != word) return std::nullopt;
  Month month{place->number, end, text[pos] >= 'A' && text[pos] <= 'Z', is_one_of(word, kEverydayWords)};
  if (is_one_of(word, kNeedYear) && word != "mar") month.capital = false;
  if (length <= 5 && end < text.size() && text[end] == '.') ++month.end;
  return month;
}

std::optional<Month> read_thai_month(std::string_view text, std::size_t pos) {
  if (!may_be_thai_month(text, pos)) return std::nullopt;
  for (int i = 0; i < 12; ++i)
    if (const auto& name = kThaiMonths[i]; starts_with_at(text, pos, name)) return Month{i + 1, pos + name.size()};
  for (const ShortThaiMonth& month : kShortThaiMonths) {
    if (!starts_with_at(text, pos, month.first)) continue;
    std::size_t end = pos + month.first.size();
    const bool dot = starts_with_at(text, end, ".");
    if (dot) end = skip_spaces(text, end + 1, 1);
    if (!starts_with_at(text, end, month.second)) continue;
    end += month.second.size();
    const bool last_dot = starts_with_at(text, end, ".");
    if (!dot && !last_dot) continue;
    if (!last_dot && starts_with_at(text, end, "\xE0\xB8")) continue;  // a longer Thai word
    return Month{month.number, end + (last_dot ? 1 : 0)};
  }
  return std::nullopt;
}

std::optional<Month> read_bare_thai_month(std::string_view text, std::size_t pos) {
  for (const ShortThaiMonth& month : kShortThaiMonths) {
    const std::size_t second = pos + month.first.size(), end = second + month.second.size();
    if (starts_with_at(text, pos, month.first) && starts_with_at(text, second, month.second))
      return Month{month.number, end};
  }
  return std::nullopt;
}

EraMark read_thai_era(std::string_view text, std::size_t pos) {
  EraMark mark{Era::kUnsaid, pos};
  for (int part = 0; part < 2; ++part) {  // "ปี พ.ศ. 2566"
    const std::size_t at = skip_spaces(text, mark.end);
    const auto name = std::find_if(std::begin(kThaiEras), std::end(kThaiEras),
                                   [&](const EraName& era) { return starts_with_at(text, at, era.name); });
    if (name == std::end(kThaiEras)) break;
    if (name->era != Era::kUnsaid) mark.era = name->era;
    mark.end = at + name->name.size();
  }
  mark.end = skip_spaces(text, mark.end);
  return mark;
}

}  // namespace polsearch::calendar
