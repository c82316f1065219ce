// Positions from the stream of term numbers: a document's words are read in order, so no look-up a term is needed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "analysis/pair_sets.h"
#include "analysis/term_stream.h"
#include "searcher/engine/phrase.h"

namespace polsearch::engine {

class StreamPositions : public PositionSource {
 public:
  // `pairs`: of the stream; null: there are none. Both outlive it.
  StreamPositions(const TermStream& stream, const PairSets* pairs) : stream_(stream), pairs_(pairs) {}
  [[nodiscard]] std::unique_ptr<PhraseCheck> check(PhraseWords words) const override;

 private:
  const TermStream& stream_;
  const PairSets* pairs_;
};

// The distinct terms of a document's title field, without prefix, in byte order: its words, and each two Han characters
// that stand side by side (analysis/schema.h).
[[nodiscard]] std::vector<std::string> title_terms(const TermStream& stream, std::uint32_t document);

}  // namespace polsearch::engine
