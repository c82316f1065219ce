// Whole databases: the same content as through Xapian's API, fit for any Xapian tool, the same bytes whatever the runs.
#include <xapian.h>

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "glass_compare.h"
#include "glass_documents.h"
#include "glass_numbered.h"
#include "indexer/build/glass/glass_writer.h"
#include "indexer/cleaning.h"
#include "indexer/read.h"
#include "temp_folder.h"

using namespace polsearch;
namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t kADocumentABatch = 1 << 30;  // packed bytes, so that each batch holds one document

WriteTables tables_in(const TempFolder& folder, const std::string& name, unsigned jobs = 1,
                      std::uint64_t memory_bytes = 256 << 20, bool for_stock_xapian = true) {
  WriteTables request;
  request.folder = folder / name;
  request.stream_file = folder / (name + ".stream");
  request.for_stock_xapian = for_stock_xapian;
  request.scratch = folder / ("scratch-" + name);
  fs::create_directories(request.scratch);
  request.jobs = jobs;
  request.memory_bytes = memory_bytes;
  return request;
}

std::string outcome(const Status& status) { return status.ok() ? "fine" : status.error().message; }

std::string write_both(const TempFolder& folder, const std::vector<SpelledDocument>& documents,
                       bool for_stock_xapian = true) {
  const auto tables = [&](const char* name) { return tables_in(folder, name, 1, 256 << 20, for_stock_xapian); };
  const std::string ours = outcome(write_glass_tables(source_of(documents), tables("glass")));
  const std::string theirs = outcome(write_xapian_tables(source_of(documents), tables("xapian")));
  return ours + " " + theirs;
}

std::string bytes_of(const fs::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

// Name and content of every file.
std::string bytes_of_database(const fs::path& folder) {
  std::set<fs::path> files(fs::directory_iterator(folder), {});
  std::string all;
  for (const fs::path& file : files) all += file.filename().string() + "\n" + bytes_of(file);
  return all;
}

std::vector<SpelledDocument> sample_documents() {
  std::vector<SpelledDocument> documents;
  const auto cleaning = Cleaning::create("");
  REQUIRE(cleaning.ok());
  const Analyzer analyzer;
  ReadSink sink;
  sink.document = [&](RawDocument&& raw) {
    const auto page = make_page(std::move(raw), {});
    if (page.ok()) documents.push_back(spelled(to_spooled(cleaning->clean(*page), *page), analyzer));
    return true;
  };
  sink.skip = [](Skip&&) {};
  std::istringstream nothing;
  REQUIRE(read_documents({std::string(POLSEARCH_SOURCE_DIR) + "/corpus/samples"}, {}, nothing, sink).ok());
  return documents;
}

}  // namespace

TEST_CASE("random documents with hostile terms are stored as through Xapian's API") {
  for (const unsigned seed : {11u, 12u}) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const TempFolder folder;
    const auto documents = random_documents(random, 400);
    REQUIRE(write_both(folder, documents) == "fine fine");
    CHECK(differences(folder / "xapian", folder / "glass") == "");
    CHECK(faults_of(folder / "glass") == "");
    CHECK(query_differences(folder / "xapian", folder / "glass", seed, 300) == "");
  }
}

TEST_CASE("without positions and term lists both builders store the same, and the same term stream") {
  std::mt19937 random(15);
  const TempFolder folder;
  const auto documents = random_documents(random, 300);
  REQUIRE(write_both(folder, documents, /*for_stock_xapian=*/false) == "fine fine");
  CHECK(differences(folder / "xapian", folder / "glass") == "");
  CHECK(faults_of(folder / "glass") == "");
  CHECK(faults_of(folder / "xapian") == "");
  for (const char* table : {"position.glass", "termlist.glass"}) CHECK_FALSE(fs::exists(folder / "glass" / table));
  CHECK((bytes_of(folder / "glass.stream") == bytes_of(folder / "xapian.stream")));
}

TEST_CASE("without positions and term lists a stock writer adds documents and refuses to change any") {
  const TempFolder folder;
  const std::vector<SpelledDocument> documents = {document_of({{"coal", 1, {1}}, {"steel", 1, {2}}}, {}, "one"),
                                                  document_of({{"coal", 1, {5}}, {"steel", 1, {1}}}, {}, "two")};
  REQUIRE(write_both(folder, documents, /*for_stock_xapian=*/false) == "fine fine");
  CHECK_THROWS_AS(Xapian::WritableDatabase((folder / "glass").string()), Xapian::DatabaseOpeningError);
  const int flags = Xapian::DB_OPEN | Xapian::DB_NO_TERMLIST;
  {
    Xapian::WritableDatabase database((folder / "glass").string(), flags);
    CHECK_THROWS_AS(database.delete_document(1), Xapian::FeatureUnavailableError);
    CHECK_THROWS_AS(database.replace_document(1, to_xapian(documents[1])), Xapian::FeatureUnavailableError);
  }
  {
    Xapian::WritableDatabase database((folder / "glass").string(), flags);
    CHECK(database.add_document(to_xapian(document_of({{"coal", 1, {}}}))) == 3);
    database.commit();
  }
  CHECK(faults_of(folder / "glass") == "");
  const Xapian::Database database((folder / "glass").string());
  CHECK(database.get_termfreq("coal") == 3);
  Xapian::Enquire enquire(database);
  enquire.set_query(Xapian::Query(Xapian::Query::OP_PHRASE, Xapian::Query("coal"), Xapian::Query("steel")));
  CHECK(enquire.get_mset(0, 10).size() == 2);  // without positions a phrase is an AND
}

TEST_CASE("the sample pages are stored as through Xapian's API") {
  const TempFolder folder;
  const auto documents = sample_documents();
  REQUIRE(documents.size() >= 40);
  REQUIRE(write_both(folder, documents) == "fine fine");
  CHECK(differences(folder / "xapian", folder / "glass") == "");
  CHECK(faults_of(folder / "glass") == "");
  CHECK(query_differences(folder / "xapian", folder / "glass", 21, 1000) == "");
}

TEST_CASE("the smallest databases are databases, and a stock writer can go on with them") {
  const std::vector<std::vector<SpelledDocument>> cases = {
      {},
      {{}},
      {{}, {}},
      {document_of({{"a", 0, {}}})},
      {document_of({{"a", 1, {1}}}, {{0, "v"}}, "record")},
      {document_of({}, {{0, "v"}}), document_of({}, {}, "record")},
      {document_of({{"a", 1, {}}, {"b", 2, {7}}}), {}, document_of({{"b", 1, {1, 2}}}, {{3, "x"}, {4, "y"}}, "z")}};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    CAPTURE(i);
    const TempFolder folder;
    REQUIRE(write_both(folder, cases[i]) == "fine fine");
    CHECK(differences(folder / "xapian", folder / "glass") == "");
    CHECK(faults_of(folder / "glass") == "");
    for (const char* name : {"glass", "xapian"}) {
      Xapian::WritableDatabase database((folder / name).string());
      for (const auto& document : cases.back()) database.add_document(to_xapian(document));
      database.replace_document(1, to_xapian(cases.back().front()));
      database.delete_document(2);
      database.commit();
    }
    CHECK(differences(folder / "xapian", folder / "glass") == "");
    CHECK(faults_of(folder / "glass") == "");
  }
}

TEST_CASE(
    "one run or a run a document, one thread or four: the same bytes, and nothing is left in the scratch folder") {
  std::mt19937 random(31);
  const TempFolder folder;
  const auto documents = random_documents(random, 300);
  const auto build = [&](const std::string& name, unsigned jobs, std::uint64_t memory_bytes,
                         std::uint32_t packed_bytes) {
    const WriteTables request = tables_in(folder, name, jobs, memory_bytes);
    REQUIRE(outcome(write_glass_tables(source_of(documents, packed_bytes), request)) == "fine");
    CHECK(fs::is_empty(request.scratch));
    return bytes_of_database(request.folder) + bytes_of(request.stream_file);
  };
  const std::string one_run = build("one", 1, 1 << 30, 0);
  CHECK(one_run.size() > 1000000);
  CHECK((build("some", 1, 16 << 20, 1000) == one_run));
  CHECK((build("each", 1, 1 << 20, kADocumentABatch) == one_run));
  CHECK((build("threads", 4, 1 << 20, kADocumentABatch) == one_run));
  CHECK((build("split", 2, 1 << 20, 0) == one_run));
}

TEST_CASE("a stock writer updates the database, and it is still sound and the same as an updated stock one") {
  std::mt19937 random(41);
  const TempFolder folder;
  const auto documents = random_documents(random, 300), others = random_documents(random, 150);
  REQUIRE(write_both(folder, documents) == "fine fine");
  for (const char* name : {"glass", "xapian"}) {
    std::mt19937 choices(42);
    Xapian::WritableDatabase database((folder / name).string());
    for (std::size_t i = 0; i < others.size(); ++i) {
      const Xapian::docid id = 1 + static_cast<Xapian::docid>(choices() % 300);
      if (i % 3 == 0) database.add_document(to_xapian(others[i]));
      if (i % 3 == 1) database.replace_document(id, to_xapian(others[i]));
      if (i % 3 == 2) try {
          database.delete_document(id);
        } catch (const Xapian::DocNotFoundError&) {  // deleted before
        }
      if (i == 70) database.commit();
    }
    database.set_metadata("key", "value");
    database.add_spelling("steel");
    database.commit();
  }
  CHECK(differences(folder / "xapian", folder / "glass") == "");
  CHECK(faults_of(folder / "xapian") == "");
  CHECK(faults_of(folder / "glass") == "");
  Xapian::Database((folder / "glass").string()).compact((folder / "compact").string());
  CHECK(faults_of(folder / "compact") == "");
  CHECK(differences(folder / "xapian", folder / "compact") == "");
}

TEST_CASE("documents with high and far apart numbers are found again") {
  // Where the widths of numbers change; past 4 million a key has four bytes more. xapian-check takes memory and time
  // for each number there could be, so it sees the lower ones alone.
  const std::vector<std::uint32_t> lower = {1, 2, 127, 128, 0x7FFF, 0x8000, (1u << 22) - 1, 1u << 22, 5000000};
  const std::vector<std::uint32_t> higher = {5, (1u << 28) - 1, 1u << 28, 1u << 29, 0xFFFFFFFE};
  for (const auto& numbers : {lower, higher}) {
    const TempFolder folder;
    std::map<std::uint32_t, SpelledDocument> documents;
    Xapian::WritableDatabase stock((folder / "xapian").string(), Xapian::DB_CREATE);
    for (const std::uint32_t number : numbers) {
      const std::string name = "n" + std::to_string(number);
      documents[number] =
          document_of({{"common", number % 7, {1, number % 1000 + 2}}, {name, 1, {3}}}, {{0, name}, {1, "same"}}, name);
      stock.replace_document(number, to_xapian(documents[number]));
    }
    stock.commit();
    write_numbered(folder / "glass", documents);
    CHECK(differences(folder / "xapian", folder / "glass") == "");
    if (numbers == lower) CHECK(faults_of(folder / "glass") == "");
  }
}

TEST_CASE("a document that the format cannot hold ends the build with an error") {
  const TempFolder folder;
  std::vector<SpelledDocument> documents(10);
  documents[6].terms = {{std::string(246, 'x'), 1}};
  CHECK(outcome(write_glass_tables(source_of(documents), tables_in(folder, "long"))) ==
        "cannot index document 7: a term of 246 bytes, the limit is 245");
  documents[6].terms.clear();
  for (const int i : {2, 5}) documents[static_cast<std::size_t>(i)].terms = {{"often", 0xFFFFFFF0}};
  CHECK(outcome(write_glass_tables(source_of(documents), tables_in(folder, "often"))) ==
        "the term often counts over 4,294,967,295");
}

TEST_CASE("an error of the source ends the build and comes out as it is") {
  const TempFolder folder;
  const std::vector<SpelledDocument> documents(100);
  DocumentSource source = source_of(documents, kADocumentABatch);
  source.read = [](std::uint32_t number, RunTerms& terms) -> Result<IndexableDocument> {
    if (number == 50) return Error{Error::Kind::kIndex, "fifty", ""};
    return number_terms({}, terms);
  };
  for (const unsigned jobs : {1u, 4u})
    CHECK(outcome(write_glass_tables(source, tables_in(folder, "t" + std::to_string(jobs), jobs))) == "fifty");
}

TEST_CASE("wherever a file may grow no more, the build ends with an error that names it") {
  std::mt19937 random(51);
  const TempFolder folder;
  const auto documents = random_documents(random, 200);
  const WriteTables full = tables_in(folder, "full");
  REQUIRE(write_glass_tables(source_of(documents), full).ok());
  std::set<std::uintmax_t> limits = {0, 1, 50, 8191, 8192};
  for (const auto& file : fs::directory_iterator(full.folder)) limits.insert(fs::file_size(file) - 1);
  for (const std::uintmax_t limit : limits) {
    const pid_t child = fork();
    if (child == 0) {
      signal(SIGXFSZ, SIG_IGN);
      const rlimit small{limit, limit};
      setrlimit(RLIMIT_FSIZE, &small);
      const std::string name = "limit" + std::to_string(limit);
      const std::string said = outcome(write_glass_tables(source_of(documents), tables_in(folder, name, 2)));
      _exit(said.starts_with("cannot write ") && said.ends_with(": File too large") ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CAPTURE(limit);
    CHECK(status == 0);
  }
}
