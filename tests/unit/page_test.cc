// The page of polserve without a browser: what it says, that it escapes, and that its numbers are the library's.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/serve/assets.h"
#include "searcher/serve/page/facets.h"
#include "searcher/serve/page/histogram.h"
#include "searcher/serve/page/html.h"
#include "searcher/serve/page/phrases.h"
#include "searcher/serve/page/render_page.h"
#include "searcher/serve/search_parameters.h"
#include "tests/unit/serve_fixture.h"

using namespace polsearch;
using namespace polsearch::serve;
using namespace polsearch::testing;

namespace {

constexpr std::array<UiLanguage, 3> kLanguages = {UiLanguage::kEnglish, UiLanguage::kChinese, UiLanguage::kThai};

// policy_rows as raw pages, so that they name their source.
std::string sourced_pages(std::size_t count) {
  std::string out;
  for (const Row& row : policy_rows(count)) {
    const std::string source = "Source: " + row.site + "\n";
    const nlohmann::json line = {{"id", row.id},
                                 {"title", row.title},
                                 {"date", row.date},
                                 {"lang", row.lang},
                                 {"text", row.title + "\n" + source + row.body + "\n"}};
    out += line.dump() + '\n';
  }
  return out;
}

struct Served {
  BuiltIndex built;
  Knowledge knowledge = *load_knowledge();
  std::unique_ptr<LiveIndex> index = *LiveIndex::open({built.path(), "", 2});
  Service service;

  explicit Served(std::size_t count)
      : built(sourced_pages(count), count), service(ServiceOptions(), *index, knowledge, [] { return Load(); }) {}

  std::string operator()(const std::string& target) {
    const Response response = answer(service, get(target));
    INFO(target);
    REQUIRE(response.status == 200);
    return response.body;
  }
};

// The text between `begin` and `end`, from `at` on; `at` moves behind it. Empty: there is none.
std::string between(const std::string& text, std::string_view begin, std::string_view end, std::size_t& at) {
  const std::size_t first = text.find(begin, at);
  if (first == std::string::npos) return {};
  const std::size_t last = text.find(end, first + begin.size());
  at = last;
  return text.substr(first + begin.size(), last - first - begin.size());
}

std::string without_commas(std::string number) {
  std::erase(number, ',');
  return number;
}

// The facets as the page shows them: "ministry cn-miit 12 chosen", a line each, sorted.
std::string choices_on(const std::string& page) {
  std::set<std::string> lines;
  for (std::size_t at = 0; true;) {
    const std::string label = between(page, "<li><label><input type=\"checkbox\" form=\"search\" ", "</label>", at);
    if (label.empty()) break;
    std::size_t in = 0;
    std::string line = between(label, "name=\"", "\"", in);
    line += ' ' + between(label, "value=\"", "\"", in);
    const bool is_chosen = label.find(" checked") != std::string::npos;
    line += ' ' + without_commas(between(label, "data-count>", "<", in));
    lines.insert(line + (is_chosen ? " chosen" : ""));
  }
  std::string out;
  for (const std::string& line : lines) out += line + '\n';
  return out;
}

std::string escaped_text(std::string_view text) { return escaped(text); }

std::string choices_of_library(const SearchResponse& response, const SearchRequest& request) {
  std::set<std::string> lines;
  const auto add = [&](const std::string& name, const Facet& facet, const std::vector<std::string>& chosen) {
    for (const FacetValue& value : facet.values) {
      if (!value.value) continue;
      const bool is_chosen = std::find(chosen.begin(), chosen.end(), *value.value) != chosen.end();
      lines.insert(name + ' ' + escaped_text(*value.value) + ' ' + std::to_string(value.count) +
                   (is_chosen ? " chosen" : ""));
    }
    for (const std::string& given : chosen)
      if (std::none_of(facet.values.begin(), facet.values.end(), [&](const auto& v) { return v.value == given; }))
        lines.insert(name + ' ' + escaped_text(given) + " 0 chosen");
    if (facet.kind != FacetKind::kLanguage) return;
    for (const std::string code : {"en", "zh", "th"})
      if (std::none_of(facet.values.begin(), facet.values.end(), [&](const auto& v) { return v.value == code; }) &&
          std::find(chosen.begin(), chosen.end(), code) == chosen.end())
        lines.insert(name + ' ' + code + " 0");
  };
  for (const Facet& facet : response.facets) {
    if (facet.kind == FacetKind::kMinistry) add("ministry", facet, request.ministries);
    if (facet.kind == FacetKind::kLanguage) add("lang", facet, request.languages);
    if (facet.kind == FacetKind::kSource) add("source", facet, request.sources);
  }
  std::string out;
  for (const std::string& line : lines) out += line + '\n';
  return out;
}

// The sum of the bars, from the table twin.
std::uint64_t pages_in_table(const std::string& page) {
  std::uint64_t sum = 0;
  std::size_t at = 0;
  const std::string table = between(page, "<details class=\"twin\">", "</details>", at);
  for (std::size_t in = 0; true;) {
    const std::string number = between(table, "</th><td>", "</td>", in);
    if (number.empty()) return sum;
    sum += std::stoull(without_commas(number));
  }
}

SearchRequest random_request(std::mt19937& random) {
  static const std::vector<std::string> queries = {"steel", "5G factory", "plan -finance", "\"steel plan\"", "",
                                                   "*",     "MIIT",       "nowhere",       "energy OR pays"};
  SearchRequest request;
  request.query = queries[random() % queries.size()];
  if (random() % 3 == 0) request.ministries.emplace_back("cn-miit");
  if (random() % 4 == 0) request.ministries.emplace_back("cn-mof");
  if (random() % 4 == 0) request.languages.emplace_back(random() % 2 == 0 ? "en" : "zh");
  if (random() % 5 == 0) request.sources.emplace_back("Xinhua");
  if (random() % 4 == 0) request.from = random() % 2 == 0 ? "2023-04" : "2023-03-15";
  if (random() % 4 == 0) request.to = random() % 2 == 0 ? "2023-09" : "2023-12";
  if (random() % 4 == 0) request.count_mode = CountMode::kStories;
  return request;
}

SearchRequest as_the_page_asks(SearchRequest request) {
  request.facet_alternatives = true;
  request.facets = {FacetKind::kMinistry, FacetKind::kLanguage, FacetKind::kSource};
  if (request.query.empty() && request.ministries.empty() && request.languages.empty() && request.sources.empty() &&
      request.from.empty() && request.to.empty())
    request.query = "*";
  return request;
}

std::string print(const Histogram& histogram) {
  std::string out(to_string(histogram.kind));
  for (const Bar& bar : histogram.bars) out += ' ' + bar.period + ':' + std::to_string(bar.count);
  return out + (histogram.undated > 0 ? " undated:" + std::to_string(histogram.undated) : "");
}

Facet dates(FacetKind kind, const std::vector<std::pair<std::string, std::uint64_t>>& values) {
  Facet facet{kind, {}};
  for (const auto& [value, count] : values)
    facet.values.push_back({value.empty() ? std::nullopt : std::optional(value), value, count});
  return facet;
}

}  // namespace

TEST_CASE("the page says everything in three languages, with the same blanks to fill") {
  for (std::size_t i = 0; i < kPhrases; ++i) {
    const auto phrase = static_cast<Phrase>(i);
    const std::string_view english = say(phrase, UiLanguage::kEnglish);
    for (const UiLanguage language : kLanguages) {
      const std::string_view said = say(phrase, language);
      INFO(english << " / " << said);
      CHECK_FALSE(said.empty());
      for (const std::string_view blank : {"{0}", "{1}"})
        CHECK((said.find(blank) != std::string_view::npos) == (english.find(blank) != std::string_view::npos));
    }
    CHECK(say(phrase, UiLanguage::kChinese) != english);
    CHECK(say(phrase, UiLanguage::kThai) != english);
  }
  CHECK(say(Phrase::kIndexHas, UiLanguage::kChinese, {"48", "000001"}) == "索引 000001 中有 48 个页面");
}

TEST_CASE("only literals are markup: text that comes at run time is escaped by its type") {
  const std::string evil = "<script>alert(\"1\")</script>'&";
  Html html;
  html << "<b title=\"" << evil << "\">" << std::string_view(evil) << "</b>" << 5;
  CHECK(std::move(html).take() ==
        "<b title=\"&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;\">&lt;script&gt;alert(&quot;1&quot;)"
        "&lt;/script&gt;&#39;&amp;</b>5");
  static_assert(!std::is_constructible_v<Literal, std::string>);
  static_assert(!std::is_constructible_v<Literal, std::string_view>);
  static_assert(!std::is_constructible_v<Literal, const char*>);
  CHECK(marked("a<b>c", {{1, 4}}).take() == "a<mark>&lt;b&gt;</mark>c");
  CHECK(marked_paragraphs("one <i>\n\n two\n", {{0, 3}, {10, 13}}).take() ==
        "<p><mark>one</mark> &lt;i&gt;</p>\n<p> <mark>two</mark></p>\n");
  CHECK(grouped(0) + ' ' + grouped(999) + ' ' + grouped(1000) + ' ' + grouped(1234567) == "0 999 1,000 1,234,567");
}

TEST_CASE("the histogram takes the finest level that fits and fills its gaps") {
  SearchRequest request;
  const auto months = dates(FacetKind::kMonth, {{"2022-11", 3}, {"2023-01", 9}, {"", 4}});
  CHECK(print(histogram_of(request, {months})) == "month 2022-11:3 2022-12:0 2023-01:9 undated:4");
  const auto decades = dates(FacetKind::kMonth, {{"2001-11", 3}, {"2004", 2}, {"2023-01", 9}});
  CHECK(print(histogram_of(request, {decades})).substr(0, 41) == "year 2001:3 2002:0 2003:0 2004:2 2005:0 2");
  const auto days = dates(FacetKind::kDay, {{"2023-02-27", 1}, {"2023-03", 7}, {"2023-03-02", 2}, {"2023-05-09", 5}});
  request.from = "2023-02-28";
  request.to = "2023-03";
  CHECK(print(histogram_of(request, {days})) == "day 2023-03-01:7 2023-03-02:2");
  request.to = "2024";
  CHECK(print(histogram_of(request, {days})) == "month 2023-03:9 2023-04:0 2023-05:5");
  CHECK(narrowed_to(request, "2023-02").from == "2023-02-28");
  CHECK(narrowed_to(request, "2023-02").to == "2023-02");
  CHECK(print(histogram_of({}, {})) == "year");
}

TEST_CASE("totals and facet counts on the page are the library's, for random questions") {
  Served served(60);
  Searcher searcher(served.built.open());
  const unsigned seed = 20261126;
  std::mt19937 random(seed);
  const char* const mode = std::getenv("POLSEARCH_TEST_MODE");
  const int rounds = mode != nullptr && std::string_view(mode) == "full" ? 2'000 : 150;
  INFO("seed " << seed);
  int sources = 0;  // pages with a facet of sources: that they are compared at all
  for (int round = 0; round < rounds; ++round) {
    const SearchRequest request = random_request(random);
    const std::string target = "/?" + query_string(to_parameters(request));
    INFO(target);
    const auto expected = searcher.search(as_the_page_asks(request));
    REQUIRE(expected.ok());
    const std::string page = served(target);
    std::size_t at = 0;
    CHECK(between(page, "data-total=\"", "\"", at) == std::to_string(expected->total));
    sources += page.find("name=\"source\"") != std::string::npos ? 1 : 0;
    CHECK(choices_on(page) == choices_of_library(*expected, request));
    if (request.count_mode == CountMode::kCopies) CHECK(pages_in_table(page) == expected->total);
  }
  CHECK(sources > rounds / 2);
}

TEST_CASE("every link of the page's filters leads to as many pages as it says") {
  Served served(60);
  const std::string page = served("/?q=steel&lang=en");
  std::size_t at = 0;
  const std::string table = between(page, "<details class=\"twin\">", "</details>", at);
  int links = 0;
  for (std::size_t in = 0; true; ++links) {
    std::string address = between(table, "<a href=\"", "\"", in);
    if (address.empty()) break;
    const std::string count = between(table, "</th><td>", "</td>", in);
    for (std::size_t amp = address.find("&amp;"); amp != std::string::npos; amp = address.find("&amp;"))
      address.replace(amp, 5, "&");
    std::size_t there = 0;
    CHECK(between(served(address), "data-total=\"", "\"", there) == count);
  }
  CHECK(links == 12);
}

TEST_CASE("the page keeps its state in its links, and its language") {
  Served served(30);
  const std::string page = served("/?q=steel&ministry=miit&from=2023&to=2023&sort=-date&n=5&ui=th");
  const auto has = [&](std::string_view text) { return page.find(text) != std::string::npos; };
  CHECK(has("<html lang=\"th\">"));
  CHECK(has("/timeline?q=steel&amp;from=2023&amp;to=2023&amp;ministry=miit&amp;sort=-date&amp;n=5&amp;ui=th"));
  CHECK(has("name=\"ministry\" value=\"cn-miit\" checked"));
  CHECK(has("<input type=\"hidden\" name=\"ui\" value=\"th\">"));
  CHECK(has("<input type=\"hidden\" name=\"n\" value=\"5\">"));
  CHECK(has("/api/v1/export?q=steel&amp;from=2023&amp;to=2023&amp;ministry=miit&amp;sort=-date&amp;format=csv"));
}

TEST_CASE("a document is shown with its marks, and links only to web addresses") {
  const Knowledge knowledge = *load_knowledge();
  const PageState state{knowledge, {}};
  Document document;
  document.id = "a/b.txt";
  document.title = "<b>5G</b>";
  document.body = "One\n<img src=x onerror=alert(1)>";
  document.removed = {{3, "menu <i>", "navigation", "<u>Home</u>"}};
  document.ministries = {{"cn-miit", 0.95}, {"<s>", 0.5}};
  for (const auto& [url, is_link] :
       {std::pair("https://a.example/?a=1&b=2", true), std::pair("javascript:alert(1)", false),
        std::pair("data:text/html,<script>", false), std::pair("//a.example", false)}) {
    document.url = url;
    const std::string page = render_document_page(state, document, {{}, {{0, 3}}});
    CHECK((page.find("rel=\"noopener noreferrer\" href=\"" + escaped(url)) != std::string::npos) == is_link);
    CHECK((page.find("href=\"" + escaped(url)) != std::string::npos) == is_link);
    CHECK(page.find("<p><mark>One</mark></p>") != std::string::npos);
    for (const char* markup : {"<b>5G", "<img", "<i>", "<u>", "<s>", "<script>"})
      CHECK(page.find(markup) == std::string::npos);
  }
}

TEST_CASE("what is known of a document stands with the line that says so") {
  const Knowledge knowledge = *load_knowledge();
  const PageState state{knowledge, {}};
  Document document;
  document.id = "a";
  document.date = "2023-08-16";
  document.date_precision = "day";
  document.source = "Xinhua";
  document.editor = "Lin";
  document.ministries = {{"cn-miit", 0.95}, {"cn-mof", 0.9}};
  document.ministry_roles = {"issuer", "mentioned"};
  document.removed = {{2, "date-line", "date-line", "Updated: 2022-01-01"},
                      {18, "date-line", "date-line", "Post time: Aug-16-2023"},
                      {20, "credit", "credits", "Source: Xinhua <b>"}};
  const std::string page = render_document_page(state, document, {});
  const auto evidence = [&](const std::string& text) {
    return page.find("<span class=\"evidence\">" + text + "</span>") != std::string::npos;
  };
  CHECK(evidence("known to the day · line 18: Post time: Aug-16-2023"));
  CHECK(evidence("line 20: Source: Xinhua &lt;b&gt;"));
  CHECK(evidence("issued it · confidence 95 %"));
  CHECK(evidence("mentioned · confidence 90 %"));
  CHECK(page.find("Lin</dd>") != std::string::npos);  // no line says so: nothing is made up
  document.removed = {{1, "date-line", "date-line", "วันที่ 16 สิงหาคม 2566"}};
  CHECK(render_document_page(state, document, {}).find("line 1: วันที่ 16 สิงหาคม 2566") != std::string::npos);
}

TEST_CASE("ministries of two countries with one name are told apart") {
  const Knowledge knowledge = *load_knowledge();
  const PageState state{knowledge, {}};
  CHECK(ministry_label(state, "cn-mof") == "Ministry of Finance (CN)");
  CHECK(ministry_label(state, "th-mof") == "Ministry of Finance (TH)");
  CHECK(ministry_label(state, "cn-miit") == "Ministry of Industry and Information Technology");
  CHECK(ministry_label(state, "nobody") == "nobody");
}

TEST_CASE("an error says what it means in the language of its reader, and lets him search on") {
  const std::string page = render_error_page(UiLanguage::kChinese, 404, "Not Found", "no document '<x>'", "");
  CHECK(page.find("<h1 id=\"results\" tabindex=\"-1\">没有这个页面</h1>") != std::string::npos);
  CHECK(page.find("lang=\"en\">404 Not Found</p>") != std::string::npos);
  CHECK(page.find("no document &#39;&lt;x&gt;&#39;") != std::string::npos);
  CHECK(page.find("<input type=\"search\" id=\"q\"") != std::string::npos);
  CHECK(page.find("name=\"ui\" value=\"zh\"") != std::string::npos);
  for (const auto& [status, words] :
       {std::pair(400, "was not understood"), std::pair(503, "Too busy"), std::pair(500, "went wrong")})
    CHECK(render_error_page(UiLanguage::kEnglish, status, "", "", "").find(words) != std::string::npos);
}

TEST_CASE("where nothing is found nothing can be put in order") {
  Served served(6);
  for (const char* path : {"/?q=", "/timeline?q="}) {
    CHECK(served(std::string(path) + "steel").find("choices-of-order") != std::string::npos);
    const std::string none = served(std::string(path) + "qqqqzzzz");
    CHECK(none.find("choices-of-order") == std::string::npos);
    CHECK(none.find("Try fewer words") != std::string::npos);
  }
}

TEST_CASE("the first page is small: at most 60 KB with its style and script") {
  Served served(60);
  const Response page = answer(served.service, get("/?q=steel", {{"accept-encoding", "gzip"}}));
  std::size_t bytes = page.body.size();
  for (const char* name : {"style.css", "page.js", "icon.svg"}) {
    const Asset* const asset = asset_by_name(name);
    REQUIRE(asset != nullptr);
    bytes += answer(served.service, get(std::string(asset->path), {{"accept-encoding", "gzip"}})).body.size();
  }
  CHECK(bytes < 60'000);
}
