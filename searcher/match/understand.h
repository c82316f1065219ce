// Query text -> what to search, in order: parse, rewrite, names, attempts. Looks up which words the index has, and
// nothing else in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/match/index_impl.h"
#include "searcher/match/relax.h"
#include "searcher/match/terms.h"
#include "searcher/query/ast.h"

namespace polsearch::match {

struct Understood {
  query::Node typed;                     // rewritten: what ranks, with `terms`
  query::Node root;                      // and names and terms expanded: what matches
  bool is_fixed = false;                 // see query::ParsedQuery
  std::vector<Attempt> attempts;         // what matches, first to last resort
  std::optional<FormLanguage> language;  // that all its glossary terms were typed in; none: it has none, or of several
  std::vector<std::string> notes;
  std::vector<std::string> ministries;  // ids that names in the query stand for
  std::vector<AskedTerm> terms;         // glossary terms that it asks for
  std::vector<std::string> passes;      // "name: query" for each pass that changed something; only to explain
};

struct UnderstandOptions {
  bool expand = true;    // names and glossary terms stand for their other forms
  bool explain = false;  // note the passes
};

[[nodiscard]] Understood understand(std::string_view text, const OpenIndex& index, const TermLookup& terms,
                                    const UnderstandOptions& options);

// The attempts for pages in the language of a query, which it has, by these forms of its terms. `text`: as above.
[[nodiscard]] std::vector<Attempt> own_attempts(const Understood& query, TermForms forms, std::string_view text,
                                                const OpenIndex& index);

}  // namespace polsearch::match
