// From rows to answers: what a search promises, on an index small enough to check by eye.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <random>
#include <thread>

#include "analysis/index_layout.h"
#include "tests/unit/search_fixture.h"

using namespace polsearch;
using namespace polsearch::testing;

namespace {

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"steel", "Steel output rises",
       "The Ministry of Industry and Information Technology said steel output "
       "rose. Factories planned upgrades of "
       "their planning systems.",
       "2023-04-21", "en", ""},
      {"5g", "5G factories reach 41 sectors", "China has built 5G factories. A factory with 5G saves energy.",
       "2023-05-02", "en", ""},
      {"zh", "5G工厂建设", "工信部发布通知，推动5G工厂建设和工业互联网发展。", "2023-05-20", "zh", ""},
      {"trad", "工廠與互聯網", "推動工業互聯網發展，支持工廠升級。", "2022-12-01", "zh", ""},
      {"th", "โรงงานอัจฉริยะ", "กระทรวงอุตสาหกรรมส่งเสริมโรงงานอัจฉริยะในประเทศไทย", "2023-05", "th", ""},
      {"year", "Coal plan", "Coal and steel plan of the year for mines.", "2023", "en", ""},
      {"none", "", "An undated page about coal mines and factories in the north.", "", "en", ""},
  };
  return kRows;
}

const BuiltIndex& built() {
  static const BuiltIndex kBuilt(rows());
  return kBuilt;
}

SearchResponse ask(SearchRequest request) {
  Searcher searcher(built().open());
  auto response = searcher.search(request);
  REQUIRE(response.ok());
  return *response;
}

std::string sorted_ids(const std::string& query) {
  SearchRequest request;
  request.query = query;
  std::vector<std::string> ids;
  for (const Hit& hit : ask(request).hits) ids.push_back(hit.id);
  std::sort(ids.begin(), ids.end());
  std::string out;
  for (const std::string& id : ids) out += (out.empty() ? "" : " ") + id;
  return out;
}

}  // namespace

TEST_CASE("queries find the pages they mean, in three languages") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"5G factories", "5g zh"},                // both words, in any form, or the term in another language
      {"factory", "5g none steel th trad zh"},  // by stem
      {"\"5G factories\"", "5g"},               // as written
      {"\"5G factory\"", ""},                   // a phrase is exact
      {"\"factory with 5G\"", "5g"},
      {"steel OR coal", "none steel year"},
      {"steel -coal", "steel"},
      {"coal NOT plan", "none"},
      {"(steel OR coal) AND plan", "steel year"},  // planned, planning: the same stem
      {"steel NEAR/2 plan", "year"},
      {"output NEAR/1 steel", "steel"},
      {"title:steel", "steel"},
      {"title:rise", "steel"},  // any form
      {"body:rise", ""},
      {"body:rose", "steel"},
      {"fact*", "5g none steel"},
      {"工厂", "5g none steel th trad zh"},  // traditional and simplified
      {"工廠", "5g none steel th trad zh"},
      {"互联网", "trad zh"},
      {"\"工业互联网\"", "trad zh"},
      {"title:工厂", "trad zh"},
      {"5G工厂", "5g zh"},
      {"โรงงาน", "5g none steel th trad zh"},
      {"\"โรงงานอัจฉริยะ\"", "th"},
      {"title:โรงงาน", "th"},
      {"ministry:miit", "steel zh"},
      {"ministry:工信部", "steel zh"},
      {"工信部", "steel zh"},  // a name finds the pages that name it otherwise
      {"\"Ministry of Industry and Information Technology\"", "steel zh"},
      {"lang:zh", "trad zh"},
      {"date:2023-05", "5g th year zh"},  // the year alone may be any day of it
      {"date:2023-05-10..2023-05-30", "th year zh"},
      {"date:..2022", "trad"},
      {"id:5g", "5g"},
      {"nosuchword", ""},
      {"!!!", ""},
      {"", ""},
  };
  for (const auto& [query, expected] : table) {
    CAPTURE(query);
    CHECK(sorted_ids(query) == expected);
  }
}

TEST_CASE("filters narrow: any value of one kind, all kinds together") {
  SearchRequest request;
  request.languages = {"zh", "th"};
  CHECK(ask(request).total == 3);
  request.ministries = {"MIIT"};
  CHECK(ids_of(ask(request)) == "zh");
  request.ministries.clear();
  request.from = "2023-05";
  CHECK(ask(request).total == 2);
  request.to = "2023-05-19";
  CHECK(ids_of(ask(request)) == "th");
}

TEST_CASE("what is wrong with a filter is said, with what is accepted") {
  Searcher searcher(built().open());
  const auto error_of = [&](SearchRequest request) {
    const auto response = searcher.search(request);
    REQUIRE_FALSE(response.ok());
    CHECK(response.error().kind == Error::Kind::kInput);
    CHECK_FALSE(response.error().hint.empty());
    return response.error().message;
  };
  SearchRequest date, ministry, language, swapped, count;
  date.from = "2023-13";
  CHECK(error_of(date).find("2023-13") != std::string::npos);
  ministry.ministries = {"no such body"};
  CHECK(error_of(ministry).find("no such body") != std::string::npos);
  language.languages = {"klingon?"};
  CHECK(error_of(language).find("klingon?") != std::string::npos);
  swapped.from = "2023-05";
  swapped.to = "2022";
  CHECK(error_of(swapped).find("after") != std::string::npos);
  count.count = 10'001;
  CHECK(error_of(count).find("hits") != std::string::npos);
}

TEST_CASE("a filter in the query that names nothing is read as words, with a note") {
  SearchRequest request;
  request.query = "ministry:nosuchbody";
  const SearchResponse response = ask(request);
  CHECK(response.total == 0);
  REQUIRE_FALSE(response.notes.empty());
  CHECK(response.notes.front().find("nosuchbody") != std::string::npos);
}

TEST_CASE("facets count every match, dates in order, the undated last") {
  SearchRequest request;
  request.query = "factory OR coal OR 工厂 OR โรงงาน";
  request.count = 1;
  request.facets = {FacetKind::kYear, FacetKind::kMonth, FacetKind::kDay, FacetKind::kLanguage, FacetKind::kMinistry};
  const SearchResponse response = ask(request);
  CHECK(response.total == 7);
  CHECK(response.hits.size() == 1);
  REQUIRE(response.facets.size() == 5);
  CHECK(print(response.facets[0]) == "2022:1 2023:5 null:1");
  CHECK(print(response.facets[1]) == "2022-12:1 2023:1 2023-04:1 2023-05:3 null:1");
  CHECK(print(response.facets[2]) ==
        "2022-12-01:1 2023:1 2023-04-21:1 2023-05:1 2023-05-02:1 2023-05-20:1 "
        "null:1");
  CHECK(print(response.facets[3]) == "en:4 zh:2 th:1");
  CHECK(response.facets[4].values.front().value == "cn-miit");
  CHECK(response.facets[4].values.front().count == 2);
  CHECK(response.facets[4].values.front().label == "Ministry of Industry and Information Technology");
}

TEST_CASE(
    "sorting by date puts the undated last both ways, and pages go on "
    "where the last one ended") {
  SearchRequest request;
  request.query = "factory OR coal OR 工厂 OR โรงงาน";
  request.sort = Sort::kDateDescending;
  const std::string newest = ids_of(ask(request));
  request.sort = Sort::kDateAscending;
  const std::string oldest = ids_of(ask(request));
  CHECK(newest.substr(0, 2) == "zh");
  CHECK(newest.substr(newest.size() - 4) == "none");
  CHECK(oldest.substr(0, 4) == "trad");
  CHECK(oldest.substr(oldest.size() - 4) == "none");
  for (const Sort sort : {Sort::kRelevance, Sort::kDateAscending, Sort::kDateDescending}) {
    request.sort = sort;
    request.count = 10;
    request.offset = 0;
    const std::string whole = ids_of(ask(request));
    std::string paged;
    request.count = 3;
    for (request.offset = 0; request.offset < 9; request.offset += 3) {
      const std::string page = ids_of(ask(request));
      if (!page.empty()) paged += (paged.empty() ? "" : " ") + page;
    }
    CHECK(paged == whole);
  }
}

TEST_CASE("a short query that finds nothing is relaxed, and says so") {
  SearchRequest request;
  request.query = "steel windmill";
  const SearchResponse response = ask(request);
  CHECK(response.total == 2);
  CHECK(response.interpreted_as == "steel OR windmill");
  REQUIRE(response.notes.size() == 1);
  CHECK(response.notes[0].find("no page has all of the words") == 0);
}

TEST_CASE(
    "several words find pages that lack one of them where few have all, "
    "those with all first") {
  SearchRequest request;
  request.query = "steel output rises upgrades";
  request.expand = false;
  const SearchResponse response = ask(request);
  CHECK(response.interpreted_as == "steel OR output OR rises OR upgrades");
  CHECK(response.total == 2);
  CHECK(response.hits.front().id == "steel");
  REQUIRE(response.notes.size() == 1);
  CHECK(response.notes[0].find("few pages have all of the words") == 0);
}

TEST_CASE(
    "a query is not said to be relaxed where any of its words find no "
    "page more than all of them") {
  SearchRequest request;
  request.query = "output rose upgrades systems";
  request.expand = false;
  const SearchResponse response = ask(request);
  CHECK(response.interpreted_as == request.query);
  CHECK(response.total == 1);
  CHECK(response.notes.empty());
}

TEST_CASE("phrases, operators and required words are never relaxed") {
  for (const char* query : {"\"steel windmill\"", "steel AND windmill", "steel +windmill", "\"coal windmill\" steel"}) {
    CAPTURE(query);
    SearchRequest request;
    request.query = query;
    CHECK(ask(request).total == 0);
  }
}

TEST_CASE("a question asks for any of its words, best coverage first") {
  SearchRequest request;
  request.query = "how many factories with 5G save energy in China?";
  const SearchResponse response = ask(request);
  CHECK(response.hits.front().id == "5g");
  CHECK(response.total >= 3);
  CHECK(response.notes.size() == 2);  // terms with other forms; read as a question
}

TEST_CASE("the suggestion is a whole query that finds more") {
  SearchRequest request;
  request.query = "stel outptu";
  const SearchResponse response = ask(request);
  CHECK(response.did_you_mean == "steel output");
  request.query = "steel output";
  CHECK_FALSE(ask(request).did_you_mean);
}

TEST_CASE("a hit says what the page is and shows why it was found") {
  SearchRequest request;
  request.query = "factories";
  const SearchResponse response = ask(request);
  const Hit& hit = response.hits.front();
  CHECK(hit.rank == 1);
  CHECK(hit.id == "5g");
  CHECK(hit.title == "5G factories reach 41 sectors");
  CHECK(hit.date == "2023-05-02");
  CHECK(hit.date_precision == "day");
  CHECK(hit.language == "en");
  std::string marked;
  for (const auto& [begin, end] : hit.snippet.highlights) marked += hit.snippet.text.substr(begin, end - begin) + ' ';
  CHECK(marked == "factories factory ");
}

TEST_CASE(
    "a hit has as much as was asked for, and the same rank, id and score "
    "each time") {
  const auto index = built().open();
  for (const Engine engine : {Engine::kMapped, Engine::kXapian})
    for (const Sort sort : {Sort::kRelevance, Sort::kDateDescending}) {
      SearchRequest request;
      request.query = "5G factories";
      request.engine = engine;
      request.sort = sort;
      const auto hits_with = [&](HitDetail detail) {
        request.hit_detail = detail;
        const auto response = Searcher(index).search(request);
        REQUIRE((response.ok() && response->hits.size() == 2));
        return response->hits;
      };
      const auto marked = hits_with(HitDetail::kMarked), fields = hits_with(HitDetail::kFields),
                 ids = hits_with(HitDetail::kIds);
      for (std::size_t i = 0; i < marked.size(); ++i) {
        CHECK((ids[i].id == marked[i].id && ids[i].rank == marked[i].rank && ids[i].score == marked[i].score));
        CHECK((ids[i].title.empty() && ids[i].date.empty() && ids[i].language.empty() && ids[i].snippet.text.empty()));
        CHECK((fields[i].id == marked[i].id && fields[i].rank == marked[i].rank && fields[i].score == marked[i].score));
        CHECK((fields[i].title == marked[i].title && fields[i].ministry_labels == marked[i].ministry_labels));
        CHECK((fields[i].title_highlights.empty() && fields[i].snippet.text.empty()));
        CHECK((!marked[i].title_highlights.empty() && !marked[i].snippet.highlights.empty()));
      }
    }
}

TEST_CASE(
    "snippets mark the words of a term in the language of the page, "
    "whatever language asked for it") {
  const BuiltIndex pages({
      {"en", "Subsidies", "The plan subsidises every electric vehicle that is built here.", "2023-05-04", "en", ""},
      {"zh", "补贴政策", "国务院发布规划，支持电动汽车和充电设施建设。", "2023-05-03", "zh", ""},
      {"th", "มาตรการสนับสนุน", "รัฐบาลส่งเสริมการผลิตยานยนต์ไฟฟ้าในประเทศไทย", "2023-05-02", "th", ""},
  });
  const std::map<std::string, std::string> expected = {
      {"en", "[electric][vehicle]"}, {"zh", "[电动汽车]"}, {"th", "[ยานยนต์ไฟฟ้า]"}};
  for (const char* query : {"electric vehicle", "电动汽车", "ยานยนต์ไฟฟ้า"}) {
    SearchRequest request;
    request.query = query;
    const auto response = Searcher(pages.open()).search(request);
    REQUIRE(response.ok());
    CHECK(response->total == expected.size());
    for (const Hit& hit : response->hits) {
      std::string marked;
      for (const auto& [begin, end] : hit.snippet.highlights)
        marked += '[' + hit.snippet.text.substr(begin, end - begin) + ']';
      CAPTURE(query, hit.id);
      CHECK(marked == expected.at(hit.id));
    }
  }
}

TEST_CASE("the explanation of a hit adds up to its score") {
  SearchRequest request;
  request.query = "steel OR factories OR 工厂 OR โรงงาน OR coal";
  request.explain = true;
  const SearchResponse response = ask(request);
  REQUIRE_FALSE(response.hits.empty());
  CHECK_FALSE(response.explanation.empty());
  for (const Hit& hit : response.hits) {
    double sum = 0;
    for (const std::string& line : hit.explanation) sum += std::stod(line.substr(line.rfind(": ") + 2));
    CHECK(std::abs(sum - hit.score) < 1e-6);
  }
}

TEST_CASE(
    "of two titles with the same words the shorter one wins, and a page "
    "with more of the query") {
  const BuiltIndex laws({
      {"rules", "Implementing rules of the Steel Act of the northern province", "Text on steel and on the act.", "",
       "en", ""},
      {"act", "Steel Act", "Text on steel and on the act.", "", "en", ""},
      {"tax", "Tax code", "Tax tax tax tax, and no more tax.", "", "en", ""},
      {"both", "Notice", "A tax on coal mines in rivers.", "", "en", ""},
  });
  Searcher searcher(laws.open());
  SearchRequest request;
  request.query = "Steel Act";
  CHECK(ids_of(*searcher.search(request)) == "act rules");
  request.query = "which tax do coal mines and rivers have?";
  CHECK(searcher.search(request)->hits.front().id == "both");
}

TEST_CASE(
    "a page whose title is the query comes before pages that only say it "
    "more often") {
  const std::string often = "The Steel Quality Act says so. Who breaks the Steel Quality Act pays. ";
  const BuiltIndex laws({
      {"penalties", "Penalties under the Steel Quality Act", often + often + often, "", "en", ""},
      {"act", "Steel Quality Act", "Goods are tested before they leave the mill. " + std::string(300, 'x'), "", "en",
       ""},
      {"管理暂行办法", "矿产资源管理暂行办法", "按照矿产资源管理办法执行，违反矿产资源管理办法的，处以罚款。", "", "zh",
       ""},
      {"管理办法", "矿产资源管理办法", "为了规范有关活动，制定本规定，由主管部门负责。", "", "zh", ""},
  });
  Searcher searcher(laws.open());
  SearchRequest request;
  for (const auto& [query, first] : std::vector<std::pair<std::string, std::string>>{
           {"Steel Quality Act", "act"}, {"steel quality acts", "act"}, {"矿产资源管理办法", "管理办法"}}) {
    request.query = query;
    CHECK(searcher.search(request)->hits.front().id == first);
  }
}

TEST_CASE("pages join without a seam where the second look ends") {
  std::vector<Row> many;
  for (int i = 0; i < 260; ++i) {
    std::string title = i % 7 == 0 ? "Steel plan" : "Notice " + std::to_string(i);
    std::string body = "Steel";
    for (int n = i % 11; n > 0; --n) body += " and words";
    many.push_back({std::to_string(i), title, body, "", "en", ""});
  }
  const BuiltIndex index(many);
  Searcher searcher(index.open());
  SearchRequest request;
  request.query = "steel";
  request.count = 260;
  const auto whole = searcher.search(request);
  REQUIRE(whole.ok());
  CHECK(std::is_sorted(whole->hits.begin(), whole->hits.end(),
                       [](const Hit& a, const Hit& b) { return a.score > b.score; }));
  std::string paged;
  request.count = 30;
  request.explain = true;
  for (request.offset = 0; request.offset < 260; request.offset += 30) {
    const auto page = searcher.search(request);
    REQUIRE(page.ok());
    paged += (paged.empty() ? "" : " ") + ids_of(*page);
    for (const Hit& hit : page->hits) {
      double sum = 0;
      for (const std::string& line : hit.explanation) sum += std::stod(line.substr(line.rfind(": ") + 2));
      CHECK(std::abs(sum - hit.score) < 1e-6);
    }
  }
  CHECK(paged == ids_of(*whole));
}

TEST_CASE("a stored document comes back by its id; an unknown one is an error") {
  Searcher searcher(built().open());
  const auto document = searcher.document("zh");
  REQUIRE(document.ok());
  CHECK(document->title == "5G工厂建设");
  CHECK(document->date == "2023-05-20");
  const auto missing = searcher.document("nobody");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().kind == Error::Kind::kInput);
}

TEST_CASE("one index serves a searcher on each thread, with the same answers") {
  const auto index = built().open();
  std::vector<std::string> answers(4);
  std::vector<std::thread> threads;
  for (std::string& answer : answers)
    threads.emplace_back([&answer, index] {
      Searcher searcher(index);
      SearchRequest request;
      request.query = "factories coal OR steel";
      for (int i = 0; i < 20; ++i) {
        const auto response = searcher.search(request);
        answer = response.ok() ? ids_of(*response) : "error";
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) CHECK(answer == answers.front());
  CHECK_FALSE(answers.front().empty());
}

TEST_CASE(
    "damaged columns are rebuilt from the tables, with a warning and the "
    "same facets") {
  const BuiltIndex copy(rows());
  SearchRequest request;
  request.query = "factory OR coal OR 工厂";
  request.facets = {FacetKind::kMonth, FacetKind::kMinistry, FacetKind::kLanguage, FacetKind::kSource};
  Searcher before(copy.open());
  const auto sound = before.search(request);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(copy.path()))
    if (entry.path().filename() == "columns") write_file(entry.path(), "polcols1 and then nonsense");
  const auto index = copy.open();
  CHECK(index->summary().warnings.size() == 1);
  Searcher after(index);
  const auto rebuilt = after.search(request);
  REQUIRE(sound.ok());
  REQUIRE(rebuilt.ok());
  for (std::size_t i = 0; i < request.facets.size(); ++i) CHECK(print(rebuilt->facets[i]) == print(sound->facets[i]));
}

TEST_CASE("an index that lacks a file, or a part of one, is damaged and not one that finds less") {
  namespace fs = std::filesystem;
  const BuiltIndex built(rows());
  const auto generation = resolve_generation(built.path());
  REQUIRE(generation.ok());
  for (const std::string file : {"stream", "pairs", "places"}) {
    CAPTURE(file);
    const fs::path path = generation->folder / file, aside = path.string() + ".aside";
    fs::rename(path, aside);
    const auto without = Index::open(built.path());
    REQUIRE_FALSE(without.ok());
    CHECK(exit_code(without.error()) == 3);
    CHECK(without.error().message.find("/" + file + ": ") != std::string::npos);
    fs::copy_file(aside, path);
    fs::resize_file(path, fs::file_size(path) + 1);
    const auto longer = Index::open(built.path());
    REQUIRE_FALSE(longer.ok());
    CHECK(exit_code(longer.error()) == 3);
    fs::rename(aside, path);
    CHECK(Index::open(built.path()).ok());
  }
}

TEST_CASE("an index of another format is an error of its own kind") {
  const BuiltIndex copy({rows().front()});
  const auto generation = resolve_generation(copy.path());
  REQUIRE(generation.ok());
  std::string manifest = *read_file(generation->folder / "manifest.json");
  const std::string version = "\"schema_version\":";
  const std::size_t at = manifest.find(version);
  REQUIRE(at != std::string::npos);
  manifest.insert(manifest.find_first_of("0123456789", at), "99");
  write_file(generation->folder / "manifest.json", manifest);
  const IndexPointer pointer{generation->folder.filename().string(), digest_of(manifest)};
  write_file(std::filesystem::path(copy.path()) / "current", print_pointer(pointer));
  const auto index = Index::open(copy.path());
  REQUIRE_FALSE(index.ok());
  CHECK(exit_code(index.error()) == 4);
}

TEST_CASE("a missing index is an error of its own kind") {
  const auto index = Index::open("/nonexistent/polsearch");
  REQUIRE_FALSE(index.ok());
  CHECK(exit_code(index.error()) == 3);
}

TEST_CASE("any bytes are a query") {
  Searcher searcher(built().open());
  std::mt19937 random(20230421);
  for (int i = 0; i < 300; ++i) {
    SearchRequest request;
    for (auto n = random() % 40; n > 0; --n) request.query += static_cast<char>(random() & 0xFF);
    CAPTURE(i, request.query);
    CHECK(searcher.search(request).ok());
  }
  for (const std::string& piece :
       {std::string("("), std::string("\""), std::string("工"), std::string("ก"), std::string("a* "),
        std::string("a NEAR/99 "), std::string("-"), std::string("title:")}) {
    SearchRequest request;
    for (int i = 0; i < 5'000; ++i) request.query += piece;
    CAPTURE(piece);
    CHECK(searcher.search(request).ok());
  }
}
