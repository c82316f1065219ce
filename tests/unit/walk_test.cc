// Paths -> documents, over a temporary folder. A walk prints as "id=bytes;" and "(path reason);".
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "indexer/read.h"

using namespace polsearch;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "polsearch-walk-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  fs::path operator/(const std::string& name) const { return path_ / name; }
  void write(const std::string& name, const std::string& bytes) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }
  [[nodiscard]] std::string string() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 19));
  return out;
}

// Folder paths print as "@".
std::string walk(const Folder& folder, const std::vector<std::string>& paths, const ReadLimits& limits = {},
                 const std::string& input = {}) {
  std::string out;
  std::istringstream standard_input(input);
  const auto shorten = [&](std::string path) {
    const std::size_t at = path.find(folder.string());
    return at == std::string::npos ? path : path.replace(at, folder.string().size(), "@");
  };
  ReadSink sink{[&](RawDocument&& d) {
                  out += d.id + "=" + (d.bytes.size() > 40 ? std::to_string(d.bytes.size()) : d.bytes) + ";";
                  return true;
                },
                [&](Skip&& s) { out += "(" + shorten(s.path) + " " + s.reason + ");"; }};
  REQUIRE(read_documents(paths, limits, standard_input, sink));
  return out;
}

}  // namespace

TEST_CASE("a folder is read in bytewise order of relative paths") {
  const Folder folder;
  for (const char* name : {"b.txt", "a/z.txt", "a.txt", "a/b/c.txt", "A.HTML", "a-b.txt", "\xE5\xB7\xA5.txt"})
    folder.write(name, "x");
  CHECK(walk(folder, {folder.string()}) == "A.HTML=x;a-b.txt=x;a.txt=x;a/b/c.txt=x;a/z.txt=x;b.txt=x;工.txt=x;");
  CHECK(walk(folder, {folder.string() + "/"}) == walk(folder, {folder.string()}));
  CHECK(walk(folder, {(folder / "a").string(), (folder / "b.txt").string()}) == "b/c.txt=x;z.txt=x;b.txt=x;");
}

TEST_CASE("hidden files and other endings are no documents, but are named when asked for") {
  const Folder folder;
  for (const char* name : {".hidden.txt", ".git/a.txt", "a.pdf", "README", "a.txt", "gz", "a.gz"})
    folder.write(name, "x");
  CHECK(walk(folder, {folder.string()}) == "a.txt=x;");
  CHECK(
      walk(folder, {(folder / "a.pdf").string()}) ==
      "(@/a.pdf unknown kind of file; accepted: .txt, .html, .htm, .jsonl, .wet, .warc, each also with .gz or .zst);");
  CHECK(walk(folder, {(folder / ".hidden.txt").string()}) == ".hidden.txt=x;");
}

TEST_CASE("what cannot be read is skipped with its reason and the walk goes on") {
  const Folder folder;
  folder.write("z.txt", "z");
  folder.write("big.txt", std::string(200, 'x'));
  REQUIRE(mkfifo((folder / "fifo.txt").c_str(), 0600) == 0);
  fs::create_symlink("nowhere.txt", folder / "dangling.txt");
  fs::create_symlink("z.txt", folder / "link.txt");
  fs::create_directory_symlink(".", folder / "loop");
  fs::create_symlink("self.txt", folder / "self.txt");
  ReadLimits limits;
  limits.file_bytes = 100;
  CHECK(walk(folder, {(folder / "none.txt").string(), folder.string()}, limits) ==
        "(@/none.txt no such file or directory);(@/big.txt file is over 100 bytes, the limit);(@/dangling.txt no such "
        "file or directory);"
        "(@/fifo.txt FIFO, socket or device, not a file);link.txt=z;(@/loop symbolic link to a folder, not followed);"
        "(@/self.txt too many levels of symbolic links);z.txt=z;");
  CHECK(walk(folder, {(folder / "fifo.txt").string()}) == "(@/fifo.txt is a FIFO, not a file);");
  if (geteuid() != 0) {  // root reads everything
    fs::permissions(folder / "z.txt", fs::perms::none);
    CHECK(walk(folder, {(folder / "z.txt").string()}) == "(@/z.txt permission denied);");
  }
}

TEST_CASE("a folder that cannot be opened or looked at is skipped once") {
  constexpr std::size_t kLongestPath = 4095;  // root, too, can look at a folder there, but not at "folder/"
  const Folder folder;
  std::string path = folder.string();
  while (path.size() + 500 < kLongestPath) path += '/' + std::string(250, 'd');
  path += '/' + std::string(200, 'd');
  fs::create_directories(path);
  const std::string last(kLongestPath - path.size() - 1, 'e'), too_long = last + 'e';
  const int parent = open(path.c_str(), O_RDONLY | O_DIRECTORY);
  REQUIRE(parent >= 0);
  for (const std::string& name : {last, too_long}) REQUIRE(mkdirat(parent, name.c_str(), 0700) == 0);
  const std::string out = walk(folder, {folder.string()}), deep = "(@" + path.substr(folder.string().size()) + '/';
  for (const std::string& name : {last, too_long}) CHECK(unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0);
  close(parent);
  CHECK(out == deep + last + "/ file name too long);" + deep + too_long + " file name too long);");
}

TEST_CASE("a file name that is not UTF-8 gives an id that is") {
  const Folder folder;
  folder.write("a\xFF\nb.txt", "x");
  CHECK(walk(folder, {folder.string()}) == "a%FF%0Ab.txt=x;");
}

TEST_CASE("gzip and zstd files are unpacked, members one after another") {
  const Folder folder;
  folder.write("a.txt.gz", gzip("one") + gzip("") + gzip(" two") + std::string(512, '\0'));
  folder.write("b.jsonl.zst", zstd("{\"text\":\"1\"}\n{\"te") + zstd("xt\":\"2\"}"));
  folder.write("c.HTM.GZ", gzip(std::string(300'000, 'x')));
  folder.write("d.html.zst", zstd(std::string(300'000, 'x')));
  CHECK(walk(folder, {folder.string()}) ==
        "a.txt.gz=one two;b.jsonl.zst:1=1;b.jsonl.zst:2=2;c.HTM.GZ=300000;d.html.zst=300000;");
}

TEST_CASE("damaged, cut off and bomb-like packed files are skips") {
  const Folder folder;
  const std::string good = gzip(std::string(5000, 'a') + "bcdefgh"),
                    good_zstd = zstd("some text that is packed, some text");
  folder.write("a.txt.gz", good.substr(0, good.size() - 4));
  folder.write("b.txt.gz", "not gzip at all");
  folder.write("c.txt.zst", good_zstd.substr(0, good_zstd.size() - 3));
  folder.write("d.txt.zst", "not zstd at all");
  folder.write("e.jsonl.gz", gzip(std::string(40 << 20, '\n')));
  folder.write("f.txt.gz", gzip(std::string(2 << 20, 'x')));
  ReadLimits limits;
  limits.file_bytes = 1 << 20;
  const std::string out = walk(folder, {folder.string()}, limits);
  CHECK(
      out.starts_with("(@/a.txt.gz gzip file is cut off);(@/b.txt.gz gzip data is damaged);(@/c.txt.zst zstd file is "
                      "cut off);(@/d.txt.zst zstd data is damaged"));
  CHECK(
      out.find(
          "(@/e.jsonl.gz unpacks to over 200 times its size, the limit);(@/f.txt.gz file is over 1 MiB, the limit);") !=
      std::string::npos);
}

TEST_CASE("standard input is JSONL") {
  const Folder folder;
  CHECK(walk(folder, {"-"}, {}, "{\"id\":\"a\",\"text\":\"1\"}\n{\"text\":\"2\"}\n[]\n") ==
        "a=1;-:2=2;(-:3 not a JSON object);");
}

TEST_CASE("JSONL documents without id are named after file and line") {
  const Folder folder;
  folder.write("sub/p.jsonl", "{\"text\":\"1\"}\n{\n{\"id\":\"\",\"text\":\"3\"}\n");
  const std::string out = walk(folder, {folder.string()});
  CHECK(out.starts_with("sub/p.jsonl:1=1;(@/sub/p.jsonl:2 not JSON: "));
  CHECK(out.ends_with("sub/p.jsonl:3=3;"));
}
