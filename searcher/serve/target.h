// The request target: what stands between the method and "HTTP/1.1".
//
//   "/api/v1/search?q=5G%20factories&lang=en"  ->  path "/api/v1/search", parameters {q "5G factories"} {lang "en"}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>

#include "searcher/serve/http.h"

namespace polsearch::serve {

// RFC 3986 percent-decoding; in a query string `plus_is_blank` (forms write a blank so). None: a broken escape ("%g1",
// "%4") or a NUL.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank = false);

// Every byte but letters, digits and "-._~" escaped: safe as one segment of a path and as a value of a query.
[[nodiscard]] std::string percent_encoded(std::string_view text);

struct Target {
  std::string path;  // percent-encoded, begins with a slash
  std::vector<Parameter> parameters;
};

// Errors (kInput): not a path, a broken escape, a control character, more than 256 parameters.
[[nodiscard]] Result<Target> parse_target(std::string_view target);

// Path, parameters and flaw of a request from its target.
void read_target(Request& request);

// "q=5G%20factories&lang=en", without parameters that have no value.
[[nodiscard]] std::string query_string(const std::vector<Parameter>& parameters);

}  // namespace polsearch::serve
