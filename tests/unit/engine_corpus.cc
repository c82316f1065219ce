#include "engine_corpus.h"

#include <fmt/format.h>
#include <xapian.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string_view>
#include <utility>

namespace polsearch::testing {
namespace {

using match::Plan;
using Random = std::mt19937;

constexpr std::uint32_t kTerms = 120;

std::uint32_t below(Random& random, std::uint32_t limit) {
  return std::uniform_int_distribution<std::uint32_t>(0, limit - 1)(random);
}

std::string term_name(std::uint32_t number) { return "t" + std::to_string(number); }

// How many of a thousand documents have it: 950, 316, 190, ... about 4 for the last.
std::uint32_t per_mille(std::uint32_t number) { return number == 0 ? 950 : 950 / (2 * number + 1); }

Xapian::Document random_document(Random& random) {
  Xapian::Document document;
  for (std::uint32_t number = 0; number < kTerms; ++number) {
    if (below(random, 1000) >= per_mille(number)) continue;
    const std::string term = term_name(number);
    const std::uint32_t times = 1 + below(random, below(random, 30) == 0 ? 300 : 3);
    for (std::uint32_t i = 0; i < times; ++i) {
      if (number % 2 == 0)
        document.add_posting(term, 1 + number / 2 + kTerms / 2 * below(random, 10));  // no two terms at one place
      else
        document.add_term(term);
    }
  }
  document.add_term(term_name(kTerms), 1);
  document.set_data(std::string(below(random, 3000), 'r'));
  return document;
}

// Terms of low numbers are common: asked for more often than a fair share.
std::string random_term(Random& random) {
  if (below(random, 40) == 0) return "absent";
  return term_name(below(random, below(random, 2) == 0 ? 12 : kTerms + 1));
}
std::string random_positional_term(Random& random) {
  return term_name(2 * below(random, below(random, 2) == 0 ? 6 : kTerms / 2));
}

std::vector<match::DocumentRange> random_ranges(Random& random, std::uint32_t documents) {
  std::vector<match::DocumentRange> ranges;
  for (std::uint32_t first = 1 + below(random, documents); first <= documents;) {
    const std::uint32_t last = std::min(documents, first + below(random, documents / 2));
    ranges.push_back({first, last});
    first = last + 2 + below(random, documents / 2);
  }
  return ranges;
}

// Xapian overlooks a NEAR where one word may be either of two slots, so slots have no terms in common.
Plan random_slot(Random& random, std::uint32_t slot) {
  std::vector<Plan> forms;
  for (std::uint32_t i = 1 + below(random, 4) / 3; i > 0; --i)
    forms.push_back(Plan::of_term(term_name(6 * below(random, below(random, 2) == 0 ? 3 : kTerms / 6) + 2 * slot)));
  return match::any_of(std::move(forms));
}

Plan random_phrase(Random& random) {
  std::vector<Plan> slots;
  const bool in_order = below(random, 2) == 0;
  for (std::uint32_t i = 2 + below(random, 2); i > 0; --i) {
    Plan slot = in_order ? Plan::of_term(random_positional_term(random)) : random_slot(random, i - 1);
    slots.push_back(std::move(slot));
  }
  const auto count = static_cast<std::uint32_t>(slots.size());
  const std::uint32_t window = count + below(random, 2) * below(random, 40);
  return in_order ? Plan::phrase(std::move(slots), window) : Plan::near(std::move(slots), window);
}

Plan random_leaf(Random& random, std::uint32_t documents) {
  switch (below(random, 10)) {
    case 0: return Plan::of_documents(random_ranges(random, documents));
    case 1: return Plan::all();
    case 2:
    case 3: return random_phrase(random);
    default: return Plan::of_term(random_term(random));
  }
}

}  // namespace

bool is_full_run() {
  const char* mode = std::getenv("POLSEARCH_TEST_MODE");
  return mode != nullptr && std::string_view(mode) == "full";
}

void write_random_database(const std::filesystem::path& folder, Random& random, std::uint32_t documents) {
  const std::filesystem::path loose = folder.string() + ".loose";
  {
    Xapian::WritableDatabase database(loose.string(), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
    for (std::uint32_t i = 0; i < documents; ++i) database.add_document(random_document(random));
    database.commit();
  }
  Xapian::Database(loose.string()).compact(folder.string());
  std::filesystem::remove_all(loose);
}

void change_database(const std::filesystem::path& folder, Random& random) {
  Xapian::WritableDatabase database(folder.string(), Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
  for (int commit = 0; commit < 3; ++commit) {
    for (int i = 0; i < 40; ++i)
      database.replace_document(1 + below(random, database.get_lastdocid()), random_document(random));
    database.commit();
  }
}

Plan random_plan(Random& random, int depth, std::uint32_t documents) {
  if (depth == 0 || below(random, 4) == 0) return random_leaf(random, documents);
  std::vector<Plan> children;
  for (std::uint32_t i = 2 + below(random, 3); i > 0; --i)
    children.push_back(random_plan(random, depth - 1, documents));
  switch (below(random, 4)) {
    case 0: return match::all_of(std::move(children));
    case 1: return match::any_of(std::move(children));
    case 2: {
      const std::uint32_t minimum = 1 + below(random, static_cast<std::uint32_t>(children.size()));
      return match::some_of(std::move(children), minimum);
    }
    default: {
      Plan wanted = std::move(children.front());
      children.erase(children.begin());
      return Plan::and_not(std::move(wanted), std::move(children));
    }
  }
}

std::vector<match::QueryTerm> random_ranked(Random& random) {
  std::vector<match::QueryTerm> ranked;
  for (std::uint32_t i = below(random, 12); i > 0; --i) {
    match::QueryTerm term;
    term.term = random_term(random);
    term.weight = 0.1 * (1 + below(random, 12));
    const bool is_new = std::none_of(ranked.begin(), ranked.end(), [&](const auto& t) { return t.term == term.term; });
    if (is_new) ranked.push_back(std::move(term));
  }
  return ranked;
}

std::string print(const match::MatchAnswer& answer) {
  std::string out = fmt::format("total {}:", answer.total);
  for (const match::Matched& matched : answer.page) out += fmt::format(" {} {:.9f},", matched.document, matched.score);
  const auto sum = std::accumulate(answer.documents.begin(), answer.documents.end(), std::uint64_t{0});
  return out + fmt::format(" matches {} adding up to {}", answer.documents.size(), sum);
}

}  // namespace polsearch::testing
