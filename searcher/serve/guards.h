// Who may ask: the Host allow-list, API keys, and how often: token buckets.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <polsearch/result.h>

namespace polsearch::serve {

// Against DNS rebinding: a page elsewhere can make a browser ask us under its own name, never under one of these.
class HostList {
 public:
  // `hosts` without port, any case: names, IPv4, IPv6 with or without brackets. localhost, 127.0.0.1 and ::1 are always
  // in it. `any_address`: every literal IP address too (for a server that listens on all of them: no name, no
  // rebinding).
  explicit HostList(const std::vector<std::string>& hosts, bool any_address = false);
  [[nodiscard]] bool allows(std::string_view host_header) const;

 private:
  std::vector<std::string> hosts_;
  bool any_address_;
};

// Keys are known by their SHA-256 only; they are long and random, so one fast hash is enough.
class ApiKeys {
 public:
  ApiKeys() = default;
  // One key a line: 64 hexadecimal digits, then a name. Blank lines and '#' lines are comments. Errors name the line.
  static Result<ApiKeys> parse(std::string_view text);
  [[nodiscard]] bool empty() const { return keys_.empty(); }

  // "Bearer KEY", or "Basic base64(anything:KEY)" for browsers -> the key's name; empty: not accepted. Takes the same
  // time whichever key, byte or none is wrong.
  [[nodiscard]] std::string name_of(std::string_view authorization) const;

 private:
  struct Key {
    std::string digest;  // 32 bytes
    std::string name;
  };
  std::vector<Key> keys_;
};

// SHA-256 (FIPS 180-4), 32 bytes.
[[nodiscard]] std::string sha256(std::string_view bytes);

// `rate` requests a second for each client, `burst` at once. Bounded memory: the client longest unseen is forgotten.
// Safe to share between threads.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  RateLimit(double rate, double burst, std::size_t max_clients = 10'000);

  // Seconds to wait; 0: go on (and one token is taken).
  [[nodiscard]] unsigned wait_of(const std::string& client, Time now);

 private:
  struct Bucket {
    std::string client;
    double tokens;
    Time seen;
  };
  double rate_, burst_;
  std::size_t max_clients_;
  std::mutex mutex_;
  std::list<Bucket> buckets_;  // latest seen first
  std::unordered_map<std::string_view, std::list<Bucket>::iterator> by_client_;
};

}  // namespace polsearch::serve
