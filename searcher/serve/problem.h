// Errors over HTTP: application/problem+json (RFC 9457).
//
//   {"type":"about:blank","title":"Bad Request","status":400,"detail":"unknown parameter 'minstry'","hint":"did you
//   mean ministry?"}
#pragma once

#include <string>
#include <string_view>

#include <polsearch/result.h>

#include "searcher/serve/http.h"

namespace polsearch::serve {

// "Not Found" of 404; "Error" when it is none of ours.
[[nodiscard]] std::string_view reason_phrase(int status);

[[nodiscard]] Response problem(int status, std::string_view detail, std::string_view hint = {});

// kInput is the client's fault (400), an index that cannot be read the server's (503).
[[nodiscard]] Response problem(const Error& error);

}  // namespace polsearch::serve
