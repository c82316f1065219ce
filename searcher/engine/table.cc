#include "searcher/engine/table.h"

#include <algorithm>
#include <utility>

#include "analysis/glass_format.h"
#include "searcher/engine/glass_numbers.h"

namespace polsearch::engine {
namespace {

using namespace glass;

constexpr std::size_t kLevelAt = 4, kDirectoryEndAt = 9;
constexpr std::size_t kBranchKeyAt = kBranchItemBytes - kComponentBytes;
constexpr std::size_t kMaxJoinedBytes = std::size_t{1} << 30;

// Entries sort by key, then by component.
int compare(std::string_view a, std::uint32_t a_component, std::string_view b, std::uint32_t b_component) {
  if (const int order = a.compare(b)) return order;
  return a_component < b_component ? -1 : a_component > b_component ? 1 : 0;
}

// `room`: from the item's first byte to its block's end.
std::optional<Table::LeafItem> read_leaf_item(std::string_view room) {
  const unsigned char* begin = begin_of(room);
  const std::uint16_t head = read_u16(begin);
  const std::size_t size = (head & kItemSizeMask) + kItemHeaderBytes, key_bytes = begin[2];
  const bool is_first = (head & kFirstPartFlag) != 0;
  const std::size_t tag_at = kItemHeaderBytes + key_bytes + (is_first ? 0 : kComponentBytes);
  if (size > room.size() || tag_at > size) return std::nullopt;
  Table::LeafItem item;
  item.key = room.substr(kItemHeaderBytes, key_bytes);
  item.part = room.substr(tag_at, size - tag_at);
  item.component = is_first ? std::uint16_t{1} : read_u16(begin + kItemHeaderBytes + key_bytes);
  item.is_last_part = (head & kLastPartFlag) != 0;
  item.is_compressed = (head & kCompressedFlag) != 0;
  return item;
}

}  // namespace

Table::Table(std::optional<MappedFile> file, const TableRoot& root, std::uint32_t revision)
    : file_(std::move(file)), root_(root), revision_(revision) {
  if (file_ && root_.block_bytes > 0) blocks_ = static_cast<std::uint32_t>(file_->bytes().size() / root_.block_bytes);
}

Result<Table> Table::open(const std::filesystem::path& path, const TableRoot& root, std::uint32_t revision) {
  if (root.is_unused) return Table(std::nullopt, root, revision);
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  Table table(std::move(*file), root, revision);
  if (!table.block(root.root, root.level) || root.level >= kMaxLevels)
    return Error{Error::Kind::kIndex, path.filename().string() + " is damaged: its root cannot be read",
                 "check it with polindex verify"};
  return table;
}

Table::Block Table::block(std::uint32_t number, std::uint32_t level) const {
  if (number >= blocks_) return {};
  const unsigned char* begin = begin_of(file_->bytes()) + std::size_t{number} * root_.block_bytes;
  const std::size_t end = read_u16(begin + kDirectoryEndAt);
  const bool is_sound = begin[kLevelAt] == level && read_u32(begin) <= revision_ && end > kDirectoryBegin &&
                        end <= root_.block_bytes && (end - kDirectoryBegin) % kDirectoryEntryBytes == 0;
  if (!is_sound) return {};
  return {begin, static_cast<std::uint32_t>((end - kDirectoryBegin) / kDirectoryEntryBytes)};
}

// From its first byte to the block's end; empty when that is less than `least_bytes`.
std::string_view Table::item(const Block& block, std::uint32_t entry, std::size_t least_bytes) const {
  const std::size_t at = read_u16(block.begin + kDirectoryBegin + kDirectoryEntryBytes * entry);
  if (at + least_bytes > root_.block_bytes) return {};
  return {reinterpret_cast<const char*>(block.begin) + at, root_.block_bytes - at};
}

std::optional<Table::LeafItem> Table::leaf_item(const Block& block, std::uint32_t entry) const {
  const std::string_view room = item(block, entry, kItemHeaderBytes);
  return room.empty() ? std::nullopt : read_leaf_item(room);
}

std::uint64_t Table::place_of(const LeafItem& item) const {
  return static_cast<std::uint64_t>(item.key.data() - file_->bytes().data()) - kItemHeaderBytes;
}

std::optional<Table::LeafItem> Table::item_at(std::uint64_t place) const {
  const std::uint64_t left = root_.block_bytes - place % root_.block_bytes;
  if (place + left > bytes() || left < kItemHeaderBytes) return std::nullopt;
  return read_leaf_item(file_->bytes().substr(place, left));
}

// As leaf_item and branch_item, the key alone: most items are only compared.
[[gnu::always_inline]] inline std::optional<Table::EntryKey> Table::entry_key(const Block& block, bool is_leaf,
                                                                              std::uint32_t entry) const {
  const std::size_t head_bytes = is_leaf ? kItemHeaderBytes : kBranchKeyAt;
  const std::string_view room = item(block, entry, is_leaf ? kItemHeaderBytes : kBranchItemBytes);
  if (room.empty()) return std::nullopt;
  const unsigned char* begin = begin_of(room);
  const std::size_t key_bytes = begin[head_bytes - 1], end = head_bytes + key_bytes;
  const bool has_component = !is_leaf || (begin[0] & kFirstPartFlag >> 8) == 0;
  if (end + (has_component ? kComponentBytes : 0) > room.size()) return std::nullopt;
  return EntryKey{room.substr(head_bytes, key_bytes), has_component ? read_u16(begin + end) : std::uint16_t{1}};
}

std::optional<std::uint32_t> Table::last_not_above(const Block& block, bool is_leaf, std::uint32_t from,
                                                   std::string_view key) const {
  std::uint32_t low = from, high = block.entries;
  while (high - low > 1) {
    const std::uint32_t middle = low + (high - low) / 2;
    const auto entry = entry_key(block, is_leaf, middle);
    if (!entry) return std::nullopt;
    (compare(entry->key, entry->component, key, 1) > 0 ? high : low) = middle;
  }
  return low;
}

std::optional<Table::BranchItem> Table::branch_item(const Block& block, std::uint32_t entry) const {
  const std::string_view room = item(block, entry, kBranchItemBytes);
  if (room.empty()) return std::nullopt;
  const unsigned char* begin = begin_of(room);
  const std::size_t key_bytes = begin[4];
  if (kBranchItemBytes + key_bytes > room.size()) return std::nullopt;
  return BranchItem{read_u32(begin), room.substr(5, key_bytes), read_u16(begin + 5 + key_bytes)};
}

bool TableCursor::fail() {
  is_damaged_ = true;
  leaf_ = {};
  return false;
}

bool TableCursor::load() {
  const auto item = table_->leaf_item(leaf_, path_[0].entry);
  if (!item) return fail();
  item_ = *item;
  return true;
}

bool TableCursor::seek(std::string_view key) {
  if (is_damaged_ || table_->is_empty()) return false;
  return (leaf_ && seek_in_leaf(key)) || (!is_damaged_ && descend(key));
}

// Only when the key surely lies in this leaf: not before where the cursor stands, and before the leaf's last entry.
bool TableCursor::seek_in_leaf(std::string_view key) {
  if (compare(item_.key, item_.component, key, 1) > 0) return false;
  const auto last = table_->entry_key(leaf_, /*is_leaf=*/true, leaf_.entries - 1);
  if (!last) return fail();
  if (compare(last->key, last->component, key, 1) <= 0) return false;
  const auto found = table_->last_not_above(leaf_, /*is_leaf=*/true, path_[0].entry, key);
  if (!found) return fail();
  path_[0].entry = *found;
  return load();
}

void TableCursor::seek_all(std::span<TableCursor> cursors, std::span<const std::string> keys) {
  for (std::size_t i = 0; i < cursors.size(); ++i) {
    TableCursor& cursor = cursors[i];
    if (!cursor.is_damaged_ && !cursor.table_->is_empty() && cursor.descend_branches(keys[i]))
      cursor.table_->fetch_block(cursor.path_[0].block);
  }
  for (std::size_t i = 0; i < cursors.size(); ++i)
    if (!cursors[i].is_damaged_ && !cursors[i].table_->is_empty()) cursors[i].land(keys[i]);
}

bool TableCursor::descend(std::string_view key) { return descend_branches(key) && land(key); }

// Down to the number of the leaf.
bool TableCursor::descend_branches(std::string_view key) {
  std::uint32_t number = table_->root();
  for (std::uint32_t level = table_->level(); level > 0; --level) {
    const Table::Block block = table_->block(number, level);
    const auto found = block ? table_->last_not_above(block, /*is_leaf=*/false, 0, key) : std::nullopt;
    const auto item = found ? table_->branch_item(block, *found) : std::nullopt;
    if (!item) return fail();
    path_[level] = {number, *found};
    number = item->child;
  }
  path_[0] = {number, 0};
  return true;
}

bool TableCursor::land(std::string_view key) {
  leaf_ = table_->block(path_[0].block, 0);
  const auto found = leaf_ ? table_->last_not_above(leaf_, /*is_leaf=*/true, 0, key) : std::nullopt;
  if (!found) return fail();
  path_[0].entry = *found;
  if (!load()) return false;
  // A branch's key may be below the first one of its leaf: what lies between belongs behind the leaf before.
  return compare(item_.key, item_.component, key, 1) <= 0 || end_of_previous_leaf();
}

bool TableCursor::end_of_previous_leaf() {
  std::uint32_t level = 1;
  while (level <= table_->level() && path_[level].entry == 0) ++level;
  if (level > table_->level()) return fail();  // the leftmost leaf begins with the empty key
  --path_[level].entry;
  return descend_from(level, Edge::kLast);
}

// From the branch entry that the path names down to the first or the last leaf under it.
bool TableCursor::descend_from(std::uint32_t level, Edge edge) {
  for (; level > 0; --level) {
    const Table::Block block = table_->block(path_[level].block, level);
    const auto item = block ? table_->branch_item(block, path_[level].entry) : std::nullopt;
    const Table::Block child = item ? table_->block(item->child, level - 1) : Table::Block{};
    if (!child) return fail();
    path_[level - 1] = {item->child, edge == Edge::kFirst ? 0 : child.entries - 1};
    if (level == 1) leaf_ = child;
  }
  return load();
}

// The next item, which may be a later part of the same tag. Keys must rise: a tree that leads back ends here.
bool TableCursor::step() {
  if (!leaf_) return false;
  const Table::LeafItem before = item_;
  const bool moved = ++path_[0].entry < leaf_.entries ? load() : next_leaf();
  if (moved && compare(before.key, before.component, item_.key, item_.component) >= 0) return fail();
  return moved;
}

// Up to the first branch that has another child, then down along the first children.
bool TableCursor::next_leaf() {
  for (std::uint32_t level = 1; level <= table_->level(); ++level) {
    const Table::Block block = table_->block(path_[level].block, level);
    if (!block) return fail();
    if (++path_[level].entry < block.entries) return descend_from(level, Edge::kFirst);
  }
  leaf_ = {};
  return false;
}

bool TableCursor::next() {
  while (step())
    if (item_.component == 1) return true;
  return false;
}

std::optional<std::string> TableCursor::joined_parts() const {
  TableCursor part = *this;
  std::string joined(item_.part);
  for (std::uint32_t component = 2; !part.item_.is_last_part; ++component) {
    const std::string_view key = item_.key;
    if (!part.step() || part.item_.key != key || part.item_.component != component) return std::nullopt;
    if (joined.size() + part.item_.part.size() > kMaxJoinedBytes) return std::nullopt;
    joined += part.item_.part;
  }
  return joined;
}

}  // namespace polsearch::engine
