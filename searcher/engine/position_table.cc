#include "searcher/engine/position_table.h"

#include <algorithm>
#include <utility>

#include "analysis/glass_packing.h"
#include "searcher/engine/position_list.h"

namespace polsearch::engine {
namespace {

// Where one term's positions stand: its keys are in document order, so the cursor goes forward from leaf to leaf.
struct TermPositions {
  TermPositions(const Table& table, std::string_view term) : cursor(table) {
    glass::append_text(key, term);
    key.push_back('\0');
    term_bytes = key.size();
  }

  // Appends; a document without positions of the term adds none. False: damage.
  bool read(std::uint32_t document, std::vector<std::uint32_t>& out) {
    key.resize(term_bytes);
    glass::append_sortable(key, document);
    if (!cursor.find(key)) return !cursor.is_damaged();
    if (cursor.is_whole()) return decode_positions(cursor.first_part(), out);
    const auto joined = cursor.is_compressed() ? std::nullopt : cursor.joined_parts();
    return joined && decode_positions(*joined, out);
  }

  TableCursor cursor;
  std::string key;
  std::size_t term_bytes = 0;
};

class TableCheck : public PhraseCheck {
 public:
  TableCheck(const Table& table, const PhraseWords& words)
      : window_(words.window), in_order_(words.in_order), positions_(words.slots.size()) {
    for (const std::vector<std::string>& terms : words.slots) {
      slots_.emplace_back();
      for (const std::string& term : terms) slots_.back().emplace_back(table, term);
    }
  }

  bool holds(std::uint32_t document) override {
    for (std::size_t slot = 0; slot < slots_.size(); ++slot)
      if (!read_slot(slot, document)) return false;
    return in_order_ ? stands_in_order(positions_, window_) : stands_near(positions_, window_);
  }
  [[nodiscard]] bool is_damaged() const override { return is_damaged_; }

 private:
  bool read_slot(std::size_t slot, std::uint32_t document) {
    std::vector<std::uint32_t>& positions = positions_[slot];
    positions.clear();
    for (TermPositions& term : slots_[slot])
      if (!term.read(document, positions)) {
        is_damaged_ = true;
        return false;
      }
    if (slots_[slot].size() > 1) {
      std::sort(positions.begin(), positions.end());
      positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    }
    return !positions.empty();
  }

  std::uint32_t window_;
  bool in_order_;
  std::vector<std::vector<TermPositions>> slots_;
  std::vector<std::vector<std::uint32_t>> positions_;  // of the document asked last
  bool is_damaged_ = false;
};

}  // namespace

std::unique_ptr<PhraseCheck> PositionTable::check(PhraseWords words) const {
  return std::make_unique<TableCheck>(table_, words);
}

}  // namespace polsearch::engine
