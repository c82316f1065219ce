// Databases of documents that are numbered anew -> one database: how an update joins what an index keeps with what is
// new, and drops what is gone.
//
//   {a: 1 2 3 -> 2 0 3}, {b: 1 -> 1}: coal (a: 1 2), (b: 1) -> coal (1, from b) (2, from a's 1); a's 2 is dropped
// The result has the same bytes as write_glass_tables() of the same documents.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <polsearch/result.h>
#include "indexer/build/glass/table_reader.h"
#include "indexer/build/glass/version_file.h"

namespace polsearch::glass {

// A database, open.
struct MappedTables {
  MappedTable postlist, docdata, termlist, position;

  // Errors (kIndex): a file is missing or not as its writer left it.
  [[nodiscard]] static Result<MappedTables> open(const std::filesystem::path& folder);
};

// `number_of[n]` is what its document n becomes, 0: it is dropped; [0] is not used. Ascending where not 0.
struct MergeSource {
  const MappedTables* tables = nullptr;
  std::span<const std::uint32_t> number_of;
};

struct MergeTables {
  std::filesystem::path folder;  // to be made
  bool for_stock_xapian = false;
  unsigned jobs = 1;
};

// Nothing is fsynced. No number is given twice. Memory: the chunks of the term in work. Errors (kIndex): of the
// files; a source that does not hold together.
[[nodiscard]] Status merge_glass_tables(const std::vector<MergeSource>& sources, const MergeTables& request);

}  // namespace polsearch::glass
