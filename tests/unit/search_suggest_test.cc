// Did you mean, and ways to go on typing: typed => offered, in three languages, on small indexes.
#include <algorithm>
#include <random>
#include <thread>

#include "searcher/match/spelling.h"
#include "searcher/match/vocabulary.h"
#include "tests/unit/random_text.h"
#include "tests/unit/search_fixture.h"

using namespace polsearch;
using namespace polsearch::match;
using namespace polsearch::testing;

namespace {

const BuiltIndex& built() {
  static const BuiltIndex kBuilt({
      {"1", "Industrial policy of the year", "The industrial internet of steel output and the Indus river on trial.",
       "2023-05-01", "en", ""},
      {"2", "Industrial internet", "The industrial policy was planned. Industries of the industrial internet.",
       "2023-04-01", "en", ""},
      {"3", "Notice", "The Ministry of Industry and Information Technology said that manufacturing grew. 5G factories.",
       "2023-03-01", "en", ""},
      {"4", "工业互联网发展", "推动工业互联网平台发展，支持新能源汽车和数字经济。", "2023-02-01", "zh", ""},
      {"5", "新能源汽车", "新能源汽车产业发展规划。工业和信息化部发布通知。", "2023-01-01", "zh", ""},
      {"6", "โรงงานอุตสาหกรรม", "กระทรวงอุตสาหกรรมส่งเสริมโรงงานอัจฉริยะและเศรษฐกิจดิจิทัลในประเทศไทย", "2022-12-01", "th", ""},
      {"7", "เศรษฐกิจ", "รัฐบาลสนับสนุนอุตสาหกรรมยานยนต์ไฟฟ้าและเศรษฐกิจของประเทศ", "2022-11-01", "th", ""},
  });
  return kBuilt;
}

SearchResponse ask(const std::string& query) {
  Searcher searcher(built().open());
  SearchRequest request;
  request.query = query;
  auto response = searcher.search(request);
  REQUIRE(response.ok());
  return *response;
}

std::string offered(std::string_view typed, std::size_t count = 10) {
  Searcher searcher(built().open());
  const auto completions = searcher.complete(typed, count);
  REQUIRE(completions.ok());
  std::string out;
  for (const Completion& completion : *completions) {
    const std::string_view kinds = "wtm";
    out += (out.empty() ? "" : " | ") + completion.text + '/' + kinds[static_cast<std::size_t>(completion.kind)] +
           std::to_string(completion.documents);
  }
  return out;
}

WordList words_of(std::vector<TermCount> words) {
  std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.term < b.term; });
  return WordList(words);
}

}  // namespace

TEST_CASE("edit distance counts swaps of neighbours as one") {
  CHECK(edit_distance(U"steel", U"steel", 2) == 0);
  CHECK(edit_distance(U"outptu", U"output", 2) == 1);
  CHECK(edit_distance(U"stel", U"steel", 2) == 1);
  CHECK(edit_distance(U"coal", U"steel", 2) == 3);
  CHECK(edit_distance(U"", U"ab", 2) == 2);
}

TEST_CASE("the nearest word has the fewest edits, then the same first letter, then the most pages") {
  const WordList words =
      words_of({{"industrial", 50}, {"industries", 20}, {"policy", 9}, {"police", 90}, {"polity", 1}});
  CHECK(nearest_word("industiral", words) == "industrial");
  CHECK(nearest_word("polisy", words) == "policy");
  CHECK_FALSE(nearest_word("policy", words_of({{"policy", 9}})));
  CHECK_FALSE(nearest_word("abc", words));
  CHECK_FALSE(nearest_word("photosynthesis", words));
}

TEST_CASE("what was typed wrong is corrected in three languages, when that finds more") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"industiral", "industrial"},
      {"industiral internet", "industrial internet"},
      {"Industiral polcy", "industrial policy"},
      {"title:industiral", "title:industrial"},
      {"\"industiral internet\"", "\"industrial internet\""},
      {"industiral OR nosuchword", "industrial OR nosuchword"},
      {"indus trial policy", "industrial policy"},  // both words are in the index, but never with the third
      {"manufac turing", "manufacturing"},
      {"industrialinternet", "industrial internet"},
      {"industrialpolicy steel", "industrial policy steel"},
      {"工业互连网", "工业互联网"},  // one wrong character
      {"新能原汽车", "新能源汽车"},
      {"数字经计", "数字经济"},
      {"工业互网联", "工业互联网"},  // two swapped
      {"工業互連網", "工業互联網"},  // only the wrong character is replaced
      {"อุตสาหกรม", "อุตสาหกรรม"},
      {"เศรษกิจ", "เศรษฐกิจ"},
      {"โรงงานอุตสากรรม", "โรงงานอุตสาหกรรม"},
      // Nothing to say:
      {"industrial", ""},
      {"industrial internet", ""},
      {"photosynthesis", ""},
      {"工业互联网", ""},
      {"量子计算", ""},
      {"产业 平台", ""},  // words, though 工业 is one character away and stands in more pages
      {"台湾", ""},
      {"อุตสาหกรรม", ""},
      {"-industiral steel", ""},
      {"removed:industiral", ""},
      {"xq", ""},
      {"", ""},
  };
  for (const auto& [typed, expected] : table) {
    CAPTURE(typed);
    CHECK(ask(typed).did_you_mean.value_or("") == expected);
  }
}

TEST_CASE("a suggestion finds more than the query did, whatever was typed") {
  std::mt19937 random(61);
  const std::vector<std::string> words = {"industrial", "policy",  "internet", "工业互联网", "新能源汽车",
                                          "อุตสาหกรรม",  "เศรษฐกิจ", "steel",    "planned",    "数字经济"};
  Searcher searcher(built().open());
  std::size_t suggested = 0;
  for (int i = 0; i < 300; ++i) {
    std::string query;
    for (auto n = 1 + random() % 3; n > 0; --n) {
      std::string word = words[random() % words.size()];
      if (random() % 2 == 0) word[random() % word.size()] = word[random() % word.size()];
      query += (query.empty() ? "" : " ") + word;
    }
    CAPTURE(i, query);
    SearchRequest request;
    request.query = query;
    const auto response = searcher.search(request);
    REQUIRE(response.ok());
    if (!response->did_you_mean) continue;
    ++suggested;
    request.query = *response->did_you_mean;
    const auto better = searcher.search(request);
    REQUIRE(better.ok());
    CHECK(better->total > 0);
    const bool was_relaxed = !response->notes.empty();
    CHECK((was_relaxed || better->total > response->total));
  }
  CHECK(suggested > 20);
}

TEST_CASE("one vocabulary serves the searchers of all threads") {
  const auto index = built().open();
  std::vector<std::string> answers(4);
  std::vector<std::thread> threads;
  for (std::string& answer : answers)
    threads.emplace_back([&answer, index] {
      Searcher searcher(index);
      SearchRequest request;
      request.query = "industiral";
      const auto response = searcher.search(request);
      answer = response.ok() ? response->did_you_mean.value_or("none") : "error";
    });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) CHECK(answer == "industrial");
}

TEST_CASE("of more words than a vocabulary may hold the most frequent stay") {
  TermLookup lookup;
  lookup.with_prefix = [](std::string_view prefix, std::size_t limit) {
    TermScan scan;
    if (prefix.size() != 1 || prefix[0] < 'a') return scan;
    for (std::uint32_t i = 0; i < 20'000 && scan.terms.size() < limit; ++i)
      scan.terms.push_back({std::string(prefix) + "w" + std::to_string(100'000 + i), 1 + i % 4});
    return scan;
  };
  const Vocabulary vocabulary = read_vocabulary(lookup);
  CHECK(vocabulary.latin.size() <= kMaxLatinWords);
  CHECK(vocabulary.latin.size() > kMaxLatinWords / 3);
  CHECK(vocabulary.latin.documents("aw100003") == 4);
  CHECK(vocabulary.latin.documents("zw100003") == 4);
  CHECK(vocabulary.latin.documents("aw100000") == 0);
}

TEST_CASE("the last word is completed from the index's words, the most frequent first") {
  CHECK(offered("indus", 3) == "industrial/w2 | industries/w1 | industry/w1");
  CHECK(offered("Steel outp", 1) == "Steel output/w1");
  CHECK(offered("title:industri", 1) == "title:industrial/w2");
  CHECK(offered("\"industrial int", 1) == "\"industrial internet/w2");
  CHECK(offered("-manufact", 1) == "-manufacturing/w1");
  CHECK(offered("5", 1) == "5g/w1");
  CHECK(offered("支持新能", 1) == "支持新能源/w2");
  CHECK(offered("โรง", 1) == "โรงงาน/w1");
  CHECK(offered("เศรษ", 1) == "เศรษฐกิจ/w2");
}

TEST_CASE("function words are never offered") {
  CHECK(offered("steel o", 9).find("/w") != std::string::npos);
  CHECK(offered("steel o", 9).find("of/w") == std::string::npos);
}

TEST_CASE("a body is completed by any of its names, and a title by its words") {
  CHECK(offered("notice of ministry of ind", 1) == "notice of Ministry of Industry and Information Technology/m2");
  CHECK(offered("工业和信", 1) == "工业和信息化部/m2");
  CHECK(offered("ministry:mii", 1) == "ministry:cn-miit/m2");
  CHECK(offered("lang:e").empty());
  CHECK(offered("industrial pol").find("Industrial policy of the year/t1") != std::string::npos);
  CHECK(offered("工业互联").find("工业互联网发展/t1") != std::string::npos);
}

TEST_CASE("nothing typed, nothing offered") {
  for (const char* typed : {"", " ", "???", "\xFF", "\"", "title:"}) {
    CAPTURE(typed);
    CHECK(offered(typed).empty());
  }
  CHECK(offered("indus", 0).empty());
  CHECK(offered(std::string(10'000, 'a')).empty());
}

TEST_CASE("any bytes can be completed, into well-formed text, at most as many as asked for") {
  std::mt19937 random(71);
  Searcher searcher(built().open());
  for (int i = 0; i < 500; ++i) {
    const std::string typed = i % 2 == 0 ? random_bytes(random, random() % 30) : random_pieces(random, random() % 12);
    CAPTURE(i, typed);
    const auto completions = searcher.complete(typed, 5);
    REQUIRE(completions.ok());
    CHECK(completions->size() <= 5);
    for (const Completion& completion : *completions) {
      CHECK(nlohmann::json(completion.text).dump().size() > 2);  // throws when it is not UTF-8
      CHECK(completion.documents > 0);
    }
  }
}
