#include "searcher/engine/document_norms.h"

#include <algorithm>

#include "searcher/engine/postings.h"
#include "searcher/match/rank_weights.h"

namespace polsearch::engine {
namespace {

Error incomplete() {
  return {Error::Kind::kIndex, "postlist.glass is damaged: not every document has a length",
          "check it with polindex verify"};
}

}  // namespace

Result<DocumentNorms> DocumentNorms::read(const Table& postlist, const VersionFile& version) {
  DocumentNorms norms;
  if (version.documents > postlist.bytes()) return incomplete();  // a length takes a byte at least
  norms.lengths_.resize(version.documents);
  std::vector<std::uint32_t> documents, lengths;
  PostingList list = PostingList::of_lengths(postlist, version.documents);
  for (std::uint32_t expected = 1; !list.at_end(); list.next_chunk()) {
    documents.clear();
    lengths.clear();
    // Every document has a length, so each chunk is a stretch without holes.
    if (!list.decode(documents, lengths) || documents.front() != expected ||
        documents.back() - documents.front() + 1 != documents.size())
      break;
    std::copy(lengths.begin(), lengths.end(), norms.lengths_.begin() + (expected - 1));
    expected = documents.back() + 1;
  }
  const bool is_complete = !list.is_damaged() && list.at_end() && list.last() == version.documents;
  if (!is_complete && version.documents > 0) return incomplete();
  const double average = version.documents > 0 ? static_cast<double>(version.total_length) / version.documents : 0;
  norms.base_ = match::rank::kK1 * (1 - match::rank::kB);
  norms.per_word_ = average > 0 ? match::rank::kK1 * match::rank::kB / average : 0;
  return norms;
}

}  // namespace polsearch::engine
