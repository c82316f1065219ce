#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <string>

#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <polsearch/indexer.h>

#include "analysis/columns.h"
#include "analysis/index_layout.h"
#include "analysis/schema.h"
#include "glass_documents.h"
#include "indexer/build/generation.h"
#include "indexer/build/glass/document_items.h"
#include "indexer/build/glass/document_limits.h"
#include "indexer/build/indexable.h"
#include "indexer/build/ordered_workers.h"
#include "indexer/build/spool.h"
#include "indexer/info.h"
#include "temp_folder.h"

using namespace polsearch;
namespace fs = std::filesystem;

namespace {

SpooledDocument document_of(const std::string& id, Date date) {
  SpooledDocument document;
  document.stored.id = id;
  document.stored.date = date;
  document.stored.precision = date.year == 0 ? DatePrecision::kNone : DatePrecision::kDay;
  document.stored.body = "the body of " + id;
  document.digest = std::string(16, 'd');
  return document;
}

// "5g@2,7*4 S5g@1*1 XMcn-miit*0": each term with its positions and wdf.
std::string print(const SpelledDocument& document) {
  std::map<std::string, std::pair<std::string, std::uint32_t>> sorted;
  for (const SpelledTerm& term : document.terms) sorted[term.term].second = term.wdf;
  for (const SpelledWord& word : document.words) {
    std::string& positions = sorted[document.terms[word.term].term].first;
    positions += (positions.empty() ? "@" : ",") + std::to_string(word.position);
  }
  std::string out;
  for (const auto& [term, rest] : sorted)
    out += (out.empty() ? "" : " ") + term + rest.first + "*" + std::to_string(rest.second);
  return out;
}

std::string print_values(const SpelledDocument& document) {
  std::string out;
  for (const auto& [slot, value] : document.values) out += std::to_string(slot) + "=" + value + ";";
  for (char& c : out) c = c == '\x1F' ? ',' : c == '\x1E' ? '|' : c;
  return out;
}

std::string indexed(const SpooledDocument& document) { return print(spelled(document, Analyzer())); }

// Clean pages as JSONL: what is indexed does not hang on the cleaner.
std::string jsonl_line(int number, const std::string& id, const std::string& date) {
  return R"({"id":")" + id + R"(","title":"Report )" + std::to_string(number) + R"(","date":")" + date +
         R"(","lang":"en","body":"Factory number )" + std::to_string(number) + R"( reports steel output of )" +
         std::to_string(number * 37) + R"( tonnes."})" + "\n";
}

std::string corpus(int documents) {
  std::string lines;
  for (int i = 1; i <= documents; ++i) {
    const std::string day = std::to_string(1 + i % 28), month = std::to_string(1 + i % 12);
    lines += jsonl_line(
        i, "doc" + std::to_string(i),
        i % 7 ? "2023-" + std::string(month.size() < 2, '0') + month + "-" + std::string(day.size() < 2, '0') + day
              : "");
  }
  return lines;
}

BuildRequest request_of(const fs::path& index, const fs::path& input, unsigned jobs = 1) {
  BuildRequest request;
  request.index = index.string();
  request.paths = {input.string()};
  request.jobs = jobs;
  return request;
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

// Runs `act` in a process of its own and waits for it: its exit code, or minus the signal that ended it.
int in_child(const std::function<int()>& act) {
  const pid_t child = fork();
  if (child == 0) _exit(act());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

std::uint64_t documents_in(const fs::path& index) {
  const auto report = verify_index(index);
  INFO((report.ok() ? std::string() : report.error().message));
  REQUIRE(report.ok());
  return report->documents;
}

}  // namespace

TEST_CASE("results come in the order of the submissions, whoever finishes first") {
  for (const unsigned threads : {1u, 2u, 7u}) {
    std::vector<int> delivered;
    OrderedWorkers<int, int> workers(
        {threads, 1000, 16},
        [](int&& number) {
          volatile int work = number * 7919 % 5000;  // uneven work
          while (work > 0) work = work - 1;
          return number * 2;
        },
        [&](int&& result) { delivered.push_back(result); });
    for (int i = 0; i < 2000; ++i) REQUIRE(workers.submit(int(i), 10));
    workers.finish();
    REQUIRE(delivered.size() == 2000);
    for (int i = 0; i < 2000; ++i) REQUIRE(delivered[static_cast<std::size_t>(i)] == i * 2);
  }
}

TEST_CASE("what a worker throws comes out of finish, and submit says that the rest is in vain") {
  OrderedWorkers<int, int> workers(
      {2, 1000, 4},
      [](int&& number) {
        if (number == 20) throw std::runtime_error("twenty");
        return number;
      },
      [](int&&) {});
  bool refused = false;
  for (int i = 0; i < 10000 && !refused; ++i) refused = !workers.submit(int(i), 1);
  CHECK(refused);
  CHECK_THROWS_WITH(workers.finish(), "twenty");
}

TEST_CASE("an item larger than the memory bound is worked on alone, not for ever waited for") {
  int delivered = 0;
  OrderedWorkers<int, int> workers(
      {2, 10, 4}, [](int&& number) { return number; }, [&](int&&) { ++delivered; });
  for (int i = 0; i < 20; ++i) REQUIRE(workers.submit(int(i), 1000));
  workers.finish();
  CHECK(delivered == 20);
}

TEST_CASE("the spool numbers documents newest first, undated last, and gives each back whole") {
  const TempFolder folder;
  auto spool = Spool::create(folder / "spool");
  REQUIRE(spool.ok());
  const std::vector<std::pair<std::string, Date>> input = {{"undated", {}},
                                                           {"april", {2023, 4, 21}},
                                                           {"some day of april", {2023, 4, 0}},
                                                           {"some day of 2023", {2023, 0, 0}},
                                                           {"july", {2023, 7, 20}},
                                                           {"old", {1999, 12, 31}}};
  for (const auto& [id, date] : input) CHECK_FALSE(spool->append(pack(document_of(id, date)))->has_value());
  CHECK(spool->append(pack(document_of("april", {2024, 1, 1})))->value() == 2);
  spool->number();
  std::string order;
  for (std::uint32_t number = 1; number <= spool->documents(); ++number) order += spool->read(number)->stored.id + ", ";
  CHECK(order == "july, april, some day of april, some day of 2023, old, undated, ");
  CHECK(spool->read(1)->stored.body == "the body of july");
  CHECK(spool->read(1)->digest == std::string(16, 'd'));
}

TEST_CASE("a text that was packed for the spool is not packed again, and the record is the same as if it were") {
  const TempFolder folder;
  auto spool = Spool::create(folder / "spool");
  SpooledDocument document = document_of("a", {2023, 4, 21});
  for (int i = 0; i < 200; ++i) document.stored.body += " and " + std::to_string(i % 7);
  document.stored.removed = {{"share", "s1", 9, "Share this"}};
  REQUIRE_FALSE(spool->append(pack(document))->has_value());
  spool->number();
  SpooledDocument read = *spool->read(1);
  read.stored.duplicates = 3;
  CHECK_FALSE(read.packed.empty());
  glass::TagDeflater deflater;
  const auto deflate = [&](std::string_view fields) { return deflater.deflated(fields); };
  const std::string record = spelled(read, Analyzer()).record;
  CHECK(pack_record(record, deflate) == record);
  CHECK(decode_stored_document(record)->duplicates == 3);
  read.packed.clear();
  CHECK(pack_record(spelled(read, Analyzer()).record, deflate) == record);
}

TEST_CASE("numbers do not hang on the order of the input, and ten thousand ids are told apart") {
  const TempFolder folder;
  std::vector<int> ids(10000);
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<int>(i);
  std::vector<std::string> orders;
  for (const unsigned seed : {1u, 2u}) {
    std::shuffle(ids.begin(), ids.end(), std::mt19937(seed));
    auto spool = Spool::create(folder / "spool");
    for (const int id : ids)
      REQUIRE_FALSE(
          spool->append(pack(document_of(std::to_string(id), {2023, 1, static_cast<std::uint8_t>(1 + id % 3)})))
              ->has_value());
    for (const int id : {0, 77, 9999}) REQUIRE(spool->append(pack(document_of(std::to_string(id), {})))->has_value());
    spool->number();
    std::string& order = orders.emplace_back();
    for (std::uint32_t number = 1; number <= spool->documents(); number += 97)
      order += spool->read(number)->stored.id + " ";
  }
  CHECK(orders[0] == orders[1]);
}

TEST_CASE("a document becomes the terms of the schema") {
  SpooledDocument document = document_of("a.txt", {2023, 4, 21});
  document.stored.title = "Steel 5G";
  document.stored.body = "Factories\nsteel";
  document.stored.languages = {"en", "zh-Hans"};
  document.stored.ministries = {{"cn-ndrc", .9}, {"cn-miit", .8}};
  document.stored.source = " Xinhua  NEWS ";
  document.stored.site = "www.example.com";
  document.stored.removed = {{"title", "title", 1, "Steel 5G"}, {"sales-contact", "s1", 9, "WhatsApp"}};
  const SpelledDocument made = spelled(document, Analyzer());
  CHECK(print(made) ==
        "5g*3 D20230421*0 Hwww.example.com*0 Len*0 Lzh*0 M202304*0 Qa.txt*0 S5g@2*1 Ssteel@1*1 XMcn-miit*0 XMcn-ndrc*0 "
        "XRwhatsapp@1*0 "
        "XSxinhua news*0 XT5g*0 Y2023*0 Zfactori*2 Zsteel*5 factories@1*2 steel@103*5");
  CHECK(print_values(made) == "0=20230421;1=cn-miit,cn-ndrc|en,zh| Xinhua  NEWS ;2=" + std::string(16, 'd') + ";");
  CHECK(decode_stored_document(made.record)->title == "Steel 5G");
}

TEST_CASE("a derived title is shown and not indexed") {
  SpooledDocument document = document_of("a", {});
  document.stored.title = "Steel output rises";
  document.stored.body = "steel";
  document.title_is_derived = true;
  CHECK(indexed(document) == "Qa*0 Zsteel*2 steel@1*2");
}

TEST_CASE("date terms say only what is known") {
  const auto dates = [](Date date, DatePrecision precision) {
    SpooledDocument document = document_of("a", date);
    document.stored.body.clear();
    document.stored.precision = precision;
    const SpelledDocument made = spelled(document, Analyzer());
    return print(made) + " " + made.values.front().second;
  };
  CHECK(dates({2023, 4, 21}, DatePrecision::kDay) == "D20230421*0 M202304*0 Qa*0 Y2023*0 20230421");
  CHECK(dates({2023, 4, 0}, DatePrecision::kMonth) == "M202304*0 Qa*0 Y2023*0 202304");
  CHECK(dates({2023, 0, 0}, DatePrecision::kYear) == "Qa*0 Y2023*0 2023");
  CHECK(dates({2024, 1, 19}, DatePrecision::kInferred) == "Qa*0 20240119~");
  CHECK(dates({}, DatePrecision::kNone) == "Qa*0 " + std::string(16, 'd'));
}

TEST_CASE("Chinese and Thai titles and bodies keep their channels apart") {
  SpooledDocument document = document_of("a", {});
  document.stored.title = "工业";
  document.stored.body = "工厂";
  const std::string terms = indexed(document);
  CHECK(terms.find("XT工业*0") != std::string::npos);
  CHECK(terms.find("XT工*0") == std::string::npos);
  CHECK(terms.find("S工@1*1") != std::string::npos);
  CHECK(terms.find("S工业*1") != std::string::npos);
  CHECK(terms.find(" 工@1*5") != std::string::npos);
  CHECK(terms.find(" 工业*3") != std::string::npos);
}

TEST_CASE("a term of the lead counts once more, however often it stands there") {
  SpooledDocument document;
  document.stored.id = "a";
  document.stored.body = "steel steel";
  CHECK(indexed(document) == "Qa*0 Zsteel*3 steel@1,2*3");
  document.stored.body.clear();
  for (int i = 0; i < 60; ++i) document.stored.body += "of ";
  document.stored.body += "steel";
  CHECK(indexed(document).find(" steel@61*1") != std::string::npos);
}

TEST_CASE("an id too long for a term is cut and made unique by its checksum") {
  const std::string long_id(300, 'x');
  const std::string terms = indexed(document_of(long_id, {}));
  CHECK(terms.find("Q" + std::string(160, 'x') + "#" + digest_of(long_id) + "*0") != std::string::npos);
}

TEST_CASE("any bytes as body and title are indexed with terms that a database takes") {
  std::mt19937 random(42);
  const Analyzer analyzer;
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    SpooledDocument document = document_of("a", {});
    for (std::string* text : {&document.stored.title, &document.stored.body})
      for (std::size_t bytes = random() % 600; bytes-- > 0;)
        *text += static_cast<char>(random() % 3 ? random() : 'a' + random() % 26);
    const SpelledDocument made = spelled(document, analyzer);
    std::set<std::string> terms;
    for (const SpelledTerm& term : made.terms) {
      REQUIRE(term.term.size() <= 203);
      REQUIRE(terms.insert(term.term).second);
    }
    RunTerms numbers;
    const IndexableDocument numbered = number_terms(made, numbers);
    const auto checked = glass::check_document(1, numbered, numbers);
    INFO((checked.ok() ? "" : checked.error().message));
    REQUIRE(checked.ok());
  }
}

TEST_CASE("a folder that holds something else is refused and left alone") {
  const TempFolder folder;
  write_file(folder / "thesis.tex", "ten years of work");
  write_file(folder / "000001/notes.txt", "a numbered folder of a stranger");
  const auto writer = GenerationWriter::open(folder.path());
  REQUIRE_FALSE(writer.ok());
  CHECK(exit_code(writer.error()) == 3);
  CHECK(names_in(folder.path()) == std::set<std::string>{"000001", "thesis.tex"});
  write_file(folder / "file", "");
  CHECK_FALSE(GenerationWriter::open(folder / "file").ok());
}

TEST_CASE("a second writer is told who holds the index") {
  const TempFolder folder;
  const auto writer = GenerationWriter::open(folder / "index");
  REQUIRE(writer.ok());
  const auto second = GenerationWriter::open(folder / "index");
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().message ==
        (folder / "index").string() + " is being written by process " + std::to_string(getpid()));
}

static void publish_one(const fs::path& index, std::string_view columns = "columns") {
  auto writer = GenerationWriter::open(index);
  REQUIRE(writer.ok());
  write_file(writer->content() / "columns", columns);
  Manifest manifest;
  manifest.schema_version = schema::kSchemaVersion;
  REQUIRE(writer->publish(manifest).ok());
}

TEST_CASE("a publication replaces the generation before it and leaves no litter") {
  const TempFolder folder;
  const fs::path index = folder / "index";
  for (const char* expected : {"000001", "000002", "000003"}) {
    write_file(index / ".polsearch-staging/generation/half", "left by a build that died");
    write_file(index / "current.tmp", "half a pointer");
    publish_one(index, expected);
    CHECK(names_in(index) == std::set<std::string>{expected, "current", "lock"});
    CHECK(verify_generation(*resolve_generation(index)).ok());
  }
}

TEST_CASE("what a writer that died left is swept, unless another writes") {
  const TempFolder folder;
  const fs::path index = folder / "index";
  publish_one(index);
  write_file(index / ".polsearch-staging/generation/half", "left by a build that died");
  write_file(index / "current.tmp", "half a pointer");
  {
    const auto other = GenerationWriter::open(index);
    REQUIRE(other.ok());
    sweep_index(index);
    CHECK(fs::exists(index / ".polsearch-staging"));
  }
  write_file(index / ".polsearch-staging/generation/half", "left by a build that died");
  sweep_index(index);
  CHECK(names_in(index) == std::set<std::string>{"000001", "current", "lock"});
}

TEST_CASE("a stranger's files in an index folder outlive every build") {
  const TempFolder folder;
  write_file(folder / "in.jsonl", corpus(3));
  const fs::path index = folder / "index";
  REQUIRE(build_index(request_of(index, folder / "in.jsonl")).ok());
  write_file(index / "README", "mine");
  write_file(index / "000099/notes.txt", "mine");
  REQUIRE(build_index(request_of(index, folder / "in.jsonl")).ok());
  CHECK(read_file(index / "README").value() == "mine");
  CHECK(read_file(index / "000099/notes.txt").value() == "mine");
}

TEST_CASE("a stranger beside the generation is told by verify, what a killed writer left is not") {
  const TempFolder folder;
  write_file(folder / "in.jsonl", corpus(3));
  const fs::path index = folder / "index";
  REQUIRE(build_index(request_of(index, folder / "in.jsonl")).ok());
  write_file(index / ".polsearch-staging/generation/half", "left by a build that died");
  write_file(index / "current.tmp", "half a pointer");
  fs::copy(index / "000001", index / "000002", fs::copy_options::recursive);
  CHECK(verify_index(index).ok());
  for (const char* stranger : {"junk", ".hidden", "000099/notes.txt"}) {
    write_file(index / stranger, "mine");
    const auto verified = verify_index(index);
    REQUIRE_FALSE(verified.ok());
    const std::string name = *fs::path(stranger).begin();
    CHECK(verified.error().message == "damaged: " + name + " does not belong to the index at " + index.string());
    CHECK(exit_code(verified.error()) == 3);
    fs::remove_all(index / name);
  }
  CHECK(verify_index(index).ok());
}

TEST_CASE("a built index is whole, counts what it read, and names what it skipped") {
  const TempFolder folder;
  write_file(folder / "in/a.jsonl", corpus(30) + "this is no JSON\n" + jsonl_line(99, "doc5", "2023-01-01"));
  const fs::path index = folder / "index";
  const auto report = build_index(request_of(index, folder / "in"));
  REQUIRE(report.ok());
  CHECK(report->documents == 30);
  CHECK(report->duplicates == 0);  // an id met again is a skip; the text is none of the other's
  REQUIRE(report->skipped.size() == 2);
  CHECK(report->skipped[1].path == (folder / "in/a.jsonl").string() + ":32");
  CHECK(report->skipped[1].reason == "id already used by document 5 of the input");
  CHECK(documents_in(index) == 30);
  const auto info = read_index_info(index);
  REQUIRE(info.ok());
  CHECK(info->undated == 4);
  CHECK(info->manifest.skipped == 2);
  CHECK(info->bytes <= report->index_bytes);
}

TEST_CASE("Xapian's own checker finds no fault with the tables") {
  if (std::system("command -v xapian-check >/dev/null 2>&1") != 0) {
    WARN("xapian-check is not installed");
    return;
  }
  const TempFolder folder;
  write_file(folder / "in.jsonl", corpus(700));
  REQUIRE(build_index(request_of(folder / "index", folder / "in.jsonl", 2)).ok());
  CHECK(std::system(("xapian-check " + (folder / "index/000001/xapian").string() + " >/dev/null 2>&1").c_str()) == 0);
}

TEST_CASE("one thread and many give the same bytes") {
  const TempFolder folder;
  write_file(folder / "in.jsonl", corpus(1200));
  for (const unsigned jobs : {1u, 2u, 5u})
    REQUIRE(build_index(request_of(folder / std::to_string(jobs), folder / "in.jsonl", jobs)).ok());
  const auto manifest = [&](const char* index) { return resolve_generation(folder / index).value().manifest; };
  const auto one = manifest("1").files;
  for (const char* other : {"2", "5"}) {
    const auto files = manifest(other).files;
    REQUIRE(files.size() == one.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
      CAPTURE(one[i].path, other);
      CHECK(
          (files[i].digest == one[i].digest || one[i].path == "xapian/iamglass"));  // Xapian stamps a random UUID there
    }
  }
}

TEST_CASE("nothing to index is an error and leaves the index as it was; a bad file alone is a skip") {
  const TempFolder folder;
  const fs::path index = folder / "index";
  write_file(folder / "in.jsonl", corpus(3));
  REQUIRE(build_index(request_of(index, folder / "in.jsonl")).ok());
  CHECK(exit_code(build_index(request_of(index, folder / "missing")).error()) == 2);
  fs::create_directory(folder / "empty");
  CHECK(exit_code(build_index(request_of(index, folder / "empty")).error()) == 2);
  CHECK(exit_code(build_index(request_of(index, "-")).error()) == 2);
  CHECK(documents_in(index) == 3);
  write_file(folder / "bad.jsonl", "no JSON\n");
  const auto report = build_index(request_of(folder / "other", folder / "bad.jsonl"));
  REQUIRE(report.ok());
  CHECK(report->skipped.size() == 1);
  CHECK(documents_in(folder / "other") == 0);
}

TEST_CASE("what nobody could read does not empty an index that was full") {
  const TempFolder folder;
  const fs::path index = folder / "index";
  write_file(folder / "in/a.jsonl", corpus(3));
  REQUIRE(build_index(request_of(index, folder / "in")).ok());
  fs::remove(folder / "in/a.jsonl");
  fs::create_symlink("nowhere.jsonl", folder / "in/a.jsonl");
  write_file(folder / "in/b.jsonl", "no JSON\n");
  const auto built = build_index(request_of(index, folder / "in"));
  REQUIRE_FALSE(built.ok());
  CHECK(exit_code(built.error()) == 2);
  CHECK(built.error().message ==
        "nothing could be read: " + (folder / "in/a.jsonl").string() + ": no such file or directory");
  CHECK(exit_code(update_index(request_of(index, folder / "in")).error()) == 2);
  CHECK(documents_in(index) == 3);
  write_file(folder / "in/c.jsonl", corpus(1));  // something could: the rest is skips
  REQUIRE(build_index(request_of(index, folder / "in")).ok());
  CHECK(documents_in(index) == 1);
}

TEST_CASE("what a line says of its page and what is none is told, and the page indexed") {
  const TempFolder folder;
  write_file(folder / "a.jsonl", R"({"id":"a","body":"steel","date":"2023-13-45","lang":"zh-TW"})"
                                 "\n"
                                 R"({"id":"b","body":"coal","date":"April 21, 2023","lang":"english"})"
                                 "\n");
  const auto report = build_index(request_of(folder / "index", folder / "a.jsonl"));
  REQUIRE(report.ok());
  CHECK(report->documents == 2);
  CHECK(report->skipped.empty());
  REQUIRE(report->notes.size() == 2);
  CHECK(report->notes[0].path == (folder / "a.jsonl").string() + ":1");
  CHECK(report->notes[0].text == "date \"2023-13-45\" is no date and was left out");
  CHECK(report->notes[1].text == "lang \"english\" is no language tag and was left out");
}

TEST_CASE("positions and term lists are written on request, and an update keeps them") {
  const TempFolder folder;
  write_file(folder / "in/a.jsonl", corpus(20));
  const auto tables = [&](const fs::path& index) {
    const auto generation = resolve_generation(index);
    REQUIRE(generation.ok());
    std::string names;
    for (const ManifestFile& file : generation->manifest.files) names += file.path + " ";
    return names;
  };
  BuildRequest request = request_of(folder / "index", folder / "in");
  REQUIRE(build_index(request).ok());
  CHECK(tables(request.index) ==
        "columns pages pairs places stream xapian/docdata.glass xapian/iamglass xapian/postlist.glass ");
  request.stock_tables = true;
  CHECK(update_index(request)->changed);
  const std::string all =
      "columns pages pairs places stream xapian/docdata.glass xapian/iamglass xapian/position.glass "
      "xapian/postlist.glass "
      "xapian/termlist.glass ";
  CHECK(tables(request.index) == all);
  write_file(folder / "in/b.jsonl", jsonl_line(21, "doc21", "2023-12-31"));
  REQUIRE(update_index(request_of(request.index, folder / "in")).ok());
  CHECK(tables(request.index) == all);
}

TEST_CASE("an update does nothing when nothing changed, and what a fresh build does when something did") {
  const TempFolder folder;
  write_file(folder / "in/a.jsonl", corpus(20));
  const fs::path index = folder / "index";
  REQUIRE(build_index(request_of(index, folder / "in")).ok());
  BuildRequest again;
  again.index = index.string();
  REQUIRE(update_index(again).ok());
  CHECK_FALSE(update_index(again)->changed);
  write_file(folder / "in/b.jsonl", jsonl_line(21, "doc21", "2023-12-31"));
  const auto updated = update_index(again);
  REQUIRE(updated.ok());
  CHECK(updated->changed);
  REQUIRE(build_index(request_of(folder / "fresh", folder / "in")).ok());
  const auto files = resolve_generation(index)->manifest.files,
             fresh = resolve_generation(folder / "fresh")->manifest.files;
  REQUIRE(files.size() == fresh.size());
  for (std::size_t i = 0; i < files.size(); ++i)
    CHECK((files[i].digest == fresh[i].digest || files[i].path == "xapian/iamglass"));
  CHECK(exit_code(update_index(request_of(folder / "none", folder / "in")).error()) == 3);
}

TEST_CASE("a build killed at any moment leaves the old index or the new one") {
  const TempFolder folder;
  write_file(folder / "old.jsonl", corpus(5));
  write_file(folder / "new.jsonl", corpus(400));
  const fs::path index = folder / "index";
  REQUIRE(build_index(request_of(index, folder / "old.jsonl")).ok());
  std::mt19937 random(20230421);
  int killed = 0;
  for (int i = 0; i < 24; ++i) {
    const auto after_us = static_cast<suseconds_t>(500 + random() % 500'000);
    CAPTURE(i, after_us);
    const int code = in_child([&] {
      const itimerval timer{{0, 0}, {0, after_us}};
      signal(SIGALRM, SIG_DFL);  // ends the process there and then
      setitimer(ITIMER_REAL, &timer, nullptr);
      return build_index(request_of(index, folder / "new.jsonl", 2)).ok() ? 0 : 1;
    });
    killed += code == -SIGALRM;
    REQUIRE((code == 0 || code == -SIGALRM));
    const std::uint64_t documents = documents_in(index);
    REQUIRE((documents == 5 || documents == 400));
  }
  CHECK(killed > 0);
  REQUIRE(build_index(request_of(index, folder / "new.jsonl")).ok());
  CHECK(names_in(index).size() == 3);
  CHECK(documents_in(index) == 400);
}

TEST_CASE("a disk that takes no more bytes is a clear error and leaves the old index whole") {
  const TempFolder folder;
  write_file(folder / "old.jsonl", corpus(5));
  write_file(folder / "new.jsonl", corpus(600));
  const fs::path index = folder / "index";
  REQUIRE(build_index(request_of(index, folder / "old.jsonl")).ok());
  for (const rlim_t limit : {0u, 100u, 5'000u, 20'000u, 60'000u}) {
    CAPTURE(limit);
    const int code = in_child([&] {
      signal(SIGXFSZ, SIG_IGN);
      const rlimit small{limit, limit};
      setrlimit(RLIMIT_FSIZE, &small);
      const auto report = build_index(request_of(index, folder / "new.jsonl"));
      return report.ok() ? 0 : report.error().message.find("cannot write") == 0 ? exit_code(report.error()) : 99;
    });
    CHECK(code == 3);
    CHECK(documents_in(index) == 5);
  }
}
