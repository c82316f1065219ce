// HTTP on sockets, by libmicrohttpd: bytes -> Request -> (handlers) -> Response -> bytes. The one place that knows it.
//
// One thread a listening address moves all bytes, without ever blocking; it answers what can be said at once and hands
// jobs to a pool of workers. A slow client costs memory of a fixed size and no thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <polsearch/result.h>

#include "searcher/serve/http.h"
#include "searcher/serve/listen_address.h"

namespace polsearch::serve {

struct HttpOptions {
  std::vector<ListenAddress> listen;
  std::size_t workers = 4;
  std::size_t max_queued = 64;              // more are refused: kOverloaded
  unsigned max_wait_ms = 2'000;             // in the queue; longer: kWaitedTooLong
  unsigned connections = 1'024;             // more are not accepted until one ends
  std::size_t connections_per_client = 64;  // local ones are not counted
  unsigned idle_seconds = 10;
  unsigned request_seconds = 15;                  // for the whole head of a request
  unsigned response_seconds = 60;                 // for the client to take the whole answer
  std::size_t connection_bytes = 48 * 1024;       // memory of a connection: head of the request, head of the answer
  std::size_t pending_bytes = 128 * 1024 * 1024;  // of answers that clients have not taken yet; more: kOverloaded
  bool behind_proxy = false;                      // a local client's last X-Forwarded-For is whom it speaks for
};

// Called from several threads at once. None may throw; a job may (kBroken).
struct HttpHandlers {
  std::function<std::variant<Response, Job>(const Request&)> answer;  // at once: never blocks
  std::function<Response(const Request&, Refusal)> refuse;
  std::function<void(const Exchange&)> done;  // once for each request that reached answer or refuse
};

class HttpServer {
 public:
  // Errors (kInput): an address that cannot be listened on, no threads.
  static Result<std::unique_ptr<HttpServer>> start(HttpOptions options, HttpHandlers handlers);
  ~HttpServer();  // stop(0)

  // No new connections; waits until what is under way is answered, at most `grace_ms`; then ends. From one thread.
  void stop(unsigned grace_ms);

  [[nodiscard]] const std::vector<ListenAddress>& addresses() const;  // with the chosen ports
  [[nodiscard]] std::size_t connections() const;
  [[nodiscard]] std::size_t running() const;
  [[nodiscard]] std::size_t queued() const;

 private:
  struct Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace polsearch::serve
