// Where the records of documents stand in their table, each found when it is first asked for and remembered for all
// threads: the way down the tree touches a dozen places in memory, the record itself one or two.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace polsearch::engine {

// Eight bytes a document. A place is an entry's offset in the table's file.
class RecordPlaces {
 public:
  explicit RecordPlaces(std::uint32_t documents) : known_(std::make_unique<std::atomic<std::uint64_t>[]>(documents)) {}

  // 1 <= document <= documents. 0: not yet known; no entry stands there, but the head of a block.
  [[nodiscard]] std::uint64_t find(std::uint32_t document) const {
    return known_[document - 1].load(std::memory_order_relaxed);
  }
  void remember(std::uint32_t document, std::uint64_t place) {
    known_[document - 1].store(place, std::memory_order_relaxed);
  }

 private:
  std::unique_ptr<std::atomic<std::uint64_t>[]> known_;
};

}  // namespace polsearch::engine
