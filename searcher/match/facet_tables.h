// What facets are counted by, made of the columns when a facet is first asked for.
//
//   days 20230421 20230402 20230330  ->  months 2023-03 2023-04; the second from document 1, the first from 3
//   ministries of document 7: ordinals 2 and 5  ->  slots 6 9 - -
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include <polsearch/searcher.h>

#include "analysis/columns.h"

namespace polsearch::match {

// The years, months or days that documents have, and where each stands among the documents, in stretches.
struct DatedStretches {
  struct Stretch {
    std::uint32_t first = 0;  // document; up to the next stretch
    std::uint32_t value = 0;  // its place in `values`
  };
  std::vector<Stretch> stretches;
  std::vector<FacetValue> values;  // ascending, without counts; last what is undated or only inferred
};
[[nodiscard]] DatedStretches dated_stretches(FacetKind kind, const Columns& columns);

// Lists of ordinals, as many slots for each document: counting them needs no loop whose length must be guessed.
class SlottedLists {
 public:
  SlottedLists() = default;
  SlottedLists(const OrdinalLists& lists, std::size_t names);

  // How often each ordinal stands in the lists of `documents`, ascending.
  [[nodiscard]] std::vector<std::uint64_t> count(std::span<const std::uint32_t> documents,
                                                 const OrdinalLists& lists) const;

 private:
  static constexpr std::size_t kSlots = 4;
  std::size_t names_ = 0;
  std::vector<std::array<std::uint16_t, kSlots>> slots_;  // ordinal + kSlots; the number of the slot: nothing
  std::vector<std::uint32_t> longer_;                     // documents whose lists do not fit, counted one by one
};

// Immutable once made, shared by all threads.
class FacetTables {
 public:
  [[nodiscard]] const DatedStretches& dates(FacetKind kind, const Columns& columns) const;
  [[nodiscard]] const SlottedLists& ministries(const Columns& columns) const;
  [[nodiscard]] const SlottedLists& languages(const Columns& columns) const;

 private:
  template <class Value>
  struct Late {
    std::once_flag once;
    Value value;
  };
  mutable std::array<Late<DatedStretches>, 3> dates_;  // years, months, days
  mutable Late<SlottedLists> ministries_, languages_;
};

}  // namespace polsearch::match
