// What an opened Index holds: immutable, shared by the searchers of all threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <polsearch/searcher.h>

#include "analysis/analyzer.h"
#include "analysis/columns.h"
#include "analysis/index_layout.h"
#include "searcher/match/database.h"
#include "searcher/match/facet_tables.h"
#include "searcher/match/known_names.h"
#include "searcher/match/name_starts.h"
#include "searcher/match/vocabulary.h"

namespace polsearch::match {

struct OpenIndex {
  std::string folder;
  Generation generation;
  Columns columns;
  SharedTables tables;  // mapped; null: only Xapian can read them
  Analyzer analyzer;
  SharedNames shared_names;
  SharedVocabulary vocabulary;
  FacetTables facet_tables;  // of the columns
  NameStarts names;
  std::vector<std::string> warnings;  // of the opening

  [[nodiscard]] const KnownNames& known() const { return shared_names.get(analyzer); }
  // All: also that the index was built with another analysis.
  [[nodiscard]] std::vector<std::string> all_warnings() const;
};

}  // namespace polsearch::match

namespace polsearch {

struct Index::Impl : match::OpenIndex {};

}  // namespace polsearch
