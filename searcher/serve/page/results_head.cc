#include "searcher/serve/page/results_head.h"

#include <array>
#include <string_view>
#include <utility>

#include "searcher/serve/page/facets.h"
#include "searcher/serve/page/histogram.h"

namespace polsearch::serve {
namespace {

std::string total_text(const PageState& state, const SearchResponse& response) {
  if (response.total == 0) return std::string(state(Phrase::kNoHits));
  const std::string number = grouped(response.total);
  if (!response.total_is_exact) return say(Phrase::kAtLeast, state.language, {number});
  return response.total == 1 ? std::string(state(Phrase::kOnePage)) : say(Phrase::kPages, state.language, {number});
}

Html total(const PageState& state, const SearchResponse& response) {
  Html out;
  out << "<h1 id=\"results\" class=\"total\" tabindex=\"-1\"><span role=\"status\" data-total=\"" << response.total
      << "\">" << total_text(state, response) << "</span>";
  if (is_browsing(state.request)) out << " <small>" << state(Phrase::kNewestFirst) << "</small>";
  out << "</h1>\n";
  return out;
}

// The library's notes are English; they say so.
Html notes(const PageState& state, const SearchResponse& response) {
  Html out;
  for (const std::string& problem : state.problems)
    out << "<p class=\"problem\" role=\"alert\" lang=\"en\">" << problem << "</p>\n";
  if (response.did_you_mean) {
    SearchRequest meant = from_the_start(state.request);
    meant.query = *response.did_you_mean;
    out << "<p class=\"meant\">" << state(Phrase::kDidYouMean) << " <a href=\"" << address_of(state, state.path, meant)
        << "\" dir=\"auto\">" << *response.did_you_mean << "</a>?</p>\n";
  }
  if (!state.request.query.empty() && response.interpreted_as != state.request.query)
    out << "<p class=\"understood\"><span>" << state(Phrase::kSearchedAs) << "</span> <code dir=\"auto\">"
        << response.interpreted_as << "</code></p>\n";
  if (response.notes.empty() && response.warnings.empty()) return out;
  out << "<ul class=\"notes\" lang=\"en\" aria-label=\"" << state(Phrase::kNotes) << "\">\n";
  for (const std::vector<std::string>& list : {response.notes, response.warnings})
    for (const std::string& note : list) out << "<li dir=\"auto\">" << note << "</li>\n";
  out << "</ul>\n";
  return out;
}

Html view_links(const PageState& state) {
  constexpr std::array<std::pair<std::string_view, Phrase>, 2> kViews = {
      {{"/", Phrase::kList}, {"/timeline", Phrase::kTimeline}}};
  Html out;
  out << "<nav class=\"views\" aria-label=\"" << state(Phrase::kResults) << "\">";
  for (const auto& [path, name] : kViews) {
    out << "<a href=\"" << address_of(state, path, from_the_start(state.request)) << "\"";
    if (path == state.path) out << " aria-current=\"page\"";
    out << ">" << state(name) << "</a>";
  }
  out << "<a class=\"to-filters\" href=\"#filters\">" << state(Phrase::kFilters) << "</a></nav>\n";
  return out;
}

// One way of several: a link, or plain text where we are.
Html way(const PageState& state, const SearchRequest& there, Phrase name, bool is_here) {
  Html out;
  out << "<a href=\"" << address_of(state, state.path, from_the_start(there)) << "\"";
  if (is_here) out << " aria-current=\"true\"";
  out << ">" << state(name) << "</a>";
  return out;
}

Html sort_links(const PageState& state) {
  constexpr std::array<std::pair<Sort, Phrase>, 3> kOrders = {{{Sort::kRelevance, Phrase::kByRelevance},
                                                               {Sort::kDateDescending, Phrase::kByNewest},
                                                               {Sort::kDateAscending, Phrase::kByOldest}}};
  const bool has_words = !state.request.query.empty() || !state.request.similar_to.empty();
  const Sort here = !has_words && state.request.sort == Sort::kRelevance ? Sort::kDateDescending : state.request.sort;
  Html out;
  out << "<nav class=\"choice\" aria-label=\"" << state(Phrase::kSort) << "\">";
  for (const auto& [sort, name] : kOrders) {
    if (sort == Sort::kRelevance && !has_words) continue;
    SearchRequest there = state.request;
    there.sort = sort;
    out << way(state, there, name, sort == here);
  }
  out << "</nav>\n";
  return out;
}

Html copies_links(const PageState& state) {
  Html out;
  out << "<nav class=\"choice\" aria-label=\"" << state(Phrase::kNearDuplicates) << "\">";
  for (const auto& [mode, name] :
       {std::pair(CountMode::kCopies, Phrase::kEachCopy), std::pair(CountMode::kStories, Phrase::kGroupCopies)}) {
    SearchRequest there = state.request;
    there.count_mode = mode;
    out << way(state, there, name, mode == state.request.count_mode);
  }
  out << "</nav>\n";
  return out;
}

// Where nothing is found there is nothing to put in order.
Html order_bar(const PageState& state, std::uint64_t matches) {
  Html out;
  out << "<div class=\"order\">\n" << view_links(state);
  if (matches == 0) {
    out << "</div>\n";
    return out;
  }
  out << "<div class=\"choices-of-order\">\n";
  if (state.path == "/") out << sort_links(state);
  out << copies_links(state) << "</div>\n</div>\n";
  return out;
}

}  // namespace

Html render_results_head(const PageState& state, const SearchResponse& response) {
  Html out;
  out << "<div class=\"head\">\n"
      << total(state, response) << notes(state, response) << render_chips(state) << "</div>\n";
  const Histogram histogram = histogram_of(state.request, response.facets);
  if (!histogram.bars.empty() || histogram.undated > 0 || !state.request.from.empty() || !state.request.to.empty())
    out << render_histogram(state, histogram);
  out << order_bar(state, response.total);
  return out;
}

Html with_sidebar(const PageState& state, const SearchResponse& response, const Html& results) {
  Html out;
  out << "<div class=\"columns\">\n<main>\n"
      << results << "</main>\n<aside id=\"filters\" aria-labelledby=\"filters-title\">\n"
      << "<h2 id=\"filters-title\">" << state(Phrase::kFilters) << "</h2>\n"
      << render_sidebar(state, response) << "</aside>\n</div>\n";
  return out;
}

std::string window_title(const PageState& state) {
  if (state.request.query.empty()) return "polsearch";
  return state.request.query + " - polsearch";
}

}  // namespace polsearch::serve
