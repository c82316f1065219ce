#include "analysis/ministry_verdict.h"

#include <algorithm>

#include "analysis/ministry_context.h"
#include "analysis/ministry_guards.h"

namespace polsearch::names {
namespace {

// Confidence of one mention, by its evidence (research: measured on hand-made cases, see decision 0003).
constexpr double kUnique = 0.95;            // a long name that one body has, or the country stands beside it
constexpr double kSafeAbbreviation = 0.85;  // "MIIT"
constexpr double kGenericAlone = 0.8;       // "Ministry of Public Security", nothing in the page speaks against it
constexpr double kByCountry = 0.8;          // several owners, the page's country decides
constexpr double kWeakByCountry = 0.7;      // "~" name, the page's country decides
constexpr double kWeakAbbreviation = 0.65;  // "~" abbreviation, the page's country decides
constexpr double kLowerCaseMinistry = 0.1, kLowerCaseOther = 0.4;  // taken off for names without any capital

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
  candidates.is_everyday_word = candidates.abbreviation && is_everyday_word(page.written(page.words[match.first]));
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

}  // namespace

Verdict weigh(const Page& page, std::size_t index) {
  const Match& match = page.matches[index];
  if (is_rejected_by_form(page, match, index)) return {};
  const Neighbours beside = neighbours_of(page, index);
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
  const bool starts_sentence = match.first == 0 || first.gap & (kGapHard | kGapLine);
  const bool skip = starts_sentence && !first.upper && match.last > match.first;
  for (std::uint32_t i = match.first + (skip ? 1 : 0); i <= match.last; ++i)
    if (page.words[i].capital) return 0;
  constexpr std::uint8_t kLongName = 4;  // words: no everyday phrase is so long
  const NodeMeaning& meaning = page.meaning(match);
  const bool is_a_name = meaning.is_ministry || meaning.words >= kLongName || match.beside_country;
  return is_a_name ? kLowerCaseMinistry : kLowerCaseOther;
}

}  // namespace polsearch::names
