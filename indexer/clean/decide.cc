#include "indexer/clean/decide.h"

#include <algorithm>
#include <unordered_map>

namespace polsearch::clean {
namespace {

constexpr double kLeanWords = 12;     // less text than this is not believed to be an article
constexpr double kHysteresis = -2.5;  // a unit between two kept ones may score this low
constexpr double kDoubtful = -1.5;    // ... and a paragraph behind a kept one this low
constexpr std::size_t kNear = 2;      // units to the next kept one
constexpr std::size_t kAlone = 3;     // dropped units each way that make a kept one an island
constexpr double kForeignProseWords = 20;
constexpr std::size_t kBilingualParagraphs = 2;
constexpr std::size_t kFooterReach = 6;
constexpr double kSentenceWords = 6, kHanSentenceWords = 2, kThaiSentenceWords = 6;
constexpr std::size_t kMostSignatures = 8;
constexpr double kSignatureWords = 14;
constexpr std::size_t kSequenceReach = 6;    // units between two items of one list
constexpr std::size_t kContentsBytes = 200;  // of an entry in a table of contents
constexpr std::size_t kIssuerReach = 20;     // units of the head that may name who issues a notice
constexpr std::size_t kHeadUnits = 14;       // units that a page's own date may stand in above a text of short lines

// "3. How long" -> 3; 0 without a number of one or two digits.
std::size_t leading_number(std::string_view text) {
  std::size_t number = 0, at = 0;
  while (at < text.size() && at < 2 && text[at] >= '0' && text[at] <= '9')
    number = number * 10 + static_cast<std::size_t>(text[at++] - '0');
  return at > 0 && starts_with_number(text) ? number : 0;
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> heads) {
  return std::any_of(heads.begin(), heads.end(), [&](std::string_view head) { return text.starts_with(head); });
}

// Cells of a row, parted by a tab or wide gaps.
bool has_columns(std::string_view text) {
  for (const std::string_view gap : {"\t", "  ", "\u3000"})
    if (text.find(gap) != std::string_view::npos) return true;
  return false;
}

// Behind the digits at `at`, blanks before them skipped; `at` without digits.
std::size_t behind_number(std::string_view text, std::size_t at) {
  std::size_t end = std::min(text.find_first_not_of(' ', at), text.size());
  const std::size_t first = end;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return end > first ? end : at;
}

// "steel plan page 2 of 3" -> "steel plan"; the whole key without such a number.
std::string without_page_number(const std::string& key) {
  for (const std::string_view word : {"page", "หน้าที่", "หน้า", "第"}) {
    const std::size_t at = key.find(word);
    if (at == std::string::npos) continue;
    std::size_t end = behind_number(key, at + word.size());
    if (end == at + word.size()) continue;
    const bool is_chinese_page = key.compare(end, 3, "页") == 0 || key.compare(end, 4, " 页") == 0;
    if (word == "第" && !is_chinese_page) continue;  // "第3批"
    for (const std::string_view goes_on : {" of ", "/", " / ", "页", " 页"})
      if (key.compare(end, goes_on.size(), goes_on) == 0) end = behind_number(key, end + goes_on.size());
    return std::string(trim(key.substr(0, at) + key.substr(end)));
  }
  return key;
}

class Judge {
 public:
  Judge(const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence, const std::vector<UnitDates>& dates,
        const std::vector<double>& scores, ScriptClass script)
      : units_(units), evidence_(evidence), dates_(dates), scores_(scores), script_(script), decisions_(units.size()) {}

  Decisions run() {
    prose_ = span_of_prose();
    for (std::size_t i = 0; i < units_.size(); ++i) judge_alone(i);
    judge_tails();
    fill_gaps();
    keep_lists();
    extend_text();
    drop_above_menu();
    drop_about();
    drop_thread();
    keep_sequences();
    keep_fields();
    keep_heads();
    drop_running_heads();
    drop_islands();
    keep_signatures();
    keep_signers();
    keep_issuer();
    drop_foreign_edges();
    const bool fell_back = fall_back();
    drop_teasers();
    drop_inserted_teasers();
    return {std::move(decisions_), fell_back};
  }

 private:
  // The first paragraph and the last one that the model believes in; (n, 0) without one.
  std::pair<std::size_t, std::size_t> span_of_prose() const {
    constexpr double kBelieved = 1;
    std::size_t first = units_.size(), last = 0;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (!evidence_[i].prose || scores_[i] + evidence_[i].rules.vote <= kBelieved) continue;
      first = std::min(first, i);
      last = i;
    }
    return {first, last};
  }

  bool is_ruled(std::size_t i) const {
    return evidence_[i].rules.hard != nullptr || dates_[i].is_date_line || is_symbols(i);
  }
  bool is_symbols(std::size_t i) const {
    return units_[i].counts.letters + units_[i].counts.digits + units_[i].counts.thai == 0;
  }

  void remove(std::size_t i, std::string rule, std::string reason) {
    decisions_[i].keep = false;
    decisions_[i].rule = std::move(rule);
    decisions_[i].reason = std::move(reason);
  }

  void keep(std::size_t i) {
    decisions_[i].keep = true;
    decisions_[i].rule.clear();
    decisions_[i].reason.clear();
  }

  void judge_alone(std::size_t i) {
    const RuleVerdict& rules = evidence_[i].rules;
    decisions_[i].score = scores_[i] + rules.vote;
    // A line that carries the date is the date line, whatever else it carries.
    if (dates_[i].is_date_line && !(rules.hard && is_footer_reason(rules.hard->reason)))
      return remove(i, "date-line", "date-line");
    if (rules.hard) return remove(i, rules.hard->id, rules.hard->reason);
    if (is_symbols(i)) return remove(i, "nav-symbols", "navigation");
    if (units_[i].is_foot) return remove(i, "foot", "");
    if (decisions_[i].score > least_score(i)) return keep(i);
    if (rules.vote_rule)
      remove(i, rules.vote_rule->id, rules.vote_rule->reason);
    else
      remove(i, "score", "");
  }

  // Below the last paragraph a line is kept only for a good score, the more so behind a share bar, a menu word, a
  // footer; in the words of a button or a footer for a better one, above the text as well.
  double least_score(std::size_t i) const {
    constexpr double kMostWords = 14, kSure = 1, kSureOfText = 0.5, kSureOfKind = 2.5;
    const bool inside = prose_.first < i && i < prose_.second;
    if (inside || prose_.second == 0) return 0;
    const bool of_article = i > 0 && decisions_[i - 1].keep && i > prose_.second;  // whom to ask, right below the text
    if (of_article && evidence_[i].kind && evidence_[i].kind->reason == "contact") return 0;
    if (evidence_[i].kind && units_[i].words() < kMostWords) return kSureOfKind;
    if (i <= prose_.second) return 0;
    if (evidence_[i].prose) return ends_before(i) ? kSureOfText : 0;
    return ends_before(i) ? kSure + kSureOfText : kSure;
  }

  // Did a line between the last paragraph and unit i end the article?
  bool ends_before(std::size_t i) const {
    for (std::size_t j = prose_.second + 1; j < i; ++j) {
      const Rule* hard = evidence_[j].rules.hard;
      if (hard && (is_end_reason(hard->reason) || hard->reason == "navigation")) return true;
    }
    return false;
  }

  static bool is_footer_reason(const std::string& reason) {
    return reason == "icp" || reason == "legal" || reason == "cookie" || reason == "pagination" || reason == "related";
  }

  // Is unit i in the run of a footer or header? An article may give an address of its own, so it takes another sign.
  bool in_footer(std::size_t i) const {
    const auto hard = [&](std::size_t j) {
      return evidence_[j].rules.hard && evidence_[j].rules.hard->reason != "credits";
    };
    std::size_t previous_prose = i, next_prose = i + 1;
    while (previous_prose > 0 && !evidence_[previous_prose - 1].prose) --previous_prose;
    while (next_prose < units_.size() && !evidence_[next_prose].prose) ++next_prose;
    if (previous_prose == 0 || next_prose < units_.size()) {
      // In the head, or between paragraphs: only with boilerplate on both sides.
      return (i == 0 || hard(i - 1)) && (i + 1 == units_.size() || hard(i + 1));
    }
    for (std::size_t j = previous_prose; j < i; ++j)
      if (evidence_[j].rules.hard) return true;
    for (std::size_t j = i + 1; j < std::min(units_.size(), i + kFooterReach); ++j)
      if (hard(j) && is_end_reason(evidence_[j].rules.hard->reason)) return !follows_prose(i);
    return false;
  }

  // Directly under a paragraph, or under contact lines and others of the article that are: "Contact person: ..." of a
  // notice.
  bool follows_prose(std::size_t i) const {
    const auto goes_on = [&](std::size_t j) {
      return !evidence_[j].rules.hard && !evidence_[j].prose && (evidence_[j].rules.tail || decisions_[j].keep);
    };
    for (std::size_t steps = 0; i > 0 && steps < kFooterReach && goes_on(i - 1); ++steps) --i;
    return i > 0 && evidence_[i - 1].prose;
  }

  // Between two paragraphs with no boilerplate between: the article goes on behind its address.
  bool is_between_prose(std::size_t i) const {
    const auto blocks = [&](std::size_t j) { return evidence_[j].rules.hard != nullptr; };
    std::size_t before = i, after = i + 1;
    while (before > 0 && i - before < kFooterReach && !evidence_[before - 1].prose && !blocks(before - 1)) --before;
    while (after < units_.size() && after - i <= kFooterReach && !evidence_[after].prose && !blocks(after)) ++after;
    return before > 0 && evidence_[before - 1].prose && after < units_.size() && evidence_[after].prose;
  }

  void judge_tails() {
    for (std::size_t i = 0; i < units_.size(); ++i) {
      const Rule* tail = evidence_[i].rules.tail;
      if (!tail || is_ruled(i)) continue;
      if (in_footer(i))
        remove(i, tail->id, tail->reason);
      else if (follows_prose(i) || is_between_prose(i) || decisions_[i].score > -1)
        keep(i);
      else
        remove(i, tail->id, tail->reason);
    }
  }

  // Whether a unit at most so far before i, or behind it, is kept.
  bool is_kept_before(std::size_t i, std::size_t reach) const {
    for (std::size_t step = 1; step <= std::min(reach, i); ++step)
      if (decisions_[i - step].keep) return true;
    return false;
  }
  bool is_kept_behind(std::size_t i, std::size_t reach) const {
    for (std::size_t step = 1; step <= reach && i + step < units_.size(); ++step)
      if (decisions_[i + step].keep) return true;
    return false;
  }

  // Sub-heads and short list items between paragraphs.
  void fill_gaps() {
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (decisions_[i].keep || is_ruled(i) || decisions_[i].score < kHysteresis || evidence_[i].rules.tail) continue;
      if (decisions_[i].score <= least_score(i) && least_score(i) > 0) continue;
      if (is_kept_before(i, kNear) && is_kept_behind(i, kNear)) keep(i);
    }
  }

  bool is_amid_prose(std::size_t i) const {
    return i > 0 && i + 1 < units_.size() && evidence_[i - 1].prose && evidence_[i + 1].prose;
  }

  // An advertisement, a caption, a teaser or a page number stands between the paragraphs of one article.
  bool is_insert(std::size_t i) const {
    const Rule* hard = evidence_[i].rules.hard;
    if (dates_[i].is_date_line) return false;
    if (hard) return hard->reason == "template" || (hard->reason == "related" && is_amid_prose(i));
    return units_[i].counts.letters + units_[i].counts.thai == 0;
  }

  // "1. Silicon carbide fibre", "（一）病床电机", the cells of a row parted by tabs.
  bool is_item(std::size_t i) const {
    if (units_[i].has_markup || is_ruled(i) || evidence_[i].rules.tail || evidence_[i].rules.vote_rule) return false;
    const Counts& counts = units_[i].counts;
    const bool is_row = counts.digits > 0 && has_columns(units_[i].text);
    return is_row || starts_with_number(units_[i].text);
  }

  // "Table 1: Growth of investment", "ตารางที่ 2 ...", or any short line above the head of a table.
  bool is_caption(std::size_t i) const {
    constexpr double kMostWords = 15;
    if (i + 2 < units_.size() && !is_ruled(i) && units_[i].words() <= kMostWords && !has_columns(units_[i].text) &&
        is_table_head(i + 1) && is_item(i + 2) && has_columns(units_[i + 2].text))
      return true;
    return !is_ruled(i) && !units_[i].has_markup &&
           starts_with_any(units_[i].key, {"table ", "figure ", "chart ", "表", "图", "ตาราง", "แผนภูมิ"});
  }

  bool is_table_head(std::size_t i) const {
    return has_columns(units_[i].text) && units_[i].counts.digits == 0 && !is_item(i) && !is_ruled(i) &&
           !units_[i].has_markup && !evidence_[i].kind;
  }

  // A doubtful paragraph that ends in a colon.
  bool announces_list(std::size_t i) const {
    const std::string_view text = units_[i].text;
    const bool colon = text.ends_with(":") || text.ends_with("：");
    return colon && evidence_[i].prose && !is_ruled(i) && decisions_[i].score > kHysteresis;
  }

  // The list or table that a kept line leads up to, two items or more.
  void keep_lists() {
    for (std::size_t i = 1; i < units_.size(); ++i) {
      if (!decisions_[i - 1].keep && !announces_list(i - 1)) continue;
      std::size_t first = i;
      if (is_caption(first)) ++first;
      if (first < units_.size() && is_table_head(first)) ++first;
      std::size_t end = first;
      while (end < units_.size() && is_item(end)) ++end;
      if (end - first < 2) continue;
      keep(i - 1);
      for (; i < end; ++i) keep(i);
    }
  }

  // A sentence too short for a paragraph: "Thank you for your time." Thai marks no end, so there it takes some length.
  bool is_short_sentence(std::size_t i) const {
    const Unit& unit = units_[i];
    if (evidence_[i].rules.tail || evidence_[i].rules.vote_rule || unit.counts.symbols > 0) return false;
    if (unit.has_markup || unit.script != script_) return false;
    if (unit.script == ScriptClass::kThai) return unit.words() >= kThaiSentenceWords;
    const double fewest = unit.script == ScriptClass::kHan ? kHanSentenceWords : kSentenceWords;
    return unit.words() >= fewest && ends_with_terminal(unit.text);
  }

  // A doubtful paragraph right behind a kept one is the article going on, until a rule says that it ended.
  void extend_text() {
    for (std::size_t i = 1; i < units_.size(); ++i) {
      if (decisions_[i].keep || is_ruled(i) || decisions_[i].score <= kDoubtful) continue;
      if (!evidence_[i].prose && !is_short_sentence(i)) continue;
      std::size_t before = i - 1;
      while (before > 0 && i - before <= kNear && is_insert(before)) --before;
      if (decisions_[before].keep) keep(i);
    }
  }

  // "3. How long does it take?" behind "2. Who checks?" goes on counting, and so does the answer below it.
  void keep_sequences() {
    std::size_t number = 0, seen = 0;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      const std::size_t own = leading_number(units_[i].text);
      const bool counts_on = own > 1 && own == number + 1 && i - seen <= kSequenceReach;
      if (own > 0 && counts_on && !decisions_[i].keep && is_item(i) && !names_other_page(i)) {
        keep(i);
        if (i + 1 < units_.size() && !is_ruled(i + 1) && (is_short_sentence(i + 1) || is_answer(i + 1))) keep(i + 1);
      }
      if (own > 0 && decisions_[i].keep) number = own, seen = i;
    }
  }

  // By its words a link to another page: what counts on there is a list of links.
  bool names_other_page(std::size_t i) const {
    const Rule* kind = evidence_[i].kind;
    return kind && (kind->reason == "related" || kind->reason == "pagination" || kind->reason == "comment-form");
  }

  // Some words below "3. When do I know?"
  bool is_answer(std::size_t i) const {
    constexpr double kFewestWords = 4;
    const Unit& unit = units_[i];
    return unit.words() >= kFewestWords && unit.script == script_ && unit.counts.symbols == 0 && !evidence_[i].kind &&
           !evidence_[i].rules.tail && !evidence_[i].rules.vote_rule;
  }

  // The head of each page of a paper, and the numbers of the pages beside it: "Steel plan   Page 2 of 3".
  void drop_running_heads() {
    constexpr std::size_t kFewest = 3;
    constexpr double kMostWords = 12;
    std::unordered_map<std::string, std::size_t> seen;
    std::vector<std::string> keys;  // of what may be a head, without the number of its page; empty for the rest
    for (const Unit& unit : units_) {
      const bool fits = !unit.has_markup && unit.words() >= 2 && unit.words() <= kMostWords;
      keys.push_back(fits && !ends_with_terminal(unit.text) ? without_page_number(unit.key) : std::string());
      if (!keys.back().empty()) ++seen[keys.back()];
    }
    const auto is_number = [&](std::size_t i) {
      return i < units_.size() && units_[i].text.size() <= 4 && units_[i].counts.digits == units_[i].text.size();
    };
    std::vector<std::size_t> heads;
    std::size_t numbered = 0;  // of a paper the numbers of the pages stand in them or beside them
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (keys[i].empty() || seen[keys[i]] < kFewest || is_ruled(i)) continue;
      heads.push_back(i);
      if (keys[i] != units_[i].key || is_number(i + 1) || (i > 0 && is_number(i - 1))) ++numbered;
    }
    if (numbered < 2) return;
    for (const std::size_t i : heads) {
      remove(i, "running-head", keys[i] != units_[i].key ? "template" : "navigation");
      for (const std::size_t j : {i - 1, i + 1})
        if (is_number(j)) remove(j, "running-head", "pagination");
    }
  }

  // "Buyer: Qinghe Group, Room 0, telephone 000" of a tender, right behind the text that announces it.
  void keep_fields() {
    for (std::size_t i = 1; i < units_.size(); ++i) {
      if (decisions_[i].keep || !decisions_[i - 1].keep || !is_field(i)) continue;
      const bool below_time = dates_[i - 1].has_day() && units_[i - 1].key.find(": ") < units_[i - 1].key.size() / 2;
      const bool goes_on =
          evidence_[i].kind == nullptr || below_time || is_field(i - 1) || announces_fields(units_[i - 1].key);
      if (goes_on) keep(i);
    }
  }

  bool is_field(std::size_t i) const {
    constexpr std::size_t kMostNameBytes = 30;
    constexpr double kFewestWords = 4;
    const Unit& unit = units_[i];
    const std::size_t colon = unit.key.find(':');
    if (colon == std::string::npos || colon > kMostNameBytes || colon + 1 == unit.key.size()) return false;
    return !unit.has_markup && !is_ruled(i) && !evidence_[i].rules.vote_rule && !dates_[i].has_day() &&
           unit.script == script_ && unit.words() >= kFewestWords;
  }

  static bool announces_fields(std::string_view key) {
    for (const std::string_view word : {"below", "following", "as follows", "以下", "如下", "下列", "ดังนี้", "ต่อไปนี้"})
      if (key.find(word) != std::string_view::npos) return true;
    return key.ends_with(':');
  }

  // A short line right between two kept ones that no rule names: "Notes", "หมายเหตุ".
  void keep_heads() {
    constexpr double kWorst = -4, kMostWords = 4;
    for (std::size_t i = 1; i + 1 < units_.size(); ++i) {
      if (decisions_[i].keep || is_ruled(i) || evidence_[i].rules.vote_rule || units_[i].has_markup) continue;
      const bool fits = units_[i].counts.symbols == 0 && units_[i].script == script_ && !evidence_[i].rules.tail &&
                        units_[i].words() <= kMostWords;
      if (fits && decisions_[i - 1].keep && decisions_[i + 1].keep && decisions_[i].score > kWorst) keep(i);
    }
  }

  // The body that the head of the page names signs below the text, without a date.
  void keep_issuer() {
    const std::size_t i = behind_last_kept();
    if (i == 0 || i >= units_.size() || is_ruled(i) || evidence_[i].rules.tail || evidence_[i].rules.vote_rule) return;
    const Unit& unit = units_[i];
    const bool bare_name = unit.counts.symbols + unit.counts.digits == 0 && unit.words() <= kSignatureWords;
    if (!bare_name || unit.has_markup || !names_a_body(unit.key)) return;
    for (std::size_t j = 0; j < std::min(i, kIssuerReach); ++j)
      if (!decisions_[j].keep && units_[j].key.size() > unit.key.size() &&
          units_[j].key.find(unit.key) != std::string::npos)
        return keep(i);
  }

  std::size_t behind_last_kept() const {
    const auto is_kept = [](const Decision& decision) { return decision.keep; };
    return decisions_.size() - static_cast<std::size_t>(std::find_if(decisions_.rbegin(), decisions_.rend(), is_kept) -
                                                        decisions_.rbegin());
  }

  std::size_t behind_last_prose() const {
    std::size_t end = 0;
    for (std::size_t i = 0; i < units_.size(); ++i)
      if (decisions_[i].keep && evidence_[i].prose) end = i + 1;
    return end;
  }

  // Whoever issues a notice signs it, above its date: "Ministry of Finance / Ministry of Commerce / March 3, 2023".
  void keep_signatures() {
    const std::size_t first = behind_last_prose();
    if (first == 0) return;
    bool has_body = false;
    for (std::size_t i = first; i < std::min(units_.size(), first + kMostSignatures + 1); ++i) {
      const Unit& unit = units_[i];
      if (decisions_[i].keep) {  // whom to ask, above the signature, or the signature
        has_body = has_body || (unit.counts.symbols == 0 && unit.words() <= kSignatureWords && names_a_body(unit.key));
        continue;
      }
      if (dates_[i].is_date_line && has_body && unit.text.find_first_of(":|") == std::string_view::npos) {
        for (std::size_t j = first; j < i; ++j) keep(j);
        return;
      }
      if (!is_bare_name(i)) return;
      has_body = has_body || names_a_body(unit.key);
    }
  }

  // Below the text "ประกาศ ณ วันที่ 17 สิงหาคม 2565", or nothing, and then who signed: "(name)", "รัฐมนตรีว่าการ...".
  void keep_signers() {
    constexpr std::size_t kMostLines = 3;
    const std::size_t behind = behind_last_prose();
    const auto is_date = [&](const UnitDates& dates) { return dates.is_date_line; };
    const auto date = static_cast<std::size_t>(
        std::find_if(dates_.begin() + static_cast<std::ptrdiff_t>(behind), dates_.end(), is_date) - dates_.begin());
    const bool is_dated = date < units_.size() && starts_with_any(units_[date].key, {"ประกาศ ณ", "ให้ไว้ ณ", "สั่ง ณ"});
    const std::size_t last = behind_last_kept();
    const bool is_named = last > 0 && last < units_.size() && units_[last].script == ScriptClass::kThai &&
                          units_[last].key.starts_with('(') && units_[last].key.ends_with(')');
    if (!is_dated && !is_named) return;
    const std::size_t first = is_dated ? date + 1 : last;
    for (std::size_t i = first; i < std::min(units_.size(), first + kMostLines) && is_bare_name(i); ++i) {
      if (!names_a_body(units_[i].key) && units_[i].key.find("รัฐมนตรี") == std::string::npos) continue;
      for (std::size_t j = first; j <= i; ++j) keep(j);
      return;
    }
  }

  bool is_bare_name(std::size_t i) const {
    const Unit& unit = units_[i];
    const bool is_named = is_ruled(i) || evidence_[i].rules.tail || evidence_[i].rules.vote_rule;
    return !is_named && unit.counts.symbols + unit.counts.digits == 0 && unit.words() <= kSignatureWords;
  }

  // Short lines under "Related news" at the end of a page are headlines of other pages.
  void drop_teasers() {
    const std::size_t first = behind_last_prose();
    if (first == 0) return;
    bool in_list = false;
    for (std::size_t i = first; i < units_.size(); ++i) {
      const Rule* hard = evidence_[i].rules.hard;
      in_list = in_list || (hard && hard->reason == "related");
      if (in_list && decisions_[i].keep) remove(i, "related-list", "related");
    }
  }

  // "- Ten ways to save heat" under "Read also" between two paragraphs.
  void drop_inserted_teasers() {
    for (std::size_t i = 1; i < units_.size(); ++i) {
      const Rule* hard = evidence_[i - 1].rules.hard;
      const bool leads_on = decisions_[i - 1].rule == "related-list" || (hard && hard->reason == "related");
      if (leads_on && decisions_[i].keep && !evidence_[i].prose && starts_like_item(units_[i].text))
        remove(i, "related-list", "related");
    }
  }

  // "Find your workshop with us!" above the menu and the crumbs of a page: the article is below them.
  void drop_above_menu() {
    const auto is_crumb = [&](std::size_t i) {
      const Rule* hard = evidence_[i].rules.hard;
      return hard && (hard->id.starts_with("nav-here") || hard->id == "nav-path" || hard->id.starts_with("nav-menu"));
    };
    double above = 0, below = 0;
    std::size_t crumb = units_.size();
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (crumb == units_.size() && is_crumb(i)) crumb = i;
      if (decisions_[i].keep) (crumb == units_.size() ? above : below) += units_[i].words();
    }
    if (crumb == units_.size() || above == 0 || below < 2 * above) return;
    for (std::size_t i = 0; i < crumb; ++i)
      if (decisions_[i].keep) remove(i, "above-menu", "");
  }

  // "About Acme Counsel" above one last paragraph that goes on "Acme Counsel advises ..." presents who wrote the page,
  // and so does what stands below "About the authors".
  void drop_about() {
    constexpr std::size_t kMostParagraphs = 3;
    const std::size_t end = behind_last_kept();
    for (std::size_t i = 1; i + 1 < end; ++i) {
      const Rule* hard = evidence_[i].rules.hard;
      const bool of_author = hard && hard->reason == "credits" && names_author(units_[i].key);
      if (end - i - 1 > kMostParagraphs || (!of_author && !presents_firm(i))) continue;
      for (std::size_t j = i; j < end; ++j)
        if (decisions_[j].keep) remove(j, "about", of_author ? "credits" : "pitch");
      return;
    }
  }

  // "2 thoughts on ...", "精选留言", "Re: <headline>" below the text: what readers said, up to the next list or footer.
  // It is less than the article.
  void drop_thread() {
    const std::size_t head = head_of_thread();
    if (head == units_.size()) return;
    std::size_t end = head + 1;
    double before = 0, behind = 0;
    for (std::size_t i = 0; i < head; ++i) before += decisions_[i].keep ? units_[i].words() : 0;
    while (end < units_.size() && !ends_thread(end)) behind += units_[end++].words();
    if (behind > before) return;
    for (std::size_t i = head; i < end; ++i) {
      const Rule* hard = evidence_[i].rules.hard;
      const bool has_name = hard && !dates_[i].is_date_line && hard->reason != "navigation";
      if (!has_name || hard->id == "nav-tools-more") remove(i, "thread", "comment-form");
    }
  }

  std::size_t head_of_thread() const {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      const Rule* hard = evidence_[i].rules.hard;
      if (hard && hard->id.starts_with("thread-") && kept > 0 && !units_[i].has_markup) return i;
      kept += decisions_[i].keep && evidence_[i].prose;
    }
    return units_.size();
  }

  bool ends_thread(std::size_t i) const {
    const Rule* hard = evidence_[i].rules.hard;
    if (!hard || dates_[i].is_date_line) return false;
    return is_footer_reason(hard->reason) || hard->id == "nav-words-en" || hard->id == "nav-words-zh";
  }

  static bool names_author(std::string_view key) {
    for (const std::string_view word : {"about the author", "关于作者", "作者简介", "เกี่ยวกับผู้เขียน"})
      if (key.find(word) != std::string_view::npos) return true;
    return false;
  }

  bool presents_firm(std::size_t i) const {
    constexpr std::size_t kFewestNameBytes = 4;
    constexpr double kMostWords = 8;
    if (units_[i].has_markup || units_[i].words() > kMostWords || is_ruled(i)) return false;
    for (const std::string_view about : {"about ", "关于", "เกี่ยวกับ"}) {
      if (!units_[i].key.starts_with(about)) continue;
      const std::string_view name = bare(std::string_view(units_[i].key).substr(about.size()));
      return name.size() >= kFewestNameBytes && units_[i + 1].key.starts_with(name);
    }
    return false;
  }

  void drop_islands() {
    std::vector<std::size_t> islands;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (!decisions_[i].keep || evidence_[i].prose || decisions_[i].score >= 1) continue;
      if (!is_kept_before(i, kAlone) && !is_kept_behind(i, kAlone)) islands.push_back(i);
    }
    if (islands.size() == static_cast<std::size_t>(std::count_if(decisions_.begin(), decisions_.end(),
                                                                 [](const Decision& d) { return d.keep; })))
      return;
    for (const std::size_t i : islands) remove(i, "score", "");
  }

  // A line in another script at the edge of the article, such as a Thai form under an English text. A page that has
  // paragraphs in both is bilingual.
  void drop_foreign_edges() {
    std::size_t prose[4] = {};
    for (std::size_t i = 0; i < units_.size(); ++i)
      if (decisions_[i].keep && evidence_[i].prose) ++prose[static_cast<std::size_t>(units_[i].script)];
    const auto foreign = [&](std::size_t i) {
      return units_[i].script != ScriptClass::kNone && units_[i].script != script_ && !evidence_[i].rules.tail &&
             units_[i].words() < kForeignProseWords &&
             prose[static_cast<std::size_t>(units_[i].script)] < kBilingualParagraphs;
    };
    for (std::size_t i = 0; i < units_.size() && (!decisions_[i].keep || foreign(i)); ++i)
      if (decisions_[i].keep) remove(i, "script", "template");
    for (std::size_t i = units_.size(); i-- > 0 && (!decisions_[i].keep || foreign(i));)
      if (decisions_[i].keep) remove(i, "script", "template");
  }

  double kept_words() const {
    double words = 0;
    for (std::size_t i = 0; i < units_.size(); ++i)
      if (decisions_[i].keep) words += units_[i].words();
    return words;
  }

  // A short line with the words of a button or a footer.
  bool is_known_kind(std::size_t i) const {
    constexpr double kMostWords = 8;
    return evidence_[i].kind != nullptr && units_[i].words() < kMostWords;
  }

  // Never an empty body from a page that has text: all that no rule names, else the longest unit.
  bool fall_back() {
    if (kept_words() >= kLeanWords) return false;
    bool any = false;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      const bool has_text = units_[i].counts.letters + units_[i].counts.thai > 0;
      const bool is_voted_out = evidence_[i].rules.vote < 0;
      const bool is_settled = decisions_[i].rule == "script" || decisions_[i].rule == "running-head";
      if (!is_ruled(i) && !is_voted_out && has_text && !is_known_kind(i) && !is_settled) keep(i);
      any = any || decisions_[i].keep;
    }
    if (any) return true;
    std::size_t longest = units_.size();
    for (std::size_t i = 0; i < units_.size(); ++i)
      if (units_[i].counts.letters + units_[i].counts.thai > 0 &&
          (longest == units_.size() || units_[i].words() > units_[longest].words()))
        longest = i;
    if (longest < units_.size()) keep(longest);
    return true;
  }

  const std::vector<Unit>& units_;
  const std::vector<UnitEvidence>& evidence_;
  const std::vector<UnitDates>& dates_;
  const std::vector<double>& scores_;
  ScriptClass script_;
  std::pair<std::size_t, std::size_t> prose_;
  std::vector<Decision> decisions_;
};

bool is_named_run(std::string_view reason) {
  for (const std::string_view run :
       {"related", "comment-form", "sales-contact", "tags", "newsletter", "contact", "pagination", "share", "pitch"})
    if (reason == run) return true;
  return false;
}

// "Staff reporter Li Ming": no rule removes it, but it is none of the text.
bool is_byline(const Unit& unit, const UnitEvidence& evidence) {
  if (!evidence.kind || ends_with_terminal(unit.text)) return false;
  const std::string& reason = evidence.kind->reason;
  return reason == "credits" || reason == "contact" || reason == "share" || reason == "template";
}

// What a line of the last named kind leads on to: titles under "Related news", names under "Sales team".
bool ends_run(std::string_view reason) { return reason == "legal" || reason == "icp" || reason == "cookie"; }

// The named kind of boilerplate that was last seen behind the article, and where.
struct Run {
  std::string reason;
  std::size_t seen = 0;

  std::string_view reason_at(std::size_t i) const {
    constexpr std::size_t kReach = 8;
    const bool leads_on = reason == "related" || reason == "sales-contact" || reason == "comment-form";
    if (reason == "pitch" && i == seen + 1) return reason;  // "About Acme" and what it is
    return leads_on && i - seen <= kReach ? std::string_view(reason) : std::string_view();
  }
};

// "Contact" in the menu above the article, "The shop that sold out" among teasers: what a word of such a line seems to
// say of its kind is not believed there, unless the line gives a number, an address, a label.
bool fits_place(std::string_view kind, const Unit& unit, std::string_view run, bool before) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  };
  if (before)
    return is_one_of({"credits", "template", "share", "cookie", "icp", "pagination"}) ||
           (kind == "newsletter" && unit.words() >= 5);
  const bool gives_value = unit.counts.digits >= 5 || unit.key.find_first_of(":@") != std::string::npos;
  if (run.empty() || run == "sales-contact" || gives_value) return true;
  return is_one_of({"navigation", "newsletter", "share", "legal", "icp", "cookie", "pagination", "related"});
}

bool names_street(const Unit& unit) {
  for (const std::string_view street : {"add:", "address", "地址", "ถนน", "ถ.", "ต.", "road", "street", "号楼", "路"})
    if (unit.key.find(street) != std::string::npos) return true;
  return false;
}

// A telephone number or an e-mail address, no street: on a page that sells they are the seller's.
bool is_number_of(const Unit& unit) {
  if (names_street(unit)) return false;
  return unit.counts.digits >= 7 || unit.key.find('@') != std::string::npos;
}

bool is_headline_like(const Unit& unit) {
  const double fewest = unit.script == ScriptClass::kSpaced ? 5 : 3.6;
  return unit.words() >= fewest && !ends_with_terminal(unit.text) && !is_menu_row(unit);
}

// A short line that nothing names above what looks like headlines: "Keep reading".
bool heads_list(std::size_t i, const std::vector<Decision>& decisions, const std::vector<Unit>& units,
                const std::vector<UnitEvidence>& evidence) {
  constexpr double kMostWords = 5;
  const auto is_unnamed = [&](std::size_t j) {
    return !decisions[j].keep && decisions[j].reason.empty() && !evidence[j].kind && !evidence[j].rules.hard;
  };
  return i + 1 < units.size() && is_unnamed(i) && is_unnamed(i + 1) && units[i].words() <= kMostWords &&
         units[i].counts.symbols == 0 && !is_menu_row(units[i]) && is_headline_like(units[i + 1]);
}

std::string reason_by_place(const Unit& unit, std::string_view run, bool before, bool behind) {
  if (before || (is_menu_row(unit) && run != "comment-form")) return "navigation";
  if (!run.empty()) return std::string(run);
  const bool is_long = unit.words() >= 5;
  // "สำนักงานสถิติแห่งชาติ", "Ministry of Finance": the links of a footer.
  constexpr double kMostNameWords = 6;
  if (behind && run.empty() && unit.words() <= kMostNameWords && names_a_body(unit.key) && unit.counts.digits == 0 &&
      unit.counts.spaces <= 5)
    return "navigation";
  if (behind && is_headline_like(unit)) return "related";
  return is_long || !behind ? "template" : "navigation";
}

}  // namespace

bool names_a_body(std::string_view key) {
  for (const std::string_view word :
       {"ministry", "department", "office",  "commission", "bureau", "administration", "committee",   "council",
        "部",       "委",         "局",      "厅",         "院",     "办公室",         "署",          "政府",
        "秘书处",   "商会",       "协会",    "学会",       "联合会", "secretariat",    "association", "chamber",
        "กระทรวง",  "กรม",        "สำนักงาน", "คณะกรรมการ", "สมาคม",  "หอการค้า"})
    if (key.find(word) != std::string_view::npos) return true;
  return false;
}

Decisions decide(const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence,
                 const std::vector<UnitDates>& dates, const std::vector<double>& scores, ScriptClass script) {
  return Judge(units, evidence, dates, scores, script).run();
}

std::size_t first_prose(const std::vector<Decision>& decisions, const std::vector<UnitEvidence>& evidence,
                        const std::vector<UnitDates>& dates) {
  for (std::size_t i = 0; i < decisions.size(); ++i)
    if (decisions[i].keep && evidence[i].prose) return i;
  const auto kept_from = [&](std::size_t i) {
    while (i < decisions.size() && !decisions[i].keep) ++i;
    return i;
  };
  for (std::size_t i = 0; i < std::min(kHeadUnits, decisions.size()); ++i)
    if (dates[i].is_date_line && kept_from(i) < decisions.size()) return kept_from(i);
  return kept_from(0);
}

void settle_head(std::vector<Decision>& decisions, const std::vector<Unit>& units,
                 const std::vector<UnitEvidence>& evidence, std::optional<std::size_t> title, std::size_t prose) {
  if (!title || *title >= prose) return;
  for (std::size_t i = 0; i < *title; ++i) {
    if (!decisions[i].keep) continue;
    decisions[i] = {false, "score", "", decisions[i].score};
  }
  for (std::size_t i = *title + 1; i < prose; ++i) {
    // The number of a notice, whom it is addressed to, a sub-title: text, when it stands right before the text.
    // "Status: In force"
    const bool is_archive_field = units[i].key.find(": ") != std::string::npos && units[i].words() <= 5;
    const bool bare_line = decisions[i].rule == "score" && !evidence[i].rules.tail && !is_menu_row(units[i]) &&
                           !is_archive_field && !is_byline(units[i], evidence[i]) && units[i].words() >= 3 &&
                           units[i].counts.symbols < 2;
    // "(Decree No. 7 of the Ministry of Finance)"
    const bool is_aside = i == *title + 1 && (units[i].key.starts_with('(') && units[i].key.ends_with(')'));
    // The sentence below a headline that says more, above the by-line.
    constexpr double kWordsOfStandFirst = 12;
    const bool is_stand_first = i == *title + 1 && units[i].words() >= kWordsOfStandFirst &&
                                prose - *title <= kFooterReach && !evidence[i].kind;
    if (bare_line && is_stand_first) {
      decisions[i] = {true, "", "", decisions[i].score};
      continue;
    }
    if (bare_line && ((i + 1 == prose && !units[i].has_markup) || is_aside ||
                      (prose - i <= kNear && prose - *title <= kFooterReach)))
      decisions[i] = {true, "", "", decisions[i].score};
  }
  for (std::size_t i = 0; i < prose; ++i)
    if (units[i].key == units[*title].key && !(decisions[i].keep && i > *title))
      decisions[i] = {false, "title", "title", decisions[i].score};
}

void drop_contents(std::vector<Decision>& decisions, const std::vector<Unit>& units, std::size_t prose) {
  constexpr std::size_t kFewest = 2;                       // entries of a list of contents
  std::unordered_map<std::string_view, std::size_t> last;  // unit that a short key stands in last
  for (std::size_t i = 0; i < units.size(); ++i)
    if (decisions[i].keep && !units[i].has_markup && units[i].text.size() <= kContentsBytes) last[units[i].key] = i;
  std::vector<std::size_t> entries;
  for (std::size_t i = 0; i < std::min(prose, units.size()); ++i) {
    const auto stands_below = [&](std::string_view head) {
      const auto found = last.find(head);
      return found != last.end() && found->second > i;
    };
    const bool is_entry = stands_below(units[i].key) || stands_below(without_number(units[i].key));
    if (is_entry && decisions[i].rule != "title") entries.push_back(i);
  }
  if (entries.size() < kFewest || entries.back() - entries.front() >= 2 * entries.size()) return;
  for (const std::size_t i : entries) decisions[i] = {false, "contents", "navigation", decisions[i].score};
}

void name_reasons(std::vector<Decision>& decisions, const std::vector<Unit>& units,
                  const std::vector<UnitEvidence>& evidence, const BoilerplateRules& rules) {
  const auto is_kept = [](const Decision& decision) { return decision.keep; };
  const auto first =
      static_cast<std::size_t>(std::find_if(decisions.begin(), decisions.end(), is_kept) - decisions.begin());
  const auto end =
      decisions.size() -
      static_cast<std::size_t>(std::find_if(decisions.rbegin(), decisions.rend(), is_kept) - decisions.rbegin());
  const bool sells =
      std::any_of(decisions.begin(), decisions.end(), [](const Decision& d) { return d.reason == "sales-contact"; });
  Run run;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    Decision& decision = decisions[i];
    if (decision.keep) run.reason.clear();
    if (sells && decision.reason == "contact" && is_number_of(units[i])) decision.reason = "sales-contact";
    // An address among a supplier's staff is one of theirs.
    if (decision.reason == "contact" && run.reason == "sales-contact" && i - run.seen <= kNear &&
        !names_street(units[i]))
      decision.reason = run.reason;
    if (decision.keep) continue;
    if (decision.reason.empty() && i >= end && heads_list(i, decisions, units, evidence)) decision.reason = "related";
    if (decision.reason.empty()) {
      const Rule* named = evidence[i].prose ? rules.name_kind(units[i]) : evidence[i].kind;
      const bool fits = named && fits_place(named->reason, units[i], run.reason_at(i), i < first);
      decision.reason = fits ? named->reason : reason_by_place(units[i], run.reason_at(i), i < first, i >= end);
      if (sells && decision.reason == "contact" && is_number_of(units[i])) decision.reason = "sales-contact";
      if (!fits) continue;
    }
    if (is_named_run(decision.reason))
      run = {decision.reason, i};
    else if (ends_run(decision.reason))
      run.reason.clear();
  }
}

}  // namespace polsearch::clean
