// docs/query-language.md says how wrong input is read: that must be true.
#include <fstream>
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
