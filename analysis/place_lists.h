// Where each two Han characters that stand side by side, and each Thai gram, stand in which documents: what the term
// stream says by document, by term. A quoted Chinese or Thai text is found by a few lists read from their begin to
// their end, instead of a record in every document that may have it.
//
//   documents 1 "云计算", 4 "计算 ... 云计": list(0, place_key("云计")) -> 1 at 1, 4 at 90
// 云计算 stands where 云计 stands at p and 计算 at p + 1; 固定资产投资 where 固定 at p, 资产 at p + 2, 投资 at p + 4.
//
// File `places` of a generation (integers little-endian, numbers little-endian base 128):
//   file    = magic{"polplac1"} documents{u32} blocks{u32} index_begin{u64} block* index
//   index   = begin{u64} of each block, then the end of the last
//   block   = of 4,096 documents: bits{u8}, 2^bits times the begin{u32} of a group in the block, the end, then group*
//   group   = the lists whose keys begin with these `bits` bits, none of them empty: count{number}, by rising key
//             (key{u64} length{number}) of each, then each list
//   list    = posting*: (place - place of the one before - 1, times 2){number} position{number}
//             or the same plus 1, length{number} and in so many bytes the first position{number} and the distance of
//             each further one from the one before{number}
// A place is a document minus the block's first one; the place before the first posting is -1. Positions are those of
// kBody (of the first character) and kGrams (analysis/term_stream.h). The list of kUnlisted holds documents with so
// many such words that they are in no other list. It follows from the stream and is made of it
// (indexer/build/place_writer.h). A key is a hash of 64 bits of the term's text: two of one block's hundred thousand
// terms share one in an index of ten thousand million, and then only a text with just these words could be taken for
// another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include <polsearch/result.h>
#include "analysis/mapped_file.h"

namespace polsearch {

namespace place_lists {
inline constexpr std::string_view kMagic = "polplac1";
inline constexpr std::uint32_t kBlockDocuments = 4096;
inline constexpr std::size_t kHeadBytes = 8 + 4 + 4 + 8;
inline constexpr std::uint64_t kUnlisted = 0;
inline constexpr std::uint32_t kMaxWords = 1U << 15;  // Han characters and Thai grams of a document that is listed
inline constexpr std::uint32_t kMaxGroupBits = 24;
}  // namespace place_lists

// Of two Han characters one behind the other, or a Thai gram with its prefix.
[[nodiscard]] std::uint64_t place_key(std::string_view term);

// Immutable; one value may be used by many threads. Trusts nothing that it reads: what does not hold together is a list
// without postings, never a read outside of the file.
class PlaceLists {
 public:
  // Looks at the head and the index's bounds only. Errors (kIndex): missing, damaged, or not of so many documents.
  [[nodiscard]] static Result<PlaceLists> open(const std::filesystem::path& file, std::uint32_t documents);

  // The list of a key; empty: none.
  [[nodiscard]] std::string_view list(std::uint32_t block, std::uint64_t key) const;

  // A block's bytes; empty: there is none, or damage.
  [[nodiscard]] std::string_view block(std::uint32_t block) const;

  // For who will ask for a list soon: bring into the processor's cache where its group stands, and some time later the
  // group's begin. Hints.
  void prefetch_place(std::uint32_t block, std::uint64_t key) const;
  void prefetch(std::uint32_t block, std::uint64_t key) const;

 private:
  // Where a block says the begin and the end of a key's group.
  struct Place {
    std::string_view block;
    std::size_t at = 0;
  };
  [[nodiscard]] Place place_of(std::uint32_t block, std::uint64_t key) const;  // of no bytes: there is none
  [[nodiscard]] std::string_view group(const Place& place) const;

  PlaceLists(MappedFile file, std::string_view index) : file_(std::move(file)), index_(index) {}
  MappedFile file_;
  std::string_view index_;
};

// Reads a list from its begin to its end.
class PlaceCursor {
 public:
  explicit PlaceCursor(std::string_view list)
      : at_(reinterpret_cast<const unsigned char*>(list.data())), end_(at_ + list.size()) {}

  // The next posting; false: there is none, or damage.
  bool next() {
    std::uint64_t head = 0, length = 0;
    if (!read(at_, end_, head) || head / 2 >= place_lists::kBlockDocuments) return false;
    next_place_ += static_cast<std::uint32_t>(head / 2);
    if (next_place_ >= place_lists::kBlockDocuments) return false;
    place_ = next_place_++;
    positions_ = at_;
    if ((head & 1) == 0) {
      if (!read(at_, end_, length)) return false;
    } else {
      if (!read(at_, end_, length) || length > static_cast<std::uint64_t>(end_ - at_)) return false;
      positions_ = at_;
      at_ += length;
    }
    position_ = 0;
    return true;
  }
  [[nodiscard]] std::uint32_t place() const { return place_; }

  // False before the first next().
  [[nodiscard]] bool is_at_or_behind(std::uint32_t place) const { return next_place_ > place; }

  // Of the posting, ascending: the one that next_position() went to; 0 before it was asked.
  [[nodiscard]] std::uint64_t position() const { return position_; }
  // False: there are no more.
  bool next_position() {
    std::uint64_t step = 0;
    if (!read(positions_, at_, step) || step == 0 || step > UINT32_MAX) return false;
    position_ += step;
    return true;
  }

 private:
  static bool read(const unsigned char*& at, const unsigned char* end, std::uint64_t& number) {
    if (at == end) return false;
    number = *at++;
    if (number < 0x80) return true;
    number &= 0x7F;
    for (unsigned shift = 7; at != end && shift < 64; shift += 7) {
      const std::uint64_t byte = *at++;
      number |= (byte & 0x7F) << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }

  const unsigned char* at_;
  const unsigned char* end_;
  const unsigned char* positions_ = nullptr;  // up to at_
  std::uint32_t place_ = 0, next_place_ = 0;
  std::uint64_t position_ = 0;
};

}  // namespace polsearch
