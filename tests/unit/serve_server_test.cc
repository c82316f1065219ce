// polserve on real sockets: hostile bytes, slow clients, overload, shutdown, and an index that is swapped under load.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <future>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "searcher/render/render.h"
#include "searcher/serve/problem.h"
#include "searcher/serve/server.h"
#include "tests/unit/serve_fixture.h"

using namespace polsearch;
using namespace polsearch::serve;
using namespace polsearch::testing;

namespace {

using Json = nlohmann::json;

bool is_full() {
  const char* const mode = std::getenv("POLSEARCH_TEST_MODE");
  return mode != nullptr && std::string_view(mode) == "full";
}

ServerOptions options_for(const std::string& index) {
  ServerOptions options;
  options.index = index;
  options.http.listen = {*parse_listen_address("127.0.0.1:0")};
  options.refresh_every_ms = 2;
  return options;
}

// A server on a free port, and its log.
struct Running {
  std::mutex mutex;
  std::string log;
  std::unique_ptr<Server> server;

  explicit Running(ServerOptions options) {
    auto started = Server::start(std::move(options), [this](std::string_view line) {
      const std::lock_guard lock(mutex);
      log += line;
    });
    REQUIRE(started.ok());
    server = std::move(*started);
  }
  [[nodiscard]] std::uint16_t port() const { return server->addresses().front().port; }
  [[nodiscard]] bool answers() const { return RawClient(port()).ask("/api/v1/search?q=steel").status == 200; }
};

// An HTTP server whose handlers a test chooses.
std::unique_ptr<HttpServer> http_server(HttpOptions options,
                                        std::function<std::variant<Response, Job>(const Request&)> f) {
  options.listen = {*parse_listen_address("127.0.0.1:0")};
  auto server = HttpServer::start(std::move(options), {std::move(f),
                                                       [](const Request&, Refusal why) {
                                                         return problem(why == Refusal::kBroken ? 500 : 503, "refused");
                                                       },
                                                       [](const Exchange&) {}});
  REQUIRE(server.ok());
  return std::move(*server);
}

// Lets jobs wait until the test opens it.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return is_open_; });
  }
  void wait_for(int waiting) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= waiting; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_open_ = false;
  int waiting_ = 0;
};

Response text(std::string body) {
  Response response;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

std::size_t resident_mib() {
  std::ifstream file("/proc/self/statm");
  std::size_t pages = 0, resident = 0;
  file >> pages >> resident;
  return resident * 4096 / (1024 * 1024);
}

}  // namespace

TEST_CASE("over a socket the API gives what the library gives") {
  const BuiltIndex built(policy_rows(60));
  Running running(options_for(built.path()));
  Searcher searcher(built.open());
  SearchRequest request;
  request.query = "5G factory";
  request.ministries = {"miit"};
  const auto expected = searcher.search(request);
  REQUIRE(expected.ok());
  RawClient client(running.port());
  const auto answer = client.ask("/api/v1/search?q=5G+factory&ministry=miit");
  CHECK(answer.status == 200);
  CHECK(answer.head.find("Content-Type: application/json\r\n") != std::string::npos);
  Json got = Json::parse(answer.body), wanted = Json::parse(render::to_json(*expected, false));
  got.erase("took_us");
  wanted.erase("took_us");
  CHECK(got == wanted);
  client.send("HEAD /api/v1/search?q=5G+factory HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const auto head = client.read(false);
  CHECK(head.status == 200);
  CHECK(head.head.find("Content-Length: ") != std::string::npos);
  CHECK(client.ask("/healthz").body == "{\"status\":\"ok\"}\n");  // nothing of a body stood between
}

TEST_CASE("requests sent in one go are answered in their order") {
  const BuiltIndex built(policy_rows(6));
  Running running(options_for(built.path()));
  RawClient client(running.port());
  std::string pipeline;
  for (int i = 0; i < 20; ++i)
    pipeline += "GET /api/v1/search?q=steel&n=" + std::to_string(i % 5) + " HTTP/1.1\r\nHost: localhost\r\n\r\n" +
                "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
  client.send(pipeline);
  for (int i = 0; i < 20; ++i) {
    const auto answer = client.read();
    REQUIRE(answer.status == 200);
    CHECK(Json::parse(answer.body)["hits"].size() == static_cast<std::size_t>(i % 5));
    CHECK(client.read().body == "{\"status\":\"ok\"}\n");
  }
}

// What stands in the rows without a status may be answered by the library or just dropped.
TEST_CASE("hostile bytes get a short refusal or nothing, and the server goes on") {
  const BuiltIndex built(policy_rows(6));
  Running running(options_for(built.path()));
  const std::string host = "Host: localhost\r\n";
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"GET /?q=%00 HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"GET /?q=%zz HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"GET /../../etc/passwd HTTP/1.1\r\n" + host + "\r\n", "404"},
      {"GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + host + "\r\n", "404"},
      {"GET http://localhost/ HTTP/1.1\r\n" + host + "\r\n", "400"},
      {"GET / HTTP/1.1\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421"},
      {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", "4"},
      {"CONNECT a:1 HTTP/1.1\r\n" + host + "\r\n", "4"},
      {"POST /api/v1/search HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nq=5G!", "405"},
      {"GET /api/v1/search?q=a HTTP/1.1\r\n" + host + "Content-Length: 99999999999\r\n\r\n", "413"},
      {"GET / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", "4"},
      {"GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n" + std::string(100'000, 'a'),
       "413"},
      {"GET / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n", "4"},
      {"GET / HTTP/1.1\r\n" + host + "X: " + std::string(20'000, 'a') + "\r\n\r\n", "431"},
      {"GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", "414"},
      {"GET / HTTP/1.1\r\n" + host + "X: " + std::string(3'000'000, 'a'), "431"},
      {"GET /" + std::string(3'000'000, 'a'), "414"},
      {"GET / HTTP/1.1\r\n" + host + "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n", "413"},
      {"GET /\r\n\r\n", ""},
      {std::string("GET /\0?q=a HTTP/1.1\r\n", 21) + host + "\r\n", ""},
      {std::string(1'000, '\0'), ""},
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", ""},
      {std::string(100'000, '\n'), ""},
      {"GET / HTTP/9.9\r\n" + host + "\r\n", ""},
      {"GET / HTTP/1.1\r\n" + host + "no colon here\r\n\r\n", ""},
      {"GET / HTTP/1.1\r\n " + host + "\r\n", ""},
  };
  for (const auto& [bytes, status] : rows) {
    INFO(bytes.substr(0, 60));
    RawClient client(running.port());
    client.send(bytes);
    if (!status.empty()) {
      const auto got = client.read();
      CHECK(got.head.substr(0, 9 + status.size()) == "HTTP/1.1 " + status);
      CHECK(got.body.find("root:") == std::string::npos);
    }
    CHECK(running.answers());
  }
}

TEST_CASE("random bytes over the wire never stop the server") {
  const BuiltIndex built(policy_rows(6));
  Running running(options_for(built.path()));
  const unsigned seed = 7;
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::string valid = "GET /api/v1/search?q=5G&n=3 HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";
  for (int round = 0; round < (is_full() ? 5'000 : 300); ++round) {
    std::string bytes = valid;
    for (std::size_t i = 1 + random() % 6; i > 0; --i) {
      const std::size_t at = random() % bytes.size();
      if (random() % 3 == 0)
        bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 20));
      else
        bytes[at] = static_cast<char>(random());
    }
    RawClient client(running.port());
    client.send(bytes);  // and goes away
  }
  CHECK(running.answers());
}

TEST_CASE("endless heads and bodies cost a fixed amount of memory") {
  const BuiltIndex built(policy_rows(6));
  Running running(options_for(built.path()));
  REQUIRE(running.answers());
  const std::size_t before = resident_mib();
  const std::string megabyte(1 << 20, 'a');
  for (const std::string& beginning :
       {std::string("GET / HTTP/1.1\r\nHost: localhost\r\nX: "), std::string("GET /"),
        std::string("GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n")}) {
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 8; ++i) {
      clients.push_back(std::make_unique<RawClient>(running.port()));
      clients.back()->send(beginning);
      for (int sent = 0; sent < 32 && clients.back()->send(megabyte) == megabyte.size(); ++sent) {
      }
    }
    CHECK(running.answers());
  }
  CHECK(resident_mib() < before + 32);
}

TEST_CASE("hundreds of clients that never finish their request do not keep others waiting") {
  const BuiltIndex built(policy_rows(6));
  ServerOptions options = options_for(built.path());
  options.http.request_seconds = 1;
  Running running(options);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 300; ++i) {
    slow.push_back(std::make_unique<RawClient>(running.port()));
    slow.back()->send("GET / HTTP/1.1\r\nHost: loc");
  }
  for (int i = 0; i < 20; ++i) CHECK(running.answers());
  for (const auto& client : slow) CHECK(client->read_to_end().find("200 OK") == std::string::npos);  // ended by us
  CHECK(running.answers());
}

TEST_CASE("a client that drips bytes is cut off when its time is over") {
  auto server = http_server({.listen = {}, .workers = 1, .idle_seconds = 30, .request_seconds = 1},
                            [](const Request&) { return text("ok"); });
  RawClient client(server->addresses().front().port);
  std::size_t taken = 0;
  const auto started = std::chrono::steady_clock::now();
  while (client.send("a") == 1 && std::chrono::steady_clock::now() - started < std::chrono::seconds(20)) {
    ++taken;
    std::this_thread::yield();
  }
  CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(15));
}

TEST_CASE("what exceeds workers and queue is refused at once, what was taken is answered") {
  Gate gate;
  auto server =
      http_server({.listen = {}, .workers = 1, .max_queued = 1, .max_wait_ms = 60'000}, [&](const Request& request) {
        if (request.path == "/now") return std::variant<Response, Job>(text("now"));
        return std::variant<Response, Job>(Job([&] {
          gate.pass();
          return text("late");
        }));
      });
  const std::uint16_t port = server->addresses().front().port;
  RawClient first(port), second(port), third(port), light(port);
  first.send("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
  gate.wait_for(1);
  second.send("GET /b HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK(light.ask("/now").body == "now");
  while (server->queued() < 1) std::this_thread::yield();
  CHECK(third.ask("/c").status == 503);
  CHECK(light.ask("/now").body == "now");
  gate.open();
  CHECK(first.read().body == "late");
  CHECK(second.read().body == "late");
  CHECK(third.ask("/d").body == "late");
}

TEST_CASE("a job that throws or waits too long fails alone") {
  auto server = http_server({.listen = {}, .workers = 1, .max_wait_ms = 0}, [&](const Request& request) {
    if (request.path == "/now") return std::variant<Response, Job>(text("now"));
    return std::variant<Response, Job>(Job([]() -> Response { throw std::bad_alloc(); }));
  });
  RawClient client(server->addresses().front().port);
  const int status = client.ask("/throws").status;
  CHECK((status == 500 || status == 503));
  CHECK(client.ask("/now").body == "now");
}

TEST_CASE("long answers that nobody takes do not fill the memory") {
  const std::string megabytes(32 << 20, 'x');
  auto server = http_server({.listen = {}, .workers = 2, .pending_bytes = 80 << 20}, [&](const Request& request) {
    return std::variant<Response, Job>(request.path == "/long" ? text(megabytes) : text("short"));
  });
  const std::uint16_t port = server->addresses().front().port;
  RawClient first(port), second(port), third(port);
  for (RawClient* client : {&first, &second}) {
    client->send("GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(client->read(false).status == 200);
  }
  CHECK(third.ask("/long").status == 503);
  CHECK(third.ask("/short").body == "short");
}

TEST_CASE("stopping answers what is under way") {
  Gate gate;
  auto server = http_server({.listen = {}, .workers = 2}, [&](const Request&) {
    return std::variant<Response, Job>(Job([&] {
      gate.pass();
      return text(std::string(200'000, 'x'));
    }));
  });
  const std::uint16_t port = server->addresses().front().port;
  RawClient client(port);
  client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  gate.wait_for(1);
  auto stopped = std::async(std::launch::async, [&] { server->stop(10'000); });
  gate.open();
  CHECK(client.read().body.size() == 200'000);
  stopped.get();
}

TEST_CASE("headers of an answer cannot be split") {
  auto server = http_server({.listen = {}, .workers = 1}, [](const Request&) {
    Response response = text("ok");
    response.headers.push_back({"X-A", "a\r\nX-B: b"});
    return response;
  });
  RawClient client(server->addresses().front().port);
  const auto answer = client.ask("/");
  CHECK(answer.status == 200);
  CHECK(answer.head.find("X-B") == std::string::npos);
}

TEST_CASE("a proxy's word for its client is taken only when asked for, and only from here") {
  for (const bool behind_proxy : {false, true}) {
    auto server = http_server({.listen = {}, .workers = 1, .behind_proxy = behind_proxy}, [](const Request& request) {
      return text(request.client + (request.is_local ? " local" : " remote"));
    });
    RawClient client(server->addresses().front().port);
    CHECK(client.ask("/", "X-Forwarded-For: 192.0.2.9, 203.0.113.5\r\n").body ==
          (behind_proxy ? "203.0.113.5 remote" : "127.0.0.1 local"));
    CHECK(client.ask("/", "X-Forwarded-For: <script>\r\n").body == "127.0.0.1 local");
    CHECK(client.ask("/").body == "127.0.0.1 local");
  }
}

TEST_CASE("a unix socket serves, its file goes with the server, a stale one is replaced") {
  const TempFolder folder;
  const std::string path = (folder / "socket").string();
  for (int round = 0; round < 2; ++round) {
    HttpOptions options;
    options.workers = 1;
    options.listen = {*parse_listen_address("unix:" + path)};
    auto server =
        HttpServer::start(options, {[](const Request& r) { return text(r.client); },
                                    [](const Request&, Refusal) { return text("refused"); }, [](const Exchange&) {}});
    REQUIRE(server.ok());
    CHECK(RawClient(path).ask("/").body == "unix");
    CHECK(HttpServer::start(options, {}).ok() == false);  // in use: it is not taken away
    CHECK(RawClient(path).ask("/").body == "unix");
    (*server)->stop(1'000);
    CHECK_FALSE(std::filesystem::exists(path));
    const int stale = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::memcpy(name.sun_path, path.data(), path.size());
    REQUIRE(::bind(stale, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
    ::close(stale);
  }
}

TEST_CASE("while the index is swapped no request fails and none mixes two generations") {
  const BuiltIndex small(policy_rows(7)), large(policy_rows(40));
  SwappedIndex swapped({small.path(), large.path()});
  ServerOptions options = options_for(swapped.path());
  options.http.workers = 4;
  Running running(options);
  std::atomic<bool> is_over = false;
  std::atomic<int> asked = 0, wrong = 0;
  const auto ask = [&] {
    RawClient client(running.port());
    while (!is_over) {
      const auto answer = client.ask("/api/v1/search?q=steel&facets=month");
      const std::size_t at = answer.head.find("Polsearch-Generation: ");
      const bool is_small = at != std::string::npos && (answer.head[at + 27] - '0') % 2 == 1;
      const std::uint64_t expected = is_small ? 7 : 40;
      const Json json = Json::parse(answer.body, nullptr, false);
      std::uint64_t counted = 0;
      if (json.is_object() && json.contains("facets"))
        for (const auto& row : json["facets"]["month"]) counted += row["count"].get<std::uint64_t>();
      if (answer.status != 200 || !json.is_object() || json.value("total", 0U) != expected || counted != expected)
        ++wrong;
      ++asked;
    }
  };
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) clients.emplace_back(ask);
  const int swaps = is_full() ? 200 : 40;
  for (int i = 1; i <= swaps; ++i) {
    const int before = asked;
    swapped.publish(static_cast<std::size_t>(i % 2));
    while (running.server->index().generation != swapped.generation() || asked < before + 4) std::this_thread::yield();
  }
  is_over = true;
  for (std::thread& client : clients) client.join();
  CHECK(wrong == 0);
  CHECK(asked > swaps);
}

TEST_CASE("each request leaves one line in the log") {
  const BuiltIndex built(policy_rows(6));
  ServerOptions options = options_for(built.path());
  options.log_queries = LogQueries::kPlain;
  Running running(options);
  RawClient client(running.port());
  CHECK(client.ask("/api/v1/search?q=steel%0Aforged").status == 200);
  CHECK(client.ask("/healthz").status == 200);
  running.server->stop(1'000);
  CHECK(std::count(running.log.begin(), running.log.end(), '\n') == 2);
  const Json line = Json::parse(running.log.substr(0, running.log.find('\n')));
  CHECK(line["query"] == "steel\nforged");
  CHECK(line["status"] == 200);
  CHECK(line["route"] == "search");
}
