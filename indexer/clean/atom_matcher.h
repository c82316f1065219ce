// Which of many literal strings occur in a text? One pass, whatever their number (Aho and Corasick, CACM 1975).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch::clean {

// Immutable; may be shared by threads. Memory: states (at most the bytes of all literals) x distinct bytes x 2 bytes (4
// from 64 Ki states on): the text jumps about in it, so it has to stay in the cache.
class AtomMatcher {
 public:
  // Literals in lower case.
  explicit AtomMatcher(const std::vector<std::string>& literals);

  // Indexes of the literals that occur in `text` (ASCII capitals count as small letters), each once, in no order.
  [[nodiscard]] std::vector<int> find(std::string_view text) const;

 private:
  template <class State>
  [[nodiscard]] std::vector<int> walk(const std::vector<State>& next, std::string_view text) const;
  void number_columns(const std::vector<std::string>& literals);

  std::array<std::uint8_t, 256> column_{};  // byte -> column; 0 for bytes that no literal has
  std::size_t columns_ = 1;
  std::vector<std::uint16_t> narrow_;   // state x column -> state; states that end a literal have the highest numbers
  std::vector<std::uint32_t> wide_;     // the same when there are more states than 16 bits can name
  std::uint32_t first_end_ = 0;         // the first of those that end one
  std::vector<std::int32_t> ends_;      // state - first_end_ -> literal that ends here, or -1 when only shorter ones do
  std::vector<std::uint32_t> shorter_;  // state - first_end_ -> next state along the failure links that ends one, or 0
  std::size_t literals_ = 0;
};

}  // namespace polsearch::clean
