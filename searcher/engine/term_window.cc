#include "searcher/engine/term_window.h"

#include <algorithm>

namespace polsearch::engine {

std::uint32_t TermWindow::first_from(std::uint32_t document) {
  const auto known =
      std::lower_bound(documents_.begin() + static_cast<std::ptrdiff_t>(begin_), documents_.end(), document);
  if (known != documents_.end()) return *known;
  if (list_.at_end()) return kNoDocument;
  if (list_.last() < document) {
    is_chunk_decoded_ = false;
    if (!list_.move_to(document)) return kNoDocument;
  }
  return std::max(document, list_.first());
}

// Decoded postings before `document` are done with.
void TermWindow::drop_before(std::uint32_t document) {
  const auto kept =
      std::lower_bound(documents_.begin() + static_cast<std::ptrdiff_t>(begin_), documents_.end(), document);
  begin_ = static_cast<std::size_t>(kept - documents_.begin());
  if (2 * begin_ < documents_.size()) return;  // else what is moved is less than what goes
  documents_.erase(documents_.begin(), kept);
  wdfs_.erase(wdfs_.begin(), wdfs_.begin() + static_cast<std::ptrdiff_t>(begin_));
  begin_ = 0;
}

void TermWindow::load(const Window& window, std::uint32_t last) {
  if (window.first != shown_first_) {
    drop_before(window.first);
    shown_first_ = window.first;
  }
  while (!list_.at_end()) {
    if (is_chunk_decoded_ && list_.last() >= last) break;
    if (is_chunk_decoded_ || list_.last() < window.first) {
      if (!(is_chunk_decoded_ ? list_.next_chunk() : list_.move_to(window.first))) break;
      is_chunk_decoded_ = false;
      continue;
    }
    if (list_.first() > last) break;
    is_chunk_decoded_ = list_.decode(documents_, wdfs_);
  }
  const std::uint32_t decoded_to = is_chunk_decoded_ ? list_.last() : list_.first() - 1;
  complete_to_ = list_.at_end() ? window.last : std::min(window.last, decoded_to);
  const auto from =
      std::lower_bound(documents_.begin() + static_cast<std::ptrdiff_t>(begin_), documents_.end(), window.first);
  const auto to = std::upper_bound(from, documents_.end(), window.last);
  begin_ = static_cast<std::size_t>(from - documents_.begin());
  end_ = static_cast<std::size_t>(to - documents_.begin());
}

}  // namespace polsearch::engine
