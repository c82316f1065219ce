// Query text -> attempts (see understand.h).
#include "searcher/match/understand.h"

#include <utility>

#include "searcher/query/rewrite.h"

namespace polsearch::match {

Understood understand(std::string_view text, const OpenIndex& index, bool expand) {
  Understood out;
  query::ParsedQuery parsed = query::parse(text);
  out.notes = std::move(parsed.notes);
  out.is_fixed = parsed.is_fixed;
  out.passes.push_back("parsed: " + query::print(parsed.root));
  out.root = query::rewrite(std::move(parsed.root), &out.passes);
  if (expand) {
    NamesExpanded expanded = expand_names(std::move(out.root), *index.linker, index.abbreviations);
    out.root = std::move(expanded.node);
    out.ministries = std::move(expanded.ids);
    for (std::string& note : expanded.notes) out.notes.push_back(std::move(note));
    if (!out.ministries.empty()) out.passes.push_back("names: " + query::print(out.root));
  }
  out.attempts = attempts(out.root, out.is_fixed, index.analyzer, index.questions, text);
  return out;
}

}  // namespace polsearch::match
