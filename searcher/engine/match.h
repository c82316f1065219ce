// A question answered over the mapped tables: window by window, newest documents first.
//
// For each window: the plan gives the set of matches, which are counted and collected; then the ranked terms give those
// their scores. Windows without a possible match are jumped over.
#pragma once

#include <cstdint>
#include <optional>

#include "searcher/engine/document_norms.h"
#include "searcher/engine/phrase.h"
#include "searcher/engine/table.h"
#include "searcher/match/question.h"

namespace polsearch::engine {

struct Collection {
  const Table& postlist;
  const PositionSource& positions;
  const DocumentNorms& norms;
  std::uint32_t documents = 0;  // numbered 1..documents
};

// None: a table is damaged.
[[nodiscard]] std::optional<match::MatchAnswer> answer_question(const match::MatchQuestion& question,
                                                                const Collection& collection);

}  // namespace polsearch::engine
