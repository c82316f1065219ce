// The distinct terms of one question, each opened once: plan and ranking share what is decoded of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

#include "searcher/engine/term_window.h"

namespace polsearch::engine {

class QueryTerms {
 public:
  QueryTerms(const Table& postlist, std::uint32_t documents) : postlist_(postlist), documents_(documents) {}

  // Stays where it is as long as this object does.
  TermWindow& open(const std::string& term) {
    const auto [it, is_new] = index_.emplace(term, terms_.size());
    if (is_new) {
      begins_.emplace_back(postlist_, term, documents_);
      terms_.emplace_back(begins_.back());
    }
    return terms_[it->second];
  }
  // How many postings of a term a window has, on the average.
  [[nodiscard]] std::size_t usual_postings(const TermWindow& term) const {
    return term.frequency() / (documents_ / kWindowDocuments + 1);
  }
  // The list of a term that was opened once more, from its begin.
  [[nodiscard]] PostingList list(const std::string& term) const { return begins_[index_.at(term)]; }
  [[nodiscard]] bool is_damaged() const {
    for (const TermWindow& term : terms_)
      if (term.is_damaged()) return true;
    return false;
  }

 private:
  const Table& postlist_;
  std::uint32_t documents_;
  std::unordered_map<std::string, std::size_t> index_;
  std::deque<TermWindow> terms_;
  std::deque<PostingList> begins_;  // of the same; a copy may point into its tag
};

}  // namespace polsearch::engine
