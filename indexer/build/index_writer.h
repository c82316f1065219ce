// The seam between building and a table format: documents by number in, a Xapian database and a term stream out.
//
// write_xapian_tables() goes through Xapian's public API; write_glass_tables() (glass/glass_writer.h) has the same
// shape. Each is the other's oracle.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include <polsearch/result.h>
#include "indexer/build/indexable.h"

namespace polsearch {

// The documents of an index, 1..count. `read` may be called from many threads, for any number, any number of times,
// each thread with terms of its own.
struct DocumentSource {
  std::uint32_t count = 0;
  std::function<Result<IndexableDocument>(std::uint32_t number, RunTerms& terms)> read;
  std::function<std::uint32_t(std::uint32_t number)> packed_bytes;  // rough size, to cut the work
};

struct WriteTables {
  std::filesystem::path folder;       // to be made: the database
  std::filesystem::path stream_file;  // to be made: analysis/term_stream.h
  std::filesystem::path scratch;      // an empty folder for what is temporary
  // Also what polsearch does without: positions, for phrases through Xapian's own query parser and matcher, and term
  // lists, for stock writers to delete and replace documents.
  bool for_stock_xapian = false;
  unsigned jobs = 1;
  std::uint64_t memory_bytes = 256ull << 20;
  std::function<void(std::uint32_t written)> progress;  // from one thread at a time; may be empty
};

// Writes the database and the stream; document n of the source becomes document n. Nothing is fsynced. Errors: kIndex.
[[nodiscard]] Status write_xapian_tables(const DocumentSource& source, const WriteTables& request);

// Opens a database and counts: what verify compares with the manifest.
[[nodiscard]] Result<std::uint64_t> count_documents(const std::filesystem::path& database);

}  // namespace polsearch
