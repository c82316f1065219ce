#include "indexer/clean/atom_matcher.h"

#include <algorithm>
#include <bit>

namespace polsearch::clean {

AtomMatcher::AtomMatcher(std::vector<std::string> literals) {
  // The longest prefix that a literal has; one byte for those that have none.
  const auto length_of = [](const std::string& text) {
    std::size_t longest = 1;
    for (const std::size_t length : kPrefixes)
      if (length <= text.size()) longest = length;
    return longest;
  };
  const auto prefix_at = [&](std::size_t i) {
    return prefix_of(block_of(std::string_view(literals_[i].text)), length_of(literals_[i].text));
  };
  for (std::size_t i = 0; i < literals.size(); ++i)
    if (!literals[i].empty()) literals_.push_back({std::move(literals[i]), static_cast<int>(i)});
  std::sort(literals_.begin(), literals_.end(), [&](const Literal& a, const Literal& b) {
    return length_of(a.text) != length_of(b.text) ? length_of(a.text) < length_of(b.text) : a.text < b.text;
  });
  slots_.resize(std::bit_ceil(2 * literals_.size() + 1));
  for (std::size_t first = 0, end = 0; first < literals_.size(); first = end) {
    const std::size_t length = length_of(literals_[first].text);
    const std::uint64_t prefix = prefix_at(first);
    while (end < literals_.size() && length_of(literals_[end].text) == length && prefix_at(end) == prefix) ++end;
    if (length == 1)
      end_of_single_bytes_ = end;
    else
      add_prefix({prefix, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end), length});
  }
}

void AtomMatcher::add_prefix(const Slot& prefix) {
  const std::size_t hash = hash_of(prefix.prefix);
  const auto kind =
      static_cast<std::size_t>(std::find(kPrefixes.begin(), kPrefixes.end(), prefix.length) - kPrefixes.begin());
  may_begin_[kind][hash / 64] |= std::uint64_t{1} << (hash % 64);
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at].end > slots_[at].first) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = prefix;
}

const AtomMatcher::Slot* AtomMatcher::slot_of(std::uint64_t prefix, std::size_t length) const {
  for (std::size_t at = hash_of(prefix) & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.end == slot.first) return nullptr;
    if (slot.prefix == prefix && slot.length == length) return &slot;
  }
}

}  // namespace polsearch::clean
