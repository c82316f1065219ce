// Positions from the database's position table: one look-up a term and document.
#pragma once

#include <memory>

#include "searcher/engine/phrase.h"
#include "searcher/engine/table.h"

namespace polsearch::engine {

class PositionTable : public PositionSource {
 public:
  explicit PositionTable(const Table& table) : table_(table) {}
  [[nodiscard]] std::unique_ptr<PhraseCheck> check(PhraseWords words) const override;

 private:
  const Table& table_;
};

}  // namespace polsearch::engine
