// What we know, as tables: corpus/knowledge/*.tsv, embedded at build, overlaid row by row by a user's folder.
//
// A table is UTF-8, tab-separated, its first line naming the columns; '#' lines and blank lines are comments.
// Overlay (`--knowledge DIR`): DIR/<table>.tsv with the same header; a row with a known id replaces it, a row whose id
// is "!id" removes it, any other row is added. Errors name file and line.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>

namespace polsearch {

// One parsed table. `rows[i][j]`: cell of column j; every row has columns.size() cells. `lines[i]`: 1-based line number.
struct Table {
  std::string name;                  // "ministries"
  std::vector<std::string> columns;  // the first is the id
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> origins;  // "corpus/knowledge/ministries.tsv:12" for each row
  bool is_overlaid = false;          // some rows are the user's own
  [[nodiscard]] std::size_t column(std::string_view name) const;  // columns.size() when absent
};

[[nodiscard]] Result<Table> parse_table(std::string_view name, std::string_view file_name, std::string_view tsv);

// A body of government (or party, court, bank, medium) as a row of ministries.tsv.
struct Ministry {
  std::string id;           // "cn-miit"
  std::string country;      // ISO 3166-1 alpha-2: "CN", "TH"
  std::string label;        // official English name
  std::string label_zh, label_th;  // may be empty
  std::string category;     // ministry, agency, party, court, bank, media, association, top (State Council), former
  bool in_facet = true;     // listed in the ministry facet by default (media and the top organs are not)
  struct Name {
    std::string text;       // as written
    bool ambiguous = false;     // needs evidence of the country or the long name in the document
    bool unverified = false;
    bool abbreviation = false;  // exact upper case only
  };
  std::vector<Name> names;  // all of them, the official ones included
  std::string valid_from, valid_to;  // YYYY or YYYY-MM, may be empty
  std::vector<std::string> successors;
};

// Everything the programs know. Built once in main, passed by const reference.
struct Knowledge {
  std::map<std::string, Table, std::less<>> tables;  // every table by name
  std::vector<Ministry> ministries;                  // sorted by id
  std::string digest;                                // XXH3-128 of all rows but those of tables for queries, hexadecimal: part of
                                                     // the analysis fingerprint

  [[nodiscard]] const Ministry* ministry(std::string_view id) const;  // nullptr when unknown
};

// The embedded tables, overlaid by `overlay_folder` unless it is empty.
[[nodiscard]] Result<Knowledge> load_knowledge(std::string_view overlay_folder = {});

}  // namespace polsearch
