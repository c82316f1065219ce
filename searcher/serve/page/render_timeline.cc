// A query through time and by ministry, each with its top story (see render_page.h).
#include <algorithm>
#include <utility>

#include "searcher/serve/page/frame.h"
#include "searcher/serve/page/histogram.h"
#include "searcher/serve/page/hit_item.h"
#include "searcher/serve/page/render_page.h"
#include "searcher/serve/page/results_head.h"

namespace polsearch::serve {
namespace {

std::uint64_t most_of(const std::vector<TimelineRow>& rows) {
  std::uint64_t most = 1;
  for (const TimelineRow& row : rows) most = std::max(most, row.count);
  return most;
}

Html share(std::uint64_t count, std::uint64_t most) {
  Html out;
  out << "<svg class=\"share\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect "
         "class=\"bar\" "
         "width=\""
      << std::max<std::uint64_t>(1, count * 100 / most) << "\" height=\"8\"/></svg>";
  return out;
}

Html top_story(const PageState& state, const TimelineRow& row) {
  Html out;
  for (const Hit& hit : row.top) {
    out << title_link(state, hit) << "<p class=\"facts\">" << date_text(state, hit.date, hit.date_precision);
    if (!hit.source.empty()) out << "<span class=\"source\">" << hit.source << "</span>";
    out << "</p>";
  }
  return out;
}

Html row_line(const PageState& state, const TimelineRow& row, const std::string& label, const SearchRequest& narrowed,
              std::uint64_t most) {
  Html out;
  out << "<tr class=\"moment\"><th scope=\"row\"><a href=\"" << address_of(state, "/", narrowed) << "\">" << label
      << "</a></th><td class=\"number\" data-count>" << grouped(row.count) << share(row.count, most)
      << "</td><td class=\"story\">" << top_story(state, row) << "</td></tr>\n";
  return out;
}

Html table_head(const PageState& state, Phrase first) {
  Html out;
  out << "<thead><tr><th scope=\"col\">" << state(first) << "</th><th scope=\"col\">" << state(Phrase::kCount)
      << "</th><th scope=\"col\">" << state(Phrase::kTopStory) << "</th></tr></thead>\n";
  return out;
}

Html periods(const PageState& state, const Timeline& timeline) {
  Html out;
  out << "<table class=\"timeline\">\n<caption>" << state(Phrase::kTimeline) << "</caption>\n"
      << table_head(state, Phrase::kPeriod) << "<tbody>\n";
  const std::uint64_t most = most_of(timeline.periods);
  for (const TimelineRow& row : timeline.periods) {
    out << row_line(state, row, row.value, narrowed_to(state.request, row.value), most);
  }
  out << "</tbody></table>\n";
  return out;
}

Html ministries(const PageState& state, const Timeline& timeline) {
  Html out;
  out << "<table class=\"timeline\">\n<caption>" << state(Phrase::kByMinistry) << "</caption>\n"
      << table_head(state, Phrase::kMinistry) << "<tbody>\n";
  const std::uint64_t most = most_of(timeline.ministries);
  for (const TimelineRow& row : timeline.ministries) {
    SearchRequest narrowed = from_the_start(state.request);
    narrowed.ministries = {row.value};
    out << row_line(state, row, ministry_label(state, row.value), narrowed, most);
  }
  out << "</tbody></table>\n";
  return out;
}

}  // namespace

std::string render_timeline_page(const PageState& state, const SearchResponse& response, const Timeline& timeline) {
  Html results;
  results << render_results_head(state, response);
  if (response.total == 0) results << "<p class=\"none\">" << state(Phrase::kNoHitsHelp) << "</p>\n";
  if (!timeline.periods.empty()) results << periods(state, timeline);
  if (!timeline.ministries.empty()) results << ministries(state, timeline);
  return framed(state, window_title(state), with_sidebar(state, response, results));
}

}  // namespace polsearch::serve
