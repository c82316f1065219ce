// What questions are understood with: names, terms and words of the knowledge tables. The same for every index.
//
//   ministries.tsv, glossary.tsv, question_words.tsv  ->  "MIIT" is cn-miit, "NEV" is the term nev, "what" asks
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <polsearch/result.h>

#include "analysis/analyzer.h"
#include "analysis/glossary.h"
#include "analysis/knowledge.h"
#include "analysis/ministry_linker.h"
#include "searcher/match/expand_names.h"
#include "searcher/match/relax.h"
#include "searcher/query/glue.h"

namespace polsearch::match {

struct KnownNames {
  Knowledge knowledge;
  std::unique_ptr<const MinistryLinker> linker;
  TypedAbbreviations abbreviations;
  std::unique_ptr<const Glossary> glossary;
  query::Compounds compounds;  // of the glossary
  QuestionWords questions;
  std::string fingerprint;  // of an index that is built with these and this program
};

// The embedded tables, overlaid by those of `knowledge_folder` unless it is empty. Errors: of the folder's tables.
// Takes some 20 ms, most of it to cut the glossary's forms into words.
[[nodiscard]] Result<std::unique_ptr<const KnownNames>> read_known_names(std::string_view knowledge_folder,
                                                                         const Analyzer& analyzer);

// Read when they are first asked for, so that an index opens without them; then the same for all threads.
class SharedNames {
 public:
  // Reads them now, to know whether the folder's tables can be read.
  [[nodiscard]] Status read(std::string_view knowledge_folder, const Analyzer& analyzer);

  // Without read(): the embedded tables, which tests have read.
  [[nodiscard]] const KnownNames& get(const Analyzer& analyzer) const;

 private:
  mutable std::once_flag once_;
  mutable std::unique_ptr<const KnownNames> names_;
};

}  // namespace polsearch::match
