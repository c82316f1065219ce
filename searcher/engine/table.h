// One table of a glass database, mapped: finding entries by key, going from one to the next, reading their tags.
//
//   TableCursor at(table); at.seek("steel") -> true, key() "steel", tag() "\x05\x09..."
// No number that is read is trusted: every block, directory and item is checked against the mapping before it is
// touched, and a descent ends after as many levels as the root has. What does not hold together ends a walk and is
// told by is_damaged(). Grammar: analysis/glass_format.h.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <polsearch/result.h>

#include "analysis/mapped_file.h"
#include "searcher/engine/version_file.h"

namespace polsearch::engine {

inline constexpr std::size_t kMaxLevels = 11;

// Immutable and shared by all threads.
class Table {
 public:
  // Errors (kIndex): the file is missing or lacks its root. An unused table has no entries and no file.
  [[nodiscard]] static Result<Table> open(const std::filesystem::path& file, const TableRoot& root,
                                          std::uint32_t revision);

  [[nodiscard]] bool is_empty() const { return blocks_ == 0; }
  [[nodiscard]] std::uint64_t bytes() const { return std::uint64_t{blocks_} * root_.block_bytes; }
  [[nodiscard]] std::uint32_t level() const { return root_.level; }
  [[nodiscard]] std::uint32_t root() const { return root_.root; }

  // A block whose head is sound: its number exists, its level is `level`, its directory lies in it. Else empty.
  struct Block {
    const unsigned char* begin = nullptr;
    std::uint32_t entries = 0;
    explicit operator bool() const { return begin != nullptr; }
  };
  [[nodiscard]] Block block(std::uint32_t number, std::uint32_t level) const;

  struct LeafItem {
    std::string_view key, part;
    std::uint16_t component = 1;
    bool is_last_part = true, is_compressed = false;
  };
  struct BranchItem {
    std::uint32_t child = 0;
    std::string_view key;
    std::uint16_t component = 0;
  };
  struct EntryKey {
    std::string_view key;
    std::uint16_t component = 1;
  };
  // Where an item that was read stands in the file, for item_at(); never 0.
  [[nodiscard]] std::uint64_t place_of(const LeafItem& item) const;
  // None: there is no whole item there. `place` must be place_of() of an item of this table.
  [[nodiscard]] std::optional<LeafItem> item_at(std::uint64_t place) const;
  // Has what stands there come from memory while other work is done.
  void fetch(std::uint64_t place) const {
    if (place < bytes()) __builtin_prefetch(file_->bytes().data() + place);
  }
  void fetch_block(std::uint32_t number) const { fetch(std::uint64_t{number} * root_.block_bytes); }
  // `entry` < block.entries. None: the item does not lie in the block.
  [[nodiscard]] std::optional<LeafItem> leaf_item(const Block& block, std::uint32_t entry) const;
  [[nodiscard]] std::optional<BranchItem> branch_item(const Block& block, std::uint32_t entry) const;
  [[nodiscard]] std::optional<EntryKey> entry_key(const Block& block, bool is_leaf, std::uint32_t entry) const;
  // The last entry from `from` on that is not above `key`; `from` when all behind it are. None: an entry cannot be
  // read.
  [[nodiscard]] std::optional<std::uint32_t> last_not_above(const Block& block, bool is_leaf, std::uint32_t from,
                                                            std::string_view key) const;

 private:
  Table(std::optional<MappedFile> file, const TableRoot& root, std::uint32_t revision);
  [[nodiscard]] std::string_view item(const Block& block, std::uint32_t entry, std::size_t least_bytes) const;

  std::optional<MappedFile> file_;
  TableRoot root_;
  std::uint32_t revision_ = 0;
  std::uint32_t blocks_ = 0;
};

// A place in a table. Copying one is cheap. Not shared between threads.
class TableCursor {
 public:
  explicit TableCursor(const Table& table) : table_(&table) {}

  // Moves to the last entry whose key is not above `key`: it may be the empty key in front of all. False: the table is
  // empty or damaged. `key` behind the cursor's own is found without starting at the root when it stands in the same
  // leaf.
  bool seek(std::string_view key);
  // As seek(), each of `cursors` to the key of its number: the leaves come from memory beside each other, not one after
  // another.
  static void seek_all(std::span<TableCursor> cursors, std::span<const std::string> keys);
  // Moves to `key` itself; false: there is no such entry, or damage.
  bool find(std::string_view key) { return seek(key) && item_.key == key && item_.component == 1; }
  [[nodiscard]] const Table::LeafItem& item() const { return item_; }
  // Stands at `key` itself.
  [[nodiscard]] bool stands_at(std::string_view key) const { return leaf_ && item_.key == key && item_.component == 1; }
  // Moves to the next entry (over the parts of a long tag). False: there is none, or damage.
  bool next();

  [[nodiscard]] bool is_damaged() const { return is_damaged_; }
  [[nodiscard]] std::string_view key() const { return item_.key; }
  // The tag's first part, in the mapping: all of it when is_whole().
  [[nodiscard]] std::string_view first_part() const { return item_.part; }
  [[nodiscard]] bool is_whole() const { return item_.is_last_part && !item_.is_compressed; }
  [[nodiscard]] bool is_compressed() const { return item_.is_compressed; }
  // All parts of a long tag, joined, as they are stored. The cursor stays. None: damage.
  [[nodiscard]] std::optional<std::string> joined_parts() const;

 private:
  struct Place {
    std::uint32_t block = 0;
    std::uint32_t entry = 0;
  };
  enum class Edge : std::uint8_t { kFirst, kLast };
  bool descend(std::string_view key);
  bool descend_branches(std::string_view key);
  bool land(std::string_view key);
  bool descend_from(std::uint32_t level, Edge edge);
  bool end_of_previous_leaf();
  bool seek_in_leaf(std::string_view key);
  bool step();
  bool next_leaf();
  bool load();
  bool fail();

  const Table* table_;
  std::array<Place, kMaxLevels> path_{};  // leaf first
  Table::Block leaf_;
  Table::LeafItem item_;
  bool is_damaged_ = false;
};

}  // namespace polsearch::engine
