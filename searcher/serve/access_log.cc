#include "searcher/serve/access_log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "searcher/serve/guards.h"

namespace polsearch::serve {
namespace {

std::string utc_time(std::chrono::system_clock::time_point time) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(ms / 1000)), ms % 1000);
}

std::string shown_query(std::string_view query, LogQueries queries, std::string_view salt) {
  if (queries == LogQueries::kPlain) return std::string(query);
  std::string hex;
  for (const char c : sha256(std::string(salt) + std::string(query)).substr(0, 8))
    hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

}  // namespace

std::string access_line(const Exchange& exchange, std::string_view route, LogQueries queries, std::string_view salt) {
  constexpr std::size_t kLongestPath = 512;
  const Request& request = exchange.request;
  nlohmann::ordered_json line;
  line["time"] = utc_time(exchange.time);
  line["client"] = request.client;
  line["method"] = request.method.substr(0, 16);
  line["path"] = request.path.substr(0, kLongestPath);
  const std::string_view query = parameter(request, "q");
  if (queries != LogQueries::kNone && !query.empty()) line["query"] = shown_query(query, queries, salt);
  line["status"] = exchange.status;
  line["bytes"] = exchange.bytes;
  line["ms"] = std::round(exchange.seconds * 1e6) / 1e3;
  if (!route.empty()) line["route"] = route;
  if (exchange.was_cut) line["cut"] = true;
  return line.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace polsearch::serve
