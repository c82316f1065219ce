// A body -> a few numbers of which similar bodies share some: the sketch that finds near-duplicates without comparing
// all pairs.
//
// MinHash (Broder 1997): the smallest value of a random function over a set of shingles is the same for two sets with
// probability |A and B| / |A or B|. Bands of rows (Indyk and Motwani 1998): two bodies are candidates when all kRows
// minima of one of kBands bands agree, which has the probability 1 - (1 - J^kRows)^kBands: 0.988 for J = 0.6 (a copy
// cut to 60 %), 0.00005 for J = 0.03 (two articles on one subject). One function gives a minimum to each of kBins
// bands: it throws a shingle into one of them (Li, Owen, Zhang 2012); a bin that stays empty copies another one
// (Shrivastava 2017). Measurements: docs/decisions/0009-near-duplicates.md.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace polsearch {

inline constexpr std::size_t kBands = 32;
inline constexpr std::size_t kRows = 4;
// Bodies with fewer shingles are compared as a whole only: chance and phrases of the trade weigh too much in them.
inline constexpr std::size_t kMinShingles = 30;

struct BodySketch {
  std::uint64_t text_hash = 0;                // 0: no text
  std::array<std::uint32_t, kBands> bands{};  // 0: none
  std::uint32_t length = 0;                   // bytes of the body
};

// Depends on the body alone. Linear: four multiplications a shingle.
[[nodiscard]] BodySketch sketch_body(std::string_view body);

}  // namespace polsearch
