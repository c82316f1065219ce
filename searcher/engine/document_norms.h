// What a document's length does to its scores: BM25's k1 ((1 - b) + b length / average length).
#pragma once

#include <cstdint>
#include <vector>

#include <polsearch/result.h>

#include "searcher/engine/table.h"
#include "searcher/engine/version_file.h"

namespace polsearch::engine {

// Immutable. Four bytes a document.
class DocumentNorms {
 public:
  // Reads the lengths of all documents from the postlist table: about 2 ns a document. Errors: kIndex.
  [[nodiscard]] static Result<DocumentNorms> read(const Table& postlist, const VersionFile& version);

  // 1 <= document <= documents.
  [[nodiscard]] double of(std::uint32_t document) const { return base_ + per_word_ * lengths_[document - 1]; }
  // BM25's share of a term that stands `wdf` times in the document: 0 <= share < 1.
  [[nodiscard]] double share(std::uint32_t document, std::uint32_t wdf) const {
    return static_cast<double>(wdf) / (of(document) + static_cast<double>(wdf));
  }

 private:
  std::vector<std::uint32_t> lengths_;
  double base_ = 0, per_word_ = 0;
};

}  // namespace polsearch::engine
