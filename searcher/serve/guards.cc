#include "searcher/serve/guards.h"

#include <arpa/inet.h>
#include <nettle/base64.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/ascii.h"

namespace polsearch::serve {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return out;
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::all_of(text.begin(), text.end(), is_ascii_digit);
}

// "Localhost:8080" -> "localhost", "[::1]:80" -> "::1"; empty: no host.
std::string host_of(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return {};
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && !(rest.front() == ':' && is_port(rest.substr(1)))) return {};
    return lower(text.substr(1, end - 1));
  }
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && !is_port(text.substr(colon + 1))) return {};
  return lower(text.substr(0, colon));
}

std::string without_brackets(std::string_view host) { return host.starts_with('[') ? host_of(host) : lower(host); }

bool is_address(const std::string& host) {
  in6_addr address;
  return ::inet_pton(AF_INET, host.c_str(), &address) == 1 || ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

std::optional<std::string> bytes_of_hex(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    int byte = 0;
    for (const char c : {text[i], text[i + 1]}) {
      const char l = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
      if (!is_ascii_digit(l) && !(l >= 'a' && l <= 'f')) return std::nullopt;
      byte = byte * 16 + (is_ascii_digit(l) ? l - '0' : l - 'a' + 10);
    }
    out += static_cast<char>(byte);
  }
  return text.size() % 2 == 0 ? std::optional(out) : std::nullopt;
}

// What stands behind the colon of base64("user:password").
std::string password_of(std::string_view basic) {
  base64_decode_ctx context;
  base64_decode_init(&context);
  std::string plain(BASE64_DECODE_LENGTH(basic.size()), '\0');
  std::size_t length = plain.size();
  if (base64_decode_update(&context, &length, reinterpret_cast<std::uint8_t*>(plain.data()), basic.size(),
                           basic.data()) == 0 ||
      base64_decode_final(&context) == 0)
    return {};
  plain.resize(length);
  const std::size_t colon = plain.find(':');
  return colon == std::string::npos ? std::string() : plain.substr(colon + 1);
}

std::string key_of(std::string_view authorization) {
  constexpr std::size_t kLongest = 1'024;
  if (authorization.size() > kLongest) return {};
  const std::string scheme = lower(authorization.substr(0, authorization.find(' ')));
  const std::string_view rest = authorization.substr(std::min(authorization.size(), scheme.size() + 1));
  if (scheme == "bearer") return std::string(rest);
  return scheme == "basic" ? password_of(rest) : std::string();
}

}  // namespace

HostList::HostList(const std::vector<std::string>& hosts, bool any_address)
    : hosts_{"localhost", "127.0.0.1", "::1"}, any_address_(any_address) {
  for (const std::string& host : hosts) hosts_.push_back(without_brackets(host));
}

bool HostList::allows(std::string_view host_header) const {
  const std::string host = host_of(host_header);
  if (host.empty()) return false;
  return std::find(hosts_.begin(), hosts_.end(), host) != hosts_.end() || (any_address_ && is_address(host));
}

std::string sha256(std::string_view bytes) {
  sha256_ctx context;
  sha256_init(&context);
  sha256_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  std::string digest(SHA256_DIGEST_SIZE, '\0');
  sha256_digest(&context, digest.size(), reinterpret_cast<std::uint8_t*>(digest.data()));
  return digest;
}

Result<ApiKeys> ApiKeys::parse(std::string_view text) {
  ApiKeys keys;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t blank = std::min(line.find_first_of(" \t"), line.size());
    auto digest = bytes_of_hex(line.substr(0, blank));
    const std::size_t name = line.find_first_not_of(" \t", blank);
    if (!digest || digest->size() != SHA256_DIGEST_SIZE || name == std::string_view::npos)
      return Error{Error::Kind::kInput, "line " + std::to_string(number) + " is no API key",
                   "a line is the SHA-256 of a key and a name: printf %s KEY | sha256sum"};
    keys.keys_.push_back({std::move(*digest), std::string(line.substr(name))});
  }
  if (keys.empty()) return Error{Error::Kind::kInput, "the file has no API key", "without one nobody could ask"};
  return keys;
}

std::string ApiKeys::name_of(std::string_view authorization) const {
  const std::string digest = sha256(key_of(authorization));
  std::string name;
  for (const Key& key : keys_)
    if (memeql_sec(key.digest.data(), digest.data(), digest.size()) != 0) name = key.name;
  return name;
}

RateLimit::RateLimit(double rate, double burst, std::size_t max_clients)
    : rate_(rate), burst_(burst), max_clients_(max_clients) {}

unsigned RateLimit::wait_of(const std::string& client, Time now) {
  const std::lock_guard lock(mutex_);
  const auto known = by_client_.find(client);
  if (known == by_client_.end()) {
    buckets_.push_front({client, burst_ - 1, now});
    by_client_.emplace(buckets_.front().client, buckets_.begin());
    if (buckets_.size() > max_clients_) {
      by_client_.erase(buckets_.back().client);
      buckets_.pop_back();
    }
    return 0;
  }
  buckets_.splice(buckets_.begin(), buckets_, known->second);
  Bucket& bucket = buckets_.front();
  const double seconds = std::chrono::duration<double>(now - bucket.seen).count();
  bucket.tokens = std::min(burst_, bucket.tokens + seconds * rate_);
  bucket.seen = now;
  if (bucket.tokens < 1) return static_cast<unsigned>(std::max(1.0, std::ceil((1 - bucket.tokens) / rate_)));
  bucket.tokens -= 1;
  return 0;
}

}  // namespace polsearch::serve
