// The second stage of ranking (see rerank.h).
#include "searcher/match/rerank.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "analysis/schema.h"
#include "analysis/unicode.h"
#include "searcher/match/rank_weights.h"

namespace polsearch::match {
namespace {

constexpr std::size_t kMaxTitleForms = 500;

using Masses = std::unordered_map<std::string, double>;

// What the query's words weigh: importance x idf.
struct QueryMass {
  std::vector<std::string> terms;
  std::vector<double> masses;
  Masses by_term;
  double total = 0;
};

QueryMass query_mass(const std::vector<QueryTerm>& ranked, const Database& database) {
  const TermLookup lookup = database.lookup();
  QueryMass query;
  for (const QueryTerm& term : ranked) {
    if (term.importance <= 0) continue;
    const double mass = term.importance * database.rarity(lookup.frequency(term.term));
    query.terms.push_back(term.term);
    query.masses.push_back(mass);
    query.by_term[term.term] = mass;
    query.total += mass;
  }
  return query;
}

// Single Han characters stand in the title's field beside their pairs, which say the same better.
bool is_single_han(std::string_view term) {
  const CodePoint first = decode_at(term, 0);
  return is_han(first.value) && first.length == term.size();
}

// Title terms -> bonus. Remembers what title words weigh, since neighbours on a page share many.
class TitleScale {
 public:
  TitleScale(const QueryMass& query, const Database& database, const Analyzer& analyzer)
      : query_(query), database_(database), analyzer_(analyzer), lookup_(database.lookup()) {}

  double bonus(const std::vector<std::string>& title) {
    double shared = 0, whole = 0;
    for (const std::string& term : title) {
      const Weight& weight = weight_of(term);
      shared += weight.shared;
      whole += weight.whole;
    }
    if (shared <= 0 || query_.total <= 0) return 0;
    return rank::kTitle * shared * (shared / query_.total) * std::min(1.0, shared / whole);
  }

 private:
  struct Weight {
    double shared = 0, whole = 0;
  };

  const Weight& weight_of(const std::string& term) {
    const auto known = weights_.find(term);
    if (known != weights_.end()) return known->second;
    return weights_.emplace(term, weigh(term)).first->second;
  }

  // A word of the title counts as the query's word when they have the same stem.
  Weight weigh(const std::string& term) const {
    if (const auto same = query_.by_term.find(term); same != query_.by_term.end()) return {same->second, same->second};
    const auto stem = query_.by_term.find("Z" + analyzer_.stem(term));
    if (stem != query_.by_term.end()) return {stem->second, stem->second};
    if (is_single_han(term)) return {};
    return {0, database_.rarity(lookup_.frequency(term))};
  }

  const QueryMass& query_;
  const Database& database_;
  const Analyzer& analyzer_;
  TermLookup lookup_;
  std::unordered_map<std::string, Weight> weights_;
};

// The words of title fields that count as query words: "Ssteel" and "Ssteels" for Zsteel.
std::vector<std::string> title_forms(const QueryMass& query, const Database& database, const Analyzer& analyzer) {
  const TermLookup lookup = database.lookup();
  const std::string prefix(schema::prefix_of("title"));
  std::vector<std::string> forms;
  for (const std::string& term : query.terms) {
    if (term.front() != 'Z') {
      forms.push_back(prefix + term);
      continue;
    }
    const std::string stem = term.substr(1);
    const std::string start = prefix + stem.substr(0, std::max<std::size_t>(stem.size() - 1, 1));
    for (const TermCount& found : lookup.with_prefix(start, kMaxTitleForms).terms)
      if (analyzer.stem(std::string_view(found.term).substr(prefix.size())) == stem) forms.push_back(found.term);
  }
  return forms;
}

// Which of the documents (ascending) have any of the terms?
Result<std::vector<bool>> having_any(std::span<const std::uint32_t> documents, const std::vector<std::string>& terms,
                                     const Database& database) {
  const auto presence = database.presence(documents, terms);
  if (!presence) return presence.error();
  std::vector<bool> any;
  for (const std::vector<bool>& row : *presence) any.push_back(std::find(row.begin(), row.end(), true) != row.end());
  return any;
}

double coverage_share(const std::vector<bool>& has, const QueryMass& query) {
  double mass = 0;
  for (std::size_t j = 0; j < has.size(); ++j)
    if (has[j]) mass += query.masses[j];
  return query.total > 0 ? mass / query.total : 0;
}

}  // namespace

Result<std::vector<Bonus>> bonuses(const std::vector<Matched>& page, const std::vector<QueryTerm>& ranked,
                                   const Database& database, const Analyzer& analyzer) {
  std::vector<Bonus> out(page.size());
  const QueryMass query = query_mass(ranked, database);
  if (query.total <= 0) return out;
  std::vector<std::size_t> order(page.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return page[a].document < page[b].document; });
  std::vector<std::uint32_t> documents;
  for (const std::size_t i : order) documents.push_back(page[i].document);
  const auto presence = database.presence(documents, query.terms);
  if (!presence) return presence.error();
  const auto titled = having_any(documents, title_forms(query, database, analyzer), database);
  if (!titled) return titled.error();
  TitleScale titles(query, database, analyzer);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double share = coverage_share((*presence)[i], query);
    out[order[i]].coverage = rank::kCoverage * share * share * page[order[i]].score;
    if (!(*titled)[i]) continue;
    const auto title = database.title_terms(documents[i]);
    if (!title) return title.error();
    out[order[i]].title = titles.bonus(*title);
  }
  return out;
}

Result<std::vector<Matched>> rerank(std::vector<Matched> page, const std::vector<QueryTerm>& ranked,
                                    const Database& database, const Analyzer& analyzer) {
  const auto added = bonuses(page, ranked, database, analyzer);
  if (!added) return added.error();
  for (std::size_t i = 0; i < page.size(); ++i) page[i].score += (*added)[i].coverage + (*added)[i].title;
  std::stable_sort(page.begin(), page.end(), [](const Matched& a, const Matched& b) {
    return a.score != b.score ? a.score > b.score : a.document < b.document;
  });
  return page;
}

}  // namespace polsearch::match
