#include "indexer/build/glass/collection_stats.h"

#include <algorithm>

namespace polsearch::glass {
namespace {

std::uint32_t shorter(std::uint32_t a, std::uint32_t b) { return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b); }

void merge_slot(SlotStats& slot, std::uint32_t documents, const std::string& lowest, const std::string& highest) {
  if (slot.documents == 0 || lowest < slot.lowest) slot.lowest = lowest;
  if (slot.documents == 0 || highest > slot.highest) slot.highest = highest;
  slot.documents += documents;
}

}  // namespace

void count_document(CollectionStats& stats, std::uint32_t number, const IndexableDocument& document,
                    std::uint32_t length) {
  ++stats.documents;
  stats.last_document = number;
  stats.shortest = shorter(stats.shortest, length);
  stats.longest = std::max(stats.longest, length);
  stats.total_length += length;
  for (const IndexableTerm& term : document.terms) stats.most_frequent = std::max(stats.most_frequent, term.wdf);
  for (const auto& [slot, value] : document.values) merge_slot(stats.slots[slot], 1, value, value);
}

void merge_stats(CollectionStats& stats, const CollectionStats& later) {
  stats.documents += later.documents;
  stats.last_document = std::max(stats.last_document, later.last_document);
  stats.shortest = shorter(stats.shortest, later.shortest);
  stats.longest = std::max(stats.longest, later.longest);
  stats.most_frequent = std::max(stats.most_frequent, later.most_frequent);
  stats.total_length += later.total_length;
  for (const auto& [slot, more] : later.slots) merge_slot(stats.slots[slot], more.documents, more.lowest, more.highest);
}

}  // namespace polsearch::glass
