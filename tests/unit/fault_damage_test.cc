// A damaged index: `verify` finds the damage and names the file; who searches without asking gets an error or an
// answer, never a crash, a hang or a read outside of a mapping (run it under -fsanitize=address to see the last).
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <polsearch/indexer.h>
#include <polsearch/searcher.h>
#include "analysis/index_layout.h"
#include "indexer/info.h"
#include "tests/unit/temp_folder.h"

using namespace polsearch;
namespace fs = std::filesystem;

namespace {

bool is_full() {
  const char* mode = std::getenv("POLSEARCH_TEST_MODE");
  return mode != nullptr && std::string_view(mode) == "full";
}

struct Damaged {
  fs::path path;
  std::string sound;  // what it held
};
using Files = std::vector<Damaged>;
using Damage = std::string (*)(std::mt19937& random, std::string bytes);

std::size_t place_in(std::mt19937& random, const std::string& bytes) { return random() % bytes.size(); }

std::string one_bit(std::mt19937& random, std::string bytes) {
  bytes[place_in(random, bytes)] ^= static_cast<char>(1 << random() % 8);
  return bytes;
}

// Where counts, offsets and directories stand.
std::string bits_of_the_head(std::mt19937& random, std::string bytes) {
  for (auto flips = 1 + random() % 3; flips > 0; --flips)
    bytes[std::min<std::size_t>(random() % 96, bytes.size() - 1)] ^= static_cast<char>(1 << random() % 8);
  return bytes;
}

std::string truncated(std::mt19937& random, std::string bytes) {
  bytes.resize(place_in(random, bytes));
  return bytes;
}

std::string longer(std::mt19937& random, std::string bytes) {
  bytes.append(1 + random() % 9000, static_cast<char>(random()));
  return bytes;
}

std::string zeroed(std::mt19937& random, std::string bytes) {
  const std::size_t begin = place_in(random, bytes),
                    count = std::min<std::size_t>(bytes.size() - begin, random() % 8192);
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(begin), count, '\0');
  return bytes;
}

std::string emptied(std::mt19937&, std::string) { return {}; }

std::string scrambled(std::mt19937& random, std::string bytes) {
  const std::size_t begin = place_in(random, bytes), end = std::min(bytes.size(), begin + 1 + random() % 64);
  for (std::size_t at = begin; at < end; ++at) bytes[at] = static_cast<char>(random() >> 24);
  return bytes;
}

constexpr Damage kDamages[] = {one_bit, bits_of_the_head, truncated, longer, zeroed, emptied, scrambled, one_bit};

Files files_of(const fs::path& index) {
  Files files{{index / "current", *read_file(index / "current")}};
  const auto generation = resolve_generation(index);
  REQUIRE(generation.ok());
  for (const auto& entry : fs::recursive_directory_iterator(generation->folder))
    if (entry.is_regular_file()) files.push_back({entry.path(), *read_file(entry.path())});
  std::sort(files.begin(), files.end(), [](const Damaged& a, const Damaged& b) { return a.path < b.path; });
  return files;
}

// Sometimes it takes the bytes of another file of the index, or is not there at all. Returns the damaged file.
const Damaged& damage_one(std::mt19937& random, const Files& files) {
  const Damaged& file = files[random() % files.size()];
  const auto kind = random() % (std::size(kDamages) + 2);
  if (kind == std::size(kDamages)) {
    fs::remove(file.path);
    return file;
  }
  std::string bytes = file.sound;
  while (bytes == file.sound)
    bytes = kind > std::size(kDamages) ? files[random() % files.size()].sound : kDamages[kind](random, file.sound);
  write_file(file.path, bytes);
  return file;
}

// As a disk would that returned wrong bytes when the checksums were made, or someone who knows how they are made.
void sign_again(const fs::path& index) {
  const auto generation = resolve_generation(index);
  if (!generation.ok()) return;
  Manifest manifest = generation->manifest;
  for (ManifestFile& file : manifest.files) {
    std::error_code ignored;
    file.bytes = fs::file_size(generation->folder / file.path, ignored);
    if (const auto digest = digest_of_file(generation->folder / file.path); digest.ok()) file.digest = *digest;
  }
  const std::string text = print_manifest(manifest);
  write_file(generation->folder / "manifest.json", text);
  write_file(index / "current", print_pointer({generation->folder.filename().string(), digest_of(text)}));
}

bool is_told(const Error& error) {
  return !error.message.empty() && (error.kind == Error::Kind::kIndex || error.kind == Error::Kind::kFormat);
}

std::vector<SearchRequest> questions() {
  std::vector<SearchRequest> all;
  for (const char* query : {"5G factory", "\"industrial internet\" OR 工业", "โรงงาน NOT steel", "date:2023 plan",
                            "title:factory", "m:miit", "indus*", "factry"}) {
    SearchRequest request;
    request.query = query;
    request.facets = {FacetKind::kYear, FacetKind::kMinistry, FacetKind::kLanguage, FacetKind::kSource};
    request.explain = all.size() % 2 == 0;
    all.push_back(request);
  }
  all.back().sort = Sort::kDateDescending;
  all.front().count_mode = CountMode::kStories;
  return all;
}

void ask_everything(const std::shared_ptr<const Index>& index, std::vector<std::string> ids) {
  Searcher searcher(index);
  for (const SearchRequest& request : questions()) {
    const auto response = searcher.search(request);
    if (!response.ok()) {
      CHECK(is_told(response.error()));
      continue;
    }
    CHECK((!response->total_is_exact || response->hits.size() <= response->total));
    for (const Hit& hit : response->hits) ids.push_back(hit.id);
  }
  ids.resize(std::min<std::size_t>(ids.size(), 12));
  for (const std::string& id : ids) {
    (void)searcher.document(id);
    SearchRequest like;
    like.similar_to = id;
    (void)searcher.search(like);
  }
  (void)searcher.complete("ind");
}

class SampleIndex {
 public:
  explicit SampleIndex(bool stock_tables) {
    BuildRequest request;
    request.index = path().string();
    request.paths = {POLSEARCH_SOURCE_DIR "/corpus/samples"};
    request.jobs = 1;
    request.stock_tables = stock_tables;
    REQUIRE(build_index(request).ok());
  }
  [[nodiscard]] fs::path path() const { return folder_ / "index"; }

 private:
  TempFolder folder_;
};

void restore(const Files& files) {
  for (const Damaged& file : files) write_file(file.path, file.sound);
}

}  // namespace

TEST_CASE("verify finds every damage and names the file") {
  const unsigned seed = 4711;
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (const bool stock_tables : {false, true}) {
    const SampleIndex index(stock_tables);
    const Files files = files_of(index.path());
    REQUIRE(verify_index(index.path()).ok());
    for (int i = 0; i < (is_full() ? 2'500 : 100); ++i) {
      const Damaged& damaged = damage_one(random, files);
      const auto verified = verify_index(index.path());
      const std::string name = damaged.path.filename().string();
      CAPTURE(stock_tables, i, name);
      REQUIRE_FALSE(verified.ok());
      CHECK(is_told(verified.error()));
      CAPTURE(verified.error().message);
      if (fs::exists(index.path() / "current")) CHECK(verified.error().message.find(name) != std::string::npos);
      restore({damaged});
    }
    REQUIRE(verify_index(index.path()).ok());
  }
}

TEST_CASE("a search of a damaged index gives an error or an answer") {
  const unsigned seed = 4712;
  CAPTURE(seed);
  std::mt19937 random(seed);
  const SampleIndex index(false);
  const Files files = files_of(index.path());
  int opened = 0;
  const int cases = is_full() ? 5'000 : 200;
  for (int i = 0; i < cases; ++i) {
    const Damaged& damaged = damage_one(random, files);
    if (random() % 2) sign_again(index.path());
    CAPTURE(i, damaged.path.filename().string());
    const auto start = std::chrono::steady_clock::now();
    const auto index_or = Index::open(index.path().string());
    if (index_or.ok()) {
      ++opened;
      ask_everything(*index_or, {"001-5g-factory-directory.txt"});
    } else {
      CHECK(is_told(index_or.error()));
    }
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::minutes(1));
    restore(files);
  }
  CHECK(opened > cases / 10);  // else nothing damaged was read
}
