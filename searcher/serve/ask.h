// Questions to the index of one call, with the server's limits: what the API and the page have in common.
#pragma once

#include <polsearch/result.h>
#include <polsearch/searcher.h>

namespace polsearch::serve {

struct Call;

// Counts the query. A ministry, language or source facet is cut to ServiceOptions::facet_values, with a note.
[[nodiscard]] Result<SearchResponse> ask(const Call& call, const SearchRequest& request);

[[nodiscard]] Result<Document> ask_document(const Call& call, std::string_view id);

}  // namespace polsearch::serve
