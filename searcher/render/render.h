// Responses -> bytes: text for people; JSON, JSON Lines, CSV and TREC for programs. docs/json-api.md describes JSON.
//
// Pure functions: nothing is printed here. All output is valid UTF-8, whatever bytes the query or the pages had.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/searcher.h>

namespace polsearch::render {

struct TextOptions {
  bool color = false;      // ANSI SGR sequences (ECMA-48)
  std::size_t width = 80;  // columns of the terminal
};

// Hits and facet bars. Control characters of pages are left out, so that no page can drive the terminal.
[[nodiscard]] std::string to_text(const SearchResponse& response, const TextOptions& options);

// One object of contract shape, pretty or on one line; with `query_id`, "id" comes first. Ends without a line break.
[[nodiscard]] std::string to_json(const SearchResponse& response, bool pretty, const std::string* query_id = nullptr);

// Completions: {"typed", "completions": [{"text", "kind": word|title|ministry, "documents"}]}, and one a line as
// "TEXT<TAB>KIND<TAB>DOCUMENTS", without control characters.
[[nodiscard]] std::string to_json(const std::vector<Completion>& completions, std::string_view typed, bool pretty);
[[nodiscard]] std::string to_text(const std::vector<Completion>& completions);
[[nodiscard]] std::string_view to_string(Completion::Kind kind);

// RFC 4180: CRLF, a header line; cells that a spreadsheet would run as a formula get a leading apostrophe.
[[nodiscard]] std::string csv_header(bool with_query_id);
[[nodiscard]] std::string to_csv(const SearchResponse& response, const std::string* query_id = nullptr);

// "qid Q0 docid rank score polsearch" a line. White space inside ids is percent-encoded (a blank is %20).
[[nodiscard]] std::string to_trec(const SearchResponse& response, std::string_view query_id);

// Records for reference managers, hits only. RIS: "TAG  - value" lines ending with CRLF, a record from TY to ER.
// BibTeX:
// @misc, whose keys come from the ids and stay the same; TeX's special characters are escaped.
[[nodiscard]] std::string to_ris(const SearchResponse& response);
[[nodiscard]] std::string to_bibtex(const SearchResponse& response);

}  // namespace polsearch::render
