// One request -> one line of JSON for standard error.
//
//   {"time":"2026-11-25T03:04:17.123Z","client":"127.0.0.1","method":"GET","path":"/api/v1/search","query":"5G",
//    "status":200,"bytes":1234,"ms":3.2,"route":"search"}
// Everything but printable ASCII is escaped, so no request can forge a line or drive a terminal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "searcher/serve/http.h"

namespace polsearch::serve {

enum class LogQueries : std::uint8_t { kPlain, kHash, kNone };

// `route`: its name, empty for none. kHash: 16 hexadecimal digits of SHA-256(salt + q): equal queries look equal, for
// as long as the salt lives.
[[nodiscard]] std::string access_line(const Exchange& exchange, std::string_view route, LogQueries queries,
                                      std::string_view salt);

}  // namespace polsearch::serve
