// One term of a query and its postings in the window that is matched, decoded once for all that ask: the plan and the
// ranking.
//
//   TermWindow term(list); term.show({4'097, 8'192}, 8'192); term.documents() -> 4'099 4'120 ..., term.wdfs() -> 1 3
//   ...
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "searcher/engine/postings.h"
#include "searcher/engine/window.h"

namespace polsearch::engine {

// Finding a document in a list that is not decoded costs about as much as decoding this many postings.
inline constexpr std::size_t kFindCost = 20;

class TermWindow {
 public:
  explicit TermWindow(PostingList list) : list_(std::move(list)) {}

  [[nodiscard]] std::uint32_t frequency() const { return list_.frequency(); }
  [[nodiscard]] bool is_damaged() const { return list_.is_damaged(); }

  // A lower bound of the first document from `document` on, or kNoDocument. What lies before `document` is then done
  // with: it may only rise, and stand behind every window shown.
  [[nodiscard]] std::uint32_t first_from(std::uint32_t document);

  // Makes documents() and wdfs() those of the window, at least up to `last`. Windows may only rise; in one window
  // `last` may come in any order.
  void show(const Window& window, std::uint32_t last) {
    if (!shows(window, last)) load(window, last);
  }
  // Nothing would be decoded.
  [[nodiscard]] bool shows(const Window& window, std::uint32_t last) const {
    return window.first == shown_first_ && last <= complete_to_;
  }
  [[nodiscard]] std::span<const std::uint32_t> documents() const { return {documents_.data() + begin_, end_ - begin_}; }
  [[nodiscard]] std::span<const std::uint32_t> wdfs() const { return {wdfs_.data() + begin_, end_ - begin_}; }

 private:
  void load(const Window& window, std::uint32_t last);
  void drop_before(std::uint32_t document);

  PostingList list_;
  std::vector<std::uint32_t> documents_, wdfs_;  // decoded chunks, from before the window to behind it
  std::size_t begin_ = 0, end_ = 0;              // the window's part
  std::uint32_t shown_first_ = 0;                // of the window shown; 0: none yet
  std::uint32_t complete_to_ = 0;                // the window's postings up to here are there
  bool is_chunk_decoded_ = false;                // the list's chunk stands in documents_
};

}  // namespace polsearch::engine
