// The B-tree of a table: read back by a walk that knows only the grammar.
#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/build/glass/table_writer.h"
#include "temp_folder.h"

using namespace polsearch;
using namespace polsearch::glass;

namespace {

using Entries = std::map<std::string, std::string>;

// Walks a table from its root and checks each block on the way.
class TableWalk {
 public:
  TableWalk(const std::filesystem::path& path, const TableRoot& root) : root_(root) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    bytes_ = bytes.str();
    REQUIRE(bytes_.size() == root.blocks * kBlockBytes);
    walk(root.root, root.level, "");
    REQUIRE(blocks_seen_ == root.blocks);
  }
  [[nodiscard]] const Entries& entries() const { return entries_; }
  [[nodiscard]] int parts() const { return parts_; }

 private:
  [[nodiscard]] std::size_t u16(std::size_t at) const { return byte(at) << 8 | byte(at + 1); }
  [[nodiscard]] std::size_t u32(std::size_t at) const { return u16(at) << 16 | u16(at + 2); }
  [[nodiscard]] std::size_t byte(std::size_t at) const { return static_cast<unsigned char>(bytes_.at(at)); }
  [[nodiscard]] std::string text(std::size_t at, std::size_t length) const { return bytes_.substr(at, length); }

  void walk(std::size_t block, std::size_t level, const std::string& least) {
    ++blocks_seen_;
    const std::size_t begin = block * kBlockBytes, directory_end = u16(begin + 9);
    REQUIRE(u32(begin) == kRevision);
    REQUIRE(byte(begin + 4) == level);
    REQUIRE(u16(begin + 5) == u16(begin + 7));
    REQUIRE(directory_end > kDirectoryBegin);
    std::size_t lowest = kBlockBytes;
    for (std::size_t at = kDirectoryBegin; at < directory_end; at += 2) {
      const std::size_t item = begin + u16(begin + at);
      lowest = std::min(lowest, u16(begin + at));
      level == 0 ? leaf_item(item, least) : branch_item(item, level, at == kDirectoryBegin, least);
    }
    REQUIRE(lowest - directory_end == u16(begin + 5));
  }

  void branch_item(std::size_t at, std::size_t level, bool is_first, const std::string& least) {
    const std::string key = text(at + 5, byte(at + 4));
    if (is_first) REQUIRE(key.empty());
    if (!is_first) REQUIRE(key >= least);
    const std::size_t component = u16(at + 5 + key.size());
    if (!is_first) REQUIRE((key > last_ || (key == last_ && component > 1)));
    walk(u32(at), level - 1, is_first ? least : key);
  }

  void leaf_item(std::size_t at, const std::string& least) {
    const std::size_t flags = u16(at) & 0xE000, size = (u16(at) & 0x1FFF) + 3;
    const bool is_first = flags & kFirstPartFlag, is_last = flags & kLastPartFlag;
    REQUIRE(size <= kMaxItemBytes);
    const std::string key = text(at + 3, byte(at + 2));
    REQUIRE(key >= least);
    const std::size_t header = 3 + key.size() + (is_first ? 0 : 2);
    if (!is_first) REQUIRE(key == last_);
    if (!is_first) REQUIRE(u16(at + 3 + key.size()) == ++component_);
    if (is_first) component_ = 1;
    if (is_first && !key.empty()) REQUIRE(key > last_);
    last_ = key;
    ++parts_;
    tag_ = (is_first ? "" : tag_) + text(at + header, size - header);
    if (is_last && !key.empty()) entries_[key] = tag_;
  }

  TableRoot root_;
  std::string bytes_, last_, tag_;
  std::size_t component_ = 0, blocks_seen_ = 0;
  int parts_ = 0;
  Entries entries_;
};

Result<TableRoot> write(const std::filesystem::path& path, const Entries& entries) {
  TableWriter table(path, kNeverCompress);
  for (const auto& [key, tag] : entries) table.add(key, tag);
  return table.finish();
}

std::string message_of(const Result<TableRoot>& result) { return result.ok() ? "fine" : result.error().message; }

std::string random_key(std::mt19937& random, std::size_t longest) {
  std::string key(longest > 200 ? longest - 10 : 0, 'k');  // long separators make a tree of many levels
  for (std::size_t i = 1 + random() % std::min<std::size_t>(longest, 10); i > 0; --i) key += "\0\xFFkab"[random() % 5];
  return key;
}

}  // namespace

TEST_CASE("an unused table has no file") {
  const TempFolder folder;
  const auto root = write(folder / "t", {});
  REQUIRE(root.ok());
  CHECK(root->blocks == 0);
  CHECK_FALSE(std::filesystem::exists(folder / "t"));
}

TEST_CASE("a table gives back what was put in, at every depth") {
  const TempFolder folder;
  std::mt19937 random(20240604);
  for (const auto& [count, longest_key, longest_tag] :
       {std::tuple(1, 5, 5), {10, 255, 100}, {60, 3, 2100}, {5000, 20, 60}, {20000, 255, 30}, {40, 10, 90000}}) {
    Entries entries;
    for (int i = 0; i < count; ++i) {
      std::string tag(random() % static_cast<unsigned>(longest_tag), '\0');
      for (char& c : tag) c = static_cast<char>(random() >> 24);
      entries[random_key(random, static_cast<std::size_t>(longest_key))] = tag;
    }
    CAPTURE(count, longest_key, longest_tag);
    const auto root = write(folder / "t", entries);
    REQUIRE(root.ok());
    CHECK(root->entries == entries.size());
    const TableWalk walk(folder / "t", *root);
    CHECK(walk.entries() == entries);
    if (longest_key == 255 && count > 10) CHECK(root->level >= 2);
    if (longest_tag == 90000) CHECK(walk.parts() > 40);
  }
}

TEST_CASE("tags around the largest item are cut or not, and come back") {
  const TempFolder folder;
  for (std::size_t bytes = kMaxItemBytes - 20; bytes < kMaxItemBytes + 20; ++bytes) {
    const Entries entries = {{"a", std::string(bytes, 'x')}, {"b", ""}, {"c", std::string(bytes * 4, 'y')}};
    const auto root = write(folder / "t", entries);
    CAPTURE(bytes);
    REQUIRE(root.ok());
    CHECK(TableWalk(folder / "t", *root).entries() == entries);
  }
}

TEST_CASE("what the format cannot hold is an error that says so") {
  const TempFolder folder;
  const std::string table = "cannot write " + (folder / "t").string() + ": ";
  const auto added = [&](std::initializer_list<std::string> keys) {
    TableWriter writer(folder / "t", kNeverCompress);
    for (const std::string& key : keys) writer.add(key, "tag");
    return message_of(writer.finish());
  };
  CHECK(added({std::string(255, 'x')}) == "fine");
  CHECK(added({std::string(256, 'x')}) == table + "a key has 256 bytes, the limit is 255");
  CHECK(added({"b", "a"}) == table + "its keys are out of order");
  CHECK(added({"b", "b", "c"}) == table + "its keys are out of order");
  CHECK(added({""}) == table + "its keys are out of order");
}

TEST_CASE("the longest tag is 65,535 parts") {
  const TempFolder folder;
  const std::string too_long(65536 * kMaxItemBytes, 'x');
  TableWriter writer(folder / "t", kNeverCompress);
  writer.add("a", too_long);
  CHECK(message_of(writer.finish()) ==
        "cannot write " + (folder / "t").string() + ": an entry needs more than 65,535 parts");
}

TEST_CASE("a full disk, a file that may not grow and a missing folder are errors with their reason") {
  const TempFolder folder;
  Entries entries;
  for (int i = 0; i < 20000; ++i) entries["key" + std::to_string(i)] = std::string(100, 'x');
  CHECK(message_of(write("/dev/full", entries)) == "cannot write /dev/full: No space left on device");
  CHECK(message_of(write("/dev/full", {{"a", "b"}})) == "cannot write /dev/full: No space left on device");
  CHECK(message_of(write(folder / "none/t", entries)) ==
        "cannot write " + (folder / "none/t").string() + ": No such file or directory");
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit small{1 << 20, 1 << 20};
    setrlimit(RLIMIT_FSIZE, &small);
    const std::string expected = "cannot write " + (folder / "t").string() + ": File too large";
    _exit(message_of(write(folder / "t", entries)) == expected ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(status == 0);
}

TEST_CASE("the digest tells files apart") {
  const TempFolder folder;
  const auto a = write(folder / "t", {{"a", "1"}}), b = write(folder / "t", {{"a", "2"}}),
             c = write(folder / "u", {{"a", "1"}});
  CHECK(a->digest != b->digest);
  CHECK(a->digest == c->digest);
}
