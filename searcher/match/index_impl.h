// What an opened Index holds: immutable, shared by the searchers of all threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <polsearch/searcher.h>

#include "analysis/analyzer.h"
#include "analysis/columns.h"
#include "analysis/glossary.h"
#include "analysis/index_layout.h"
#include "analysis/knowledge.h"
#include "analysis/ministry_linker.h"
#include "searcher/match/database.h"
#include "searcher/match/expand_names.h"
#include "searcher/match/name_starts.h"
#include "searcher/match/relax.h"
#include "searcher/query/glue.h"
#include "searcher/match/vocabulary.h"

namespace polsearch::match {

struct OpenIndex {
  std::string folder;
  Generation generation;
  Knowledge knowledge;
  Columns columns;
  SharedTables tables;  // mapped; null: only Xapian can read them
  Analyzer analyzer;
  std::unique_ptr<const MinistryLinker> linker;
  TypedAbbreviations abbreviations;
  std::unique_ptr<const Glossary> glossary;
  query::Compounds compounds;  // of the glossary
  QuestionWords questions;
  SharedVocabulary vocabulary;
  NameStarts names;
  std::vector<std::string> warnings;
};

}  // namespace polsearch::match

namespace polsearch {

struct Index::Impl : match::OpenIndex {};

}  // namespace polsearch
