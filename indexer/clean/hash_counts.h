// How often has each 64-bit hash been seen? A table without nodes: cleaning counts thousands of word hashes a page.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace polsearch::clean {

// Open addressing, at most half full. Hashes need not be well spread; they are mixed here.
class HashCounts {
 public:
  HashCounts() = default;
  // With room for `expected` hashes.
  explicit HashCounts(std::size_t expected) : slots_(std::bit_ceil(std::max<std::size_t>(256, 2 * expected + 2))) {}

  void add(std::uint64_t hash) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[place_of(hash)];
    used_ += slot.count == 0 ? 1 : 0;
    slot.hash = hash;
    ++slot.count;
  }

  [[nodiscard]] std::uint32_t count_of(std::uint64_t hash) const {
    return slots_.empty() ? 0 : slots_[place_of(hash)].count;
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t count = 0;  // 0: free
  };

  // Where `hash` stands, or the free slot where it would.
  [[nodiscard]] std::size_t place_of(std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>((hash ^ hash >> 32) * 0x9E3779B97F4A7C15ULL >> 32) & mask;
    while (slots_[at].count > 0 && slots_[at].hash != hash) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 256 : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.count > 0) slots_[place_of(slot.hash)] = slot;
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace polsearch::clean
