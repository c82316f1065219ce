// A page as the units that are judged: its lines, and the segments of lines that hold a whole flattened page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/documents.h"

namespace polsearch::clean {

// What a unit consists of. Han characters and Thai letters count apart, since neither script has spaces.
struct Counts {
  std::uint32_t letters = 0;  // of any script
  std::uint32_t upper = 0;    // of cased scripts
  std::uint32_t digits = 0;
  std::uint32_t han = 0, thai = 0;
  std::uint32_t latin_words = 0;  // runs of letters and digits outside Han and Thai
  std::uint32_t spaces = 0;
  std::uint32_t commas = 0;
  std::uint32_t sentence_ends = 0;
  std::uint32_t symbols = 0;           // | > » / # * · and the like, marks of menus
  [[nodiscard]] double words() const;  // script-aware: two Han characters or five Thai letters are a word
};

enum class ScriptClass : std::uint8_t { kNone, kSpaced, kHan, kThai };

struct Unit {
  std::uint32_t line = 0;            // index in Page::lines
  std::uint32_t begin = 0, end = 0;  // bytes of Page::text, trimmed
  std::string_view text;
  std::string key;  // folded text; of a long unit only the head
  bool key_is_whole = true;
  Counts counts;
  ScriptClass script = ScriptClass::kNone;
  bool is_segment = false;  // not a whole line
  bool is_foot = false;     // of a page on one line: a segment behind the text
  bool has_markup = false;  // tags tell what it is, so its looks are not asked
  [[nodiscard]] double words() const { return counts.words(); }
};

// The folded form that rules look at: lower case, NFKC, simplified Han, straight quotes and dashes, single spaces.
[[nodiscard]] std::string fold_line(std::string_view text);

// A folded line without its edge symbols: "[ Print ]" -> "[ print ]" -> "print".
[[nodiscard]] std::string_view bare(std::string_view key);

// "2. What to do" -> "What to do"; empty when it is all number.
[[nodiscard]] std::string_view without_number(std::string_view text);

// "12. ", "3) ", "(4) ", "五、", "（一）", "ข้อ 1 "; not "12 counties".
[[nodiscard]] bool starts_with_number(std::string_view text);

// A number as above or a bullet.
[[nodiscard]] bool starts_like_item(std::string_view text);

// Words set apart by wide gaps or signs: "Home | News | About us" has three cells, a headline one or two.
[[nodiscard]] std::size_t count_cells(std::string_view text);

// Three cells and more, of a few words each.
[[nodiscard]] bool is_menu_row(const Unit& unit);

[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] Counts count(std::string_view text);
[[nodiscard]] ScriptClass script_of(const Counts& counts);

// Unit of bytes [begin, end) of `page`, trimmed; an empty one has begin == end.
[[nodiscard]] Unit make_unit(const Page& page, std::uint32_t line_index, std::uint32_t begin, std::uint32_t end);

}  // namespace polsearch::clean
