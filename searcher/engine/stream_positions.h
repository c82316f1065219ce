// Positions from the stream of term numbers: a document's words are read in order, so no look-up a term is needed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "analysis/pair_sets.h"
#include "analysis/place_lists.h"
#include "analysis/term_stream.h"
#include "searcher/engine/phrase.h"

namespace polsearch::engine {

class StreamPositions : public PositionSource {
 public:
  // `pairs`, `places`: of the stream; null: there are none. All outlive it.
  StreamPositions(const TermStream& stream, const PairSets* pairs, const PlaceLists* places)
      : stream_(stream), pairs_(pairs), places_(places) {}
  [[nodiscard]] std::unique_ptr<PhraseCheck> check(PhraseWords words) const override;

 private:
  const TermStream& stream_;
  const PairSets* pairs_;
  const PlaceLists* places_;
};

// The distinct terms of a document's title field, without prefix, in byte order: its words, and each two Han characters
// that stand side by side (analysis/schema.h).
[[nodiscard]] std::vector<std::string> title_terms(const TermStream& stream, std::uint32_t document);

}  // namespace polsearch::engine
