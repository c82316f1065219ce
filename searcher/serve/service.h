// What polserve answers, without any socket: request -> response at once, or a job for a worker.
//
//   GET /api/v1/search?q=5G  ->  job  ->  200 application/json, ETag W/"...", the fields of polsearch --format json
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analysis/knowledge.h"
#include "searcher/serve/guards.h"
#include "searcher/serve/http.h"
#include "searcher/serve/live_index.h"
#include "searcher/serve/metrics.h"
#include "searcher/serve/router.h"
#include "searcher/serve/search_parameters.h"

namespace polsearch::serve {

struct ServiceOptions {
  SearchLimits search;
  std::size_t export_count = 1'000;  // hits of one export
  std::size_t target_bytes = 8 * 1024;
  std::size_t header_bytes = 16 * 1024;
  std::size_t facet_values = 1'000;  // shown of one ministry, language or source facet
  std::vector<std::string> hosts;    // beside localhost: HostList
  bool any_host_address = false;     // HostList
  ApiKeys keys;                      // none: everybody may ask
  double rate = 20;                  // requests a second for each client that is not local; 0: no limit
  double burst = 40;
};

// Gauges that only the HTTP layer knows.
struct Load {
  std::uint64_t connections = 0, running = 0, queued = 0;
};

// What every handler may use; lives as long as the service.
struct Surroundings {
  const ServiceOptions options;
  LiveIndex& index;
  const Knowledge& knowledge;
  const std::function<Load()> load;
  Metrics metrics;
  std::atomic<bool> is_draining = false;
};

// One request on its way through a handler. The snapshot is held for the whole request.
struct Call {
  const Request& request;
  std::string rest;  // Routed::rest
  std::shared_ptr<Snapshot> snapshot;
  Surroundings& around;
};

// Safe to share between threads.
class Service {
 public:
  Service(ServiceOptions options, LiveIndex& index, const Knowledge& knowledge, std::function<Load()> load);

  // Never blocks: what has to ask the index comes back as a job. `request` must outlive the job.
  [[nodiscard]] std::variant<Response, Job> answer(const Request& request);
  [[nodiscard]] Response refuse(const Request& request, Refusal why);

  // The name of the route for logs and metrics; empty: no such path.
  [[nodiscard]] std::string_view route_name(const Request& request) const;

  void count(const Exchange& exchange);
  void begin_draining() { around_.is_draining = true; }  // /readyz says so; answers close their connections

 private:
  [[nodiscard]] std::optional<Response> turned_away(const Request& request, const Route* route);
  [[nodiscard]] Response error(const Request& request, const Route* route, Response problem) const;
  [[nodiscard]] Response finish(const Request& request, Response response) const;

  Surroundings around_;
  const HostList hosts_;
  RateLimit rate_;
};

// Every route of the server, in the order of matching.
[[nodiscard]] std::span<const Route> all_routes();

}  // namespace polsearch::serve
