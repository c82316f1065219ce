// An update against a fresh build of the same pages: every file of the index must have the same bytes.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <polsearch/indexer.h>

#include "analysis/index_layout.h"
#include "indexer/build/generation.h"
#include "indexer/build/old_generation.h"
#include "indexer/build/template_lines.h"
#include "indexer/info.h"
#include "temp_folder.h"

using namespace polsearch;
namespace fs = std::filesystem;

namespace {

bool is_full_mode() {
  const char* mode = std::getenv("POLSEARCH_TEST_MODE");
  return mode != nullptr && std::string(mode) == "full";
}

const std::vector<std::string> kWords = {"county", "office", "harbour",  "pumps",   "steel",   "quota", "permit",
                                         "notice", "plant",  "district", "officer", "budget",  "grid",  "battery",
                                         "winter", "spring", "railway",  "cement",  "cooking", "tariff"};
const std::vector<std::string> kFoots = {"The harbour journal is made by friends of the sea.",
                                         "Write to the journal about your own ship.",
                                         "Read every speech of the Ministry of Finance in our weekly letter.", ""};

// A corpus as a folder: pages of sites in JSONL files, text files, HTML files; with near-duplicates, series, repeated
// ids, broken lines, empty pages. A page is made of numbers, so that a change of one changes little else.
struct MadePage {
  int story = 0;    // its sentences
  int variant = 0;  // words that make near-duplicates of one story
  int site = 0;
  int foot = 0;
  int day = 0;  // 0: undated
};

class MadeCorpus {
 public:
  explicit MadeCorpus(unsigned seed) : random_(seed) {}

  void add() {
    MadePage page;
    page.story = below(4) == 0 && !pages_.empty() ? any().story : 1 + below(100000);
    page.variant = below(3);
    page.site = below(3);
    page.foot = below(10) < 5 ? page.site : below(4);
    page.day = below(8) == 0 ? 0 : 1 + below(60);
    pages_[next_++] = page;
  }
  void change() {
    if (pages_.empty()) return add();
    MadePage& page = any();
    switch (below(5)) {
      case 0: page.day = below(60); break;
      case 1: page.foot = below(4); break;
      case 2: page.variant = below(3); break;
      case 3: page.site = below(3); break;
      default: page.story = 1 + below(100000); break;
    }
  }
  void remove() {
    if (!pages_.empty()) pages_.erase(any_at());
  }
  void step(int changes) {
    for (int i = 0; i < changes; ++i) {
      const int kind = below(3);
      kind == 0 ? add() : kind == 1 ? change() : remove();
    }
    oddities_ = below(16);
  }
  void clear() { pages_.clear(); }

  void write(const fs::path& folder) {
    fs::remove_all(folder);
    std::map<std::string, std::string> files;
    for (const auto& [number, page] : pages_) {
      const std::string name = std::to_string(number);
      if (number % 4 == 0)
        files["text/" + name + ".txt"] = text_of(page);
      else if (number % 4 == 1)
        files["html/" + name + ".html"] = html_of(page);
      else
        files["lines" + std::to_string(number % 3) + ".jsonl"] += json_of(name, page, number % 4 == 2);
    }
    if (oddities_ & 1) files["a.jsonl"] = "no JSON\n{\"id\":\"x\",\"text\":\"\"}\n";
    if (oddities_ & 2) files["zz.jsonl"] = json_of("2", {7, 0, 1, 1, 5}, true) + json_of("6", {8, 0, 1, 1, 5}, false);
    if (oddities_ & 4) files["aa.jsonl"] = json_of("2", {7, 0, 1, 1, 5}, true) + json_of("2", {7, 0, 1, 1, 5}, true);
    if (oddities_ & 8) files["text/empty.txt"] = "";
    for (const auto& [name, bytes] : files) write_file(folder / name, bytes);
    fs::create_directories(folder);
  }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  std::map<int, MadePage>::iterator any_at() {
    return std::next(pages_.begin(), below(static_cast<int>(pages_.size())));
  }
  MadePage& any() { return any_at()->second; }

  static std::string sentence(std::mt19937& random) {
    std::string out = "The";
    for (int i = 0; i < 12; ++i) out += " " + kWords[random() % kWords.size()];
    return out + " of " + std::to_string(random() % 500) + ", it said.";
  }
  static std::string body_of(const MadePage& page) {
    std::mt19937 random(static_cast<unsigned>(page.story));
    std::string body;
    for (int i = 0; i < 6; ++i) body += sentence(random) + "\n";
    if (page.variant > 0) body += "Copied by the " + kWords[static_cast<std::size_t>(page.variant)] + " desk.\n";
    return body + "工业和信息化部发布通知。\n" + kFoots[static_cast<std::size_t>(page.foot)] + "\n";
  }
  static std::string title_of(const MadePage& page) {
    const auto story = static_cast<std::size_t>(page.story);
    return "Report on " + kWords[story % 20] + " and " + kWords[story / 20 % 20] + " in " + kWords[story / 400 % 20];
  }
  static std::string date_of(const MadePage& page) {
    if (page.day == 0) return "";
    const std::string day = std::to_string(1 + (page.day - 1) % 28);
    return "2023-0" + std::to_string(1 + page.day / 28) + "-" + (day.size() < 2 ? "0" : "") + day;
  }
  static std::string text_of(const MadePage& page) {
    return title_of(page) + "\n\n" + date_of(page) + "\n\n" + body_of(page);
  }
  static std::string html_of(const MadePage& page) {
    std::string out = "<html><head><title>" + title_of(page) + "</title></head><body><h1>" + title_of(page) +
                      "</h1><p>" + date_of(page) + "</p>";
    std::istringstream lines(body_of(page));
    for (std::string line; std::getline(lines, line);) out += "<p>" + line + "</p>\n";
    return out + "</body></html>";
  }
  static std::string json_of(const std::string& id, const MadePage& page, bool is_clean) {
    std::string text;
    for (const char c : is_clean ? body_of(page) : text_of(page)) text += c == '\n' ? "\\n" : std::string(1, c);
    return R"({"id":")" + id + R"(","url":"https://site)" + std::to_string(page.site) + ".example/" + id +
           R"(","title":")" + title_of(page) + R"(","date":")" + date_of(page) + R"(",")" +
           (is_clean ? "body" : "text") + R"(":")" + text + "\"}\n";
  }

  std::mt19937 random_;
  std::map<int, MadePage> pages_;
  int next_ = 1, oddities_ = 0;
};

BuildRequest request_of(const fs::path& index, const fs::path& input, unsigned jobs = 2) {
  BuildRequest request;
  request.index = index.string();
  request.paths = {input.string()};
  request.jobs = jobs;
  return request;
}

// What the manifest says, without the folder's names.
std::string print_generation(const fs::path& index) {
  const auto generation = resolve_generation(index);
  REQUIRE(generation.ok());
  std::string out = std::to_string(generation->manifest.documents) + " documents, " +
                    std::to_string(generation->manifest.skipped) + " skipped, inputs " +
                    generation->manifest.inputs_digest + "\n";
  for (const ManifestFile& file : generation->manifest.files) out += file.path + " " + file.digest + "\n";
  return out;
}

std::string print_skips(const BuildReport& report) {
  std::string out;
  for (const SkippedInput& skip : report.skipped) out += skip.path + ": " + skip.reason + "\n";
  return out;
}

void check_update(const fs::path& index, const fs::path& fresh, const BuildRequest& request) {
  const auto updated = update_index(request);
  INFO((updated.ok() ? std::string() : updated.error().message));
  REQUIRE(updated.ok());
  CHECK(updated->built_anew.empty());
  BuildRequest anew = request;
  anew.index = fresh.string();
  const auto built = build_index(anew);
  REQUIRE(built.ok());
  CHECK(print_generation(index) == print_generation(fresh));
  if (!updated->changed) return;
  CHECK(print_skips(updated->build) == print_skips(*built));
  CHECK(updated->build.documents == built->documents);
  CHECK(updated->build.duplicates == built->duplicates);
  CHECK(updated->added + updated->replaced + updated->unchanged == built->documents);
}

void copy_index(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

}  // namespace

TEST_CASE("an update gives the bytes of a fresh build, whatever was added, changed and removed") {
  const unsigned seeds = is_full_mode() ? 40 : 2;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    const TempFolder folder;
    MadeCorpus corpus(seed);
    for (int i = 0; i < 60; ++i) corpus.add();
    corpus.write(folder / "in");
    BuildRequest request = request_of(folder / "index", folder / "in");
    request.stock_tables = seed % 2 == 0;
    REQUIRE(build_index(request).ok());
    for (const int changes : {1, 0, 20, 60, 3}) {
      INFO("seed " << seed << ", " << changes << " changes");
      corpus.step(changes);
      corpus.write(folder / "in");
      request.jobs = 1 + static_cast<unsigned>(changes) % 3;
      check_update(folder / "index", folder / "fresh", request);
    }
  }
}

TEST_CASE("kept pages are indexed again when their near-duplicates or recurring lines become others") {
  const TempFolder folder;
  const auto page = [](int number, const std::string& title, const std::string& foot) {
    std::string text = title + "\n\n2023-04-0" + std::to_string(number) + "\n\n";
    for (int i = 0; i < 5; ++i)
      text += "Plant number " + std::to_string(number * 100 + i) + " in the district of Arn" + title +
              " began to make pumps of kind " + std::to_string(i) + " in spring, the county office said.\n";
    return text + foot;
  };
  const std::string foot = "Made by friends of the sea.\n";
  write_file(folder / "in/1.txt", page(1, "Coal in the north", foot));
  write_file(folder / "in/2.txt", page(2, "Steel by the river", foot));
  write_file(folder / "in/3.txt", page(3, "Cement for the bridge", foot));
  const BuildRequest request = request_of(folder / "index", folder / "in");
  REQUIRE(build_index(request).ok());
  const auto reindexed = [&] {
    const auto updated = update_index(request);
    REQUIRE(updated.ok());
    REQUIRE(build_index(request_of(folder / "fresh", folder / "in")).ok());
    CHECK(print_generation(folder / "index") == print_generation(folder / "fresh"));
    return updated->reindexed;
  };
  write_file(folder / "in/4.txt", page(4, "Glass out of sand", foot));
  CHECK(reindexed() == 3);  // the fourth story makes the last line a template's
  write_file(folder / "in/5.txt", page(5, "Ships over the ocean", ""));
  CHECK(reindexed() == 0);
  write_file(folder / "in/6.txt", page(5, "Ships over the ocean", "Printed again.\n"));
  CHECK(reindexed() == 1);  // a near-duplicate of the fifth
  fs::remove(folder / "in/6.txt");
  CHECK(reindexed() == 1);
  fs::remove(folder / "in/4.txt");
  CHECK(reindexed() == 3);
}

TEST_CASE("an index grows from nothing to pages and shrinks to nothing by updates") {
  const TempFolder folder;
  MadeCorpus corpus(77);
  write_file(folder / "in/bad.jsonl", "no JSON\n");
  const BuildRequest request = request_of(folder / "index", folder / "in");
  REQUIRE(build_index(request).ok());
  for (int i = 0; i < 9; ++i) corpus.add();
  corpus.write(folder / "in");
  write_file(folder / "in/bad.jsonl", "no JSON\n");
  check_update(folder / "index", folder / "fresh", request);
  corpus.clear();
  corpus.write(folder / "in");
  write_file(folder / "in/bad.jsonl", "no JSON\n");
  check_update(folder / "index", folder / "fresh", request);
  CHECK(verify_index(folder / "index")->documents == 0);
}

TEST_CASE("an update counts what was added, changed and removed by id, and leaves an index alone when nothing was") {
  const TempFolder folder;
  const auto page = [](const std::string& id, const std::string& body) {
    return R"({"id":")" + id + R"(","body":")" + body + "\"}\n";
  };
  write_file(folder / "in/a.jsonl", page("one", "first") + page("two", "second") + page("three", "third"));
  const BuildRequest request = request_of(folder / "index", folder / "in");
  REQUIRE(build_index(request).ok());
  write_file(folder / "in/a.jsonl", page("three", "third") + page("two", "other"));  // another order, another line
  write_file(folder / "in/b.jsonl", page("four", "fourth") + page("five", "fifth"));
  const auto updated = update_index(request);
  REQUIRE(updated.ok());
  CHECK(updated->added == 2);
  CHECK(updated->replaced == 1);
  CHECK(updated->removed == 1);
  CHECK(updated->unchanged == 1);
  const std::string before = print_generation(folder / "index");
  const auto again = update_index(request);
  REQUIRE(again.ok());
  CHECK_FALSE(again->changed);
  CHECK(again->unchanged == 4);
  CHECK(print_generation(folder / "index") == before);
}

TEST_CASE("a page in JSONL is known by its line, one without id also by where the line stands") {
  const TempFolder folder;
  const std::string one = R"({"id":"one","body":"first"})", two = R"({"body":"nameless"})",
                    empty = R"({"text":"","id":"x"})", spaced = R"({"id": "one", "body": "first"})",
                    last = R"({"id":"in/a.jsonl:9","body":"third"})";
  const auto check = [&](const std::vector<std::string>& lines, std::uint64_t unchanged) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    write_file(folder / "in/a.jsonl", text);
    const auto updated = update_index(request_of(folder / "index", folder / "in"));
    fs::remove_all(folder / "fresh");
    const auto built = build_index(request_of(folder / "fresh", folder / "in"));
    REQUIRE(updated.ok());
    REQUIRE(built.ok());
    CHECK(print_generation(folder / "index") == print_generation(folder / "fresh"));
    CHECK(updated->unchanged == unchanged);
    if (!updated->changed) return;
    CHECK(updated->build.bytes == built->bytes);
    CHECK(print_skips(updated->build) == print_skips(*built));
  };
  write_file(folder / "in/a.jsonl", one + "\n" + two + "\n" + empty + "\n");
  REQUIRE(build_index(request_of(folder / "index", folder / "in")).ok());
  check({one, two, empty}, 3);
  check({one, two, empty, last}, 3);
  check({last, one, two, empty}, 3);                   // the second line is the third now: another page
  check({last, spaced, two, empty}, 3);                // other bytes are another line
  check({last, spaced, two, spaced, empty, last}, 4);  // ids that are taken
  check({spaced, last}, 2);
}

TEST_CASE("what cannot be merged is built anew, and the report says why") {
  const TempFolder folder;
  MadeCorpus corpus(5);
  for (int i = 0; i < 12; ++i) corpus.add();
  corpus.write(folder / "in");
  const BuildRequest request = request_of(folder / "index", folder / "in");
  REQUIRE(build_index(request).ok());
  copy_index(folder / "index", folder / "kept");
  const std::string expected = print_generation(folder / "index");
  for (const std::string file :
       {"pages", "columns", "stream", "places", "xapian/postlist.glass", "xapian/docdata.glass"}) {
    INFO(file);
    copy_index(folder / "kept", folder / "index");
    {
      std::fstream bytes(folder / "index/000001" / file, std::ios::in | std::ios::out | std::ios::binary);
      bytes.seekp(100);
      bytes.put('\x55');
    }
    const auto updated = update_index(request);
    REQUIRE(updated.ok());
    CHECK(updated->changed);
    CHECK(updated->built_anew.find("damaged: 000001/" + file) != std::string::npos);
    CHECK(print_generation(folder / "index") == expected);
  }
}

TEST_CASE("tables that the index lacks are written from its documents, without cleaning a page again") {
  const TempFolder folder;
  MadeCorpus corpus(6);
  for (int i = 0; i < 12; ++i) corpus.add();
  corpus.write(folder / "in");
  BuildRequest request = request_of(folder / "index", folder / "in");
  REQUIRE(build_index(request).ok());
  request.stock_tables = true;
  check_update(folder / "index", folder / "fresh", request);
  request.builder = Builder::kXapian;
  corpus.step(3);
  corpus.write(folder / "in");
  const auto updated = update_index(request);
  REQUIRE(updated.ok());
  CHECK(updated->built_anew.empty());
  request.builder = Builder::kGlass;  // what Xapian wrote can be merged, too
  corpus.step(3);
  corpus.write(folder / "in");
  const auto merged = update_index(request);
  REQUIRE(merged.ok());
  CHECK(verify_index(folder / "index")->documents == merged->build.documents);
}

TEST_CASE("the second of two writers is told who the first one is") {
  const TempFolder folder;
  MadeCorpus corpus(8);
  corpus.add();
  corpus.write(folder / "in");
  const BuildRequest request = request_of(folder / "index", folder / "in");
  REQUIRE(build_index(request).ok());
  const auto first = GenerationWriter::open(folder / "index");
  REQUIRE(first.ok());
  const auto second = update_index(request);
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().message.find("is being written by process " + std::to_string(getpid())) != std::string::npos);
}

TEST_CASE("lines that were taken out go back to where they stood") {
  const auto knowledge = load_knowledge("");
  REQUIRE(knowledge.ok());
  const MinistryLinker linker(*knowledge);
  SpooledDocument document;
  document.stored.body = "second\nfourth";
  document.stored.removed = {{"navigation", "menu", 1, "Home"},
                             {"template", "recurring", 2, "first"},
                             {"template", "recurring", 7, "third"},
                             {"template", "recurring", 9, "fifth"},
                             {"share", "share", 10, "Share"}};
  put_back_template_lines(document, {2, 4, 7, 8, 9}, linker);
  CHECK(document.stored.body == "first\nsecond\nthird\nfourth\nfifth");
  CHECK(document.stored.removed.size() == 2);
  CHECK(document.lines == std::vector<std::uint32_t>{2, 4, 7, 8, 9});
}
