// Where the table format ends: each limit is reached and works, or is passed and refused by name.
//
// What takes gigabytes or millions of documents runs with POLSEARCH_TEST_MODE=full; a smaller case of the same always.
#include <xapian.h>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/glass_packing.h"
#include "glass_compare.h"
#include "glass_documents.h"
#include "glass_numbered.h"
#include "indexer/build/glass/glass_writer.h"
#include "indexer/build/glass/merge_tables.h"
#include "indexer/build/glass/table_reader.h"
#include "searcher/engine/mapped_tables.h"
#include "temp_folder.h"

using namespace polsearch;
namespace fs = std::filesystem;

namespace {

using Numbered = std::map<std::uint32_t, SpelledDocument>;

constexpr std::uint32_t kFourByteNumbers = 1u << 22;  // document numbers from here on take four bytes in a key

bool is_full_run() {
  const char* mode = std::getenv("POLSEARCH_TEST_MODE");
  return mode != nullptr && std::string_view(mode) == "full";
}

std::string outcome(const Status& status) { return status.ok() ? "fine" : status.error().message; }

WriteTables request_in(const TempFolder& folder, bool for_stock_xapian) {
  WriteTables request;
  request.folder = folder / "glass";
  request.stream_file = folder / "stream";
  request.scratch = folder / "scratch";
  request.for_stock_xapian = for_stock_xapian;
  request.jobs = 2;
  fs::create_directories(request.scratch);
  return request;
}

std::string written(const TempFolder& folder, const std::vector<SpelledDocument>& documents) {
  return outcome(write_glass_tables(source_of(documents), request_in(folder, /*for_stock_xapian=*/true)));
}

// The same documents through Xapian's API.
void write_stock(const fs::path& folder, const Numbered& documents) {
  Xapian::WritableDatabase database(folder.string(), Xapian::DB_CREATE);
  for (const auto& [number, document] : documents) database.replace_document(number, to_xapian(document));
  database.commit();
}

std::string eight_bytes(std::uint64_t number) {
  std::string bytes(8, '\0');
  for (std::size_t i = 8; i-- > 0; number >>= 8) bytes[i] = static_cast<char>(number & 0xFF);
  return bytes;
}

// The entry's tag, "(none)" or "(damaged)".
std::string tag_at(const glass::MappedTable& table, const std::string& key) {
  glass::TableReader reader(table);
  if (reader.find(key)) return std::string(reader.tag());
  return reader.is_damaged() ? "(damaged)" : "(none)";
}

// Moves a table's blocks `by` blocks towards the end of its file: the first ones stay a hole that takes no room.
glass::TableRoot move_blocks(const fs::path& path, glass::TableRoot root, std::uint32_t by) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes(std::size_t{root.blocks} * glass::kBlockBytes, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  const auto number_at = [&](std::size_t at, std::size_t width) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < width; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
  };
  for (std::size_t block = 0; block < bytes.size(); block += glass::kBlockBytes) {
    if (bytes[block + 4] == 0) continue;  // a leaf
    for (std::size_t at = glass::kDirectoryBegin; at < number_at(block + 9, 2); at += glass::kDirectoryEntryBytes) {
      const std::size_t child = block + number_at(block + at, 2);
      const std::string moved = eight_bytes(number_at(child, 4) + by);
      bytes.replace(child, 4, moved, 4, 4);
    }
  }
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.seekp(static_cast<std::streamoff>(std::uint64_t{by} * glass::kBlockBytes));
  out << bytes;
  root.root += by;
  root.blocks += by;
  return root;
}

}  // namespace

TEST_CASE("the longest keys, with their zero bytes doubled and the highest document numbers, hold what stock ones do") {
  // 249 bytes of text, the end's byte and five of a number: 255. So many documents that the term needs a second chunk.
  const std::string zeros = std::string(124, '\0') + "x", plain(glass::kMaxTermBytes, 'y');
  REQUIRE(glass::text_bytes(zeros) == glass::kMaxTermTextBytes);
  Numbered documents;
  for (std::uint32_t number = UINT32_MAX - 2000; number < UINT32_MAX; ++number)
    documents[number] = document_of({{zeros, 2, {1, number % 500 + 2}}, {plain, number % 300 + 1, {3}}});
  const TempFolder folder;
  write_numbered(folder / "glass", documents);
  write_stock(folder / "xapian", documents);
  CHECK(differences(folder / "xapian", folder / "glass") == "");
}

TEST_CASE("a database is merged to document numbers on both sides of four million, as through Xapian's API") {
  std::mt19937 random(61);
  const TempFolder folder;
  const auto documents = random_documents(random, 120);
  REQUIRE(written(folder, documents) == "fine");
  fs::rename(folder / "glass", folder / "low");
  const auto low = glass::MappedTables::open(folder / "low");
  REQUIRE(low.ok());
  std::vector<std::uint32_t> number_of(documents.size() + 1);
  Numbered numbered;
  for (std::uint32_t n = 1; n <= documents.size(); ++n) {
    if (n % 7 == 0) continue;  // dropped
    number_of[n] = kFourByteNumbers - 200 + n * 3;
    numbered[number_of[n]] = documents[n - 1];
  }
  REQUIRE(glass::merge_glass_tables({{&*low, number_of}}, {folder / "glass", /*for_stock_xapian=*/true}).ok());
  write_stock(folder / "xapian", numbered);
  CHECK(differences(folder / "xapian", folder / "glass") == "");
  CHECK(faults_of(folder / "glass") == "");
}

TEST_CASE("document numbers past four million are written, read in place and read by Xapian") {
  const std::uint32_t count = is_full_run() ? kFourByteNumbers + 100'000 : 0x8000 + 10'000;
  const TempFolder folder;
  DocumentSource source;
  source.count = count;
  source.packed_bytes = [](std::uint32_t) { return 40u; };
  source.read = [](std::uint32_t number, RunTerms& terms) -> Result<IndexableDocument> {
    return number_terms(document_of({{"all", 1, {1}}, {"n" + std::to_string(number % 1000), 1, {2}}}), terms);
  };
  REQUIRE(outcome(write_glass_tables(source, request_in(folder, /*for_stock_xapian=*/false))) == "fine");
  const auto tables = engine::MappedTables::open(folder / "glass", folder / "stream");
  REQUIRE(tables.ok());
  REQUIRE(*tables != nullptr);
  CHECK((*tables)->document_count() == count);
  CHECK((*tables)->frequency("all") == count);
  const match::Plan seven = match::all_of({match::Plan::of_term("all"), match::Plan::of_term("n7")});
  match::MatchQuestion question{seven, {}};
  question.collect = true;
  const auto answer = (*tables)->match(question);
  REQUIRE(answer.ok());
  CHECK(answer->total == (count - 7) / 1000 + 1);
  CHECK(answer->documents.back() == (count - 7) / 1000 * 1000 + 7);
  const match::Plan last = match::Plan::phrase({match::Plan::of_term("all"), match::Plan::of_term("n999")}, 2);
  const auto phrase = (*tables)->match({last, {}});
  REQUIRE(phrase.ok());
  CHECK(phrase->total == (count - 999) / 1000 + 1);
  const Xapian::Database database((folder / "glass").string());
  CHECK(database.get_lastdocid() == count);
  CHECK(database.get_termfreq("n7") == (count - 7) / 1000 + 1);
  Xapian::PostingIterator at = database.postlist_begin("all");
  at.skip_to(count - 1);
  CHECK(*at == count - 1);
}

TEST_CASE("lengths and counts of 32 bits add up to more, as through Xapian's API") {
  Numbered documents;
  for (std::uint32_t number = 1; number <= 5; ++number)
    documents[number] = document_of({{"often" + std::to_string(number), UINT32_MAX - 10, {}}, {"common", number, {1}}});
  const TempFolder folder;
  write_numbered(folder / "glass", documents);
  write_stock(folder / "xapian", documents);
  CHECK(differences(folder / "xapian", folder / "glass") == "");
  CHECK(faults_of(folder / "glass") == "");
}

TEST_CASE("a merge refuses a term that counts over 32 bits in all") {
  const TempFolder folder;
  std::vector<glass::MappedTables> tables;
  for (const char* name : {"a", "b"}) {
    REQUIRE(written(folder, {document_of({{"often", UINT32_MAX - 10, {}}})}) == "fine");
    fs::rename(folder / "glass", folder / name);
    auto opened = glass::MappedTables::open(folder / name);
    REQUIRE(opened.ok());
    tables.push_back(std::move(*opened));
  }
  const std::vector<std::uint32_t> first = {0, 1}, second = {0, 2};
  CHECK(outcome(glass::merge_glass_tables({{&tables[0], first}, {&tables[1], second}}, {folder / "both"})) ==
        "the term often counts over 4,294,967,295");
}

TEST_CASE("a document without terms or with an empty value: the one is indexed, the other refused") {
  const TempFolder folder;
  std::vector<SpelledDocument> documents(3);
  documents[2].record = "record";
  CHECK(written(folder, documents) == "fine");
  const Xapian::Database database((folder / "glass").string());
  CHECK(database.get_doccount() == 3);
  CHECK(database.get_doclength(2) == 0);
  documents[1].values = {{0, "a"}, {4, ""}};
  CHECK(written(folder, documents) == "cannot index document 2: an empty value in slot 4");
}

TEST_CASE("a record that needs more than 65,535 parts is refused with the table's name") {
  if (!is_full_run()) {
    WARN("takes 130 MB: in full runs only");
    return;
  }
  std::mt19937 random(62);
  std::string bytes(65536 * glass::kMaxItemBytes, '\0');
  for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) {
    const auto word = static_cast<std::uint32_t>(random());
    for (std::size_t k = 0; k < 4; ++k) bytes[i + k] = static_cast<char>(word >> 8 * k & 0xFF);
  }
  const TempFolder folder;
  glass::TableWriter table(folder / "t", glass::kNeverCompress);
  const std::string_view fits = std::string_view(bytes).substr(0, bytes.size() / 100 * 99);
  table.add("a", fits);
  table.add("b", "after it");
  const auto root = table.finish();
  REQUIRE(root.ok());
  const auto mapped = glass::MappedTable::open(folder / "t", *root);
  REQUIRE(mapped.ok());
  CHECK((tag_at(*mapped, "a") == fits));
  CHECK(tag_at(*mapped, "b") == "after it");
  CHECK(written(folder, {document_of({}, {}, bytes)}) ==
        "cannot write " + (folder / "glass" / "docdata.glass").string() + ": an entry needs more than 65,535 parts");
}

TEST_CASE("blocks past two and four gigabytes of a table are found") {
  constexpr unsigned long long kEntries = 3000;
  for (const std::uint64_t begin : {(1ull << 31) - glass::kBlockBytes, (1ull << 32) + 5 * glass::kBlockBytes}) {
    const TempFolder folder;
    glass::TableWriter table(folder / "t", glass::kNeverCompress);
    for (std::uint64_t i = 0; i < kEntries; ++i) table.add("k" + eight_bytes(i), "tag" + std::to_string(i));
    const auto root = table.finish();
    REQUIRE(root.ok());
    REQUIRE(root->level >= 1);
    const auto by = static_cast<std::uint32_t>(begin / glass::kBlockBytes);
    const auto mapped = glass::MappedTable::open(folder / "t", move_blocks(folder / "t", *root, by));
    REQUIRE(mapped.ok());
    for (const unsigned long long i : {0ull, 1ull, 1234ull, kEntries - 1})
      CHECK(tag_at(*mapped, "k" + eight_bytes(i)) == "tag" + std::to_string(i));
    CHECK(tag_at(*mapped, "k" + eight_bytes(kEntries)) == "(none)");
  }
}

TEST_CASE("a database whose records take more than two gigabytes is written, merged and read by Xapian") {
  if (!is_full_run()) {
    WARN("takes 7 GB of disk: in full runs only");
    return;
  }
  // What deflate cannot shorten; each its own.
  const auto record_of = [](std::uint32_t number) {
    std::mt19937 random(number);
    std::string record;
    for (int i = 0; i < 1700; ++i) record += eight_bytes(random()).substr(4);
    return record;
  };
  constexpr std::uint32_t kCount = 330'000;
  const TempFolder folder;
  DocumentSource source;
  source.count = kCount;
  source.packed_bytes = [](std::uint32_t) { return 7000u; };
  source.read = [&](std::uint32_t number, RunTerms& terms) -> Result<IndexableDocument> {
    return number_terms(document_of({{"n" + std::to_string(number % 10), 1, {1}}}, {}, record_of(number)), terms);
  };
  REQUIRE(outcome(write_glass_tables(source, request_in(folder, /*for_stock_xapian=*/false))) == "fine");
  CHECK(fs::file_size(folder / "glass" / "docdata.glass") > 1ull << 31);
  const auto tables = glass::MappedTables::open(folder / "glass");
  REQUIRE(tables.ok());
  std::vector<std::uint32_t> number_of(kCount + 1);
  for (std::uint32_t n = 2; n <= kCount; ++n) number_of[n] = n - 1;
  REQUIRE(glass::merge_glass_tables({{&*tables, number_of}}, {folder / "merged"}).ok());
  const Xapian::Database database((folder / "glass").string()), merged((folder / "merged").string());
  for (const std::uint32_t number : {2u, kCount / 2, kCount - 1, kCount}) {
    const std::string record = database.get_document(number).get_data();
    CHECK(record.find(record_of(number)) != std::string::npos);
    CHECK((merged.get_document(number - 1).get_data() == record));
  }
}
