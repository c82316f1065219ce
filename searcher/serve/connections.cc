#include "searcher/serve/connections.h"

#include <sys/socket.h>

#include <utility>

namespace polsearch::serve {

bool Connections::admits(const std::string& client, bool is_local) const {
  if (is_local) return true;
  const std::lock_guard lock(mutex_);
  const auto found = by_client_.find(client);
  return found == by_client_.end() || found->second < per_client_;
}

Connections::Handle Connections::open(Connection connection) {
  const std::lock_guard lock(mutex_);
  by_client_.try_emplace(connection.client, 0).first->second += 1;
  open_.push_front(std::move(connection));
  return open_.begin();
}

void Connections::close(Handle handle) {
  const std::lock_guard lock(mutex_);
  const auto found = by_client_.find(handle->client);
  if (found != by_client_.end() && --found->second == 0) by_client_.erase(found);
  open_.erase(handle);
}

void Connections::set_deadline(Handle handle, Time deadline) {
  const std::lock_guard lock(mutex_);
  handle->deadline = deadline;
}

void Connections::shut_down_late(Time now) {
  const std::lock_guard lock(mutex_);
  for (Connection& connection : open_) {
    if (connection.deadline > now) continue;
    ::shutdown(connection.socket, SHUT_RDWR);
    connection.deadline = Time::max();
  }
}

std::size_t Connections::count() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

}  // namespace polsearch::serve
