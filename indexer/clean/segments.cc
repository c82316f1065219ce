#include "indexer/clean/segments.h"

#include <re2/re2.h>

#include <algorithm>

#include "analysis/dates.h"
#include "analysis/unicode.h"

namespace polsearch::clean {
namespace {

constexpr std::size_t kLongLineBytes = 600;  // shorter lines are lines
constexpr std::size_t kCompanyBytes = 300;   // a weak cue needs another cue this near
constexpr std::size_t kCuedBytes = 700;      // what follows a cue and is longer is prose: the cue was a word of it
constexpr std::size_t kLabelledDateBytes = 60;
constexpr std::size_t kMostDecoys = 6;  // menu words in front of a flattened page
constexpr std::size_t kMostDecoyWords = 4;
constexpr std::size_t kMostDecoyBytes = 200;  // what goes on so long without a blank is Chinese or Thai text
constexpr std::size_t kFlatPageBytes = 300;   // the only line of a page, when longer, may be all of the page
constexpr std::size_t kHeadBytes = 900;       // of such a line, that menu, headline and date stand in
constexpr std::size_t kMostMenuWords = 40;

// Where the date behind a "Post time:" ends, or 0.
std::size_t end_of_labelled_date(std::string_view text, std::size_t from) {
  std::size_t end = std::min(text.size(), from + kLabelledDateBytes);
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  const std::vector<DateMention> mentions = find_dates(text.substr(from, end - from));
  if (mentions.empty() || mentions.front().begin > 4) return 0;
  return from + mentions.front().end;
}

bool has_company(const std::vector<RuleSpan>& cues, std::size_t index) {
  const bool before = index > 0 && cues[index].begin - cues[index - 1].end <= kCompanyBytes;
  const bool after = index + 1 < cues.size() && cues[index + 1].begin - cues[index].end <= kCompanyBytes;
  return before || after;
}

std::vector<std::size_t> cuts_at_cues(std::string_view text, const BoilerplateRules& rules) {
  std::vector<std::size_t> cuts;
  const std::vector<RuleSpan> cues = rules.find_cues(text);
  for (std::size_t i = 0; i < cues.size(); ++i) {
    if (cues[i].rule->weight == Weight::kWeak && !has_company(cues, i)) continue;
    const std::size_t next = i + 1 < cues.size() ? cues[i + 1].begin : text.size();
    const std::size_t date_end = cues[i].rule->reason == "date-line" ? end_of_labelled_date(text, cues[i].end) : 0;
    if (date_end == 0 && next - cues[i].begin > kCuedBytes) continue;
    cuts.push_back(cues[i].begin);
    if (date_end > 0) cuts.push_back(date_end);
  }
  return cuts;
}

// End of the `words`-th white-space separated word from `from`.
std::size_t end_of_words(std::string_view text, std::size_t from, std::size_t words) {
  std::size_t at = from;
  for (std::size_t i = 0; i < words && at < text.size(); ++i) {
    while (at < text.size() && text[at] == ' ') ++at;
    at = std::min(text.find(' ', at), text.size());
  }
  return at;
}

// Menu words glued to the head: "page_banner news The Ministry ..." One alone may be the first word of the article
// ("News that ..."), so it takes two, or one that nobody writes in prose.
std::vector<std::size_t> cuts_behind_decoys(std::string_view text, const BoilerplateRules& rules) {
  std::vector<std::size_t> cuts;
  bool sure = false;
  std::size_t at = 0;
  while (cuts.size() < kMostDecoys) {
    std::size_t end = 0;
    for (std::size_t words = kMostDecoyWords; words >= 1 && end == 0; --words) {
      const std::size_t candidate = end_of_words(text, at, words);
      if (candidate == text.size() || candidate - at > kMostDecoyBytes) continue;
      const std::string key = fold_line(text.substr(at, candidate - at));
      if (!rules.is_menu_word(bare(key))) continue;
      end = candidate;
      sure = sure || words > 1 || key.find('_') != std::string::npos;
    }
    if (end == 0) break;
    cuts.push_back(end);
    at = end;
  }
  if (!sure && cuts.size() < 2) cuts.clear();
  return cuts;
}

// ---- a whole page on one line ----

struct Piece {
  std::size_t begin = 0, end = 0;
};

// The next word from `from`, parted by blanks of any kind.
Piece next_word(std::string_view text, std::size_t from) {
  const auto is_blank_at = [&](std::size_t at) {
    return text[at] == ' ' || text.substr(at, 3) == "\u3000" || text.substr(at, 2) == "\u00A0";
  };
  std::size_t begin = from;
  while (begin < text.size() && is_blank_at(begin)) begin += decode_at(text, begin).length;
  std::size_t end = begin;
  while (end < text.size() && !is_blank_at(end)) ++end;
  return {begin, end};
}

// Behind the last menu word before `limit`: "Home Products Blog About | Toy standards: ...". 0 without two of them.
std::size_t end_of_menu(std::string_view text, std::size_t limit, const BoilerplateRules& rules) {
  std::size_t end = 0, hits = 0, words = 0;
  for (Piece word = next_word(text, 0); word.begin < limit && words < kMostMenuWords; ++words) {
    std::size_t hit = 0;
    for (std::size_t count = kMostDecoyWords; count >= 1 && hit == 0; --count) {
      const std::size_t candidate = end_of_words(text, word.begin, count);
      if (candidate <= limit && rules.is_menu_word(bare(fold_line(text.substr(word.begin, candidate - word.begin)))))
        hit = candidate;
    }
    if (hit > 0) end = hit, ++hits;
    word = next_word(text, hit > 0 ? hit : word.end);
  }
  return hits >= 2 ? end : 0;
}

// Chinese and Thai headlines are long words behind the short ones of a menu. An abbreviation may begin one.
std::size_t skip_short_words(std::string_view text, std::size_t from, std::size_t limit) {
  constexpr double kMenuWords = 3;
  for (Piece word = next_word(text, from); word.begin < limit; word = next_word(text, word.end)) {
    const std::string_view said = text.substr(word.begin, word.end - word.begin);
    const Counts counts = count(said);
    const bool is_wide = counts.han + counts.thai > 0;
    if (!is_wide && counts.letters > 0) return word.begin;
    if (is_wide && (counts.words() >= kMenuWords || said.ends_with('.'))) return word.begin;
  }
  return from;
}

// "... vehicles Posted: " -> where the label begins; without one the end of `before`.
std::size_t begin_of_label(std::string_view before) {
  const std::string_view label = trim(before);
  if (!label.ends_with(':') && !label.ends_with("：")) return before.size();
  const auto end = static_cast<std::size_t>(label.data() + label.size() - before.data());
  const std::size_t blank = before.substr(0, end).rfind(' ');
  return blank == std::string_view::npos ? before.size() : blank + 1;
}

// The date at the head of the line with its label: the first that no sentence ends before.
Piece head_date(std::string_view text, const std::vector<RuleSpan>& cues) {
  const std::string_view head = text.substr(0, kHeadBytes);
  for (const DateMention& mention : find_dates(head)) {
    if (mention.date.year == 0 || mention.date.day == 0 || mention.form == DateForm::kMonthDay) continue;
    const std::string_view before = head.substr(0, mention.begin);
    if (before.find(". ") != std::string_view::npos && count(before).sentence_ends > 1) return {};
    if (before.find("。") != std::string_view::npos) return {};
    for (const RuleSpan& cue : cues)
      if (cue.rule->reason == "date-line" && cue.end <= mention.begin && mention.begin - cue.end <= 4)
        return {cue.begin, mention.end};
    return {begin_of_label(before), mention.end};
  }
  return {};
}

// "来源：银龄网 浏览次数：406" behind the date are fields of it, too.
std::size_t end_of_fields(std::string_view text, std::size_t from) {
  constexpr std::size_t kMostFields = 5, kMostBytes = 60;
  std::size_t end = from;
  for (std::size_t fields = 0; fields < kMostFields; ++fields) {
    const Piece word = next_word(text, end);
    const std::string_view said = text.substr(word.begin, word.end - word.begin);
    const bool is_time = !said.empty() && said.find_first_not_of("0123456789:.") == std::string_view::npos;
    std::size_t colon = said.find("：");
    if (colon == std::string_view::npos) colon = said.find(':');
    const bool is_field = colon != std::string_view::npos && colon > 0 && said.size() <= kMostBytes;
    if (word.begin == word.end || !(is_time || is_field)) return end;
    const bool has_value = colon + 3 < said.size();
    end = is_time || has_value ? word.end : next_word(text, word.end).end;
  }
  return end;
}

// "Solarpane Co., Ltd. All rights reserved", "No. 5": no end of a sentence.
bool ends_in_abbreviation(std::string_view text) {
  for (const std::string_view word : {"Ltd", "Co", "Inc", "Corp", "No", "Tel", "Add", "Mr", "Mrs", "Ms", "Dr"})
    if (text.ends_with(word)) return true;
  return false;
}

// Where the last sentence ends, when what is behind it is short: the foot of the page.
std::size_t end_of_sentences(std::string_view text) {
  std::size_t end = 0;
  for (const std::string_view mark : {". ", "! ", "? ", "。", "！", "？"}) {
    std::size_t at = text.rfind(mark);
    while (mark == ". " && at != std::string_view::npos && at > 0 && ends_in_abbreviation(text.substr(0, at)))
      at = text.rfind(mark, at - 1);
    if (at != std::string_view::npos) end = std::max(end, at + (mark.size() == 2 ? 1 : mark.size()));
  }
  return end * 2 > text.size() ? end : 0;
}

// "... plants By Ruth Amari Tuesday, |July 6, 2021": where the by-line and the weekday begin, else `date`.
std::size_t begin_of_byline(std::string_view text, std::size_t title, std::size_t date) {
  constexpr std::size_t kMostBytes = 60;
  static const RE2 byline(
      R"( ((?:[Bb]y (?:\p{Lu}[\p{L}.'-]+ ?){1,4},? ?)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? ?)?)$)");
  const std::size_t from = date - title > kMostBytes ? date - kMostBytes : title;
  re2::StringPiece found;
  const bool is_found = RE2::PartialMatch(re2::StringPiece(text.data() + from, date - from), byline, &found);
  return is_found && !found.empty() ? static_cast<std::size_t>(found.data() - text.data()) : date;
}

// Menu | headline | date | text | foot of a page that was flattened to one line. Without a menu in front it is a
// paragraph, whatever date it names.
std::vector<std::size_t> cuts_of_flat_page(std::string_view text, const BoilerplateRules& rules) {
  const Piece date = head_date(text, rules.find_cues(text.substr(0, kHeadBytes)));
  const std::size_t menu = date.end > 0 ? end_of_menu(text, date.begin, rules) : 0;
  if (menu == 0) return {};
  const std::size_t title = skip_short_words(text, menu, date.begin), fields = end_of_fields(text, date.end);
  std::vector<std::size_t> cuts = {title, begin_of_byline(text, title, date.begin), date.begin, fields};
  if (trim(text.substr(title, date.begin - title)).empty()) {  // the headline is behind the date
    const Piece word = next_word(text, fields);
    const Counts said = count(text.substr(word.begin, word.end - word.begin));
    if (said.han + said.thai > 0 && said.sentence_ends == 0 && said.words() >= 3)
      cuts.insert(cuts.end(), {word.end, end_of_fields(text, word.end)});
  }
  if (const std::size_t foot = end_of_sentences(text); foot > cuts.back() && foot < text.size()) cuts.push_back(foot);
  return cuts;
}

struct Cuts {
  std::vector<std::size_t> at;
  std::size_t text = 0;  // of a page on one line: where the text begins; 0 for other lines
};

Cuts cuts_of(std::string_view text, const BoilerplateRules& rules, bool is_whole_page) {
  if (is_whole_page && text.size() > kFlatPageBytes) {
    Cuts cuts{cuts_of_flat_page(text, rules), 0};
    if (!cuts.at.empty()) {
      cuts.text = cuts.at[3];
      for (const std::size_t cue : cuts_at_cues(text, rules))
        if (cue > cuts.text) cuts.at.push_back(cue);
      std::sort(cuts.at.begin(), cuts.at.end());
      return cuts;
    }
  }
  if (text.size() <= kLongLineBytes) return {};
  std::vector<std::size_t> cuts = cuts_behind_decoys(text, rules);
  const std::vector<std::size_t> cues = cuts_at_cues(text, rules);
  cuts.insert(cuts.end(), cues.begin(), cues.end());
  std::sort(cuts.begin(), cuts.end());
  return {std::move(cuts), 0};
}

}  // namespace

std::vector<Unit> cut_units(const Page& page, const BoilerplateRules& rules) {
  std::vector<Unit> units;
  const auto lines =
      std::count_if(page.lines.begin(), page.lines.end(), [](const Line& l) { return !trim(l.text).empty(); });
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const Line& line = page.lines[i];
    const Cuts cuts = cuts_of(line.text, rules, lines == 1);
    std::uint32_t begin = line.begin;
    const auto add = [&](std::uint32_t end) {
      Unit unit = make_unit(page, static_cast<std::uint32_t>(i), begin, end);
      unit.is_segment = !cuts.at.empty();
      // What stands behind the text and is no sentence: "Share to: ... Next: ..."
      unit.is_foot = cuts.text > 0 && begin > line.begin + cuts.text && unit.counts.sentence_ends == 0;
      if (!unit.text.empty()) units.push_back(std::move(unit));
      begin = end;
    };
    for (const std::size_t cut : cuts.at)
      if (line.begin + cut > begin) add(line.begin + static_cast<std::uint32_t>(cut));
    add(line.end);
  }
  return units;
}

}  // namespace polsearch::clean
