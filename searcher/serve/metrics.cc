#include "searcher/serve/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace polsearch::serve {
namespace {

void family(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  fmt::format_to(std::back_inserter(out), "# HELP polserve_{} {}\n# TYPE polserve_{} {}\n", name, help, name, type);
}

void value(std::string& out, std::string_view name, std::string_view type, std::string_view help,
           std::uint64_t number) {
  family(out, name, type, help);
  fmt::format_to(std::back_inserter(out), "polserve_{} {}\n", name, number);
}

// Generations are numbers with leading zeros: "000003".
std::uint64_t number_of(std::string_view generation) {
  std::uint64_t number = 0;
  for (const char c : generation) number = number * 10 + static_cast<std::uint64_t>(c - '0');
  return number;
}

}  // namespace

void Metrics::count_request(std::string_view route, int status, double seconds, std::uint64_t bytes) {
  const auto bound = std::lower_bound(kLatencyBounds.begin(), kLatencyBounds.end(), seconds);
  const auto bucket = static_cast<std::size_t>(bound - kLatencyBounds.begin());
  const std::lock_guard lock(mutex_);
  ++requests_[{std::string(route), status}];
  Latency& latency = latencies_.try_emplace(std::string(route)).first->second;
  ++latency.buckets[bucket];
  latency.seconds += seconds;
  bytes_ += bytes;
}

void Metrics::count_query(std::uint64_t matches, bool is_exact) {
  const std::lock_guard lock(mutex_);
  ++queries_;
  matches_ += matches;
  cut_short_ += is_exact ? 0 : 1;
}

std::string Metrics::print(const Gauges& gauges) const {
  const std::lock_guard lock(mutex_);
  std::string out;
  family(out, "requests_total", "counter", "Requests answered, by route and status.");
  for (const auto& [key, count] : requests_)
    fmt::format_to(std::back_inserter(out), "polserve_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", key.first,
                   key.second, count);
  family(out, "request_seconds", "histogram", "From the last byte of a request's head to the end of its answer.");
  for (const auto& [route, latency] : latencies_) {
    std::uint64_t below = 0;
    for (std::size_t i = 0; i <= kLatencyBounds.size(); ++i) {
      below += latency.buckets[i];
      const std::string bound = i < kLatencyBounds.size() ? fmt::format("{}", kLatencyBounds[i]) : "+Inf";
      fmt::format_to(std::back_inserter(out), "polserve_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route,
                     bound, below);
    }
    fmt::format_to(
        std::back_inserter(out),
        "polserve_request_seconds_sum{{route=\"{}\"}} {:.6f}\npolserve_request_seconds_count{{route=\"{}\"}} "
        "{}\n",
        route, latency.seconds, route, below);
  }
  value(out, "response_bytes_total", "counter", "Bytes of answers' bodies.", bytes_);
  value(out, "queries_total", "counter", "Searches answered.", queries_);
  value(out, "matches_total", "counter", "Documents that matched, over all searches.", matches_);
  value(out, "queries_cut_short_total", "counter", "Searches stopped by their time limit.", cut_short_);
  value(out, "connections", "gauge", "Open connections.", gauges.connections);
  value(out, "requests_running", "gauge", "Requests being answered by a worker.", gauges.running);
  value(out, "requests_queued", "gauge", "Requests waiting for a worker.", gauges.queued);
  value(out, "ready", "gauge", "1 when the newest index is in use and requests are taken.", gauges.is_ready ? 1 : 0);
  value(out, "index_generation", "gauge", "Number of the generation in use.", number_of(gauges.generation));
  value(out, "index_documents", "gauge", "Documents of the index in use.", gauges.documents);
  value(out, "index_bytes", "gauge", "Bytes of the index in use.", gauges.index_bytes);
  value(out, "index_swaps_total", "counter", "Newer indexes put into use.", gauges.index_swaps);
  value(out, "index_failures_total", "counter", "Newer indexes that could not be opened.", gauges.index_failures);
  return out;
}

}  // namespace polsearch::serve
