// Readers while a writer publishes one generation after the other.
#include <catch2/catch.hpp>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "analysis/index_layout.h"
#include "indexer/build/generation.h"
#include "tests/unit/search_fixture.h"

using namespace polsearch;
namespace fs = std::filesystem;

namespace {

using polsearch::testing::BuiltIndex;
using polsearch::testing::Row;

bool is_full() {
  const char* mode = std::getenv("POLSEARCH_TEST_MODE");
  return mode != nullptr && std::string_view(mode) == "full";
}

std::vector<Row> rows(const std::string& name, int count) {
  std::vector<Row> all;
  for (int i = 0; i < count; ++i)
    all.push_back({name + std::to_string(i), "Plan " + name,
                   "The policy of " + name + " for factories, part " + std::to_string(i) + ".",
                   "2023-04-0" + std::to_string(1 + i % 9), "", ""});
  return all;
}

// Publishes what another index holds, by the steps of a build.
void publish_copy(const std::string& from, const fs::path& to) {
  const auto source = resolve_generation(from);
  auto writer = GenerationWriter::open(to);
  if (!source.ok() || !writer.ok()) throw std::runtime_error(source.ok() ? writer.error().message : "no source");
  fs::copy(source->folder, writer->content(), fs::copy_options::recursive);
  fs::remove(writer->content() / "manifest.json");
  const auto published = writer->publish(source->manifest);
  if (!published.ok()) throw std::runtime_error(published.error().message);
}

// "a: 3 hits" when all is of one generation, else what is wrong.
std::string answer_of(const std::shared_ptr<const Index>& index) {
  Searcher searcher(index);
  SearchRequest request;
  request.query = "\"policy of\"";
  request.count = 20;
  const auto response = searcher.search(request);
  if (!response.ok()) return response.error().message;
  if (response->hits.empty()) return "no hits";
  const char name = response->hits.front().id.front();
  for (const Hit& hit : response->hits) {
    const auto document = searcher.document(hit.id);
    if (!document.ok()) return document.error().message;
    const bool is_of_it = hit.id.front() == name && document->body.find(std::string("policy of ") + name) < 10 &&
                          hit.snippet.text.find("policy") != std::string::npos;
    if (!is_of_it) return "mixed: " + hit.id + " " + hit.snippet.text;
  }
  return std::string(1, name) + ": " + std::to_string(response->total) + " hits, " +
         std::to_string(index->summary().documents) + " documents";
}

}  // namespace

TEST_CASE("while generations are swapped, no query fails and none mixes two of them") {
  const BuiltIndex a(rows("a", 3)), b(rows("b", 8));
  const std::string answer_a = "a: 3 hits, 3 documents", answer_b = "b: 8 hits, 8 documents";
  const TempFolder folder;
  const std::string path = (folder / "index").string();
  publish_copy(a.path(), path);
  const auto kept = Index::open(path);
  REQUIRE(kept.ok());

  std::atomic<bool> done = false;
  std::vector<std::string> wrong;
  int seen[2] = {0, 0};
  std::thread reader([&] {
    while (!done) {
      const auto index = Index::open(path);
      const std::string answer = index.ok() ? answer_of(*index) : index.error().message;
      if (answer != answer_a && answer != answer_b) wrong.push_back(answer);
      ++seen[answer == answer_b ? 1 : 0];
    }
  });
  std::string failure;
  try {
    for (int i = 0; i < (is_full() ? 1'000 : 200); ++i) publish_copy(i % 2 ? a.path() : b.path(), path);
  } catch (const std::exception& error) {
    failure = error.what();
  }
  done = true;
  reader.join();
  CHECK(failure.empty());
  CHECK(wrong == std::vector<std::string>());
  CHECK(seen[0] > 0);
  CHECK(seen[1] > 0);
  CHECK(answer_of(*kept) == answer_a);  // its files are long gone
}
