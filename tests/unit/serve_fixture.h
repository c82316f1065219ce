// A service over a small index, without sockets; and a client of raw bytes for the tests that have them.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/index_layout.h"
#include "searcher/serve/http.h"
#include "searcher/serve/live_index.h"
#include "searcher/serve/service.h"
#include "searcher/serve/target.h"
#include "tests/unit/search_fixture.h"

namespace polsearch::testing {

// `count` pages about steel; every third also about 5G, some of a ministry, two languages, all months of 2023.
inline std::vector<Row> policy_rows(std::size_t count) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    std::string body = "Steel output of plant number " + number + " grew. ";
    if (i % 3 == 0) body += "The 5G factory there saves energy. ";
    if (i % 4 == 0) body += "The Ministry of Industry and Information Technology published the plan. ";
    if (i % 5 == 0) body += "The Ministry of Finance pays. ";
    const std::string month = std::to_string(1 + i % 12);
    rows.push_back({"pages/" + number + ".txt", "Steel plan " + number, body,
                    i % 7 == 0 ? "" : "2023-" + std::string(month.size() == 1 ? "0" : "") + month + "-10",
                    i % 6 == 0 ? "zh" : "en", i % 2 == 0 ? "Xinhua" : "People's Daily"});
  }
  return rows;
}

// One folder whose generations are copies of prepared indexes: what publishing does, without building each time.
class SwappedIndex {
 public:
  explicit SwappedIndex(std::vector<std::string> prepared) : prepared_(std::move(prepared)) { publish(0); }

  [[nodiscard]] std::string path() const { return (folder_ / "index").string(); }
  [[nodiscard]] std::string generation() const { return name_of(number_); }

  // Makes prepared index `which` the next generation and removes the one before, in the order of a real build.
  void publish(std::size_t which) {
    namespace fs = std::filesystem;
    const auto source = resolve_generation(prepared_[which]);
    REQUIRE(source.ok());
    const auto text = read_file(fs::path(prepared_[which]) / "current");
    REQUIRE(text.ok());
    const std::string name = name_of(number_ + 1);
    fs::create_directories(path());
    fs::copy(source->folder, fs::path(path()) / name, fs::copy_options::recursive);
    write_pointer(print_pointer({name, parse_pointer(*text)->manifest_digest}));
    fs::remove_all(fs::path(path()) / name_of(number_));
    ++number_;
  }

  void write_pointer(const std::string& text) const {
    namespace fs = std::filesystem;
    write_file(fs::path(path()) / "current.tmp", text);
    fs::rename(fs::path(path()) / "current.tmp", fs::path(path()) / "current");
  }

 private:
  static std::string name_of(std::size_t number) {
    const std::string digits = std::to_string(number);
    return std::string(6 - digits.size(), '0') + digits;
  }

  TempFolder folder_;
  std::vector<std::string> prepared_;
  std::size_t number_ = 0;
};

inline serve::Request get(const std::string& target, std::vector<serve::Header> headers = {}) {
  serve::Request request;
  request.method = "GET";
  request.target = target;
  serve::read_target(request);
  request.headers = std::move(headers);
  if (serve::header(request, "host").empty()) request.headers.push_back({"host", "localhost"});
  request.client = "127.0.0.1";
  request.is_local = true;
  return request;
}

// What the service says, whether at once or by a job.
inline serve::Response answer(serve::Service& service, const serve::Request& request) {
  auto out = service.answer(request);
  if (const auto* const job = std::get_if<serve::Job>(&out)) return (*job)();
  return std::get<serve::Response>(std::move(out));
}

inline std::string header_of(const serve::Response& response, std::string_view name) {
  std::string out;
  for (const serve::Header& header : response.headers)
    if (header.name == name) out += (out.empty() ? "" : ", ") + header.value;
  return out;
}

// A blocking client that speaks any bytes. Nothing arriving for ten seconds ends a read. Checks nothing itself, so that
// threads may use it: Catch2's checks are for one.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    prepare(reinterpret_cast<const sockaddr*>(&name), sizeof name);
  }
  explicit RawClient(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::memcpy(name.sun_path, path.data(), path.size());
    prepare(reinterpret_cast<const sockaddr*>(&name), sizeof name);
  }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // How many bytes the server took; fewer: it closed.
  std::size_t send(std::string_view bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t n = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) break;
      sent += static_cast<std::size_t>(n);
    }
    return sent;
  }

  struct Answer {
    int status = 0;  // 0: none came
    std::string head, body;
  };

  // The next response of the connection.
  Answer read(bool has_body = true) {
    while (buffer_.find("\r\n\r\n") == std::string::npos)
      if (!more()) return {};
    Answer out;
    const std::size_t end = buffer_.find("\r\n\r\n") + 4;
    out.head = buffer_.substr(0, end);
    buffer_.erase(0, end);
    if (out.head.size() > 12) out.status = std::atoi(out.head.c_str() + 9);
    const std::size_t at = out.head.find("Content-Length: ");
    const std::size_t length =
        at == std::string::npos || !has_body ? 0 : std::strtoul(out.head.c_str() + at + 16, nullptr, 10);
    while (buffer_.size() < length)
      if (!more()) break;
    out.body = buffer_.substr(0, length);
    buffer_.erase(0, std::min(length, buffer_.size()));
    return out;
  }

  // Everything until the server closes; empty when it does so at once.
  std::string read_to_end() {
    while (more()) {
    }
    return std::exchange(buffer_, {});
  }

  Answer ask(const std::string& target, const std::string& headers = {}) {
    send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    return read();
  }

 private:
  void prepare(const sockaddr* name, socklen_t size) {
    const timeval limit{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (::connect(socket_, name, size) != 0) throw std::runtime_error("cannot connect");
  }
  bool more() {
    char bytes[16'384];
    const ssize_t n = ::recv(socket_, bytes, sizeof bytes, 0);
    if (n > 0) buffer_.append(bytes, static_cast<std::size_t>(n));
    return n > 0;
  }

  int socket_;
  std::string buffer_;
};

}  // namespace polsearch::testing
