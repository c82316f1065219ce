#include "indexer/build/minhash.h"

#define XXH_INLINE_ALL  // a call a shingle would cost as much as the hash
#include <xxhash.h>

#include <algorithm>

#include "indexer/build/shingles.h"

namespace polsearch {
namespace {

constexpr std::size_t kHashes = kBands * kRows;
static_assert(kHashes % 2 == 0, "a product gives two hashes");

// One odd multiplier for two hash functions: shingles are hashed well already, so the upper and the lower half of the
// product each order them anew.
constexpr std::array<std::uint64_t, kHashes / 2> make_multipliers() {
  std::array<std::uint64_t, kHashes / 2> multipliers{};
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

using Minima = std::array<std::uint32_t, kHashes>;

Minima smallest(const std::vector<std::uint64_t>& shingles) {
  Minima minima;
  minima.fill(UINT32_MAX);
  for (const std::uint64_t shingle : shingles)
    for (std::size_t i = 0; i < kMultipliers.size(); ++i) {
      const std::uint64_t product = shingle * kMultipliers[i];
      minima[2 * i] = std::min(minima[2 * i], static_cast<std::uint32_t>(product >> 32));
      minima[2 * i + 1] = std::min(minima[2 * i + 1], static_cast<std::uint32_t>(product));
    }
  return minima;
}

}  // namespace

BodySketch sketch_body(std::string_view body) {
  const BodyShingles cut = cut_shingles(body);
  BodySketch sketch;
  sketch.text_hash = cut.text_hash;
  sketch.length = static_cast<std::uint32_t>(std::min<std::size_t>(body.size(), UINT32_MAX));
  if (cut.shingles.size() < kMinShingles) return sketch;
  const Minima minima = smallest(cut.shingles);
  for (std::size_t band = 0; band < kBands; ++band) {
    const auto hash = static_cast<std::uint32_t>(
        XXH3_64bits_withSeed(minima.data() + band * kRows, kRows * sizeof(std::uint32_t), band));
    sketch.bands[band] = std::max(1u, hash);
  }
  return sketch;
}

}  // namespace polsearch
