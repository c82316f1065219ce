// The best k documents of those offered, best first; equal scores: the lower number (newer document) first.
//
//   BestDocuments best(2); offer 1: 0.5, 2: 0.9, 3: 0.5 -> take() 2: 0.9, 1: 0.5
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "searcher/match/question.h"

namespace polsearch::engine {

class BestDocuments {
 public:
  explicit BestDocuments(std::size_t most) : most_(most) {}

  // A document offered from now on, with a higher number than all before, gets in only with a score above this.
  [[nodiscard]] double threshold() const { return threshold_; }

  // Documents in ascending order.
  void offer(std::uint32_t document, double score) {
    if (score > threshold_) add({document, score});
  }

  [[nodiscard]] std::vector<match::Matched> take() && {
    std::sort(heap_.begin(), heap_.end(), is_better);
    return std::move(heap_);
  }

 private:
  static bool is_better(const match::Matched& a, const match::Matched& b) {
    return a.score != b.score ? a.score > b.score : a.document < b.document;
  }
  void add(const match::Matched& matched) {
    if (most_ == 0) return;
    if (heap_.size() == most_) {
      std::pop_heap(heap_.begin(), heap_.end(), is_better);
      heap_.back() = matched;
    } else {
      heap_.push_back(matched);
    }
    std::push_heap(heap_.begin(), heap_.end(), is_better);
    if (heap_.size() == most_) threshold_ = heap_.front().score;
  }

  std::size_t most_;
  std::vector<match::Matched> heap_;  // the worst in front
  double threshold_ = -std::numeric_limits<double>::infinity();
};

}  // namespace polsearch::engine
