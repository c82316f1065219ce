#include "indexer/clean/title.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "analysis/ascii.h"
#include "analysis/unicode.h"
#include "indexer/clean/hash_counts.h"

namespace polsearch::clean {
namespace {

constexpr std::size_t kReach = 14;  // units before the article that may be its title
constexpr double kAccepted = 3;
constexpr std::size_t kShownCharacters = 160;

constexpr std::uint64_t kNoBytes = 1469598103934665603ULL;  // FNV-1a's hash of nothing

constexpr std::uint64_t with_byte(std::uint64_t hash, char byte) {
  return (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
}
std::uint64_t with_bytes(std::uint64_t hash, std::string_view bytes) {
  for (const char byte : bytes) hash = with_byte(hash, byte);
  return hash;
}
bool is_ascii_word(char c) { return is_ascii_letter(c) || is_ascii_digit(c); }

// Hashes of the words of the lead that a headline would share: Latin words of four bytes, Han pairs, Thai triples.
template <class Sink>
void each_gram(std::string_view key, Sink&& sink) {
  std::uint64_t word = kNoBytes;
  std::size_t word_bytes = 0, run = 0;  // characters of Han and Thai on end
  std::array<std::size_t, 3> starts{};  // of the last of them, at their number modulo 3
  const auto flush = [&] {
    if (word_bytes >= 4) sink(word);
    word = kNoBytes;
    word_bytes = 0;
  };
  for (std::size_t i = 0; i < key.size();) {
    if (is_ascii_word(key[i])) {  // nearly all of most texts
      run = 0;
      for (; i < key.size() && is_ascii_word(key[i]); ++i, ++word_bytes) word = with_byte(word, key[i]);
      continue;
    }
    const CodePoint c = decode_at(key, i);
    const std::size_t begin = i;
    i += c.length;
    if (is_han(c.value) || is_thai(c.value)) {
      flush();
      starts[run++ % starts.size()] = begin;
      const std::size_t n = is_han(c.value) ? 2 : 3;
      if (run < n) continue;
      const std::size_t first = starts[(run - n) % starts.size()];
      sink(with_bytes(kNoBytes, key.substr(first, i - first)));
      continue;
    }
    run = 0;
    if (is_letter_or_digit(c.value)) {
      word = with_bytes(word, key.substr(begin, c.length));
      word_bytes += c.length;
    } else {
      flush();
    }
  }
  flush();
}

HashCounts grams_of_lead(const std::vector<Unit>& units, std::size_t first_prose) {
  constexpr std::size_t kBytesOfGram = 6, kBudget = 12000;
  HashCounts grams(kBudget / kBytesOfGram);
  std::size_t budget = kBudget;
  for (std::size_t i = first_prose; i < units.size() && budget > 0; ++i) {
    // The key of a long unit is its head only; the lead is read whole.
    const std::string whole = units[i].key_is_whole ? std::string() : fold_line(units[i].text.substr(0, budget));
    const std::string& key = units[i].key_is_whole ? units[i].key : whole;
    each_gram(key, [&](std::uint64_t gram) { grams.add(gram); });
    budget -= std::min(budget, key.size());
  }
  return grams;
}

// Of the words of a line, how many stand in the lead too; a word or two prove little.
double overlap(const Unit& unit, const HashCounts& lead) {
  constexpr double kFewest = 3;
  double all = 0, shared = 0;
  each_gram(unit.key, [&](std::uint64_t gram) {
    ++all;
    if (lead.count_of(gram) > 0) ++shared;
  });
  return shared / std::max(all, kFewest);
}

double length_score(const Unit& unit) {
  const double words = unit.words();
  if (words > 60) return -3;
  if (words >= 4) return 2;
  // Five Han characters are the name of an account or a column, five Thai or English words may be a headline.
  if (unit.script == ScriptClass::kHan && words < 3) return -1;
  return words >= 2.5 ? 1 : 0;
}

bool ends_with_full_stop(std::string_view text) {
  const auto ends = [&](std::string_view tail) {
    return text.size() >= tail.size() && text.substr(text.size() - tail.size()) == tail;
  };
  return (ends(".") && !ends("...")) || ends("。") || ends("；") || ends(";");
}

// "Written by Nok S., Regulatory Editor": no row removes it, but its words say who wrote the text.
bool is_named_credit(const Unit& unit, const UnitEvidence& evidence) {
  constexpr double kMostWords = 10;
  return evidence.kind && evidence.kind->reason == "credits" && unit.words() < kMostWords &&
         !ends_with_full_stop(unit.text) && !unit.text.ends_with('?') && !unit.text.ends_with("？");
}

// Its words are those of a menu, a button, a by-line.
bool sounds_like_boilerplate(const Unit& unit, const UnitEvidence& evidence) {
  constexpr double kMostWords = 6;
  if (is_named_credit(unit, evidence)) return true;
  if (!evidence.kind || unit.words() >= kMostWords) return false;
  for (const std::string_view reason : {"navigation", "share", "credits", "pagination", "comment-form", "template"})
    if (evidence.kind->reason == reason) return true;
  return false;
}

bool is_all_caps_word(const Unit& unit) {
  return unit.counts.latin_words <= 2 && unit.counts.upper > 2 && unit.counts.upper == unit.counts.letters;
}

// "By Jane Roe": a rule that only votes knows a by-line well enough not to take it for the headline.
bool is_credit(const RuleVerdict& rules) {
  return (rules.hard && rules.hard->reason == "credits") || (rules.vote_rule && rules.vote_rule->reason == "credits");
}

bool is_metadata(std::size_t i, const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence,
                 const std::vector<UnitDates>& dates) {
  return dates[i].is_date_line || is_credit(evidence[i].rules) || is_named_credit(units[i], evidence[i]);
}

bool is_declared(const Unit& unit, const Page& page) {
  const std::string_view key = bare(unit.key);
  if (key.size() < 8) return false;
  for (const auto& [kind, text] : page.declared.titles)
    if (bare(fold_line(text)) == key) return true;
  const std::string title = fold_line(page.declared.title.empty() ? page.hints.title : page.declared.title);
  return title.size() >= key.size() && title.find(key) != std::string::npos;
}

bool matches(std::string_view text, const RE2& pattern) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

// "——答记者问" goes on from the headline above it; "各省、自治区：", "To the bureaus of all provinces:" greet,
// "〔2023〕15号" numbers a notice, "Vol. 9 No. 14" an issue, "(Decree No. 7)" stands under one, "Chapter I" begins a
// part, "News > Cases" is a path, "$15 - 40 / piece" a price.
bool is_no_headline(const Unit& unit) {
  static const RE2 number(R"([〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*第?\s*\d+\s*[号號]$)");
  const std::string_view text = unit.text;
  static const RE2 addressee(R"(^(to|dear|attn\.?|attention|เรียน)\b?.*:?$)");
  static const RE2 part(
      R"(^((chapter|section|part|article|annex|appendix) [\divxlc]+\b|第 ?[\d一二三四五六七八九十]+ ?[章节条编]|(หมวด|มาตรา|ข้อ|บทที่) ?[\d๐-๙]))");
  static const RE2 issue(
      R"(\bvol(ume)?\.? ?\d+.{0,12}\b(no|issue)\b|ปีที่ ?\d+.{0,12}ฉบับที่ ?\d|^\D{2,40}(\d{4} ?年)?(总)?第 ?\d+ ?期[^\p{L}]*$|^[^\d]{2,40}\b(issue( no\.?)?|no\.?|vol\.?) ?#?\d+[^\p{L}]*$)");
  static const RE2 event(
      R"(^(time|date|place|venue|location|when|where|(会议|活动)?(时间|地点)|วันเวลา|เวลา|สถานที่) ?[:：])");
  static const RE2 price(R"(/ ?(piece|set|pcs?|unit|ton)s?\b|[$€¥] ?[\d.,]+ ?- ?[$€¥]? ?[\d.,]+)");
  const bool ends_in_colon = text.ends_with("：") || text.ends_with(':');
  const bool greets = text.ends_with("：") || text.starts_with("เรียน ") ||
                      (ends_in_colon && (unit.counts.han > 0 || matches(unit.key, addressee)));
  const bool is_aside =
      (text.starts_with('(') && text.ends_with(')')) || (text.starts_with("（") && text.ends_with("）"));
  const bool is_path = text.find(" > ") != std::string_view::npos || text.find(" » ") != std::string_view::npos;
  return text.starts_with("——") || text.starts_with("--") || greets || is_aside || is_path || matches(text, number) ||
         matches(unit.key, part) || matches(unit.key, issue) || matches(unit.key, price) || matches(unit.key, event);
}

// "Shipping News", "政策资讯": a section of the site.
bool is_section_name(const Unit& unit) {
  constexpr double kMostWords = 3;
  static const RE2 section(
      R"((^| )(news|blogs?|information|updates|cent(er|re)|dynamics|trends|knowledge|insights|articles?)$|^\p{Han}{0,6}(新闻|资讯|动态|要闻|快讯|信息|公告|知识|博客)$|^(ข่าว|บทความ)\p{Thai}{0,16}$)");
  return unit.words() <= kMostWords && matches(bare(unit.key), section);
}

// Named by the table of contents above it: "1. Why old lifts" .. "Why old lifts".
bool is_sub_head(std::size_t i, const std::vector<Unit>& units) {
  const std::string_view key = units[i].key;
  for (std::size_t j = i - std::min(i, kReach); j < i; ++j)
    if (units[j].key.size() > key.size() && without_number(units[j].key) == key) return true;
  return false;
}

// "2. Who will pay" above a text that has the head "Who will pay".
bool is_contents_entry(std::size_t i, const std::vector<Unit>& units) {
  if (!starts_with_number(units[i].text)) return false;
  const std::string_view head = without_number(units[i].key);
  return std::any_of(units.begin() + static_cast<std::ptrdiff_t>(i) + 1, units.end(),
                     [&](const Unit& unit) { return unit.key == head; });
}

// "Status: In force" beside "Document No.: 15": a field of an archive. "Explainer: the new rules" stands alone.
bool is_field(const Unit& unit) {
  constexpr std::size_t kMostLabelBytes = 40;
  constexpr double kMostWords = 9;
  const std::size_t colon = unit.key.find(':');
  return colon != std::string::npos && colon > 0 && colon <= kMostLabelBytes && unit.words() <= kMostWords;
}

bool is_field_of_block(std::size_t i, const std::vector<Unit>& units) {
  constexpr double kMostWords = 5;
  return units[i].words() <= kMostWords && is_field(units[i]) &&
         ((i > 0 && is_field(units[i - 1])) || (i + 1 < units.size() && is_field(units[i + 1])));
}

// The sentence right below a headline that says more: half as long again, and twelve words at least.
bool is_stand_first(std::size_t i, const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence,
                    const std::vector<UnitDates>& dates) {
  constexpr double kFewestWords = 12, kFewestOfHeadline = 5;
  if (i == 0 || evidence[i].rules.hard || evidence[i - 1].rules.hard || dates[i].is_date_line) return false;
  const Unit &headline = units[i - 1], &unit = units[i];
  return !dates[i - 1].is_date_line && headline.words() >= kFewestOfHeadline && unit.words() >= kFewestWords &&
         unit.words() >= 1.5 * headline.words() && !is_menu_row(headline) && headline.counts.symbols < 2 &&
         headline.script == unit.script && !is_no_headline(headline);
}

// "The Appliance Letter" above the headline, when a line of the footer begins or ends with it: "The Appliance Letter, 0
// Lake Street", "© The Appliance Letter".
bool is_site_in_footer(const Unit& unit, const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence,
                       std::size_t first_prose) {
  constexpr double kMostWords = 6;
  constexpr std::size_t kFewestBytes = 6;
  const std::string_view name = bare(unit.key);
  if (unit.words() > kMostWords || name.size() < kFewestBytes) return false;
  for (std::size_t j = units.size(); j-- > first_prose && !evidence[j].prose;) {
    const RuleVerdict& rules = evidence[j].rules;
    const Rule* kind = rules.hard ? rules.hard : rules.tail ? rules.tail : evidence[j].kind;
    const bool is_footer = kind && (kind->reason == "legal" || kind->reason == "icp" || kind->reason == "contact" ||
                                    kind->reason == "template");
    if (is_footer && units[j].key.size() > name.size() && units[j].key.find(name) != std::string::npos) return true;
  }
  return false;
}

double score_of(std::size_t i, const Page& page, const std::vector<Unit>& units,
                const std::vector<UnitEvidence>& evidence, const std::vector<UnitDates>& dates, std::size_t first_prose,
                const HashCounts& lead) {
  const Unit& unit = units[i];
  double score = length_score(unit);
  if (!ends_with_full_stop(unit.text)) score += 1;
  const double shared = overlap(unit, lead);
  score += shared >= 0.5 ? 3 : shared >= 0.3 ? 2 : shared >= 0.15 ? 1 : 0;
  if (is_contents_entry(i, units)) score -= 4;
  if (is_field_of_block(i, units)) score -= 4;
  if (is_site_in_footer(unit, units, evidence, first_prose)) score -= 4;
  std::size_t next = i + 1;
  if (next < first_prose && is_metadata(next, units, evidence, dates)) score += 2;
  while (next < first_prose && (is_metadata(next, units, evidence, dates) || evidence[next].rules.hard)) ++next;
  if (next == first_prose) score += 1;
  if (evidence[i].rules.hard || is_credit(evidence[i].rules)) score -= 6;
  // "Joined: Jan 05, 2021" is a date as well, though none of the page's.
  const bool mostly_date = dates[i].has_day() && dates[i].other_words <= 2;
  if (dates[i].is_date_line || mostly_date) score -= 6;
  if (unit.counts.symbols >= 2) score -= 1.5;
  if (is_menu_row(unit))
    score -= 4;
  else if (count_cells(unit.text) > 1)
    score -= 1;
  if (is_sub_head(i, units)) score -= 4;
  if (sounds_like_boilerplate(unit, evidence[i])) score -= 2;
  if (is_all_caps_word(unit)) score -= 2;
  if (is_no_headline(unit) || is_section_name(unit)) score -= 4;
  if (i + 1 < first_prose && is_stand_first(i + 1, units, evidence, dates)) score += 2;
  if (is_stand_first(i, units, evidence, dates)) score -= 2;
  if (is_declared(unit, page)) score += 4;
  const std::string& tag = page.lines[unit.line].markup.tag;
  if (tag == "h1") score += 3;
  if (tag == "h2") score += 1;
  return score;
}

constexpr std::string_view kSeparators[] = {" | ", " - ", " – ",  " — ", " _ ", "_",  "|",
                                            "-",   "—",   " :: ", " » ", " · ", "－", "｜"};

bool abbreviates(std::string_view part, std::string_view name) {
  const std::string a = fold_line(part), b = fold_line(name);
  return !a.empty() && !b.empty() && (a == b || b.find(a) != std::string::npos || a.find(b) != std::string::npos);
}

// "www.example-news.com" -> "example-news": the part of a host that a site is called by.
std::string host_name(const Declared& declared) {
  std::string_view url = declared.url;
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#:"));
  if (url.substr(0, 4) == "www.") url.remove_prefix(4);
  return std::string(url.substr(0, url.find('.')));
}

std::string letters_only(std::string_view text) {
  std::string out;
  for (const char c : fold_line(text))
    if (std::isalnum(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80) out += c;
  return out;
}

bool is_site(std::string_view part, const Declared& declared) {
  if (abbreviates(part, declared.site_name)) return true;
  const std::string host = letters_only(host_name(declared)), name = letters_only(part);
  return host.size() >= 3 && name.size() >= 3 &&
         (name == host || name.find(host) != std::string::npos || host.find(name) != std::string::npos);
}

Title declared_title(const Page& page) {
  for (const std::string_view wanted : {"h1", "og:title", "json-ld:headline"}) {
    std::string only;
    std::size_t many = 0;
    for (const auto& [kind, text] : page.declared.titles)
      if (kind == wanted && !trim(text).empty()) {
        only = squeeze_spaces(text);
        ++many;
      }
    const bool menu_word = fold_line(only).find(' ') == std::string::npos && count(only).words() < 2;
    if (many == 1 && !menu_word)
      return {without_site_suffix(only, page.declared), wanted == "h1" ? "html:h1" : std::string(wanted), false,
              std::nullopt};
  }
  const std::string& title = !page.hints.title.empty() ? page.hints.title : page.declared.title;
  if (trim(title).empty()) return {};
  return {without_site_suffix(squeeze_spaces(title), page.declared),
          page.hints.title.empty() ? "html:title" : "declared", false, std::nullopt};
}

// The headline of the lines, when <title> or Open Graph hold it beside the site's or a section's name:
// "Harbour Daily - Workshops get loans" above a line "Workshops get loans". A h1 may be the site's name itself.
bool is_part_of_declared(const Title& title, const Unit& unit, const Page& page) {
  constexpr double kFewestWords = 2.5;
  if (unit.words() < kFewestWords) return false;
  const std::string key = fold_line(title.text);
  const auto holds = [&](std::string_view declared) {
    const std::string whole = fold_line(declared);
    const std::size_t at = whole.find(key);
    if (at == std::string::npos) return false;
    const auto is_edge = [&](std::size_t byte) {
      return std::string_view(" |-_/:").find(whole[byte]) != std::string_view::npos ||
             static_cast<unsigned char>(whole[byte]) >= 0x80;
    };
    return (at == 0 || is_edge(at - 1)) && (at + key.size() == whole.size() || is_edge(at + key.size()));
  };
  return holds(page.declared.title) ||
         std::any_of(page.declared.titles.begin(), page.declared.titles.end(),
                     [&](const auto& declared) { return declared.first == "og:title" && holds(declared.second); });
}

}  // namespace

std::string without_site_suffix(std::string_view title, const Declared& declared) {
  for (const std::string_view separator : kSeparators) {
    const std::size_t at = title.rfind(separator);
    if (at == std::string_view::npos || at == 0) continue;
    const std::string_view head = trim(title.substr(0, at)), tail = trim(title.substr(at + separator.size()));
    const bool head_is_h1 = std::any_of(declared.titles.begin(), declared.titles.end(), [&](const auto& t) {
      return t.first == "h1" && !head.empty() && fold_line(t.second) == fold_line(head);
    });
    if (!head.empty() && !tail.empty() && (head_is_h1 || is_site(tail, declared))) return std::string(head);
  }
  return std::string(title);
}

Title find_title(const Page& page, const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence,
                 const std::vector<UnitDates>& dates, std::size_t first_prose) {
  Title title;
  double best = kAccepted;
  const HashCounts lead = first_prose > 0 ? grams_of_lead(units, first_prose) : HashCounts();
  for (std::size_t i = first_prose - std::min(first_prose, kReach); i < first_prose; ++i) {
    const double score = score_of(i, page, units, evidence, dates, first_prose, lead);
    if (score < best) continue;  // of equals the one nearer to the article
    best = score;
    title = {squeeze_spaces(units[i].text), "line", false, i};
  }
  const Title declared = declared_title(page);
  if (declared.text.empty()) return title;
  // The container's own word counts most; markup's counts more than a guess from the lines.
  if (title.unit && fold_line(title.text) == fold_line(declared.text)) {
    title.source = declared.source;
    return title;
  }
  if (title.unit && page.hints.title.empty() && is_part_of_declared(title, units[*title.unit], page)) {
    const bool is_shorter = fold_line(declared.text).find(fold_line(title.text)) != std::string::npos;
    if (is_shorter || declared.source != "html:h1" || is_site(declared.text, page.declared)) {
      title.source = "html:title";
      return title;
    }
  }
  Title chosen = declared;
  for (std::size_t i = 0; i < first_prose && i < units.size(); ++i)
    if (bare(units[i].key) == bare(fold_line(declared.text))) chosen.unit = i;
  return chosen;
}

Title title_from_body(std::string_view body) {
  const std::string line = squeeze_spaces(body.substr(0, std::min(body.find('\n'), std::size_t{4000})));
  std::size_t end = 0, characters = 0;
  while (end < line.size() && characters < kShownCharacters) {
    const CodePoint c = decode_at(line, end);
    end += c.length;
    ++characters;
    const bool western = (c.value == '.' || c.value == '?' || c.value == '!') && characters > 20 &&
                         (end == line.size() || line[end] == ' ');
    if (western || c.value == 0x3002 || c.value == 0xFF01 || c.value == 0xFF1F)
      return {line.substr(0, end), "first-sentence", true, std::nullopt};
  }
  if (end == line.size()) return {line, line.empty() ? "none" : "first-sentence", true, std::nullopt};
  const std::string_view head = std::string_view(line).substr(0, end);
  const std::vector<std::uint32_t> cuts =
      word_boundaries(std::string_view(line).substr(0, std::min(line.size(), end + 60)));
  std::uint32_t cut = 0;
  for (const std::uint32_t at : cuts)
    if (at <= end) cut = at;
  return {std::string(trim(head.substr(0, cut > 0 ? cut : end))) + "…", "first-sentence", true, std::nullopt};
}

}  // namespace polsearch::clean
