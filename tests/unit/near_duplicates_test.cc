#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <polsearch/indexer.h>

#include "analysis/columns.h"
#include "analysis/index_layout.h"
#include "indexer/build/minhash.h"
#include "indexer/build/near_duplicates.h"
#include "indexer/build/shingles.h"
#include "indexer/build/spool.h"
#include "temp_folder.h"

using namespace polsearch;

namespace {

constexpr std::uint32_t kSeed = 20230721;

// Articles of made-up words: unrelated to one another but for the commonest words, as real ones are.
class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random(seed) {
    for (int i = 0; i < 3000; ++i) {
      std::string word;
      for (std::size_t syllables = 1 + random() % 3; syllables-- > 0;) {
        word += "bdfgklmnprst"[random() % 12];
        word += "aeiou"[random() % 5];
      }
      words_.push_back(word);
    }
  }

  std::string word() {  // falling frequency, as of Zipf
    const double u = static_cast<double>(random()) / 4294967296.0;
    return words_[static_cast<std::size_t>(u * u * u * static_cast<double>(words_.size()))];
  }
  std::vector<std::string> article(std::size_t length) {
    std::vector<std::string> text;
    for (std::size_t i = 0; i < length; ++i)
      text.push_back(random() % 25 ? word() : std::to_string(random() % 90 + 10) + "." + std::to_string(random() % 10));
    return text;
  }

  std::mt19937 random;

 private:
  std::vector<std::string> words_;
};

using Words = std::vector<std::string>;

std::string join(const Words& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : i % 15 ? " " : ".\n") + words[i];
  return text;
}

Words with_header_and_footer(Words words, Writer& writer) {
  const Words header = writer.article(12), footer = writer.article(20);
  words.insert(words.begin(), header.begin(), header.end());
  words.insert(words.end(), footer.begin(), footer.end());
  return words;
}

Words cut_to_60_percent(Words words, Writer&) {
  words.resize(words.size() * 6 / 10);
  return words;
}

// As a second translation does: words change, figures do not.
Words with_words_replaced(Words words, Writer& writer, unsigned percent) {
  for (std::string& word : words)
    if (word.find('.') == std::string::npos && writer.random() % 100 < percent) word = writer.word();
  return words;
}
Words with_5_percent_replaced(Words words, Writer& writer) { return with_words_replaced(std::move(words), writer, 5); }
Words with_15_percent_replaced(Words words, Writer& writer) {
  return with_words_replaced(std::move(words), writer, 15);
}

struct Body {
  std::string id;
  Date date;
  std::string text;
};

// "b:a c:a": each document that has a canonical one, ids in alphabetical order; canonical ones left out.
std::map<std::string, std::string> canonical_ids(const std::vector<Body>& bodies, std::uint64_t memory_bytes,
                                                 DuplicateGroups* found = nullptr) {
  const TempFolder folder;
  auto spool = Spool::create(folder / "spool");
  auto sketches = SketchFile::create(folder / "sketches");
  REQUIRE(spool.ok());
  REQUIRE(sketches.ok());
  for (const Body& body : bodies) {
    SpooledDocument document;
    document.stored.id = body.id;
    document.stored.date = body.date;
    document.stored.body = body.text;
    document.digest = std::string(16, 'd');
    REQUIRE(spool->append(pack(document)).ok());
    REQUIRE(sketches->append(sketch_body(body.text)).ok());
  }
  spool->number();
  const auto groups = find_near_duplicates(*spool, *sketches, memory_bytes);
  REQUIRE(groups.ok());
  if (found) *found = *groups;
  const auto id_of = [&](std::uint32_t number) { return spool->read(number)->stored.id; };
  std::map<std::string, std::string> canonical;
  for (std::uint32_t number = 1; number <= spool->documents(); ++number)
    if (const std::uint32_t first = groups->canonical[number - 1]; first != 0 && first != number)
      canonical[id_of(number)] = id_of(first);
  return canonical;
}

std::string grouped(const std::vector<Body>& bodies) {
  std::string out;
  for (const auto& [id, first] : canonical_ids(bodies, 64 << 20)) out += (out.empty() ? "" : " ") + id + ":" + first;
  return out;
}

std::string article_text(std::uint32_t seed, std::size_t words = 200) {
  Writer writer(seed);
  return join(writer.article(words));
}

std::size_t shingle_count(std::string_view text) { return cut_shingles(text).shingles.size(); }

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("shingles are three words, five Han characters or eight Thai letters of a text") {
  struct Row {
    std::string text;
    std::size_t shingles, figures;
  };
  for (const Row& row : {Row{"", 0, 0}, Row{"Output rose", 0, 0}, Row{"Output rose 3.8% in May", 3, 1},
                         Row{"in 2023. Then 1,234.5 tonnes of 5G", 5, 2}, Row{"工业增加", 0, 0},
                         Row{"工业增加值同比增长", 5, 0}, Row{"กระทรวงอุตสาหกรรม", 9, 0}, Row{"、。！…", 0, 0}}) {
    CAPTURE(row.text);
    CHECK(shingle_count(row.text) == row.shingles);
    CHECK(cut_shingles(row.text).figures.size() == row.figures);
  }
}

TEST_CASE("spelling, spaces and line ends make no other text; letters and figures do") {
  struct Row {
    std::string a, b;
    bool same;
  };
  for (const Row& row : {
           Row{"Output ROSE 3.8%\r\nin “May”.", "output rose 3.8 in may", true},
           Row{"國務院 辦公廳", "国务院办公厅", true},
           Row{"กำไร ๒๕๖๖", "กำไร 2566", true},
           Row{"Ｃafé", "cafe", true},
           Row{"rose 1,234 tonnes", "rose 1234 tonnes", true},
           Row{"output rose 3.8", "output rose 3.9", false},
           Row{"ab c", "a bc", false},
           Row{"国务院", "国务部", false},
       }) {
    CAPTURE(row.a, row.b);
    CHECK((cut_shingles(row.a).text_hash == cut_shingles(row.b).text_hash) == row.same);
    CHECK(cut_shingles(row.a).text_hash != 0);
  }
  CHECK(cut_shingles("... ---\n").text_hash == 0);
}

TEST_CASE("any bytes have a sketch, the same one each time") {
  std::mt19937 random(kSeed);
  CAPTURE(kSeed);
  for (int i = 0; i < 300; ++i) {
    std::string bytes(random() % 600, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    CAPTURE(i);
    const BodySketch a = sketch_body(bytes), b = sketch_body(bytes);
    CHECK(a.text_hash == b.text_hash);
    CHECK(a.bands == b.bands);
  }
}

TEST_CASE("copies are found as often as measured on articles, and nothing unrelated is") {
  struct Variant {
    std::string name;
    Words (*change)(Words, Writer&);
    double recall;  // shared/research/extraction.md, section 7, on 90 articles
  };
  constexpr std::size_t kArticles = 400;
  for (const Variant& variant :
       {Variant{"header and footer", with_header_and_footer, 1.00}, Variant{"cut to 60 %", cut_to_60_percent, 0.98},
        Variant{"5 % of the words replaced", with_5_percent_replaced, 0.99},
        Variant{"15 % of the words replaced", with_15_percent_replaced, 0.70}}) {
    CAPTURE(variant.name, kSeed);
    Writer writer(kSeed);
    std::vector<Body> bodies;
    for (std::size_t i = 0; i < kArticles; ++i) {
      const Words words = writer.article(150 + writer.random() % 600);
      bodies.push_back({"a" + std::to_string(i), Date{2023, 1, 1}, join(words)});
      bodies.push_back({"b" + std::to_string(i), Date{2023, 2, 1}, join(variant.change(words, writer))});
    }
    std::size_t found = 0, wrong = 0;
    for (const auto& [id, first] : canonical_ids(bodies, 64 << 20)) ++(first == "a" + id.substr(1) ? found : wrong);
    CHECK(wrong == 0);
    CAPTURE(found);
    CHECK(static_cast<double>(found) >= variant.recall * kArticles);
  }
}

TEST_CASE("a copy in Chinese or Thai is found, in traditional characters too") {
  const std::string chinese =
      "工业和信息化部近日公布一季度工业经济运行情况，规模以上工业增加值同比增长百分之六，装备制造业保持较快增长，"
      "新能源汽车产量继续位居世界前列，各地区要加强要素保障，稳定工业投资，促进企业技术改造和设备更新。";
  const std::string traditional =
      "來源：新華社\n工業和信息化部近日公佈一季度工業經濟運行情況，規模以上工業增加值同比增長百分之六，"
      "裝備製造業保持較快增長，新能源汽車產量繼續位居世界前列，各地區要加強要素保障，穩定工業投資。";
  const std::string thai =
      "กระทรวงอุตสาหกรรมเปิดเผยว่าดัชนีผลผลิตอุตสาหกรรมขยายตัวต่อเนื่องจากการส่งออกรถยนต์และชิ้นส่วนอิเล็กทรอนิกส์ "
      "โดยรัฐบาลจะสนับสนุนผู้ประกอบการขนาดกลางและขนาดย่อมให้ปรับตัวสู่อุตสาหกรรมสีเขียว";
  CHECK(grouped({{"a", {2023, 4, 1}, chinese}, {"b", {2023, 4, 2}, traditional}}) == "b:a");
  CHECK(grouped({{"a", {2023, 4, 1}, thai}, {"b", {2023, 4, 2}, "ข่าว " + thai + " ติดต่อเรา"}}) == "b:a");
  CHECK(grouped({{"a", {2023, 4, 1}, chinese}, {"b", {2023, 4, 2}, thai}}).empty());
}

TEST_CASE("short bodies are duplicates only when they are the same") {
  const std::string text = "The ministry will publish the list of pilot zones in June.";
  CHECK(grouped({{"a", {2023, 4, 1}, text},
                 {"b", {2023, 4, 2}, "THE MINISTRY will publish the list of pilot zones in June"}}) == "b:a");
  CHECK(grouped({{"a", {2023, 4, 1}, text}, {"b", {2023, 4, 2}, text + " Applications close in May."}}).empty());
  CHECK(grouped({{"a", {2023, 4, 1}, ""}, {"b", {2023, 4, 2}, ""}, {"c", {2023, 4, 2}, "---"}}).empty());
}

TEST_CASE("the canonical one is the earliest, then the longest, then the first by id; undated ones come last") {
  const std::string text = article_text(3), longer = text + " and more of it";
  CHECK(grouped({{"a", {2023, 5, 1}, text}, {"b", {2023, 4, 1}, text}, {"c", {2023, 6, 1}, longer}}) == "a:b c:b");
  CHECK(grouped({{"a", {2023, 5, 1}, text}, {"b", {2023, 5, 1}, longer}, {"c", {2023, 5, 1}, text}}) == "a:b c:b");
  CHECK(grouped({{"b", {2023, 5, 1}, text}, {"c", {2023, 5, 1}, text}, {"a", {2023, 5, 1}, text}}) == "b:a c:a");
  CHECK(grouped({{"a", {}, longer}, {"b", {2024, 5, 1}, text}, {"c", {}, text}}) == "a:b c:b");
}

TEST_CASE("a bulletin with other figures is a series, a copy with a figure corrected is not") {
  const std::string before =
                        " of the steel industry went on as planned, and the ministry asked all provinces to keep "
                        "order in the market, cut idle furnaces and report stocks; output was ",
                    between = " million tonnes against ", last = " million a year before, with exports of ";
  const auto bulletin = [&](const std::vector<std::string>& figures) {
    std::string text = "The operation" + before + figures[0] + between + figures[1] + last + figures[2];
    return text + ". Prices stood at " + figures[3] + " yuan. The operation" + before + figures[4] + between +
           figures[5];
  };
  const std::string april = bulletin({"343.7", "354.4", "35.02", "3817", "121.1", "98.2"}),
                    may = bulletin({"438.6", "444.7", "44.66", "3790", "130.4", "97.5"}),
                    corrected = bulletin({"343.7", "354.4", "35.02", "3871", "121.1", "98.2"});
  CHECK(compare(to_sets(april), to_sets(may)) == Likeness::kSeries);
  CHECK(compare(to_sets(april), to_sets(corrected)) == Likeness::kDuplicate);
  CHECK(grouped({{"april", {2024, 5, 14}, april}, {"may", {2024, 6, 14}, may}}).empty());
  CHECK(grouped({{"april", {2024, 5, 14}, april}, {"again", {2024, 5, 15}, corrected}}) == "again:april");
}

TEST_CASE("two articles in one round-up are no duplicates of each other") {
  const std::string first = article_text(11), second = article_text(12);
  REQUIRE(compare(to_sets(first), to_sets(second)) == Likeness::kDifferent);
  for (std::uint32_t seed = 1; seed < 6; ++seed) {
    CAPTURE(seed);
    const std::string one = grouped({{"first", {2023, 1, 1}, first + " " + article_text(seed, 10)},
                                     {"second", {2023, 1, 2}, second},
                                     {"roundup", {2023, 1, 3}, first + "\n" + second}});
    CHECK((one == "roundup:first" || one == "roundup:second" || one.empty()));
  }
}

TEST_CASE("neither the order of the input nor the memory changes the groups") {
  Writer writer(kSeed);
  std::vector<Body> bodies;
  for (int i = 0; i < 60; ++i) {
    const Words words = writer.article(60 + writer.random() % 300);
    for (int copy = 0; copy < 1 + i % 4; ++copy)
      bodies.push_back({std::to_string(i) + "-" + std::to_string(copy),
                        Date{2023, static_cast<std::uint8_t>(1 + writer.random() % 12), 1},
                        join(copy == 2 ? with_5_percent_replaced(words, writer) : words)});
  }
  const auto expected = canonical_ids(bodies, 64 << 20);
  CHECK(expected.size() >= 85);
  for (const std::uint64_t memory : {std::uint64_t{0}, std::uint64_t{1} << 20}) {
    std::shuffle(bodies.begin(), bodies.end(), writer.random);
    CAPTURE(memory, kSeed);
    CHECK(canonical_ids(bodies, memory) == expected);
  }
}

TEST_CASE("ten thousand copies, and a thousand pages of one template, take linear time") {
  const std::string text = article_text(5, 60);
  std::vector<Body> bodies;
  for (int i = 0; i < 10000; ++i) bodies.push_back({"c" + std::to_string(i), Date{2023, 1, 1}, text});
  Writer writer(kSeed);
  for (int i = 0; i < 1000; ++i)  // two thirds the template's; figures of its own make each another issue
    bodies.push_back({"t" + std::to_string(i), Date{2023, 2, 1},
                      text + " " + repeat(std::to_string(writer.random()) + " ", 2) + std::to_string(writer.random()) +
                          " " + join(writer.article(40))});
  DuplicateGroups groups;
  const auto canonical = canonical_ids(bodies, 1 << 20, &groups);
  CHECK(groups.canonical.size() == 11000);
  std::size_t copies = 0;
  for (const auto& [id, first] : canonical) copies += id[0] == 'c' && first == "c0";
  CHECK(copies == 9999);
}

TEST_CASE("sketches come back from the file column by column") {
  const TempFolder folder;
  auto file = SketchFile::create(folder / "sketches");
  REQUIRE(file.ok());
  const std::uint32_t count = 2 * SketchFile::kBlock + 7;
  for (std::uint32_t i = 0; i < count; ++i) {
    BodySketch sketch;
    sketch.length = i;
    sketch.text_hash = std::uint64_t{i} << 32 | 5;
    sketch.bands[kBands - 1] = i * 3;
    REQUIRE(file->append(sketch).ok());
  }
  REQUIRE(file->blocks() == 3);
  for (const auto& [column, factor] : {std::pair{SketchFile::kLength, 1u}, std::pair{SketchFile::kTextHigh, 1u},
                                       std::pair{SketchFile::kColumns - 1, 3u}})
    for (std::uint32_t block = 0, i = 0; block < 3; ++block) {
      const auto values = file->read(block, column);
      REQUIRE(values.ok());
      REQUIRE(values->size() == (block < 2 ? SketchFile::kBlock : 7));
      for (const std::uint32_t value : *values) REQUIRE(value == i++ * factor);
    }
}

namespace {

// The samples' own word on who repeats whom: {id, partner} of `key`.
std::set<std::pair<std::string, std::string>> pairs_of(const std::string& key) {
  std::set<std::pair<std::string, std::string>> pairs;
  std::ifstream lines(std::string(POLSEARCH_SOURCE_DIR) + "/corpus/expected/samples.jsonl");
  for (std::string line; std::getline(lines, line);) {
    const auto page = nlohmann::json::parse(line);
    if (!page.contains(key)) continue;
    const std::string a = page["id"], b = page[key];
    pairs.emplace(std::min(a, b), std::max(a, b));
  }
  return pairs;
}

}  // namespace

TEST_CASE("of the sample pages exactly the reposts are grouped, under their first publication") {
  const auto expected = pairs_of("duplicate_of"), series = pairs_of("series_with");
  REQUIRE(expected.size() == 2);
  REQUIRE(series.size() == 1);
  const TempFolder folder;
  BuildRequest request;
  request.index = (folder / "index").string();
  request.paths = {std::string(POLSEARCH_SOURCE_DIR) + "/corpus/samples"};
  request.jobs = 2;
  const auto report = build_index(request);
  REQUIRE(report.ok());
  CHECK(report->duplicates == expected.size());
  const auto columns = decode_columns(read_file(folder / "index/000001/columns").value());
  REQUIRE(columns.ok());
  std::size_t grouped = 0;
  for (std::uint32_t document = 1; document <= columns->documents; ++document) {
    const std::uint32_t canonical = columns->groups[document - 1];
    if (canonical == 0) continue;
    ++grouped;
    CHECK(columns->days[canonical - 1] <= columns->days[document - 1]);
  }
  CHECK(grouped == 2 * expected.size());
}
