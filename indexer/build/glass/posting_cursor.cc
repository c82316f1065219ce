#include "indexer/build/glass/posting_cursor.h"

#include <algorithm>
#include <bit>

#include "analysis/byte_reader.h"
#include "analysis/glass_packing.h"

namespace polsearch::glass {
namespace {

constexpr std::string_view kValuesKey("\0\xD8", 2);
constexpr std::uint64_t kDenseShare = 16;  // of all documents, at least one in so many
constexpr char kLastChunk = '1', kMoreChunks = '0';

}  // namespace

std::optional<Sortable> sortable_at(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  const auto first = static_cast<unsigned char>(bytes[0]);
  const auto length = first < 0x80 ? std::size_t{2} : static_cast<std::size_t>(std::countl_one(first)) + 2;
  if (length > bytes.size() || length > kMaxSortableBytes) return std::nullopt;
  std::uint64_t value = first < 0x80 ? first : first & (0xFFu >> (length - 1));
  for (std::size_t i = 1; i < length; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  if (value > UINT32_MAX) return std::nullopt;
  return Sortable{static_cast<std::uint32_t>(value), length};
}

std::size_t text_end(std::string_view key) {
  std::size_t zero = key.find('\0');
  while (zero != std::string_view::npos && zero + 1 < key.size() && key[zero + 1] == '\xFF')
    zero = key.find('\0', zero + 2);
  return std::min(zero, key.size());
}

std::string value_stats_key(std::string_view chunk_key) {
  std::string key("\0\xD0", 2);
  append_last_uint(key, static_cast<std::uint32_t>(ByteReader(chunk_key.substr(2)).varint().value_or(0)));
  return key;
}

std::vector<std::uint32_t> stretch_ends(std::span<const std::uint32_t> number_of) {
  std::vector<std::uint32_t> ends(number_of.size());
  for (std::size_t document = number_of.size(); document-- > 1;) {
    if (number_of[document] == 0) continue;
    const bool goes_on = document + 1 < number_of.size() && number_of[document + 1] == number_of[document] + 1;
    ends[document] = goes_on ? ends[document + 1] : static_cast<std::uint32_t>(document);
  }
  return ends;
}

TermCursor::TermCursor(const MappedTable& postlist, std::span<const std::uint32_t> number_of)
    : reader_(postlist), number_of_(number_of), ends_(stretch_ends(number_of)) {
  reader_.seek(kLengthsKey);
  next();
}

bool TermCursor::fail() {
  at_end_ = is_damaged_ = true;
  return false;
}

void TermCursor::next() {
  if (at_end_ || reader_.next()) return;
  at_end_ = true;
  is_damaged_ = is_damaged_ || reader_.is_damaged();
}

namespace {

// '1' or '0', span, then the postings.
bool read_chunk_head(const unsigned char*& at, const unsigned char* end, bool& is_last) {
  std::uint32_t span = 0;
  if (at == end || (*at != kLastChunk && *at != kMoreChunks)) return false;
  is_last = *at++ == kLastChunk;
  return read_u32(at, end, span);
}

}  // namespace

std::optional<TermCursor::Chunk> TermCursor::first_chunk() {
  const auto* at = reinterpret_cast<const unsigned char*>(reader_.tag().data());
  Chunk chunk;
  chunk.end = at + reader_.tag().size();
  std::uint32_t documents = 0, total = 0, before_first = 0;
  if (!read_u32(at, chunk.end, documents) || !read_u32(at, chunk.end, total) ||
      !read_u32(at, chunk.end, before_first) || before_first == UINT32_MAX ||
      !read_chunk_head(at, chunk.end, chunk.is_last))
    return std::nullopt;
  is_dense_ = documents * kDenseShare >= number_of_.size();
  chunk.first = before_first + 1;
  chunk.at = at;
  if (chunk.is_last) return chunk;
  key_.assign(reader_.key());
  if (key_ != kLengthsKey) key_.push_back('\0');
  return chunk;
}

std::optional<TermCursor::Chunk> TermCursor::next_chunk() {
  if (!reader_.next() || !reader_.key().starts_with(key_)) return std::nullopt;
  const auto first = sortable_at(reader_.key().substr(key_.size()));
  const auto* at = reinterpret_cast<const unsigned char*>(reader_.tag().data());
  Chunk chunk;
  chunk.end = at + reader_.tag().size();
  if (!first || !read_chunk_head(at, chunk.end, chunk.is_last)) return std::nullopt;
  chunk.first = first->value;
  chunk.at = at;
  return chunk;
}

ValueCursor::ValueCursor(const MappedTable& postlist, std::span<const std::uint32_t> number_of)
    : reader_(postlist), number_of_(number_of) {
  reader_.seek(kValuesKey);
  next();
}

// False: there is none, or damage.
bool ValueCursor::open_chunk() {
  at_end_ = !reader_.next() || !reader_.key().starts_with(kValuesKey);
  is_damaged_ = reader_.is_damaged();
  if (at_end_) return false;
  ByteReader slot(reader_.key().substr(kValuesKey.size()));
  const auto number = slot.varint();
  const std::size_t key_bytes = reader_.key().size() - slot.left();
  const auto first = number ? sortable_at(reader_.key().substr(key_bytes)) : std::nullopt;
  if (!first || reader_.tag().empty()) {
    fail();
    return false;
  }
  key_.assign(reader_.key().substr(0, key_bytes));
  rest_ = reader_.tag();
  old_document_ = first->value;
  return true;
}

void ValueCursor::next() {
  while (!at_end_) {
    const bool is_new = rest_.empty();
    if (is_new && !open_chunk()) return;
    ByteReader reader(rest_);
    const auto step = is_new ? std::optional<std::uint64_t>(0) : reader.varint();
    const auto value = step ? reader.counted_bytes() : std::nullopt;
    if (!value || *step > UINT32_MAX) return fail();
    rest_.remove_prefix(rest_.size() - reader.left());
    const std::uint64_t document = old_document_ + *step + (is_new ? 0 : 1);
    if (document >= number_of_.size()) return fail();
    old_document_ = static_cast<std::uint32_t>(document);
    document_ = number_of_[old_document_];
    value_ = *value;
    if (document_ != 0) return;
  }
}

}  // namespace polsearch::glass
