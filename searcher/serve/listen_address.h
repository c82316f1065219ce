// Where to listen: "127.0.0.1:8080", "[::1]:8080", "localhost:0", "unix:/run/polserve/socket".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <polsearch/result.h>

namespace polsearch::serve {

struct ListenAddress {
  enum class Kind : std::uint8_t { kIpv4, kIpv6, kUnix };
  Kind kind = Kind::kIpv4;
  std::string host;        // numeric, without brackets
  std::uint16_t port = 0;  // 0: any free one
  std::string path;        // kUnix
};

[[nodiscard]] Result<ListenAddress> parse_listen_address(std::string_view text);

// "http://127.0.0.1:8080", "http://[::1]:8080", "unix:/run/polserve/socket".
[[nodiscard]] std::string print(const ListenAddress& address);

// A socket that listens there; `address.port` becomes the chosen one. A socket file that nobody listens on any more is
// replaced. Errors (kInput): in use, not ours to bind.
[[nodiscard]] Result<int> listen_on(ListenAddress& address);

}  // namespace polsearch::serve
