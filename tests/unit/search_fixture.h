// A small index built from rows, for the tests of the searcher.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <polsearch/indexer.h>
#include <polsearch/searcher.h>

#include "tests/unit/temp_folder.h"

namespace polsearch::testing {

struct Row {
  std::string id, title, body, date, lang, site;
};

inline std::string jsonl(const std::vector<Row>& rows) {
  std::string out;
  for (const Row& row : rows) {
    nlohmann::json line = {{"id", row.id}, {"title", row.title}, {"body", row.body}};
    if (!row.date.empty()) line["date"] = row.date;
    if (!row.lang.empty()) line["lang"] = row.lang;
    if (!row.site.empty()) line["site"] = row.site;
    out += line.dump() + '\n';
  }
  return out;
}

class BuiltIndex {
 public:
  explicit BuiltIndex(const std::vector<Row>& rows) : BuiltIndex(jsonl(rows), rows.size()) {}
  BuiltIndex(const std::string& lines, std::size_t documents) {
    write_file(folder_ / "rows.jsonl", lines);
    BuildRequest request;
    request.index = path();
    request.paths = {(folder_ / "rows.jsonl").string()};
    request.jobs = 1;
    const auto report = build_index(request);
    REQUIRE(report.ok());
    REQUIRE(report->documents == documents);
  }
  [[nodiscard]] std::string path() const { return (folder_ / "index").string(); }
  [[nodiscard]] std::shared_ptr<const Index> open() const {
    auto index = Index::open(path());
    REQUIRE(index.ok());
    return *index;
  }

 private:
  TempFolder folder_;
};

inline std::string ids_of(const SearchResponse& response) {
  std::string out;
  for (const Hit& hit : response.hits) out += (out.empty() ? "" : " ") + hit.id;
  return out;
}

inline std::string print(const Facet& facet) {
  std::string out;
  for (const FacetValue& value : facet.values)
    out += (out.empty() ? "" : " ") + value.value.value_or("null") + ':' + std::to_string(value.count);
  return out;
}

}  // namespace polsearch::testing
