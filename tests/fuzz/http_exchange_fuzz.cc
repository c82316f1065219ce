// Any bytes on a connection -> libmicrohttpd -> service -> bytes back: every answer is well formed HTTP, carries what
// keeps pages harmless, and the connection ends. The whole server over a small index, as in polserve.
//
// Input: how many bytes are sent at once (one byte, 0: all), then the bytes of a connection.
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include <polsearch/indexer.h>

#include "searcher/serve/server.h"
#include "tests/unit/temp_folder.h"

namespace {

using namespace polsearch;
using namespace polsearch::serve;

void expect(bool holds) {
  if (!holds) std::abort();
}

// clang-format off
constexpr std::string_view kPages =
    R"_({"id":"a/1.txt","title":"Steel plan","date":"2023-04-01","lang":"en","body":"The Ministry of Finance pays."}
{"id":"b","title":"<script>x</script>","date":"2022","lang":"en","url":"javascript:alert(1)","body":"Steel <b>and</b>."}
{"id":"c","title":"钢铁规划","date":"2024-01","lang":"zh","body":"工业和信息化部发布钢铁规划。"}
)_";
// clang-format on

// One for the whole run. A unix socket, because ports would run out; a proxy's word is believed, so that Host and
// limits are met too.
struct Served {
  TempFolder folder;
  std::string path = (folder / "socket").string();
  std::unique_ptr<Server> server;

  Served() {
    write_file(folder / "pages.jsonl", kPages);
    BuildRequest request;
    request.index = (folder / "index").string();
    request.paths = {(folder / "pages.jsonl").string()};
    request.jobs = 1;
    expect(build_index(request).ok());
    ServerOptions options;
    options.index = request.index;
    options.http.listen = {*parse_listen_address("unix:" + path)};
    options.http.workers = 2;
    options.http.behind_proxy = true;
    options.service.rate = 0;
    options.refresh_every_ms = 60'000;
    auto started = Server::start(std::move(options), [](std::string_view line) {
      expect(line.ends_with('\n') &&
             std::all_of(line.begin(), line.end() - 1, [](char c) { return c >= 0x20 && c < 0x7F; }));
    });
    expect(started.ok());
    server = std::move(*started);
  }
};

class Connection {
 public:
  explicit Connection(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::memcpy(name.sun_path, path.data(), std::min(path.size(), sizeof name.sun_path - 1));
    expect(::connect(socket_, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
  }
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Everything that comes back after `bytes` and their end. The end is told when the server has read all: libmicrohttpd
  // misses one that comes with the last bytes, and then keeps the connection until its idle time is over.
  std::string exchange(std::string_view bytes, std::size_t at_once) {
    send(bytes, at_once);
    std::string out;
    char buffer[16'384];
    bool is_ended = false;
    for (int turns = 0; turns < kMostTurns; ++turns) {
      if (!is_ended && unread_bytes() == 0) is_ended = ::shutdown(socket_, SHUT_WR) == 0;
      pollfd state{socket_, POLLIN, 0};
      if (::poll(&state, 1, 1) <= 0) continue;  // nothing yet, or a signal of the fuzzer's clock
      const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
      if (got == 0 || (got < 0 && errno == ECONNRESET)) return out;
      if (got < 0 && errno == EINTR) continue;
      expect(got > 0);
      out.append(buffer, static_cast<std::size_t>(got));
    }
    std::abort();  // the connection hangs
  }

 private:
  static constexpr int kMostTurns = 8'000;  // milliseconds, shorter than any time limit of the server

  void send(std::string_view bytes, std::size_t at_once) const {
    while (!bytes.empty()) {
      const std::string_view piece = bytes.substr(0, at_once == 0 ? bytes.size() : at_once);
      const ssize_t sent = ::send(socket_, piece.data(), piece.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;  // it may have had enough
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  [[nodiscard]] int unread_bytes() const {
    int bytes = 0;
    return ::ioctl(socket_, SIOCOUTQ, &bytes) == 0 ? bytes : 0;
  }

  int socket_;
};

std::string_view value_of(std::string_view head, std::string_view name) {
  const std::size_t at = head.find(name);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = head.substr(at + name.size());
  return rest.substr(0, rest.find("\r\n"));
}

// Our answers have the policy; those of the library (to what is no HTTP) are a few plain words.
void check_head(std::string_view head) {
  expect(head.starts_with("HTTP/1."));
  const std::string_view status = head.substr(9, 3);
  expect(status == "100" || (status >= "200" && status < "600"));
  expect(
      std::all_of(head.begin(), head.end(), [](char c) { return c == '\r' || c == '\n' || (c >= 0x20 && c < 0x7F); }));
  expect(status.front() != '5' || status == "503" || status == "501" || status == "505");
  const bool is_ours = head.find("\r\nX-Content-Type-Options: nosniff\r\n") != std::string_view::npos;
  const std::string_view type = value_of(head, "\r\nContent-Type: ");
  expect(!is_ours || head.find("\r\nContent-Security-Policy: default-src 'none'; ") != std::string_view::npos);
  expect(type.find("text/html") == std::string_view::npos || is_ours || status != "200");
  expect(head.find("Access-Control-") == std::string_view::npos);
}

// One answer after the other, each as long as it says. Only the last may be cut: whoever hangs up early loses the rest.
void check_answers(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return;
    const std::string_view head = bytes.substr(0, end + 2);
    check_head(head);
    bytes.remove_prefix(end + 4);
    const std::string length(value_of(head, "\r\nContent-Length: "));
    const auto size = static_cast<std::size_t>(std::strtoull(length.c_str(), nullptr, 10));
    const std::string_view body = bytes.substr(0, size);
    expect(body.find("<script>x") == std::string_view::npos ||
           value_of(head, "\r\nContent-Type: ").find("html") == std::string_view::npos);
    if (bytes.starts_with("HTTP/1.")) continue;  // an answer to HEAD, or without a body
    bytes.remove_prefix(body.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Served served;
  static std::uint32_t turns = 0;
  if (size == 0) return 0;
  check_answers(Connection(served.path).exchange({reinterpret_cast<const char*>(data) + 1, size - 1}, data[0]));
  if (++turns % 256 != 0) return 0;
  constexpr std::string_view kProbe = "GET /api/v1/search?q=steel HTTP/1.1\r\nHost: localhost\r\n\r\n";
  expect(Connection(served.path).exchange(kProbe, 0).find("\"total\":") != std::string::npos);
  return 0;
}
