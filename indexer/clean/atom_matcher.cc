#include "indexer/clean/atom_matcher.h"

#include <limits>

namespace polsearch::clean {
namespace {

// The automaton as it grows: states in the order of their making, all links 32 bits wide.
struct Automaton {
  std::size_t columns = 1;
  std::vector<std::uint32_t> next;     // state x column -> state
  std::vector<std::int32_t> ends{-1};  // state -> literal that ends here, or -1
  std::vector<std::uint32_t> shorter;  // state -> next state along the failure links that ends a literal, or 0

  [[nodiscard]] bool has_end(std::uint32_t state) const { return ends[state] >= 0 || shorter[state] != 0; }
};

void add_literal(Automaton& automaton, std::string_view literal, const std::array<std::uint8_t, 256>& column, int id) {
  std::uint32_t state = 0;
  for (const char c : literal) {
    const std::size_t edge = state * automaton.columns + column[static_cast<unsigned char>(c)];
    if (automaton.next[edge] == 0) {
      automaton.next[edge] = static_cast<std::uint32_t>(automaton.ends.size());
      automaton.ends.push_back(-1);
      automaton.next.resize(automaton.next.size() + automaton.columns, 0);
    }
    state = automaton.next[edge];
  }
  if (state != 0) automaton.ends[state] = id;
}

// Turns the trie into an automaton; returns its states breadth first, which knows the failure link of a state before
// its children's.
std::vector<std::uint32_t> link_failures(Automaton& automaton) {
  std::vector<std::uint32_t> order{0}, fail(automaton.ends.size(), 0);
  automaton.shorter.assign(automaton.ends.size(), 0);
  for (std::size_t at = 0; at < order.size(); ++at) {
    const std::uint32_t state = order[at];
    if (state != 0)
      automaton.shorter[state] = automaton.ends[fail[state]] >= 0 ? fail[state] : automaton.shorter[fail[state]];
    for (std::size_t c = 0; c < automaton.columns; ++c) {
      std::uint32_t& child = automaton.next[state * automaton.columns + c];
      const std::uint32_t around = state == 0 ? 0 : automaton.next[fail[state] * automaton.columns + c];
      if (child == 0) {
        child = around;
      } else {
        fail[child] = around;
        order.push_back(child);
      }
    }
  }
  return order;
}

}  // namespace

void AtomMatcher::number_columns(const std::vector<std::string>& literals) {
  for (const std::string& literal : literals)
    for (const char c : literal)
      if (std::uint8_t& column = column_[static_cast<unsigned char>(c)]; column == 0)
        column = static_cast<std::uint8_t>(columns_ < 255 ? columns_++ : 255);
  if (columns_ == 255) columns_ = 256;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) column_[c] = column_[c - 'A' + 'a'];
}

AtomMatcher::AtomMatcher(const std::vector<std::string>& literals) : literals_(literals.size()) {
  number_columns(literals);
  Automaton automaton;
  automaton.columns = columns_;
  automaton.next.assign(columns_, 0);
  for (std::size_t i = 0; i < literals.size(); ++i) add_literal(automaton, literals[i], column_, static_cast<int>(i));
  const std::vector<std::uint32_t> order = link_failures(automaton);

  // New numbers: first the states that end nothing, then the others, each breadth first.
  const std::size_t states = order.size();
  std::vector<std::uint32_t> number(states), old_state;
  for (const bool has_end : {false, true}) {
    if (has_end) first_end_ = static_cast<std::uint32_t>(old_state.size());
    for (const std::uint32_t state : order) {
      if (automaton.has_end(state) != has_end) continue;
      number[state] = static_cast<std::uint32_t>(old_state.size());
      old_state.push_back(state);
    }
  }
  const bool is_narrow = states <= std::numeric_limits<std::uint16_t>::max();
  (is_narrow ? narrow_.reserve(states * columns_) : wide_.reserve(states * columns_));
  for (std::uint32_t state = 0; state < states; ++state) {
    const std::uint32_t old = old_state[state];
    for (std::size_t c = 0; c < columns_; ++c) {
      const std::uint32_t to = number[automaton.next[old * columns_ + c]];
      is_narrow ? narrow_.push_back(static_cast<std::uint16_t>(to)) : wide_.push_back(to);
    }
    if (state < first_end_) continue;
    ends_.push_back(automaton.ends[old]);
    shorter_.push_back(number[automaton.shorter[old]]);
  }
}

template <class State>
std::vector<int> AtomMatcher::walk(const std::vector<State>& next, std::string_view text) const {
  std::vector<int> found;
  std::vector<bool> seen(literals_, false);
  std::uint32_t state = 0;
  for (const char c : text) {
    state = next[state * columns_ + column_[static_cast<unsigned char>(c)]];
    if (state < first_end_) continue;
    for (std::uint32_t s = state; s != 0; s = shorter_[s - first_end_]) {
      const std::int32_t end = ends_[s - first_end_];
      if (end < 0) continue;
      const auto literal = static_cast<std::size_t>(end);
      if (seen[literal]) break;  // and so are all shorter ones behind it
      seen[literal] = true;
      found.push_back(end);
    }
  }
  return found;
}

std::vector<int> AtomMatcher::find(std::string_view text) const {
  return narrow_.empty() ? walk(wide_, text) : walk(narrow_, text);
}

}  // namespace polsearch::clean
