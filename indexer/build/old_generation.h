// The generation that an update starts from: which pages it knows, and its documents as they were before the whole
// corpus had its say.
//
//   find(digest of a page) -> the document that it became; read(17) -> that document, recurring lines put back
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <polsearch/result.h>
#include "analysis/columns.h"
#include "analysis/index_layout.h"
#include "analysis/ministry_linker.h"
#include "analysis/pair_sets.h"
#include "analysis/place_lists.h"
#include "indexer/build/glass/merge_tables.h"
#include "indexer/build/indexable.h"
#include "indexer/build/merge_streams.h"
#include "indexer/build/pages_file.h"

namespace polsearch {

// What became of a page: a document, or nothing for a reason.
struct KnownPage {
  std::uint32_t place = 0;           // in PagesFile
  const OtherPage* other = nullptr;  // instead of a document
};

// Immutable; read() and find() may be called from many threads. Keeps the columns and some 16 bytes a document.
class OldGeneration {
 public:
  // Its checksums are not looked at. `maker` says what made documents from pages; a generation of another maker is
  // refused. The error's message is the reason why it is of no use to an update ("damaged: ...", "made by another
  // version ..."). `linker` outlives it.
  [[nodiscard]] static Result<OldGeneration> open(const Generation& generation, const std::string& maker,
                                                  const MinistryLinker& linker);

  [[nodiscard]] std::optional<KnownPage> find(const Digest128& page) const;
  // A document by its number there. Errors: kIndex.
  [[nodiscard]] Result<SpooledDocument> read(std::uint32_t number) const;

  [[nodiscard]] std::uint32_t documents() const { return columns_.documents; }
  [[nodiscard]] std::uint32_t day(std::uint32_t number) const { return columns_.days[number - 1]; }
  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  [[nodiscard]] const PagesFile& pages() const { return pages_; }
  [[nodiscard]] const Columns& columns() const { return columns_; }
  [[nodiscard]] const glass::MappedTables& tables() const { return tables_; }
  [[nodiscard]] const StreamFile& stream() const { return stream_; }
  [[nodiscard]] const PairSets& pairs() const { return pairs_; }
  [[nodiscard]] const PlaceLists& places() const { return places_; }

 private:
  OldGeneration(Manifest manifest, PagesFile pages, Columns columns, glass::MappedTables tables, StreamFile stream,
                PairSets pairs, PlaceLists places, const MinistryLinker& linker);
  [[nodiscard]] std::size_t slot_of(const Digest128& page) const;
  [[nodiscard]] Result<StoredDocument> stored(std::uint32_t number) const;

  Manifest manifest_;
  PagesFile pages_;
  Columns columns_;
  glass::MappedTables tables_;
  StreamFile stream_;
  PairSets pairs_;
  PlaceLists places_;
  const MinistryLinker* linker_;
  std::vector<std::uint32_t> place_of_;  // by document number
  std::vector<Digest128> digests_;       // of pages: of documents by place, then of the others
  std::vector<std::uint32_t> slots_;     // open addressing over digests_: place + 1, 0: free
};

}  // namespace polsearch
