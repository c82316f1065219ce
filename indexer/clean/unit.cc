#include "indexer/clean/unit.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "analysis/ascii.h"
#include "analysis/unicode.h"

namespace polsearch::clean {
namespace {

// Rules are about short lines: of a longer unit they see this much of the head.
constexpr std::size_t kWholeKeyBytes = 1600;
constexpr std::size_t kHeadKeyBytes = 240;

// What a folded character beyond ASCII is straightened to: 0 for itself.
char straight(char32_t c) {
  if (is_space(c) || c == 0xFEFF) return ' ';
  if (c == 0x2018 || c == 0x2019 || c == 0x02BC) return '\'';
  if (c == 0x201C || c == 0x201D) return '"';
  return c >= 0x2010 && c <= 0x2015 ? '-' : '\0';
}

// The first bytes of characters that straight() changes. Nearly all of a text has others.
constexpr std::array<bool, 256> kMayBeCrooked = [] {
  std::array<bool, 256> may_be{};
  for (const unsigned lead : {0xC2U, 0xCAU, 0xE1U, 0xE2U, 0xE3U, 0xEFU}) may_be[lead] = true;
  return may_be;
}();

// Typographic quotes and dashes, which NFKC keeps, as ASCII; white space runs as one space. In place, since nothing
// grows.
std::string straighten(std::string text) {
  std::size_t size = 0;
  const auto put = [&](char c) {
    if (c != ' ' || (size > 0 && text[size - 1] != ' ')) text[size++] = c;
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      put(byte < 0x20 ? ' ' : text[i]);
      ++i;
      continue;
    }
    const CodePoint c = kMayBeCrooked[byte] ? decode_at(text, i) : CodePoint{0, 1, true};
    if (const char ascii = c.value != 0 ? straight(c.value) : '\0'; ascii != '\0') {
      put(ascii);
      i += c.length;
    } else {
      for (const std::size_t end = i + c.length; i < end; ++i) text[size++] = text[i];
    }
  }
  if (size > 0 && text[size - 1] == ' ') --size;
  text.resize(size);
  return text;
}

// How an ASCII character is folded: itself, in lower case, or a space for all white space and control characters.
constexpr std::array<char, 128> make_folded_ascii() {
  std::array<char, 128> folded{};
  for (std::size_t c = 0; c < folded.size(); ++c) {
    folded[c] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 0x20 : c);
    if (c > 0 && c <= ' ') folded[c] = ' ';
  }
  return folded;
}
constexpr auto kFoldedAscii = make_folded_ascii();

std::string fold_ascii(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  char last = ' ';
  for (const char c : text) {
    const char folded = kFoldedAscii[static_cast<unsigned char>(c)];
    out[size] = folded;
    size += folded != ' ' || last != ' ' ? 1 : 0;
    last = folded;
  }
  if (size > 0 && out[size - 1] == ' ') --size;
  out.resize(size);
  return out;
}

std::string_view head_of(std::string_view text, std::size_t bytes) {
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

// Byte at which the last character of `text` starts, `from` at the least.
std::size_t start_of_last(std::string_view text, std::size_t from = 0) {
  std::size_t start = text.size() - 1;
  while (start > from && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  return start;
}

// Characters beyond ASCII; those of ASCII stand in kAsciiKinds.
bool ends_sentence(char32_t c) { return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF1B || c == 0x2026; }
bool is_comma(char32_t c) { return c == 0xFF0C || c == 0x3001; }
bool is_menu_symbol(char32_t c) {
  return c == 0xBB || c == 0xAB || c == 0x203A || c == 0x2039 || c == 0xB7 || c == 0x2022 || c == 0xFF5C ||
         c == 0x3010 || c == 0x3011;
}
bool is_cased_upper(char32_t c) { return (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x410 && c <= 0x42F); }

// A letter that is no part of a Latin word.
void count_unspaced(Counts& counts, std::uint32_t& of_script, bool& in_word) {
  ++counts.letters;
  ++of_script;
  in_word = false;
}

// Counts one character beyond ASCII; `in_word` says whether a Latin word goes on.
void count_wide(Counts& counts, char32_t c, bool& in_word) {
  if (c >= 0x4E00 && c <= 0x9FFF) return count_unspaced(counts, counts.han, in_word);
  if ((c >= 0x0E01 && c <= 0x0E3A) || (c >= 0x0E40 && c <= 0x0E4E)) return count_unspaced(counts, counts.thai, in_word);
  const bool word_character = is_letter_or_digit(c);
  if (word_character) ++counts.letters;
  if (is_cased_upper(c)) ++counts.upper;
  const bool han = is_han(c), thai = is_thai(c);
  if (han) ++counts.han;
  if (thai) ++counts.thai;
  const bool latin = word_character && !han && !thai;
  if (latin && !in_word) ++counts.latin_words;
  in_word = latin || (in_word && c == 0x2019);
  if (is_space(c)) ++counts.spaces;
  if (is_comma(c)) ++counts.commas;
  if (is_menu_symbol(c)) ++counts.symbols;
  if (ends_sentence(c)) ++counts.sentence_ends;
}

// What an ASCII character counts as: one in each lane of eight bits that it belongs to, so that one addition counts
// all.
enum Lane : unsigned { kLetterLane, kUpperLane, kDigitLane, kSpaceLane, kCommaLane, kSymbolLane };
constexpr std::size_t kLaneFull = 255;
constexpr std::uint64_t in_lane(Lane lane, bool belongs) { return std::uint64_t{belongs} << (8 * lane); }

struct AsciiKind {
  std::uint64_t lanes = 0;
  bool is_word = false, joins = false, ends = false;
};
constexpr std::array<AsciiKind, 128> make_ascii_kinds() {
  std::array<AsciiKind, 128> kinds{};
  const std::string_view symbols = "|></#*[]_+", ends = ".?!", joins = "'-";
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const char c = static_cast<char>(i);
    const bool upper = c >= 'A' && c <= 'Z', letter = upper || (c >= 'a' && c <= 'z'), digit = c >= '0' && c <= '9';
    kinds[i].lanes = in_lane(kLetterLane, letter) | in_lane(kUpperLane, upper) | in_lane(kDigitLane, digit) |
                     in_lane(kSpaceLane, c == ' ' || (c >= '\t' && c <= '\r')) | in_lane(kCommaLane, c == ',') |
                     in_lane(kSymbolLane, symbols.find(c) != std::string_view::npos);
    kinds[i].is_word = letter || digit;
    kinds[i].ends = ends.find(c) != std::string_view::npos;
    kinds[i].joins = joins.find(c) != std::string_view::npos;
  }
  return kinds;
}
constexpr auto kAsciiKinds = make_ascii_kinds();

void add_lanes(Counts& counts, std::uint64_t lanes) {
  const auto lane = [&](Lane which) { return static_cast<std::uint32_t>(lanes >> (8 * which) & 0xFFU); };
  counts.letters += lane(kLetterLane);
  counts.upper += lane(kUpperLane);
  counts.digits += lane(kDigitLane);
  counts.spaces += lane(kSpaceLane);
  counts.commas += lane(kCommaLane);
  counts.symbols += lane(kSymbolLane);
}

// Does a sentence end before `at`, behind a full stop?
bool sentence_may_end_before(std::string_view text, std::size_t at) {
  if (at == text.size()) return true;
  const char32_t next = decode_at(text, at).value;
  return next == 0 || is_space(next) || next == '"' || next == 0x201D || next == '\'';
}

// Counts the ASCII characters at `begin`, at most so many as fit a lane; returns where they end.
std::size_t count_ascii(Counts& counts, std::string_view text, std::size_t begin, bool& in_word) {
  std::uint64_t lanes = 0;
  std::uint32_t words = 0;
  const std::size_t most = std::min(text.size(), begin + kLaneFull);
  std::size_t i = begin;
  for (; i < most && static_cast<unsigned char>(text[i]) < 0x80; ++i) {
    const AsciiKind& kind = kAsciiKinds[static_cast<unsigned char>(text[i])];
    lanes += kind.lanes;
    words += static_cast<std::uint32_t>(kind.is_word & !in_word);
    in_word = kind.is_word | (in_word & kind.joins);
    if (kind.ends && sentence_may_end_before(text, i + 1)) ++counts.sentence_ends;
  }
  add_lanes(counts, lanes);
  counts.latin_words += words;
  return i;
}

}  // namespace

double Counts::words() const { return latin_words + han / 2.0 + thai / 5.0; }

std::string fold_line(std::string_view text) { return is_ascii(text) ? fold_ascii(text) : straighten(fold(text)); }

std::string_view bare(std::string_view key) {
  const auto says_something = [](char32_t c) { return is_letter_or_digit(c) || is_thai(c); };
  std::size_t begin = 0;
  while (begin < key.size()) {
    const CodePoint c = decode_at(key, begin);
    if (says_something(c.value)) break;
    begin += c.length;
  }
  std::size_t end = key.size();
  while (end > begin) {
    const std::size_t start = start_of_last(key.substr(0, end));
    if (says_something(decode_at(key, start).value)) break;
    end = start;
  }
  return key.substr(begin, end - begin);
}

bool starts_with_number(std::string_view text) {
  static constexpr std::string_view kDigits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
  static constexpr std::string_view kOpen[] = {"(", "（", "第", "ข้อ "};
  static constexpr std::string_view kClose[] = {". ", ")", "）", "、", "．", " ", "条", "章"};
  const auto drop = [&](auto& words) {
    for (const std::string_view word : words)
      if (text.substr(0, word.size()) == word) return text.remove_prefix(word.size()), true;
    return false;
  };
  const bool opened = drop(kOpen);
  std::size_t digits = 0;
  while (digits < 4 && !text.empty()) {
    if (text[0] >= '0' && text[0] <= '9')
      text.remove_prefix(1);
    else if (!drop(kDigits))
      break;
    ++digits;
  }
  const bool bare_space = !opened && !text.empty() && text[0] == ' ';  // "12 counties" is no item
  return digits > 0 && digits < 4 && !bare_space && drop(kClose);
}

bool starts_like_item(std::string_view text) {
  for (const std::string_view bullet : {"•",  "·",  "●", "○", "▪", "■", "◆", "►", "▶", "- ", "* ",
                                        "– ", "— ", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧",  "⑨"})
    if (text.starts_with(bullet)) return true;
  return starts_with_number(text);
}

std::size_t count_cells(std::string_view text) {
  static constexpr std::string_view kGaps[] = {"  ", "\u3000", "\t", "|", "｜", " · ", " • ", " . ", " / "};
  std::size_t cells = 1;
  while (true) {
    std::size_t at = std::string_view::npos, size = 0;
    for (const std::string_view gap : kGaps)
      if (const std::size_t found = text.find(gap); found < at) at = found, size = gap.size();
    if (at == std::string_view::npos) return cells;
    if (!trim(text.substr(0, at)).empty() && !trim(text.substr(at + size)).empty()) ++cells;
    text = trim(text.substr(at + size));
  }
}

bool is_menu_row(const Unit& unit) {
  constexpr double kCellWords = 3;
  const std::size_t cells = count_cells(unit.text);
  return cells >= 3 && unit.words() <= kCellWords * static_cast<double>(cells);
}

std::string_view without_number(std::string_view text) {
  const std::size_t at = text.find_first_not_of("0123456789.) -");
  return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

std::string_view trim(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const CodePoint c = decode_at(text, begin);
    if (!is_space(c.value) && c.value >= 0x20 && c.value != 0xFEFF) break;
    begin += c.length;
  }
  std::size_t end = text.size();
  while (end > begin) {
    const std::size_t start = start_of_last(text.substr(0, end), begin);
    const CodePoint c = decode_at(text, start);
    if (start + c.length != end || (!is_space(c.value) && c.value >= 0x20 && c.value != 0xFEFF)) break;
    end = start;
  }
  return text.substr(begin, end - begin);
}

Counts count(std::string_view text) {
  Counts counts;
  bool in_word = false;
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      i = count_ascii(counts, text, i, in_word);
    } else {
      const CodePoint c = decode_at(text, i);
      count_wide(counts, c.value, in_word);
      i += c.length;
    }
  }
  return counts;
}

ScriptClass script_of(const Counts& counts) {
  if (counts.letters + counts.thai == 0) return ScriptClass::kNone;
  // A Han character carries about as much as three Latin letters.
  const std::uint32_t spaced = counts.letters - std::min(counts.letters, counts.han + counts.thai);
  if (counts.thai > spaced && counts.thai > counts.han * 3) return ScriptClass::kThai;
  if (counts.han * 3 > spaced) return ScriptClass::kHan;
  return ScriptClass::kSpaced;
}

Unit make_unit(const Page& page, std::uint32_t line_index, std::uint32_t begin, std::uint32_t end) {
  Unit unit;
  unit.line = line_index;
  const std::string_view raw = std::string_view(page.text).substr(begin, end - begin);
  unit.text = trim(raw);
  unit.begin = unit.text.empty() ? begin : static_cast<std::uint32_t>(unit.text.data() - page.text.data());
  unit.end = unit.begin + static_cast<std::uint32_t>(unit.text.size());
  unit.counts = count(unit.text);
  unit.script = script_of(unit.counts);
  unit.has_markup = !page.lines[line_index].markup.tag.empty();
  unit.key_is_whole = unit.text.size() <= kWholeKeyBytes;
  unit.key = fold_line(unit.key_is_whole ? unit.text : head_of(unit.text, kHeadKeyBytes));
  return unit;
}

}  // namespace polsearch::clean
