#include "indexer/clean/judged_page.h"

#include <algorithm>

#include "indexer/clean/segments.h"

namespace polsearch::clean {
namespace {

constexpr double kMostHeadlineWords = 30;
constexpr double kMostValueWords = 8;

// "What is a 5G factory? Three answers" directly above a date line, with text below it, is a headline whatever its
// length.
bool is_headline_of(const Unit& unit) {
  const auto ends = [&](std::string_view mark) { return unit.text.ends_with(mark); };
  return unit.words() <= kMostHeadlineWords && !ends(".") && !ends("。") && !ends(":") && !ends("：") && !ends("；");
}

void find_headline_above_date(JudgedPage& page) {
  const auto is_prose_at = [](const UnitEvidence& evidence) { return evidence.prose; };
  const auto first = std::find_if(page.evidence.begin(), page.evidence.end(), is_prose_at);
  const auto i = static_cast<std::size_t>(first - page.evidence.begin());
  if (i + 1 >= page.units.size() || !page.dates[i + 1].is_date_line || !is_headline_of(page.units[i])) return;
  if (std::any_of(first + 1, page.evidence.end(), is_prose_at)) first->prose = false;
}

// The name of a Thai law is as long as a paragraph: "ระเบียบกระทรวงมหาดไทย ว่าด้วย ...".
void find_name_of_law(JudgedPage& page) {
  const auto is_prose_at = [](const UnitEvidence& evidence) { return evidence.prose; };
  const auto first = std::find_if(page.evidence.begin(), page.evidence.end(), is_prose_at);
  if (first == page.evidence.end() || std::none_of(first + 1, page.evidence.end(), is_prose_at)) return;
  const Unit& unit = page.units[static_cast<std::size_t>(first - page.evidence.begin())];
  if (unit.script != ScriptClass::kThai || unit.words() > kMostHeadlineWords || unit.has_markup) return;
  for (const std::string_view kind : {"ระเบียบ", "ประกาศ", "กฎกระทรวง", "พระราชบัญญัติ", "พระราชกำหนด", "พระราชกฤษฎีกา",
                                      "คำสั่ง", "หลักเกณฑ์", "ข้อบังคับ", "แนวปฏิบัติ", "ร่าง"})
    if (unit.text.starts_with(kind)) first->prose = false;
}

// "Editor:" on a line of its own: the next line is the name. So is "Nina Zhao" below "Picture of Nina Zhao".
void take_values_of_labels(JudgedPage& page) {
  constexpr std::size_t kFewestNameBytes = 6;
  for (std::size_t i = 0; i + 1 < page.units.size(); ++i) {
    const RuleVerdict& rules = page.evidence[i].rules;
    const Rule* hard = rules.hard ? rules.hard : rules.vote_rule;
    UnitEvidence& next = page.evidence[i + 1];
    const std::string &key = page.units[i].key, &value = page.units[i + 1].key;
    const bool repeats = value.size() >= kFewestNameBytes && key.size() > value.size() && key.ends_with(value);
    const bool is_label = hard && hard->reason == "credits" && ((rules.hard && key.ends_with(':')) || repeats);
    if (!is_label || next.rules.hard || next.prose || page.dates[i + 1].is_date_line) continue;
    if (page.units[i + 1].words() <= kMostValueWords) next.rules.hard = hard;
  }
}

// "No. 41 | May 2023", "รายงาน ... ฉบับเดือนพฤษภาคม 2565": the month ends a line that numbers or names an issue.
bool is_issue_of_month(const Unit& unit, const UnitDates& dates) {
  constexpr double kMostWords = 5, kMostWordsBeforeThaiMonth = 14;
  if (dates.mentions.size() != 1 || !is_dated(dates.mentions.front())) return false;
  const DateMention& month = dates.mentions.front();
  if (month.form != DateForm::kMonthYear || month.end != unit.text.size()) return false;
  if (trim(unit.text.substr(0, month.begin)).ends_with("ฉบับเดือน"))
    return dates.other_words <= kMostWordsBeforeThaiMonth;
  constexpr std::string_view kNumbers[] = {"no. ", "no.", "issue ", "vol. ", "volume ", "number ", "第"};
  return dates.other_words <= kMostWords && unit.counts.digits > 4 &&
         std::any_of(std::begin(kNumbers), std::end(kNumbers),
                     [&](std::string_view word) { return unit.key.starts_with(word); });
}

// "Place: Press room", "地点：北京", "สถานที่: ห้องประชุม"
bool names_venue(const Unit& unit) {
  const std::size_t colon = unit.key.find(':');
  if (colon == std::string::npos) return false;
  const std::string_view label = trim(std::string_view(unit.key).substr(0, colon));
  constexpr std::string_view kVenues[] = {"place",    "venue", "location", "where", "地点",       "会议地点",
                                          "活动地点", "会场",  "地址",     "สถานที่", "สถานที่จัดงาน", "สถานที่ประชุม"};
  return std::find(std::begin(kVenues), std::end(kVenues), label) != std::end(kVenues);
}

// "Time: 10 a.m. on January 18, 2024" beside "Place: ..." is when something was held.
bool is_time_of_event(const JudgedPage& page, std::size_t i) {
  if (page.dates[i].labels.empty() || page.dates[i].labels.front() != DateLabel::kWeak) return false;
  return (i > 0 && names_venue(page.units[i - 1])) || (i + 1 < page.units.size() && names_venue(page.units[i + 1]));
}

// "วันที่   กิจกรรม" above "7 พฤษภาคม 2567   ประชุมชี้แจง": the head of a table.
bool is_table_head(const Unit& unit) {
  return !unit.has_markup && unit.counts.digits == 0 && count_cells(unit.text) >= 2 && unit.counts.symbols == 0;
}

// The rows of a schedule, each with the day first and what happens on it.
void drop_dates_of_tables(JudgedPage& page) {
  const auto is_row = [&](std::size_t i) {
    const UnitDates& dates = page.dates[i];
    return dates.is_date_line && !dates.mentions.empty() && dates.other_words >= 1 &&
           dates.mentions.front().begin == 0 && dates.labels.front() == DateLabel::kNone &&
           count_cells(page.units[i].text) >= 2;
  };
  for (std::size_t i = 1; i < page.units.size(); ++i) {
    if (!is_table_head(page.units[i - 1])) continue;
    std::size_t end = i;
    while (end < page.units.size() && is_row(end)) ++end;
    if (end - i < 2) continue;
    for (; i < end; ++i) {
      page.dates[i].is_date_line = false;
      page.dates[i].labels.assign(page.dates[i].labels.size(), DateLabel::kDecoy);
    }
  }
}

void settle_date_lines(JudgedPage& page) {
  drop_dates_of_tables(page);
  for (std::size_t i = 0; i < page.units.size(); ++i) {
    UnitDates& dates = page.dates[i];
    if (dates.is_date_line && is_time_of_event(page, i)) {
      dates.is_date_line = false;
      dates.labels.assign(dates.labels.size(), DateLabel::kDecoy);
    }
    dates.is_date_line = dates.is_date_line || is_issue_of_month(page.units[i], dates);
  }
}

}  // namespace

JudgedPage judge_page(const Page& page, const BoilerplateRules& rules, const DateLabels& labels) {
  JudgedPage judged;
  judged.units = cut_units(page, rules);
  judged.dates = dates_of_units(judged.units, labels);
  settle_date_lines(judged);
  for (std::size_t i = 0; i < judged.units.size(); ++i) {
    const Unit& unit = judged.units[i];
    UnitEvidence evidence;
    evidence.rules = rules.judge(unit);
    evidence.has_date = judged.dates[i].has_day();
    evidence.prose = !judged.dates[i].is_date_line && is_prose(unit, evidence.rules);
    judged.evidence.push_back(evidence);
  }
  find_headline_above_date(judged);
  find_name_of_law(judged);
  take_values_of_labels(judged);
  for (std::size_t i = 0; i < judged.units.size(); ++i)
    if (!judged.evidence[i].prose && !judged.evidence[i].rules.hard)
      judged.evidence[i].kind = rules.name_kind(judged.units[i]);
  judged.features = line_features(page, judged.units, judged.evidence);
  return judged;
}

}  // namespace polsearch::clean
