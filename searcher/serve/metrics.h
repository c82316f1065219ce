// What the server counts, in the Prometheus text format (version 0.0.4).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace polsearch::serve {

// Upper bounds of the latency histogram's buckets, in seconds; the last bucket is +Inf.
inline constexpr std::array<double, 12> kLatencyBounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                          0.05,   0.1,   0.25,   0.5,   1,    2.5};

// Values that are read when somebody asks, not counted.
struct Gauges {
  std::string generation;
  std::uint64_t documents = 0, index_bytes = 0, index_swaps = 0, index_failures = 0;
  std::uint64_t connections = 0, running = 0, queued = 0;
  bool is_ready = false;
};

// Safe to share between threads. Routes are names from the router's table, so the number of series is bounded.
class Metrics {
 public:
  void count_request(std::string_view route, int status, double seconds, std::uint64_t bytes);
  void count_query(std::uint64_t matches, bool is_exact);
  [[nodiscard]] std::string print(const Gauges& gauges) const;

 private:
  struct Latency {
    std::array<std::uint64_t, kLatencyBounds.size() + 1> buckets{};
    double seconds = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> requests_;
  std::map<std::string, Latency, std::less<>> latencies_;
  std::uint64_t bytes_ = 0, queries_ = 0, matches_ = 0, cut_short_ = 0;
};

}  // namespace polsearch::serve
