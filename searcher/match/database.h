// The index's Xapian tables, opened for reading: the one place of the searcher that calls Xapian.
//
//   plan + weighted terms  ->  documents with scores, exact total, and every matching document for the facets
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include <polsearch/searcher.h>

#include "analysis/columns.h"
#include "searcher/match/plan.h"
#include "searcher/match/rank_terms.h"
#include "searcher/match/terms.h"

namespace polsearch::match {

struct Matched {
  std::uint32_t document = 0;
  double score = 0;
};

struct MatchQuestion {
  const Plan& plan;
  std::span<const QueryTerm> ranked;
  Sort sort = Sort::kRelevance;
  std::size_t count = 10;
  std::size_t offset = 0;
  bool collect = false;              // fill MatchAnswer::documents
  const Columns* columns = nullptr;  // needed to sort by ascending date
};

struct MatchAnswer {
  std::vector<Matched> page;             // best first; equal scores: newest first
  std::uint64_t total = 0;               // exact
  std::vector<std::uint32_t> documents;  // all matches, ascending
};

struct TermScore {
  std::string term;
  std::uint32_t frequency = 0;  // wdf in the document
  double score = 0;
};

// One a thread: Xapian's database handles must not be shared, and a handle is never re-opened (it could mix
// generations).
class Database {
 public:
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& folder);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  [[nodiscard]] std::uint32_t document_count() const;
  [[nodiscard]] Result<MatchAnswer> match(const MatchQuestion& question) const;

  // Score of one document by term, adding up to what match() gives it. Terms that it lacks are left out.
  [[nodiscard]] Result<std::vector<TermScore>> scores(std::uint32_t document, std::span<const QueryTerm> ranked) const;

  // presence[i][j]: does documents[i] have terms[j]? `documents` ascending. One pass over each posting list.
  [[nodiscard]] Result<std::vector<std::vector<bool>>> presence(std::span<const std::uint32_t> documents,
                                                                std::span<const std::string> terms) const;

  // The distinct terms of a document's title field, without prefix, in byte order.
  [[nodiscard]] Result<std::vector<std::string>> title_terms(std::uint32_t document) const;

  // idf as match() uses it: ln(1 + (N - n + 0.5) / (n + 0.5)).
  [[nodiscard]] double rarity(std::uint32_t documents_with_term) const;

  [[nodiscard]] Result<std::string> record(std::uint32_t document) const;      // encoded StoredDocument
  [[nodiscard]] Result<std::uint32_t> find(const std::string& id_term) const;  // 0: none
  [[nodiscard]] Result<Columns> columns_from_slots() const;                    // slow: reads every document

  // Look-ups that answer "none" on a damaged table; match() reports the damage. Valid as long as this object stays.
  [[nodiscard]] TermLookup lookup() const;

 private:
  struct Tables;
  explicit Database(std::unique_ptr<Tables> tables);
  std::unique_ptr<Tables> tables_;
};

}  // namespace polsearch::match
