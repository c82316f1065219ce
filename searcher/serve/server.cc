#include "searcher/serve/server.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <utility>

#include "searcher/serve/live_index.h"

namespace polsearch::serve {

struct Server::Impl {
  ServerOptions options;
  std::function<void(std::string_view)> log;
  Knowledge knowledge;
  std::unique_ptr<LiveIndex> index;
  std::optional<Service> service;
  std::unique_ptr<HttpServer> http;
  std::atomic<const HttpServer*> counted = nullptr;  // http, once it runs

  std::mutex mutex;
  std::condition_variable stopped;
  bool is_stopping = false;
  std::thread follower;

  void follow();
  void say(std::string_view event, std::string_view detail) const;
  [[nodiscard]] Load load() const;
  [[nodiscard]] HttpHandlers handlers();
};

// Keeps the index in step with its folder; a trouble is told once, not four times a second.
void Server::Impl::follow() {
  std::string told;
  std::unique_lock lock(mutex);
  while (!stopped.wait_for(lock, std::chrono::milliseconds(options.refresh_every_ms), [this] { return is_stopping; })) {
    lock.unlock();
    if (index->refresh()) say("index-swapped", index->now()->summary().generation);
    if (std::string trouble = index->trouble(); trouble != told) {
      if (!trouble.empty()) say("index-stale", trouble);
      told = std::move(trouble);
    }
    lock.lock();
  }
}

void Server::Impl::say(std::string_view event, std::string_view detail) const {
  nlohmann::ordered_json line;
  line["event"] = event;
  line["detail"] = detail;
  log(line.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

Load Server::Impl::load() const {
  const HttpServer* const server = counted;
  if (server == nullptr) return {};
  return {server->connections(), server->running(), server->queued()};
}

HttpHandlers Server::Impl::handlers() {
  return {[this](const Request& request) { return service->answer(request); },
          [this](const Request& request, Refusal why) { return service->refuse(request, why); },
          [this](const Exchange& exchange) {
            service->count(exchange);
            log(access_line(exchange, service->route_name(exchange.request), options.log_queries, options.log_salt));
          }};
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { stop(0); }

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, std::function<void(std::string_view)> log) {
  std::unique_ptr<Server> server(new Server(std::make_unique<Impl>()));
  Impl& impl = *server->impl_;
  impl.options = std::move(options);
  impl.log = std::move(log);
  auto knowledge = load_knowledge(impl.options.knowledge_folder);
  if (!knowledge) return knowledge.error();
  impl.knowledge = std::move(*knowledge);
  auto index = LiveIndex::open({impl.options.index, impl.options.knowledge_folder, impl.options.http.workers});
  if (!index) return index.error();
  impl.index = std::move(*index);
  impl.service.emplace(impl.options.service, *impl.index, impl.knowledge, [&impl] { return impl.load(); });
  auto http = HttpServer::start(impl.options.http, impl.handlers());
  if (!http) return http.error();
  impl.http = std::move(*http);
  impl.counted = impl.http.get();
  impl.follower = std::thread([&impl] { impl.follow(); });
  return server;
}

void Server::stop(unsigned grace_ms) {
  Impl& impl = *impl_;
  if (!impl.follower.joinable()) return;
  impl.service->begin_draining();
  impl.http->stop(grace_ms);
  {
    const std::lock_guard lock(impl.mutex);
    impl.is_stopping = true;
  }
  impl.stopped.notify_all();
  impl.follower.join();
}

const std::vector<ListenAddress>& Server::addresses() const { return impl_->http->addresses(); }

IndexSummary Server::index() const { return impl_->index->now()->summary(); }

}  // namespace polsearch::serve
