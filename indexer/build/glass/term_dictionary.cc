#include "indexer/build/glass/term_dictionary.h"

#define XXH_INLINE_ALL  // a call a term would cost as much as the hash
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

namespace polsearch::glass {
namespace {

constexpr std::size_t kFirstSlots = 1 << 14;

std::uint32_t mark_of(std::string_view term, std::uint64_t hash) {
  return static_cast<std::uint32_t>(term.size() << 24 | hash >> 40);
}

}  // namespace

std::uint64_t head_of(std::string_view term) {
  std::uint64_t head = 0;
  std::memcpy(&head, term.data(), std::min(term.size(), sizeof head));
  return std::endian::native == std::endian::little ? __builtin_bswap64(head) : head;
}

TermDictionary::TermDictionary() : slots_(kFirstSlots) {}

TermDictionary::Lookup TermDictionary::lookup(std::string_view term) const {
  const std::uint64_t hash = XXH3_64bits(term.data(), term.size());
  __builtin_prefetch(&slots_[hash & (slots_.size() - 1)], /*rw=*/1);
  return {term, hash, head_of(term)};
}

std::uint32_t TermDictionary::id_of(const Lookup& lookup) {
  const std::uint32_t mark = mark_of(lookup.term, lookup.hash);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = lookup.hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.id_plus_one == 0) return insert(slot, lookup, mark);
    const bool may_match = slot.head == lookup.head && slot.mark == mark;
    if (may_match && (lookup.term.size() <= sizeof slot.head || term(slot.id_plus_one - 1) == lookup.term))
      return slot.id_plus_one - 1;
  }
}

std::uint32_t TermDictionary::insert(Slot& slot, const Lookup& lookup, std::uint32_t mark) {
  const std::uint32_t id = size();
  slot = {lookup.head, mark, id + 1};
  terms_.push_back({static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(lookup.term.size())});
  bytes_.append(lookup.term);
  if (terms_.size() * 2 >= slots_.size()) grow();
  return id;
}

void TermDictionary::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.id_plus_one == 0) continue;
    const std::string_view of = term(slot.id_plus_one - 1);
    std::size_t at = XXH3_64bits(of.data(), of.size()) & mask;
    while (slots_[at].id_plus_one != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

std::vector<std::uint32_t> TermDictionary::sorted() const {
  struct Entry {
    std::uint64_t head;
    std::uint32_t id;
  };
  std::vector<Entry> entries(terms_.size());
  for (std::uint32_t id = 0; id < size(); ++id) entries[id] = {head_of(term(id)), id};
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    return a.head != b.head ? a.head < b.head : term(a.id) < term(b.id);
  });
  std::vector<std::uint32_t> ids(entries.size());
  std::transform(entries.begin(), entries.end(), ids.begin(), [](const Entry& entry) { return entry.id; });
  return ids;
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
