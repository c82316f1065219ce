// Damaged tables: an error or a wrong answer, never a crash, an endless walk, or a read outside of the mapping (run it
// under -fsanitize=address to see the last).
#include <catch2/catch.hpp>

#include <algorithm>
#include <iterator>
#include <random>

#include "analysis/index_layout.h"
#include "engine_corpus.h"
#include "searcher/match/database.h"
#include "temp_folder.h"

using namespace polsearch;
using namespace polsearch::match;

namespace {

constexpr std::uint32_t kDocuments = 350;
constexpr std::size_t kBlock = 8192;

std::string bytes_of(const std::filesystem::path& file) { return *read_file(file); }

std::size_t place_in(std::mt19937& random, const std::string& bytes) { return random() % bytes.size(); }

using Damage = std::string (*)(std::mt19937& random, std::string bytes);

std::string flipped(std::mt19937& random, std::string bytes) {
  for (auto flips = 1 + random() % 6; flips > 0; --flips)
    bytes[place_in(random, bytes)] ^= static_cast<char>(1 << random() % 8);
  return bytes;
}

// Heads and directories are a small part of a block, and where offsets stand.
std::string flipped_near_a_block_head(std::mt19937& random, std::string bytes) {
  const std::size_t block = place_in(random, bytes) / kBlock * kBlock;
  for (auto flips = 1 + random() % 4; flips > 0; --flips)
    bytes[std::min(block + random() % 64, bytes.size() - 1)] ^= static_cast<char>(1 << random() % 8);
  return bytes;
}

std::string truncated(std::mt19937& random, std::string bytes) {
  bytes.resize(place_in(random, bytes));
  return bytes;
}

std::string zeroed(std::mt19937& random, std::string bytes) {
  const std::size_t begin = place_in(random, bytes), count = std::min(bytes.size() - begin, random() % kBlock);
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(begin), count, '\0');
  return bytes;
}

std::string swapped_blocks(std::mt19937& random, std::string bytes) {
  if (bytes.size() < 2 * kBlock) return flipped(random, std::move(bytes));
  const std::size_t blocks = bytes.size() / kBlock;
  const auto a = bytes.begin() + static_cast<std::ptrdiff_t>(random() % blocks * kBlock);
  const auto b = bytes.begin() + static_cast<std::ptrdiff_t>(random() % blocks * kBlock);
  if (a != b) std::swap_ranges(a, a + kBlock, b);
  return bytes;
}

std::string scrambled(std::mt19937& random, std::string bytes) {
  const std::size_t begin = place_in(random, bytes), end = std::min(bytes.size(), begin + random() % 200);
  for (std::size_t at = begin; at < end; ++at) bytes[at] = static_cast<char>(random() >> 24);
  return bytes;
}

constexpr Damage kDamages[] = {flipped, flipped_near_a_block_head, truncated, zeroed, swapped_blocks, scrambled};
constexpr const char* kFiles[] = {"iamglass",       "postlist.glass", "postlist.glass",
                                  "position.glass", "docdata.glass",  "termlist.glass"};

// What can be asked of tables; true when something was answered with an error.
bool ask_everything(const Database& database, std::mt19937& random) {
  bool has_failed = false;
  const auto note = [&](const auto& result) {
    if (result.ok()) return;
    has_failed = true;
    CHECK(result.error().kind == Error::Kind::kIndex);
  };
  for (int i = 0; i < 12; ++i) {
    const Plan plan = testing::random_plan(random, 2, kDocuments);
    const std::vector<QueryTerm> ranked = testing::random_ranked(random);
    MatchQuestion question{plan, ranked};
    question.collect = true;
    const auto answer = database.match(question);
    note(answer);
    if (!answer.ok()) continue;
    CHECK(answer->total == answer->documents.size());
    CHECK(std::is_sorted(answer->documents.begin(), answer->documents.end()));
    CHECK((answer->documents.empty() || answer->documents.back() <= database.document_count()));
    for (const Matched& matched : answer->page) {
      note(database.scores(matched.document, ranked));
      note(database.record(matched.document));
      note(database.title_terms(matched.document));
    }
  }
  const std::vector<std::uint32_t> documents = {1, 7, 200, kDocuments};
  note(database.presence(documents, std::vector<std::string>{"t0", "t1", "t40", "absent"}));
  const TermLookup lookup = database.lookup();
  (void)lookup.with_prefix("t", 1'000);
  (void)lookup.with_prefix("", 1'000);
  (void)lookup.frequency("t2");
  (void)lookup.first_document("t2");
  return has_failed;
}

}  // namespace

TEST_CASE("damaged tables give errors, not crashes") {
  const unsigned seed = 4711;
  CAPTURE(seed);
  std::mt19937 random(seed);
  const TempFolder folder;
  testing::write_random_database(folder / "db", random, kDocuments);
  const int cases = testing::is_full_run() ? 5'000 : 200;
  int found = 0;
  for (int i = 0; i < cases; ++i) {
    const std::filesystem::path file = (folder / "db") / kFiles[random() % std::size(kFiles)];
    const std::string sound = bytes_of(file);
    const auto kind = random() % std::size(kDamages);
    CAPTURE(i, file.filename().string(), kind);
    write_file(file, kDamages[kind](random, sound));
    {
      const auto tables = engine::MappedTables::open(folder / "db");
      if (!tables.ok()) CHECK(tables.error().kind == Error::Kind::kIndex);
      if (tables.ok() && *tables) {
        const auto database = Database::open(folder / "db", *tables, Engine::kMapped);
        REQUIRE(database.ok());
        found += ask_everything(*database, random) ? 1 : 0;
      } else {
        ++found;
      }
    }
    write_file(file, sound);
  }
  CHECK(found > cases / 4);  // else the damage missed what is read
}
