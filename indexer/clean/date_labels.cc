#include "indexer/clean/date_labels.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>

#include "analysis/unicode.h"
#include "indexer/clean/unit.h"

namespace polsearch::clean {
namespace {

constexpr std::size_t kReachBytes = 160;  // how far before a date its label is looked for

enum class Place : std::uint8_t { kBefore, kAfter, kAnywhereBefore };
struct Kind {
  std::string_view name;
  DateLabel label;
  Place place;
};
constexpr Kind kKinds[] = {
    {"published", DateLabel::kPublished, Place::kBefore},
    {"signed", DateLabel::kSigned, Place::kBefore},
    {"updated", DateLabel::kUpdated, Place::kBefore},
    {"decoy", DateLabel::kDecoy, Place::kBefore},
    {"weak", DateLabel::kWeak, Place::kBefore},
    {"after-published", DateLabel::kPublished, Place::kAfter},
    {"after-updated", DateLabel::kUpdated, Place::kAfter},
    {"after-decoy", DateLabel::kDecoy, Place::kAfter},
    {"event", DateLabel::kDecoy, Place::kAnywhereBefore},
};

std::string fold_label(std::string_view text) { return std::string(bare(fold_line(text))); }

bool is_ascii_word_byte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// Is there a Han character, or a Thai letter, directly before byte `at`?
char32_t character_before(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  std::size_t start = at - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  return decode_at(text, start).value;
}

// "hearing date" from the line's start: words that no row of the table knows.
bool is_latin_compound(std::string_view key, std::size_t start) {
  static const RE2 words(R"(^[a-z]+( [a-z]+){0,2} $)");
  return RE2::FullMatch(re2::StringPiece(key.data(), start), words);
}

// A weak label that ends a longer word or name is another label, one that no row knows.
DateLabel as_compound(DateLabel label, std::string_view key, std::size_t start, std::string_view name) {
  if (label != DateLabel::kWeak) return label;
  const char32_t before = character_before(key, start);
  if (is_han(before) && is_han(decode_at(name, 0).value)) return DateLabel::kDecoy;
  if (is_thai(before) && is_thai(decode_at(name, 0).value)) return DateLabel::kNone;
  const bool is_noun = name == "date" || name == "time";
  return is_noun && is_latin_compound(key, start) ? DateLabel::kDecoy : label;
}

// Is `word` in `key`, as a whole word where it is Latin?
bool has_word(std::string_view key, std::string_view word) {
  for (std::size_t at = key.find(word); at != std::string_view::npos; at = key.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_ascii_word_byte(word.front()) || !is_ascii_word_byte(key[at - 1]);
    const bool ends = end == key.size() || !is_ascii_word_byte(word.back()) || !is_ascii_word_byte(key[end]);
    if (begins && ends) return true;
  }
  return false;
}

// "Meeting on ", "Closing date for entries: ": what happens on that day. Not of "Posted in Meetings on ", "By X on ".
bool says_event(std::string_view key, const DateLabels& labels) {
  for (const std::string_view writer : {"posted", "published", "by", "written"})
    if (has_word(key, writer)) return false;
  return std::any_of(labels.events.begin(), labels.events.end(),
                     [&](const std::string& word) { return has_word(key, word); });
}

// The longest label of `side` that ends at byte `end` of `key` and starts at a word border.
DateLabel label_ending_at(std::string_view key, std::size_t end, const DateLabels::Side& side) {
  for (std::size_t length = std::min(side.longest, end); length > 0; --length) {
    const std::size_t start = end - length;
    const auto lead = static_cast<unsigned char>(key[start]);
    if ((lead & 0xC0) == 0x80) continue;
    if (start > 0 && lead < 0x80 && is_ascii_word_byte(key[start - 1])) continue;
    const auto found = side.labels.find(std::string(key.substr(start, length)));
    if (found != side.labels.end()) return as_compound(found->second, key, start, found->first);
  }
  return DateLabel::kNone;
}

}  // namespace

std::string without_times(std::string text) {
  static const RE2 noise(
      R"((?i)[\d๐-๙]{1,2}[.:：][\d๐-๙]{2} ?น(\.|าฬิกา)?|\b\d{1,2}[:：]\d{2}([:：]\d{2})?( ?[ap]\.?m\.?)?( ?\(?(gmt|utc|bst|ict|ist|cst|est|edt|cet|cest|hkt|sgt)\b[+\-\d:]*\)?)?( ?น\.?)?( ?uhr\b)?|\b\d{1,2}\.\d{2} uhr\b|\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b,?|\b((mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b,?|星期[一二三四五六日天]|周[一二三四五六日]|[上下]午|(วัน)?(จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)( ?ที่)?|เวลา)");
  RE2::GlobalReplace(&text, noise, " ");
  return text;
}

namespace {

void add_label(DateLabels& labels, const Kind& kind, std::string folded) {
  if (folded.empty()) return;
  if (kind.place == Place::kAnywhereBefore) {
    labels.events.push_back(std::move(folded));
    return;
  }
  DateLabels::Side& side = kind.place == Place::kAfter ? labels.after : labels.before;
  side.longest = std::max(side.longest, folded.size());
  side.labels.try_emplace(std::move(folded), kind.label);
}

}  // namespace

Result<DateLabels> read_date_labels(const Table& table) {
  DateLabels result;
  const std::size_t kind_column = table.column("kind"), label_column = table.column("labels");
  if (kind_column == table.columns.size() || label_column == table.columns.size())
    return Error{Error::Kind::kInput, table.name + ".tsv needs the columns kind and labels", ""};
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string& name = table.rows[row][kind_column];
    const auto* kind =
        std::find_if(std::begin(kKinds), std::end(kKinds), [&](const Kind& known) { return known.name == name; });
    if (kind == std::end(kKinds))
      return Error{Error::Kind::kInput,
                   (row < table.origins.size() ? table.origins[row] : table.name) + ": kind is \"" + name +
                       "\", accepted: published, signed, updated, decoy, weak, after-published, after-updated, "
                       "after-decoy, event",
                   ""};
    std::string_view rest = table.rows[row][label_column];
    while (!rest.empty()) {
      const std::size_t bar = rest.find('|');
      add_label(result, *kind, fold_label(rest.substr(0, bar)));
      rest = bar == std::string_view::npos ? std::string_view{} : rest.substr(bar + 1);
    }
  }
  return result;
}

DateLabel label_before(std::string_view before, const DateLabels& labels) {
  const std::string folded =
      without_times(fold_line(before.substr(before.size() - std::min(before.size(), kReachBytes))));
  const std::string_view key = folded;
  std::size_t end = key.size();
  while (end > 0 && std::string_view(" :.-|([,/=\"").find(key[end - 1]) != std::string_view::npos) --end;
  const DateLabel label = label_ending_at(key, end, labels.before);
  const bool names_a_day = label == DateLabel::kWeak || key.substr(end).find(':') != std::string_view::npos;
  const bool may_tell = label == DateLabel::kWeak || label == DateLabel::kNone;
  const std::size_t segment = key.rfind('|', end) == std::string_view::npos ? 0 : key.rfind('|', end);
  if (may_tell && names_a_day && says_event(key.substr(segment, end - segment), labels)) return DateLabel::kDecoy;
  if (label != DateLabel::kNone) return label;
  return before.find("©") != std::string_view::npos ? DateLabel::kDecoy : DateLabel::kNone;
}

DateLabel label_after(std::string_view after, const DateLabels& labels) {
  const std::string folded = without_times(fold_line(after.substr(0, std::min(after.size(), kReachBytes / 2))));
  std::string_view key = folded;
  while (!key.empty() && std::string_view(" )]").find(key.front()) != std::string_view::npos) key.remove_prefix(1);
  for (std::size_t length = std::min(labels.after.longest, key.size()); length > 0; --length) {
    const auto found = labels.after.labels.find(std::string(key.substr(0, length)));
    const bool ends_word =
        length == key.size() || !is_ascii_word_byte(key[length - 1]) || !is_ascii_word_byte(key[length]);
    const bool is_clause = key.substr(length, 3) == "的";  // "2022年11月8日印发的通知": of another paper
    if (found != labels.after.labels.end() && ends_word && !is_clause) return found->second;
  }
  return DateLabel::kNone;
}

DateLabel label_alone(std::string_view line, const DateLabels& labels) {
  constexpr std::size_t kMostBytes = 80;
  if (line.size() > kMostBytes) return DateLabel::kNone;
  const std::string folded = fold_line(line);
  std::string_view key = bare(folded);
  while (!key.empty() && (key.back() == ':' || key.back() == ' ')) key.remove_suffix(1);
  const auto found = labels.before.labels.find(std::string(key));
  if (found != labels.before.labels.end()) return found->second;
  // "Hearing date:", "竣工日期": the whole line must be the compound.
  const bool says_label = line.back() == ':' || folded.ends_with(':') || is_han(decode_at(key, 0).value);
  return says_label && label_before(line, labels) == DateLabel::kDecoy ? DateLabel::kDecoy : DateLabel::kNone;
}

}  // namespace polsearch::clean
