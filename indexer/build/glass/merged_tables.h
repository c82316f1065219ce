// Merged runs -> the postlist and position tables.
#pragma once

#include <polsearch/result.h>
#include "indexer/build/glass/collection_stats.h"
#include "indexer/build/glass/run_file.h"
#include "indexer/build/glass/table_writer.h"

namespace polsearch::glass {

// The files are complete. `buffer_bytes` is for each run. Errors: kIndex; of the runs or the table, and a term that
// counts over 2^32-1 in all documents.
[[nodiscard]] Result<TableRoot> write_postlist_table(TableWriter table, const RunFile& values, const RunFile& postings,
                                                     const CollectionStats& stats, std::size_t buffer_bytes);
[[nodiscard]] Result<TableRoot> write_position_table(TableWriter table, const RunFile& positions,
                                                     std::size_t buffer_bytes);

}  // namespace polsearch::glass
