// The terms that set a document apart (see likeness.h).
#include "searcher/match/likeness.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "analysis/schema.h"
#include "analysis/source_key.h"
#include "searcher/match/rank_weights.h"
#include "searcher/match/stories.h"

namespace polsearch::match {
namespace {

using Counts = std::unordered_map<std::string, double>;

// Meaning is counted by stems (or the word where it has none), Chinese pairs and Thai words.
void count_terms(Counts& counts, std::string_view text, double worth, const Analyzer& analyzer) {
  std::string word;  // a Latin word, until it is known whether a stem follows
  const auto keep_word = [&] {
    if (!word.empty()) counts[word] += worth;
    word.clear();
  };
  analyzer.each_token(text, 0, [&](const Token& token) {
    if (token.channel == Channel::kStem) word.clear();
    if (token.channel == Channel::kWord) keep_word();
    if (token.stop_word) return;
    if (token.channel == Channel::kWord && token.script != Script::kHan && token.script != Script::kThai)
      word = token.term;
    else if (token.channel == Channel::kStem || token.channel == Channel::kHanPair ||
             (token.channel == Channel::kWord && token.script == Script::kThai))
      counts[token.term] += worth;
  });
  keep_word();
}

struct Strength {
  std::string term;
  double saturated = 0, strength = 0;
};

// A term that only this document has finds no other.
std::vector<Strength> strengths(const Counts& counts, const Database& database) {
  const TermLookup lookup = database.lookup();
  std::vector<Strength> out;
  for (const auto& [term, count] : counts) {
    const std::uint32_t documents = lookup.frequency(term);
    if (documents < 2) continue;
    const double saturated = count / (count + rank::kLikeSaturation);
    out.push_back({term, saturated, saturated * database.rarity(documents)});
  }
  std::sort(out.begin(), out.end(), [](const Strength& a, const Strength& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.term < b.term;
  });
  if (out.size() > rank::kLikeTerms) out.resize(rank::kLikeTerms);
  return out;
}

std::vector<DocumentRange> all_but(const std::vector<std::uint32_t>& left_out, std::uint32_t documents) {
  std::vector<DocumentRange> ranges;
  std::uint32_t first = 1;
  for (const std::uint32_t document : left_out) {
    if (document > first) ranges.push_back({first, document - 1});
    first = document + 1;
  }
  if (first <= documents) ranges.push_back({first, documents});
  return ranges;
}

}  // namespace

Result<Likeness> likeness_of(const std::string& id, const Database& database, const Analyzer& analyzer,
                             const Columns& columns) {
  const auto number = database.find(std::string(schema::prefix_of("id")) + id_key(id));
  if (!number) return number.error();
  if (*number == 0) return Error{Error::Kind::kInput, "no document '" + id + "' to be like", "ids are shown with hits"};
  const auto stored = database.stored(*number);
  if (!stored) return stored.error();
  Counts counts;
  count_terms(counts, stored->title, schema::kTitleWeight, analyzer);
  count_terms(counts, stored->body, 1, analyzer);
  Likeness likeness;
  std::vector<Plan> any;
  for (const Strength& term : strengths(counts, database)) {
    likeness.terms.push_back({term.term, term.saturated, 0, false, 0});
    any.push_back(Plan::of_term(term.term));
  }
  likeness.sharing = any_of(std::move(any));
  likeness.others = Plan::of_documents(all_but(story_of(*number, columns), database.document_count()));
  return likeness;
}

QueryTerms with_likeness(QueryTerms query, const Likeness& likeness) {
  const double worth = query.ranked.empty() ? 1 : rank::kLikeness;
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < query.ranked.size(); ++i) known.emplace(query.ranked[i].term, i);
  for (QueryTerm term : likeness.terms) {
    term.weight *= worth;
    if (const auto same = known.find(term.term); same != known.end())
      query.ranked[same->second].weight += term.weight;
    else
      query.ranked.push_back(std::move(term));
  }
  return query;
}

std::string print(const Likeness& likeness) {
  std::string out;
  for (const QueryTerm& term : likeness.terms)
    out += fmt::format("{}{} {:.2f}", out.empty() ? "" : ", ", term.term, term.weight);
  return out;
}

}  // namespace polsearch::match
