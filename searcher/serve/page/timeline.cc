#include "searcher/serve/page/timeline.h"

#include <chrono>
#include <utility>

#include "searcher/serve/page/histogram.h"
#include "searcher/serve/service.h"

namespace polsearch::serve {
namespace {

using Clock = std::chrono::steady_clock;

// Asks for the best story of narrowed requests as long as there is time.
class StoryFinder {
 public:
  StoryFinder(const Call& call, const SearchRequest& request)
      : call_(call),
        limit_ms_(request.time_limit_ms),
        deadline_(Clock::now() + std::chrono::milliseconds(request.time_limit_ms)) {}

  std::vector<Hit> best(SearchRequest narrowed) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
    if (limit_ms_ > 0 && left <= 0) return {};
    if (limit_ms_ > 0) narrowed.time_limit_ms = static_cast<std::uint32_t>(left);
    narrowed.count = 1;
    narrowed.offset = 0;
    narrowed.snippet_bytes = 0;
    narrowed.facets.clear();
    narrowed.sort = Sort::kRelevance;
    auto found = call_.snapshot->lend()->search(narrowed);
    return found ? std::move(found->hits) : std::vector<Hit>();
  }

 private:
  const Call& call_;
  const std::uint32_t limit_ms_;
  const Clock::time_point deadline_;
};

}  // namespace

Timeline timeline_of(const Call& call, const SearchRequest& request, const SearchResponse& found) {
  Timeline out;
  StoryFinder finder(call, request);
  const Histogram histogram = histogram_of(request, found.facets);
  for (auto bar = histogram.bars.rbegin(); bar != histogram.bars.rend(); ++bar) {
    if (bar->count == 0) continue;
    if (out.periods.size() >= kMostPeriods) break;
    out.periods.push_back({bar->period, bar->count, finder.best(narrowed_to(request, bar->period))});
  }
  for (const Facet& facet : found.facets) {
    if (facet.kind != FacetKind::kMinistry) continue;
    for (const FacetValue& value : facet.values) {
      if (!value.value || out.ministries.size() >= kMostMinistries) continue;
      SearchRequest narrowed = request;
      narrowed.ministries = {*value.value};
      out.ministries.push_back({*value.value, value.count, finder.best(std::move(narrowed))});
    }
  }
  return out;
}

}  // namespace polsearch::serve
