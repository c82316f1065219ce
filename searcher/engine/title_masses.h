// What the titles weigh (match/title_mass.h), each reckoned when it is first asked for and remembered for all threads.
#pragma once

#include <atomic>
#include <bit>
#include <cstdint>
#include <memory>
#include <optional>

namespace polsearch::engine {

// Eight bytes a document. Two threads that reckon the same title store the same number.
class TitleMasses {
 public:
  explicit TitleMasses(std::uint32_t documents) : known_(std::make_unique<std::atomic<std::uint64_t>[]>(documents)) {}

  // 1 <= document <= documents. What is found is what was remembered, to the last bit.
  [[nodiscard]] std::optional<double> find(std::uint32_t document) const {
    const std::uint64_t known = known_[document - 1].load(std::memory_order_relaxed);
    return known != 0 ? std::optional(std::bit_cast<double>(~known)) : std::nullopt;
  }
  void remember(std::uint32_t document, double mass) {
    known_[document - 1].store(~std::bit_cast<std::uint64_t>(mass), std::memory_order_relaxed);
  }

 private:
  // The complement of a mass's bits; 0 stands for "not yet known": no mass has all bits set.
  std::unique_ptr<std::atomic<std::uint64_t>[]> known_;
};

}  // namespace polsearch::engine
