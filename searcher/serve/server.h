// The whole server: an index that follows its folder, the service that answers, HTTP before it.
//
//   auto server = Server::start(options, log);  ->  server->addresses() = {127.0.0.1:43211}
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>

#include "searcher/serve/access_log.h"
#include "searcher/serve/http_server.h"
#include "searcher/serve/service.h"

namespace polsearch::serve {

struct ServerOptions {
  std::string index, knowledge_folder;
  HttpOptions http;
  ServiceOptions service;
  LogQueries log_queries = LogQueries::kHash;
  std::string log_salt;             // for kHash: unguessable
  unsigned refresh_every_ms = 250;  // how soon a rebuilt index is noticed
};

class Server {
 public:
  // `log` takes whole lines, from several threads at once.
  static Result<std::unique_ptr<Server>> start(ServerOptions options, std::function<void(std::string_view)> log);
  ~Server();  // stop(0)

  // Answers what is under way, at most `grace_ms`, then ends. From one thread.
  void stop(unsigned grace_ms);

  [[nodiscard]] const std::vector<ListenAddress>& addresses() const;
  [[nodiscard]] IndexSummary index() const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace polsearch::serve
