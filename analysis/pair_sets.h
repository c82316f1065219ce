// Which documents may have two words side by side? For each of 4,096 hashes of word pairs the set of documents that
// have a pair of it; a pair has two hashes. A phrase reads the positions of those documents alone that are in both
// sets.
//
//   document 7: "industrial policy", i = pair_word("industrial"), p = pair_word("policy")
//     -> bit 6 of both sets pair_buckets(i, p) of block 0 stands; of pair_buckets(p, i) hardly
//
// Pairs of the tracks kBody and kGrams (analysis/term_stream.h): words of which the second stands one position behind
// the first. The sets may hold documents that have no such pair (every tenth of 800 words), they lack none that has.
// Source: Bloom, "Space/time trade-offs in hash coding with allowable errors" (1970), transposed.
//
// File `pairs` of a generation (integers little-endian):
//   file  = magic{"polpair3"} documents{u32} buckets{u32, = 4,096} zeros to byte 64, then block*
//   block = of 4,096 documents, the last one of what is left: one set after the other, by bucket
//   set   = document d of the block: bit d mod 8 of byte d / 8; whole groups of 8 bytes
// It follows from the stream, and is made of it (indexer/build/pair_writer.h). What a document has in it hangs on that
// document's words alone, so an update shifts the bits of pages that it keeps.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include <polsearch/result.h>
#include "analysis/mapped_file.h"

namespace polsearch {

namespace pair_sets {
inline constexpr std::string_view kMagic = "polpair3";
inline constexpr std::uint32_t kBuckets = 4096;
inline constexpr std::uint32_t kBlockDocuments = 4096;
inline constexpr std::size_t kHeadBytes = 64;

// Of block `block` of an index of `documents`.
inline std::size_t set_bytes(std::uint32_t block, std::uint32_t documents) {
  const std::uint32_t left = documents - std::min(documents, block * kBlockDocuments);
  return (std::size_t{std::min(left, kBlockDocuments)} + 63) / 64 * 8;
}
}  // namespace pair_sets

// What the sets know a word by: a hash of it as the stream's dictionary spells it.
[[nodiscard]] std::uint32_t pair_word(std::string_view word);

// The two sets of two words of pair_word(). Source of the mixing: Steele, Lea and Flood, "Fast splittable
// pseudorandom number generators" (2014), mix64.
[[nodiscard]] inline std::array<std::uint32_t, 2> pair_buckets(std::uint32_t first, std::uint32_t second) {
  std::uint64_t mixed = std::uint64_t{first} << 32 | second;
  mixed = (mixed ^ mixed >> 33) * 0xff51afd7ed558ccd;
  mixed = (mixed ^ mixed >> 33) * 0xc4ceb9fe1a85ec53;
  return {static_cast<std::uint32_t>(mixed >> 52), static_cast<std::uint32_t>(mixed >> 40 & 0xFFF)};
}

// Immutable; one value may be used by many threads.
class PairSets {
 public:
  // Errors (kIndex): missing, or not of so many documents.
  [[nodiscard]] static Result<PairSets> open(const std::filesystem::path& file, std::uint32_t documents);

  [[nodiscard]] std::uint32_t documents() const { return documents_; }
  // Documents 4,096 * block + 1 and the next ones. block < number of blocks, bucket < kBuckets.
  [[nodiscard]] std::string_view set(std::uint32_t block, std::uint32_t bucket) const;

 private:
  explicit PairSets(MappedFile file, std::uint32_t documents) : file_(std::move(file)), documents_(documents) {}
  MappedFile file_;
  std::uint32_t documents_ = 0;
};

}  // namespace polsearch
