#include "indexer/build/glass/postlist_chunks.h"

#include <algorithm>

#include "analysis/glass_packing.h"

namespace polsearch::glass {
namespace {

constexpr std::string_view kLengthsKey("\0\xE0", 2);
// Before the first chunk's postings: documents, total wdf, first docid, the flag, the span.
constexpr std::size_t kMaxChunkHeadBytes = 5 + 5 + 5 + 1 + 5;

}  // namespace

void PostingChunks::begin(std::string_view term, std::uint64_t documents, std::uint64_t total_wdf) {
  first_key_.clear();
  if (term.empty())
    first_key_ = kLengthsKey;
  else
    append_text(first_key_, term);
  later_key_ = first_key_;
  if (!term.empty()) later_key_.push_back('\0');
  const std::size_t key_bytes = later_key_.size() + kMaxSortableBytes;
  const std::size_t fits = kMaxItemBytes - kItemHeaderBytes - key_bytes - kMaxChunkHeadBytes;
  body_limit_ = std::min(fits, kChunkBytes) - kMaxPostingBytes;
  body_end_ = 0;
  documents_ = term.empty() ? 0 : documents;
  total_wdf_ = total_wdf;
  first_ = 0;
  is_first_chunk_ = true;
}

void PostingChunks::add_to_chunk(std::uint32_t document, std::uint32_t wdf) {
  char* out = body_ + body_end_;
  if (first_ == 0)
    first_ = document;
  else
    out = put_uint(out, document - last_ - 1);
  last_ = document;
  body_end_ = static_cast<std::size_t>(put_uint(out, wdf) - body_);
}

void PostingChunks::write_chunk(bool is_last) {
  const std::size_t later_key_bytes = later_key_.size();
  tag_.clear();
  if (is_first_chunk_) {
    append_uint(tag_, documents_);
    append_uint(tag_, total_wdf_);
    append_uint(tag_, first_ - 1);
  } else {
    append_sortable(later_key_, first_);
  }
  tag_.push_back(is_last ? '1' : '0');
  append_uint(tag_, last_ - first_);
  tag_.append(body_, body_end_);
  table_.add(is_first_chunk_ ? first_key_ : later_key_, tag_);
  later_key_.resize(later_key_bytes);
  is_first_chunk_ = false;
  first_ = 0;
  body_end_ = 0;
}

void ValueChunks::add(std::uint32_t document, std::string_view value) {
  if (tag_.size() + value.size() + 2 * kMaxSortableBytes > kChunkBytes) write_chunk();
  if (tag_.empty())
    first_ = document;
  else
    append_uint(tag_, document - last_ - 1);
  last_ = document;
  append_counted(tag_, value);
}

void ValueChunks::write_chunk() {
  if (tag_.empty()) return;
  const std::size_t key_bytes = key_.size();
  append_sortable(key_, first_);
  table_.add(key_, tag_);
  key_.resize(key_bytes);
  tag_.clear();
}

}  // namespace polsearch::glass
