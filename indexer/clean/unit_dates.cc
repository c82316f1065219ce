#include "indexer/clean/unit_dates.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "analysis/calendar.h"

namespace polsearch::clean {
namespace {

// Of pages. No clock is read, so that a build gives the same bytes on any day: what speaks of a later year is a target.
constexpr int kOldestYear = 1990, kNewestYear = 2045;

bool has_day_of(const DateMention& mention) { return is_dated(mention) && mention.date.day > 0; }

bool has_label(const UnitDates& dates, DateLabel wanted) {
  return std::find(dates.labels.begin(), dates.labels.end(), wanted) != dates.labels.end();
}

// The unit without its dates, times of day and weekday: what else does it say?
std::string without_dates(std::string_view text, const std::vector<DateMention>& mentions) {
  std::string rest;
  std::size_t at = 0;
  for (const DateMention& mention : mentions) {
    rest.append(text.substr(at, mention.begin - at)).append(" ");
    at = mention.end;
  }
  rest.append(text.substr(at));
  return without_times(std::move(rest));
}

// "June 2022 issue (No. 128)", "2022年6月号": a magazine dates its pages by the month.
bool is_issue_line(const Unit& unit, const UnitDates& dates) {
  static const RE2 issue(R"((?i)\b(issue|vol(ume)?|no)\b|号|期)");
  const DateMention& first = dates.mentions.front();
  return first.begin <= 3 && first.form == DateForm::kMonthYear && is_dated(first) && dates.other_words <= 5 &&
         RE2::PartialMatch(unit.key, issue);
}

// "来源：某报 作者：某人 浏览：612", "Editor: A. Poe  Hits: 77": fields of a publishing system beside the date.
int count_fields(std::string_view key) {
  int fields = 0;
  for (std::size_t colon = key.find(':'); colon != std::string_view::npos; colon = key.find(':', colon + 1)) {
    std::size_t end = colon;
    while (end > 0 && key[end - 1] == ' ') --end;
    const bool has_name = end > 0 && !(key[end - 1] >= '0' && key[end - 1] <= '9');
    if (has_name && !trim(key.substr(colon + 1)).empty()) ++fields;
  }
  return fields;
}

double most_other_words(const Unit& unit) {
  const int fields = count_fields(unit.key);
  return fields >= 3 ? 30 : fields == 2 ? 14 : 9;
}

bool is_separated(const Unit& unit) {
  constexpr std::string_view kMarks[] = {"  ", ":", "：", "—", "–", "《", "（", "／"};
  return unit.counts.symbols > 0 || std::any_of(std::begin(kMarks), std::end(kMarks), [&](std::string_view mark) {
           return unit.text.find(mark) != std::string_view::npos;
         });
}

bool looks_like_date_line(const Unit& unit, const UnitDates& dates) {
  const auto day = std::find_if(dates.mentions.begin(), dates.mentions.end(), has_day_of);
  const bool labelled = has_label(dates, DateLabel::kPublished) || has_label(dates, DateLabel::kUpdated) ||
                        has_label(dates, DateLabel::kSigned);
  const bool decoy =
      std::all_of(dates.labels.begin(), dates.labels.end(), [](DateLabel l) { return l == DateLabel::kDecoy; });
  const bool any =
      day != dates.mentions.end() || (labelled && std::any_of(dates.mentions.begin(), dates.mentions.end(), is_dated));
  if (is_issue_line(unit, dates)) return true;
  if (!any || decoy) return false;
  if (dates.other_words <= 1) return true;
  const char last = unit.text.back();
  // "20:15 น." and "9 a.m." end in the dot of an hour, not in a full stop.
  const bool full_stop = last == '.' && !unit.text.ends_with("น.") && !unit.key.ends_with(".m.");
  if ((full_stop && dates.other_words > 4) || last == '?' || unit.key.find("。") != std::string::npos) return false;
  const DateMention& first = day != dates.mentions.end() ? *day : dates.mentions.front();
  const bool at_edge = first.begin <= 3 || first.end + 3 >= unit.text.size();
  if (labelled && first.begin <= 60) return dates.other_words <= 24;
  if (is_separated(unit)) return dates.other_words <= most_other_words(unit);
  return at_edge && dates.other_words <= (first.begin <= 3 ? 5 : 4);
}

// "Views: 20230720" is a number; "20230720" alone, or behind the label of a date, is a date.
bool is_bare_number(const DateMention& mention, DateLabel label, std::string_view text) {
  const bool alone = mention.begin == 0 && mention.end == text.size();
  return mention.form == DateForm::kCompact && !alone && (label == DateLabel::kNone || label == DateLabel::kDecoy);
}

DateLabel label_of(const Unit& unit, std::size_t from, const DateMention& mention, std::size_t next,
                   const DateLabels& labels) {
  const DateLabel behind = label_after(unit.text.substr(mention.end, next - mention.end), labels);
  if (behind == DateLabel::kDecoy) return behind;
  const DateLabel before = label_before(unit.text.substr(from, mention.begin - from), labels);
  const bool says_little = before == DateLabel::kNone || before == DateLabel::kWeak;
  return says_little && behind != DateLabel::kNone ? behind : before;
}

bool may_hold_dates(const Unit& unit) {
  return unit.text.size() <= kShortUnitBytes &&
         (unit.counts.digits > 0 || unit.counts.han > 0 || unit.counts.thai > 0 ||
          unit.text.find("\xEF\xBC") != std::string_view::npos);  // full-width digits
}

void count_other_words(const Unit& unit, UnitDates& dates) {
  dates.other_words = count(without_dates(unit.text, dates.mentions)).words();
  for (const DateLabel label : dates.labels) {
    const double words = label == DateLabel::kWeak                                 ? 1.2
                         : label == DateLabel::kNone || label == DateLabel::kDecoy ? 0
                                                                                   : 2;
    dates.other_words = std::max(0.0, dates.other_words - words);
  }
}

// Where the words of a short line begin: its label may end there.
std::vector<std::size_t> starts_of_words(std::string_view text) {
  std::vector<std::size_t> starts = {0};
  for (const std::string_view mark : {" ", ":", "："})
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1))
      starts.push_back(at + mark.size());
  return starts;
}

bool is_bare_year(std::string_view text) {
  const auto number = calendar::read_number(text, 0);
  return number && number->end == text.size();
}

// "Published: 2023", "发布日期：2023-07", "2023-07": a month or a year, with its label and nothing else in the line. A
// year without label is believed where its era is written ("2023年") and the page has no other line.
void read_partial(const Unit& unit, bool is_whole_page, const DateLabels& labels, UnitDates& dates) {
  constexpr std::size_t kLongest = 80;  // bytes
  if (unit.text.size() > kLongest) return;
  for (const std::size_t begin : starts_of_words(unit.text)) {
    std::optional<DateMention> mention = read_partial_date(unit.text.substr(begin));
    if (!mention) continue;
    const bool is_month = mention->date.month > 0;
    const DateLabel label = label_before(unit.text.substr(0, begin), labels);
    const bool is_labelled =
        label != DateLabel::kNone && label != DateLabel::kDecoy && (is_month || label != DateLabel::kWeak);
    if (!is_labelled && (begin > 0 || !(is_month || (is_whole_page && !is_bare_year(unit.text))))) return;
    mention->begin = static_cast<std::uint32_t>(begin);
    mention->end = static_cast<std::uint32_t>(unit.text.size());
    dates.mentions.push_back(*mention);
    dates.labels.push_back(label);
    return;
  }
}

// "2023年5月12日至14日", "5 March 2023 - 9 March 2023": the days of an event, both of them.
bool joins_days(std::string_view between) {
  constexpr std::string_view kJoints[] = {"-",  "–",  "—",     "——",   "~",  "～",     "至",
                                          "到", "to", "until", "till", "ถึง", "through"};
  return std::find(std::begin(kJoints), std::end(kJoints), trim(between)) != std::end(kJoints);
}

void mark_ranges(const Unit& unit, UnitDates& dates) {
  for (std::size_t i = 1; i < dates.mentions.size(); ++i) {
    const std::size_t end = dates.mentions[i - 1].end;
    if (!joins_days(unit.text.substr(end, dates.mentions[i].begin - end))) continue;
    DateLabel& first = dates.labels[i - 1];
    if (first == DateLabel::kNone || first == DateLabel::kWeak) first = DateLabel::kDecoy;
    dates.labels[i] = DateLabel::kDecoy;
  }
}

UnitDates dates_of_unit(const Unit& unit, const DateLabels& labels, ScriptClass page_script, bool is_whole_page) {
  UnitDates dates;
  if (!may_hold_dates(unit)) return dates;
  const std::vector<DateMention> found = find_dates(unit.text);
  std::size_t from = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const DateMention& mention = found[i];
    const std::size_t next = i + 1 < found.size() ? found[i + 1].begin : unit.text.size();
    const DateLabel label = label_of(unit, from, mention, next, labels);
    const bool fits = fits_surroundings(mention, page_script) || fits_surroundings(mention, unit.script);
    if (!fits || is_bare_number(mention, label, unit.text)) continue;
    dates.mentions.push_back(mention);
    dates.labels.push_back(label);
    from = mention.end;
  }
  if (found.empty()) read_partial(unit, is_whole_page, labels, dates);
  if (dates.mentions.empty()) return dates;
  mark_ranges(unit, dates);
  count_other_words(unit, dates);
  dates.is_date_line = looks_like_date_line(unit, dates);
  return dates;
}

// "Date:" above "03.02.2022": the label of a line of its own belongs to the date that the next line begins with.
void take_labels_from_lines_above(const std::vector<Unit>& units, const DateLabels& labels,
                                  std::vector<UnitDates>& dates) {
  constexpr std::size_t kLead = 24;  // bytes: "Wednesday, "
  for (std::size_t i = 1; i < units.size(); ++i) {
    if (dates[i].mentions.empty() || !dates[i - 1].mentions.empty()) continue;
    const DateMention& mention = dates[i].mentions.front();
    if (mention.begin > kLead || !is_dated(mention)) continue;
    const DateLabel label = label_alone(units[i - 1].text, labels);
    DateLabel& own = dates[i].labels.front();
    if (label == DateLabel::kNone || (own != DateLabel::kNone && own != DateLabel::kWeak)) continue;
    own = label;
    dates[i].is_date_line = looks_like_date_line(units[i], dates[i]);
    dates[i - 1].is_date_line = dates[i].is_date_line;
  }
}

ScriptClass script_of_all(const std::vector<Unit>& units) {
  Counts all;
  for (const Unit& unit : units) {
    all.letters += unit.counts.letters;
    all.han += unit.counts.han;
    all.thai += unit.counts.thai;
    all.latin_words += unit.counts.latin_words;
  }
  return script_of(all);
}

}  // namespace

bool UnitDates::has_day() const { return std::any_of(mentions.begin(), mentions.end(), has_day_of); }

bool is_dated(const DateMention& mention) {
  return mention.date.year >= kOldestYear && mention.date.year <= kNewestYear && mention.form != DateForm::kMonthDay;
}

bool fits_surroundings(const DateMention& mention, ScriptClass script) {
  switch (mention.wants) {
    case Surroundings::kThai: return script == ScriptClass::kThai;
    case Surroundings::kChinese: return script == ScriptClass::kHan;
    case Surroundings::kAny: return true;
  }
  return true;
}

std::vector<UnitDates> dates_of_units(const std::vector<Unit>& units, const DateLabels& labels) {
  const ScriptClass script = script_of_all(units);
  std::vector<UnitDates> dates;
  dates.reserve(units.size());
  for (const Unit& unit : units) dates.push_back(dates_of_unit(unit, labels, script, units.size() == 1));
  take_labels_from_lines_above(units, labels, dates);
  return dates;
}

}  // namespace polsearch::clean
