// What the titles weigh (match/title_mass.h), each reckoned when it is first asked for and remembered for all threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

namespace polsearch::engine {

// Eight bytes a document. Two threads that reckon the same title store the same number.
class TitleMasses {
 public:
  explicit TitleMasses(std::uint32_t documents) : known_(std::make_unique<std::atomic<double>[]>(documents)) {}

  // 1 <= document <= documents.
  [[nodiscard]] std::optional<double> find(std::uint32_t document) const {
    const double known = known_[document - 1].load(std::memory_order_relaxed);
    if (known == 0) return std::nullopt;
    return known - kOffset;
  }
  void remember(std::uint32_t document, double mass) {
    known_[document - 1].store(mass + kOffset, std::memory_order_relaxed);
  }

 private:
  static constexpr double kOffset = 1;  // 0 stands for "not yet known"
  std::unique_ptr<std::atomic<double>[]> known_;
};

}  // namespace polsearch::engine
