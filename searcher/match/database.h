// The index's tables, opened for reading: one face of the two engines that answer a question.
//
//   plan + weighted terms  ->  documents with scores, exact total, and every matching document for the facets
// kMapped reads the tables in place (searcher/engine) and needs no Xapian object; kXapian asks Xapian's matcher. Both
// give the same documents, scores and totals.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <polsearch/result.h>
#include <polsearch/searcher.h>

#include "analysis/columns.h"
#include "analysis/stored_document.h"
#include "searcher/engine/mapped_tables.h"
#include "searcher/match/question.h"
#include "searcher/match/terms.h"
#include "searcher/match/xapian_tables.h"

namespace polsearch::match {

// Null: the tables can only be read through Xapian.
using SharedTables = std::shared_ptr<const engine::MappedTables>;

// One a thread.
class Database {
 public:
  // Maps what can be mapped; what a stock writer changed is read through Xapian. `stream`, `pairs` and
  // `places`: see MappedTables::open.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& folder,
                                             const std::filesystem::path& stream = {},
                                             const std::filesystem::path& pairs = {},
                                             const std::filesystem::path& places = {});
  // `tables`: already mapped from `folder`, for all threads.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& folder, SharedTables tables, Engine engine);

  [[nodiscard]] const SharedTables& tables() const { return mapped_; }
  [[nodiscard]] std::uint32_t document_count() const;
  [[nodiscard]] Result<MatchAnswer> match(const MatchQuestion& question) const;

  // Score of one document by term, adding up to what match() gives it. Terms that it lacks are left out.
  [[nodiscard]] Result<std::vector<TermScore>> scores(std::uint32_t document, std::span<const QueryTerm> ranked) const;

  // Which of `documents`, ascending, has which of `terms`? One pass over each posting list.
  [[nodiscard]] Result<Presence> presence(std::span<const std::uint32_t> documents,
                                          std::span<const std::string> terms) const;

  // The distinct terms of a document's title field, without prefix, in byte order.
  [[nodiscard]] Result<std::vector<std::string>> title_terms(std::uint32_t document) const;

  // What they weigh: see title_mass.h.
  [[nodiscard]] Result<double> title_mass(std::uint32_t document) const;

  // idf as match() uses it.
  [[nodiscard]] double rarity(std::uint32_t documents_with_term) const;

  [[nodiscard]] Result<std::string> record(std::uint32_t document) const;  // StoredDocument, packed
  [[nodiscard]] Result<StoredDocument> stored(std::uint32_t document) const;
  // The same without body and removals, and the ids alone: many times as fast, and faster for several at once.
  [[nodiscard]] Result<std::vector<StoredDocument>> stored_short(std::span<const std::uint32_t> documents) const;
  [[nodiscard]] Result<std::vector<std::string>> ids(std::span<const std::uint32_t> documents) const;
  [[nodiscard]] Result<std::uint32_t> find(const std::string& id_term) const;                   // 0: none
  [[nodiscard]] Result<Columns> columns_from_slots(const std::filesystem::path& folder) const;  // slow

  // To be called before each question: frequencies that lookup() and match() came across are remembered for one.
  void forget_frequencies() { known_frequencies_->clear(); }

  // Look-ups that answer "none" on a damaged table; match() reports the damage. Valid as long as this object stays.
  [[nodiscard]] TermLookup lookup() const;

 private:
  [[nodiscard]] std::vector<std::string_view> record_begins(std::span<const std::uint32_t> documents) const;
  Database(SharedTables mapped, std::unique_ptr<const XapianTables> xapian);
  SharedTables mapped_;                         // null: they cannot be read in place
  std::unique_ptr<const XapianTables> xapian_;  // answers when it is there
  using Frequencies = std::unordered_map<std::string, std::uint32_t>;
  std::unique_ptr<Frequencies> known_frequencies_ = std::make_unique<Frequencies>();
};

}  // namespace polsearch::match
