#include "searcher/engine/phrase.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

namespace polsearch::engine {
namespace {

using match::Plan;
using Positions = std::vector<std::uint32_t>;

// Kuhn's augmenting paths: gives `slot` a position in [first, last] of its own, moving others where it must.
class Assignment {
 public:
  Assignment(const std::vector<Positions>& slots, std::uint32_t first, std::uint32_t last)
      : slots_(slots), first_(first), last_(last) {}

  bool is_possible() {
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      tried_.clear();
      if (!place(slot)) return false;
    }
    return true;
  }

 private:
  // Recursion: at most one level a slot.
  bool place(std::size_t slot) {
    const Positions& own = slots_[slot];
    for (auto at = std::lower_bound(own.begin(), own.end(), first_); at != own.end() && *at <= last_; ++at) {
      if (!tried_.insert(*at).second) continue;
      const auto taken = std::find_if(placed_.begin(), placed_.end(), [&](const auto& p) { return p.first == *at; });
      if (taken == placed_.end()) {
        placed_.emplace_back(*at, slot);
        return true;
      }
      const auto index = taken - placed_.begin();
      if (place(taken->second)) {
        placed_[static_cast<std::size_t>(index)].second = slot;
        return true;
      }
    }
    return false;
  }

  const std::vector<Positions>& slots_;
  std::uint32_t first_, last_;
  std::vector<std::pair<std::uint32_t, std::size_t>> placed_;  // position -> slot
  std::set<std::uint32_t> tried_;
};

std::vector<std::string> slot_terms(const Plan& slot) {
  std::vector<std::string> terms;
  if (slot.op == Plan::Op::kTerm) terms.push_back(slot.term);
  for (const Plan& child : slot.children)
    if (child.op == Plan::Op::kTerm) terms.push_back(child.term);
  return terms;
}

}  // namespace

PhraseWords phrase_words(const Plan& plan) {
  PhraseWords words;
  words.window = plan.window;
  words.in_order = plan.op == Plan::Op::kPhrase;
  for (const Plan& slot : plan.children) words.slots.push_back(slot_terms(slot));
  return words;
}

// For each first position the others follow as early as they can; what they passed, a later first position passes too.
bool stands_in_order(const std::vector<Positions>& slots, std::uint32_t window) {
  std::vector<std::size_t> at(slots.size());
  for (const std::uint32_t first : slots.front()) {
    std::uint32_t before = first;
    for (std::size_t slot = 1; slot < slots.size(); ++slot) {
      std::size_t& next = at[slot];
      while (next < slots[slot].size() && slots[slot][next] <= before) ++next;
      if (next == slots[slot].size()) return false;
      before = slots[slot][next];
    }
    if (before - first < window) return true;
  }
  return false;
}

// The slots' next positions, the least of them moved on until all lie in one window.
bool stands_near(const std::vector<Positions>& slots, std::uint32_t window) {
  std::vector<std::size_t> at(slots.size());
  for (;;) {
    std::size_t least = 0;
    std::uint32_t highest = 0;
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      const std::uint32_t position = slots[slot][at[slot]];
      if (position < slots[least][at[least]]) least = slot;
      highest = std::max(highest, position);
    }
    const std::uint32_t first = slots[least][at[least]];
    if (highest - first < window) {
      const auto last =
          std::min<std::uint64_t>(std::uint64_t{first} + window - 1, std::numeric_limits<std::uint32_t>::max());
      if (Assignment(slots, first, static_cast<std::uint32_t>(last)).is_possible()) return true;
    }
    if (++at[least] == slots[least].size()) return false;
  }
}

}  // namespace polsearch::engine
