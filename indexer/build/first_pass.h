// The first pass of a build: pages are read, cleaned and sketched on all threads and spooled in the order of the input.
//
//   pages/ (3 files, one of them broken, one known from the generation before) -> spool of 2 documents, 1 skip
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <polsearch/indexer.h>
#include <polsearch/result.h>
#include "indexer/build/generation.h"
#include "indexer/build/near_duplicates.h"
#include "indexer/build/old_generation.h"
#include "indexer/build/pages_file.h"
#include "indexer/build/spool.h"
#include "indexer/build/template_lines.h"
#include "indexer/cleaning.h"
#include "indexer/documents.h"

namespace polsearch {

// What it leaves behind.
struct FirstPass {
  Spool spool;
  SketchFile sketches;
  LineMarkFile marks;
  PagesWriter pages;
  BuildReport report;
  std::string inputs_digest;
  std::optional<Skip> unread = {};  // the first input that nobody could read
  std::uint64_t reindexed = 0;      // kept documents that the second pass of an update indexed again
};

[[nodiscard]] unsigned threads_of(const BuildRequest& request);
[[nodiscard]] std::uint64_t memory_bytes_of(const BuildRequest& request);

// The first document of an id wins. `old`: pages that it knows are not cleaned again but kept; nullptr: none are.
[[nodiscard]] Result<FirstPass> run_first_pass(const BuildRequest& request, const Cleaning& cleaning,
                                               const GenerationWriter& writer, const OldGeneration* old);

}  // namespace polsearch
