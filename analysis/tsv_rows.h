// The embedded tables that text analysis reads before anything else is there: rows as views, no copies.
//
//   "# note\nid\tlang\nthe\ten\n" -> {"id","lang"} {"the","en"}
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "analysis/embedded_knowledge.h"

namespace polsearch {

inline constexpr std::size_t kMaxColumns = 8;
using TsvRow = std::array<std::string_view, kMaxColumns>;  // missing cells are empty

[[nodiscard]] inline std::string_view embedded_tsv(std::string_view name) {
  for (const EmbeddedTable& table : embedded_tables())
    if (table.name == name) return table.tsv;
  return {};
}

[[nodiscard]] inline TsvRow split_row(std::string_view line) {
  TsvRow row;
  for (std::size_t column = 0; column < kMaxColumns; ++column) {
    const std::size_t tab = line.find('\t');
    row[column] = line.substr(0, tab);
    if (tab == std::string_view::npos) break;
    line.remove_prefix(tab + 1);
  }
  return row;
}

// Calls `visit(row)` for every row, the header first; comments and blank lines are skipped.
template <class Visit>
void each_tsv_row(std::string_view tsv, Visit&& visit) {
  while (!tsv.empty()) {
    const std::size_t end = tsv.find('\n');
    std::string_view line = tsv.substr(0, end);
    tsv.remove_prefix(end == std::string_view::npos ? tsv.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty() && line.front() != '#') visit(split_row(line));
  }
}

}  // namespace polsearch
