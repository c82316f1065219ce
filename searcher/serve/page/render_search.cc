// The list of hits as a page (see render_page.h).
#include <algorithm>
#include <array>
#include <utility>

#include "searcher/serve/page/frame.h"
#include "searcher/serve/page/hit_item.h"
#include "searcher/serve/page/render_page.h"
#include "searcher/serve/page/results_head.h"

namespace polsearch::serve {
namespace {

constexpr std::uint64_t kLastOffset = 10'000;  // of SearchLimits: links beyond would be turned down

Html page_link(const PageState& state, std::uint64_t offset, Literal relation, Phrase name) {
  SearchRequest there = state.request;
  there.offset = offset;
  Html out;
  out << "<a rel=\"" << relation << "\" href=\"" << address_of(state, state.path, there) << "\">" << state(name)
      << "</a>\n";
  return out;
}

Html paging(const PageState& state, const SearchResponse& response) {
  const SearchRequest& request = state.request;
  const std::uint64_t next = request.offset + request.count;
  const bool has_previous = request.offset > 0, has_next = next < response.total && next <= kLastOffset;
  Html out;
  if (response.hits.empty() && !has_previous) return out;
  out << "<nav class=\"paging\" aria-label=\"" << state(Phrase::kPaging) << "\">\n";
  if (has_previous)
    out << page_link(state, request.offset - std::min<std::uint64_t>(request.offset, request.count), "prev",
                     Phrase::kPrevious);
  if (!response.hits.empty())
    out << "<span class=\"where\">" << grouped(response.hits.front().rank) << "–" << grouped(response.hits.back().rank)
        << " / " << grouped(response.total) << "</span>\n";
  if (has_next) out << page_link(state, next, "next", Phrase::kNext);
  out << "</nav>\n";
  return out;
}

Html exports(const PageState& state) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kFormats = {
      {{"csv", "CSV"}, {"json", "JSON"}, {"ris", "RIS"}, {"bibtex", "BibTeX"}}};
  SearchRequest all = from_the_start(state.request);
  all.count = SearchRequest().count;  // the export has its own
  if (is_browsing(all)) all.query = "*";
  PageState plain = state;
  plain.is_language_chosen = false;
  Html out;
  out << "<p class=\"exports\"><span>" << state(Phrase::kExport) << "</span>";
  for (const auto& [format, name] : kFormats)
    out << "<a download href=\"" << address_of(plain, "/api/v1/export", all) << "&amp;format=" << format << "\">"
        << name << "</a>";
  out << "</p>\n";
  return out;
}

// What a status means to a person.
Phrase meaning_of(int status) {
  constexpr std::array<std::pair<int, Phrase>, 5> kMeanings = {{{404, Phrase::kNotFound},
                                                                {401, Phrase::kNotAllowed},
                                                                {421, Phrase::kNotAllowed},
                                                                {429, Phrase::kComeBackLater},
                                                                {503, Phrase::kComeBackLater}}};
  for (const auto& [known, phrase] : kMeanings)
    if (known == status) return phrase;
  return status >= 500 ? Phrase::kBroken : Phrase::kNotUnderstood;
}

}  // namespace

std::string render_search_page(const PageState& state, const SearchResponse& response) {
  Html results;
  results << render_results_head(state, response);
  if (response.total == 0) results << "<p class=\"none\">" << state(Phrase::kNoHitsHelp) << "</p>\n";
  if (!response.hits.empty()) {
    results << "<ol class=\"hits\">\n";
    for (const Hit& hit : response.hits) results << render_hit(state, hit);
    results << "</ol>\n";
  }
  results << paging(state, response);
  if (response.total > 0) results << exports(state);
  return framed(state, window_title(state), with_sidebar(state, response, results));
}

std::string render_error_page(UiLanguage language, int status, std::string_view title, std::string_view detail,
                              std::string_view hint) {
  const std::string headline = std::to_string(status) + " " + std::string(title);
  Html out;
  out << "<main class=\"error\">\n<h1 id=\"results\" tabindex=\"-1\">" << say(meaning_of(status), language)
      << "</h1>\n<p class=\"status\" lang=\"en\">" << headline << "</p>\n<p lang=\"en\" dir=\"auto\">" << detail
      << "</p>\n";
  if (!hint.empty()) out << "<p lang=\"en\" dir=\"auto\">" << hint << "</p>\n";
  out << "<p><a href=\"/\">" << say(Phrase::kHome, language) << "</a></p>\n</main>\n";
  return framed_plainly(language, headline, out);
}

}  // namespace polsearch::serve
