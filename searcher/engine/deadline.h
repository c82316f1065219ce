// Until when a question may be worked on. The clock is passed in, so that tests need not wait.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace polsearch::engine {

class Deadline {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  Deadline() = default;  // never
  explicit Deadline(std::chrono::steady_clock::time_point end, Clock clock = std::chrono::steady_clock::now)
      : end_(end), clock_(std::move(clock)) {}

  [[nodiscard]] bool has_passed() const { return end_ && clock_() >= *end_; }

 private:
  std::optional<std::chrono::steady_clock::time_point> end_;
  Clock clock_;
};

}  // namespace polsearch::engine
