// Pages like a page, and the preference for recent ones.
#include <catch2/catch.hpp>
#include <cmath>

#include "searcher/match/recency.h"
#include "tests/unit/search_fixture.h"

namespace polsearch::testing {
namespace {

const char* const kFurnaces =
    "Blast furnaces of steel mills must save energy. Furnaces that burn too much coke will be rebuilt or closed, said "
    "the circular on furnaces, and the mills have three years to hand in a plan for every furnace.";

const BuiltIndex& pages() {
  static const BuiltIndex index({
      {"furnaces", "Blast furnaces save energy", kFurnaces, "2023-03-01", "en", ""},
      {"copy", "Blast furnaces save energy", kFurnaces, "2023-03-09", "en", ""},
      {"coke", "Coke ovens", "Coke for blast furnaces and the furnaces of mills. Energy is saved.", "2024-01-01", "en",
       ""},
      {"mills", "Mills", "Two mills closed.", "2024-01-01", "en", ""},
      {"boats", "Boats", "Small boats on the river.", "2023-01-01", "en", ""},
      {"mill-old", "Mills", "Two mills closed.  Long ago, when nobody saved.", "", "en", ""},
  });
  return index;
}

SearchResponse ask(const SearchRequest& request) {
  Searcher searcher(pages().open());
  auto response = searcher.search(request);
  REQUIRE(response.ok());
  return std::move(*response);
}

double explained(const Hit& hit) {
  double sum = 0;
  for (const std::string& line : hit.explanation) sum += std::stod(line.substr(line.rfind(": ") + 2));
  return sum;
}

}  // namespace

TEST_CASE("pages like one come by likeness, without itself, its copies and pages that share nothing") {
  SearchRequest request;
  request.similar_to = "furnaces";
  const SearchResponse response = ask(request);
  CHECK(ids_of(response).substr(0, 4) == "coke");
  CHECK(ids_of(response).find("copy") == std::string::npos);
  CHECK(ids_of(response).find("furnaces") == std::string::npos);
  CHECK(ids_of(response).find("boats") == std::string::npos);
  CHECK(response.total == response.hits.size());
}

TEST_CASE("likeness to a page orders the answers of a query and adds none") {
  SearchRequest request;
  request.query = "mills";
  const SearchResponse plain = ask(request);
  request.similar_to = "furnaces";
  const SearchResponse alike = ask(request);
  CHECK(plain.total == 5);
  CHECK(alike.total == 3);
  CHECK(ids_of(plain).substr(0, 5) == "mills");
  CHECK(ids_of(alike).find("boats") == std::string::npos);
}

TEST_CASE("a page that is not there has no like: the error names it") {
  Searcher searcher(pages().open());
  SearchRequest request;
  request.similar_to = "nobody";
  const auto response = searcher.search(request);
  REQUIRE_FALSE(response.ok());
  CHECK(response.error().kind == Error::Kind::kInput);
  CHECK(response.error().message == "no document 'nobody' to be like");
}

TEST_CASE("age halves a score once for every half-life; without a date a page is as old as the oldest") {
  Columns columns;
  columns.documents = 5;
  columns.days = {20240101, 20231202, 20231100, 20220000, 0};
  const match::Recency recency(30, columns);
  CHECK(recency.factor(1) == Approx(1));
  CHECK(recency.factor(2) == Approx(0.5));
  CHECK(recency.factor(3) == Approx(std::exp2(-61.0 / 30)));
  CHECK(recency.factor(4) == Approx(std::exp2(-730.0 / 30)));
  CHECK(recency.factor(5) == recency.factor(4));
  CHECK(match::Recency(0, columns).is_off());
  CHECK(match::Recency(0, columns).factor(4) == 1);
  columns.days = {0, 0};
  CHECK(match::Recency(30, columns).factor(1) == 1);
}

TEST_CASE("recent pages are preferred only when asked for") {
  SearchRequest request;
  request.query = "furnaces";
  CHECK(ids_of(ask(request)) == "copy furnaces coke");
  request.recency_half_life_days = 10;
  CHECK(ids_of(ask(request)) == "coke copy furnaces");
  for (const double wrong : {-1.0, 1e7, std::nan("")}) {
    Searcher searcher(pages().open());
    request.recency_half_life_days = wrong;
    CHECK_FALSE(searcher.search(request).ok());
  }
}

TEST_CASE("explanations add up with likeness and recency, the same from both engines") {
  for (const Sort sort : {Sort::kRelevance, Sort::kDateDescending})
    for (const char* query : {"", "mills", "energy OR furnaces"}) {
      SearchRequest request;
      request.query = query;
      request.similar_to = "furnaces";
      request.recency_half_life_days = 400;
      request.sort = sort;
      request.explain = true;
      const SearchResponse mapped = ask(request);
      request.engine = Engine::kXapian;
      const SearchResponse stock = ask(request);
      REQUIRE_FALSE(mapped.hits.empty());
      CHECK(ids_of(mapped) == ids_of(stock));
      for (const Hit& hit : mapped.hits) CHECK(std::abs(explained(hit) - hit.score) < 1e-6);
    }
}

}  // namespace polsearch::testing
