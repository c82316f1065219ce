// Blanks before hyphens (see glue.h).
#include "searcher/query/glue.h"

#include <algorithm>
#include <array>
#include <optional>

namespace polsearch::query {
namespace {

// Hardly searched for alone, and common before a hyphen.
constexpr std::array<std::string_view, 36> kHeads = {
    "all", "anti",  "co",     "counter", "cross", "e",      "ex",    "first", "follow", "full",  "half",  "high",
    "ill", "inter", "large",  "long",    "low",   "medium", "mid",   "multi", "non",    "post",  "pre",   "quasi",
    "re",  "real",  "second", "self",    "semi",  "short",  "small", "so",    "sub",    "third", "ultra", "well"};
// Participles that end a compound, and function words: nobody excludes pages that have them.
constexpr std::array<std::string_view, 30> kTails = {
    "added", "and",       "as",       "based",  "called", "driven",  "for", "free", "friendly", "funded",
    "in",    "intensive", "invested", "led",    "making", "of",      "off", "on",   "oriented", "out",
    "over",  "owned",     "related",  "saving", "scale",  "sharing", "the", "to",   "up",       "wide"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string_view letters_before(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && is_letter(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

std::string_view letters_from(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && is_letter(text[end])) ++end;
  return text.substr(begin, end - begin);
}

template <class Words>
bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool belong_together(const std::string& head, const std::string& tail, const Compounds& compounds) {
  return has(kHeads, head) || has(kTails, tail) || compounds.contains(head + '-' + tail);
}

// The words around " -" at `blank`, when they are one compound.
std::optional<std::string> compound_at(std::string_view text, std::size_t blank, bool joined_before,
                                       const Compounds& compounds) {
  if (blank + 2 >= text.size() || text[blank] != ' ' || text[blank + 1] != '-') return {};
  const std::string_view head = letters_before(text, blank), tail = letters_from(text, blank + 2);
  if (head.empty() || tail.empty()) return {};
  const bool is_name = blank > head.size() && text[blank - head.size() - 1] == ':';  // title: -x
  const bool goes_on = joined_before && has(kTails, lower(head));                    // year -on -year
  if (is_name || !(goes_on || belong_together(lower(head), lower(tail), compounds))) return {};
  return std::string(head) + '-' + std::string(tail);
}

}  // namespace

Compounds hyphenated_compounds(const Glossary& glossary) {
  Compounds compounds;
  for (const GlossaryTerm& term : glossary.terms())
    for (const GlossaryTerm::Form& form : term.searched) {
      if (form.language != FormLanguage::kEnglish) continue;
      const std::string& text = form.text;
      for (std::size_t at = text.find('-'); at != std::string::npos; at = text.find('-', at + 1)) {
        const std::string_view head = letters_before(text, at), tail = letters_from(text, at + 1);
        const bool small = !head.empty() && !tail.empty() && is_small(head.front()) && is_small(tail.front());
        if (small) compounds.insert(std::string(head) + '-' + std::string(tail));
      }
    }
  return compounds;
}

MendedText mend_glue(std::string_view text, const Compounds& compounds) {
  MendedText out;
  bool joined_before = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool ends_word = text[at] == ' ';
    const auto compound = ends_word ? compound_at(text, at, joined_before, compounds) : std::nullopt;
    if (ends_word) joined_before = compound.has_value();
    if (!compound) {
      out.text += text[at];
      continue;
    }
    const std::size_t dash = compound->find('-');
    if (out.notes.size() < kMaxGlueNotes)
      out.notes.push_back(compound->substr(0, dash) + " -" + compound->substr(dash + 1) + " was read as " + *compound +
                          "; to exclude a word, type NOT before it");
  }
  return out;
}

}  // namespace polsearch::query
