#include <catch2/catch.hpp>

#include <filesystem>
#include <random>
#include <string>

#include "analysis/columns.h"
#include "analysis/index_layout.h"
#include "analysis/inflate.h"
#include "analysis/schema.h"
#include "analysis/stored_document.h"
#include "temp_folder.h"

using namespace polsearch;
namespace fs = std::filesystem;

namespace {

std::string random_text(std::mt19937& random, std::size_t longest) {
  std::string text(random() % (longest + 1), '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

StoredDocument random_document(std::mt19937& random) {
  StoredDocument document;
  for (std::string* text : {&document.id, &document.title, &document.title_source, &document.url, &document.site,
                            &document.language, &document.source, &document.editor})
    *text = random_text(random, 20);
  document.body = random_text(random, 2000);
  if (random() % 3)
    document.date = Date{static_cast<std::int16_t>(1 + random() % 9999), static_cast<std::uint8_t>(random() % 13),
                         static_cast<std::uint8_t>(random() % 32)};
  document.precision = static_cast<DatePrecision>(random() % 5);
  for (std::size_t i = random() % 4; i-- > 0;) document.languages.push_back(random_text(random, 5));
  for (std::size_t i = random() % 4; i-- > 0;)
    (random() % 2 ? document.ministries : document.other_bodies)
        .push_back({random_text(random, 8), static_cast<double>(random() % 1001) / 1000});
  for (std::size_t i = random() % 4; i-- > 0;)
    document.removed.push_back({random_text(random, 9), random_text(random, 9), static_cast<std::uint32_t>(random()),
                                random_text(random, 99)});
  document.duplicates = random() % 2 ? static_cast<std::uint32_t>(random()) : 0;
  return document;
}

// Everything that a document says, for comparing whole.
std::string print(const StoredDocument& d) {
  std::string out = d.id + "|" + d.title + "|" + d.title_source + "|" + d.url + "|" + d.site + "|" +
                    std::to_string(d.date.year) + "-" + std::to_string(d.date.month) + "-" +
                    std::to_string(d.date.day) + "|" + std::string(to_string(d.precision)) + "|" + d.language;
  for (const auto& language : d.languages) out += "|l" + language;
  for (const auto& ministry : d.ministries) out += "|m" + ministry.id + std::to_string(ministry.confidence);
  for (const auto& body : d.other_bodies) out += "|o" + body.id + std::to_string(body.confidence);
  out += "|" + d.source + "|" + d.editor + "|" + d.body;
  for (const auto& removal : d.removed)
    out += "|r" + removal.reason + "," + removal.rule + "," + std::to_string(removal.line) + "," + removal.text;
  return out + "|" + std::to_string(d.duplicates);
}

std::vector<ColumnRow> random_rows(std::mt19937& random) {
  std::vector<ColumnRow> rows(random() % 40);
  for (ColumnRow& row : rows) {
    if (random() % 4)
      row.day = static_cast<std::uint32_t>(20200000 + random() % 5 * 10000 + (1 + random() % 12) * 100 + random() % 32);
    row.precision = static_cast<std::uint8_t>(random() % 5);
    for (std::size_t i = random() % 3; i-- > 0;) row.languages.push_back(random_text(random, 1));
    for (std::size_t i = random() % 5; i-- > 0;) row.ministries.push_back("m" + std::to_string(random() % 9));
    if (random() % 2) row.source = "s" + std::to_string(random() % 5);
  }
  if (random() % 2)
    for (ColumnRow& row : rows) row.group = &row == &rows.front() || random() % 2 ? 1 : 0;
  return rows;
}

std::string print(const Columns& c, std::uint32_t document) {
  std::string out = std::to_string(c.days[document - 1]) + " " + std::to_string(c.precision[document - 1]) + " ";
  for (const auto ordinal : c.languages.of(document)) out += c.language_names[ordinal] + ",";
  out += " ";
  for (const auto ordinal : c.ministries.of(document)) out += c.ministry_names[ordinal] + ",";
  const auto source = c.sources[document - 1];
  return out + " " + (source ? c.source_names[source - 1] : "-") + " " + std::to_string(c.groups[document - 1]);
}

void damage(std::string& bytes, std::mt19937& random) {
  const std::size_t at = random() % bytes.size();
  switch (random() % 4) {
    case 0: bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8)); break;
    case 1: bytes.resize(at); break;
    case 2: bytes[at] = static_cast<char>(random()); break;
    default: bytes.insert(at, random_text(random, 8)); break;
  }
}

Manifest small_manifest() {
  Manifest manifest;
  manifest.schema_version = schema::kSchemaVersion;
  manifest.feature_version = schema::kFeatureVersion;
  manifest.analysis_fingerprint = "icu 72.1";
  manifest.documents = 2;
  manifest.inputs = {"/data/pages"};
  return manifest;
}

// A publishable index with two files that are no database: the layout does not care.
void publish(const fs::path& index, const std::string& generation) {
  const fs::path folder = index / generation;
  write_file(folder / "columns", "the columns");
  write_file(folder / "xapian/iamglass", "a database");
  Manifest manifest = small_manifest();
  for (const char* path : {"columns", "xapian/iamglass"})
    manifest.files.push_back({path, fs::file_size(folder / path), digest_of_file(folder / path).value()});
  const std::string text = print_manifest(manifest);
  write_file(folder / "manifest.json", text);
  write_file(index / "current", print_pointer({generation, digest_of(text)}));
}

}  // namespace

TEST_CASE("a stored document comes back as it went in") {
  std::mt19937 random(20230421);
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    const StoredDocument document = random_document(random);
    const auto decoded = decode_stored_document(encode(document));
    REQUIRE(decoded.ok());
    REQUIRE(print(*decoded) == print(document));
  }
}

TEST_CASE("a packed record says what the plain one says, and its first bytes say all but the long fields") {
  std::mt19937 random(11);
  const auto store = [](std::string_view fields) {  // one deflate block, not compressed
    const auto size = static_cast<unsigned>(fields.size()) & 0xFFFF;
    const auto byte = [](unsigned value) { return static_cast<char>(value & 0xFF); };
    return std::string{1, byte(size), byte(size >> 8U), byte(~size), byte(~size >> 8U)} + std::string(fields);
  };
  const auto unlike = [](std::string_view) { return std::string("\x00", 1); };
  for (int i = 0; i < 300; ++i) {
    CAPTURE(i);
    const StoredDocument document = random_document(random);
    const std::string plain = encode(document);
    CHECK(pack_record(plain, store) == plain);  // not shorter
    StoredDocument rest;
    const auto begun = decode_short_fields(plain);
    REQUIRE(begun.has_value() == (!document.body.empty() || !document.removed.empty()));
    if (!begun) continue;
    rest = document;
    rest.body.clear();
    rest.removed.clear();
    CHECK(print(*begun) == print(rest));
    const std::string packed = pack_record(plain, unlike);
    if (packed.size() < plain.size()) CHECK(exit_code(decode_stored_document(packed).error()) == 3);
  }
}

TEST_CASE("a text that claims to be longer than its stream can hold is not unpacked") {
  const std::string stream(
      "\x01\x01\x00\xFE\xFF"
      "a",
      6);
  CHECK(inflate(stream).value() == "a");
  CHECK(inflate(stream, 1).value() == "a");
  for (const std::uint64_t bytes : {std::uint64_t{0}, std::uint64_t{2}, std::uint64_t{1} << 29, std::uint64_t{1} << 62})
    CHECK_FALSE(inflate(stream, bytes).has_value());
  CHECK_FALSE(inflate(stream.substr(0, 5), 1).has_value());
}

TEST_CASE("a damaged stored document gives an error or a document, never a wild read") {
  std::mt19937 random(7);
  int errors = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string record = encode(random_document(random));
    for (std::size_t hits = 1 + random() % 3; hits-- > 0 && !record.empty();) damage(record, random);
    errors += !decode_stored_document(record).ok();
  }
  for (int i = 0; i < 2000; ++i) errors += !decode_stored_document("\x02" + random_text(random, 200)).ok();
  CHECK(errors > 1000);
}

TEST_CASE("a stored document of a later version is another format; unknown fields are skipped") {
  StoredDocument document;
  document.id = "a";
  std::string record = encode(document);
  CHECK(decode_stored_document(record + std::string("\x63\x02zz")).value().id == "a");
  record[0] = 3;
  CHECK(exit_code(decode_stored_document(record).error()) == 4);
  CHECK_FALSE(decode_stored_document("").ok());
}

TEST_CASE("columns of rows: dictionaries sorted, lists ascending without repeats") {
  const std::vector<ColumnRow> rows = {{20230421, 1, {"zh", "en"}, {"cn-ndrc", "cn-miit", "cn-ndrc"}, "Xinhua"},
                                       {20230400, 2, {"en"}, {}, ""},
                                       {0, 0, {}, {"cn-mof"}, "MIIT"}};
  const Columns columns = build_columns(rows);
  CHECK(print(columns, 1) == "20230421 1 en,zh, cn-miit,cn-ndrc, Xinhua 0");
  CHECK(print(columns, 2) == "20230400 2 en,  - 0");
  CHECK(print(columns, 3) == "0 0  cn-mof, MIIT 0");
  CHECK(columns.source_names == std::vector<std::string>{"MIIT", "Xinhua"});
}

TEST_CASE("columns come back as they went in") {
  std::mt19937 random(99);
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    const Columns columns = build_columns(random_rows(random));
    const std::string bytes = encode(columns);
    const auto decoded = decode_columns(bytes);
    REQUIRE(decoded.ok());
    REQUIRE(encode(*decoded) == bytes);
    REQUIRE(decoded->documents == columns.documents);
    for (std::uint32_t document = 1; document <= columns.documents; ++document)
      REQUIRE(print(*decoded, document) == print(columns, document));
  }
}

TEST_CASE("damaged columns give an error or columns that can be read from end to end") {
  std::mt19937 random(5);
  int errors = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string bytes = encode(build_columns(random_rows(random)));
    damage(bytes, random);
    const auto decoded = decode_columns(bytes);
    errors += !decoded.ok();
    std::size_t read = 0;
    if (decoded)
      for (std::uint32_t document = 1; document <= decoded->documents; ++document)
        read += print(*decoded, document).size();
    CAPTURE(read);
  }
  CHECK(errors > 1000);
  CHECK_FALSE(decode_columns(std::string("polcols1\xff\xff\xff\xff\xff\xff\xff\xff", 16)).ok());
}

TEST_CASE("a pointer is printed and parsed; anything else is refused") {
  const std::string digest(32, 'a');
  const std::string text = print_pointer({"000003", digest});
  CHECK(text == "polsearch index 1\ngeneration 000003\nmanifest " + digest + "\n");
  CHECK(parse_pointer(text).value().generation == "000003");
  CHECK(exit_code(parse_pointer("polsearch index 2\nwhatever\n").error()) == 4);
  for (const std::string& bad : {std::string(), std::string("000003"), text + "x", text.substr(0, text.size() - 1),
                                 "polsearch index 1\ngeneration ../../etc\nmanifest " + digest + "\n",
                                 std::string("polsearch index 1\ngeneration 000003\nmanifest ABC\n")}) {
    CAPTURE(bad);
    REQUIRE_FALSE(parse_pointer(bad).ok());
    CHECK(exit_code(parse_pointer(bad).error()) == 3);
  }
}

TEST_CASE("a manifest is printed and parsed; hostile JSON is an error") {
  Manifest manifest = small_manifest();
  manifest.files = {{"columns", 3, std::string(32, '0')}, {"xapian/postlist.glass", 8192, std::string(32, 'f')}};
  const std::string text = print_manifest(manifest);
  REQUIRE(parse_manifest(text).ok());
  CHECK(print_manifest(*parse_manifest(text)) == text);

  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return changed;
  };
  CHECK(exit_code(parse_manifest(with("\"schema_version\": 4", "\"schema_version\": 3")).error()) == 4);
  CHECK(exit_code(parse_manifest(with("xapian/postlist.glass", "../../etc/passwd")).error()) == 3);
  CHECK(exit_code(parse_manifest(with("\"columns\"", "7")).error()) == 3);
  CHECK(exit_code(parse_manifest(with("8192", "-1")).error()) == 3);
  CHECK(exit_code(parse_manifest(with("\"stock_tables\": false", "\"stock_tables\": 0")).error()) == 3);
  CHECK(exit_code(parse_manifest(std::string(1'000'000, '[')).error()) == 3);
  CHECK(exit_code(parse_manifest(text.substr(0, text.size() / 2)).error()) == 3);
}

TEST_CASE("checksums are XXH3-128 in hexadecimal, of bytes and of files alike") {
  CHECK(digest_of("") == "99aa06d3014798d86001c324468d497f");  // the reference value of xxHash for no input, seed 0
  const TempFolder folder;
  const std::string bytes(700'000, 'x');
  write_file(folder.path() / "file", bytes);
  CHECK(digest_of_file(folder.path() / "file").value() == digest_of(bytes));
  CHECK_FALSE(digest_of_file(folder.path() / "missing").ok());
  CHECK_FALSE(digest_of_file(folder.path()).ok());
  CHECK(read_file(folder.path() / "file").value() == bytes);
  CHECK_FALSE(read_file(folder.path() / "file", 699'999).ok());
}

TEST_CASE("a published generation is resolved and verified") {
  const TempFolder index;
  publish(index.path(), "000003");
  const auto generation = resolve_generation(index.path());
  REQUIRE(generation.ok());
  CHECK(generation->folder == index.path() / "000003");
  CHECK(generation->manifest.documents == 2);
  CHECK(verify_generation(*generation).ok());
}

TEST_CASE("what is missing or damaged is named") {
  const TempFolder index;
  CHECK(exit_code(resolve_generation(index.path()).error()) == 3);
  publish(index.path(), "000001");
  const Generation generation = resolve_generation(index.path()).value();
  const auto complaint = [&] {
    const Status verified = verify_generation(generation);
    return verified.ok() ? std::string("none") : verified.error().message;
  };
  SECTION("one changed byte") {
    write_file(generation.folder / "columns", "the c0lumns");
    CHECK(complaint() == "damaged: 000001/columns does not match its checksum");
  }
  SECTION("a shorter file") {
    write_file(generation.folder / "xapian/iamglass", "a data");
    CHECK(complaint() == "damaged: 000001/xapian/iamglass has 6 bytes, the manifest says 10");
  }
  SECTION("a missing file") {
    fs::remove(generation.folder / "columns");
    CHECK(complaint().find("000001/columns is missing") != std::string::npos);
  }
  SECTION("a stranger's file") {
    write_file(generation.folder / "xapian/extra", "");
    CHECK(complaint() == "damaged: 000001/xapian/extra does not belong to the index");
  }
  SECTION("another manifest") {
    write_file(generation.folder / "manifest.json", print_manifest(small_manifest()));
    CHECK(resolve_generation(index.path()).error().message ==
          "damaged: 000001/manifest.json does not match its checksum");
  }
  SECTION("a flipped bit in the pointer") {
    std::string text = *read_file(index / "current");
    text[text.size() - 5] = text[text.size() - 5] == 'a' ? 'b' : 'a';
    write_file(index / "current", text);
    CHECK(resolve_generation(index.path()).error().message == "damaged: the checksum in the pointer file `current`");
    text[text.find("000001") + 4] = '1';
    write_file(index / "current", text);
    CHECK(resolve_generation(index.path()).error().message ==
          "damaged: the pointer file `current` names 000011, which is not there");
  }
  SECTION("no manifest") {
    fs::remove(generation.folder / "manifest.json");
    CHECK(exit_code(resolve_generation(index.path()).error()) == 3);
  }
}

TEST_CASE("every single flipped bit of a generation is found") {
  const TempFolder index;
  publish(index.path(), "000001");
  for (const char* name : {"current", "000001/manifest.json", "000001/columns", "000001/xapian/iamglass"}) {
    const std::string whole = read_file(index.path() / name).value();
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
      std::string flipped = whole;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
      write_file(index.path() / name, flipped);
      const auto generation = resolve_generation(index.path());
      CAPTURE(name, bit);
      REQUIRE_FALSE((generation.ok() && verify_generation(*generation).ok()));
    }
    write_file(index.path() / name, whole);
  }
}
