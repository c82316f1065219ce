// Open connections: how many each client has, and until when each must have got on. A client that sends or reads a
// byte now and then keeps a connection alive for ever; here its time runs out.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

namespace polsearch::serve {

// Safe to share between threads.
class Connections {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Connection {
    int socket = -1;
    std::string client;
    bool is_local = false;
    Time deadline = Time::max();
  };
  using Handle = std::list<Connection>::iterator;  // valid until close()

  explicit Connections(std::size_t per_client) : per_client_(per_client) {}

  // Whether this client may have one more. Local ones always may: a proxy stands for many.
  [[nodiscard]] bool admits(const std::string& client, bool is_local) const;

  [[nodiscard]] Handle open(Connection connection);
  void close(Handle handle);  // call it before the socket is closed
  void set_deadline(Handle handle, Time deadline);

  // Shuts down the sockets whose time is over; their owner then finds them closed.
  void shut_down_late(Time now);

  [[nodiscard]] std::size_t count() const;

 private:
  const std::size_t per_client_;
  mutable std::mutex mutex_;
  std::list<Connection> open_;
  std::unordered_map<std::string, std::size_t> by_client_;
};

}  // namespace polsearch::serve
