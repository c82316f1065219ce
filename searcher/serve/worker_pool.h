// A few threads that answer, and a short queue before them: more is refused at once instead of piling up.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace polsearch::serve {

class WorkerPool {
 public:
  using Job = std::function<void()>;  // must not throw
  WorkerPool(std::size_t threads, std::size_t max_queued);
  ~WorkerPool();  // finishes every job that was taken
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False: the queue is full or the pool is finishing; the job was not taken.
  [[nodiscard]] bool take(Job job);

  // No new jobs; returns when those taken are done. Safe to call twice, from one thread.
  void finish();

  [[nodiscard]] std::size_t queued() const;
  [[nodiscard]] std::size_t running() const;

 private:
  void work();

  const std::size_t max_queued_;
  mutable std::mutex mutex_;
  std::condition_variable has_job_;
  std::deque<Job> queue_;
  std::size_t running_ = 0;
  bool is_finishing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace polsearch::serve
