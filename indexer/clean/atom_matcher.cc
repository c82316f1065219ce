#include "indexer/clean/atom_matcher.h"

#include <algorithm>
#include <bit>

namespace polsearch::clean {
AtomMatcher::AtomMatcher(std::vector<std::string> literals) {
  const auto length_of = [](const std::string& text) { return std::min(text.size(), kLongestPrefix); };
  const auto prefix_at = [&](std::size_t i) {
    char bytes[kLongestPrefix] = {};
    std::memcpy(bytes, literals_[i].text.data(), length_of(literals_[i].text));
    return four_bytes(bytes);
  };
  for (std::size_t i = 0; i < literals.size(); ++i)
    if (!literals[i].empty()) literals_.push_back({std::move(literals[i]), static_cast<int>(i)});
  std::sort(literals_.begin(), literals_.end(), [&](const Literal& a, const Literal& b) {
    return length_of(a.text) != length_of(b.text) ? length_of(a.text) < length_of(b.text) : a.text < b.text;
  });
  slots_.resize(std::bit_ceil(2 * literals_.size() + 1));
  for (std::size_t first = 0, end = 0; first < literals_.size(); first = end) {
    const std::size_t length = length_of(literals_[first].text);
    const std::uint32_t prefix = prefix_at(first);
    while (end < literals_.size() && length_of(literals_[end].text) == length && prefix_at(end) == prefix) ++end;
    add_prefix({prefix, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end),
                static_cast<std::uint32_t>(length)});
  }
}

void AtomMatcher::add_prefix(const Slot& prefix) {
  if (prefix.length == 1) {
    end_of_single_bytes_ = prefix.end;
    return;
  }
  const std::size_t hash = hash_of(prefix.prefix);
  may_begin_[prefix.length - 2][hash / 64] |= std::uint64_t{1} << (hash % 64);
  std::size_t at = hash_of(prefix.prefix) & (slots_.size() - 1);
  while (slots_[at].end > slots_[at].first) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = prefix;
}

const AtomMatcher::Slot* AtomMatcher::slot_of(std::uint32_t prefix, std::size_t length) const {
  for (std::size_t at = hash_of(prefix) & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.end == slot.first) return nullptr;
    if (slot.prefix == prefix && slot.length == length) return &slot;
  }
}

}  // namespace polsearch::clean
