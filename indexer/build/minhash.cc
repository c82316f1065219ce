#include "indexer/build/minhash.h"

#define XXH_INLINE_ALL  // a call a shingle would cost as much as the hash
#include <xxhash.h>

#include <algorithm>

#include "indexer/build/shingles.h"

namespace polsearch {
namespace {

constexpr std::size_t kBinBits = 4;
constexpr std::size_t kBins = 1u << kBinBits;  // bands that one function serves
constexpr std::size_t kFunctions = kBands / kBins * kRows;
static_assert(kBands % kBins == 0 && kFunctions % 2 == 0);

// One odd multiplier for two functions: shingles are hashed well already, so the upper and the lower half of the
// product each order them anew.
constexpr std::array<std::uint64_t, kFunctions / 2> make_multipliers() {
  std::array<std::uint64_t, kFunctions / 2> multipliers{};
  std::uint64_t state = 0x706f6c736561726b;  // any constant will do
  for (std::uint64_t& multiplier : multipliers) {
    std::uint64_t z = state += 0x9e3779b97f4a7c15;  // splitmix64 (Steele, Lea, Flood 2014)
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    multiplier = (z ^ (z >> 31)) | 1;
  }
  return multipliers;
}
constexpr auto kMultipliers = make_multipliers();

// Of one function, by bin; kEmpty: no shingle fell into it. A value keeps its bin's bits, which are the same for all.
using Minima = std::array<std::uint32_t, kBins>;
constexpr std::uint32_t kEmpty = UINT32_MAX;

inline void throw_in(Minima& minima, std::uint32_t value) {
  std::uint32_t& least = minima[value >> (32 - kBinBits)];
  least = std::min({least, value, kEmpty - 1});
}

// An empty bin takes what another one has, the same one in every body where that is full. There is a shingle.
void fill_empty(Minima& minima) {
  const Minima thrown = minima;
  for (std::size_t bin = 0; bin < kBins; ++bin)
    for (std::uint64_t attempt = 1; minima[bin] == kEmpty; ++attempt) {
      const std::uint64_t mixed = (bin * 0x9e3779b97f4a7c15 + attempt) * 0xbf58476d1ce4e5b9;
      minima[bin] = thrown[mixed >> (64 - kBinBits)];
    }
}

std::array<Minima, kFunctions> smallest(const std::vector<std::uint64_t>& shingles) {
  std::array<Minima, kFunctions> minima;
  for (Minima& of_function : minima) of_function.fill(kEmpty);
  for (std::size_t i = 0; i < kMultipliers.size(); ++i)
    for (const std::uint64_t shingle : shingles) {
      const std::uint64_t product = shingle * kMultipliers[i];
      throw_in(minima[2 * i], static_cast<std::uint32_t>(product >> 32));
      throw_in(minima[2 * i + 1], static_cast<std::uint32_t>(product));
    }
  for (Minima& of_function : minima) fill_empty(of_function);
  return minima;
}

}  // namespace

BodySketch sketch_body(std::string_view body) {
  const BodyShingles cut = cut_shingles(body);
  BodySketch sketch;
  sketch.text_hash = cut.text_hash;
  sketch.length = static_cast<std::uint32_t>(std::min<std::size_t>(body.size(), UINT32_MAX));
  if (cut.shingles.size() < kMinShingles) return sketch;
  const std::array<Minima, kFunctions> minima = smallest(cut.shingles);
  for (std::size_t band = 0; band < kBands; ++band) {
    std::array<std::uint32_t, kRows> rows;
    for (std::size_t row = 0; row < kRows; ++row) rows[row] = minima[band / kBins * kRows + row][band % kBins];
    const auto hash = static_cast<std::uint32_t>(XXH3_64bits_withSeed(rows.data(), sizeof rows, band));
    sketch.bands[band] = std::max(1u, hash);
  }
  return sketch;
}

}  // namespace polsearch
