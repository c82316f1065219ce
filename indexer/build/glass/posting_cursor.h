// The postlist table of a database whose documents are numbered anew, term by term and value by value.
//
//   TermCursor at(postlist, {0, 2, 0, 3}); while (!at.at_end()) { use(at.key()); at.each(take); at.next(); }
// Documents that become 0 are left out. What does not hold together ends a walk: is_damaged().
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/build/glass/postlist_chunks.h"
#include "indexer/build/glass/table_reader.h"

namespace polsearch::glass {

// A number of at most 32 bits; moves `at` behind it. False: cut off or too large.
inline bool read_u32(const unsigned char*& at, const unsigned char* end, std::uint32_t& value) {
  if (at < end && *at < 0x80) {
    value = *at++;
    return true;
  }
  std::uint64_t made = 0;
  for (unsigned shift = 0; at < end && shift < 35; shift += 7) {
    const unsigned char byte = *at++;
    made |= std::uint64_t{byte & 0x7Fu} << shift;
    if (byte >= 0x80) continue;
    value = static_cast<std::uint32_t>(made);
    return made <= UINT32_MAX;
  }
  return false;
}

struct Posting {
  std::uint32_t document = 0;
  std::uint32_t wdf = 0;
};

// A number as append_sortable() writes it, at the begin of `bytes`; and how many bytes it takes.
struct Sortable {
  std::uint32_t value = 0;
  std::size_t bytes = 0;
};
[[nodiscard]] std::optional<Sortable> sortable_at(std::string_view bytes);

// Where the text at the begin of a key ends: at its 00, or with the key.
[[nodiscard]] std::size_t text_end(std::string_view key);
// The key of a slot's statistics, from that of its chunks without a document: 00 D8 uint{slot}.
[[nodiscard]] std::string value_stats_key(std::string_view chunk_key);

// Of each document the last one behind it up to which all stay, and stay side by side: between them neither goes nor
// comes any, so that steps from one to the next stay what they are. `number_of`: as of MergeSource.
[[nodiscard]] std::vector<std::uint32_t> stretch_ends(std::span<const std::uint32_t> number_of);

// Document lengths, then terms.
class TermCursor {
 public:
  TermCursor(const MappedTable& postlist, std::span<const std::uint32_t> number_of);

  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] bool is_damaged() const { return is_damaged_; }
  [[nodiscard]] std::string_view key() const { return reader_.key(); }  // kLengthsKey, or the term as text

  // Calls `take(document, wdf)` for each of the term's postings, by their new numbers. Where four in a row keep their
  // bytes, `take_four(postings, last document)` is asked to take them together, and may decline. Only next() may
  // follow. False: damage.
  template <class Take, class TakeFour>
  bool each(Take&& take, TakeFour&& take_four) {
    auto chunk = first_chunk();
    while (chunk) {
      if (!each_of_chunk(*chunk, take, take_four)) return fail();
      if (chunk->is_last) return true;
      chunk = next_chunk();
    }
    return fail();
  }
  template <class Take>
  bool each(Take&& take) {
    return each(take, [](const FourPostings&, std::uint32_t) { return false; });
  }
  void next();

 private:
  struct Chunk {
    std::uint32_t first = 0;  // document
    bool is_last = false;
    const unsigned char* at = nullptr;  // its first wdf
    const unsigned char* end = nullptr;
  };
  std::optional<Chunk> first_chunk();
  std::optional<Chunk> next_chunk();
  bool fail();

  template <class Take, class TakeFour>
  bool each_of_chunk(const Chunk& chunk, Take& take, TakeFour& take_four) const {
    // In registers: what take() writes might be any member.
    const unsigned char *at = chunk.at, *const end = chunk.end;
    const std::span<const std::uint32_t> number_of = number_of_;
    const std::uint32_t* const ends = is_dense_ ? ends_.data() : nullptr;
    std::uint64_t document = chunk.first;
    while (document < number_of.size()) {
      std::uint32_t wdf = 0, delta = 0;
      if (!read_u32(at, end, wdf)) return false;
      if (const std::uint32_t number = number_of[document]; number != 0) take(number, wdf);
      if (ends != nullptr) pass_fours(at, end, document, number_of, ends, take_four);
      if (at == end) return true;
      if (!read_u32(at, end, delta)) return false;
      document += std::uint64_t{delta} + 1;
    }
    return false;
  }
  // `at` stands behind the posting of `document`; both move on.
  template <class TakeFour>
  static void pass_fours(const unsigned char*& at, const unsigned char* end, std::uint64_t& document,
                         std::span<const std::uint32_t> number_of, const std::uint32_t* ends, TakeFour& take_four) {
    while (end - at >= static_cast<std::ptrdiff_t>(FourPostings::kBytes)) {
      FourPostings four;
      std::memcpy(&four.bytes, at, FourPostings::kBytes);
      const std::uint64_t last = document + four.steps();
      if (!four.have_a_byte_each() || last > ends[document] || !take_four(four, number_of[last])) return;
      at += FourPostings::kBytes;
      document = last;
    }
  }

  TableReader reader_;
  std::span<const std::uint32_t> number_of_;
  std::vector<std::uint32_t> ends_;  // stretch_ends()
  bool is_dense_ = false;            // the term: four of its postings often stand in one stretch
  std::string key_;
  bool at_end_ = false, is_damaged_ = false;
};

// Values by slot, then by document.
class ValueCursor {
 public:
  ValueCursor(const MappedTable& postlist, std::span<const std::uint32_t> number_of);

  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] bool is_damaged() const { return is_damaged_; }
  [[nodiscard]] std::string_view key() const { return key_; }  // 00 D8 uint{slot}
  [[nodiscard]] std::uint32_t document() const { return document_; }
  [[nodiscard]] std::string_view value() const { return value_; }
  void next();

 private:
  bool open_chunk();
  void fail() { at_end_ = is_damaged_ = true; }

  TableReader reader_;
  std::span<const std::uint32_t> number_of_;
  std::string_view rest_;  // of the chunk
  std::string key_;
  std::uint32_t old_document_ = 0, document_ = 0;
  std::string_view value_;
  bool at_end_ = false, is_damaged_ = false;
};

}  // namespace polsearch::glass
