// Embedded tables + a user's folder -> Knowledge.
//
//   "id\tcountry\t...\ncn-miit\tCN\t..."  ->  Table{columns, rows}, Ministry{"cn-miit", names...}
#include "analysis/knowledge.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analysis/ascii.h"
#include "analysis/embedded_knowledge.h"
#include "analysis/index_layout.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr std::uint64_t kMaxTableBytes = 64u << 20;  // a hand-written table; anything larger is a mistake
constexpr char kRemovalMark = '!';

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i) joined += separator;
    joined += parts[i];
  }
  return joined;
}

Error broken(std::string origin, std::string_view what, std::string hint = {}) {
  return Error{Error::Kind::kInput, std::move(origin) + ": " + std::string(what), std::move(hint)};
}

bool is_removal(std::string_view id) { return !id.empty() && id.front() == kRemovalMark; }

bool is_comment(std::string_view line) {
  return line.empty() || line.front() == '#' || line.find_first_not_of(" \t") == std::string_view::npos;
}

Status read_header(Table& table, std::string_view line, const std::string& origin) {
  for (const std::string_view cell : split(line, '\t')) {
    const std::string name(trim_blanks(cell));
    if (name.empty())
      return broken(origin, "a column has no name: the header line with the names of the columns is missing or cut",
                    "copy it from the table of that name in corpus/knowledge");
    if (table.column(name) != table.columns.size()) return broken(origin, "column \"" + name + "\" stands twice");
    table.columns.push_back(name);
  }
  return Done{};
}

// A removal row may be the id alone; every other row has one cell for each column.
Status read_row(Table& table, std::string_view line, std::string origin) {
  std::vector<std::string> cells;
  for (const std::string_view cell : split(line, '\t')) cells.emplace_back(trim_blanks(cell));
  const std::string& id = cells.front();
  if (id.empty() || id == "!") return broken(std::move(origin), "the id (first column) is empty");
  if (is_removal(id) && cells.size() == 1) cells.resize(table.columns.size());
  if (cells.size() != table.columns.size())
    return broken(std::move(origin),
                  std::to_string(cells.size()) + " cells where the header has " + std::to_string(table.columns.size()),
                  "columns: " + join(table.columns, ", "));
  table.rows.push_back(std::move(cells));
  table.origins.push_back(std::move(origin));
  return Done{};
}

Status check_unique_ids(const Table& table) {
  std::unordered_map<std::string_view, std::size_t> first;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const auto [place, added] = first.emplace(table.rows[row].front(), row);
    if (!added)
      return broken(table.origins[row], "id \"" + table.rows[row].front() + "\" stands twice",
                    "first in " + table.origins[place->second]);
  }
  return Done{};
}

Status check_no_removals(const Table& table) {
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    if (is_removal(table.rows[row].front()))
      return broken(table.origins[row], "a row that removes (\"" + table.rows[row].front() + "\") has nothing below it",
                    "\"!id\" belongs into an overlay folder");
  return Done{};
}

Status overlay_table(Table& below, const Table& above) {
  if (above.columns != below.columns)
    return broken(above.origins.empty() ? above.name : above.origins.front(),
                  above.columns.front() == below.columns.front() ? "the header differs from the table's own"
                                                                 : "the header line is missing above this line",
                  "expected: " + join(below.columns, "<tab>"));
  std::unordered_map<std::string, std::size_t> place;
  for (std::size_t row = 0; row < below.rows.size(); ++row) place.emplace(below.rows[row].front(), row);
  std::unordered_set<std::size_t> removed;
  for (std::size_t row = 0; row < above.rows.size(); ++row) {
    const bool removal = is_removal(above.rows[row].front());
    const std::string id = above.rows[row].front().substr(removal ? 1 : 0);
    const auto found = place.find(id);
    if (removal && found == place.end())
      return broken(above.origins[row], "cannot remove \"" + id + "\": no such row in " + below.name);
    if (removal) {
      removed.insert(found->second);
    } else if (found != place.end()) {
      below.rows[found->second] = above.rows[row];
      below.origins[found->second] = above.origins[row];
    } else {
      below.rows.push_back(above.rows[row]);
      below.origins.push_back(above.origins[row]);
    }
  }
  Table kept{below.name, below.columns, {}, {}, /*is_overlaid=*/true};
  for (std::size_t row = 0; row < below.rows.size(); ++row) {
    if (removed.count(row)) continue;
    kept.rows.push_back(std::move(below.rows[row]));
    kept.origins.push_back(std::move(below.origins[row]));
  }
  below = std::move(kept);
  return Done{};
}

std::vector<std::filesystem::path> tables_in(const std::filesystem::path& folder, std::error_code& failure) {
  std::vector<std::filesystem::path> paths;
  auto entry = std::filesystem::directory_iterator(folder, failure);
  for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure))
    if (entry->path().extension() == ".tsv") paths.push_back(entry->path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

Status overlay_folder_on(Knowledge& knowledge, std::string_view folder) {
  std::error_code failure;
  const auto paths = tables_in(std::filesystem::path(folder), failure);
  if (failure)
    return broken("cannot read knowledge folder " + std::string(folder), failure.message(),
                  "a folder with any of the tables of corpus/knowledge, say ministries.tsv");
  for (const auto& path : paths) {
    const auto table = knowledge.tables.find(path.stem().string());
    if (table == knowledge.tables.end()) {
      std::vector<std::string> known;
      for (const auto& [name, unused] : knowledge.tables) known.push_back(name + ".tsv");
      return broken(path.string(), "no such table", "accepted: " + join(known, ", "));
    }
    const auto bytes = read_file(path, kMaxTableBytes);
    if (!bytes) return bytes.error();
    const auto parsed = parse_table(table->first, path.string(), *bytes);
    if (!parsed) return parsed.error();
    if (Status done = overlay_table(table->second, *parsed); !done) return done;
  }
  return Done{};
}

// Cell grammar: names split by "|"; "~" before a name = ambiguous alone, "?" behind it = nobody verified it.
void add_names(std::vector<Ministry::Name>& names, std::string_view cell, bool abbreviation) {
  for (std::string_view part : split(cell, '|')) {
    Ministry::Name name;
    name.abbreviation = abbreviation;
    part = trim_blanks(part);
    if (!part.empty() && part.front() == '~') {
      name.ambiguous = true;
      part.remove_prefix(1);
    }
    if (!part.empty() && part.back() == '?') {
      name.unverified = true;
      part.remove_suffix(1);
    }
    name.text = std::string(trim_blanks(part));
    if (!name.text.empty()) names.push_back(std::move(name));
  }
}

constexpr std::string_view kMinistryColumns[] = {"id",          "country",     "category",    "in_facet",
                                                 "official_en", "official_zh", "official_th", "abbreviations",
                                                 "aliases_en",  "aliases_zh",  "aliases_th",  "valid_from",
                                                 "valid_to",    "successor",   "reason",      "source"};

// The cells of one row by column name; the columns were checked before.
struct RowView {
  const Table& table;
  const std::vector<std::string>& cells;
  const std::string& operator[](std::string_view column) const { return cells[table.column(column)]; }
};

Result<Ministry> read_ministry(const RowView& row, const std::string& origin) {
  Ministry ministry;
  ministry.id = row["id"];
  ministry.country = row["country"];
  ministry.category = row["category"];
  ministry.label = row["official_en"];
  ministry.label_zh = row["official_zh"];
  ministry.label_th = row["official_th"];
  if (ministry.label.empty()) return broken(origin, "official_en is empty", "it is the name shown to people");
  if (row["in_facet"] != "yes" && row["in_facet"] != "no")
    return broken(origin, "in_facet is \"" + row["in_facet"] + "\"", "accepted: yes, no");
  ministry.in_facet = row["in_facet"] == "yes";
  for (const std::string_view column : {"official_en", "official_zh", "official_th"})
    add_names(ministry.names, row[column], false);
  for (std::string* label : {&ministry.label_zh, &ministry.label_th})
    if (!label->empty() && label->back() == '?') label->pop_back();
  add_names(ministry.names, row["abbreviations"], true);
  for (const std::string_view column : {"aliases_en", "aliases_zh", "aliases_th"})
    add_names(ministry.names, row[column], false);
  ministry.valid_from = row["valid_from"];
  ministry.valid_to = row["valid_to"];
  for (const std::string_view id : split(row["successor"], '|'))
    if (!trim_blanks(id).empty()) ministry.successors.emplace_back(trim_blanks(id));
  return ministry;
}

Result<std::vector<Ministry>> read_ministries(const Table& table) {
  for (const std::string_view column : kMinistryColumns)
    if (table.column(column) == table.columns.size())
      return broken(table.name, "column \"" + std::string(column) + "\" is missing");
  std::vector<Ministry> ministries;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    auto ministry = read_ministry(RowView{table, table.rows[row]}, table.origins[row]);
    if (!ministry) return ministry.error();
    ministries.push_back(std::move(ministry).value());
  }
  std::sort(ministries.begin(), ministries.end(), [](const Ministry& a, const Ministry& b) { return a.id < b.id; });
  return ministries;
}

// Tables that only queries are read with: an index does not depend on them.
constexpr std::string_view kQueryTables[] = {"glossary", "question_words"};

std::string canonical_text(const Knowledge& knowledge) {
  std::string text;
  for (const auto& [name, table] : knowledge.tables) {
    if (std::find(std::begin(kQueryTables), std::end(kQueryTables), name) != std::end(kQueryTables)) continue;
    text += "= " + name + "\n" + join(table.columns, "\t") + "\n";
    for (const auto& row : table.rows) text += join(row, "\t") + "\n";
  }
  return text;
}

}  // namespace

std::size_t Table::column(std::string_view wanted) const {
  return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), wanted) - columns.begin());
}

Result<Table> parse_table(std::string_view name, std::string_view file_name, std::string_view tsv) {
  Table table;
  table.name = std::string(name);
  if (tsv.substr(0, 3) == "\xEF\xBB\xBF") tsv.remove_prefix(3);  // editors on Windows write a byte order mark
  std::size_t line_number = 0;
  for (std::string_view line : split(tsv, '\n')) {
    std::string origin = std::string(file_name) + ":" + std::to_string(++line_number);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!is_valid_utf8(line)) return broken(std::move(origin), "not UTF-8", "save the file as UTF-8");
    if (is_comment(line)) continue;
    Status read = table.columns.empty() ? read_header(table, line, origin) : read_row(table, line, std::move(origin));
    if (!read) return read.error();
  }
  if (table.columns.empty())
    return broken(std::string(file_name), "no header line", "the first line names the columns");
  if (Status unique = check_unique_ids(table); !unique) return unique.error();
  return table;
}

const Ministry* Knowledge::ministry(std::string_view id) const {
  const auto place = std::lower_bound(ministries.begin(), ministries.end(), id,
                                      [](const Ministry& ministry, std::string_view key) { return ministry.id < key; });
  return place != ministries.end() && place->id == id ? &*place : nullptr;
}

Result<Knowledge> load_knowledge(std::string_view overlay_folder) {
  Knowledge knowledge;
  for (const EmbeddedTable& embedded : embedded_tables()) {
    const std::string file = "corpus/knowledge/" + std::string(embedded.name) + ".tsv";
    auto table = parse_table(embedded.name, file, embedded.tsv);
    if (!table) return table.error();
    knowledge.tables.emplace(embedded.name, std::move(table).value());
  }
  if (!overlay_folder.empty())
    if (Status done = overlay_folder_on(knowledge, overlay_folder); !done) return done.error();
  for (const auto& [name, table] : knowledge.tables)
    if (Status done = check_no_removals(table); !done) return done.error();
  if (const auto table = knowledge.tables.find("ministries"); table != knowledge.tables.end()) {
    auto ministries = read_ministries(table->second);
    if (!ministries) return ministries.error();
    knowledge.ministries = std::move(ministries).value();
  }
  knowledge.digest = digest_of(canonical_text(knowledge));
  return knowledge;
}

}  // namespace polsearch
