// One mapping, many threads (run it under -fsanitize=thread).
#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <thread>
#include <vector>

#include "engine_corpus.h"
#include "searcher/match/database.h"
#include "temp_folder.h"

using namespace polsearch;
using namespace polsearch::match;

namespace {

constexpr std::uint32_t kDocuments = 1'500;
constexpr int kQuestions = 60;

// Answers to the same questions whoever asks them.
std::vector<std::string> answers(const SharedTables& tables, const std::filesystem::path& folder) {
  std::vector<std::string> printed;
  const auto database = Database::open(folder, tables, Engine::kMapped);
  if (!database) return printed;
  std::mt19937 random(90);
  for (int i = 0; i < kQuestions; ++i) {
    const Plan plan = testing::random_plan(random, 3, kDocuments);
    const std::vector<QueryTerm> ranked = testing::random_ranked(random);
    MatchQuestion question{plan, ranked};
    question.collect = true;
    const auto answer = database->match(question);
    printed.push_back(answer ? testing::print(*answer) : answer.error().message);
    if (!answer) continue;
    for (const Matched& matched : answer->page) {
      const auto mass = database->title_mass(matched.document);
      printed.push_back(mass ? std::to_string(*mass) : mass.error().message);
    }
  }
  return printed;
}

}  // namespace

TEST_CASE("four threads over one mapping give the answers that one gives") {
  std::mt19937 random(91);
  const TempFolder folder;
  testing::write_random_database(folder / "db", random, kDocuments);
  const auto tables = engine::MappedTables::open(folder / "db");
  REQUIRE(tables.ok());
  std::vector<std::vector<std::string>> found(4);
  std::vector<std::thread> threads;
  for (std::vector<std::string>& mine : found) threads.emplace_back([&] { mine = answers(*tables, folder / "db"); });
  for (std::thread& thread : threads) thread.join();
  const auto alone = engine::MappedTables::open(folder / "db");
  const std::vector<std::string> expected = answers(*alone, folder / "db");
  REQUIRE(expected.size() >= kQuestions);
  for (const std::vector<std::string>& mine : found) CHECK(mine == expected);
}
