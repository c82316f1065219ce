// The best k documents of those offered, best first; equal scores: the lower number (newer document) first.
//
//   BestDocuments best(2); offer 1: 0.5, 2: 0.9, 3: 0.5 -> take() 2: 0.9, 1: 0.5
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
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
    std::vector<match::Matched> best = std::move(*this).take_ascending();
    std::sort(best.begin(), best.end(), [](const match::Matched& a, const match::Matched& b) {
      return a.score != b.score ? a.score > b.score : a.document < b.document;
    });
    return best;
  }
  // The same documents by rising number, which is cheaper.
  [[nodiscard]] std::vector<match::Matched> take_ascending() && {
    if (kept_.size() > most_) drop_the_worse();
    return std::move(kept_);
  }

 private:
  static constexpr std::size_t kLeastSpare = 32, kSlices = 128;

  // There are more than `most_`, and `most_` is not 0. Those that stay keep their order.
  void drop_the_worse() {
    threshold_ = lowest_of_the_best();
    std::size_t stay = 0;
    for (const match::Matched kept : kept_) {  // every second one goes: without a branch, which would be guessed wrong
      kept_[stay] = kept;
      stay += static_cast<std::size_t>(kept.score >= threshold_);
    }
    kept_.resize(stay);
    if (stay > most_) drop_last_equals(stay - most_);
  }

  // Of those that score as the worst that stays.
  void drop_last_equals(std::size_t surplus) {
    const auto is_equal = [&](const match::Matched& kept) { return kept.score == threshold_; };
    auto left = static_cast<std::size_t>(std::count_if(kept_.begin(), kept_.end(), is_equal)) - surplus;
    std::erase_if(kept_, [&](const match::Matched& kept) {
      if (!is_equal(kept)) return false;
      if (left == 0) return true;
      --left;
      return false;
    });
  }

  // The score of number `most_`. Scores are counted by slices of their range; only those of its slice are put in order.
  [[nodiscard]] double lowest_of_the_best() {
    const auto [low, high] =
        std::minmax_element(kept_.begin(), kept_.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
    const double lowest = low->score, range = high->score - lowest;
    if (range == 0) return lowest;
    const double slices_a_point =
        std::min(static_cast<double>(kSlices - 1) / range, std::numeric_limits<double>::max());
    const auto slice_of = [&](double score) { return static_cast<std::size_t>((score - lowest) * slices_a_point); };
    std::array<std::uint32_t, kSlices> counts{};
    for (const match::Matched& kept : kept_) ++counts[slice_of(kept.score)];
    std::size_t slice = kSlices - 1, above = 0;
    while (above + counts[slice] < most_) above += counts[slice--];
    scores_.clear();
    for (const match::Matched& kept : kept_)
      if (slice_of(kept.score) == slice) scores_.push_back(kept.score);
    const auto lowest_wanted = scores_.begin() + static_cast<std::ptrdiff_t>(most_ - above) - 1;
    std::nth_element(scores_.begin(), lowest_wanted, scores_.end(), std::greater<>());
    return *lowest_wanted;
  }

  std::size_t most_, room_;
  std::vector<match::Matched> kept_;
  std::vector<double> scores_;  // of one slice, its memory reused
  double threshold_ = -std::numeric_limits<double>::infinity();
};

}  // namespace polsearch::engine
