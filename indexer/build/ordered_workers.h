// Work on many threads, results in the order of the submissions: what makes a build the same for any --jobs.
//
//   submit(a), submit(b), submit(c) -> work(a), work(b), work(c) on any thread -> deliver(A), deliver(B), deliver(C)
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace polsearch {

// Bounded: submit() waits while more than `max_bytes` are between it and deliver(), one item always goes.
// `work` runs on any thread, `deliver` on one thread at a time, in order; what either throws is rethrown by finish().
template <class In, class Out>
class OrderedWorkers {
 public:
  struct Limits {
    unsigned threads = 1;
    std::uint64_t max_bytes = 0;
    std::size_t max_items = 0;
  };

  OrderedWorkers(const Limits& limits, std::function<Out(In&&)> work, std::function<void(Out&&)> deliver)
      : limits_(limits), work_(std::move(work)), deliver_(std::move(deliver)) {
    for (unsigned i = 0; i < std::max(1u, limits.threads); ++i) threads_.emplace_back([this] { run(); });
  }

  ~OrderedWorkers() { stop(/*abandon=*/true); }
  OrderedWorkers(const OrderedWorkers&) = delete;
  OrderedWorkers& operator=(const OrderedWorkers&) = delete;

  // False when something was thrown: the rest would be in vain.
  bool submit(In&& item, std::uint64_t bytes) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] {
      return failure_ || (in_flight_ < limits_.max_items && bytes_in_flight_ + bytes <= limits_.max_bytes) ||
             in_flight_ == 0;
    });
    if (failure_) return false;
    ++in_flight_;
    bytes_in_flight_ += bytes;
    waiting_.push_back({next_number_++, bytes, std::move(item)});
    work_ready_.notify_one();
    return true;
  }

  // Waits until everything is delivered.
  void finish() {
    stop(/*abandon=*/false);
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  struct Item {
    std::uint64_t number;
    std::uint64_t bytes;
    In value;
  };
  struct Finished {
    std::uint64_t bytes;
    Out value;
  };

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      work_ready_.wait(lock, [&] { return stopping_ || failure_ || !waiting_.empty(); });
      if (failure_ || waiting_.empty()) return;
      Item item = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      try {
        Out out = work_(std::move(item.value));
        lock.lock();
        finished_.emplace(item.number, Finished{item.bytes, std::move(out)});
        deliver_finished(lock);
      } catch (...) {
        fail(lock, std::current_exception());
      }
    }
  }

  // Whoever finished the next number hands on what is ready; the others go back to work.
  void deliver_finished(std::unique_lock<std::mutex>& lock) {
    if (delivering_) return;
    delivering_ = true;
    for (auto next = finished_.begin(); next != finished_.end() && next->first == next_delivery_;
         next = finished_.begin()) {
      Finished ready = std::move(next->second);
      finished_.erase(next);
      lock.unlock();
      deliver_(std::move(ready.value));
      lock.lock();
      ++next_delivery_;
      --in_flight_;
      bytes_in_flight_ -= ready.bytes;
      room_.notify_all();
    }
    delivering_ = false;
  }

  void fail(std::unique_lock<std::mutex>& lock, std::exception_ptr failure) {
    if (!lock.owns_lock()) lock.lock();
    if (!failure_) failure_ = std::move(failure);
    work_ready_.notify_all();
    room_.notify_all();
  }

  void stop(bool abandon) {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      if (abandon) waiting_.clear();
      work_ready_.notify_all();
    }
    for (std::thread& thread : threads_)
      if (thread.joinable()) thread.join();
  }

  const Limits limits_;
  const std::function<Out(In&&)> work_;
  const std::function<void(Out&&)> deliver_;
  std::mutex mutex_;
  std::condition_variable work_ready_, room_;
  std::deque<Item> waiting_;
  std::map<std::uint64_t, Finished> finished_;
  std::uint64_t next_number_ = 0, next_delivery_ = 0, bytes_in_flight_ = 0;
  std::size_t in_flight_ = 0;
  bool stopping_ = false, delivering_ = false;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

}  // namespace polsearch
