// Parameters of a search in an address <-> SearchRequest: one table of what is accepted, for the API and the page.
//
//   q=5G+factories&ministry=miit&ministry=cn-ndrc&n=20  ->  {query "5G factories", ministries {miit, cn-ndrc}, count
//   20}
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include <polsearch/searcher.h>

#include "searcher/serve/http.h"

namespace polsearch::serve {

// What one request may ask of the server; the library itself allows more.
struct SearchLimits {
  std::size_t query_bytes = 2'048;
  std::size_t query_words = 64;  // words, phrases, prefixes and filters of the query language
  std::size_t count = 200;
  std::size_t offset = 10'000;
  std::size_t filter_values = 64;  // of one kind
  std::uint32_t time_limit_ms = 2'000;
};

struct SearchParameters {
  SearchRequest request;
  std::vector<Error> errors;  // one a parameter that was not understood; it is then as if absent
};

// Empty values count as absent. `also` names parameters that the caller reads itself. Unknown names, repeated single
// ones and bad values become errors that list what is accepted. Filters' values (dates, ministries) are the library's.
[[nodiscard]] SearchParameters parse_search_parameters(const std::vector<Parameter>& parameters,
                                                       const SearchLimits& limits,
                                                       const std::vector<std::string_view>& also = {});

// The parameters that give this request again, defaults left out, in the table's order.
[[nodiscard]] std::vector<Parameter> to_parameters(const SearchRequest& request);

// Every parameter's name, in the table's order.
[[nodiscard]] std::vector<std::string_view> search_parameter_names();

}  // namespace polsearch::serve
