#include "indexer/clean/atom_matcher.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace polsearch::clean {
namespace {

constexpr std::uint32_t kBytes[] = {0xFFU, 0xFFFFU, 0xFFFFFFU, 0xFFFFFFFFU};  // masks of the first 1..4 bytes

// Top bits of a product with the golden ratio (Knuth, TAOCP 3, 6.4).
std::size_t hash_of(std::uint32_t prefix) { return (prefix * 0x9E3779B1U) >> 17; }

// Bytes at `at` as a number, the first one lowest, whatever the machine.
std::uint32_t four_bytes(const char* at) {
  std::uint32_t value = 0;
  std::memcpy(&value, at, sizeof value);
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap32(value);
  return value;
}

std::uint32_t prefix_of(std::string_view literal, std::size_t length) {
  char bytes[4] = {};
  std::memcpy(bytes, literal.data(), length);
  return four_bytes(bytes);
}

// In lower case, with zero bytes behind it so that four bytes may be read from each place.
std::string lowered(std::string_view text) {
  std::string lower(text.size() + 3, '\0');
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    lower[i] = static_cast<char>(c + (static_cast<unsigned char>(c - 'A') < 26 ? 0x20 : 0));
  }
  return lower;
}

}  // namespace

AtomMatcher::AtomMatcher(std::vector<std::string> literals) {
  const auto length_of = [](const std::string& text) { return std::min(text.size(), kLongestPrefix); };
  for (std::size_t i = 0; i < literals.size(); ++i)
    if (!literals[i].empty()) literals_.push_back({std::move(literals[i]), static_cast<int>(i)});
  std::sort(literals_.begin(), literals_.end(), [&](const Literal& a, const Literal& b) {
    return length_of(a.text) != length_of(b.text) ? length_of(a.text) < length_of(b.text) : a.text < b.text;
  });
  slots_.resize(std::bit_ceil(2 * literals_.size() + 1));
  for (std::size_t first = 0, end = 0; first < literals_.size(); first = end) {
    const std::size_t length = length_of(literals_[first].text);
    const std::uint32_t prefix = prefix_of(literals_[first].text, length);
    while (end < literals_.size() && length_of(literals_[end].text) == length &&
           prefix_of(literals_[end].text, length) == prefix)
      ++end;
    add_prefix({prefix, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end),
                static_cast<std::uint32_t>(length)});
  }
}

void AtomMatcher::add_prefix(const Slot& prefix) {
  may_begin_[prefix.length - 1].set(hash_of(prefix.prefix));
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

// One text on its way through the tables.
class AtomMatcher::Search {
 public:
  Search(const AtomMatcher& matcher, std::string_view text)
      : matcher_(matcher), lower_(lowered(text)), size_(text.size()) {}

  std::vector<int> run() {
    for (std::size_t at = 0; at < size_; ++at) {
      const std::uint32_t here = four_bytes(lower_.data() + at);
      for (std::size_t length = 1; length <= kLongestPrefix; ++length) {
        const std::uint32_t prefix = here & kBytes[length - 1];
        if (matcher_.may_begin_[length - 1].test(hash_of(prefix))) look(at, prefix, length);
      }
    }
    return std::move(found_);
  }

 private:
  void look(std::size_t at, std::uint32_t prefix, std::size_t length) {
    const Slot* slot = matcher_.slot_of(prefix, length);
    if (slot == nullptr) return;
    if (seen_.empty()) seen_.resize(matcher_.literals_.size());
    const std::string_view rest(lower_.data() + at, size_ - at);
    for (std::uint32_t i = slot->first; i < slot->end; ++i) {
      if (seen_[i] || !rest.starts_with(matcher_.literals_[i].text)) continue;
      seen_[i] = true;
      found_.push_back(matcher_.literals_[i].index);
    }
  }

  const AtomMatcher& matcher_;
  std::string lower_;
  std::size_t size_;
  std::vector<bool> seen_;  // literals, once one may be there
  std::vector<int> found_;
};

std::vector<int> AtomMatcher::find(std::string_view text) const { return Search(*this, text).run(); }

}  // namespace polsearch::clean
