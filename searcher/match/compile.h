// Query tree -> plan: which index terms stand for what was asked.
//
//   factories "5G工厂" NEAR ...  ->  (Zfactori AND ...)
//
// What matches, by kind (docs/decisions/0007 says why):
//   Latin word      its stem (Z); a word without stem as it is
//   Han run         all of its character pairs; a single character as itself
//   Thai run        all of its words, or its grams as a phrase, so that no difference in segmentation can lose a page
//   phrase          positions of words and characters, in the body or in the title; Thai parts as phrases of grams
//   title:, removed: the S or XR terms: all forms of a Latin word, the exact string of a Chinese or Thai one
//   body:           the same in positions of the body
#pragma once

#include <string>
#include <vector>

#include "analysis/analyzer.h"
#include "analysis/columns.h"
#include "analysis/glossary.h"
#include "analysis/ministry_linker.h"
#include "searcher/match/plan.h"
#include "searcher/match/terms.h"
#include "searcher/query/ast.h"

namespace polsearch::match {

struct CompileContext {
  const Analyzer& analyzer;
  const MinistryLinker& linker;
  const Columns& columns;
  const TermLookup& terms;
  bool include_inferred = false;       // documents with an inferred date pass date filters
  const Glossary* glossary = nullptr;  // without one, term:x is read as plain words
};

struct Compiled {
  Plan plan;
  std::vector<std::string> notes;
};

// Bounded: at most kMaxPlanTerms terms; what is beyond is left out with a note. Never fails: a filter value that names
// nothing is read as plain words, with a note.
inline constexpr std::size_t kMaxPlanTerms = 4096;
[[nodiscard]] Compiled compile(const query::Node& node, const CompileContext& context);

// The words that `prefix*` stands for: bare, S or XR terms by scope; the most frequent kMaxExpansions.
inline constexpr std::size_t kMaxExpansions = 200;
inline constexpr std::size_t kMaxScannedTerms = 20'000;
struct Expansion {
  std::vector<std::string> words;  // without field prefix
  bool cut = false;
};
[[nodiscard]] Expansion expand_prefix(std::string_view folded_prefix, query::Scope scope, const TermLookup& terms);

}  // namespace polsearch::match
