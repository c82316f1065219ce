// Text -> bodies, in three steps: cut into words (ministry_names.h), find names and country cues (ministry_matches.h),
// weigh the evidence (ministry_context.h, ministry_verdict.h).
//
//   "Egypt's Ministry of Industry met the Ministry of Industry and Information Technology (MIIT)" -> cn-miit, cn-miit
// A name alone often proves nothing: four countries of our pages have a ministry of industry, every province a
// development and reform commission. The evidence, strongest first: the country beside the name; a longer, unique name
// of the same body elsewhere in the page; the country that the page speaks of. docs/decisions/0003-ministry-linking.md.
#include "analysis/ministry_linker.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "analysis/ministry_context.h"
#include "analysis/ministry_matches.h"
#include "analysis/ministry_verdict.h"

namespace polsearch {

namespace {

using names::kInherited;
using names::kNoBody;
using names::kShown;
using names::Match;
using names::Page;
using names::Trie;
using names::Word;

// "... Commission (NDRC)": the letters stand for that body in this page, or, behind other words, for something else.
void read_definitions(Page& page) {
  std::unordered_map<std::uint32_t, std::uint32_t> body_ending_at;
  for (const Match& match : page.matches)
    if (match.body != kNoBody && match.confidence >= kFacetConfidence) body_ending_at[match.last] = match.body;
  for (std::uint32_t i = 1; i < page.words.size(); ++i) {
    const Word& word = page.words[i];
    if (!word.upper || !(word.gap & names::kGapOpen)) continue;
    const bool closed = i + 1 == page.words.size() || page.words[i + 1].gap & names::kGapClose;
    if (!closed) continue;
    const auto body = body_ending_at.find(i - 1);
    if (body != body_ending_at.end())
      page.definitions.emplace(page.written(word), body->second);
    else if (page.words[i - 1].capital && !page.words[i - 1].han_or_thai)
      page.definitions.emplace(page.written(word), kNoBody);
  }
}

void note_sure_bodies(Page& page) {
  for (const Match& match : page.matches) {
    if (match.body == kNoBody || match.confidence < kInherited || page.meaning(match).names.front().abbreviation)
      continue;
    page.sure_bodies.insert(match.body);
    if (const std::uint32_t bare = page.meaning(match).bare_node) page.qualified.emplace(bare, match.body);
    if (!page.meaning(match).is_latin) continue;
    for (std::uint32_t node = page.tables.trie.parent(match.node); node > Trie::kRoot;
         node = page.tables.trie.parent(node))
      page.long_forms.emplace(node, match.body);
  }
}

void weigh_all(Page& page, bool sure_only) {
  for (std::size_t i = 0; i < page.matches.size(); ++i) {
    Match& match = page.matches[i];
    if (names::is_cue(page, match) || (sure_only && !names::is_sure_name(page, match))) continue;
    const names::Verdict verdict = names::weigh(page, i);
    match.body = verdict.body;
    match.beside_country = verdict.beside_country;
    match.confidence = verdict.body == kNoBody ? 0 : verdict.confidence - names::lower_case_malus(page, match);
  }
}

// Abbreviations that no table knows, but this page defines: they are mentions as well, unless they stand in a name.
void add_defined_abbreviations(Page& page) {
  if (page.definitions.empty()) return;
  std::vector<Match> added;
  auto match = page.matches.begin();  // the first that ends at word i or behind it
  for (std::uint32_t i = 0; i < page.words.size(); ++i) {
    while (match != page.matches.end() && match->last < i) ++match;
    const bool in_name = match != page.matches.end() && match->first <= i;
    if (!page.words[i].upper || in_name) continue;
    const auto defined = page.definitions.find(page.written(page.words[i]));
    if (defined == page.definitions.end() || defined->second == kNoBody) continue;
    added.push_back({i, i, Trie::kRoot, false, defined->second, kInherited});
  }
  page.matches.insert(page.matches.end(), added.begin(), added.end());
  std::stable_sort(page.matches.begin(), page.matches.end(),
                   [](const Match& a, const Match& b) { return a.first < b.first; });
}

// "In 2004 the Ministry of Information Industry ...": a short text without a date is at least as young as the latest
// year that it tells of. Years of the Buddhist era as well. YYYYMM, 0 when there is none.
int date_told(std::string_view text) {
  constexpr std::size_t kShortText = 1000;  // bytes: long texts tell of many years
  constexpr int kFirst = 1949, kLast = 2100, kBuddhistOffset = 543, kMidYear = 6;
  if (text.size() > kShortText) return 0;
  int latest = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    int value = 0;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) value = value * 10 % 100'000 + (text[i] - '0');
    const std::size_t digits = i - begin;
    if (digits == 0) ++i;
    if (value > kFirst + kBuddhistOffset) value -= kBuddhistOffset;
    if (digits == 4 && value >= kFirst && value <= kLast) latest = std::max(latest, value);
  }
  return latest ? latest * 100 + kMidYear : 0;
}

MinistryLinks collect(const Page& page) {
  MinistryLinks links;
  std::map<std::uint32_t, double> doubt;  // by body: product of (1 - confidence)
  for (const Match& match : page.matches) {
    if (match.body == kNoBody || match.confidence < kShown) continue;
    const std::uint32_t begin = page.words[match.first].begin, end = page.words[match.last].end;
    links.mentions.push_back({page.tables.bodies[match.body].id, begin, end, match.confidence});
    const auto product = doubt.emplace(match.body, 1.0).first;
    const bool counts = match.confidence >= kFacetConfidence;  // weak mentions do not add up to a strong one
    product->second =
        counts ? product->second * (1 - match.confidence) : std::min(product->second, 1 - match.confidence);
  }
  for (const auto& [body, product] : doubt)
    links.ministries.push_back({page.tables.bodies[body].id, 1 - product, page.tables.bodies[body].in_facet});
  std::stable_sort(links.ministries.begin(), links.ministries.end(),
                   [](const LinkedMinistry& a, const LinkedMinistry& b) { return a.confidence > b.confidence; });
  return links;
}

}  // namespace

MinistryLinker::MinistryLinker(const Knowledge& knowledge) : tables_(new Tables{names::build_link_tables(knowledge)}) {}
MinistryLinker::~MinistryLinker() = default;
MinistryLinker::MinistryLinker(MinistryLinker&&) noexcept = default;
MinistryLinker& MinistryLinker::operator=(MinistryLinker&&) noexcept = default;

MinistryLinks MinistryLinker::link(std::string_view text, std::optional<Date> date) const {
  Page page{*tables_, text, names::cut_words(text, tables_->vocabulary), {}, {}, {}, {}, {}, {}, false, 0};
  page.has_capitals = std::any_of(page.words.begin(), page.words.end(), [](const Word& word) { return word.capital; });
  page.date = date && date->year ? date->year * 100 + (date->month ? date->month : 6) : date_told(text);
  names::find_names(page);
  names::score_countries(page);
  weigh_all(page, true);
  note_sure_bodies(page);
  weigh_all(page, false);
  read_definitions(page);
  weigh_all(page, false);
  add_defined_abbreviations(page);
  return collect(page);
}

}  // namespace polsearch
