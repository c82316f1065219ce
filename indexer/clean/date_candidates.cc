#include "indexer/clean/date_candidates.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "analysis/unicode.h"

namespace polsearch::clean {
namespace {

constexpr std::size_t kBylineReach = 4;  // units into the body that may still be its byline

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }
bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// ---- lines ----

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
  return RE2::PartialMatch(piece(text), posted);
}

// The body that signs a notice stands alone above its date: "工业和信息化部", "Ministry of Finance", "กระทรวงการคลัง".
bool is_signature(const Unit& unit) {
  constexpr double kMostWords = 14;
  static const RE2 body(
      R"((?i)(部|局|委|委员会|办公厅|办公室|办|厅|院|政府|总署|总局|秘书处|联合会|协会)$|\b(ministry|ministries|commission|administration|bureau|office|council|department|committee|secretariat|agency)\b|^(กระทรวง|กรม|สำนักงาน|สำนัก|คณะกรรมการ|การ)|(รัฐมนตรี|ปลัดกระทรวง|อธิบดี|นายกรัฐมนตรี))");
  return unit.words() <= kMostWords && !ends_a_sentence(unit.text) && RE2::PartialMatch(piece(unit.key), body);
}

// "2 - 4 August 2024": days of an event.
bool is_range(std::string_view text, const DateMention& mention) {
  static const RE2 days(R"(^\d{1,2} ?(-|–|—|~|ถึง|至|to) ?\d{1,2}\D)");
  static const RE2 open(R"(\d ?(-|–|—|~|ถึง|至|to) ?$)");
  static const RE2 goes_on(R"(^\s*(-|–|—|~|～|ถึง|至|to|until)\s*(\d{1,4}[-/.年月 ]|[A-Z][a-z]{2,8} \d))");
  const std::string_view before = text.substr(0, mention.begin),
                         at = text.substr(mention.begin, mention.end - mention.begin), after = text.substr(mention.end);
  const bool iso =
      mention.form == DateForm::kIso || mention.form == DateForm::kNumeric || mention.form == DateForm::kCompact;
  if (iso) return !mention.has_time && RE2::PartialMatch(piece(after), goes_on) && contains(after.substr(0, 4), "至");
  return RE2::PartialMatch(piece(at), days) || RE2::PartialMatch(piece(before), open) ||
         (!mention.has_time && RE2::PartialMatch(piece(after), goes_on));
}

// "Published: 3 May 2023" stands in prose too; "published on 3 May 2023" tells of something.
bool follows_colon(std::string_view text, std::size_t at) {
  const std::string_view before = trim(text.substr(0, at));
  return before.ends_with(':') || before.ends_with("：");
}

double form_score(const DateMention& mention) {
  switch (mention.form) {
    case DateForm::kNumeric: return mention.other ? 1.5 : 2.5;
    case DateForm::kMonthYear: return 1;
    case DateForm::kYear: return 1;
    case DateForm::kCompact: return 1.5;
    case DateForm::kMonthDay: return -10;
    default: return 3;
  }
}

double label_score(DateLabel label) {
  switch (label) {
    case DateLabel::kPublished: return 3;
    case DateLabel::kSigned: return 2;
    case DateLabel::kUpdated: return -1;
    case DateLabel::kDecoy: return -4;
    case DateLabel::kWeak: return 1;
    case DateLabel::kNone: return 0;
  }
  return 0;
}

// What the attributes of an HTML block say of the date in it.
double markup_score(const LineMarkup& markup) {
  static const RE2 dated(R"(\b(date|time|datetime|published|pubdate|posted|byline|timestamp|pubtime|dateline)\b)");
  if (markup.tag.empty()) return 0;
  double score = 0;
  if (markup.tag == "time" || RE2::PartialMatch(markup.class_words, dated)) score += 1;
  if (markup.in_nav || markup.in_aside || markup.in_footer) score -= 1;
  if (markup.negative_words > 0 && !markup.in_article) score -= 0.5;
  return score;
}

// Scores the dates of the page's lines.
class LineScorer {
 public:
  LineScorer(const Page& page, const DatedLines& lines, const ArticlePlace& article)
      : page_(page),
        lines_(lines),
        article_(article),
        is_listing_(dates_below_head(DateLabel::kNone) >= 4),
        many_published_(dates_below_head(DateLabel::kPublished) >= 2),
        end_of_own_(end_of_own()) {}

  void add_to(std::vector<DateCandidate>& candidates) const {
    for (std::size_t i = 0; i < lines_.units.size(); ++i)
      for (std::size_t j = 0; j < lines_.dates[i].mentions.size(); ++j) add(i, j, candidates);
  }

 private:
  // Below the head of the article many different dates, each on its own line: comments, teasers, a table.
  [[nodiscard]] std::size_t dates_below_head(DateLabel wanted) const {
    std::set<Date> seen;
    for (std::size_t i = article_.first + kBylineReach; i < lines_.units.size(); ++i)
      for (std::size_t j = 0; lines_.dates[i].is_date_line && j < lines_.dates[i].mentions.size(); ++j)
        if (wanted == DateLabel::kNone || wanted == lines_.dates[i].labels[j])
          seen.insert(lines_.dates[i].mentions[j].date);
    return seen.size();
  }

  // Has a heading of other pages or of readers' comments come between the article and the unit?
  [[nodiscard]] std::size_t end_of_own() const {
    static constexpr std::string_view kOthers[] = {"related", "comment-form", "newsletter"};
    for (std::size_t i = article_.last + 1; i < lines_.units.size(); ++i)
      if (std::find(std::begin(kOthers), std::end(kOthers), lines_.decisions[i].reason) != std::end(kOthers)) return i;
    return lines_.units.size();
  }

  [[nodiscard]] bool is_before_text(std::size_t unit) const {
    return unit <= std::max(article_.first, std::min(article_.first + kBylineReach, article_.last));
  }

  [[nodiscard]] bool is_at_head(std::size_t unit) const {
    constexpr std::size_t kHead = 10;
    if (!is_before_text(unit)) return false;
    const bool near_title = article_.title && unit + 2 >= *article_.title && unit <= *article_.title + kHead;
    return near_title || unit + kHead >= article_.first;
  }

  // Of equals the first wins: a page's stamp stands above the date of the release that it shows.
  [[nodiscard]] double place_score(std::size_t unit, DateLabel label) const {
    const bool is_labelled = label != DateLabel::kNone && label != DateLabel::kWeak;
    if (is_before_text(unit)) {
      if (is_at_head(unit)) return unit > article_.first ? 1 : 2;
      return is_labelled ? 0.5 : -1.5;  // far above stands today's date
    }
    if (unit > 0 && is_signature(lines_.units[unit - 1])) return 1;
    if (label == DateLabel::kPublished && many_published_) return -3;  // a list of pages
    if (unit <= article_.last) {
      const bool is_published = label == DateLabel::kPublished || label == DateLabel::kSigned;
      return is_published ? 0.5 : is_listing_ ? -4 : -2.5;
    }
    // A bare date right behind the article signs it; further down it belongs to teasers.
    if (unit <= article_.last + 3 && unit < end_of_own_) return is_labelled ? 0.5 : is_listing_ ? -0.5 : 1;
    return is_labelled ? -0.5 : -3;
  }

  // A month alone dates a page only where it stands alone, or is labelled.
  [[nodiscard]] bool is_lone_month(std::size_t i, const DateMention& mention) const {
    const auto has_months = [&](std::size_t unit) {
      return unit < lines_.units.size() && !lines_.dates[unit].mentions.empty() &&
             lines_.dates[unit].mentions.front().form == DateForm::kMonthYear;
    };
    const bool is_partial = mention.form == DateForm::kMonthYear || mention.form == DateForm::kYear;
    return is_partial && lines_.dates[i].other_words <= 1 && !has_months(i + 1) && !(i > 0 && has_months(i - 1)) &&
           i <= article_.first && is_at_head(i);
  }

  void add(std::size_t i, std::size_t j, std::vector<DateCandidate>& candidates) const {
    const Unit& unit = lines_.units[i];
    const UnitDates& dates = lines_.dates[i];
    const DateMention& mention = dates.mentions[j];
    const DateLabel label = dates.labels[j];
    if (!is_dated(mention)) return;
    const bool byline = is_before_text(i) && is_byline(unit.text, mention, label);
    const bool posted = says_when_posted(unit.text);
    const bool told = lines_.decisions[i].keep && !dates.is_date_line && !posted && !(byline && mention.has_time);
    const bool says_published =
        label == DateLabel::kPublished && (mention.has_time || follows_colon(unit.text, mention.begin));
    if ((told && !byline && !says_published) || is_range(unit.text, mention)) return;
    double score = form_score(mention) + label_score(label) + (mention.has_time ? 1 : 0) + place_score(i, label) +
                   markup_score(page_.lines[unit.line].markup);
    if (dates.is_date_line || is_lone_month(i, mention))
      score += dates.other_words <= 2 ? 2 : 1;
    else if (posted)
      score += 3;
    else
      score -= byline ? 1 : 2;
    if (told && !byline) score -= says_published && mention.has_time ? 1 : 3;
    if (contains(unit.text, "©")) score -= 4;
    const bool is_head = is_at_head(i) && (dates.is_date_line || byline || posted) && label != DateLabel::kUpdated &&
                         label != DateLabel::kDecoy && mention.date.day > 0 && !mention.other;
    candidates.push_back(
        {mention.date, mention.other, score, source_of(unit, mention), DateCandidate::Origin::kLine, is_head});
  }

  [[nodiscard]] std::string source_of(const Unit& unit, const DateMention& mention) const {
    return "line " + std::to_string(page_.lines[unit.line].number) + ": " +
           squeeze_spaces(unit.text.substr(mention.begin, mention.end - mention.begin));
  }

  const Page& page_;
  const DatedLines& lines_;
  const ArticlePlace& article_;
  bool is_listing_, many_published_;
  std::size_t end_of_own_;  // unit from which on dates are those of other pages
};

// "BEIJING, July 20, 2023 (Xinhua) -- ...", "新华社北京2023年7月20日电": the dateline that a report begins with.
void add_dateline(const Page& page, const DatedLines& lines, const ArticlePlace& article,
                  std::vector<DateCandidate>& candidates) {
  constexpr std::size_t kLead = 60, kHead = 160;  // bytes
  constexpr double kScore = 4.5;
  static const RE2 behind(
      R"(^\s*[,，]?\s*(\([^()]{2,40}\)|（[^（）]{2,40}）|/[\w ]{2,30}/)?\s*((--|—|–|-)\s*($|[^\d\s])|\x{7535}|電|讯|訊))");
  for (std::size_t i = article.first; i < lines.units.size() && i <= article.first + 1; ++i) {
    const Unit& unit = lines.units[i];
    if (!lines.decisions[i].keep) continue;
    for (const DateMention& mention : find_dates(unit.text.substr(0, kHead))) {
      if (!is_dated(mention) || mention.date.day == 0 || mention.begin > kLead) break;
      if (!RE2::PartialMatch(piece(unit.text.substr(mention.end, kHead)), behind)) break;
      const std::string text(unit.text.substr(mention.begin, mention.end - mention.begin));
      candidates.push_back({mention.date, mention.other, kScore,
                            "line " + std::to_string(page.lines[unit.line].number) + ": " + squeeze_spaces(text),
                            DateCandidate::Origin::kLine, false});
      return;
    }
  }
}

// ---- markup and container ----

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

std::optional<DateMention> first_date(std::string_view text, ScriptClass script) {
  for (const DateMention& mention : find_dates(text.substr(0, std::min<std::size_t>(text.size(), 200))))
    if (is_dated(mention) && fits_surroundings(mention, script)) return mention;
  return std::nullopt;
}

// "2021-11-04T23:00:00Z" is midnight of the next day where the page was written: of Central Europe (22 or 23 h UTC),
// Thailand (17 h), China (16 h).
bool is_local_midnight(std::string_view text, ScriptClass script) {
  static const RE2 hour(R"(^\d{4}-\d\d-\d\d[T ](\d\d):00(?::00(?:\.0+)?)?(?:Z|\+00:?00)$)");
  int hours = 0;
  if (!RE2::FullMatch(piece(text), hour, &hours)) return false;
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

void add_declared(const Page& page, ScriptClass script, std::vector<DateCandidate>& candidates) {
  constexpr double kContainer = 12;
  double order = 0;
  for (const auto& [kind, text] : page.declared.dates) {
    std::optional<DateMention> mention = first_date(text, script);
    if (!mention) continue;
    if (is_local_midnight(text, script)) mention->date = next_day(mention->date);
    candidates.push_back(
        {mention->date, mention->other, declared_score(kind) - order, kind, DateCandidate::Origin::kMarkup, false});
    order += 0.01;
  }
  const auto origin = DateCandidate::Origin::kContainer;
  if (const std::optional<DateMention> hint = first_date(page.hints.date, script))
    candidates.push_back({hint->date, hint->other, kContainer, "declared", origin, false});
  else if (const Result<Date> partial = parse_date(page.hints.date); partial.ok())
    candidates.push_back({*partial, std::nullopt, kContainer, "declared", origin, false});
}

// ---- address ----

// The date that a path was filed under: "/2023/04/21/", "/202304/t20230421_88.html", "/29-10-2021"; day 0 for
// "/2023/04/".
Date date_in_address(const std::string& url) {
  static const RE2 with_separators(
      R"([/_\-=](20\d\d|19\d\d)[/\-_]?(0[1-9]|1[0-2])[/\-_]?(0[1-9]|[12]\d|3[01])(?:[/_\-.]|\D|$))");
  static const RE2 single_digits(R"(/(20\d\d|19\d\d)/(\d{1,2})/(\d{1,2})(?:/|$))");
  static const RE2 day_first(R"([/\-_](\d{1,2})-(\d{1,2})-(20\d\d|19\d\d)(?:[/.?#]|$))");
  static const RE2 with_letter(R"([/_]t(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[_.])");
  static const RE2 month_only(R"(/(20\d\d)[/\-]?(0[1-9]|1[0-2])/)");
  int year = 0, month = 0, day = 0;
  const bool has_day = RE2::PartialMatch(url, with_letter, &year, &month, &day) ||
                       RE2::PartialMatch(url, with_separators, &year, &month, &day) ||
                       RE2::PartialMatch(url, single_digits, &year, &month, &day) ||
                       (RE2::PartialMatch(url, day_first, &day, &month, &year) && day != month && day > 12);
  if (!has_day) {
    day = 0;
    if (!RE2::PartialMatch(url, month_only, &year, &month)) return {};
  }
  const Date date{static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
  return is_valid(date) ? date : Date{};
}

void add_address(const Page& page, std::vector<DateCandidate>& candidates) {
  constexpr double kDay = 4.5, kMonth = 3.5;
  const Date date = date_in_address(page.declared.url.empty() ? page.hints.url : page.declared.url);
  if (date.year > 0)
    candidates.push_back(
        {date, std::nullopt, date.day > 0 ? kDay : kMonth, "url", DateCandidate::Origin::kAddress, false});
}

}  // namespace

// The stretch of units that holds most of the body: stray kept lines far from it do not count.
ArticlePlace find_article(const std::vector<Unit>& units, const std::vector<Decision>& decisions,
                          std::optional<std::size_t> title) {
  constexpr double kMostWords = 80, kGapCost = 8;  // words of a kept unit that count, words that a removed unit costs
  ArticlePlace place{0, 0, title};
  double best = 0, sum = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (sum <= 0) {
      sum = 0;
      start = i;
    }
    sum += decisions[i].keep ? std::min(units[i].words(), kMostWords) : -kGapCost;
    if (sum > best) {
      best = sum;
      place.first = start;
      place.last = i;
    }
  }
  while (place.first < place.last && !decisions[place.first].keep) ++place.first;
  return place;
}

std::vector<DateCandidate> date_candidates(const Page& page, const DatedLines& lines, const ArticlePlace& article) {
  std::vector<DateCandidate> candidates;
  LineScorer(page, lines, article).add_to(candidates);
  add_dateline(page, lines, article, candidates);
  const ScriptClass script =
      article.first < lines.units.size() ? lines.units[article.first].script : ScriptClass::kNone;
  add_declared(page, script, candidates);
  add_address(page, candidates);
  return candidates;
}

}  // namespace polsearch::clean
