// Knowledge -> LinkTables.
#include "analysis/ministry_tables.h"

#include <algorithm>

#include "analysis/ministry_variants.h"
#include "analysis/unicode.h"

namespace polsearch::names {
namespace {

CountryIndex country_index(LinkTables& tables, std::string_view country) {
  const auto place = std::find(tables.countries.begin(), tables.countries.end(), country);
  const auto index = static_cast<CountryIndex>(place - tables.countries.begin());
  if (place == tables.countries.end()) tables.countries.emplace_back(country);
  return index;
}

// "and" and "&" in a name, and hyphens: "Urban-Rural" is also translated "Urban and Rural".
std::uint8_t count_of_and(std::string_view name) {
  auto count = static_cast<unsigned>(std::count(name.begin(), name.end(), '-'));
  for (const std::string_view word : {" and ", "&"})
    for (std::size_t at = name.find(word); at != std::string_view::npos; at = name.find(word, at + 1)) ++count;
  return static_cast<std::uint8_t>(count);
}

// "2008-03" -> 200803, "2008" -> 200800 + the month given for an unknown one.
int month_number(std::string_view text, int unknown_month) {
  int parts[2] = {0, unknown_month};
  std::size_t pos = 0;
  for (int part = 0; part < 2 && pos < text.size(); ++part) {
    int value = 0;
    for (; pos < text.size() && text[pos] >= '0' && text[pos] <= '9' && value < 10000; ++pos)
      value = value * 10 + (text[pos] - '0');
    parts[part] = value;
    if (pos < text.size() && text[pos] == '-') ++pos;
  }
  return parts[0] ? parts[0] * 100 + parts[1] : 0;
}

bool has_prefix(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }
bool has_suffix(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

bool is_han_or_thai(std::string_view name) {
  for (std::size_t i = 0; i < name.size();) {
    const CodePoint c = decode_at(name, i);
    if (is_han(c.value) || is_thai(c.value)) return true;
    i += c.length;
  }
  return false;
}

// Names that no province or city could have.
bool says_national(std::string_view name) {
  for (const std::string_view start : {"国家", "国务院", "中国", "中华", "中央", "中共", "全国", "最高", "泰国"})
    if (has_prefix(name, start)) return true;
  return has_suffix(name, "部") || has_suffix(name, "总局") || has_suffix(name, "总署");
}

// Four words of an English ministry's name ("ministry industry information technology") belong to one country only.
constexpr std::size_t kWordsOfUniqueMinistry = 4;

void describe_node(NodeMeaning& meaning, std::string_view name, const std::vector<std::uint32_t>& words,
                   const LinkTables& tables) {
  meaning.words = static_cast<std::uint8_t>(std::min<std::size_t>(words.size(), 255));
  meaning.is_latin = !is_han_or_thai(name);
  const bool latin_ministry =
      meaning.is_latin && (words.front() == tables.ministry_word || words.back() == tables.ministry_word);
  meaning.is_ministry = latin_ministry || has_prefix(name, "กระทรวง") || has_suffix(name, "部");
  meaning.is_national = !meaning.is_latin && says_national(name);
  meaning.is_generic = latin_ministry && words.size() < kWordsOfUniqueMinistry;
}

NodeMeaning& meaning_at(LinkTables& tables, std::uint32_t node) {
  if (tables.meanings.size() <= node) tables.meanings.resize(node + 1);
  return tables.meanings[node];
}

void add_body_name(LinkTables& tables, std::uint32_t body, const Ministry::Name& name) {
  const auto words = add_name(name.text, name.abbreviation, tables.vocabulary);
  const std::uint32_t node = tables.trie.insert(words);
  if (node == Trie::kNone) return;
  NodeMeaning& meaning = meaning_at(tables, node);
  if (meaning.names.empty()) describe_node(meaning, name.text, words, tables);
  const auto commas = static_cast<std::uint8_t>(std::count(name.text.begin(), name.text.end(), ',') +
                                                (has_prefix(name.text, "泰国") ? 3 : 0));
  const bool short_thai = has_suffix(name.text, ".") && !meaning.is_latin;
  const NameEntry entry{
      body, commas, count_of_and(name.text), name.ambiguous, name.abbreviation || short_thai, name.unverified};
  const auto same = std::find_if(meaning.names.begin(), meaning.names.end(),
                                 [&](const NameEntry& other) { return other.body == body; });
  if (same == meaning.names.end()) {
    meaning.names.push_back(entry);
  } else {  // two spellings, one key: the surer one counts
    same->ambiguous = same->ambiguous && entry.ambiguous;
    same->commas = std::max(same->commas, entry.commas);
    same->ands = std::max(same->ands, entry.ands);
  }
}

// Node of a name, Trie::kNone when no name begins so.
std::uint32_t node_of(const LinkTables& tables, std::string_view name) {
  std::uint32_t node = Trie::kRoot;
  for (const Word& word : cut_words(name, tables.vocabulary)) {
    if (word.stop != Stop::kNone) continue;
    node = word.id ? tables.trie.next(node, word.id) : Trie::kNone;
    if (node == Trie::kNone) break;
  }
  return node;
}

// Variants by rule, where no body has the name in the table: several bodies may share one, as they share a listed name.
void add_variants(LinkTables& tables, const Knowledge& knowledge) {
  std::vector<std::pair<std::uint32_t, std::string>> wanted;
  for (std::uint32_t i = 0; i < knowledge.ministries.size(); ++i)
    for (std::string& variant : variants_of(knowledge.ministries[i])) wanted.emplace_back(i, std::move(variant));
  std::erase_if(wanted, [&](const auto& variant) {
    const std::uint32_t node = node_of(tables, variant.second);
    return node != Trie::kNone && node < tables.meanings.size() && !tables.meanings[node].names.empty();
  });
  for (const auto& [body, name] : wanted) add_body_name(tables, body, {name, false, false, false});
}

CueKind kind_of(std::string_view kind) {
  if (kind == "country") return CueKind::kCountry;
  if (kind == "capital") return CueKind::kCapital;
  if (kind == "place") return CueKind::kPlace;
  if (kind == "level") return CueKind::kLevel;
  if (kind == "body") return CueKind::kForeignBody;
  return CueKind::kCue;
}

// "US", "U.S.", "RMB" are read as written: "us" is a pronoun.
bool is_all_capitals(std::string_view name) {
  return name.size() <= 5 &&
         std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '.'; });
}

void add_cue_names(LinkTables& tables, std::string_view cell, const CueEntry& cue) {
  while (!cell.empty()) {
    const std::size_t bar = cell.find('|');
    const std::string_view name = cell.substr(0, bar);
    cell = bar == std::string_view::npos ? std::string_view{} : cell.substr(bar + 1);
    const auto words = add_name(name, is_all_capitals(name), tables.vocabulary);
    const std::uint32_t node = tables.trie.insert(words);
    if (node == Trie::kNone) continue;
    NodeMeaning& meaning = meaning_at(tables, node);
    if (meaning.names.empty()) {
      meaning.words = static_cast<std::uint8_t>(words.size());
      meaning.is_latin = !is_han_or_thai(name);
    }
    meaning.cues.push_back(cue);
  }
}

void add_countries(LinkTables& tables, const Knowledge& knowledge) {
  const auto found = knowledge.tables.find("countries");
  if (found == knowledge.tables.end()) return;
  const Table& table = found->second;
  const std::size_t country = table.column("country"), kind = table.column("kind");
  for (const auto& row : table.rows) {
    if (country >= row.size() || kind >= row.size()) return;
    const CueEntry cue{country_index(tables, row[country]), kind_of(row[kind])};
    for (const std::string_view column : {"names_en", "names_zh", "names_th"})
      if (const std::size_t cell = table.column(column); cell < row.size()) add_cue_names(tables, row[cell], cue);
  }
}

void add_bodies(LinkTables& tables, const Knowledge& knowledge) {
  for (const Ministry& ministry : knowledge.ministries) {
    Body body;
    body.id = ministry.id;
    body.country = country_index(tables, ministry.country);
    body.in_facet = ministry.in_facet;
    body.valid_from = month_number(ministry.valid_from, 0);
    body.valid_to = month_number(ministry.valid_to, 99);
    for (const Ministry::Name& name : ministry.names) body.names.push_back(name.text);
    tables.bodies.push_back(std::move(body));
  }
  for (std::uint32_t i = 0; i < tables.bodies.size(); ++i) {
    for (const Ministry::Name& name : knowledge.ministries[i].names) add_body_name(tables, i, name);
    for (const std::string& id : knowledge.ministries[i].successors)
      if (const std::uint32_t body = tables.body_of(id); body < tables.bodies.size())
        tables.bodies[i].successors.push_back(body);
  }
}

// `name` without a country that it begins or ends with, for each that it does: ...ต่างประเทศจีน without จีน, or ประเทศจีน.
std::vector<std::string_view> without_country(std::string_view name, const std::vector<std::string_view>& countries) {
  constexpr std::string_view kOf = "ของ";
  std::vector<std::string_view> rests;
  for (const std::string_view country : countries) {
    if (country.size() >= name.size()) continue;
    std::string_view rest;
    if (has_prefix(name, country)) rest = name.substr(country.size());
    if (has_suffix(name, country)) rest = name.substr(0, name.size() - country.size());
    if (has_suffix(rest, kOf)) rest.remove_suffix(kOf.size());
    if (!rest.empty()) rests.push_back(rest);
  }
  return rests;
}

std::vector<std::string_view> split_names(std::string_view cell) {
  std::vector<std::string_view> names;
  while (!cell.empty()) {
    const std::size_t bar = std::min(cell.find('|'), cell.size());
    names.push_back(cell.substr(0, bar));
    cell.remove_prefix(std::min(bar + 1, cell.size()));
  }
  return names;
}

// Names of each country in all languages, by its code.
std::map<std::string, std::vector<std::string_view>> country_names(const Knowledge& knowledge) {
  std::map<std::string, std::vector<std::string_view>> names;
  const auto found = knowledge.tables.find("countries");
  if (found == knowledge.tables.end()) return names;
  const Table& table = found->second;
  const std::size_t country = table.column("country"), kind = table.column("kind");
  for (const auto& row : table.rows) {
    if (kind >= row.size() || row[kind] != "country") continue;
    for (const std::string_view column : {"names_en", "names_zh", "names_th"})
      if (const std::size_t cell = table.column(column); cell < row.size())
        for (const std::string_view name : split_names(row[cell])) names[row[country]].push_back(name);
  }
  return names;
}

// 泰国财政部 -> 财政部, กระทรวงพาณิชย์จีน -> กระทรวงพาณิชย์: what the bare name may stand for in a page.
void note_bare_nodes(LinkTables& tables, const Knowledge& knowledge) {
  const auto countries = country_names(knowledge);
  for (std::uint32_t body = 0; body < knowledge.ministries.size(); ++body) {
    const Ministry& ministry = knowledge.ministries[body];
    const auto own = countries.find(ministry.country);
    if (own == countries.end()) continue;
    for (const Ministry::Name& name : ministry.names) {
      const std::vector<std::string_view> rests = without_country(name.text, own->second);
      const std::uint32_t whole = node_of(tables, name.text);
      if (rests.empty() || whole == Trie::kNone) continue;
      tables.meanings[whole].is_generic = false;  // "Thai Energy Ministry": it says whose
      if (!is_han_or_thai(name.text)) continue;
      for (const std::string_view bare : rests) {
        const std::uint32_t node = node_of(tables, bare);
        if (node == Trie::kNone || tables.meanings[node].names.empty()) continue;
        tables.meanings[whole].bare_node = node;
        tables.abroad.emplace(node, body);
      }
    }
  }
}

// Words that begin another body, or an everyday phrase, behind "Ministry of X and ...".
constexpr std::string_view kHeadWords[] = {
    "ministry",  "department", "national", "state",      "general",    "central",    "china",          "chinese",
    "thai",      "thailand",   "people",   "office",     "bureau",     "commission", "administration", "agency",
    "bank",      "board",      "council",  "federation", "royal",      "federal",    "government",     "prime",
    "cabinet",   "supreme",    "party",    "cpc",        "other",      "relevant",   "deputy",         "vice",
    "president", "premier",    "customs",  "institute",  "industrial", "committee",  "local",          "its"};

}  // namespace

std::uint32_t LinkTables::body_of(std::string_view id) const {
  const auto place = std::lower_bound(bodies.begin(), bodies.end(), id,
                                      [](const Body& body, std::string_view key) { return body.id < key; });
  return place != bodies.end() && place->id == id ? static_cast<std::uint32_t>(place - bodies.begin())
                                                  : static_cast<std::uint32_t>(bodies.size());
}

LinkTables build_link_tables(const Knowledge& knowledge) {
  LinkTables tables;
  tables.ministry_word = tables.vocabulary.add("ministry");
  tables.china = country_index(tables, "CN");
  tables.thailand = country_index(tables, "TH");
  add_bodies(tables, knowledge);
  add_variants(tables, knowledge);
  add_countries(tables, knowledge);
  for (const std::string_view word : kHeadWords)
    tables.head_words.push_back(add_name(word, false, tables.vocabulary).front());
  std::sort(tables.head_words.begin(), tables.head_words.end());
  tables.meanings.resize(tables.trie.size());
  tables.trie.index_first_words(tables.vocabulary.size() + 1);
  for (const std::string_view head : {"กระทรวง", "กระทรวงการ"})
    if (const std::uint32_t node = node_of(tables, head); node != Trie::kNone) tables.thai_heads.push_back(node);
  tables.thai_title_letters = {add_name("ร", false, tables.vocabulary).front(),
                               add_name("ก", false, tables.vocabulary).front()};
  note_bare_nodes(tables, knowledge);
  tables.ministry_node = tables.trie.first(tables.ministry_word);
  return tables;
}

}  // namespace polsearch::names
