// Page -> CleanDocument: units, evidence, scores, decisions; then title, date, credits, language, ministries.
//
//   "Select Page\n\nSteel output falls\n\nApr 21, 2023\n\nOutput fell by 3%. ..."
//     -> title "Steel output falls", date 2023-04-21, body "Output fell by 3%. ...", removed 1 navigation, 3 title, 5
//     date-line
#include "indexer/clean.h"

#include <algorithm>
#include <cmath>

#include "analysis/language.h"
#include "analysis/ministry_roles.h"
#include "analysis/unicode.h"
#include "indexer/clean/credits.h"
#include "indexer/clean/decide.h"
#include "indexer/clean/event_dates.h"
#include "indexer/clean/judged_page.h"
#include "indexer/clean/late_rules.h"
#include "indexer/clean/line_score.h"
#include "indexer/clean/name_reasons.h"
#include "indexer/clean/public_bodies.h"
#include "indexer/clean/publication_date.h"
#include "indexer/clean/settle_head.h"
#include "indexer/clean/title.h"

namespace polsearch {

using namespace clean;

struct Cleaner::Tables {
  LateRules rules;
  LineWeights weights;
  DateLabels date_labels;
  CreditLabels credit_labels;
};

namespace {

constexpr double kMostCutOfLine = 0.6;  // a line of which a pitch takes more goes whole
constexpr double kSureWords = 60;       // a body this long is no accident

Result<const Table*> table_named(const Knowledge& knowledge, std::string_view name) {
  const auto found = knowledge.tables.find(name);
  if (found == knowledge.tables.end())
    return Error{Error::Kind::kInput, "knowledge table " + std::string(name) + ".tsv is missing", ""};
  return &found->second;
}

// A page on its way to a document.
struct Work {
  const Page& page;
  std::vector<Unit> units;
  std::vector<UnitEvidence> evidence;
  std::vector<UnitDates> dates;
  std::vector<Decision> decisions;
  std::vector<std::vector<RuleSpan>> pitches;  // of kept units, bytes of the unit's text
  bool fell_back = false;
  std::optional<std::size_t> title;  // the unit that is the headline
};

std::string host_of(std::string_view url) {
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos)
    url.remove_prefix(scheme + 3);
  else
    return {};
  url = url.substr(0, url.find_first_of("/?#"));
  if (const std::size_t user = url.find('@'); user != std::string_view::npos) url.remove_prefix(user + 1);
  return std::string(url.substr(0, url.find(':')));
}

void add_addresses(const Page& page, CleanDocument& document) {
  document.id = page.id;
  document.digest = page.digest;
  document.url = !page.hints.url.empty() ? page.hints.url : page.declared.url;
  document.site = !page.hints.site.empty() ? page.hints.site : host_of(document.url);
}

// A clean text's container knows its language better than we can guess it from a few words; a scraped page's does not.
bool believes_hint(const Page& page, const LanguageGuess& guess) {
  if (!is_language_tag(page.hints.language)) return false;
  if (guess.language == "und") return true;
  return page.media_type == MediaType::kCleanText &&
         primary_language(guess.language) != primary_language(page.hints.language);
}

void add_language(const Page& page, CleanDocument& document) {
  LanguageGuess guess = detect_language(document.body.empty() ? document.title : document.body);
  document.language = guess.language;
  document.languages = std::move(guess.languages);
  if (!believes_hint(page, {document.language, {}})) return;
  document.language = page.hints.language;
  std::erase(document.languages, page.hints.language);
  document.languages.insert(document.languages.begin(), page.hints.language);
}

// Cuts pitches out of kept prose; a line that is mostly pitch goes whole.
void cut_pitches(const BoilerplateRules& rules, Work& work) {
  work.pitches.resize(work.units.size());
  std::size_t kept = static_cast<std::size_t>(
      std::count_if(work.decisions.begin(), work.decisions.end(), [](const Decision& d) { return d.keep; }));
  for (std::size_t i = 0; i < work.units.size(); ++i) {
    if (!work.decisions[i].keep) continue;
    std::vector<RuleSpan> spans = rules.find_spans(work.units[i].text);
    std::size_t cut = 0;
    for (const RuleSpan& span : spans) cut += span.end - span.begin;
    const bool mostly = static_cast<double>(cut) > kMostCutOfLine * static_cast<double>(work.units[i].text.size());
    if (!mostly) {
      work.pitches[i] = std::move(spans);
    } else if (kept > 1) {
      work.decisions[i] = {false, spans.front().rule->id, spans.front().rule->reason, work.decisions[i].score};
      --kept;
    }
  }
}

void add_piece(const Work& work, const Unit& unit, std::uint32_t begin, std::uint32_t end, CleanDocument& document) {
  const std::string_view text = trim(std::string_view(work.page.text).substr(begin, end - begin));
  if (text.empty()) return;
  const auto at = static_cast<std::uint32_t>(text.data() - work.page.text.data());
  document.kept.push_back({work.page.lines[unit.line].number, at, at + static_cast<std::uint32_t>(text.size())});
}

// Decisions -> spans of the page and the body text.
void add_spans(const Work& work, CleanDocument& document) {
  std::uint32_t last_line = 0;
  for (std::size_t i = 0; i < work.units.size(); ++i) {
    const Unit& unit = work.units[i];
    const Decision& decision = work.decisions[i];
    const std::uint32_t number = work.page.lines[unit.line].number;
    if (!decision.keep) {
      document.removed.push_back({number, unit.begin, unit.end, decision.rule, decision.reason, decision.score});
      continue;
    }
    const std::size_t first = document.kept.size();
    std::uint32_t begin = unit.begin;
    for (const RuleSpan& span : work.pitches[i]) {
      const auto span_begin = unit.begin + static_cast<std::uint32_t>(span.begin),
                 span_end = unit.begin + static_cast<std::uint32_t>(span.end);
      add_piece(work, unit, begin, span_begin, document);
      document.removed.push_back({number, span_begin, span_end, span.rule->id, span.rule->reason, decision.score});
      begin = span_end;
    }
    add_piece(work, unit, begin, unit.end, document);
    for (std::size_t j = first; j < document.kept.size(); ++j) {
      if (!document.body.empty()) document.body += unit.line == last_line || j > first ? ' ' : '\n';
      document.body.append(work.page.text, document.kept[j].begin, document.kept[j].end - document.kept[j].begin);
    }
    last_line = unit.line;
  }
}

// "Editor:" with the name from the next line.
std::string with_value(const Work& work, std::size_t i) {
  std::string line(work.units[i].text);
  const bool is_label = work.units[i].key.ends_with(':') && i + 1 < work.units.size();
  if (is_label && work.decisions[i + 1].reason == "credits") line.append(" ").append(work.units[i + 1].text);
  return line;
}

void add_credits(const CreditLabels& labels, const Work& work, CleanDocument& document) {
  Credits credits;
  for (std::size_t i = 0; i < work.units.size(); ++i)
    if (!work.decisions[i].keep && (work.decisions[i].reason == "credits" || work.decisions[i].reason == "date-line"))
      labels.read(with_value(work, i), credits);
  document.source = std::move(credits.source);
  document.responsible_editor = std::move(credits.responsible_editor);
  document.editor = credits.editor.empty() ? document.responsible_editor : std::move(credits.editor);
}

// Mean certainty of the decisions, weighted by words, lower for bodies of a few words.
double quality_of(const Work& work) {
  double words = 0, sure = 0, kept = 0;
  for (std::size_t i = 0; i < work.units.size(); ++i) {
    const double w = std::min(work.units[i].words(), 100.0);
    const bool ruled = work.decisions[i].rule != "score" && !work.decisions[i].keep;
    words += w;
    sure += w * (ruled ? 1 : 1 / (1 + std::exp(-std::abs(work.decisions[i].score))));
    if (work.decisions[i].keep) kept += work.units[i].words();
  }
  if (words == 0) return 0;
  const double quality = sure / words * std::min(1.0, 0.3 + 0.7 * kept / kSureWords);
  return work.fell_back ? quality * 0.4 : quality;
}

// JSONL "body": clean already, so every line is body and what the container declares is believed.
void take_whole(const Page& page, CleanDocument& document) {
  for (const Line& line : page.lines) {
    const std::string_view text = trim(line.text);
    if (text.empty()) continue;
    const auto begin = static_cast<std::uint32_t>(text.data() - page.text.data());
    document.kept.push_back({line.number, begin, begin + static_cast<std::uint32_t>(text.size())});
    if (!document.body.empty()) document.body += '\n';
    document.body += text;
  }
  document.title = squeeze_spaces(page.hints.title);
  document.title_source = document.title.empty() ? "none" : "declared";
  const PublicationDate date = find_publication_date(page, {{}, {}, {}}, {});
  document.date = date.date;
  document.precision = date.precision;
  document.date_source = date.source;
  document.quality = 1;
}

Work judge(const Page& page, const BoilerplateRules& rules, const LineWeights& weights, const DateLabels& labels) {
  JudgedPage judged = judge_page(page, rules, labels);
  std::vector<double> scores;
  for (const FeatureVector& features : judged.features) scores.push_back(weights.score(features));
  const ScriptClass script = dominant_script(judged.units, judged.evidence);
  Decisions decisions = decide(judged.units, judged.evidence, judged.dates, scores, script);
  return {page,
          std::move(judged.units),
          std::move(judged.evidence),
          std::move(judged.dates),
          std::move(decisions.units),
          {},
          decisions.fell_back,
          std::nullopt};
}

// A headline of two lines: "ประกาศกระทรวงพาณิชย์" / "เรื่อง การแจ้งปริมาณ...", "工业和信息化部　财政部" / "关于...的通知".
void join_title_lines(Work& work, std::string& title) {
  constexpr double kMostWords = 30;
  if (!work.title || work.units[*work.title].has_markup) return;
  const auto starts = [&](std::size_t i, std::string_view word) { return work.units[i].text.starts_with(word); };
  const auto take = [&](std::size_t i) {
    work.decisions[i] = {false, "title", "title", work.decisions[i].score};
    return squeeze_spaces(work.units[i].text);
  };
  const std::size_t at = *work.title, next = at + 1;
  const auto is_short = [&](std::size_t i) {
    return i < work.units.size() && !work.evidence[i].prose && !work.evidence[i].rules.hard &&
           !work.dates[i].is_date_line && work.units[i].words() <= kMostWords;
  };
  if (is_short(next) && starts(next, "เรื่อง") && !starts(at, "เรื่อง")) {
    title += " " + take(next);
  } else if (is_short(next) && starts(next, "关于") && names_a_body(work.units[at].key) && !starts(at, "关于")) {
    title += take(next);
  } else if (at > 0 && is_short(at - 1) && work.units[at - 1].counts.symbols == 0) {
    const std::size_t before = at - 1;
    if (starts(at, "เรื่อง") && names_a_body(work.units[before].key))
      title = take(before) + " " + title;
    else if (starts(at, "关于") && names_a_body(work.units[before].key) && work.units[before].counts.digits == 0)
      title = take(before) + title;
  }
}

void add_title(Work& work, CleanDocument& document) {
  const std::size_t prose = first_prose(work.decisions, work.evidence, work.dates);
  const Title title = find_title(work.page, work.units, work.evidence, work.dates, prose);
  settle_head(work.decisions, work.units, work.evidence, title.unit, prose);
  drop_contents(work.decisions, work.units, prose);
  work.title = title.unit;
  document.title = title.text;
  join_title_lines(work, document.title);
  document.title_source = title.source;
}

void add_date(Work& work, CleanDocument& document) {
  const ArticlePlace place = find_article(work.units, work.decisions, work.title);
  const PublicationDate date = find_publication_date(work.page, {work.units, work.dates, work.decisions}, place);
  document.date = date.date;
  document.precision = date.precision;
  document.date_source = date.source;
}

// "December 2023", alone on the cover, is what dates the page.
bool is_lone_date(const Work& work, std::size_t i, const Date& date) {
  const UnitDates& dates = work.dates[i];
  return !work.decisions[i].keep && work.decisions[i].rule == "score" && dates.mentions.size() == 1 &&
         dates.mentions.front().date == date && dates.other_words <= 1;
}

// "2023年5月8日" under who signed, on a page that was put up on another day: the end of the notice.
void keep_signed_dates(Work& work, const Date& date) {
  for (std::size_t i = 1; i < work.units.size(); ++i) {
    Decision& decision = work.decisions[i];
    const UnitDates& dates = work.dates[i];
    const bool is_bare_date = decision.rule == "date-line" && decision.reason == "date-line" &&
                              dates.mentions.size() == 1 && dates.labels.front() == DateLabel::kNone &&
                              dates.other_words <= 1;
    if (!is_bare_date || date.year == 0 || dates.mentions.front().date == date) continue;
    if (work.decisions[i - 1].keep && !work.evidence[i - 1].prose && names_a_body(work.units[i - 1].key))
      decision = {true, "", "", decision.score};
  }
}

// A date below "Related news" that is not the page's is another page's, one in a credit line that of its source.
void name_other_dates(Work& work, const Date& date) {
  for (std::size_t i = 1; i < work.units.size(); ++i) {
    Decision& decision = work.decisions[i];
    if (is_lone_date(work, i, date)) decision.reason = "date-line";
    if (decision.rule != "date-line" || decision.reason != "date-line" || work.dates[i].mentions.empty()) continue;
    const std::vector<DateMention>& mentions = work.dates[i].mentions;
    const Rule* hard = work.evidence[i].rules.hard;
    if (std::any_of(mentions.begin(), mentions.end(), [&](const DateMention& m) { return m.date == date; })) continue;
    if (hard && hard->reason == "credits") decision.reason = "credits";  // "Reprinted from ..., May 2"
    if (work.decisions[i - 1].reason == "related") decision.reason = "related";
  }
}

}  // namespace

void link_ministries(const MinistryLinker& linker, CleanDocument& document) {
  document.ministries.clear();
  document.other_bodies.clear();
  const std::optional<Date> date = document.date.year > 0 ? std::optional<Date>(document.date) : std::nullopt;
  const std::string text = document.title_is_derived ? document.body : document.title + "\n" + document.body;
  MinistryLinks links = linker.link(text, date);
  assign_roles(text, document.title_is_derived ? 0 : document.title.size(), links);
  for (LinkedMinistry& ministry : links.ministries)
    if (ministry.confidence >= kFacetConfidence)
      (ministry.in_facet ? document.ministries : document.other_bodies).push_back(std::move(ministry));
}

Cleaner::Cleaner(std::unique_ptr<const Tables> tables) : tables_(std::move(tables)) {}
Cleaner::~Cleaner() = default;
Cleaner::Cleaner(Cleaner&&) noexcept = default;
Cleaner& Cleaner::operator=(Cleaner&&) noexcept = default;

Result<Cleaner> Cleaner::create(const Knowledge& knowledge) {
  const Result<const Table*> boilerplate = table_named(knowledge, "boilerplate"),
                             weights = table_named(knowledge, "line_weights"),
                             dates = table_named(knowledge, "date_labels"),
                             credits = table_named(knowledge, "credit_labels");
  for (const Result<const Table*>* table : {&boilerplate, &weights, &dates, &credits})
    if (!*table) return table->error();
  Result<LateRules> rules = LateRules::create(**boilerplate);
  if (!rules) return rules.error();
  const Result<LineWeights> line_weights = read_line_weights(**weights);
  if (!line_weights) return line_weights.error();
  Result<DateLabels> date_labels = read_date_labels(**dates);
  if (!date_labels) return date_labels.error();
  Result<CreditLabels> credit_labels = CreditLabels::create(**credits);
  if (!credit_labels) return credit_labels.error();
  return Cleaner(std::make_unique<const Tables>(Tables{
      std::move(rules).value(), *line_weights, std::move(date_labels).value(), std::move(credit_labels).value()}));
}

CleanDocument Cleaner::clean(const Page& page, const MinistryLinker& linker) const {
  CleanDocument document;
  add_addresses(page, document);
  if (page.media_type == MediaType::kCleanText) {
    take_whole(page, document);
  } else {
    const BoilerplateRules& rules = tables_->rules.get();
    Work work = judge(page, rules, tables_->weights, tables_->date_labels);
    add_title(work, document);
    cut_pitches(rules, work);
    name_reasons(work.decisions, work.units, work.evidence, rules);
    add_date(work, document);
    keep_signed_dates(work, document.date);
    name_other_dates(work, document.date);
    add_spans(work, document);
    add_credits(tables_->credit_labels, work, document);
    document.quality = quality_of(work);
  }
  if (document.title.empty()) {
    const Title derived = title_from_body(document.body);
    document.title = derived.text;
    document.title_source = derived.source;
    document.title_is_derived = !derived.text.empty();
  }
  document.event_dates = find_event_dates(page, document.kept, document.date);
  add_language(page, document);
  link_ministries(linker, document);
  return document;
}

}  // namespace polsearch
