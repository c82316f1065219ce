// What a person typed for a ministry -> ids, or the nearest names.
//
//   "miit" | "工信部" | "ministry of industry and information technology" -> {"cn-miit"};  "MOF" -> {"cn-mof",
//   "th-mof"}
#include <algorithm>
#include <set>
#include <utility>

#include "analysis/ministry_linker.h"
#include "analysis/ministry_tables.h"
#include "analysis/unicode.h"

namespace polsearch {

namespace {

using names::LinkTables;

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

// Bodies that have exactly this name, read through the same words as running text.
std::vector<std::uint32_t> bodies_named(const LinkTables& tables, std::string_view name) {
  std::vector<std::uint32_t> bodies;
  const std::vector<names::Word> words = names::cut_words(name, tables.vocabulary);
  std::uint32_t node = names::Trie::kRoot, upper_node = names::Trie::kRoot;
  for (const names::Word& word : words) {
    upper_node = upper_node && word.upper_id && words.size() == 1 ? tables.trie.next(upper_node, word.upper_id) : 0;
    if (word.stop == names::Stop::kNone) node = node && word.id ? tables.trie.next(node, word.id) : 0;
  }
  for (const std::uint32_t end : {node, upper_node})
    if (end > names::Trie::kRoot)
      for (const names::NameEntry& entry : tables.meanings[end].names) bodies.push_back(entry.body);
  return bodies;
}

// Optimal string alignment over bytes (a swap of neighbours costs one), given up beyond `limit`. O(|a| |b|), both
// short.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size() + limit || b.size() > a.size() + limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

struct Near {
  std::size_t distance;
  std::string shown;
  friend bool operator<(const Near& a, const Near& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.shown < b.shown;
  }
};

std::string nearest_names(const LinkTables& tables, std::string_view wanted) {
  constexpr std::size_t kMaxWanted = 100;  // bytes: a longer value is no misspelt name
  constexpr std::size_t kNames = 3;
  const std::string key = fold(wanted.substr(0, kMaxWanted));
  const std::size_t limit = key.size() / 3 + 1;
  std::set<Near> near;
  for (const names::Body& body : tables.bodies) {
    Near best{limit + 1, body.id};
    const auto consider = [&](std::string_view name, const std::string& shown) {
      const std::size_t distance = edit_distance(key, fold(name), limit);
      if (distance < best.distance) best = {distance, shown};
    };
    consider(body.id, body.id);
    consider(std::string_view(body.id).substr(3), body.id);
    for (const std::string& name : body.names) consider(name, body.id + " (" + name + ")");
    if (best.distance <= limit) near.insert(best);
  }
  std::string list;
  std::size_t count = 0;
  for (const Near& one : near) {
    if (++count > kNames) break;
    list += (list.empty() ? "" : ", ") + one.shown;
  }
  return list;
}

std::vector<std::string> ids_of(const LinkTables& tables, std::vector<std::uint32_t> bodies) {
  std::sort(bodies.begin(), bodies.end());
  bodies.erase(std::unique(bodies.begin(), bodies.end()), bodies.end());
  std::vector<std::string> ids;
  for (const std::uint32_t body : bodies) ids.push_back(tables.bodies[body].id);
  return ids;
}

// Bodies whose id is `id`, with or without its country: "cn-mof"; "mof" -> cn-mof, th-mof.
std::vector<std::uint32_t> bodies_with_id(const LinkTables& tables, std::string_view id, bool whole) {
  std::vector<std::uint32_t> bodies;
  for (std::uint32_t i = 0; i < tables.bodies.size(); ++i) {
    const std::string_view candidate = tables.bodies[i].id;
    const std::size_t dash = candidate.find('-');
    if (candidate == id || (!whole && dash != std::string_view::npos && candidate.substr(dash + 1) == id))
      bodies.push_back(i);
  }
  return bodies;
}

// Another country's ministry is meant when its name says so, not by a name that one of ours has too.
std::vector<std::uint32_t> of_the_facet(const LinkTables& tables, std::vector<std::uint32_t> bodies) {
  const auto in_facet = [&](std::uint32_t body) { return tables.bodies[body].in_facet; };
  if (std::any_of(bodies.begin(), bodies.end(), in_facet))
    std::erase_if(bodies, [&](std::uint32_t body) { return !in_facet(body); });
  return bodies;
}

// Every reading of a name without its country; an exact spelling is not preferred, both countries' MOF are meant.
std::vector<std::uint32_t> bodies_meant(const LinkTables& tables, const std::string& wanted) {
  std::vector<std::uint32_t> bodies = bodies_with_id(tables, fold(wanted), false);
  for (const std::string& spelling : {wanted, upper_case(wanted), wanted + "."})  // MOF for mof, กค. for กค
    for (const std::uint32_t body : bodies_named(tables, spelling)) bodies.push_back(body);
  return of_the_facet(tables, std::move(bodies));
}

}  // namespace

Result<std::vector<std::string>> MinistryLinker::resolve(std::string_view name) const {
  const std::string wanted = squeeze_spaces(name);
  if (const auto bodies = bodies_with_id(*tables_, fold(wanted), true); !bodies.empty())
    return ids_of(*tables_, bodies);
  if (const auto bodies = bodies_meant(*tables_, wanted); !bodies.empty()) return ids_of(*tables_, bodies);
  // "Thai Ministry of Finance": a name with its country, when nothing else stands there.
  const MinistryLinks links = link(wanted);
  if (links.mentions.size() == 1 && links.mentions.front().confidence >= 0.8) {
    const MinistryMention& mention = links.mentions.front();
    if (2 * (mention.end - mention.begin) >= wanted.size()) return std::vector<std::string>{mention.id};
  }
  const std::string near = nearest_names(*tables_, wanted);
  return Error{Error::Kind::kInput, "unknown ministry \"" + wanted.substr(0, 100) + "\"",
               (near.empty() ? "" : "nearest: " + near + "; ") +
                   "accepted: an id (cn-miit), an abbreviation (MIIT) or any name; polindex knowledge lists all"};
}

std::vector<std::string> MinistryLinker::named(std::string_view name) const {
  const std::vector<names::Word> words = names::cut_words(name, tables_->vocabulary);
  const auto says_nothing = [](const names::Word& word) { return word.stop != names::Stop::kNone; };
  if (words.empty() || says_nothing(words.front()) || says_nothing(words.back())) return {};
  return ids_of(*tables_, of_the_facet(*tables_, bodies_named(*tables_, name)));
}

std::vector<std::string> MinistryLinker::names_of(std::string_view id) const {
  const std::uint32_t body = tables_->body_of(id);
  return body < tables_->bodies.size() ? tables_->bodies[body].names : std::vector<std::string>{};
}

}  // namespace polsearch
