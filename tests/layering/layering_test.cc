// The layering of docs/architecture.md, read from the include lines: who may include whom, and which files own a
// library.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;

namespace {

struct Include {
  std::string file;     // "indexer/clean/clean.cc"
  std::string target;   // "analysis/dates.h", "xapian.h"
  bool header = false;  // stands in a header
};

bool is_source(const fs::path& path) { return path.extension() == ".cc" || path.extension() == ".h"; }

std::string included_by(const std::string& line) {
  const auto hash = line.find_first_not_of(" \t");
  if (hash == std::string::npos || line.compare(hash, 8, "#include") != 0) return {};
  const auto open = line.find_first_of("<\"", hash);
  const auto close = line.find_first_of(">\"", open + 1);
  if (open == std::string::npos || close == std::string::npos) return {};
  return line.substr(open + 1, close - open - 1);
}

std::vector<Include> all_includes() {
  std::vector<Include> includes;
  const fs::path root = POLSEARCH_SOURCE_DIR;
  for (const char* room : {"analysis", "indexer", "searcher"})
    for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
      if (!entry.is_regular_file() || !is_source(entry.path())) continue;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);)
        if (std::string target = included_by(line); !target.empty())
          includes.push_back({fs::relative(entry.path(), root).string(), target, entry.path().extension() == ".h"});
    }
  return includes;
}

bool starts_with(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

// Breaches, one a line, so that a failure reads as what to mend.
template <class Breaks>
std::string breaches(Breaks breaks) {
  std::string found;
  for (const Include& include : all_includes())
    if (breaks(include)) found += include.file + " includes " + include.target + "\n";
  return found;
}

// The few files that own a library's headers. A new owner is a decision: it is added here, with the library it wraps.
const std::map<std::string, std::set<std::string>>& owners() {
  static const std::map<std::string, std::set<std::string>> table = {
      {"xapian.h", {"analysis/stem_cache.cc", "indexer/build/xapian_writer.cc", "searcher/match/xapian_tables.cc"}},
      {"unicode/",
       {"analysis/unicode.cc", "analysis/folding.cc", "analysis/script_runs.cc", "analysis/dictionary_words.cc",
        "analysis/analyzer.cc", "indexer/read/decode.cc"}},
      {"cld2/", {"analysis/language.cc"}},
      {"gumbo.h", {"indexer/read/html.cc"}},
      {"libxml/", {"indexer/read/html_scan.cc"}},
      {"uchardet/", {"indexer/read/decode.cc"}},
      {"simdjson.h", {"indexer/read/jsonl.cc", "indexer/read/json_ld.cc"}},
      {"re2/",
       {"indexer/clean/pattern_set.cc", "indexer/clean/credits.cc", "indexer/clean/date_candidates.cc",
        "indexer/clean/date_labels.cc", "indexer/clean/publication_date.cc", "indexer/clean/segments.cc",
        "indexer/clean/title.cc", "indexer/clean/unit_dates.cc"}},
      {"CLI/", {"indexer/cli/arguments.cc", "searcher/cli/arguments.cc", "searcher/serve/arguments.cc"}},
      {"microhttpd.h", {"searcher/serve/http_server.cc"}},
      {"nettle/", {"searcher/serve/guards.cc"}},
  };
  return table;
}

}  // namespace

TEST_CASE("the source tree is read, so that the other cases can fail") { CHECK(all_includes().size() > 50); }

TEST_CASE("analysis includes neither indexer nor searcher") {
  CHECK(breaches([](const Include& i) {
          return starts_with(i.file, "analysis/") &&
                 (starts_with(i.target, "indexer/") || starts_with(i.target, "searcher/") ||
                  i.target == "polsearch/indexer.h" || i.target == "polsearch/searcher.h");
        }) == "");
}

TEST_CASE("indexer and searcher never include each other") {
  CHECK(breaches([](const Include& i) {
          return (starts_with(i.file, "indexer/") &&
                  (starts_with(i.target, "searcher/") || i.target == "polsearch/searcher.h")) ||
                 (starts_with(i.file, "searcher/") &&
                  (starts_with(i.target, "indexer/") || i.target == "polsearch/indexer.h"));
        }) == "");
}

TEST_CASE("a library's headers stay inside the files that own it, and out of every header") {
  for (const auto& [library, files] : owners()) {
    const auto& owning = files;
    const auto& name = library;
    CHECK(breaches([&](const Include& i) {
            return starts_with(i.target, name) && (i.header || !owning.count(i.file));
          }) == "");
  }
}

TEST_CASE("public headers include the standard library and each other only") {
  CHECK(breaches([](const Include& i) {
          if (i.file.find("/include/polsearch/") == std::string::npos) return false;
          const bool standard = i.target.find('.') == std::string::npos && i.target.find('/') == std::string::npos;
          return !standard && !starts_with(i.target, "polsearch/");
        }) == "");
}
