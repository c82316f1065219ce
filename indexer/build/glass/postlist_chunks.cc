#include "indexer/build/glass/postlist_chunks.h"

#include <algorithm>

#include "analysis/glass_packing.h"

namespace polsearch::glass {
namespace {

// Before the first chunk's postings: documents, total wdf, first docid, the flag, the span.
constexpr std::size_t kMaxChunkHeadBytes = 5 + 5 + 5 + 1 + 5;

}  // namespace

void PostingChunks::begin_term(std::string_view term) {
  key_.clear();
  append_text(key_, term);
  begin();
}

void PostingChunks::begin_key(std::string_view key) {
  key_.assign(key);
  begin();
}

void PostingChunks::begin() {
  const std::size_t key_bytes = key_.size() + (is_lengths() ? 0 : 1) + kMaxSortableBytes;
  const std::size_t fits = kMaxItemBytes - kItemHeaderBytes - key_bytes - kMaxChunkHeadBytes;
  body_limit_ = std::min(fits, kChunkBytes) - kMaxPostingBytes;
  body_end_ = 0;
  documents_ = total_wdf_ = 0;
  highest_wdf_ = 0;
  first_ = 0;
  bodies_.clear();
  chunks_.clear();
}

void PostingChunks::close_chunk() {
  bodies_.append(body_, body_end_);
  chunks_.push_back({first_, last_, bodies_.size()});
  body_end_ = 0;
  first_ = 0;
}

void PostingChunks::end() {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < chunks_.size(); ++i) {
    write_chunk(chunks_[i], std::string_view(bodies_).substr(begin, chunks_[i].end - begin), i == 0, false);
    begin = chunks_[i].end;
  }
  write_chunk({first_, last_, 0}, {body_, body_end_}, chunks_.empty(), true);
}

void PostingChunks::write_chunk(const Chunk& chunk, std::string_view body, bool is_first, bool is_last) {
  tag_.clear();
  if (is_first) {
    append_uint(tag_, is_lengths() ? 0 : documents_);  // their head says 0 documents
    append_uint(tag_, is_lengths() ? 0 : total_wdf_);
    append_uint(tag_, chunk.first - 1);
  }
  tag_.push_back(is_last ? '1' : '0');
  append_uint(tag_, chunk.last - chunk.first);
  tag_.append(body);
  if (is_first) return table_.add(key_, tag_);
  const std::size_t key_bytes = key_.size();
  if (!is_lengths()) key_.push_back('\0');
  append_sortable(key_, chunk.first);
  table_.add(key_, tag_);
  key_.resize(key_bytes);
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
