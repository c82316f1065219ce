#include "analysis/ministry_context.h"

#include <algorithm>

#include "analysis/ministry_guards.h"

namespace polsearch::names {
namespace {

// Share of Thai and Han letters among all words: the script speaks for a country as well.
void add_script_scores(Page& page) {
  std::size_t thai = 0, han = 0, latin = 0;
  for (const Word& word : page.words) {
    if (!word.han_or_thai)
      ++latin;
    else if (page.text[word.begin] == '\xE0')
      ++thai;
    else
      ++han;
  }
  constexpr std::size_t kLettersInAWord = 2;  // a Latin word weighs as much as two characters
  if (thai > kLettersInAWord * latin + han) page.country_scores[page.tables.thailand] += kScriptScore;
  if (han > kLettersInAWord * latin + thai) page.country_scores[page.tables.china] += kScriptScore;
}

// "Ministry of Ecology and Environment": a plain name, but only one country of the table has such a ministry.
bool is_plain_name_of_one(const Page& page, const Match& match) {
  const NodeMeaning& meaning = page.meaning(match);
  return meaning.is_latin && meaning.is_generic && meaning.names.size() == 1 && !meaning.names.front().ambiguous &&
         !match.from_list;
}

// Nodes of 财政部 where the page has 泰国财政部: the bare name speaks for no country.
std::unordered_set<std::uint32_t> bare_nodes(const Page& page) {
  std::unordered_set<std::uint32_t> nodes;
  for (const Match& match : page.matches)
    if (const std::uint32_t bare = page.meaning(match).bare_node) nodes.insert(bare);
  return nodes;
}

bool is_plain_gap(std::uint8_t gap) { return !(gap & ~(kGapSpace | kGapHyphen | kGapLine)); }

void note_cue(Neighbours& beside, const CueEntry& cue, bool name_is_ministry) {
  switch (cue.kind) {
    case CueKind::kCountry:
      beside.country = cue.country;
      beside.has_country = true;
      break;
    case CueKind::kLevel: beside.local = beside.local || !name_is_ministry; break;
    case CueKind::kCapital:
    case CueKind::kPlace: beside.local = beside.local || !name_is_ministry; break;
    default: break;
  }
}

// Characters between a Thai name and the country behind it: กระทรวงการคลังของญี่ปุ่น, กระทรวงพาณิชย์แห่งสหรัฐ.
bool is_thai_link(std::string_view between) {
  constexpr std::string_view kLinks[] = {"",   " ",      "ของ",       " ของ",      "แห่ง",     "(",
                                         " (", "ประเทศ", "ของประเทศ", "แห่งประเทศ", " ประเทศ", "ของทางการ"};
  return std::find(std::begin(kLinks), std::end(kLinks), between) != std::end(kLinks);
}

// Characters between a Han country name and the body's: "美国的商务部", "日本政府财务省".
bool is_han_link(std::string_view between) {
  return between.empty() || between == "的" || between == "政府" || between == "联邦" || between == "共和国";
}

void look_before(const Page& page, std::size_t index, Neighbours& beside) {
  const Match& match = page.matches[index];
  if (!index || match.from_list) return;
  const Match& before = page.matches[index - 1];
  if (!is_cue(page, before)) return;
  const Word& word = page.words[match.first];
  if (before.last + 1 == match.first) {
    const bool dateline = word.gap == (kGapSpace | kGapHyphen);  // "Beijing - MIIT said"
    if (is_plain_gap(word.gap) && !(word.gap & kGapLine) && !dateline)
      note_cue(beside, cue_of(page, before), page.meaning(match).is_ministry);
  } else if (word.han_or_thai && match.first - before.last <= 4) {
    const std::uint32_t end = page.words[before.last].end;
    if (is_han_link(page.text.substr(end, word.begin - end))) note_cue(beside, cue_of(page, before), true);
  }
}

void look_behind_thai(const Page& page, const Match& match, const Match& after, Neighbours& beside) {
  const std::uint32_t end = page.words[match.last].end;
  const bool thai = page.text[page.words[match.last].begin] == '\xE0';
  if (thai && cue_of(page, after).kind == CueKind::kCountry &&
      is_thai_link(page.text.substr(end, page.words[after.first].begin - end)))
    note_cue(beside, cue_of(page, after), true);
}

// "of Vietnam", "in Thailand", "(Thailand)", ", Vietnam": the country behind a name. "in" is known by its spelling.
void look_behind(const Page& page, std::size_t index, Neighbours& beside) {
  const Match& match = page.matches[index];
  if (index + 1 >= page.matches.size()) return;
  const Match& after = page.matches[index + 1];
  if (!is_cue(page, after)) return;
  if (page.words[match.last].han_or_thai) return look_behind_thai(page, match, after, beside);
  if (after.first - match.last > 3) return;
  bool of = false, in = false;
  for (std::uint32_t i = match.last + 1; i < after.first; ++i) {
    const Word& word = page.words[i];
    if (!is_plain_gap(word.gap)) return;
    of = of || word.stop == Stop::kOf;
    in = in || page.written(word) == "in";
    if (word.stop == Stop::kNone && page.written(word) != "in") return;
    if (word.stop == Stop::kAnd) return;
  }
  const CueEntry& cue = cue_of(page, after);
  const bool is_country = cue.kind == CueKind::kCountry;
  const std::uint8_t gap = page.words[after.first].gap;
  const bool direct = after.first == match.last + 1;
  if (direct && (gap & kGapOpen) && is_country) note_cue(beside, cue, true);
  if (direct && gap == kGapSpace && is_country && !page.words[after.last].capital) return;
  if (of && is_plain_gap(gap)) note_cue(beside, cue, false);
  if (in && is_country) note_cue(beside, cue, true);
  const bool closes = after.last + 1 >= page.words.size() || page.words[after.last + 1].gap & ~kGapSpace;
  if (direct && is_country && closes && (gap == (kGapComma | kGapSpace) || gap == kGapSpace))
    note_cue(beside, cue, true);
}

// A short Thai form is no part of a longer word: no Thai letter before it, no digit ("5 กก." are kilograms).
bool is_inside_thai_word(const Page& page, const Match& match) {
  if (!match.first) return false;
  const Word& before = page.words[match.first - 1];
  const Word& word = page.words[match.first];
  if (before.end == word.begin && before.han_or_thai) return true;
  const char last = page.text[before.end - 1];
  return last >= '0' && last <= '9' && word.gap == kGapSpace;
}

// "Ministry of Commerce and Industry" is another country's body: a capital word goes on behind "and".
bool goes_on_as_unknown_name(const Page& page, const Match& match, std::size_t index) {
  const NodeMeaning& meaning = page.meaning(match);
  if (!meaning.is_latin || !meaning.is_generic || match.from_list || page.words[match.first].plural_ministry)
    return false;
  if (page.words[match.first].id != page.tables.ministry_word) return false;
  const std::uint32_t at = match.last + 1;
  if (at + 1 >= page.words.size() || page.words[at].stop != Stop::kAnd || !is_plain_gap(page.words[at].gap))
    return false;
  const Word& next = page.words[at + 1];
  if (!is_plain_gap(next.gap) || next.stop != Stop::kNone || !next.capital || next.upper_id) return false;
  if (index + 1 < page.matches.size() && page.matches[index + 1].first == at + 1) return false;
  return !std::binary_search(page.tables.head_words.begin(), page.tables.head_words.end(), next.id);
}

// 中国人民银行广东省分行, 国家税务总局深圳市税务局: a place and an office behind the name.
bool is_head_of_local_office(const Page& page, const Match& match, std::size_t index) {
  if (page.meaning(match).is_latin || index + 1 >= page.matches.size()) return false;
  const Match& after = page.matches[index + 1];
  constexpr std::uint32_t kNear = 4;  // a place that no table knows, then its level: 延安市
  if (!is_cue(page, after) || after.first - match.last > kNear) return false;
  const CueKind kind = cue_of(page, after).kind;
  const bool place = kind == CueKind::kPlace || kind == CueKind::kCapital || kind == CueKind::kLevel;
  return place && is_head_of_office(page.text, page.words[match.last].end);
}

}  // namespace

bool is_sure_name(const Page& page, const Match& match) {
  const NodeMeaning& meaning = page.meaning(match);
  if (meaning.names.size() != 1 || match.from_list) return false;
  return !meaning.names.front().ambiguous && !meaning.is_generic;
}

void score_countries(Page& page) {
  page.country_scores.assign(page.tables.countries.size(), 0);
  add_script_scores(page);
  const auto bare = bare_nodes(page);
  for (const Match& match : page.matches) {
    if (is_cue(page, match)) {
      const CueEntry& cue = cue_of(page, match);
      const bool speaks = cue.kind != CueKind::kLevel && cue.kind != CueKind::kForeignBody;
      if (speaks) page.country_scores[cue.country] += 1;
    } else if (is_plain_name_of_one(page, match)) {
      constexpr double kPlainScore = 0.5;  // less than the name of any other country
      page.country_scores[page.tables.bodies[page.meaning(match).names.front().body].country] += kPlainScore;
    } else if (is_sure_name(page, match) && !bare.count(match.node)) {
      constexpr double kBodyScore = 2;
      page.country_scores[page.tables.bodies[page.meaning(match).names.front().body].country] += kBodyScore;
    }
  }
}

Neighbours neighbours_of(const Page& page, std::size_t index) {
  Neighbours beside;
  look_before(page, index, beside);
  look_behind(page, index, beside);
  return beside;
}

bool is_rejected_by_form(const Page& page, const Match& match, std::size_t index) {
  const NodeMeaning& meaning = page.meaning(match);
  const std::size_t begin = page.words[match.first].begin, end = page.words[match.last].end;
  if (!meaning.is_latin) {
    if (is_cut_from_longer_word(page.text, begin, end) || is_thai_provincial(page.text, end)) return true;
    if (is_head_of_institute(page.text, end)) return true;
    if (meaning.names.front().abbreviation && (is_inside_thai_word(page, match) || is_thai_unit(page.text, end)))
      return true;
  }
  if (meaning.is_latin && meaning.names.front().ambiguous && meaning.names.front().abbreviation &&
      is_common_noun(page.text, begin, end))
    return true;
  if (!meaning.is_latin && is_head_of_regional_office(page.text, end)) return true;
  if (!meaning.is_latin && is_department_of_company(page.text, begin, end)) return true;
  return is_head_of_local_office(page, match, index) || goes_on_as_unknown_name(page, match, index);
}

}  // namespace polsearch::names
