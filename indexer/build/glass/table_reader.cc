#include "indexer/build/glass/table_reader.h"

#include <algorithm>
#include <utility>

#include "analysis/glass_format.h"

namespace polsearch::glass {
namespace {

constexpr std::size_t kLevelAt = 4, kDirectoryEndAt = 9;
constexpr std::size_t kMaxJoinedBytes = std::size_t{1} << 30;

std::uint16_t u16_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                    static_cast<unsigned char>(bytes[at + 1]));
}
std::uint32_t u32_at(std::string_view bytes, std::size_t at) {
  return std::uint32_t{u16_at(bytes, at)} << 16 | u16_at(bytes, at + 2);
}

}  // namespace

MappedTable::MappedTable(std::optional<MappedFile> file, const TableRoot& root) : file_(std::move(file)), root_(root) {
  if (file_) blocks_ = static_cast<std::uint32_t>(file_->bytes().size() / kBlockBytes);
}

Result<MappedTable> MappedTable::open(const std::filesystem::path& path, const TableRoot& root) {
  if (root.blocks == 0) return MappedTable(std::nullopt, root);
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  MappedTable table(std::move(*file), root);
  if (table.entries(root.root, root.level) == 0)
    return Error{Error::Kind::kIndex, path.filename().string() + " is damaged: its root cannot be read", ""};
  return table;
}

std::uint32_t MappedTable::entries(std::uint32_t block, std::uint32_t level) const {
  if (block >= blocks_) return 0;
  const std::string_view bytes = file_->bytes().substr(std::size_t{block} * kBlockBytes, kBlockBytes);
  const std::size_t end = u16_at(bytes, kDirectoryEndAt);
  if (static_cast<unsigned char>(bytes[kLevelAt]) != level || end < kDirectoryBegin || end > kBlockBytes) return 0;
  return static_cast<std::uint32_t>((end - kDirectoryBegin) / kDirectoryEntryBytes);
}

std::string_view MappedTable::item(std::uint32_t block, std::uint32_t entry, std::size_t least_bytes) const {
  const std::string_view bytes = file_->bytes().substr(std::size_t{block} * kBlockBytes, kBlockBytes);
  const std::size_t at = u16_at(bytes, kDirectoryBegin + kDirectoryEntryBytes * entry);
  return at + least_bytes > kBlockBytes ? std::string_view() : bytes.substr(at);
}

std::optional<TableReader::Item> TableReader::leaf_item(std::uint32_t entry) const {
  const std::string_view room = table_->item(block_, entry, kItemHeaderBytes);
  if (room.empty()) return std::nullopt;
  const std::uint16_t head = u16_at(room, 0);
  const std::size_t size = (head & kItemSizeMask) + kItemHeaderBytes, key_bytes = static_cast<unsigned char>(room[2]);
  const bool is_first = (head & kFirstPartFlag) != 0;
  const std::size_t tag_at = kItemHeaderBytes + key_bytes + (is_first ? 0 : kComponentBytes);
  if (size > room.size() || tag_at > size) return std::nullopt;
  return Item{room.substr(kItemHeaderBytes, key_bytes), room.substr(tag_at, size - tag_at),
              is_first ? std::uint16_t{1} : u16_at(room, kItemHeaderBytes + key_bytes), (head & kLastPartFlag) != 0,
              (head & kCompressedFlag) != 0 ? TagForm::kDeflated : TagForm::kPlain};
}

bool TableReader::fail() {
  is_damaged_ = true;
  return false;
}

// The next item, which may be a later part of a tag.
bool TableReader::step(Item& item) {
  while (entry_ >= entries_) {
    if (entries_ > 0) ++block_;
    while (block_ < table_->blocks() && table_->entries(block_, 0) == 0) ++block_;
    if (block_ >= table_->blocks()) {
      entries_ = entry_ = 0;
      return false;
    }
    entries_ = table_->entries(block_, 0);
    entry_ = 0;
  }
  const auto found = leaf_item(entry_++);
  if (!found) return fail();
  item = *found;
  return true;
}

// The entry that `first` begins.
bool TableReader::take(const Item& first) {
  key_ = first.key;
  form_ = first.form;
  tag_ = first.part;
  if (first.is_last_part) return true;
  joined_.assign(first.part);
  Item part = first;
  for (std::uint32_t component = 2; !part.is_last_part; ++component) {
    if (!step(part) || part.key != key_ || part.component != component) return fail();
    if (joined_.size() + part.part.size() > kMaxJoinedBytes) return fail();
    joined_ += part.part;
  }
  tag_ = joined_;
  return true;
}

bool TableReader::next() {
  Item item;
  do {
    if (is_damaged_ || !step(item)) return false;
  } while (item.key.empty() || item.component != 1);  // the leftmost leaf begins with an empty key
  return take(item);
}

// The child of a branch in whose keys `key` lies.
std::optional<std::uint32_t> TableReader::child_below(std::uint32_t block, std::uint32_t level,
                                                      std::string_view key) const {
  std::uint32_t low = 0, high = table_->entries(block, level);
  if (high == 0) return std::nullopt;
  const auto key_of = [&](std::uint32_t entry) -> std::optional<std::string_view> {
    const std::string_view room = table_->item(block, entry, kBranchItemBytes);
    if (room.empty() || kBranchItemBytes + static_cast<unsigned char>(room[4]) > room.size()) return std::nullopt;
    return room.substr(5, static_cast<unsigned char>(room[4]));
  };
  while (high - low > 1) {
    const std::uint32_t middle = low + (high - low) / 2;
    const auto middle_key = key_of(middle);
    if (!middle_key) return std::nullopt;
    // Of a key whose parts fill several leaves the first one counts.
    const std::string_view room = table_->item(block, middle, kBranchItemBytes);
    const bool is_later_part = *middle_key == key && u16_at(room, 5 + key.size()) > 1;
    (*middle_key > key || is_later_part ? high : low) = middle;
  }
  const std::string_view room = table_->item(block, low, kBranchItemBytes);
  if (room.empty()) return std::nullopt;
  return u32_at(room, 0);
}

void TableReader::seek(std::string_view key) {
  if (is_damaged_ || table_->blocks() == 0) return;
  std::uint32_t block = table_->root().root;
  for (std::uint32_t level = table_->root().level; level > 0; --level) {
    const auto child = child_below(block, level, key);
    if (!child) return void(fail());
    block = *child;
  }
  block_ = block;
  entry_ = 0;
  entries_ = table_->entries(block, 0);
  if (entries_ == 0) return void(fail());
  while (entry_ < entries_) {
    const auto item = leaf_item(entry_);
    if (!item) return void(fail());
    if (item->key >= key && item->component == 1) return;
    ++entry_;
  }
}

bool TableReader::find(std::string_view key) {
  seek(key);
  return !is_damaged_ && next() && key_ == key;
}

}  // namespace polsearch::glass
