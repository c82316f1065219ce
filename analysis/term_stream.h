// The words of each document in reading order, as numbers into a dictionary: where a term stands in a document, without
// Xapian's position table (a sixth of its bytes), and what stands in its title.
//
//   document 7: title "5G factories", body "Factories use 5G. 5G ..."
//     -> find("5g") {kBody, 12}; positions(7, 5g) 3 14 ...; has_phrase(7, {use, 5g}, 2); find("S5g") {kTitle, 12}
//
// A document has four tracks; the prefix of a term (analysis/schema.h) says which one it stands in:
//   kBody    bare terms: words, Han characters, Thai words of the body; positions count as those of Token
//   kTitle   S terms: the same of the title alone. A title word has the number of its bare term.
//   kGrams   XG terms: Thai grams of the body, and a line's gap behind them those of the title
//   kRemoved XR terms: words of removed lines
// Other terms (Z, XW, Han pairs, filters) stand in no track: find() knows none of them.
//
// File `stream` of a generation (integers little-endian, numbers little-endian base 128):
//   file     = magic{"polstrm2"} documents{u32} terms{u32} blocks_begin{u64} block_index_begin{u64}
//              record_index_begin{u64} counts_begin{u64} record* block* block_index record_index counts
//   record   = stacked{u8, bit t: words of track t share positions} (code_bytes{number} gap_bytes{number}) of each
//              track, then (codes gaps) of each; empty: no word at all
//   codes    = code*: the term numbers in reading order
//   code     = byte{00..7F}* byte{80..FF}, 1 to 4 bytes, big-endian base 128. Numbers 0..127 take one byte, the next
//              128^2 two, and so on. So a word is found by the bytes of its code, without reading those before it: they
//              are the word where the byte before them is 80..FF or the track begins.
//   gaps     = (words since the last gap{number} * 4 + kind [step{number}, kind 0])*
//              A word stands at the position of the one before plus 1, the first at 1, but with a gap of kind 1, 2, 3
//              before it at plus 2, 11, 102; of kind 0 at plus `step`.
//   block    = 16 terms in the order of their numbers: length{u8} bytes, then 15 times shared{u8} rest_length{u8} rest
//   block_index = begin{u64} of each block;  record_index = begin{u64} of each record, then the end of the last
//   counts   = occurrences{number} in all records, of each term in the order of their numbers: what an update needs to
//              number them anew
// The numbers of one code length are sorted by term bytewise; short codes go to the most frequent terms.
// Source of the code: Brisaboa et al., "An efficient compression code for text databases" (2003), end-tagged dense
// code.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include "analysis/mapped_file.h"

namespace polsearch {

enum class Track : std::uint8_t { kBody, kTitle, kGrams, kRemoved };
inline constexpr std::size_t kTracks = 4;

// A term with positions: its dictionary number, and where to look for it.
struct StreamTerm {
  Track track = Track::kBody;
  std::uint32_t number = 0;
  friend bool operator==(const StreamTerm&, const StreamTerm&) = default;
};

// One place of a phrase or a NEAR: any of these terms. All slots of a question are of one track. Empty: nothing fits.
using StreamSlot = std::vector<StreamTerm>;

struct PlacedWord {
  std::uint32_t number = 0, position = 0;
};

// Slots and window of a phrase, made ready to be looked for in many documents.
class StreamPhrase {
 public:
  StreamPhrase(std::vector<StreamSlot> slots, std::uint32_t window);
  // Single words that must stand side by side: they are looked for in the codes of one track.
  [[nodiscard]] bool is_row() const { return !row_.empty(); }
  [[nodiscard]] Track track() const { return slots_.front().front().track; }  // of a row

 private:
  friend class TermStream;
  std::vector<StreamSlot> slots_;
  std::uint32_t window_;
  std::string row_;              // the codes of single words that must stand side by side; empty: it is no such phrase
  std::size_t last_in_row_ = 0;  // where the last code begins
};

// Immutable; one value may be used by many threads. Trusts nothing that it reads: a record that does not hold together
// reads as one without words (verify_generation() finds it by its checksum), never outside of the file.
class TermStream {
 public:
  // Looks at the head and the two indexes' bounds only: constant time. Errors: kIndex.
  [[nodiscard]] static Result<TermStream> open(const std::filesystem::path& file);

  [[nodiscard]] std::uint32_t documents() const { return documents_; }
  [[nodiscard]] std::uint32_t terms() const { return terms_; }  // numbers are 0..terms() - 1

  // `term` as in the index, with its prefix. None: no document has it in its track's dictionary; a title term S... is
  // found when its bare word is, though it may stand in no title. Logarithmic in terms().
  [[nodiscard]] std::optional<StreamTerm> find(std::string_view term) const;
  // The schema term of a number, as it stands in kBody, kGrams or kRemoved; empty past the end.
  [[nodiscard]] std::string text(std::uint32_t number) const;
  // All of them in the order of their numbers, `take` called for each; those behind damage are left out.
  void each_text(const std::function<void(std::uint32_t number, std::string_view text)>& take) const;

  // Documents are numbered from 1; others have no words.
  // Appends the positions of `term`, ascending, each once. Linear in the track's bytes (a few GB a second).
  void positions(std::uint32_t document, StreamTerm term, std::vector<std::uint32_t>& out) const;
  // Do the slots stand in this order, each behind the one before, last position - first position < window?
  // window == slots.size(): next to each other. Nothing stands before a window of fewer positions than slots.
  [[nodiscard]] bool has_phrase(std::uint32_t document, const StreamPhrase& phrase) const;
  // The same in any order, each slot at a position of its own.
  [[nodiscard]] bool has_near(std::uint32_t document, std::span<const StreamSlot> slots, std::uint32_t window) const;

  // For who will ask about a document soon: bring into the processor's cache where its record stands, and some time
  // later the record's beginning. Hints.
  void prefetch_place(std::uint32_t document) const;
  void prefetch(std::uint32_t document) const;

  // What has_phrase() reads of a document, in the mapping; found once, and fetched meanwhile.
  struct TrackBytes {
    std::string_view codes, gaps;
    bool is_stacked = false;
    void prefetch() const;  // where they begin
  };
  [[nodiscard]] TrackBytes track(std::uint32_t document, Track track) const;
  // `bytes`: of the phrase's track, when it is a row.
  [[nodiscard]] bool has_phrase(std::uint32_t document, const TrackBytes& bytes, const StreamPhrase& phrase) const;

  // Term numbers of a track in reading order.
  [[nodiscard]] std::vector<std::uint32_t> words(std::uint32_t document, Track track) const;
  // The same with their positions, which rise or stay.
  [[nodiscard]] std::vector<PlacedWord> placed_words(std::uint32_t document, Track track) const;

 private:
  explicit TermStream(MappedFile file) : file_(std::move(file)) {}
  [[nodiscard]] std::string_view block(std::uint64_t number) const;
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> places_of(std::uint32_t document,
                                                                  std::span<const StreamSlot> slots) const;

  MappedFile file_;
  std::uint32_t documents_ = 0, terms_ = 0;
  std::string_view records_, blocks_, block_index_, record_index_;
};

}  // namespace polsearch
