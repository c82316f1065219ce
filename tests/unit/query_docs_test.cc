// docs/query-language.md says how wrong input is read: that must be true.
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "searcher/query/ast.h"
#include "searcher/query/rewrite.h"

namespace {

using namespace polsearch::query;

// The `code spans` of a line, with \| as Markdown tables write it.
std::vector<std::string> code_spans(const std::string& line) {
  std::vector<std::string> spans;
  for (std::size_t begin = line.find('`'); begin != std::string::npos;) {
    const std::size_t end = line.find('`', begin + 1);
    if (end == std::string::npos) break;
    std::string span = line.substr(begin + 1, end - begin - 1);
    for (std::size_t bar; (bar = span.find("\\|")) != std::string::npos;) span.erase(bar, 1);
    spans.push_back(std::move(span));
    begin = line.find('`', end + 1);
  }
  return spans;
}

// Table rows under the heading, as (what is typed, the rest).
std::vector<std::pair<std::vector<std::string>, std::string>> rows_under(const std::string& heading) {
  std::ifstream file(std::string(POLSEARCH_SOURCE_DIR) + "/docs/query-language.md");
  std::vector<std::pair<std::vector<std::string>, std::string>> rows;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("## ", 0) == 0) inside = line == "## " + heading;
    const std::size_t cell = line.find(" | ");
    if (inside && line.rfind("| `", 0) == 0 && cell != std::string::npos)
      rows.emplace_back(code_spans(line.substr(0, cell)), line.substr(cell));
  }
  return rows;
}

}  // namespace

TEST_CASE("what the manual says is mended is mended, with a note") {
  const auto rows = rows_under("What is mended, with a note");
  REQUIRE(rows.size() >= 8);
  for (const auto& [queries, reading] : rows) {
    const std::vector<std::string> printed = code_spans(reading);
    REQUIRE(!printed.empty());
    for (const std::string& query : queries) {
      CAPTURE(query);
      const ParsedQuery parsed = parse(query);
      CHECK(print(parsed.root) == printed[0]);
      CHECK(!parsed.notes.empty());
    }
  }
}

TEST_CASE("what the manual shows as right needs no note") {
  for (const char* heading : {"Words", "Operators", "Phrases and nearness", "The end of a word left open"}) {
    const auto rows = rows_under(heading);
    REQUIRE(!rows.empty());
    for (const auto& [queries, meaning] : rows)
      for (const std::string& query : queries) {
        CAPTURE(query);
        CHECK(parse(query).notes.empty());
      }
  }
}

TEST_CASE("what the manual calls unsupported is read as it says") {
  const auto rows = rows_under("Not supported");
  REQUIRE(rows.size() >= 12);
  for (const auto& [queries, reading] : rows) {
    const std::vector<std::string> printed = code_spans(reading);
    REQUIRE(printed.size() >= queries.size());
    for (std::size_t i = 0; i < queries.size(); ++i) {
      CAPTURE(queries[i]);
      const ParsedQuery parsed = parse(queries[i]);
      CHECK(print(parsed.root) == printed[i]);
      CHECK(parsed.notes.empty() == (reading.find("a note") == std::string::npos));
    }
  }
}

TEST_CASE("every field of the manual is a field, and its examples need no note") {
  const auto rows = rows_under("Fields");
  REQUIRE(rows.size() >= 16);
  for (const auto& [queries, meaning] : rows)
    for (const std::string& query : queries) {
      CAPTURE(query);
      const ParsedQuery parsed = parse(query);
      CHECK(parsed.notes.empty() == (meaning.find("with a note") == std::string::npos));
      CHECK(print(parsed.root).find(':') != std::string::npos);
    }
}

TEST_CASE("what the manual says of keyboards is so") {
  const auto rows = rows_under("Keyboards");
  REQUIRE(rows.size() >= 8);
  for (const auto& [queries, meaning] : rows) {
    const std::vector<std::string> same = code_spans(meaning);
    REQUIRE(!same.empty());
    for (const std::string& query : queries) {
      CAPTURE(query);
      CHECK(print(parse(query).root) == print(parse(same[0]).root));
      CHECK(parse(query).notes.empty());
    }
  }
}

TEST_CASE("at a limit of the manual there is no note, one further there is") {
  const auto repeated = [](const std::string& piece, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
  };
  struct Limit {
    std::string name, within, beyond;
  };
  const std::vector<Limit> limits = {
      {"query", repeated("!", 65'535) + "a", repeated("!", 65'536) + "a"},
      {"words", repeated("a ", 1'024), repeated("a ", 1'025)},
      {"words in a phrase", '"' + repeated("a ", 32) + '"', '"' + repeated("a ", 33) + '"'},
      {"parentheses in each other", repeated("(", 32) + "a" + repeated(")", 32),
       repeated("(", 33) + "a" + repeated(")", 33)},
      {"prefixes", repeated("abc* ", 8), repeated("abc* ", 9)},
      {"characters before a star", "abc* 工*", "ab*"},
      {"NEAR distance", "a NEAR/100 b", "a NEAR/101 b"},
  };
  const auto rows = [] {
    std::ifstream file(std::string(POLSEARCH_SOURCE_DIR) + "/docs/query-language.md");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }();
  for (const Limit& limit : limits) {
    CAPTURE(limit.name);
    CHECK(rows.find("\n| " + limit.name + " | ") != std::string::npos);
    CHECK(parse(limit.within).notes.empty());
    CHECK_FALSE(parse(limit.beyond).notes.empty());
  }
}
