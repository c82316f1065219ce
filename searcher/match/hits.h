// Matched documents -> hits as shown: stored fields, snippet, explanation.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include <polsearch/searcher.h>

#include "analysis/stored_document.h"
#include "searcher/match/database.h"
#include "searcher/match/index_impl.h"
#include "searcher/match/rank_terms.h"
#include "searcher/match/snippet.h"

namespace polsearch::match {

struct HitContext {
  const OpenIndex& index;
  const Database& database;
  const SearchRequest& request;
  const QueryTerms& terms;
  const std::vector<std::string>& ministries;  // ids that names in the query stand for
};

[[nodiscard]] Result<std::vector<Hit>> make_hits(std::span<const Matched> page, const HitContext& context);

// Where `text` says what the query asks for.
[[nodiscard]] Ranges highlights_in(std::string_view text, const HitContext& context);

[[nodiscard]] Document to_document(StoredDocument stored);

}  // namespace polsearch::match
