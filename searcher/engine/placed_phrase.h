// A phrase of Han characters, or of Thai grams, found in the place lists (analysis/place_lists.h) of a window.
//
//   固 定 资 产 投 资  ->  固定 at p, 资产 at p + 2, 投资 at p + 4
//   XGการ XGารล XGรลง XGลงทุ XGงทุน  ->  XGการ at p, XGรลง at p + 2, XGงทุน at p + 4
// Every second gram: two that share a cluster stand in one unbroken run of text, so the one between them does, too.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/place_lists.h"
#include "searcher/engine/phrase.h"
#include "searcher/engine/window.h"

namespace polsearch::engine {

class PlacedPhrase {
 public:
  // None: it has other words, or need not stand in one piece. `lists` outlives it.
  [[nodiscard]] static std::optional<PlacedPhrase> of(const PhraseWords& words, const PlaceLists& lists);

  // Of the block's `candidates` those that have it; the unlisted ones are not looked at.
  [[nodiscard]] WindowSet match(std::uint32_t block, const WindowSet& candidates);
  // Candidates that no list knows.
  [[nodiscard]] static WindowSet unlisted(const PlaceLists& lists, std::uint32_t block, const WindowSet& candidates);
  [[nodiscard]] const PlaceLists& lists() const { return *lists_; }

 private:
  struct Part {
    std::uint64_t key = 0;
    std::uint32_t offset = 0;    // from the phrase's first word
    std::string_view list = {};  // of the block in hand
    PlaceCursor cursor{{}};
  };
  PlacedPhrase(std::vector<Part> parts, const PlaceLists& lists) : parts_(std::move(parts)), lists_(&lists) {}
  void prefetch_behind(std::uint32_t block) const;
  bool move_to(std::uint32_t place);
  [[nodiscard]] bool all_at(std::uint32_t place) const;
  bool stands_there();

  std::vector<Part> parts_;
  const PlaceLists* lists_;
};

}  // namespace polsearch::engine
