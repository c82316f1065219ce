#include "indexer/clean/publication_date.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>

#include "analysis/unicode.h"

namespace polsearch::clean {
namespace {

constexpr std::size_t kShortUnitBytes = 400;  // longer units are read for event dates only
constexpr double kAccepted = 3.5;             // research: set on 1,000 pages, precision .89 on flattened text
constexpr std::size_t kBylineReach = 3;       // units into the body that may still be its byline
constexpr std::size_t kMostEventDates = 8;
constexpr int kOldestYear = 1990, kNewestYear = 2100;

std::string fold_label(std::string_view text) { return std::string(bare(fold_line(text))); }

// The label that the text before a date ends with: the longest known one that starts at a word border.
DateLabel label_before(std::string_view before, const DateLabels& labels) {
  const std::string folded = fold_line(before.substr(before.size() - std::min<std::size_t>(before.size(), 160)));
  const std::string_view key = folded;
  std::size_t end = key.size();
  while (end > 0 && std::string_view(" :.-|([,/").find(key[end - 1]) != std::string_view::npos) --end;
  for (std::size_t length = std::min(labels.longest, end); length > 0; --length) {
    const std::size_t start = end - length;
    const auto lead = static_cast<unsigned char>(key[start]);
    if ((lead & 0xC0) == 0x80) continue;
    const bool word_border = start == 0 || lead >= 0x80 || !std::isalnum(static_cast<unsigned char>(key[start - 1]));
    if (!word_border) continue;
    const auto found = labels.labels.find(std::string(key.substr(start, length)));
    if (found != labels.labels.end()) return found->second;
  }
  return before.find("©") != std::string_view::npos ? DateLabel::kDecoy : DateLabel::kNone;
}

bool is_dated(const DateMention& mention) {
  return mention.date.year >= kOldestYear && mention.date.year <= kNewestYear && mention.form != DateForm::kMonthDay;
}
bool has_day_of(const DateMention& mention) { return is_dated(mention) && mention.date.day > 0; }

// The unit without its dates, times of day and weekday: what else does it say?
std::string without_dates(std::string_view text, const std::vector<DateMention>& mentions) {
  std::string rest;
  std::size_t at = 0;
  for (const DateMention& mention : mentions) {
    rest.append(text.substr(at, mention.begin - at)).append(" ");
    at = mention.end;
  }
  rest.append(text.substr(at));
  static const RE2 noise(
      R"((?i)[\d๐-๙]{1,2}[.:：][\d๐-๙]{2} ?น(\.|าฬิกา)?|\b\d{1,2}[:：]\d{2}([:：]\d{2})?( ?[ap]\.?m\.?)?( ?\(?(gmt|utc|bst|ict)[+\-\d:]*\)?)?( ?น\.?)?( ?uhr\b)?|\b\d{1,2}\.\d{2} uhr\b|\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b,?|\b((mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b,?|星期[一二三四五六日天]|周[一二三四五六日]|วัน(จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)(ที่)?|เวลา)");
  RE2::GlobalReplace(&rest, noise, " ");
  return rest;
}

// "June 2022 issue (No. 128)", "2022年6月号": a magazine dates its pages by the month.
bool is_issue_line(const Unit& unit, const UnitDates& dates) {
  static const RE2 issue(R"((?i)\b(issue|vol(ume)?|no)\b|号|期)");
  const DateMention& first = dates.mentions.front();
  return first.begin <= 3 && first.form == DateForm::kMonthYear && is_dated(first) && dates.other_words <= 5 &&
         RE2::PartialMatch(unit.key, issue);
}

bool looks_like_date_line(const Unit& unit, const UnitDates& dates) {
  const auto day = std::find_if(dates.mentions.begin(), dates.mentions.end(), has_day_of);
  const bool labelled =
      std::find(dates.labels.begin(), dates.labels.end(), DateLabel::kPublished) != dates.labels.end() ||
      std::find(dates.labels.begin(), dates.labels.end(), DateLabel::kUpdated) != dates.labels.end();
  const bool decoy =
      std::all_of(dates.labels.begin(), dates.labels.end(), [](DateLabel l) { return l == DateLabel::kDecoy; });
  const bool any =
      day != dates.mentions.end() || (labelled && std::any_of(dates.mentions.begin(), dates.mentions.end(), is_dated));
  if (is_issue_line(unit, dates)) return true;
  if (!any || decoy) return false;
  if (dates.other_words <= 1) return true;
  const char last = unit.text.back();
  if ((last == '.' && dates.other_words > 4) || last == '?' || unit.key.find("。") != std::string::npos) return false;
  const DateMention& first = day != dates.mentions.end() ? *day : dates.mentions.front();
  const bool at_edge = first.begin <= 3 || first.end + 1 >= unit.text.size();
  const bool separated = unit.counts.symbols > 0 || unit.text.find("  ") != std::string_view::npos ||
                         unit.text.find(':') != std::string_view::npos ||
                         unit.text.find("：") != std::string_view::npos ||
                         unit.text.find("—") != std::string_view::npos || unit.text.find("–") != std::string_view::npos;
  if (labelled && first.begin <= 60) return dates.other_words <= 24;
  if (separated) return dates.other_words <= 9;
  return at_edge && dates.other_words <= (first.begin <= 3 ? 5 : 4);
}

struct Candidate {
  Date date;
  std::optional<Date> other;
  double score = 0;
  std::string source;
};

// What stands between the separators around a mention: "By Ela on 31 October 2023 | 18 comments | This page may ...".
std::string_view segment_around(std::string_view text, const DateMention& mention) {
  std::size_t begin = 0, end = text.size();
  for (const std::string_view mark : {"|", "•", "·", "〓"}) {
    const std::size_t before = mention.begin == 0 ? std::string_view::npos : text.rfind(mark, mention.begin - 1);
    const std::size_t after = text.find(mark, mention.end);
    if (before != std::string_view::npos) begin = std::max(begin, before + mark.size());
    if (after != std::string_view::npos) end = std::min(end, after);
  }
  return text.substr(begin, end - begin);
}

bool ends_a_sentence(std::string_view text) {
  return text.ends_with('.') || text.ends_with('?') || text.ends_with('!') || text.ends_with("。");
}

// A byline with a date in it, longer than a date line: the date leads it, or ends it, or stands with a clock time, and
// nothing in it is a sentence. It dates an article that it stands right before.
bool is_byline(std::string_view text, const DateMention& mention, DateLabel label) {
  constexpr double kMostWords = 14;
  constexpr std::size_t kLead = 20;  // bytes: "5 Min. ", "Vom ", "Mittwoch, "
  if (mention.begin == 0 && mention.has_time) return true;
  const std::string_view segment = segment_around(text, mention);
  if (segment.size() > kShortUnitBytes / 2 || ends_a_sentence(segment)) return false;
  const auto begin = static_cast<std::size_t>(text.data() + mention.begin - segment.data());
  const std::size_t after = segment.size() - (begin + mention.end - mention.begin);
  const bool at_edge = begin <= kLead || after <= 3 || mention.has_time || label == DateLabel::kWeak;
  return at_edge && count(segment).words() <= kMostWords;
}

// "This entry was posted by kj on 4 February 2020", "Dieser Beitrag wurde am ... veröffentlicht", "由大卫于 ... 发表":
// a whole line that says who put the page up when.
bool says_when_posted(std::string_view text) {
  static const RE2 posted(
      R"((?i)^(this (entry|post|article|page) was (first )?(posted|published|written)|(dieser|dieses|diese) (beitrag|eintrag|artikel|text) wurde)|\bwurde am .{0,80}(gepostet|veröffentlicht|publiziert)|^(本[帖贴文]|本?文章)?由.{1,40}于.{0,80}(发表|发布|张贴))");
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), posted);
}

double form_score(const DateMention& mention) {
  switch (mention.form) {
    case DateForm::kNumeric: return mention.other ? 1.5 : 2.5;
    case DateForm::kMonthYear: return 1;
    case DateForm::kCompact: return 1;
    case DateForm::kMonthDay: return -10;
    default: return 3;
  }
}

double label_score(DateLabel label) {
  switch (label) {
    case DateLabel::kPublished: return 3;
    case DateLabel::kUpdated: return 0.5;
    case DateLabel::kDecoy: return -4;
    case DateLabel::kWeak: return 1;
    case DateLabel::kNone: return 0;
  }
  return 0;
}

// Of equals the first wins: a page's stamp stands above the date of the release that it shows.
double place_score(std::size_t unit, const ArticlePlace& article, DateLabel label) {
  if (unit <= article.first) {
    const double distance = static_cast<double>(article.first - unit);
    return distance <= 10 ? 2 : label == DateLabel::kNone ? -1 : 0.5;  // far above stands today's date
  }
  if (unit <= article.last) return label == DateLabel::kPublished ? 0.5 : 0;
  // A bare date right behind the article signs it; further down it belongs to teasers.
  if (unit <= article.last + 3) return label == DateLabel::kNone ? 1 : 0.5;
  return label == DateLabel::kNone ? -3 : -0.5;
}

// "2 - 4 August 2024": days of an event.
bool is_range(std::string_view text, const DateMention& mention) {
  static const RE2 days(R"(^\d{1,2} ?(-|–|—|~|ถึง|至|to) ?\d{1,2}\D)");
  static const RE2 open(R"(\d ?(-|–|—|~|ถึง|至|to) ?$)");
  const std::string_view before = text.substr(0, mention.begin),
                         at = text.substr(mention.begin, mention.end - mention.begin);
  const bool iso =
      mention.form == DateForm::kIso || mention.form == DateForm::kNumeric || mention.form == DateForm::kCompact;
  return !iso && (RE2::PartialMatch(re2::StringPiece(at.data(), at.size()), days) ||
                  RE2::PartialMatch(re2::StringPiece(before.data(), before.size()), open));
}

// "Published: 3 May 2023" stands in prose too; "published on 3 May 2023" tells of something.
bool follows_colon(std::string_view text, std::size_t at) {
  const std::string_view before = trim(text.substr(0, at));
  return !before.empty() && (before.back() == ':' || (before.size() >= 3 && before.substr(before.size() - 3) == "："));
}

void add_text_candidates(const Page& page, const std::vector<Unit>& units, const std::vector<UnitDates>& dates,
                         const std::vector<bool>& kept, const ArticlePlace& article,
                         std::vector<Candidate>& candidates) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    for (std::size_t j = 0; j < dates[i].mentions.size(); ++j) {
      const DateMention& mention = dates[i].mentions[j];
      if (!is_dated(mention) || is_range(units[i].text, mention)) continue;
      const DateLabel label = dates[i].labels[j];
      const bool byline = i <= article.first + kBylineReach && is_byline(units[i].text, mention, label);
      const bool posted = says_when_posted(units[i].text);
      const bool told = kept[i] && !dates[i].is_date_line && !posted && !(byline && mention.has_time);
      if (told && !byline && (label != DateLabel::kPublished || !follows_colon(units[i].text, mention.begin))) continue;
      double score =
          form_score(mention) + label_score(label) + (mention.has_time ? 1 : 0) + place_score(i, article, label);
      if (dates[i].is_date_line)
        score += dates[i].other_words <= 2 ? 2 : 1;
      else if (posted)
        score += 3;
      else
        score -= byline ? 1 : 2;
      if (told && !byline) score -= 3;
      if (units[i].text.find("©") != std::string_view::npos) score -= 4;
      const std::string text = squeeze_spaces(units[i].text.substr(mention.begin, mention.end - mention.begin));
      candidates.push_back({mention.date, mention.other, score,
                            "line " + std::to_string(page.lines[units[i].line].number) + ": " + text});
    }
  }
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// A declared date that says "modified" is when the page changed, at best a weak witness of when it was published.
double declared_score(std::string_view kind) {
  const std::string key = fold_line(kind);
  if (contains(key, "modif") || contains(key, "update") || contains(key, "lastmod")) return 3.6;
  if (contains(key, "expir") || contains(key, "end") || contains(key, "start") || contains(key, "birth")) return -10;
  if (contains(key, "publish") || contains(key, "pubdate") || contains(key, "created") || contains(key, "issued"))
    return contains(key, "json-ld") ? 9 : 8.5;
  if (contains(key, "meta")) return 7;
  return 5;
}

std::optional<DateMention> first_date(std::string_view text) {
  for (const DateMention& mention : find_dates(text.substr(0, std::min<std::size_t>(text.size(), 200))))
    if (is_dated(mention)) return mention;
  return std::nullopt;
}

// "2021-11-04T23:00:00Z" is midnight of the next day where the page was written: of Central Europe (22 or 23 h UTC),
// Thailand (17 h), China (16 h).
bool is_local_midnight(std::string_view text, ScriptClass script) {
  static const RE2 hour(R"(^\d{4}-\d\d-\d\d[T ](\d\d):00(?::00(?:\.0+)?)?(?:Z|\+00:?00)$)");
  int hours = 0;
  if (!RE2::FullMatch(re2::StringPiece(text.data(), text.size()), hour, &hours)) return false;
  if (script == ScriptClass::kHan) return hours == 16;
  if (script == ScriptClass::kThai) return hours == 17;
  return hours == 22 || hours == 23;
}

Date next_day(Date date) {
  if (++date.day > days_of({date.year, date.month, 0}).last.day) {
    date.day = 1;
    if (++date.month > 12) {
      date.month = 1;
      ++date.year;
    }
  }
  return date;
}

void add_declared_candidates(const Page& page, ScriptClass script, std::vector<Candidate>& candidates) {
  double order = 0;
  for (const auto& [kind, text] : page.declared.dates) {
    std::optional<DateMention> mention = first_date(text);
    if (!mention) continue;
    if (is_local_midnight(text, script)) mention->date = next_day(mention->date);
    candidates.push_back({mention->date, mention->other, declared_score(kind) - order, kind});
    order += 0.01;
  }
  if (const std::optional<DateMention> hint = first_date(page.hints.date))
    candidates.push_back({hint->date, hint->other, 12, "declared"});
  else if (const Result<Date> partial = parse_date(page.hints.date); partial.ok())
    candidates.push_back({*partial, std::nullopt, 12, "declared"});
}

void add_url_candidate(const std::string& url, std::vector<Candidate>& candidates) {
  static const RE2 with_separators(
      R"([/_\-=](20\d\d|19\d\d)[/\-_]?(0[1-9]|1[0-2])[/\-_]?(0[1-9]|[12]\d|3[01])(?:[/_\-.]|\D|$))");
  static const RE2 single_digits(R"(/(20\d\d|19\d\d)/(\d{1,2})/(\d{1,2})(?:/|$))");
  static const RE2 day_first(R"([/\-_](\d{1,2})-(\d{1,2})-(20\d\d|19\d\d)(?:[/.?#]|$))");
  static const RE2 with_letter(R"([/_]t(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[_.])");
  int year = 0, month = 0, day = 0;
  if (!RE2::PartialMatch(url, with_letter, &year, &month, &day) &&
      !RE2::PartialMatch(url, with_separators, &year, &month, &day) &&
      !RE2::PartialMatch(url, single_digits, &year, &month, &day) &&
      !(RE2::PartialMatch(url, day_first, &day, &month, &year) && day != month && day > 12))
    return;
  const Date date{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
  if (is_valid(date)) candidates.push_back({date, std::nullopt, 4.5, "url"});
}

// Day and month of a numeric date in doubt: settled by a sure candidate that agrees, else by the language.
void settle_order(const Page& page, std::vector<Candidate>& candidates, ScriptClass script) {
  const bool american = contains(page.declared.language, "en-US") || contains(page.declared.language, "en_US") ||
                        contains(page.declared.url, ".us/");
  for (Candidate& candidate : candidates) {
    if (!candidate.other) continue;
    const auto sure = [&](const Date& reading) {
      return std::any_of(candidates.begin(), candidates.end(),
                         [&](const Candidate& c) { return !c.other && c.date == reading; });
    };
    if (sure(*candidate.other) && !sure(candidate.date)) candidate.date = *candidate.other;
    const bool day_first = script == ScriptClass::kThai || !american;
    if (!sure(candidate.date) && !day_first) candidate.date = *candidate.other;
  }
}

void reward_agreement(std::vector<Candidate>& candidates) {
  for (std::size_t i = 0; i < candidates.size() && candidates.size() < 500; ++i)
    for (std::size_t j = 0; j < candidates.size(); ++j)
      if (i != j && candidates[i].date == candidates[j].date) {
        candidates[i].score += 0.4;
        break;
      }
}

int days_between(const Date& a, const Date& b) {
  const auto days = [](const Date& d) {  // days since 1 March of year 0, Howard Hinnant's days_from_civil
    const int y = d.year - (d.month <= 2 ? 1 : 0), m = (d.month + 9) % 12;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d.day;
  };
  return days(a) - days(b);
}

// The year that brings a month and day nearest to the publication; a day ahead weighs as much as a day and a half back.
Date with_nearest_year(const Date& month_day, const Date& published) {
  Date best;
  double least = 1e9;
  for (int shift = -1; shift <= 1; ++shift) {
    const Date candidate{static_cast<std::int16_t>(published.year + shift), month_day.month, month_day.day};
    if (!is_valid(candidate)) continue;
    Date anchor = published;
    if (anchor.month == 0) anchor.month = 7;
    if (anchor.day == 0) anchor.day = 15;
    const int ahead = days_between(candidate, anchor);
    const double distance = ahead > 0 ? 1.5 * ahead : -ahead;
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

bool UnitDates::has_day() const { return std::any_of(mentions.begin(), mentions.end(), has_day_of); }

namespace {

DateLabel label_named(std::string_view kind) {
  constexpr std::pair<std::string_view, DateLabel> kNames[] = {{"published", DateLabel::kPublished},
                                                               {"updated", DateLabel::kUpdated},
                                                               {"decoy", DateLabel::kDecoy},
                                                               {"weak", DateLabel::kWeak}};
  for (const auto& [name, label] : kNames)
    if (name == kind) return label;
  return DateLabel::kNone;
}

}  // namespace

Result<DateLabels> read_date_labels(const Table& table) {
  DateLabels result;
  const std::size_t kind_column = table.column("kind"), label_column = table.column("labels");
  if (kind_column == table.columns.size() || label_column == table.columns.size())
    return Error{Error::Kind::kInput, table.name + ".tsv needs the columns kind and labels", ""};
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string& kind = table.rows[row][kind_column];
    const DateLabel label = label_named(kind);
    if (label == DateLabel::kNone)
      return Error{Error::Kind::kInput,
                   (row < table.origins.size() ? table.origins[row] : table.name) + ": kind is \"" + kind +
                       "\", accepted: published, updated, decoy, weak",
                   ""};
    std::string_view rest = table.rows[row][label_column];
    while (!rest.empty()) {
      const std::size_t bar = rest.find('|');
      const std::string folded = fold_label(rest.substr(0, bar));
      if (!folded.empty()) result.labels.try_emplace(folded, label);
      result.longest = std::max(result.longest, folded.size());
      rest = bar == std::string_view::npos ? std::string_view{} : rest.substr(bar + 1);
    }
  }
  return result;
}

UnitDates dates_of_unit(const Unit& unit, const DateLabels& labels) {
  UnitDates dates;
  if (unit.text.size() > kShortUnitBytes || unit.counts.digits == 0) {
    if (unit.text.size() > kShortUnitBytes || (unit.counts.han == 0 && unit.counts.thai == 0)) return dates;
  }
  dates.mentions = find_dates(unit.text);
  if (dates.mentions.empty()) return dates;
  std::size_t from = 0;
  for (const DateMention& mention : dates.mentions) {
    dates.labels.push_back(label_before(unit.text.substr(from, mention.begin - from), labels));
    from = mention.end;
  }
  dates.other_words = count(without_dates(unit.text, dates.mentions)).words();
  for (const DateLabel label : dates.labels) {
    const double words = label == DateLabel::kPublished || label == DateLabel::kUpdated ? 2
                         : label == DateLabel::kWeak                                    ? 1.2
                                                                                        : 0;
    dates.other_words = std::max(0.0, dates.other_words - words);
  }
  dates.is_date_line = looks_like_date_line(unit, dates);
  return dates;
}

PublicationDate find_publication_date(const Page& page, const std::vector<Unit>& units,
                                      const std::vector<UnitDates>& dates, const std::vector<bool>& kept,
                                      const ArticlePlace& article) {
  std::vector<Candidate> candidates;
  add_text_candidates(page, units, dates, kept, article, candidates);
  const ScriptClass script = article.first < units.size() ? units[article.first].script : ScriptClass::kNone;
  add_declared_candidates(page, script, candidates);
  add_url_candidate(page.declared.url.empty() ? page.hints.url : page.declared.url, candidates);
  settle_order(page, candidates, script);
  reward_agreement(candidates);
  const auto best = std::max_element(candidates.begin(), candidates.end(),
                                     [](const Candidate& a, const Candidate& b) { return a.score < b.score; });
  PublicationDate result;
  if (best == candidates.end() || best->score < kAccepted) return result;
  result.date = best->date;
  result.precision = best->date.day     ? DatePrecision::kDay
                     : best->date.month ? DatePrecision::kMonth
                                        : DatePrecision::kYear;
  result.source = best->source;
  return result;
}

std::vector<EventDate> find_event_dates(const Page& page, const std::vector<Span>& kept, const Date& published) {
  std::vector<EventDate> events;
  for (const Span& span : kept) {
    for (const DateMention& mention :
         find_dates(std::string_view(page.text).substr(span.begin, span.end - span.begin))) {
      if (mention.form == DateForm::kMonthYear || mention.form == DateForm::kCompact) continue;
      if (mention.form != DateForm::kMonthDay && mention.date.day == 0) continue;
      const Date date = mention.date.year > 0 ? mention.date
                        : published.year > 0  ? with_nearest_year(mention.date, published)
                                              : Date{};
      const bool known = std::any_of(events.begin(), events.end(), [&](const EventDate& e) { return e.date == date; });
      if (date.year == 0 || known) continue;
      events.push_back({date, span.begin + mention.begin, span.begin + mention.end});
      if (events.size() == kMostEventDates) return events;
    }
  }
  return events;
}

}  // namespace polsearch::clean
