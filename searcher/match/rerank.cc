// The second stage of ranking (see rerank.h).
#include "searcher/match/rerank.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analysis/schema.h"
#include "searcher/match/rank_weights.h"
#include "searcher/match/title_mass.h"

namespace polsearch::match {
namespace {

constexpr std::size_t kMaxTitleForms = 500;

using Masses = std::unordered_map<std::string, double>;

// Terms of a plan that every document which it matches has.
void add_certain(const Plan& plan, std::unordered_set<std::string_view>& terms) {
  switch (plan.op) {
    case Plan::Op::kTerm: terms.insert(plan.term); break;
    case Plan::Op::kAnd:
    case Plan::Op::kPhrase:
    case Plan::Op::kNear:
      for (const Plan& child : plan.children) add_certain(child, terms);
      break;
    case Plan::Op::kAndNot: add_certain(plan.children.front(), terms); break;
    default: break;
  }
}

// What the query's words weigh: importance x idf.
struct QueryMass {
  std::vector<std::string> terms;  // that a page may lack
  std::vector<double> masses;
  Masses by_term;      // of all
  double certain = 0;  // what each page has
  double total = 0;
};

QueryMass query_mass(const std::vector<QueryTerm>& ranked, const Plan& plan, const Database& database) {
  std::unordered_set<std::string_view> certain;
  add_certain(plan, certain);
  for (const QueryTerm& term : ranked)
    if (!term.leader.empty() && certain.contains(term.term)) certain.insert(term.leader);
  const TermLookup lookup = database.lookup();
  QueryMass query;
  for (const QueryTerm& term : ranked) {
    if (term.importance <= 0) continue;
    const double mass = term.importance * database.rarity(lookup.frequency(term.term));
    query.by_term[term.term] = mass;
    query.total += mass;
    if (certain.contains(term.term)) {
      query.certain += mass;
      continue;
    }
    query.terms.push_back(term.term);
    query.masses.push_back(mass);
  }
  return query;
}

// The words of title fields that count as query words: "Ssteel" and "Ssteels" for Zsteel.
struct TitleForms {
  std::vector<std::string> terms;  // with the title's prefix
  std::vector<double> masses;      // as the query's words
  std::vector<double> rarities;    // as the title's: what its mass counts them
};

// A word that is the query's as it stands weighs as that, also where another word of the query has its stem.
Masses form_masses(const QueryMass& query, const TermLookup& lookup, const Analyzer& analyzer) {
  const std::string prefix(schema::prefix_of("title"));
  Masses forms;
  for (const auto& [term, mass] : query.by_term)
    if (term.front() != 'Z') forms.emplace(term, mass);
  for (const auto& [term, mass] : query.by_term) {
    if (term.front() != 'Z') continue;
    const std::string stem = term.substr(1);
    const std::string start = prefix + stem.substr(0, std::max<std::size_t>(stem.size() - 1, 1));
    for (const TermCount& found : lookup.with_prefix(start, kMaxTitleForms).terms)
      if (std::string form = found.term.substr(prefix.size()); analyzer.stem(form) == stem)
        forms.emplace(std::move(form), mass);
  }
  return forms;
}

TitleForms title_forms(const QueryMass& query, const Database& database, const Analyzer& analyzer) {
  const TermLookup lookup = database.lookup();
  TitleForms forms;
  for (const auto& [term, mass] : form_masses(query, lookup, analyzer)) {
    forms.terms.push_back(std::string(schema::prefix_of("title")) + term);
    forms.masses.push_back(mass);
    forms.rarities.push_back(is_single_han(term) ? 0 : database.rarity(lookup.frequency(term)));
  }
  return forms;
}

// `has`: which of the forms stand in the title; `title`: what the whole title weighs.
double title_bonus(std::span<const char> has, const TitleForms& forms, const QueryMass& query, double title) {
  double shared = 0, whole = title;
  for (std::size_t j = 0; j < has.size(); ++j) {
    if (has[j] == 0) continue;
    shared += forms.masses[j];
    whole += forms.masses[j] - forms.rarities[j];
  }
  if (shared <= 0 || query.total <= 0) return 0;
  const double alike = (shared / query.total) * std::min(1.0, shared / std::max(whole, shared));
  return shared * (rank::kTitle * alike + (alike >= rank::kSameTitle ? rank::kExactTitle : 0));
}

double coverage_share(std::span<const char> has, const QueryMass& query) {
  double mass = query.certain;
  for (std::size_t j = 0; j < has.size(); ++j)
    if (has[j] != 0) mass += query.masses[j];
  return query.total > 0 ? mass / query.total : 0;
}

Status add_text_bonuses(std::vector<Bonus>& out, const std::vector<Matched>& page, const QueryMass& query,
                        const Database& database, const Analyzer& analyzer) {
  std::vector<std::size_t> order(page.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto is_before = [&](std::size_t a, std::size_t b) { return page[a].document < page[b].document; };
  if (!std::is_sorted(order.begin(), order.end(), is_before)) std::sort(order.begin(), order.end(), is_before);
  std::vector<std::uint32_t> documents;
  for (const std::size_t i : order) documents.push_back(page[i].document);
  const auto presence = database.presence(documents, query.terms);
  if (!presence) return presence.error();
  const TitleForms forms = title_forms(query, database, analyzer);
  const auto titled = database.presence(documents, forms.terms);
  if (!titled) return titled.error();
  for (std::size_t i = 0; i < order.size(); ++i) {
    const double share = coverage_share(presence->of(i), query);
    out[order[i]].coverage = rank::kCoverage * share * share * page[order[i]].score;
    const std::span<const char> has = titled->of(i);
    if (std::find(has.begin(), has.end(), 1) == has.end()) continue;
    const auto mass = database.title_mass(documents[i]);
    if (!mass) return mass.error();
    out[order[i]].title = title_bonus(has, forms, query, *mass);
  }
  return Done{};
}

}  // namespace

Result<std::vector<Bonus>> bonuses(const std::vector<Matched>& page, const std::vector<QueryTerm>& ranked,
                                   const Plan& plan, const Database& database, const Analyzer& analyzer,
                                   const Recency& recency) {
  std::vector<Bonus> out(page.size());
  const QueryMass query = query_mass(ranked, plan, database);
  if (query.total > 0)
    if (Status ok = add_text_bonuses(out, page, query, database, analyzer); !ok) return ok.error();
  if (recency.is_off()) return out;
  for (std::size_t i = 0; i < page.size(); ++i)
    out[i].recency = (recency.factor(page[i].document) - 1) * (page[i].score + out[i].coverage + out[i].title);
  return out;
}

Result<std::vector<Matched>> rerank(std::vector<Matched> page, std::size_t wanted, const std::vector<QueryTerm>& ranked,
                                    const Plan& plan, const Database& database, const Analyzer& analyzer,
                                    const Recency& recency) {
  const auto added = bonuses(page, ranked, plan, database, analyzer, recency);
  if (!added) return added.error();
  for (std::size_t i = 0; i < page.size(); ++i) page[i].score += (*added)[i].sum();
  const auto end_wanted = page.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, page.size()));
  std::partial_sort(page.begin(), end_wanted, page.end(), [](const Matched& a, const Matched& b) {
    return a.score != b.score ? a.score > b.score : a.document < b.document;
  });
  return page;
}

}  // namespace polsearch::match
