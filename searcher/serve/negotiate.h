// What the client can take and what it already has: Accept-Encoding, If-None-Match, Accept.
//
//   Accept-Encoding: br, gzip;q=0.8  ->  gzip      If-None-Match: "a", W/"b"  against  W/"b"  ->  304
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace polsearch::serve {

// RFC 9110, 12.5.3: gzip named (or meant by *) with a weight above 0.
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);

// RFC 9110, 13.1.2: any of the listed tags is this one, compared weakly; or "*".
[[nodiscard]] bool is_fresh(std::string_view if_none_match, std::string_view etag);

// A browser asks for text/html by name; programs take what comes.
[[nodiscard]] bool prefers_html(std::string_view accept);

// "bytes" as a gzip member (RFC 1952) without name and time: the same bytes for the same input. None: no memory.
[[nodiscard]] std::optional<std::string> gzipped(std::string_view bytes);

}  // namespace polsearch::serve
