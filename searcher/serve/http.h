// A request and a response as plain structs: everything of the server but http_server.cc speaks these, no socket.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace polsearch::serve {

struct Parameter {
  std::string name, value;  // percent-decoded; any bytes but NUL
};

struct Header {
  std::string name, value;
};

struct Request {
  std::string method;                 // "GET", as sent
  std::string target;                 // as sent: "/api/v1/search?q=5G%20factories"
  std::string path;                   // target up to the question mark, still percent-encoded
  std::vector<Parameter> parameters;  // in the order sent
  std::string flaw;                   // why the target is not well formed (then without parameters); empty: it is
  std::vector<Header> headers;        // names in lower case
  std::string client;                 // "203.0.113.7", "::1", "unix"
  bool is_local = false;              // from the loopback or a unix socket
  bool is_http_1_0 = false;
  std::uint64_t body_bytes = 0;  // declared; UINT64_MAX: chunked
};

// The first header of this (lower-case) name, or an empty text.
[[nodiscard]] inline std::string_view header(const Request& request, std::string_view name) {
  for (const Header& field : request.headers)
    if (field.name == name) return field.value;
  return {};
}

// The first value of this parameter, or an empty text.
[[nodiscard]] inline std::string_view parameter(const Request& request, std::string_view name) {
  for (const Parameter& given : request.parameters)
    if (given.name == name) return given.value;
  return {};
}

struct Response {
  int status = 200;
  std::string content_type;  // with charset; empty: no body
  std::vector<Header> headers;
  std::string body;
  bool closes = false;  // the connection ends after it
};

// What makes a response that takes a while; runs on a worker.
using Job = std::function<Response()>;

// Why the HTTP layer turns a request down itself.
enum class Refusal : std::uint8_t { kHasBody, kOverloaded, kWaitedTooLong, kBroken };

// One request that was answered, or whose client went away.
struct Exchange {
  const Request& request;
  int status = 0;           // 0: never answered
  std::uint64_t bytes = 0;  // of the body
  double seconds = 0;       // from the end of the request's head
  bool was_cut = false;     // the client did not take the whole answer
  std::chrono::system_clock::time_point time;
};

}  // namespace polsearch::serve
