// An index's tables, read through Xapian: the one file of the searcher that calls it. The oracle of our own evaluator
// (searcher/engine), and the way to read a database that a stock writer changed.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>

#include "analysis/columns.h"
#include "searcher/engine/phrase.h"
#include "searcher/match/question.h"
#include "searcher/match/terms.h"

namespace polsearch::match {

// One a thread: Xapian's database handles must not be shared, and a handle is never re-opened (it could mix
// generations). Members are those of Database (database.h).
class XapianTables {
 public:
  // `positions`: where to look for positions when the database was made without; may be null, outlives this object.
  [[nodiscard]] static Result<XapianTables> open(const std::filesystem::path& folder,
                                                 const engine::PositionSource* positions);
  ~XapianTables();
  XapianTables(XapianTables&&) noexcept;
  XapianTables& operator=(XapianTables&&) noexcept;

  [[nodiscard]] std::uint32_t document_count() const;
  [[nodiscard]] Result<MatchAnswer> match(const MatchQuestion& question) const;
  [[nodiscard]] Result<std::vector<TermScore>> scores(std::uint32_t document, std::span<const QueryTerm> ranked) const;
  [[nodiscard]] Result<Presence> presence(std::span<const std::uint32_t> documents,
                                          std::span<const std::string> terms) const;
  [[nodiscard]] Result<std::vector<std::string>> title_terms(std::uint32_t document) const;
  [[nodiscard]] Result<std::string> record(std::uint32_t document) const;

  // "None" on a damaged table, too.
  [[nodiscard]] TermScan with_prefix(std::string_view prefix, std::size_t limit) const;
  [[nodiscard]] std::uint32_t frequency(const std::string& term) const;
  [[nodiscard]] std::uint32_t first_document(const std::string& term) const;

  [[nodiscard]] Result<Columns> columns_from_slots() const;  // slow: reads every document

 private:
  struct Impl;
  explicit XapianTables(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace polsearch::match
