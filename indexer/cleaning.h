// Everything that turns a page into a clean document, made once and shared by all threads.
#pragma once

#include <string_view>

#include <polsearch/result.h>
#include "analysis/knowledge.h"
#include "analysis/ministry_linker.h"
#include "indexer/clean.h"
#include "indexer/documents.h"

namespace polsearch {

struct Cleaning {
  Knowledge knowledge;
  MinistryLinker linker;
  Cleaner cleaner;

  // Embedded tables, overlaid by `knowledge_folder` unless it is empty; an error names file and line.
  [[nodiscard]] static Result<Cleaning> create(std::string_view knowledge_folder);
  [[nodiscard]] CleanDocument clean(const Page& page) const { return cleaner.clean(page, linker); }
};

}  // namespace polsearch
