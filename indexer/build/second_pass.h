// The second pass of a build: documents are numbered newest first, near-duplicates grouped, lines that recur on a site
// taken out, tables and columns written. An update writes only what is new or no longer the same, and merges it with
// the generation before.
#pragma once

#include <string>

#include <polsearch/indexer.h>
#include <polsearch/result.h>
#include "analysis/analyzer.h"
#include "indexer/build/first_pass.h"
#include "indexer/build/generation.h"
#include "indexer/build/old_generation.h"
#include "indexer/cleaning.h"

namespace polsearch {

struct SecondPass {
  const BuildRequest& request;
  const Cleaning& cleaning;
  const Analyzer& analyzer;
  const GenerationWriter& writer;
  const OldGeneration* old = nullptr;  // that `pass` kept documents from; nullptr: none
  std::string maker;                   // for the file pages
};

// Fills everything in writer.content() but the manifest, and pass.report.duplicates.
[[nodiscard]] Status run_second_pass(FirstPass& pass, const SecondPass& with);

}  // namespace polsearch
