// corpus/knowledge/glossary.tsv -> terms, and terms in texts (see glossary.h).
#include "analysis/glossary.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/ascii.h"

namespace polsearch {
namespace {

constexpr std::size_t kMinPluralLetters = 3;
constexpr std::array<std::string_view, 7> kOtherInPlural = {"customs", "goods", "arms", "securities",
                                                            "savings", "works", "news"};

bool ends_with(std::string_view word, std::string_view end) {
  return word.size() > end.size() && word.substr(word.size() - end.size()) == end;
}

// One word or character of a text, as forms are compared.
struct Unit {
  std::string key;
  Script script = Script::kLatin;
  std::uint32_t begin = 0, end = 0;
  bool stop_word = false;
};

struct Span {
  std::uint32_t begin = 0, end = 0;
};

struct CutText {
  std::vector<Unit> units;
  std::vector<Span> words;  // Chinese dictionary words
};

CutText cut_text(const Analyzer& analyzer, std::string_view text) {
  CutText cut;
  analyzer.each_token(text, 0, [&](const Token& token) {
    if (token.channel == Channel::kHanWord) cut.words.push_back({token.begin, token.end});
    if (token.channel != Channel::kWord) return;
    const bool spaced = token.script != Script::kHan && token.script != Script::kThai;
    cut.units.push_back(
        {spaced ? inflection_key(token.term) : token.term, token.script, token.begin, token.end, token.stop_word});
  });
  return cut;
}

bool is_spaced(const Unit& unit) { return unit.script != Script::kHan && unit.script != Script::kThai; }

// Words of Latin script keep a blank between them; Chinese and Thai forms are compared without any.
void append_key(std::string& key, const std::vector<Unit>& units, std::size_t i, std::size_t first) {
  if (i > first && is_spaced(units[i]) && is_spaced(units[i - 1])) key += ' ';
  key += units[i].key;
}

// Does the stretch begin or end in the middle of a word that reaches out of it (会计 in 机会计划)?
bool cuts_word(const std::vector<Span>& words, std::uint32_t begin, std::uint32_t end) {
  auto word = std::partition_point(words.begin(), words.end(), [&](const Span& w) { return w.end <= begin; });
  for (; word != words.end() && word->begin < end; ++word) {
    const bool inside = word->begin >= begin && word->end <= end;
    const bool around = word->begin <= begin && word->end >= end;
    if (!inside && !around) return true;
  }
  return false;
}

struct LanguageColumn {
  std::string_view terms, places;  // its name in glossary.tsv and in countries.tsv
  FormLanguage language;
};
constexpr std::array<LanguageColumn, 3> kLanguageColumns = {{{"en", "names_en", FormLanguage::kEnglish},
                                                             {"zh", "names_zh", FormLanguage::kChinese},
                                                             {"th", "names_th", FormLanguage::kThai}}};

// Domains of ordinary words and of names: their rows translate. The other domains are of policy terms with variants.
bool translates_only(std::string_view domain) {
  constexpr std::array<std::string_view, 5> kDomains = {"place", "calendar", "society", "people", "matter"};
  return std::find(kDomains.begin(), kDomains.end(), domain) != kDomains.end();
}

// One word that means something else in small letters: function words, "us", and any two letters.
bool is_ordinary_word(const Unit& unit) { return unit.stop_word || unit.key == "us"; }
bool is_short_word(const Unit& unit) { return is_spaced(unit) && unit.key.size() <= 2; }

}  // namespace

std::string inflection_key(std::string_view word) {
  const bool other = std::find(kOtherInPlural.begin(), kOtherInPlural.end(), word) != kOtherInPlural.end();
  if (other || word.size() < kMinPluralLetters || !ends_with(word, "s")) return std::string(word);
  for (const std::string_view end : {"ss", "us", "is", "ics"})
    if (ends_with(word, end)) return std::string(word);
  if (ends_with(word, "ies") && word.size() > kMinPluralLetters + 1)
    return std::string(word.substr(0, word.size() - 3)) + 'y';
  for (const std::string_view end : {"sses", "xes", "ches", "shes"})
    if (ends_with(word, end)) return std::string(word.substr(0, word.size() - 2));
  return std::string(word.substr(0, word.size() - 1));
}

std::vector<std::string> inflections(std::string_view word) {
  std::vector<std::string> forms = {std::string(word)};
  const std::string key = inflection_key(word);
  std::vector<std::string> candidates = {key, key + "s", key + "es"};
  if (ends_with(key, "y")) candidates.push_back(key.substr(0, key.size() - 1) + "ies");
  for (std::string& candidate : candidates) {
    const bool known = std::find(forms.begin(), forms.end(), candidate) != forms.end();
    if (!known && inflection_key(candidate) == key) forms.push_back(std::move(candidate));
  }
  return forms;
}

std::vector<GlossaryForm> glossary_forms(std::string_view cell) {
  std::vector<GlossaryForm> forms;
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find('|'), cell.size());
    GlossaryForm form{trim_blanks(cell.substr(0, end)), false, false};
    cell.remove_prefix(std::min(end + 1, cell.size()));
    form.as_written = !form.text.empty() && form.text.front() == '=';
    form.page_only = !form.text.empty() && form.text.front() == '~';
    if (form.as_written || form.page_only) form.text.remove_prefix(1);
    if (!form.text.empty()) forms.push_back(form);
  }
  return forms;
}

void Glossary::add_forms(std::string_view cell, FormLanguage language) {
  const auto term = static_cast<std::uint32_t>(terms_.size() - 1);
  for (const GlossaryForm& form : glossary_forms(cell)) {
    const std::vector<Unit> units = cut_text(analyzer_, form.text).units;
    if (units.empty()) continue;
    const bool ordinary_word = units.size() == 1 && is_ordinary_word(units.front());
    if (form.as_written || ordinary_word || (units.size() == 1 && is_short_word(units.front()))) {
      as_written_.try_emplace(std::string(form.text), Owner{term, language});
      if (form.as_written || ordinary_word) continue;
    } else if (!form.page_only) {
      std::string key;
      for (std::size_t i = 0; i < units.size(); ++i) append_key(key, units, i, 0);
      const auto known = by_key_.try_emplace(std::move(key), Owner{term, language});
      if (known.first->second.term != term) continue;  // Hanoi is a term of its own, and no name of Vietnam
      longest_ = std::max(longest_, units.size());
    }
    terms_.back().searched.push_back({std::string(form.text), language});
  }
}

Status Glossary::add_table(const Table& table, bool countries) {
  const std::size_t kind = table.column(countries ? "kind" : "domain");
  for (const LanguageColumn& column : kLanguageColumns)
    if (kind == table.columns.size() || table.column(countries ? column.places : column.terms) == table.columns.size())
      return Error{Error::Kind::kInput, table.name + ".tsv: a column that the glossary reads is missing",
                   "glossary.tsv needs id, domain, en, zh, th; countries.tsv id, kind, names_en, names_zh, names_th"};
  for (const std::vector<std::string>& cells : table.rows) {
    if (countries && cells[kind] != "country") continue;
    terms_.push_back({(countries ? "place-" : "") + cells.front(), {}, countries || translates_only(cells[kind])});
    by_id_.emplace(terms_.back().id, static_cast<std::uint32_t>(terms_.size() - 1));
    for (const LanguageColumn& column : kLanguageColumns)
      add_forms(cells[table.column(countries ? column.places : column.terms)], column.language);
  }
  return Done{};
}

Result<Glossary> Glossary::create(const Knowledge& knowledge, const Analyzer& analyzer) {
  Glossary glossary(analyzer);
  const auto terms = knowledge.tables.find("glossary");
  if (terms != knowledge.tables.end())
    if (Status added = glossary.add_table(terms->second, false); !added) return added.error();
  const auto places = knowledge.tables.find("countries");
  if (places != knowledge.tables.end())
    if (Status added = glossary.add_table(places->second, true); !added) return added.error();
  return glossary;
}

std::vector<TermMention> Glossary::find(std::string_view text) const {
  std::vector<TermMention> found;
  const CutText cut = cut_text(analyzer_, text);
  const std::vector<Unit>& units = cut.units;
  for (std::size_t first = 0; first < units.size();) {
    std::string key;
    std::size_t next = first + 1;
    const Owner* best = nullptr;
    const auto written =
        as_written_.find(std::string(text.substr(units[first].begin, units[first].end - units[first].begin)));
    if (written != as_written_.end()) best = &written->second;
    for (std::size_t i = first; i < std::min(units.size(), first + longest_); ++i) {
      append_key(key, units, i, first);
      const auto known = by_key_.find(key);
      if (known == by_key_.end() || cuts_word(cut.words, units[first].begin, units[i].end)) continue;
      best = &known->second;
      next = i + 1;
    }
    if (best != nullptr) found.push_back({best->term, units[first].begin, units[next - 1].end, best->language});
    first = next;
  }
  return found;
}

std::string_view code_of(FormLanguage language) { return kLanguageColumns[static_cast<std::size_t>(language)].terms; }

Glossary::Asked Glossary::asked(std::string_view value) const {
  const std::size_t at = value.rfind('@');
  if (at != std::string_view::npos)
    for (const LanguageColumn& column : kLanguageColumns)
      if (value.substr(at + 1) == column.terms) return {named(value.substr(0, at)), column.language};
  return {named(value), {}};
}

const GlossaryTerm* Glossary::named(std::string_view name) const {
  if (const auto known = by_id_.find(std::string(name)); known != by_id_.end()) return &terms_[known->second];
  const std::vector<TermMention> mentions = find(name);
  const std::vector<Unit> units = cut_text(analyzer_, name).units;
  const bool whole =
      mentions.size() == 1 && mentions.front().begin == units.front().begin && mentions.front().end == units.back().end;
  return whole ? &terms_[mentions.front().term] : nullptr;
}

}  // namespace polsearch
