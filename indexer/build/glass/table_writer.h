// A glass table filled in key order: leaves one behind the other, branches as soon as a block of theirs is full.
//
//   add("a", "1"), add("b", "2"), ... add("z", long tag) -> postlist.glass, root {block 17, level 1, 26 entries}
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include "analysis/glass_format.h"
#include "indexer/build/file_handle.h"

namespace polsearch::glass {

// What the version file says of a table.
struct TableRoot {
  std::uint32_t root = 0;   // block number
  std::uint32_t level = 0;  // of the root; 0: it is a leaf
  std::uint64_t entries = 0;
  std::uint32_t compress_from = kNeverCompress;
  std::uint32_t blocks = 0;               // 0: the table is unused and has no file
  std::array<std::uint64_t, 2> digest{};  // of the file's bytes
};

enum class TagForm : std::uint8_t { kPlain, kDeflated };
enum class TableFile : std::uint8_t { kWhenUsed, kAlways };

// Not thread-safe. Keeps about 300 KB. The first failure sticks: later calls do nothing, finish() returns it.
class TableWriter {
 public:
  // kWhenUsed: no file without entries. Xapian needs the postlist table's, be it empty, and takes a database without a
  // termlist's for one that was made to have none.
  TableWriter(std::filesystem::path path, std::uint32_t compress_from, TableFile file = TableFile::kWhenUsed);

  // Keys strictly ascending bytewise, not empty, at most kMaxKeyBytes. kDeflated: `tag` is a raw deflate stream.
  void add(std::string_view key, std::string_view tag, TagForm form = TagForm::kPlain);

  [[nodiscard]] bool has_failed() const { return failure_.has_value(); }
  // Writes what is held and closes the file (without fsync). Errors: kIndex; write failures, keys out of order or too
  // long, a tag of more than kMaxComponents parts.
  [[nodiscard]] Result<TableRoot> finish();

 private:
  struct Block {
    std::array<unsigned char, kBlockBytes> bytes{};
    std::size_t directory_end = kDirectoryBegin;
    std::size_t items_begin = kBlockBytes;
    [[nodiscard]] bool is_empty() const { return directory_end == kDirectoryBegin; }
    [[nodiscard]] std::size_t room() const { return items_begin - directory_end; }
    unsigned char* place(std::size_t item_bytes);  // room for an item and its directory entry is there
    void clear();
  };
  // The least entry of a block, as its parent knows it.
  struct Separator {
    std::string key;
    std::uint16_t component = 1;
  };
  struct Level {
    Block block;                         // being filled
    std::optional<Separator> separator;  // of `block`; none: it is the leftmost of its level
  };
  struct Part {
    std::string_view bytes;
    std::uint16_t component = 1;
    bool is_last = true;
  };

  bool accepts(std::string_view key);
  void open();
  void start();
  void add_part(std::string_view key, const Part& part, TagForm form);
  void add_parts(std::string_view key, std::string_view tag, TagForm form);
  void start_leaf(std::string_view key, std::uint16_t component);
  void close_block(std::size_t level, Separator next);
  void add_child(std::size_t level, std::optional<Separator> separator, std::uint32_t block);
  std::uint32_t write_block(std::size_t level);
  void flush();
  void fail(Error error);
  void fail(const std::string& reason);

  std::filesystem::path path_;
  TableFile presence_;
  FileHandle file_;
  std::optional<Error> failure_;
  std::vector<Level> levels_;  // leaves first
  std::string last_key_;
  std::vector<unsigned char> finished_;  // blocks not yet written
  TableRoot root_;
};

}  // namespace polsearch::glass
