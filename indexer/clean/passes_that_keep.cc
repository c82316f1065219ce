// Lines that belong to the text though their score is low: sub-heads, lists, fields, signatures.
//
//   "2. Steel pipes" (score -1) behind "1. Steel plates", under a kept "The measures cover:"  ->  kept
#include <algorithm>
#include <initializer_list>

#include "indexer/clean/decision_passes.h"
#include "indexer/clean/public_bodies.h"

namespace polsearch::clean {
namespace {

constexpr double kHysteresis = -2.5;  // a unit between two kept ones may score this low
constexpr double kDoubtful = -1.5;    // ... and a paragraph behind a kept one this low
constexpr std::size_t kNear = 2;      // units to the next kept one
constexpr double kSentenceWords = 6, kHanSentenceWords = 2, kThaiSentenceWords = 6;
constexpr std::size_t kMostSignatures = 8;
constexpr double kSignatureWords = 14;     // of the name of a body that signs
constexpr std::size_t kSequenceReach = 6;  // units between two items of one list
constexpr std::size_t kIssuerReach = 20;   // units of the head that may name who issues a notice

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

bool announces_fields(std::string_view key) {
  for (const std::string_view word : {"below", "following", "as follows", "以下", "如下", "下列", "ดังนี้", "ต่อไปนี้"})
    if (key.find(word) != std::string_view::npos) return true;
  return key.ends_with(':');
}

}  // namespace

// Sub-heads and short list items between paragraphs.
void DecisionPasses::fill_gaps() {
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (decisions_[i].keep || is_ruled(i) || decisions_[i].score < kHysteresis || evidence_[i].rules.tail) continue;
    if (decisions_[i].score <= least_score(i) && least_score(i) > 0) continue;
    if (is_kept_before(i, kNear) && is_kept_behind(i, kNear)) keep(i);
  }
}

// The list or table that a kept line leads up to, two items or more.
void DecisionPasses::keep_lists() {
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

// "1. Silicon carbide fibre", "（一）病床电机", the cells of a row parted by tabs.
bool DecisionPasses::is_item(std::size_t i) const {
  if (units_[i].has_markup || is_ruled(i) || evidence_[i].rules.tail || evidence_[i].rules.vote_rule) return false;
  const Counts& counts = units_[i].counts;
  const bool is_row = counts.digits > 0 && has_columns(units_[i].text);
  return is_row || starts_with_number(units_[i].text);
}

// "Table 1: Growth of investment", "ตารางที่ 2 ...", or any short line above the head of a table.
bool DecisionPasses::is_caption(std::size_t i) const {
  constexpr double kMostWords = 15;
  if (i + 2 < units_.size() && !is_ruled(i) && units_[i].words() <= kMostWords && !has_columns(units_[i].text) &&
      is_table_head(i + 1) && is_item(i + 2) && has_columns(units_[i + 2].text))
    return true;
  return !is_ruled(i) && !units_[i].has_markup &&
         starts_with_any(units_[i].key, {"table ", "figure ", "chart ", "表", "图", "ตาราง", "แผนภูมิ"});
}

bool DecisionPasses::is_table_head(std::size_t i) const {
  return has_columns(units_[i].text) && units_[i].counts.digits == 0 && !is_item(i) && !is_ruled(i) &&
         !units_[i].has_markup && !evidence_[i].kind;
}

// A doubtful paragraph that ends in a colon.
bool DecisionPasses::announces_list(std::size_t i) const {
  const std::string_view text = units_[i].text;
  const bool colon = text.ends_with(":") || text.ends_with("：");
  return colon && evidence_[i].prose && !is_ruled(i) && decisions_[i].score > kHysteresis;
}

// A doubtful paragraph right behind a kept one is the article going on, until a rule says that it ended.
void DecisionPasses::extend_text() {
  for (std::size_t i = 1; i < units_.size(); ++i) {
    if (decisions_[i].keep || is_ruled(i) || decisions_[i].score <= kDoubtful) continue;
    if (!evidence_[i].prose && !is_short_sentence(i)) continue;
    std::size_t before = i - 1;
    while (before > 0 && i - before <= kNear && is_insert(before)) --before;
    if (decisions_[before].keep) keep(i);
  }
}

// A sentence too short for a paragraph: "Thank you for your time." Thai marks no end, so there it takes some length.
bool DecisionPasses::is_short_sentence(std::size_t i) const {
  const Unit& unit = units_[i];
  if (evidence_[i].rules.tail || evidence_[i].rules.vote_rule || unit.counts.symbols > 0) return false;
  if (unit.has_markup || unit.script != script_) return false;
  if (unit.script == ScriptClass::kThai) return unit.words() >= kThaiSentenceWords;
  const double fewest = unit.script == ScriptClass::kHan ? kHanSentenceWords : kSentenceWords;
  return unit.words() >= fewest && ends_with_terminal(unit.text);
}

// An advertisement, a caption, a teaser or a page number stands between the paragraphs of one article.
bool DecisionPasses::is_insert(std::size_t i) const {
  const Rule* hard = evidence_[i].rules.hard;
  if (dates_[i].is_date_line) return false;
  if (hard) return hard->reason == "template" || (hard->reason == "related" && is_amid_prose(i));
  return units_[i].counts.letters + units_[i].counts.thai == 0;
}

bool DecisionPasses::is_amid_prose(std::size_t i) const {
  return i > 0 && i + 1 < units_.size() && evidence_[i - 1].prose && evidence_[i + 1].prose;
}

// "3. How long does it take?" behind "2. Who checks?" goes on counting, and so does the answer below it.
void DecisionPasses::keep_sequences() {
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
bool DecisionPasses::names_other_page(std::size_t i) const {
  const Rule* kind = evidence_[i].kind;
  return kind && (kind->reason == "related" || kind->reason == "pagination" || kind->reason == "comment-form");
}

// Some words below "3. When do I know?"
bool DecisionPasses::is_answer(std::size_t i) const {
  constexpr double kFewestWords = 4;
  const Unit& unit = units_[i];
  return unit.words() >= kFewestWords && unit.script == script_ && unit.counts.symbols == 0 && !evidence_[i].kind &&
         !evidence_[i].rules.tail && !evidence_[i].rules.vote_rule;
}

// "Buyer: Qinghe Group, Room 0, telephone 000" of a tender, right behind the text that announces it.
void DecisionPasses::keep_fields() {
  for (std::size_t i = 1; i < units_.size(); ++i) {
    if (decisions_[i].keep || !decisions_[i - 1].keep || !is_field(i)) continue;
    const bool below_time = dates_[i - 1].has_day() && units_[i - 1].key.find(": ") < units_[i - 1].key.size() / 2;
    const bool goes_on =
        evidence_[i].kind == nullptr || below_time || is_field(i - 1) || announces_fields(units_[i - 1].key);
    if (goes_on) keep(i);
  }
}

bool DecisionPasses::is_field(std::size_t i) const {
  constexpr std::size_t kMostNameBytes = 30;
  constexpr double kFewestWords = 4;
  const Unit& unit = units_[i];
  const std::size_t colon = unit.key.find(':');
  if (colon == std::string::npos || colon > kMostNameBytes || colon + 1 == unit.key.size()) return false;
  return !unit.has_markup && !is_ruled(i) && !evidence_[i].rules.vote_rule && !dates_[i].has_day() &&
         unit.script == script_ && unit.words() >= kFewestWords;
}

// A short line right between two kept ones that no rule names: "Notes", "หมายเหตุ".
void DecisionPasses::keep_heads() {
  constexpr double kWorst = -4, kMostWords = 4;
  for (std::size_t i = 1; i + 1 < units_.size(); ++i) {
    if (decisions_[i].keep || is_ruled(i) || evidence_[i].rules.vote_rule || units_[i].has_markup) continue;
    const bool fits = units_[i].counts.symbols == 0 && units_[i].script == script_ && !evidence_[i].rules.tail &&
                      units_[i].words() <= kMostWords;
    if (fits && decisions_[i - 1].keep && decisions_[i + 1].keep && decisions_[i].score > kWorst) keep(i);
  }
}

// Whoever issues a notice signs it, above its date: "Ministry of Finance / Ministry of Commerce / March 3, 2023".
void DecisionPasses::keep_signatures() {
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
void DecisionPasses::keep_signers() {
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

// The body that the head of the page names signs below the text, without a date.
void DecisionPasses::keep_issuer() {
  const std::size_t i = behind_last_kept();
  if (i == 0 || i >= units_.size() || !is_bare_name(i)) return;
  const Unit& unit = units_[i];
  if (unit.has_markup || !names_a_body(unit.key)) return;
  for (std::size_t j = 0; j < std::min(i, kIssuerReach); ++j)
    if (!decisions_[j].keep && units_[j].key.size() > unit.key.size() &&
        units_[j].key.find(unit.key) != std::string::npos)
      return keep(i);
}

bool DecisionPasses::is_bare_name(std::size_t i) const {
  const Unit& unit = units_[i];
  const bool is_named = is_ruled(i) || evidence_[i].rules.tail || evidence_[i].rules.vote_rule;
  return !is_named && unit.counts.symbols + unit.counts.digits == 0 && unit.words() <= kSignatureWords;
}

}  // namespace polsearch::clean
