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

// Those that may be among them are kept as they come, and the worse half is thrown away when there is no more room: a
// few steps a document, where a heap takes as many as it is deep.
class BestDocuments {
 public:
  explicit BestDocuments(std::size_t most) : most_(most), room_(most + std::max(most, kLeastSpare)) {
    if (most == 0) threshold_ = std::numeric_limits<double>::infinity();
  }

  // A document offered from now on, with a higher number than all before, gets in only with a score above this.
  [[nodiscard]] double threshold() const { return threshold_; }

  // Documents in ascending order.
  void offer(std::uint32_t document, double score) {
    if (score <= threshold_) return;
    kept_.push_back({document, score});
    if (kept_.size() == room_) drop_the_worse();
  }

  [[nodiscard]] std::vector<match::Matched> take() && {
    if (kept_.size() > most_) drop_the_worse();
    std::sort(kept_.begin(), kept_.end(), IsBetter());
    return std::move(kept_);
  }

 private:
  static constexpr std::size_t kLeastSpare = 32;

  struct IsBetter {  // an object: a function's address would be called for each comparison
    bool operator()(const match::Matched& a, const match::Matched& b) const {
      return a.score != b.score ? a.score > b.score : a.document < b.document;
    }
  };
  // There are more than `most_`, and `most_` is not 0.
  void drop_the_worse() {
    const auto worst = kept_.begin() + static_cast<std::ptrdiff_t>(most_) - 1;
    std::nth_element(kept_.begin(), worst, kept_.end(), IsBetter());
    threshold_ = worst->score;
    kept_.resize(most_);
  }

  std::size_t most_, room_;
  std::vector<match::Matched> kept_;
  double threshold_ = -std::numeric_limits<double>::infinity();
};

}  // namespace polsearch::engine
