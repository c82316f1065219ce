#include "indexer/build/glass/term_dictionary.h"

#define XXH_INLINE_ALL  // a call a term would cost as much as the hash
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

namespace polsearch::glass {
namespace {

constexpr std::size_t kFirstSlots = 1 << 14;
constexpr std::size_t kHeadBytes = sizeof(std::uint64_t);

std::uint32_t mark_of(std::string_view term, std::uint64_t hash) {
  return static_cast<std::uint32_t>(term.size() << 24 | hash >> 40);
}

}  // namespace

TermDictionary::TermDictionary() : slots_(kFirstSlots) {}

TermDictionary::Lookup TermDictionary::look_for(std::string_view term) const {
  const std::uint64_t hash = XXH3_64bits(term.data(), term.size());
  __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  const std::uint64_t next = term.size() > kHeadBytes ? head_of(term.substr(kHeadBytes)) : 0;
  return {hash, head_of(term), next, mark_of(term, hash)};
}

std::uint32_t TermDictionary::number_of(std::string_view term, const Lookup& lookup) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = lookup.hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.number_plus_one == 0) return insert(slot, term, lookup);
    const bool may_match = slot.head == lookup.head && slot.next == lookup.next && slot.mark == lookup.mark;
    if (may_match && (lookup.is_short() || this->term(slot.number_plus_one - 1) == term))
      return slot.number_plus_one - 1;
  }
}

std::uint32_t TermDictionary::insert(Slot& slot, std::string_view term, const Lookup& lookup) {
  const std::uint32_t number = size();
  slot = {lookup.head, lookup.next, lookup.mark, number + 1};
  terms_.push_back({static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(lookup.size())});
  if (lookup.is_short()) {
    const std::array<std::uint64_t, 2> bytes = {__builtin_bswap64(lookup.head), __builtin_bswap64(lookup.next)};
    bytes_.append(reinterpret_cast<const char*>(bytes.data()), lookup.size());
  } else {
    bytes_.append(term);
  }
  if (terms_.size() * 2 >= slots_.size()) grow();
  return number;
}

void TermDictionary::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number_plus_one == 0) continue;
    const std::string_view of = term(slot.number_plus_one - 1);
    std::size_t at = XXH3_64bits(of.data(), of.size()) & mask;
    while (slots_[at].number_plus_one != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

std::vector<std::uint32_t> TermDictionary::sorted() const {
  std::vector<Entry> entries(terms_.size());
  for (std::uint32_t number = 0; number < size(); ++number) entries[number] = {head_of(term(number)), number};
  sort_by_heads(entries);
  sort_by_rest(entries, 0);
  std::vector<std::uint32_t> numbers(entries.size());
  std::transform(entries.begin(), entries.end(), numbers.begin(), [](const Entry& entry) { return entry.number; });
  return numbers;
}

// Byte by byte from the last one, all bytes counted in one pass (Knuth, TAOCP 3, 5.2.5).
void TermDictionary::sort_by_heads(std::vector<Entry>& entries) {
  std::array<std::array<std::uint32_t, 256>, kHeadBytes> places{};
  for (const Entry& entry : entries)
    for (std::size_t i = 0; i < kHeadBytes; ++i) ++places[i][entry.head >> 8 * i & 0xFF];
  std::vector<Entry> sorted(entries.size());
  for (std::size_t i = 0; i < kHeadBytes; ++i) {
    std::exclusive_scan(places[i].begin(), places[i].end(), places[i].begin(), 0u);
    for (const Entry& entry : entries) sorted[places[i][entry.head >> 8 * i & 0xFF]++] = entry;
    entries.swap(sorted);
  }
}

// Terms in the order of their eight bytes from `offset` on, the heads: those that share them by what follows. Depth:
// the length of a term in such steps.
void TermDictionary::sort_by_rest(std::span<Entry> entries, std::size_t offset) const {
  for (std::size_t begin = 0, end = 0; begin < entries.size(); begin = end) {
    while (end < entries.size() && entries[end].head == entries[begin].head) ++end;
    if (end - begin > 1) sort_same(entries.subspan(begin, end - begin), offset + kHeadBytes);
  }
}

// Terms that are the same up to `offset`.
void TermDictionary::sort_same(std::span<Entry> entries, std::size_t offset) const {
  const auto by_text = [&](const Entry& a, const Entry& b) { return term(a.number) < term(b.number); };
  if (offset > kMaxBytes) return std::sort(entries.begin(), entries.end(), by_text);
  for (Entry& entry : entries) {
    const std::string_view of = term(entry.number);
    entry.head = head_of(of.substr(std::min(offset, of.size())));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.head < b.head; });
  sort_by_rest(entries, offset);
}

std::size_t TermDictionary::bytes() const {
  return slots_.size() * sizeof(Slot) + terms_.size() * sizeof(Term) + bytes_.size();
}

void TermDictionary::clear() {
  std::fill(slots_.begin(), slots_.end(), Slot{});
  terms_.clear();
  bytes_.clear();
}

}  // namespace polsearch::glass
