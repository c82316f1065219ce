#include "searcher/serve/http_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "searcher/serve/connections.h"
#include "searcher/serve/target.h"
#include "searcher/serve/worker_pool.h"

namespace polsearch::serve {
namespace {

using Clock = std::chrono::steady_clock;

struct Client {
  std::string name;  // "203.0.113.7", "unix"
  bool is_local = false;
};

Client client_of(const sockaddr* address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address == nullptr || address->sa_family == AF_UNIX) return {"unix", true};
  if (address->sa_family == AF_INET) {
    const auto* const name = reinterpret_cast<const sockaddr_in*>(address);
    ::inet_ntop(AF_INET, &name->sin_addr, text, sizeof text);
    constexpr unsigned kLoopbackNet = 127;
    return {text, ntohl(name->sin_addr.s_addr) >> 24U == kLoopbackNet};
  }
  const auto* const name = reinterpret_cast<const sockaddr_in6*>(address);
  ::inet_ntop(AF_INET6, &name->sin6_addr, text, sizeof text);
  return {text, IN6_IS_ADDR_LOOPBACK(&name->sin6_addr)};
}

// "203.0.113.9, 198.51.100.2": the last one was written by our own proxy, the others by anybody.
void believe_proxy(Request& request) {
  const std::string_view list = header(request, "x-forwarded-for");
  const std::size_t begin = list.find_last_of(", ") + 1;  // npos + 1 = 0
  const std::string last(list.substr(begin));
  in6_addr ignored;
  if (::inet_pton(AF_INET, last.c_str(), &ignored) != 1 && ::inet_pton(AF_INET6, last.c_str(), &ignored) != 1) return;
  request.client = last;
  request.is_local = false;
}

MHD_Result keep_header(void* headers, MHD_ValueKind, const char* name, std::size_t name_size, const char* value,
                       std::size_t value_size) {
  Header field{std::string(name, name_size), value == nullptr ? std::string() : std::string(value, value_size)};
  for (char& c : field.name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  static_cast<std::vector<Header>*>(headers)->push_back(std::move(field));
  return MHD_YES;
}

std::uint64_t body_bytes(const Request& request) {
  if (!header(request, "transfer-encoding").empty()) return UINT64_MAX;
  const std::string_view length = header(request, "content-length");
  std::uint64_t bytes = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bytes);
  return length.empty() || (error == std::errc() && end == length.data() + length.size()) ? bytes : UINT64_MAX;
}

// Header fields come from us alone, but a line break inside one would be somebody else's header.
bool is_header_value(const std::string& value) { return value.find_first_of("\r\n") == std::string::npos; }

// A body that the library sends as the client takes it, counted as long as it exists.
struct Body {
  std::string bytes;
  std::shared_ptr<std::atomic<std::size_t>> pending;
};

void free_body(void* pointer) {
  const std::unique_ptr<Body> body(static_cast<Body*>(pointer));
  *body->pending -= body->bytes.size();
}

MHD_Response* to_library(Response response, const std::shared_ptr<std::atomic<std::size_t>>& pending) {
  auto* const body = new Body{std::move(response.body), pending};
  *pending += body->bytes.size();
  MHD_Response* const out =
      MHD_create_response_from_buffer_with_free_callback_cls(body->bytes.size(), body->bytes.data(), free_body, body);
  if (out == nullptr) {
    free_body(body);
    return nullptr;
  }
  if (!response.content_type.empty()) response.headers.push_back({"Content-Type", response.content_type});
  if (response.closes) response.headers.push_back({"Connection", "close"});
  for (const Header& field : response.headers)
    if (is_header_value(field.value)) (void)MHD_add_response_header(out, field.name.c_str(), field.value.c_str());
  return out;
}

// One request from its first byte to the last byte of the answer; owned by the library's thread but for the time that
// a worker answers it.
struct Turn {
  Request request;
  std::optional<Response> response;
  bool has_head = false, is_active = false;
  int status = 0;
  std::uint64_t bytes = 0;
  Clock::time_point started;
  std::chrono::system_clock::time_point time;
};

// What a socket's context points to.
struct Socket {
  Connections::Handle handle;
};

}  // namespace

struct HttpServer::Impl {
  HttpOptions options;
  HttpHandlers handlers;
  Connections connections;
  std::vector<MHD_Daemon*> daemons;
  std::optional<WorkerPool> workers;
  std::shared_ptr<std::atomic<std::size_t>> pending = std::make_shared<std::atomic<std::size_t>>(0);  // bytes of bodies

  std::mutex mutex;
  std::condition_variable changed;
  std::size_t active = 0;  // turns between head and end
  bool is_stopping = false;
  std::thread sweeper;

  Impl(HttpOptions o, HttpHandlers h)
      : options(std::move(o)), handlers(std::move(h)), connections(options.connections_per_client) {}

  void sweep();
  Status listen(ListenAddress& address);
  void close_listeners();
  MHD_Result begin(Turn& turn, MHD_Connection* connection, const char* method, const char* version);
  MHD_Result go_on(Turn& turn, MHD_Connection* connection);
  void hand_over(Turn& turn, MHD_Connection* connection, Job job);
  [[nodiscard]] Response run(const Turn& turn, const Job& job, Clock::time_point queued) const;
  MHD_Result send(Turn& turn, MHD_Connection* connection);
  void end(Turn& turn, MHD_Connection* connection, bool was_cut);
  void allow(MHD_Connection* connection, Clock::time_point deadline);
  [[nodiscard]] Clock::time_point head_deadline() const {
    return Clock::now() + std::chrono::seconds(options.request_seconds);
  }
  void count_active(Turn& turn, bool is_active);
};

namespace {

// The library's callbacks: from C to Impl. `impl` is an HttpServer::Impl, which a free function cannot name.
template <class Impl>
struct Callbacks {
  static MHD_Result accept(void* impl, const sockaddr* address, socklen_t) {
    const Client client = client_of(address);
    return static_cast<Impl*>(impl)->connections.admits(client.name, client.is_local) ? MHD_YES : MHD_NO;
  }

  static void connection(void* impl_pointer, MHD_Connection* connection, void** context,
                         MHD_ConnectionNotificationCode code) {
    auto* const impl = static_cast<Impl*>(impl_pointer);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
      const auto* const address = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
      const auto* const socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
      Client client = client_of(address == nullptr ? nullptr : address->client_addr);
      *context = new Socket{impl->connections.open({socket == nullptr ? -1 : socket->connect_fd, std::move(client.name),
                                                    client.is_local, impl->head_deadline()})};
    } else if (auto* const socket = static_cast<Socket*>(*context); socket != nullptr) {
      impl->connections.close(socket->handle);
      delete socket;
      *context = nullptr;
    }
  }

  static void* target(void*, const char* target, MHD_Connection*) {
    auto* const turn = new Turn;
    turn->request.target = target;
    return turn;
  }

  static MHD_Result request(void* impl_pointer, MHD_Connection* connection, const char*, const char* method,
                            const char* version, const char*, std::size_t*, void** context) {
    auto* const impl = static_cast<Impl*>(impl_pointer);
    auto* const turn = static_cast<Turn*>(*context);
    if (turn == nullptr) return MHD_NO;
    return turn->has_head ? impl->go_on(*turn, connection) : impl->begin(*turn, connection, method, version);
  }

  static void completed(void* impl, MHD_Connection* connection, void** context, MHD_RequestTerminationCode code) {
    const std::unique_ptr<Turn> turn(static_cast<Turn*>(*context));
    *context = nullptr;
    if (turn) static_cast<Impl*>(impl)->end(*turn, connection, code != MHD_REQUEST_TERMINATED_COMPLETED_OK);
  }

  // We decode ourselves, strictly: the library's C strings would end at a %00.
  static std::size_t keep_encoded(void*, MHD_Connection*, char* text) { return std::strlen(text); }
};

}  // namespace

void HttpServer::Impl::sweep() {
  std::unique_lock lock(mutex);
  while (!changed.wait_for(lock, std::chrono::seconds(1), [this] { return is_stopping; }))
    connections.shut_down_late(Clock::now());
}

Status HttpServer::Impl::listen(ListenAddress& address) {
  const auto socket = listen_on(address);
  if (!socket) return socket.error();
  using Call = Callbacks<Impl>;
  MHD_Daemon* const daemon = MHD_start_daemon(
      static_cast<unsigned>(MHD_USE_EPOLL_INTERNAL_THREAD) | static_cast<unsigned>(MHD_ALLOW_SUSPEND_RESUME), 0,
      Call::accept, this, Call::request, this, MHD_OPTION_LISTEN_SOCKET, *socket, MHD_OPTION_NOTIFY_CONNECTION,
      Call::connection, this, MHD_OPTION_URI_LOG_CALLBACK, Call::target, this, MHD_OPTION_NOTIFY_COMPLETED,
      Call::completed, this, MHD_OPTION_UNESCAPE_CALLBACK, Call::keep_encoded, nullptr, MHD_OPTION_CONNECTION_LIMIT,
      options.connections, MHD_OPTION_CONNECTION_TIMEOUT, options.idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      options.connection_bytes, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
  if (daemon == nullptr) {
    ::close(*socket);
    return Error{Error::Kind::kInput, "cannot serve on " + print(address), "too few threads or open files are allowed"};
  }
  daemons.push_back(daemon);
  return Done{};
}

// First call of a request, when its head is complete. A body is turned down before a byte of it is read.
MHD_Result HttpServer::Impl::begin(Turn& turn, MHD_Connection* connection, const char* method, const char* version) {
  Request& request = turn.request;
  turn.has_head = true;
  turn.started = Clock::now();
  turn.time = std::chrono::system_clock::now();
  count_active(turn, true);
  allow(connection, Clock::time_point::max());
  request.method = method;
  read_target(request);
  request.is_http_1_0 = std::string_view(version) == MHD_HTTP_VERSION_1_0;
  MHD_get_connection_values_n(connection, MHD_HEADER_KIND, keep_header, &request.headers);
  const auto* const context = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  const auto& peer = *static_cast<const Socket*>(context->socket_context)->handle;
  request.client = peer.client;
  request.is_local = peer.is_local;
  if (options.behind_proxy && request.is_local) believe_proxy(request);
  request.body_bytes = body_bytes(request);
  if (request.body_bytes == 0) return MHD_YES;
  turn.response = handlers.refuse(request, Refusal::kHasBody);
  return send(turn, connection);
}

// Later calls: the first of them answers, the one after a worker's answer sends.
MHD_Result HttpServer::Impl::go_on(Turn& turn, MHD_Connection* connection) {
  if (turn.response) return send(turn, connection);
  auto answer = handlers.answer(turn.request);
  if (auto* const job = std::get_if<Job>(&answer)) {
    hand_over(turn, connection, std::move(*job));
    return MHD_YES;
  }
  turn.response = std::move(std::get<Response>(answer));
  return send(turn, connection);
}

// The library leaves a suspended connection alone, so the worker owns the turn until it resumes it.
void HttpServer::Impl::hand_over(Turn& turn, MHD_Connection* connection, Job job) {
  MHD_suspend_connection(connection);
  const bool is_taken = workers->take([this, &turn, connection, job = std::move(job), queued = Clock::now()] {
    turn.response = run(turn, job, queued);
    MHD_resume_connection(connection);
  });
  if (is_taken) return;
  turn.response = handlers.refuse(turn.request, Refusal::kOverloaded);
  MHD_resume_connection(connection);
}

Response HttpServer::Impl::run(const Turn& turn, const Job& job, Clock::time_point queued) const {
  if (Clock::now() - queued > std::chrono::milliseconds(options.max_wait_ms))
    return handlers.refuse(turn.request, Refusal::kWaitedTooLong);
  try {
    return job();
  } catch (const std::exception&) {  // memory ran out, or a bug: this request fails, the server goes on
    return handlers.refuse(turn.request, Refusal::kBroken);
  }
}

// Clients that ask for long answers and take none would fill the memory; short ones always fit.
MHD_Result HttpServer::Impl::send(Turn& turn, MHD_Connection* connection) {
  constexpr std::size_t kShort = 16 * 1024;
  const std::size_t size = turn.response->body.size();
  if (size > kShort && *pending + size > options.pending_bytes)
    turn.response = handlers.refuse(turn.request, Refusal::kOverloaded);
  turn.status = turn.response->status;
  turn.bytes = turn.request.method == "HEAD" ? 0 : turn.response->body.size();
  MHD_Response* const response = to_library(std::move(*turn.response), pending);
  if (response == nullptr) return MHD_NO;
  allow(connection, Clock::now() + std::chrono::seconds(options.response_seconds));
  const MHD_Result queued = MHD_queue_response(connection, static_cast<unsigned>(turn.status), response);
  MHD_destroy_response(response);
  return queued;
}

void HttpServer::Impl::end(Turn& turn, MHD_Connection* connection, bool was_cut) {
  allow(connection, head_deadline());
  if (!turn.has_head) return;
  const double seconds = std::chrono::duration<double>(Clock::now() - turn.started).count();
  handlers.done({turn.request, turn.status, turn.bytes, seconds, was_cut, turn.time});
  count_active(turn, false);
}

void HttpServer::Impl::allow(MHD_Connection* connection, Clock::time_point deadline) {
  const auto* const context = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  if (context == nullptr || context->socket_context == nullptr) return;
  connections.set_deadline(static_cast<Socket*>(context->socket_context)->handle, deadline);
}

void HttpServer::Impl::count_active(Turn& turn, bool is_active) {
  if (turn.is_active == is_active) return;
  turn.is_active = is_active;
  const std::lock_guard lock(mutex);
  active = is_active ? active + 1 : active - 1;
  if (active == 0) changed.notify_all();
}

void HttpServer::Impl::close_listeners() {
  for (MHD_Daemon* const daemon : daemons) {
    const MHD_socket socket = MHD_quiesce_daemon(daemon);
    if (socket != MHD_INVALID_SOCKET) ::close(socket);
  }
  for (std::size_t i = 0; i < daemons.size(); ++i)  // one a listening address; those behind were never ours
    if (const ListenAddress& address = options.listen[i]; address.kind == ListenAddress::Kind::kUnix)
      ::unlink(address.path.c_str());
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

HttpServer::~HttpServer() { stop(0); }

Result<std::unique_ptr<HttpServer>> HttpServer::start(HttpOptions options, HttpHandlers handlers) {
  std::unique_ptr<HttpServer> server(new HttpServer(std::make_unique<Impl>(std::move(options), std::move(handlers))));
  Impl& impl = *server->impl_;
  impl.workers.emplace(impl.options.workers, impl.options.max_queued);
  impl.sweeper = std::thread([&impl] { impl.sweep(); });
  for (ListenAddress& address : impl.options.listen)
    if (Status listening = impl.listen(address); !listening) return listening.error();
  return server;
}

void HttpServer::stop(unsigned grace_ms) {
  Impl& impl = *impl_;
  if (!impl.sweeper.joinable()) return;
  impl.close_listeners();
  {
    std::unique_lock lock(impl.mutex);
    impl.changed.wait_for(lock, std::chrono::milliseconds(grace_ms), [&] { return impl.active == 0; });
    impl.is_stopping = true;
  }
  impl.changed.notify_all();
  impl.sweeper.join();
  impl.workers->finish();  // every suspended connection is resumed, as the library demands before its end
  for (MHD_Daemon* const daemon : impl.daemons) MHD_stop_daemon(daemon);
  impl.daemons.clear();
}

const std::vector<ListenAddress>& HttpServer::addresses() const { return impl_->options.listen; }
std::size_t HttpServer::connections() const { return impl_->connections.count(); }
std::size_t HttpServer::running() const { return impl_->workers->running(); }
std::size_t HttpServer::queued() const { return impl_->workers->queued(); }

}  // namespace polsearch::serve
