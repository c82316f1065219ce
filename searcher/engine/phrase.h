// Do words stand next to each other in a document, or near each other? Two ways to know it: the position table of the
// database, and the stream of term numbers.
//
//   slots {industrial} {policy policies}, window 2, in order -> holds(17) true
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "searcher/engine/window.h"
#include "searcher/match/plan.h"

namespace polsearch::engine {

// Places of a phrase or NEAR; each is any of its terms (with their prefixes).
struct PhraseWords {
  std::vector<std::vector<std::string>> slots;
  std::uint32_t window = 0;  // last position - first position < window
  bool in_order = true;      // each slot behind the one before; else in any order, each at a position of its own
};

// Of a kPhrase or kNear.
[[nodiscard]] PhraseWords phrase_words(const match::Plan& plan);

// One phrase of one query. Not shared between threads.
class PhraseCheck {
 public:
  virtual ~PhraseCheck() = default;
  // Some of the documents that will be asked about, `next` before `soon` before `later`; 0: none. A hint.
  virtual void expect(std::uint32_t /*next*/, std::uint32_t /*soon*/, std::uint32_t /*later*/) {}
  // Takes out of the window's `candidates` those that surely do not hold. Perhaps none.
  virtual void narrow(const Window& /*window*/, WindowSet& /*candidates*/) const {}
  // Whether holding() says all that holds() does.
  [[nodiscard]] virtual bool finds_all() const { return false; }
  // The window's candidates that hold, found without asking about each.
  [[nodiscard]] virtual WindowSet holding(const Window& /*window*/, const WindowSet& /*candidates*/) { return {}; }
  // Documents are asked in ascending order.
  [[nodiscard]] virtual bool holds(std::uint32_t document) = 0;
  [[nodiscard]] virtual bool is_damaged() const = 0;
};

// Immutable, shared by threads; outlives its checks.
class PositionSource {
 public:
  virtual ~PositionSource() = default;
  [[nodiscard]] virtual std::unique_ptr<PhraseCheck> check(PhraseWords words) const = 0;
};

// Both over ascending positions of each slot; none may be empty. Linear in them, but for a NEAR that has the same word
// twice.
[[nodiscard]] bool stands_in_order(const std::vector<std::vector<std::uint32_t>>& slots, std::uint32_t window);
[[nodiscard]] bool stands_near(const std::vector<std::vector<std::uint32_t>>& slots, std::uint32_t window);

}  // namespace polsearch::engine
