#include "indexer/build/glass/posting_cursor.h"

#include <algorithm>
#include <bit>

#include "analysis/byte_reader.h"
#include "analysis/glass_packing.h"

namespace polsearch::glass {
namespace {

constexpr std::string_view kValuesKey("\0\xD8", 2);
constexpr char kLastChunk = '1', kMoreChunks = '0';

// A number of at most 32 bits; moves `at` behind it. False: cut off or too large.
inline bool read_u32(const unsigned char*& at, const unsigned char* end, std::uint32_t& value) {
  if (at < end && *at < 0x80) {
    value = *at++;
    return true;
  }
  std::uint64_t made = 0;
  for (unsigned shift = 0; at < end && shift < 35; shift += 7) {
    const unsigned char byte = *at++;
    made |= std::uint64_t{byte & 0x7Fu} << shift;
    if (byte >= 0x80) continue;
    value = static_cast<std::uint32_t>(made);
    return made <= UINT32_MAX;
  }
  return false;
}

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

std::string plain_text(std::string_view text) {
  std::string plain;
  for (std::size_t zero; (zero = text.find('\0')) != std::string_view::npos;
       text.remove_prefix(std::min(zero + 2, text.size())))
    plain += text.substr(0, zero + 1);
  return plain.append(text);
}

std::string value_stats_key(std::string_view chunk_key) {
  std::string key("\0\xD0", 2);
  append_last_uint(key, static_cast<std::uint32_t>(ByteReader(chunk_key.substr(2)).varint().value_or(0)));
  return key;
}

TermCursor::TermCursor(const MappedTable& postlist, std::span<const std::uint32_t> number_of)
    : reader_(postlist), number_of_(number_of) {
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

bool TermCursor::take(std::vector<Posting>& out) {
  const std::string_view tag = reader_.tag();
  const auto* at = reinterpret_cast<const unsigned char*>(tag.data());
  const auto* const end = at + tag.size();
  std::uint32_t documents = 0, total = 0, before_first = 0;
  if (!read_u32(at, end, documents) || !read_u32(at, end, total) || !read_u32(at, end, before_first)) return fail();
  if (before_first == UINT32_MAX) return fail();
  const auto head = static_cast<std::size_t>(end - at);
  if (!append_chunk(tag.substr(tag.size() - head), before_first + 1, out)) return fail();
  if (is_last_chunk_) return true;
  key_.assign(reader_.key());
  if (key_ != kLengthsKey) key_.push_back('\0');
  while (!is_last_chunk_) {
    if (!reader_.next() || !reader_.key().starts_with(key_)) return fail();
    const auto first = sortable_at(reader_.key().substr(key_.size()));
    if (!first || !append_chunk(reader_.tag(), first->value, out)) return fail();
  }
  return true;
}

bool TermCursor::append_chunk(std::string_view chunk, std::uint32_t first, std::vector<Posting>& out) {
  const auto* at = reinterpret_cast<const unsigned char*>(chunk.data());
  const auto* const end = at + chunk.size();
  if (at == end || (*at != kLastChunk && *at != kMoreChunks)) return false;
  is_last_chunk_ = *at++ == kLastChunk;
  std::uint32_t span = 0, wdf = 0, delta = 0;
  if (!read_u32(at, end, span) || !read_u32(at, end, wdf)) return false;
  std::uint64_t document = first;
  const std::uint64_t limit = number_of_.size();
  const std::size_t begin = out.size();
  out.resize(begin + 1 + static_cast<std::size_t>(end - at) / 2);
  Posting* made = out.data() + begin;
  while (document < limit) {
    *made = {number_of_[document], wdf};
    made += made->document != 0;
    if (at == end) {
      out.resize(static_cast<std::size_t>(made - out.data()));
      return true;
    }
    if (!read_u32(at, end, delta) || !read_u32(at, end, wdf)) return false;
    document += std::uint64_t{delta} + 1;
  }
  return false;
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
