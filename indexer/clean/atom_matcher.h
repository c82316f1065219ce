// Which of many literal strings occur in a text? One pass, whatever their number (Aho and Corasick, CACM 1975).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch::clean {

// Immutable; may be shared by threads. Memory: states (at most the bytes of all literals) x distinct bytes x 2 or 4
// bytes.
class AtomMatcher {
 public:
  explicit AtomMatcher(const std::vector<std::string>& literals);

  // Indexes of the literals that occur in `text`, each once, in no order.
  [[nodiscard]] std::vector<int> find(std::string_view text) const;

 private:
  std::array<std::uint8_t, 256> column_{};  // byte -> column; 0 for bytes that no literal has
  std::size_t columns_ = 1;
  std::vector<std::uint32_t> next_;     // state x column -> state
  std::vector<std::int32_t> ends_;      // state -> literal that ends here, or -1
  std::vector<std::uint32_t> shorter_;  // state -> next state along the failure links that ends a literal, or 0
  std::size_t literals_ = 0;
};

}  // namespace polsearch::clean
