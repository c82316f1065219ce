// SearchResponse -> CSV and TREC lines (see render.h).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "analysis/unicode.h"
#include "searcher/render/render.h"

namespace polsearch::render {
namespace {

constexpr std::array<std::string_view, 10> kColumns = {"rank",       "id",       "score",  "title", "date",
                                                       "ministries", "language", "source", "url",   "snippet"};

// A spreadsheet runs cells that begin so, in East Asian settings those with full-width signs too (OWASP, "CSV
// Injection").
bool looks_like_formula(std::string_view cell) {
  constexpr std::array<std::string_view, 11> kBeginnings = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                            "\n", "＝", "＋", "－", "＠"};
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return cell.starts_with(beginning); });
}

std::string csv_cell(std::string_view text) {
  std::string cell = repair_utf8(text).text;
  if (looks_like_formula(cell)) cell.insert(cell.begin(), '\'');
  if (cell.find_first_of("\",\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    line += csv_cell(cells[i]);
  }
  return line + "\r\n";
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ";") + part;
  return out;
}

std::string trec_id(std::string_view id) {
  std::string out;
  for (const char c : repair_utf8(id).text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F)
      out += fmt::format("%{:02X}", byte);
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string csv_header(bool with_query_id) {
  std::vector<std::string> cells;
  if (with_query_id) cells.emplace_back("query_id");
  cells.insert(cells.end(), kColumns.begin(), kColumns.end());
  return csv_line(cells);
}

std::string to_csv(const SearchResponse& response, const std::string* query_id) {
  std::string out;
  for (const Hit& hit : response.hits) {
    std::vector<std::string> cells;
    if (query_id != nullptr) cells.push_back(*query_id);
    for (const std::string& cell :
         {std::to_string(hit.rank), hit.id, fmt::format("{:.6f}", hit.score), hit.title, hit.date,
          joined(hit.ministries), hit.language, hit.source, hit.url, hit.snippet.text})
      cells.push_back(cell);
    out += csv_line(cells);
  }
  return out;
}

std::string to_trec(const SearchResponse& response, std::string_view query_id) {
  std::string out;
  for (const Hit& hit : response.hits)
    out += fmt::format("{} Q0 {} {} {:.6f} polsearch\n", trec_id(query_id), trec_id(hit.id), hit.rank, hit.score);
  return out;
}

}  // namespace polsearch::render
