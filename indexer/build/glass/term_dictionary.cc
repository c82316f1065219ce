#include "indexer/build/glass/term_dictionary.h"

#define XXH_INLINE_ALL  // a call a term would cost as much as the hash
#include <xxhash.h>

#include <algorithm>
#include <bit>

namespace polsearch::glass {
namespace {

constexpr std::size_t kFirstSlots = 1 << 14;

std::uint32_t mark_of(std::string_view term, std::uint64_t hash) {
  return static_cast<std::uint32_t>(term.size() << 24 | hash >> 40);
}

}  // namespace

TermDictionary::TermDictionary() : slots_(kFirstSlots) {}

TermDictionary::Lookup TermDictionary::look_for(std::string_view term) const {
  const std::uint64_t hash = XXH3_64bits(term.data(), term.size());
  __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  return {hash, head_of(term)};
}

std::uint32_t TermDictionary::number_of(std::string_view term, const Lookup& lookup) {
  const std::uint32_t mark = mark_of(term, lookup.hash);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = lookup.hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.number_plus_one == 0) return insert(slot, term, lookup.head, mark);
    const bool may_match = slot.head == lookup.head && slot.mark == mark;
    if (may_match && (term.size() <= sizeof slot.head || this->term(slot.number_plus_one - 1) == term))
      return slot.number_plus_one - 1;
  }
}

std::uint32_t TermDictionary::insert(Slot& slot, std::string_view term, std::uint64_t head, std::uint32_t mark) {
  const std::uint32_t number = size();
  slot = {head, mark, number + 1};
  terms_.push_back({static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(term.size())});
  bytes_.append(term);
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
  for (std::uint32_t number = 0; number < size(); ++number) entries[number].number = number;
  sort(entries, 0);
  std::vector<std::uint32_t> numbers(entries.size());
  std::transform(entries.begin(), entries.end(), numbers.begin(), [](const Entry& entry) { return entry.number; });
  return numbers;
}

// Terms that are the same up to `offset`: by their next eight bytes, and those that share them by what follows. Depth:
// the length of a term in such steps.
void TermDictionary::sort(std::span<Entry> entries, std::size_t offset) const {
  constexpr std::size_t kFew = 12;
  const auto by_text = [&](const Entry& a, const Entry& b) { return term(a.number) < term(b.number); };
  if (entries.size() <= kFew || offset > kMaxBytes) return std::sort(entries.begin(), entries.end(), by_text);
  for (Entry& entry : entries) {
    const std::string_view of = term(entry.number);
    entry.head = head_of(of.substr(std::min(offset, of.size())));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.head < b.head; });
  for (std::size_t begin = 0, end = 0; begin < entries.size(); begin = end) {
    while (end < entries.size() && entries[end].head == entries[begin].head) ++end;
    if (end - begin > 1) sort(entries.subspan(begin, end - begin), offset + sizeof entries[begin].head);
  }
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
