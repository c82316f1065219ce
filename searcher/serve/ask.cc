#include "searcher/serve/ask.h"

#include <algorithm>
#include <string>

#include "searcher/serve/service.h"

namespace polsearch::serve {
namespace {

// Sorted by falling count, so that what is left out is the rarest. Dates stay whole: their counts add up to the total.
void cut_facet(Facet& facet, std::size_t limit, std::vector<std::string>& notes) {
  const bool by_count =
      facet.kind == FacetKind::kMinistry || facet.kind == FacetKind::kLanguage || facet.kind == FacetKind::kSource;
  if (!by_count || facet.values.size() <= limit) return;
  notes.push_back("facet " + std::string(to_string(facet.kind)) + ": the first " + std::to_string(limit) + " of " +
                  std::to_string(facet.values.size()) + " values are shown");
  facet.values.resize(limit);
}

}  // namespace

Result<SearchResponse> ask(const Call& call, const SearchRequest& request) {
  auto response = call.snapshot->lend()->search(request);
  if (!response) return response;
  for (Facet& facet : response->facets) cut_facet(facet, call.around.options.facet_values, response->notes);
  call.around.metrics.count_query(response->total, response->total_is_exact);
  return response;
}

Result<Document> ask_document(const Call& call, std::string_view id) { return call.snapshot->lend()->document(id); }

}  // namespace polsearch::serve
