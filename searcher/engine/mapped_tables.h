// An index's tables, read in place: everything that a question needs of them, without a Xapian object.
//
//   auto tables = MappedTables::open("000003/xapian"); (*tables)->match({plan, ranked}) -> page, total
// Opened once for all threads; each call keeps what it needs to itself. A damaged table gives a kIndex error, and is
// never read outside of its mapping.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>

#include "analysis/pair_sets.h"
#include "analysis/place_lists.h"
#include "analysis/term_stream.h"
#include "searcher/engine/document_norms.h"
#include "searcher/engine/phrase.h"
#include "searcher/engine/record_places.h"
#include "searcher/engine/table.h"
#include "searcher/engine/title_masses.h"
#include "searcher/engine/version_file.h"
#include "searcher/match/question.h"
#include "searcher/match/terms.h"

namespace polsearch::engine {

class MappedTables {
 public:
  // `stream`: the file of analysis/term_stream.h that was written with the tables; empty, or not there: positions come
  // from the position table. `pairs` and `places`: those of analysis/pair_sets.h and analysis/place_lists.h; phrases
  // are found without them, too, but slower. Null: the tables were not made in one go (a stock writer changed them),
  // Xapian must read them. Errors (kIndex): missing or damaged. Linear in the documents, about 3 ns each.
  [[nodiscard]] static Result<std::shared_ptr<const MappedTables>> open(const std::filesystem::path& folder,
                                                                        const std::filesystem::path& stream = {},
                                                                        const std::filesystem::path& pairs = {},
                                                                        const std::filesystem::path& places = {});

  [[nodiscard]] std::uint32_t document_count() const { return version_.documents; }
  [[nodiscard]] const PositionSource& positions() const { return *positions_; }

  [[nodiscard]] Result<match::MatchAnswer> match(const match::MatchQuestion& question) const;

  // As those of match::Database.
  [[nodiscard]] Result<std::vector<match::TermScore>> scores(std::uint32_t document,
                                                             std::span<const match::QueryTerm> ranked) const;
  [[nodiscard]] Result<match::Presence> presence(std::span<const std::uint32_t> documents,
                                                 std::span<const std::string> terms) const;
  [[nodiscard]] Result<std::vector<std::string>> title_terms(std::uint32_t document) const;
  [[nodiscard]] Result<double> title_mass(std::uint32_t document) const;
  [[nodiscard]] Result<std::string> record(std::uint32_t document) const;
  // As much of each document's record as is read at no cost, in the mapping: perhaps nothing.
  [[nodiscard]] std::vector<std::string_view> record_begins(std::span<const std::uint32_t> documents) const;

  // "None" on a damaged table, too.
  [[nodiscard]] match::TermScan with_prefix(std::string_view prefix, std::size_t limit) const;
  [[nodiscard]] std::uint32_t frequency(std::string_view term) const;
  [[nodiscard]] std::uint32_t first_document(std::string_view term) const;  // 0: no document has it

 private:
  MappedTables(const VersionFile& version, Table postlist, Table docdata, Table termlist, Table position,
               DocumentNorms norms, std::optional<TermStream> stream, std::optional<PairSets> pairs,
               std::optional<PlaceLists> places);
  void find_records(std::span<const std::uint32_t> documents, std::span<const std::size_t> wanted) const;
  [[nodiscard]] Result<std::string> document_tag(const Table& table, std::uint32_t document) const;

  VersionFile version_;
  Table postlist_, docdata_, termlist_, position_;
  DocumentNorms norms_;
  std::optional<TermStream> stream_;
  std::optional<PairSets> pairs_;
  std::optional<PlaceLists> places_;
  std::unique_ptr<const PositionSource> positions_;
  mutable TitleMasses title_masses_;
  mutable RecordPlaces record_places_;
};

}  // namespace polsearch::engine
