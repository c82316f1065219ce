// Documents -> their words as numbers of a dictionary of their own, as many as fit the memory: one run of the term
// stream. stream_writer.h joins the runs.
//
//   documents 1 {body: coal@1 steel@2}, 2 {body: coal@7} -> words: coal 2, steel 1; documents: [0 1] [gap to 7, 0]
//
// A run is two byte streams (uint as in glass_packing.h):
//   words     = (counted{word} uint{1} uint{occurrences})*        sorted bytewise: what GroupMerge joins
//   documents = counted{stacked{u8} (uint{words} uint{gap_bytes}) of each track, then (gaps uint{place in words}*) of
//               each}*                                             stacked and gaps as in analysis/term_stream.h
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/term_stream.h"
#include "indexer/build/indexable.h"

namespace polsearch {

struct StreamRunBytes {
  std::string words, documents;
};

// Not thread-safe; one a thread.
class StreamRun {
 public:
  // `terms` makes the documents.
  explicit StreamRun(RunTerms& terms) : terms_(terms) {}

  // Documents come in ascending order, each just made and within glass::check_document()'s limits.
  void add(const IndexableDocument& document);

  // Memory that the documents of this run take, their terms' texts aside; finish() takes about as much again.
  [[nodiscard]] std::size_t bytes() const;

  // What was added. `order`: the terms, by their bytes. The run is empty afterwards and ready for the next.
  [[nodiscard]] StreamRunBytes finish(const std::vector<std::uint32_t>& order);

 private:
  struct Word {
    std::uint32_t position;
    std::uint32_t id;
  };
  struct DocumentShape {
    std::uint8_t stacked = 0;
    std::array<std::uint32_t, kTracks> words{}, gap_bytes{};
  };
  // Where the stream keeps a term's positions, and under which word.
  struct Place {
    std::uint32_t word = 0;
    std::uint8_t track = kUnknown;
  };
  static constexpr std::uint8_t kUnknown = 0xFF, kNowhere = 0xFE;  // beside the tracks
  [[nodiscard]] Place find_place(std::uint32_t term);
  void add_track(DocumentShape& shape, std::size_t track);
  void append_documents(std::string& out, const std::vector<std::uint32_t>& place) const;

  RunTerms& terms_;
  std::vector<Place> places_;               // of each term, as soon as it is met
  std::vector<std::uint32_t> occurrences_;  // of each word
  std::vector<std::uint32_t> ids_;          // of all words, by document and track
  std::string gaps_;
  std::vector<DocumentShape> documents_;

  std::array<std::vector<Word>, kTracks> tracks_;  // of the document in work, kept for their memory
};

}  // namespace polsearch
