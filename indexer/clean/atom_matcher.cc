#include "indexer/clean/atom_matcher.h"

#include <queue>

namespace polsearch::clean {

AtomMatcher::AtomMatcher(const std::vector<std::string>& literals) : literals_(literals.size()) {
  for (const std::string& literal : literals)
    for (const char c : literal)
      if (std::uint8_t& column = column_[static_cast<unsigned char>(c)]; column == 0)
        column = static_cast<std::uint8_t>(columns_ < 255 ? columns_++ : 255);
  if (columns_ == 255) columns_ = 256;
  next_.assign(columns_, 0);
  ends_.assign(1, -1);
  for (std::size_t i = 0; i < literals.size(); ++i) {
    std::uint32_t state = 0;
    for (const char c : literals[i]) {
      const std::size_t edge = state * columns_ + column_[static_cast<unsigned char>(c)];
      if (next_[edge] == 0) {
        next_[edge] = static_cast<std::uint32_t>(ends_.size());
        ends_.push_back(-1);
        next_.resize(next_.size() + columns_, 0);
      }
      state = next_[edge];
    }
    if (state != 0) ends_[state] = static_cast<std::int32_t>(i);
  }
  // Breadth first: the failure link of a state is known before its children's.
  std::vector<std::uint32_t> fail(ends_.size(), 0);
  shorter_.assign(ends_.size(), 0);
  std::queue<std::uint32_t> queue;
  for (std::size_t c = 0; c < columns_; ++c)
    if (next_[c] != 0) queue.push(next_[c]);
  while (!queue.empty()) {
    const std::uint32_t state = queue.front();
    queue.pop();
    shorter_[state] = ends_[fail[state]] >= 0 ? fail[state] : shorter_[fail[state]];
    for (std::size_t c = 0; c < columns_; ++c) {
      std::uint32_t& child = next_[state * columns_ + c];
      const std::uint32_t around = next_[fail[state] * columns_ + c];
      if (child == 0) {
        child = around;
      } else {
        fail[child] = around;
        queue.push(child);
      }
    }
  }
}

std::vector<int> AtomMatcher::find(std::string_view text) const {
  std::vector<int> found;
  std::vector<bool> seen(literals_, false);
  std::uint32_t state = 0;
  for (const char c : text) {
    state = next_[state * columns_ + column_[static_cast<unsigned char>(c)]];
    for (std::uint32_t s = ends_[state] >= 0 ? state : shorter_[state]; s != 0; s = shorter_[s]) {
      const auto literal = static_cast<std::size_t>(ends_[s]);
      if (seen[literal]) continue;
      seen[literal] = true;
      found.push_back(ends_[s]);
    }
  }
  return found;
}

}  // namespace polsearch::clean
