// Query text -> attempts (see understand.h).
#include "searcher/match/understand.h"

#include <utility>

#include "searcher/query/glue.h"
#include "searcher/query/rewrite.h"

namespace polsearch::match {

Understood understand(std::string_view text, const OpenIndex& index, const TermLookup& terms,
                      const UnderstandOptions& options) {
  const KnownNames& known = index.known();
  Understood out;
  query::MendedText mended = query::mend_glue(text, known.compounds);
  query::ParsedQuery parsed = query::parse(mended.text);
  out.notes = std::move(mended.notes);
  for (std::string& note : parsed.notes) out.notes.push_back(std::move(note));
  out.is_fixed = parsed.is_fixed;
  if (options.explain) out.passes.push_back("parsed: " + query::print(parsed.root));
  out.typed = query::rewrite(std::move(parsed.root), options.explain ? &out.passes : nullptr);
  out.root = out.typed;
  out.terms = typed_terms(out.typed, *known.glossary);
  if (options.expand) {
    NamesExpanded expanded =
        expand_names(out.typed, {*known.linker, known.abbreviations, *known.glossary, index.analyzer, &terms});
    out.root = std::move(expanded.node);
    out.ministries = std::move(expanded.ids);
    out.language = language_of(expanded.terms);
    for (AskedTerm& term : expanded.terms) out.terms.push_back(std::move(term));
    for (std::string& note : expanded.notes) out.notes.push_back(std::move(note));
    if (options.explain && (!out.ministries.empty() || !expanded.terms.empty()))
      out.passes.push_back("names: " + query::print(out.root));
  }
  out.attempts = attempts(out.root, out.is_fixed, index.analyzer, known.questions, text);
  return out;
}

std::vector<Attempt> own_attempts(const Understood& query, TermForms forms, std::string_view text,
                                  const OpenIndex& index) {
  const query::Node own = in_language(with_forms(query.root, query.terms, forms), query.language.value());
  return attempts(own, query.is_fixed, index.analyzer, index.known().questions, text, Pages::kOwnLanguage);
}

}  // namespace polsearch::match
