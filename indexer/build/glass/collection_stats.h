// What the version file and the value statistics say of all documents together.
//
//   documents of lengths 3, 0, 12 -> {documents 3, shortest 3, longest 12, total 15, ...}
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "indexer/build/indexable.h"

namespace polsearch::glass {

struct SlotStats {
  std::uint32_t documents = 0;
  std::string lowest, highest;  // bytewise
};

struct CollectionStats {
  std::uint32_t documents = 0;
  std::uint32_t last_document = 0;
  std::uint32_t shortest = 0;  // length of the shortest document that is not empty; 0: all are
  std::uint32_t longest = 0;
  std::uint32_t most_frequent = 0;  // highest wdf
  std::uint64_t total_length = 0;
  std::map<std::uint32_t, SlotStats> slots;
};

// `number` above all before, `document` within check_document()'s limits, `length` its sum of wdf.
void count_document(CollectionStats& stats, std::uint32_t number, const IndexableDocument& document,
                    std::uint32_t length);

// Those of `stats` and of later documents together.
void merge_stats(CollectionStats& stats, const CollectionStats& later);

}  // namespace polsearch::glass
