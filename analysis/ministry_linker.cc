// Text -> bodies, in three steps: cut into words, find names and country cues (leftmost, longest), weigh the evidence.
//
//   "Egypt's Ministry of Industry met the Ministry of Industry and Information Technology (MIIT)" -> cn-miit, cn-miit
// A name alone often proves nothing: four countries of our pages have a ministry of industry, every province a
// development and reform commission. The evidence, strongest first: the country beside the name; a longer, unique name
// of the same body elsewhere in the page; the country that the page speaks of. docs/decisions/0003-ministry-linking.md.
#include "analysis/ministry_linker.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "analysis/ministry_guards.h"
#include "analysis/ministry_tables.h"
#include "analysis/unicode.h"

namespace polsearch {

namespace {

using names::Body;
using names::CountryIndex;
using names::CueKind;
using names::LinkTables;
using names::NameEntry;
using names::NodeMeaning;
using names::Stop;
using names::Trie;
using names::Word;

// Confidence of one mention, by its evidence (research: measured on hand-made cases, see decision 0003).
constexpr double kUnique = 0.95;            // a long name that one body has, or the country stands beside it
constexpr double kSafeAbbreviation = 0.85;  // "MIIT"
constexpr double kInherited = 0.85;         // a short form whose long form stands in the page
constexpr double kGenericAlone = 0.8;       // "Ministry of Public Security", nothing in the page speaks against it
constexpr double kByCountry = 0.8;          // several owners, the page's country decides
constexpr double kWeakByCountry = 0.7;      // "~" name, the page's country decides
constexpr double kWeakAbbreviation = 0.65;  // "~" abbreviation, the page's country decides
constexpr double kLowerCaseMinistry = 0.1, kLowerCaseOther = 0.4;  // taken off for names without any capital
constexpr double kShown = 0.5;                                     // weaker mentions are not reported
constexpr double kScriptScore = 3;                                 // of the country whose script the page is written in

// A name or cue found: words [first, last] of the text.
struct Match {
  std::uint32_t first = 0, last = 0;
  std::uint32_t node = 0;
  bool from_list = false;  // "Finance" in "Ministries of Commerce and Finance"
  std::uint32_t body = UINT32_MAX;
  double confidence = 0;
  bool beside_country = false;  // which is its own
};

struct Page {
  const LinkTables& tables;
  std::string_view text;
  std::vector<Word> words;
  std::vector<Match> matches;                                   // names and cues, in order
  std::vector<double> country_scores;                           // by CountryIndex
  std::unordered_map<std::uint32_t, std::uint32_t> long_forms;  // node on the way to a sure name -> body
  std::unordered_set<std::uint32_t> sure_bodies;
  std::unordered_map<std::uint32_t, std::uint32_t>
      qualified;  // node of 财政部 -> body of 泰国财政部, when that stands here
  std::unordered_map<std::string_view, std::uint32_t> definitions;  // "(MOC)" -> body, or none
  bool has_capitals = false;
  int date = 0;  // YYYYMM, 0 unknown

  [[nodiscard]] const NodeMeaning& meaning(const Match& match) const { return tables.meanings[match.node]; }
  [[nodiscard]] std::string_view written(const Word& word) const {
    return text.substr(word.begin, word.end - word.begin);
  }
};

constexpr std::uint32_t kNoBody = UINT32_MAX;

// ---- step 2: names ----

constexpr std::uint8_t kInsideName =
    names::kGapSpace | names::kGapHyphen | names::kGapLine | names::kGapComma;  // what a name may have between words

// Small words and commas that stood between the words of a name in the text.
struct Joints {
  unsigned commas = 0, ands = 0;
};

bool accepts(const NodeMeaning& meaning, const Joints& joints) {
  if (!meaning.cues.empty()) return joints.commas == 0 || meaning.cues.front().kind == CueKind::kForeignBody;
  return std::any_of(meaning.names.begin(), meaning.names.end(),
                     [&](const NameEntry& name) { return joints.commas <= name.commas && joints.ands <= name.ands; });
}

// Longest name that continues `node` from word `at`; last < at when there is none.
struct Walk {
  std::uint32_t node = Trie::kNone;
  std::uint32_t last = 0;
};
Walk walk(const Page& page, std::uint32_t node, std::uint32_t at) {
  Walk best;
  Joints joints;
  constexpr std::uint32_t kMaxWords = 120;  // the longest Thai name has 77 characters
  const auto end = static_cast<std::uint32_t>(std::min<std::size_t>(page.words.size(), at + kMaxWords));
  if (!page.tables.meanings[node].names.empty() || !page.tables.meanings[node].cues.empty()) best = {node, at - 1};
  for (std::uint32_t i = at; i < end; ++i) {
    const Word& word = page.words[i];
    if (word.gap & ~kInsideName) break;
    if (word.gap & names::kGapComma) ++joints.commas;
    if (word.stop == Stop::kAnd) ++joints.ands;
    if (word.stop != Stop::kNone) continue;
    node = page.tables.trie.next(node, word.id);
    if (!word.id || node == Trie::kNone) break;
    if (accepts(page.tables.meanings[node], joints)) best = {node, i};
  }
  return best;
}

Walk longest_at(const Page& page, std::uint32_t at) {
  const Word& word = page.words[at];
  if (word.stop != Stop::kNone) return {};
  Walk best;
  if (word.id)
    if (const std::uint32_t node = page.tables.trie.first(word.id); node != Trie::kNone)
      best = walk(page, node, at + 1);
  if (word.upper_id && best.node == Trie::kNone)
    if (const std::uint32_t node = page.tables.trie.first(word.upper_id); node != Trie::kNone)
      best = walk(page, node, at + 1);
  return best;
}

// A single everyday word ("Polish", "District") counts only with its capital.
bool is_believable(const Page& page, std::uint32_t at, const Walk& found) {
  const NodeMeaning& meaning = page.tables.meanings[found.node];
  if (!meaning.is_latin || page.words[at].capital || !page.has_capitals) return true;
  if (!meaning.cues.empty()) return meaning.cues.front().kind == CueKind::kCue;
  return meaning.words > 1;
}

// "Ministries of Commerce, Finance and Education": the words behind a comma or "and" continue at "ministry".
std::uint32_t add_list_items(Page& page, std::uint32_t next) {
  constexpr int kMaxItems = 20;
  for (int item = 0; item < kMaxItems && next < page.words.size(); ++item) {
    std::uint32_t at = next;
    bool joined = page.words[at].gap & names::kGapComma;
    while (at < page.words.size() && page.words[at].stop != Stop::kNone) joined |= page.words[at++].stop == Stop::kAnd;
    if (!joined || at >= page.words.size() || page.words[at].gap & ~kInsideName) break;
    if (longest_at(page, at).node != Trie::kNone) break;  // a name of its own
    const std::uint32_t node = page.tables.trie.next(page.tables.ministry_node, page.words[at].id);
    if (!page.words[at].id || node == Trie::kNone) break;
    const Walk found = walk(page, node, at + 1);
    if (found.node == Trie::kNone || page.tables.meanings[found.node].names.empty()) break;
    page.matches.push_back({at, found.last, found.node, true, kNoBody, 0});
    next = found.last + 1;
  }
  return next;
}

// The name behind "ministry" whose last word is the one before `end`, of at most six words, beginning at `from` or
// later.
std::optional<Match> list_item_ending_at(const Page& page, std::uint32_t end, std::uint32_t from) {
  constexpr std::uint32_t kMostWords = 6;
  for (std::uint32_t begin = std::max(from, end > kMostWords ? end - kMostWords : 0); begin < end; ++begin) {
    const std::uint32_t id = page.words[begin].stop == Stop::kNone ? page.words[begin].id : 0;
    const std::uint32_t node = id ? page.tables.trie.next(page.tables.ministry_node, id) : Trie::kNone;
    if (node == Trie::kNone) continue;
    const Walk found = walk(page, node, begin + 1);
    if (found.node != Trie::kNone && found.last + 1 == end && !page.tables.meanings[found.node].names.empty())
      return Match{begin, found.last, found.node, true, kNoBody, 0};
  }
  return std::nullopt;
}

// "commerce, industry and finance ministries": the words before the name of the last are names behind "ministry".
void add_list_items_before(Page& page, std::uint32_t first) {
  constexpr int kMaxItems = 20;
  const std::uint32_t from = page.matches.empty() ? 0 : page.matches.back().last + 1;
  std::vector<Match> items;
  for (int item = 0; item < kMaxItems && first > from; ++item) {
    std::uint32_t end = first;
    if (page.words[end - 1].stop == Stop::kAnd) --end;
    const bool joined = end < first || (item > 0 && (page.words[first].gap & names::kGapComma));
    const std::optional<Match> found = joined ? list_item_ending_at(page, end, from) : std::nullopt;
    if (!found) break;
    items.push_back(*found);
    first = found->first;
  }
  page.matches.insert(page.matches.end(), items.rbegin(), items.rend());
}

// กระทรวงการคลัง พาณิชย์ และอุตสาหกรรม: what follows a blank or "และ" continues at กระทรวง or กระทรวงการ. Only a list that
// has its "และ" is one; the names before it wait for it.
std::uint32_t add_thai_list_items(Page& page, std::uint32_t next) {
  constexpr int kMaxItems = 20;
  constexpr std::uint32_t kAndLetters = 3;
  std::vector<Match> waiting;
  std::uint32_t end = next;
  for (int item = 0; item < kMaxItems && next < page.words.size(); ++item) {
    std::uint32_t at = next;
    const Word& word = page.words[at];
    if (word.gap & ~(names::kGapSpace | names::kGapComma)) break;
    const bool last = page.text.substr(word.begin, 9) == "และ";
    if (last) at += kAndLetters;
    if ((!last && !word.gap) || at >= page.words.size() || page.words[at].gap & ~names::kGapSpace) break;
    Walk found;
    for (const std::uint32_t head : page.tables.thai_heads)
      if (const std::uint32_t node = page.tables.trie.next(head, page.words[at].id); node != Trie::kNone)
        if (const Walk walked = walk(page, node, at + 1); walked.node != Trie::kNone && walked.last > found.last)
          found = walked;
    if (found.node == Trie::kNone || page.tables.meanings[found.node].names.empty()) break;
    waiting.push_back({at, found.last, found.node, true, kNoBody, 0});
    next = found.last + 1;
    if (!last) continue;
    page.matches.insert(page.matches.end(), waiting.begin(), waiting.end());
    end = next;
    break;
  }
  return end;
}

// "รมว.คลัง", "ก.คลัง": a minister's title or the letter of his ministry stands for กระทรวง, with or without การ.
Walk walk_behind_thai_title(const Page& page, std::uint32_t at) {
  struct Title {
    std::string_view text;
    std::uint32_t words;
    bool is_letter;  // may not end a longer word
  };
  constexpr Title kTitles[] = {{"รมว.", 4, false}, {"รมช.", 4, false}, {"รมต.", 4, false}, {"ก.", 2, true}};
  const std::string_view rest = page.text.substr(page.words[at].begin, kTitles[0].text.size());
  const bool inside = at > 0 && page.words[at - 1].han_or_thai && page.words[at - 1].end == page.words[at].begin;
  for (const Title& title : kTitles) {
    const std::uint32_t name = at + title.words;
    if (!rest.starts_with(title.text) || name >= page.words.size() || (title.is_letter && inside)) continue;
    Walk longest;
    for (const std::uint32_t head : page.tables.thai_heads)
      if (const std::uint32_t node = page.tables.trie.next(head, page.words[name].id); node != Trie::kNone)
        if (const Walk found = walk(page, node, name + 1); found.node != Trie::kNone && found.last > longest.last)
          longest = found;
    return longest;
  }
  return {};
}

// Does a name begin at word `at`? Thai ones also behind a title, which begins with one of two letters.
Walk name_at(const Page& page, std::uint32_t at) {
  const Walk found = longest_at(page, at);
  const std::uint32_t id = page.words[at].id;
  const bool may_be_title =
      id != 0 && (id == page.tables.thai_title_letters[0] || id == page.tables.thai_title_letters[1]);
  return found.node == Trie::kNone && may_be_title ? walk_behind_thai_title(page, at) : found;
}

bool is_thai_ministry(const Page& page, const Walk& found) {
  const NodeMeaning& meaning = page.tables.meanings[found.node];
  return !meaning.is_latin && meaning.is_ministry && page.text[page.words[found.last].begin] == '\xE0';
}

void find_names(Page& page) {
  const auto count = static_cast<std::uint32_t>(page.words.size());
  for (std::uint32_t at = 0; at < count;) {
    const Word& word = page.words[at];
    if (!word.id && !word.upper_id) {
      ++at;
      continue;
    }
    const Walk found = name_at(page, at);
    if (found.node == Trie::kNone || !is_believable(page, at, found)) {
      ++at;
      continue;
    }
    if (page.words[found.last].plural_ministry && found.last > at) add_list_items_before(page, at);
    page.matches.push_back({at, found.last, found.node, false, kNoBody, 0});
    at = found.last + 1;
    if (is_thai_ministry(page, found)) at = add_thai_list_items(page, at);
    if (word.plural_ministry && page.tables.meanings[found.node].is_ministry) at = add_list_items(page, at);
  }
}

// ---- step 3: evidence ----

bool is_cue(const Page& page, const Match& match) { return page.meaning(match).names.empty(); }
const names::CueEntry& cue_of(const Page& page, const Match& match) { return page.meaning(match).cues.front(); }

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

bool is_sure_name(const Page& page, const Match& match) {
  const NodeMeaning& meaning = page.meaning(match);
  if (meaning.names.size() != 1 || match.from_list) return false;
  return !meaning.names.front().ambiguous && !meaning.is_generic;
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

void score_countries(Page& page) {
  page.country_scores.assign(page.tables.countries.size(), 0);
  add_script_scores(page);
  const auto bare = bare_nodes(page);
  for (const Match& match : page.matches) {
    if (is_cue(page, match)) {
      const names::CueEntry& cue = cue_of(page, match);
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

// The cue that stands directly before or behind a name, and what it says.
struct Neighbours {
  CountryIndex country = 0;
  bool has_country = false;
  bool local = false;  // of a province or city
};

bool is_plain_gap(std::uint8_t gap) { return !(gap & ~(names::kGapSpace | names::kGapHyphen | names::kGapLine)); }

void note_cue(Neighbours& beside, const names::CueEntry& cue, bool name_is_ministry) {
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
    const bool dateline = word.gap == (names::kGapSpace | names::kGapHyphen);  // "Beijing - MIIT said"
    if (is_plain_gap(word.gap) && !(word.gap & names::kGapLine) && !dateline)
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
  const names::CueEntry& cue = cue_of(page, after);
  const bool is_country = cue.kind == CueKind::kCountry;
  const std::uint8_t gap = page.words[after.first].gap;
  const bool direct = after.first == match.last + 1;
  if (direct && (gap & names::kGapOpen) && is_country) note_cue(beside, cue, true);
  if (direct && gap == names::kGapSpace && is_country && !page.words[after.last].capital) return;
  if (of && is_plain_gap(gap)) note_cue(beside, cue, false);
  if (in && is_country) note_cue(beside, cue, true);
  const bool closes = after.last + 1 >= page.words.size() || page.words[after.last + 1].gap & ~names::kGapSpace;
  if (direct && is_country && closes && (gap == (names::kGapComma | names::kGapSpace) || gap == names::kGapSpace))
    note_cue(beside, cue, true);
}

// A short Thai form is no part of a longer word: no Thai letter before it, no digit ("5 กก." are kilograms).
bool is_inside_thai_word(const Page& page, const Match& match) {
  if (!match.first) return false;
  const Word& before = page.words[match.first - 1];
  const Word& word = page.words[match.first];
  if (before.end == word.begin && before.han_or_thai) return true;
  const char last = page.text[before.end - 1];
  return last >= '0' && last <= '9' && word.gap == names::kGapSpace;
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
  return place && names::is_head_of_office(page.text, page.words[match.last].end);
}

bool is_rejected_by_form(const Page& page, const Match& match, std::size_t index) {
  const NodeMeaning& meaning = page.meaning(match);
  const std::size_t begin = page.words[match.first].begin, end = page.words[match.last].end;
  if (!meaning.is_latin) {
    if (names::is_cut_from_longer_word(page.text, begin, end) || names::is_thai_provincial(page.text, end)) return true;
    if (names::is_head_of_institute(page.text, end)) return true;
    if (meaning.names.front().abbreviation && (is_inside_thai_word(page, match) || names::is_thai_unit(page.text, end)))
      return true;
  }
  if (meaning.is_latin && meaning.names.front().ambiguous && meaning.names.front().abbreviation &&
      names::is_common_noun(page.text, begin, end))
    return true;
  if (!meaning.is_latin && names::is_head_of_regional_office(page.text, end)) return true;
  if (!meaning.is_latin && names::is_department_of_company(page.text, begin, end)) return true;
  return is_head_of_local_office(page, match, index) || goes_on_as_unknown_name(page, match, index);
}

bool exists_at(const Body& body, int date) {
  return (!body.valid_from || date >= body.valid_from) && (!body.valid_to || date <= body.valid_to);
}

// Among bodies of one country: the one that existed at the page's date, else the present one, else the latest.
std::uint32_t choose_by_date(const Page& page, const std::vector<std::uint32_t>& bodies) {
  std::uint32_t best = bodies.front();
  int best_rank = -1;
  for (const std::uint32_t body : bodies) {
    const Body& candidate = page.tables.bodies[body];
    const bool exists = page.date && exists_at(candidate, page.date);
    const int rank = (exists ? 2 : 0) + (candidate.valid_to ? 0 : 1);
    if (rank > best_rank || (rank == best_rank && candidate.valid_to > page.tables.bodies[best].valid_to)) {
      best = body;
      best_rank = rank;
    }
  }
  return best;
}

// A plain "Ministry of X" in a page of much later date is today's body under its old name (or a translator's).
std::uint32_t follow_renaming(const Page& page, const Match& match, std::uint32_t body) {
  constexpr int kGrace = 100;  // YYYYMM: one year
  for (int step = 0; step < 5; ++step) {
    const Body& current = page.tables.bodies[body];
    const bool outdated = page.date && current.valid_to && page.date > current.valid_to + kGrace;
    if (!outdated || !page.meaning(match).is_generic || current.successors.size() != 1) return body;
    body = current.successors.front();
  }
  return body;
}

struct Candidates {
  std::vector<std::uint32_t> bodies;
  bool ambiguous = true;  // every remaining name is "~"
  bool abbreviation = false;
  bool is_everyday_word = false;  // "MOST", "SAFE"
};

Candidates candidates_of(const Page& page, const Match& match, const Neighbours& beside) {
  Candidates candidates;
  for (const NameEntry& name : page.meaning(match).names) {
    if (beside.has_country && page.tables.bodies[name.body].country != beside.country) continue;
    candidates.bodies.push_back(name.body);
    candidates.ambiguous = candidates.ambiguous && name.ambiguous;
    candidates.abbreviation = candidates.abbreviation || name.abbreviation;
  }
  // กระทรวงการต่างประเทศ "ของจีน": no body of that country has the bare name, but one has it with its country.
  if (candidates.bodies.empty() && beside.has_country) {
    const auto [first, last] = page.tables.abroad.equal_range(match.node);
    for (auto body = first; body != last; ++body)
      if (page.tables.bodies[body->second].country == beside.country)
        candidates = {{body->second}, false, false, false};
  }
  candidates.is_everyday_word =
      candidates.abbreviation && names::is_everyday_word(page.written(page.words[match.first]));
  return candidates;
}

double score_of_others(const Page& page, CountryIndex own) {
  double most = 0;
  for (std::size_t i = 0; i < page.country_scores.size(); ++i)
    if (i != own) most = std::max(most, page.country_scores[i]);
  return most;
}

// The candidates of the country that the page speaks of; empty when it does not say.
std::vector<std::uint32_t> of_the_pages_country(const Page& page, const std::vector<std::uint32_t>& bodies) {
  double best_score = 0;
  CountryIndex best = 0;
  bool tied = false;
  for (const std::uint32_t body : bodies) {
    const CountryIndex country = page.tables.bodies[body].country;
    const double score = page.country_scores[country];
    if (country != best || best_score == 0) tied = score == best_score && score > 0;
    if (score > best_score) {
      best_score = score;
      best = country;
      tied = false;
    }
  }
  if (best_score == 0 || tied || score_of_others(page, best) > 2 * best_score) return {};
  std::vector<std::uint32_t> chosen;
  for (const std::uint32_t body : bodies)
    if (page.tables.bodies[body].country == best) chosen.push_back(body);
  return chosen;
}

struct Verdict {
  std::uint32_t body = kNoBody;
  double confidence = 0;
  bool beside_country = false;
};

Verdict verdict_by_page(const Page& page, const Candidates& candidates) {
  for (const std::uint32_t body : candidates.bodies)
    if (page.sure_bodies.count(body)) return {body, kInherited};
  const auto chosen = of_the_pages_country(page, candidates.bodies);
  if (chosen.empty()) return {};
  const std::uint32_t body = choose_by_date(page, chosen);
  if (candidates.abbreviation) {
    // One word about the country is enough where no other country is named, the letters are no everyday word and stand
    // for a body of today.
    const CountryIndex country = page.tables.bodies[body].country;
    const bool alone =
        score_of_others(page, country) == 0 && !candidates.is_everyday_word && page.tables.bodies[body].valid_to == 0;
    const bool enough = page.country_scores[country] >= (alone ? 1 : 2);
    return enough ? Verdict{body, kWeakAbbreviation} : Verdict{};
  }
  return {body, candidates.ambiguous ? kWeakByCountry : kByCountry};
}

Verdict verdict_on_generic(const Page& page, std::uint32_t body) {
  const CountryIndex own = page.tables.bodies[body].country;
  const double mine = page.country_scores[own], others = score_of_others(page, own);
  if (mine == 0 && others > 0) return {};
  if (others > 2 * mine) return {body, kShown};
  return {body, mine > 0 ? kUnique - 0.05 : kGenericAlone};
}

bool spans_countries(const Page& page, const std::vector<std::uint32_t>& bodies) {
  return std::any_of(bodies.begin(), bodies.end(), [&](std::uint32_t body) {
    return page.tables.bodies[body].country != page.tables.bodies[bodies.front()].country;
  });
}

// A heading in capitals says nothing about abbreviations: MOST may be "most".
bool is_among_capitals(const Page& page, const Match& match) {
  constexpr std::uint32_t kWindow = 4;
  const std::uint32_t from = match.first > kWindow ? match.first - kWindow : 0;
  const auto to = static_cast<std::uint32_t>(std::min<std::size_t>(page.words.size(), match.last + kWindow + 1));
  unsigned upper = 0, lower = 0;
  for (std::uint32_t i = from; i < to; ++i) {
    if (i >= match.first && i <= match.last) continue;
    const Word& word = page.words[i];
    if (word.han_or_thai || word.end - word.begin < 3) continue;
    ++(word.upper && !word.upper_id ? upper : lower);
  }
  return upper > lower;
}

Verdict verdict_on_abbreviation(const Page& page, const Match& match, const Candidates& candidates) {
  const auto defined = page.definitions.find(page.written(page.words[match.first]));
  if (defined != page.definitions.end()) return {defined->second, kInherited};
  if (!candidates.ambiguous && !spans_countries(page, candidates.bodies))
    return {choose_by_date(page, candidates.bodies), kSafeAbbreviation};
  if (page.meaning(match).is_latin && is_among_capitals(page, match)) return {};
  return verdict_by_page(page, candidates);
}

// "Ministry of Agriculture" in a page that names the Ministry of Agriculture and Rural Affairs.
Verdict verdict_by_long_form(const Page& page, const Match& match) {
  const NodeMeaning& meaning = page.meaning(match);
  if (!meaning.is_latin || !meaning.is_ministry || meaning.words < 2) return {};
  const auto longer = page.long_forms.find(match.node);
  return longer == page.long_forms.end() ? Verdict{} : Verdict{longer->second, kInherited};
}

// 泰国财政部 ... 财政部, กระทรวงพาณิชย์จีน ... กระทรวงพาณิชย์: the bare name means the same body, as long as the page has
// more of that country, and nothing but its script of its own.
Verdict verdict_by_qualified_form(const Page& page, const Match& match) {
  const auto qualified = page.qualified.find(match.node);
  if (qualified == page.qualified.end()) return {};
  const CountryIndex own = page.tables.bodies[page.meaning(match).names.front().body].country;
  const CountryIndex other = page.tables.bodies[qualified->second].country;
  constexpr double kTwice = 3;  // the qualified name and one more word
  if (own == other || page.country_scores[own] > kScriptScore || page.country_scores[other] < kTwice) return {};
  return {qualified->second, kInherited};
}

Verdict weigh(const Page& page, std::size_t index) {
  const Match& match = page.matches[index];
  if (is_rejected_by_form(page, match, index)) return {};
  Neighbours beside;
  look_before(page, index, beside);
  look_behind(page, index, beside);
  const NodeMeaning& meaning = page.meaning(match);
  if (beside.local && !meaning.is_national) return {};
  const Candidates candidates = candidates_of(page, match, beside);
  if (candidates.bodies.empty()) return {};
  if (beside.has_country) {
    const std::uint32_t body = choose_by_date(page, candidates.bodies);
    return {follow_renaming(page, match, body), candidates.abbreviation ? kSafeAbbreviation : kUnique, true};
  }
  if (candidates.abbreviation) return verdict_on_abbreviation(page, match, candidates);
  if (const Verdict same = verdict_by_qualified_form(page, match); same.body != kNoBody) return same;
  if (const Verdict longer = verdict_by_long_form(page, match); longer.body != kNoBody) return longer;
  const bool open = candidates.ambiguous || spans_countries(page, candidates.bodies);
  Verdict verdict;
  if (open) {
    verdict = verdict_by_page(page, candidates);
  } else {
    const std::uint32_t body = choose_by_date(page, candidates.bodies);
    verdict = meaning.is_generic ? verdict_on_generic(page, body) : Verdict{body, kUnique};
  }
  if (verdict.body != kNoBody) verdict.body = follow_renaming(page, match, verdict.body);
  return verdict;
}

double lower_case_malus(const Page& page, const Match& match) {
  if (!page.has_capitals || !page.meaning(match).is_latin) return 0;
  // A sentence's first word has its capital anyway: "Board of investment decisions".
  const Word& first = page.words[match.first];
  const bool starts_sentence = match.first == 0 || first.gap & (names::kGapHard | names::kGapLine);
  const bool skip = starts_sentence && !first.upper && match.last > match.first;
  for (std::uint32_t i = match.first + (skip ? 1 : 0); i <= match.last; ++i)
    if (page.words[i].capital) return 0;
  constexpr std::uint8_t kLongName = 4;  // words: no everyday phrase is so long
  const NodeMeaning& meaning = page.meaning(match);
  const bool is_a_name = meaning.is_ministry || meaning.words >= kLongName || match.beside_country;
  return is_a_name ? kLowerCaseMinistry : kLowerCaseOther;
}

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
    if (is_cue(page, match) || (sure_only && !is_sure_name(page, match))) continue;
    const Verdict verdict = weigh(page, i);
    match.body = verdict.body;
    match.beside_country = verdict.beside_country;
    match.confidence = verdict.body == kNoBody ? 0 : verdict.confidence - lower_case_malus(page, match);
  }
}

// Abbreviations that no table knows, but this page defines: they are mentions as well.
void add_defined_abbreviations(Page& page) {
  std::vector<Match> added;
  for (std::uint32_t i = 0; i < page.words.size(); ++i) {
    const Word& word = page.words[i];
    if (!word.upper || page.definitions.empty()) continue;
    const auto defined = page.definitions.find(page.written(word));
    if (defined == page.definitions.end() || defined->second == kNoBody) continue;
    added.push_back({i, i, Trie::kRoot, false, defined->second, kInherited});
  }
  if (added.empty()) return;
  for (const Match& match : page.matches) {
    const auto same = std::find_if(added.begin(), added.end(), [&](const Match& other) {
      return other.first >= match.first && other.first <= match.last;
    });
    if (same != added.end()) added.erase(same);
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
  find_names(page);
  score_countries(page);
  weigh_all(page, true);
  note_sure_bodies(page);
  weigh_all(page, false);
  read_definitions(page);
  weigh_all(page, false);
  add_defined_abbreviations(page);
  return collect(page);
}

}  // namespace polsearch
