// The tables of corpus/knowledge: parsing, its errors, the overlay, and what the shipped ministries table must satisfy.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>

#include "analysis/knowledge.h"

namespace {

using namespace polsearch;

std::string print(const Result<Table>& table) {
  if (!table) return "error: " + table.error().message;
  std::string text;
  for (std::size_t row = 0; row < table->rows.size(); ++row) {
    text += table->origins[row] + ":";
    for (const std::string& cell : table->rows[row]) text += " " + (cell.empty() ? "-" : cell);
    text += "\n";
  }
  return text;
}

// A folder of its own under the system's temporary folder, removed at the end.
struct TemporaryFolder {
  std::filesystem::path path;
  TemporaryFolder() {
    std::random_device device;
    path = std::filesystem::temp_directory_path() / ("polsearch-knowledge-" + std::to_string(device()));
    std::filesystem::create_directories(path);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  void write(std::string_view name, std::string_view text) const {
    std::ofstream(path / name, std::ios::binary) << text;
  }
};

std::string header_of(const Knowledge& knowledge, std::string_view table) {
  std::string header;
  for (const std::string& column : knowledge.tables.find(table)->second.columns)
    header += (header.empty() ? "" : "\t") + column;
  return header + "\n";
}

std::string row_of(std::string_view id, std::string_view name) {
  return std::string(id) + "\tCN\tagency\tyes\t" + std::string(name) + std::string(11, '\t') + "\n";
}

}  // namespace

TEST_CASE("a table keeps its cells and where each row came from") {
  CHECK(print(parse_table("t", "t.tsv", "id\tname\n# note\n\na\tAlpha\r\nb\t\n")) ==
        "t.tsv:4: a Alpha\nt.tsv:5: b -\n");
  CHECK(print(parse_table("t", "t.tsv", "\xEF\xBB\xBFid\tname\na\tAlpha")) == "t.tsv:2: a Alpha\n");
  const auto table = parse_table("t", "t.tsv", "id\tname\n");
  REQUIRE(table.ok());
  CHECK(table->column("name") == 1);
  CHECK(table->column("nothing") == 2);
}

TEST_CASE("a broken table is refused with file and line") {
  CHECK(print(parse_table("t", "t.tsv", "id\tname\na\n")) == "error: t.tsv:2: 1 cells where the header has 2");
  CHECK(print(parse_table("t", "t.tsv", "id\tname\na\tb\tc\n")) == "error: t.tsv:2: 3 cells where the header has 2");
  CHECK(print(parse_table("t", "t.tsv", "id\tname\na\tb\na\tc\n")) == "error: t.tsv:3: id \"a\" stands twice");
  CHECK(print(parse_table("t", "t.tsv", "id\tname\n\tb\n")) == "error: t.tsv:2: the id (first column) is empty");
  CHECK(print(parse_table("t", "t.tsv", "id\tname\na\t\xFF\n")) == "error: t.tsv:2: not UTF-8");
  CHECK(print(parse_table("t", "t.tsv", "id\tid\n")) == "error: t.tsv:1: column \"id\" stands twice");
  CHECK(print(parse_table("t", "t.tsv", "# only\n")) == "error: t.tsv: no header line");
  CHECK(print(parse_table("t", "t.tsv", "cn-miit\tCN\t\tX\n")) ==
        "error: t.tsv:1: a column has no name: the header line with the names of the columns is missing or cut");
}

TEST_CASE("the embedded tables load, and their digest is stable") {
  const auto knowledge = load_knowledge();
  REQUIRE(knowledge.ok());
  CHECK(knowledge->digest.size() == 32);
  CHECK(knowledge->digest == load_knowledge()->digest);
  REQUIRE(knowledge->ministry("cn-miit"));
  CHECK(knowledge->ministry("cn-miit")->label == "Ministry of Industry and Information Technology");
  CHECK(knowledge->ministry("cn-miit")->label_zh == "工业和信息化部");
  CHECK(knowledge->ministry("no-such") == nullptr);
}

TEST_CASE("an overlay replaces, removes and adds rows") {
  const auto base = load_knowledge();
  REQUIRE(base.ok());
  TemporaryFolder folder;
  folder.write("ministries.tsv", header_of(*base, "ministries") + row_of("cn-miit", "Office of Tests") + "!th-fti\n" +
                                     row_of("xx-new", "New Office"));
  const auto overlaid = load_knowledge(folder.path.string());
  if (!overlaid) FAIL(overlaid.error().message);
  CHECK(overlaid->ministry("cn-miit")->label == "Office of Tests");
  CHECK(overlaid->ministry("th-fti") == nullptr);
  CHECK(overlaid->ministry("xx-new") != nullptr);
  CHECK(overlaid->ministries.size() == base->ministries.size());
  CHECK(overlaid->digest != base->digest);
}

TEST_CASE("a wrong overlay is an error that names the file") {
  const auto base = load_knowledge();
  REQUIRE(base.ok());
  const auto error_with = [](std::string_view name, std::string_view text) {
    TemporaryFolder folder;
    folder.write(name, text);
    const auto knowledge = load_knowledge(folder.path.string());
    if (knowledge) return std::string("none");
    const std::string& message = knowledge.error().message;
    const auto file = message.find(name);  // leave out the folder, it differs each time
    return file == std::string::npos ? message : message.substr(file);
  };
  const std::string header = header_of(*base, "ministries");
  CHECK(error_with("ministries.tsv", header + "!xx-none\n") ==
        "ministries.tsv:2: cannot remove \"xx-none\": no such row in ministries");
  CHECK(error_with("ministries.tsv", "id\tname\na\tb\n") ==
        "ministries.tsv:2: the header differs from the table's own");
  CHECK(error_with("ministries.tsv", "xx-a\tCN\nxx-b\tCN\n") ==
        "ministries.tsv:2: the header line is missing above this line");
  CHECK(error_with("ministers.tsv", header) == "ministers.tsv: no such table");
  CHECK(error_with("ministries.tsv", header + "xx\tCN\tagency\tmaybe\tX" + std::string(11, '\t') + "\n") ==
        "ministries.tsv:2: in_facet is \"maybe\"");
  CHECK_FALSE(load_knowledge("/no/such/folder").ok());
}

TEST_CASE("every ministry has a reason, a source, a known category and known successors") {
  const auto knowledge = load_knowledge();
  REQUIRE(knowledge.ok());
  const Table& table = knowledge->tables.at("ministries");
  const std::set<std::string> categories = {"ministry",    "agency",       "bureau",   "party",       "court",
                                            "bank",        "media",        "top",      "association", "former",
                                            "legislature", "coordination", "institute", "foreign"};
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    CAPTURE(table.origins[row], table.rows[row][0]);
    CHECK_FALSE(table.rows[row][table.column("reason")].empty());
    CHECK_FALSE(table.rows[row][table.column("source")].empty());
    CHECK(categories.count(table.rows[row][table.column("category")]) == 1);
  }
  for (const Ministry& ministry : knowledge->ministries)
    for (const std::string& successor : ministry.successors) {
      CAPTURE(ministry.id, successor);
      CHECK(knowledge->ministry(successor) != nullptr);
    }
}

TEST_CASE("media and the top organs stay out of the ministry facet") {
  const auto knowledge = load_knowledge();
  REQUIRE(knowledge.ok());
  for (const std::string_view id : {"cn-xinhua", "cn-state-council", "cn-cpc-cc", "cn-npc", "th-cabinet", "th-fti"}) {
    CAPTURE(id);
    REQUIRE(knowledge->ministry(id));
    CHECK_FALSE(knowledge->ministry(id)->in_facet);
  }
  CHECK(knowledge->ministry("cn-miit")->in_facet);
}

TEST_CASE("every country cue has a known kind, a reason and a source") {
  const auto knowledge = load_knowledge();
  REQUIRE(knowledge.ok());
  const Table& table = knowledge->tables.at("countries");
  const std::set<std::string> kinds = {"country", "capital", "place", "level", "cue", "body"};
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    CAPTURE(table.origins[row], table.rows[row][0]);
    CHECK(kinds.count(table.rows[row][table.column("kind")]) == 1);
    CHECK_FALSE(table.rows[row][table.column("reason")].empty());
    CHECK_FALSE(table.rows[row][table.column("source")].empty());
  }
}
