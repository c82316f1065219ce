// The figure of a histogram (see histogram.h). Colours and sizes of text are the style sheet's; the drawing is
// stretched to the width there is, so no text stands in it.
#include <algorithm>
#include <string>

#include "searcher/serve/page/histogram.h"

namespace polsearch::serve {
namespace {

constexpr std::uint64_t kBarWidth = 10, kHeight = 100;  // units of the drawing
constexpr std::uint64_t kLeast = 3;                     // a bar that counts anything can be seen

std::uint64_t height_of(std::uint64_t count, std::uint64_t most) {
  return count == 0 || most == 0 ? 0 : std::max(kLeast, count * kHeight / most);
}

std::string period_address(const PageState& state, std::string_view from, std::string_view to) {
  SearchRequest request = from_the_start(state.request);
  request.from = from;
  request.to = to;
  return address_of(state, state.path, request);
}

Html bars(const PageState& state, const Histogram& histogram, std::uint64_t most) {
  Html out;
  std::uint64_t x = 0;
  for (const Bar& bar : histogram.bars) {
    const std::uint64_t height = height_of(bar.count, most);
    out << "<a href=\"" << address_of(state, state.path, narrowed_to(state.request, bar.period))
        << "\" tabindex=\"-1\" data-period=\"" << bar.period << "\"><title>" << bar.period << ": " << grouped(bar.count)
        << "</title><rect class=\"field\" x=\"" << x << "\" y=\"0\" width=\"" << kBarWidth << "\" height=\"" << kHeight
        << "\"/><rect class=\"bar\" x=\"" << x + 1 << "\" y=\"" << kHeight - height << "\" width=\"" << kBarWidth - 2
        << "\" height=\"" << height << "\"/></a>\n";
    x += kBarWidth;
  }
  return out;
}

Html drawing(const PageState& state, const Histogram& histogram, std::uint64_t most) {
  const std::uint64_t width = std::max<std::uint64_t>(histogram.bars.size(), 12) * kBarWidth;
  Html out;
  out << "<svg class=\"histogram\" data-brush viewBox=\"0 0 " << width << " " << kHeight
      << "\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">\n"
      << bars(state, histogram, most) << "</svg>\n<p class=\"axis\" aria-hidden=\"true\"><span>"
      << histogram.bars.front().period << "</span>";
  if (histogram.bars.size() > 2) out << "<span>" << histogram.bars[histogram.bars.size() / 2].period << "</span>";
  if (histogram.bars.size() > 1) out << "<span>" << histogram.bars.back().period << "</span>";
  out << "</p>\n";
  return out;
}

Html table(const PageState& state, const Histogram& histogram, std::string_view caption) {
  Html out;
  out << "<details class=\"twin\"><summary>" << state(Phrase::kAsTable) << "</summary>\n<table><caption>" << caption
      << "</caption><thead><tr><th scope=\"col\">" << state(Phrase::kPeriod) << "</th><th scope=\"col\">"
      << state(Phrase::kCount) << "</th></tr></thead>\n<tbody>\n";
  for (const Bar& bar : histogram.bars) {
    if (bar.count == 0) continue;
    out << "<tr><th scope=\"row\"><a href=\"" << address_of(state, state.path, narrowed_to(state.request, bar.period))
        << "\">" << bar.period << "</a></th><td>" << grouped(bar.count) << "</td></tr>\n";
  }
  if (histogram.undated > 0)
    out << "<tr><th scope=\"row\">" << state(Phrase::kUndated) << "</th><td>" << grouped(histogram.undated)
        << "</td></tr>\n";
  out << "</tbody></table></details>\n";
  return out;
}

// Out of a chosen period, to the next wider one and to all dates.
Html ways_out(const PageState& state) {
  const SearchRequest& request = state.request;
  Html out;
  if (request.from.empty() && request.to.empty()) return out;
  out << "<p class=\"ways\"><a href=\"" << period_address(state, "", "") << "\">" << state(Phrase::kWholeTime)
      << "</a>";
  const std::string from(wider(request.from)), to(wider(request.to));
  if (!from.empty() && from == to)
    out << " <span aria-hidden=\"true\">›</span> <a href=\"" << period_address(state, from, to) << "\">" << from
        << "</a>";
  out << "</p>\n";
  return out;
}

Phrase caption_of(FacetKind kind) {
  if (kind == FacetKind::kDay) return Phrase::kPagesByDay;
  return kind == FacetKind::kMonth ? Phrase::kPagesByMonth : Phrase::kPagesByYear;
}

}  // namespace

Html render_histogram(const PageState& state, const Histogram& histogram) {
  Html out;
  const std::string_view caption = state(caption_of(histogram.kind));
  std::uint64_t most = 0;
  for (const Bar& bar : histogram.bars) most = std::max(most, bar.count);
  out << "<figure class=\"dates\" data-level=\"" << to_string(histogram.kind) << "\">\n<figcaption>" << caption;
  if (most > 0) out << " <span class=\"most\" aria-hidden=\"true\">0–" << grouped(most) << "</span>";
  out << "</figcaption>\n" << ways_out(state);
  if (!histogram.bars.empty())
    out << drawing(state, histogram, most) << "<p class=\"hint\" data-with-script hidden>" << state(Phrase::kBrushHint)
        << "</p>\n";
  if (!histogram.bars.empty() || histogram.undated > 0) out << table(state, histogram, caption);
  out << "</figure>\n";
  return out;
}

}  // namespace polsearch::serve
