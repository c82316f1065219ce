#include "indexer/build/glass/table_writer.h"

#include <fcntl.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "indexer/build/durable_files.h"

namespace polsearch::glass {
namespace {

constexpr std::size_t kWriteBytes = 32 * kBlockBytes;
// A part of a long tag that is smaller than this is not worth its header: it goes to the next leaf.
constexpr std::size_t kMinPartBytes = 64;

unsigned char* put_u16(unsigned char* out, std::size_t value) {
  *out++ = static_cast<unsigned char>(value >> 8 & 0xFF);
  *out++ = static_cast<unsigned char>(value & 0xFF);
  return out;
}

unsigned char* put_u32(unsigned char* out, std::uint32_t value) { return put_u16(put_u16(out, value >> 16), value); }

unsigned char* put_bytes(unsigned char* out, std::string_view bytes) {
  if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
  return out + bytes.size();
}

// The shortest key that is above `before` and not above `key`.
std::string_view separating_key(std::string_view before, std::string_view key) {
  const auto differs = std::mismatch(key.begin(), key.end(), before.begin(), before.end()).first;
  return key.substr(0, std::min(key.size(), static_cast<std::size_t>(differs - key.begin()) + 1));
}

}  // namespace

unsigned char* TableWriter::Block::place(std::size_t item_bytes) {
  items_begin -= item_bytes;
  put_u16(&bytes[directory_end], items_begin);
  directory_end += kDirectoryEntryBytes;
  return &bytes[items_begin];
}

void TableWriter::Block::clear() {
  directory_end = kDirectoryBegin;
  items_begin = kBlockBytes;
}

TableWriter::TableWriter(std::filesystem::path path, std::uint32_t compress_from, TableFile file)
    : path_(std::move(path)), presence_(file) {
  root_.compress_from = compress_from;
}

void TableWriter::add(std::string_view key, std::string_view tag, TagForm form) {
  if (failure_ || !accepts(key)) return;
  if (levels_.empty()) start();
  ++root_.entries;
  const std::size_t item_bytes = kItemHeaderBytes + key.size() + tag.size();
  if (item_bytes > kMaxItemBytes) {
    add_parts(key, tag, form);
  } else {
    if (levels_[0].block.room() < item_bytes + kDirectoryEntryBytes) start_leaf(key, 1);
    add_part(key, {tag}, form);
  }
  last_key_.assign(key);
}

bool TableWriter::accepts(std::string_view key) {
  if (key.size() > kMaxKeyBytes)
    fail("a key has " + std::to_string(key.size()) + " bytes, the limit is " + std::to_string(kMaxKeyBytes));
  else if (key <= std::string_view(last_key_))
    fail("its keys are out of order");
  return !failure_;
}

void TableWriter::start() {
  levels_.emplace_back();
  finished_.reserve(kWriteBytes);
  add_part({}, {}, TagForm::kPlain);  // the empty key that a search never falls below
  open();
}

void TableWriter::open() {
  file_ = FileHandle(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file_) fail(cannot_write(path_, errno));
}

// There is room for it.
void TableWriter::add_part(std::string_view key, const Part& part, TagForm form) {
  const bool is_first = part.component == 1;
  const std::size_t item_bytes = kItemHeaderBytes + key.size() + (is_first ? 0 : kComponentBytes) + part.bytes.size();
  const unsigned flags = (form == TagForm::kDeflated ? kCompressedFlag : 0u) | (part.is_last ? kLastPartFlag : 0u) |
                         (is_first ? kFirstPartFlag : 0u);
  unsigned char* out = levels_[0].block.place(item_bytes);
  out = put_u16(out, (item_bytes - kItemHeaderBytes) | flags);
  *out++ = static_cast<unsigned char>(key.size());
  out = put_bytes(out, key);
  if (!is_first) out = put_u16(out, part.component);
  put_bytes(out, part.bytes);
}

void TableWriter::add_parts(std::string_view key, std::string_view tag, TagForm form) {
  for (std::uint32_t component = 1; !tag.empty() && !failure_; ++component) {
    if (component > kMaxComponents) return fail("an entry needs more than 65,535 parts");
    const auto number = static_cast<std::uint16_t>(component);
    const std::size_t header = kItemHeaderBytes + key.size() + (component == 1 ? 0 : kComponentBytes);
    const std::size_t needed = header + kDirectoryEntryBytes + std::min(tag.size(), kMinPartBytes);
    if (levels_[0].block.room() < needed) start_leaf(key, number);
    const std::size_t room = std::min(levels_[0].block.room() - kDirectoryEntryBytes, kMaxItemBytes) - header;
    const std::size_t taken = std::min(room, tag.size());
    add_part(key, {tag.substr(0, taken), number, taken == tag.size()}, form);
    tag.remove_prefix(taken);
    last_key_.assign(key);  // before the next leaf: its least entry is this key's next part
  }
}

void TableWriter::start_leaf(std::string_view key, std::uint16_t component) {
  close_block(0, {std::string(separating_key(last_key_, key)), component});
}

void TableWriter::close_block(std::size_t level, Separator next) {
  const std::uint32_t number = write_block(level);
  std::optional<Separator> separator = std::exchange(levels_[level].separator, std::move(next));
  levels_[level].block.clear();
  add_child(level + 1, std::move(separator), number);
}

// A child is announced when it is complete, since only then it has a number. Recursion: the levels of the tree.
void TableWriter::add_child(std::size_t level, std::optional<Separator> separator, std::uint32_t block) {
  if (level == levels_.size()) levels_.emplace_back();
  const std::size_t key_bytes = separator ? separator->key.size() : 0;
  const bool is_full = levels_[level].block.room() < kDirectoryEntryBytes + kBranchItemBytes + key_bytes;
  if (is_full) close_block(level, *separator);
  Block& branch = levels_[level].block;
  const bool is_first = branch.is_empty();
  const std::string_view key = is_first ? std::string_view() : std::string_view(separator->key);
  unsigned char* out = branch.place(kBranchItemBytes + key.size());
  out = put_u32(out, block);
  *out++ = static_cast<unsigned char>(key.size());
  put_u16(put_bytes(out, key), is_first ? 0u : separator->component);
}

std::uint32_t TableWriter::write_block(std::size_t level) {
  if (root_.blocks == UINT32_MAX) fail("it has 2^32 blocks, the limit of the format");
  Block& block = levels_[level].block;
  unsigned char* out = put_u32(block.bytes.data(), kRevision);
  *out++ = static_cast<unsigned char>(level);
  out = put_u16(put_u16(out, block.room()), block.room());
  put_u16(out, block.directory_end);
  std::memset(&block.bytes[block.directory_end], 0, block.room());  // what an earlier block left there
  finished_.insert(finished_.end(), block.bytes.begin(), block.bytes.end());
  if (finished_.size() >= kWriteBytes) flush();
  return root_.blocks++;
}

void TableWriter::flush() {
  if (failure_ || finished_.empty()) return;
  const XXH128_hash_t hash = XXH3_128bits_withSeed(finished_.data(), finished_.size(), root_.digest[0]);
  root_.digest = {hash.low64, hash.high64 ^ root_.digest[1]};
  const std::string_view bytes(reinterpret_cast<const char*>(finished_.data()), finished_.size());
  if (Status written = file_.write_all(bytes, path_); !written) fail(written.error());
  finished_.clear();
}

Result<TableRoot> TableWriter::finish() {
  if (!levels_.empty() && !failure_) {
    root_.root = write_block(0);
    for (std::size_t level = 1; level < levels_.size(); ++level) {
      add_child(level, levels_[level - 1].separator, root_.root);
      root_.root = write_block(level);
    }
    root_.level = static_cast<std::uint32_t>(levels_.size() - 1);
    flush();
  }
  if (levels_.empty() && presence_ == TableFile::kAlways) open();
  if (file_)
    if (Status closed = file_.close(path_); !closed && !failure_) fail(closed.error());
  if (failure_) return *failure_;
  return root_;
}

void TableWriter::fail(Error error) {
  if (!failure_) failure_ = std::move(error);
}

void TableWriter::fail(const std::string& reason) {
  fail({Error::Kind::kIndex, "cannot write " + path_.string() + ": " + reason, ""});
}

}  // namespace polsearch::glass
