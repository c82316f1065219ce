#include "searcher/serve/listen_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>

namespace polsearch::serve {
namespace {

constexpr int kBacklog = 511;  // the kernel cuts it to net.core.somaxconn

Error bad_address(std::string_view text) {
  return {Error::Kind::kInput, "cannot listen on '" + std::string(text) + "'",
          "accepted: 127.0.0.1:8080, [::1]:8080, localhost:8080, 0.0.0.0:8080, unix:/path; port 0 picks a free one"};
}

Error cannot_listen(const ListenAddress& address, int error) {
  return {Error::Kind::kInput, "cannot listen on " + print(address) + ": " + std::generic_category().message(error),
          error == EADDRINUSE ? "another program listens there; choose another --listen" : ""};
}

// The storage that bind() wants; size 0: the address does not fit.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

SocketAddress socket_address(const ListenAddress& address) {
  SocketAddress out;
  if (address.kind == ListenAddress::Kind::kUnix) {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    if (address.path.size() >= sizeof name.sun_path) return out;
    std::memcpy(name.sun_path, address.path.data(), address.path.size());
    std::memcpy(&out.storage, &name, sizeof name);
    out.size = sizeof name;
  } else if (address.kind == ListenAddress::Kind::kIpv4) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(address.port);
    if (::inet_pton(AF_INET, address.host.c_str(), &name.sin_addr) != 1) return out;
    std::memcpy(&out.storage, &name, sizeof name);
    out.size = sizeof name;
  } else {
    sockaddr_in6 name{};
    name.sin6_family = AF_INET6;
    name.sin6_port = htons(address.port);
    if (::inet_pton(AF_INET6, address.host.c_str(), &name.sin6_addr) != 1) return out;
    std::memcpy(&out.storage, &name, sizeof name);
    out.size = sizeof name;
  }
  return out;
}

const sockaddr* as_sockaddr(const SocketAddress& name) { return reinterpret_cast<const sockaddr*>(&name.storage); }

// A socket file outlives a server that crashed: when nobody answers there, it is rubbish.
void remove_stale(const ListenAddress& address, const SocketAddress& name) {
  if (address.kind != ListenAddress::Kind::kUnix) return;
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return;
  if (::connect(probe, as_sockaddr(name), name.size) != 0 && errno == ECONNREFUSED) ::unlink(address.path.c_str());
  ::close(probe);
}

std::uint16_t bound_port(int socket, std::uint16_t asked) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return asked;
  if (storage.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
  if (storage.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port);
  return asked;
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
  ListenAddress address;
  if (text.starts_with("unix:")) {
    address.kind = ListenAddress::Kind::kUnix;
    address.path = std::string(text.substr(5));
    if (!address.path.starts_with('/') || socket_address(address).size == 0) return bad_address(text);
    return address;
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad_address(text);
  const std::string_view port = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc() || end != port.data() + port.size()) return bad_address(text);
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    address.kind = ListenAddress::Kind::kIpv6;
    host = host.substr(1, host.size() - 2);
  }
  address.host = host == "localhost" ? "127.0.0.1" : std::string(host);
  if (socket_address(address).size == 0) return bad_address(text);
  return address;
}

std::string print(const ListenAddress& address) {
  switch (address.kind) {
    case ListenAddress::Kind::kUnix: return "unix:" + address.path;
    case ListenAddress::Kind::kIpv4: return "http://" + address.host + ":" + std::to_string(address.port);
    case ListenAddress::Kind::kIpv6: return "http://[" + address.host + "]:" + std::to_string(address.port);
  }
  return "";
}

Result<int> listen_on(ListenAddress& address) {
  const SocketAddress name = socket_address(address);
  remove_stale(address, name);
  const int socket = ::socket(name.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket < 0) return cannot_listen(address, errno);
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (address.kind == ListenAddress::Kind::kIpv6) ::setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (::bind(socket, as_sockaddr(name), name.size) != 0 || ::listen(socket, kBacklog) != 0) {
    const int error = errno;
    ::close(socket);
    return cannot_listen(address, error);
  }
  address.port = bound_port(socket, address.port);
  return socket;
}

}  // namespace polsearch::serve
