#include "searcher/serve/worker_pool.h"

#include <utility>

namespace polsearch::serve {

WorkerPool::WorkerPool(std::size_t threads, std::size_t max_queued) : max_queued_(max_queued) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() { finish(); }

bool WorkerPool::take(Job job) {
  {
    const std::lock_guard lock(mutex_);
    const bool has_idle_thread = running_ + queue_.size() < threads_.size();
    if (is_finishing_ || (!has_idle_thread && queue_.size() >= max_queued_)) return false;
    queue_.push_back(std::move(job));
  }
  has_job_.notify_one();
  return true;
}

void WorkerPool::finish() {
  {
    const std::lock_guard lock(mutex_);
    is_finishing_ = true;
  }
  has_job_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

std::size_t WorkerPool::queued() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

std::size_t WorkerPool::running() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    has_job_.wait(lock, [this] { return is_finishing_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const Job job = std::move(queue_.front());
    queue_.pop_front();
    ++running_;
    lock.unlock();
    job();
    lock.lock();
    --running_;
  }
}

}  // namespace polsearch::serve
