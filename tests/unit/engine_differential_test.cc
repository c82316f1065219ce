// The evaluator over the mapped tables against Xapian's own matcher: the same documents, scores, totals.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine_corpus.h"
#include "searcher/match/database.h"
#include "temp_folder.h"

using namespace polsearch;
using namespace polsearch::match;
using polsearch::testing::print;

namespace {

constexpr double kSame = 1e-9;

std::uint32_t below(std::mt19937& random, std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); }

struct BothEngines {
  explicit BothEngines(const std::filesystem::path& folder)
      : mapped(value_of(Database::open(folder))), xapian(value_of(Database::open(folder, nullptr, Engine::kXapian))) {}

  static Database value_of(Result<Database> opened) {
    REQUIRE(opened.ok());
    return std::move(*opened);
  }
  Database mapped, xapian;
};

double sum_of(const std::vector<TermScore>& scores) {
  double sum = 0;
  for (const TermScore& score : scores) sum += score.score;
  return sum;
}

// Pages are equal but for the order of documents whose scores differ by less than rounding.
bool same_page(const MatchAnswer& a, const MatchAnswer& b, std::span<const QueryTerm> ranked,
               const Database& database) {
  if (a.page.size() != b.page.size()) return false;
  for (std::size_t i = 0; i < a.page.size(); ++i) {
    if (std::abs(a.page[i].score - b.page[i].score) > kSame) return false;
    if (a.page[i].document == b.page[i].document) continue;
    const auto scores = database.scores(a.page[i].document, ranked);
    if (!scores.ok() || std::abs(sum_of(*scores) - b.page[i].score) > kSame) return false;
  }
  return true;
}

Columns random_columns(std::mt19937& random, std::uint32_t documents) {
  std::vector<ColumnRow> rows(documents);
  for (ColumnRow& row : rows)
    row.day = below(random, 5) == 0 ? 0 : 20200101 + below(random, 3) * 10000 + below(random, 28);
  return build_columns(rows);
}

void compare(std::mt19937& random, const BothEngines& engines, int questions) {
  const std::uint32_t documents = engines.mapped.document_count();
  const Columns columns = random_columns(random, documents);
  for (int i = 0; i < questions; ++i) {
    const Plan plan = testing::random_plan(random, 3, documents);
    const std::vector<QueryTerm> ranked = testing::random_ranked(random);
    MatchQuestion question{plan, ranked};
    question.sort =
        std::vector{Sort::kRelevance, Sort::kRelevance, Sort::kDateAscending, Sort::kDateDescending}[below(random, 4)];
    question.count = std::vector<std::size_t>{0, 1, 10, 200, 100'000}[below(random, 5)];
    question.offset = below(random, 3) == 0 ? below(random, 300) : 0;
    question.collect = below(random, 2) == 0;
    question.columns = &columns;
    CAPTURE(i, match::print(plan), question.count, question.offset, static_cast<int>(question.sort));
    const auto mapped = engines.mapped.match(question), xapian = engines.xapian.match(question);
    REQUIRE(mapped.ok());
    REQUIRE(xapian.ok());
    CHECK(mapped->total == xapian->total);
    CHECK(mapped->documents == xapian->documents);
    if (!same_page(*mapped, *xapian, ranked, engines.xapian)) CHECK(print(*mapped) == print(*xapian));
  }
}

}  // namespace

TEST_CASE("random questions have the same answer from the mapped tables as from Xapian") {
  const int rounds = testing::is_full_run() ? 12 : 2;
  for (int round = 0; round < rounds; ++round) {
    const auto seed = static_cast<unsigned>(500 + round);
    CAPTURE(seed);
    std::mt19937 random(seed);
    const TempFolder folder;
    const std::uint32_t documents = round % 2 == 0 ? 9'000 : 300;
    testing::write_random_database(folder / "db", random, documents);
    const BothEngines engines(folder / "db");
    REQUIRE(engines.mapped.tables() != nullptr);
    compare(random, engines, testing::is_full_run() ? 1'000 : 150);
  }
}

TEST_CASE("what stands in documents is the same from the mapped tables as from Xapian") {
  std::mt19937 random(77);
  const TempFolder folder;
  testing::write_random_database(folder / "db", random, 700);
  const BothEngines engines(folder / "db");
  const std::vector<std::string> terms = {"t0", "t3", "t80", "absent"};
  std::vector<std::uint32_t> documents;
  for (std::uint32_t document = 1; document <= 700; document += 1 + below(random, 9)) documents.push_back(document);
  CHECK(*engines.mapped.presence(documents, terms) == *engines.xapian.presence(documents, terms));
  for (const std::uint32_t document : documents) {
    CAPTURE(document);
    CHECK(*engines.mapped.record(document) == *engines.xapian.record(document));
    const std::vector<QueryTerm> ranked = testing::random_ranked(random);
    const auto mapped = *engines.mapped.scores(document, ranked), xapian = *engines.xapian.scores(document, ranked);
    REQUIRE(mapped.size() == xapian.size());
    for (std::size_t i = 0; i < mapped.size(); ++i) {
      CHECK(mapped[i].term == xapian[i].term);
      CHECK(mapped[i].frequency == xapian[i].frequency);
      CHECK(std::abs(mapped[i].score - xapian[i].score) < kSame);
    }
  }
}

TEST_CASE("terms are counted and listed as Xapian does it") {
  std::mt19937 random(78);
  const TempFolder folder;
  testing::write_random_database(folder / "db", random, 2'000);
  const BothEngines engines(folder / "db");
  const TermLookup mapped = engines.mapped.lookup(), xapian = engines.xapian.lookup();
  for (const char* prefix : {"", "t", "t1", "t11", "t119", "u", "s"})
    for (const std::size_t limit : std::vector<std::size_t>{0, 1, 7, 1'000}) {
      CAPTURE(prefix, limit);
      const TermScan a = mapped.with_prefix(prefix, limit), b = xapian.with_prefix(prefix, limit);
      CHECK(a.cut == b.cut);
      REQUIRE(a.terms.size() == b.terms.size());
      for (std::size_t i = 0; i < a.terms.size(); ++i) {
        CHECK(a.terms[i].term == b.terms[i].term);
        CHECK(a.terms[i].documents == b.terms[i].documents);
        CHECK(mapped.frequency(a.terms[i].term) == b.terms[i].documents);
        CHECK(mapped.first_document(a.terms[i].term) == xapian.first_document(a.terms[i].term));
      }
    }
  CHECK(mapped.first_document("absent") == 0);
}

TEST_CASE("a database that a stock writer changed is answered through Xapian") {
  std::mt19937 random(79);
  const TempFolder folder;
  testing::write_random_database(folder / "db", random, 400);
  testing::change_database(folder / "db", random);
  const BothEngines engines(folder / "db");
  CHECK(engines.mapped.tables() == nullptr);
  compare(random, engines, 60);
}

TEST_CASE("a question past its deadline stops, counts what it saw, and says so") {
  std::mt19937 random(80);
  const TempFolder folder;
  testing::write_random_database(folder / "db", random, 300);
  const BothEngines engines(folder / "db");
  const Plan plan = Plan::of_term("t0");
  MatchQuestion question{plan, {}};
  question.deadline = std::chrono::steady_clock::time_point::min();
  const auto late = engines.mapped.match(question);
  REQUIRE(late.ok());
  CHECK_FALSE(late->is_complete);
  CHECK(late->total == 0);
  question.deadline = std::chrono::steady_clock::time_point::max();
  const auto timely = engines.mapped.match(question);
  CHECK(timely->is_complete);
  CHECK(timely->total > 200);
}
