// Sketches of bodies -> groups of near-duplicates: the same text with another header, cut short, or with some words
// changed.
//
//   bodies 1 (2024-04-26, repost), 2 (2024-05-14), 3 (2024-04-09, first) -> canonical of 1: 3, of 2: none, of 3: 3
// A serial bulletin (the same sentences with other figures) is no duplicate of the one before it.
// Why so, with measurements: docs/decisions/0009-near-duplicates.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include <polsearch/result.h>
#include "indexer/build/file_handle.h"
#include "indexer/build/minhash.h"
#include "indexer/build/spool.h"

namespace polsearch {

// Share of the smaller body's shingles that the other has too.
inline constexpr double kDuplicateContainment = 0.5;
// A body is another issue of a series when more than this share of its figures, and two at least, are not the other's.
inline constexpr double kSeriesFigures = 0.3;

// How two bodies relate.
enum class Likeness : std::uint8_t { kDifferent, kSeries, kDuplicate };

// The sets that a body is compared by; about 12 bytes a word.
struct BodySets {
  std::vector<std::uint64_t> shingles, figures;  // ascending, each once
};
[[nodiscard]] BodySets to_sets(std::string_view body);
[[nodiscard]] Likeness compare(const BodySets& a, const BodySets& b);

// The sketches of all documents, column by column in a file: 140 bytes a document on disk, half a MiB in memory.
class SketchFile {
 public:
  [[nodiscard]] static Result<SketchFile> create(const std::filesystem::path& file);

  [[nodiscard]] Status append(const BodySketch& sketch);
  [[nodiscard]] std::uint32_t documents() const { return documents_; }

  // The values of one column in order of append(). Columns: 0 length, 1 and 2 text hash (low, high), then the bands.
  static constexpr std::size_t kLength = 0, kTextLow = 1, kTextHigh = 2, kFirstBand = 3, kColumns = 3 + kBands;
  // Columns of one block of kBlock documents; the last block may be shorter.
  static constexpr std::uint32_t kBlock = 4096;
  [[nodiscard]] std::uint32_t blocks() const { return (documents_ + kBlock - 1) / kBlock; }
  [[nodiscard]] Result<std::vector<std::uint32_t>> read(std::uint32_t block, std::size_t column) const;

 private:
  FileHandle file_;
  std::filesystem::path path_;
  std::uint32_t documents_ = 0;
  std::vector<std::uint32_t> block_;  // the unfinished one: column by column
};

// Which bodies were compared and how it came out, as (lower number << 32 | higher number), ascending. A hint alone:
// bodies that stand in none are compared.
struct ComparedPairs {
  std::vector<std::uint64_t> alike, different;
};

struct DuplicateGroups {
  // By document number - 1: the number of the group's canonical document (itself, when it is that); 0: in no group.
  // Canonical is the earliest by date, then the one with the longest body, then by id.
  std::vector<std::uint32_t> canonical;
  std::vector<std::uint32_t> size;  // likewise: documents in its group; 0: in no group
  std::uint64_t duplicates = 0;     // documents in groups that are not canonical
  ComparedPairs compared;           // 8 of them a document at most
};

// `spool` is numbered; `sketches` has one sketch for each of its documents, in the order they were put in. Memory: 25
// bytes a document, 16 more for a near-duplicate, and an eighth of `memory_bytes`. Apart from sorting, time is linear:
// no body is compared with more than some dozens of others. `known`: pairs that an earlier build has compared, by the
// numbers of today; they save time and change nothing.
[[nodiscard]] Result<DuplicateGroups> find_near_duplicates(const Spool& spool, const SketchFile& sketches,
                                                           std::uint64_t memory_bytes, const ComparedPairs& known = {});

}  // namespace polsearch
