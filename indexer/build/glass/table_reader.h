// A glass table read in key order, or at one key: what an update takes from the generation before it.
//
//   TableReader at(table); while (at.next()) use(at.key(), at.tag(), at.form());
// Nothing is trusted: every block, directory and item is checked against the mapping before it is touched. What does
// not hold together ends the walk and is told by is_damaged(). Grammar: analysis/glass_format.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <polsearch/result.h>
#include "analysis/mapped_file.h"
#include "indexer/build/glass/table_writer.h"

namespace polsearch::glass {

// A table's file and root; shared by its readers and many threads.
class MappedTable {
 public:
  // Without blocks in `root` the table has no file and no entries. Errors: kIndex.
  [[nodiscard]] static Result<MappedTable> open(const std::filesystem::path& file, const TableRoot& root);

  [[nodiscard]] const TableRoot& root() const { return root_; }
  [[nodiscard]] std::uint32_t blocks() const { return blocks_; }
  // Entries of a block of that level; 0: it is none.
  [[nodiscard]] std::uint32_t entries(std::uint32_t block, std::uint32_t level) const;
  // From the item's first byte to the end of its block; empty: less than `least_bytes` of it.
  [[nodiscard]] std::string_view item(std::uint32_t block, std::uint32_t entry, std::size_t least_bytes) const;

 private:
  MappedTable(std::optional<MappedFile> file, const TableRoot& root);
  std::optional<MappedFile> file_;
  TableRoot root_;
  std::uint32_t blocks_ = 0;
};

// A place in a table. Leaves are read in the order of their blocks, which is key order in tables that were written in
// one go. Not shared between threads.
class TableReader {
 public:
  explicit TableReader(const MappedTable& table) : table_(&table) {}

  // The next entry; false at the end and after damage.
  bool next();
  // Moves to `key`; false: there is no such entry, or damage.
  bool find(std::string_view key);
  // Moves so that next() gives the first entry at or behind `key`.
  void seek(std::string_view key);

  // Valid until the next move.
  [[nodiscard]] std::string_view key() const { return key_; }
  [[nodiscard]] std::string_view tag() const { return tag_; }
  [[nodiscard]] TagForm form() const { return form_; }
  [[nodiscard]] bool is_damaged() const { return is_damaged_; }

 private:
  struct Item {
    std::string_view key, part;
    std::uint16_t component = 1;
    bool is_last_part = true;
    TagForm form = TagForm::kPlain;
  };
  [[nodiscard]] std::optional<Item> leaf_item(std::uint32_t entry) const;
  [[nodiscard]] std::optional<std::uint32_t> child_below(std::uint32_t block, std::uint32_t level,
                                                         std::string_view key) const;
  bool step(Item& item);
  bool take(const Item& first);
  bool fail();

  const MappedTable* table_;
  std::uint32_t block_ = 0, entry_ = 0, entries_ = 0;  // entry_ is the next one of block_
  std::string_view key_, tag_;
  TagForm form_ = TagForm::kPlain;
  std::string joined_;
  bool is_damaged_ = false;
};

}  // namespace polsearch::glass
