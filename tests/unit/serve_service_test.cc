// What polserve answers, request struct to response struct: routes, errors, freshness, and the library's own numbers.
#include <catch2/catch.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "searcher/render/render.h"
#include "searcher/serve/assets.h"
#include "searcher/serve/page/pages.h"
#include "tests/unit/serve_fixture.h"

using namespace polsearch;
using namespace polsearch::serve;
using namespace polsearch::testing;

namespace {

using Json = nlohmann::json;

struct Served {
  BuiltIndex built{policy_rows(60)};
  Knowledge knowledge = *load_knowledge();
  std::unique_ptr<LiveIndex> index = *LiveIndex::open({built.path(), "", 2});
  Service service;

  explicit Served(ServiceOptions options = {})
      : service(std::move(options), *index, knowledge, [] {
          return Load{3, 2, 1};
        }) {}

  Response operator()(const std::string& target, std::vector<Header> headers = {}) {
    return answer(service, get(target, std::move(headers)));
  }
};

Json without_time(const std::string& body) {
  Json json = Json::parse(body);
  json.erase("took_us");
  return json;
}

std::string random_query(std::mt19937& random) {
  static const std::vector<std::string> words = {"steel",          "5G",  "factory", "plan", "finance", "energy",
                                                 "\"steel plan\"", "-5G", "plant",   "OR",   "grew*",   "MIIT",
                                                 "nothing"};
  std::string query;
  for (std::size_t i = 1 + random() % 4; i > 0; --i) query += words[random() % words.size()] + " ";
  return query;
}

}  // namespace

TEST_CASE("the API's answer is the library's answer: total, facets, hits, for random questions") {
  Served served;
  Searcher searcher(served.built.open());
  const unsigned seed = 20261125;
  std::mt19937 random(seed);
  const char* const mode = std::getenv("POLSEARCH_TEST_MODE");
  const int rounds = mode != nullptr && std::string_view(mode) == "full" ? 3'000 : 300;
  INFO("seed " << seed);
  for (int round = 0; round < rounds; ++round) {
    SearchRequest request;
    request.query = random_query(random);
    if (random() % 3 == 0) request.ministries = {"cn-miit"};
    if (random() % 4 == 0) request.ministries.emplace_back("cn-mof");
    if (random() % 4 == 0) request.languages = {"en"};
    if (random() % 5 == 0) request.sources = {"xinhua", "people's daily"};
    if (random() % 4 == 0) request.from = "2023-04";
    if (random() % 4 == 0) request.to = "2023-09";
    if (random() % 3 == 0) request.sort = random() % 2 == 0 ? Sort::kDateAscending : Sort::kDateDescending;
    request.count = random() % 20;
    request.offset = random() % 10;
    request.facets = {FacetKind::kMonth, FacetKind::kMinistry, FacetKind::kLanguage, FacetKind::kSource};
    const std::string target = "/api/v1/search?" + query_string(to_parameters(request));
    const auto expected = searcher.search(request);
    REQUIRE(expected.ok());
    const Response response = served(target);
    INFO(target);
    REQUIRE(response.status == 200);
    CHECK(without_time(response.body) == without_time(render::to_json(*expected, false)));
  }
}

TEST_CASE("each mistake has its status and says what is accepted") {
  Served served;
  const std::vector<std::tuple<std::string, int, std::string>> rows = {
      {"/api/v1/search", 400, "no query"},
      {"/api/v1/search?n=5", 400, "no query"},
      {"/api/v1/search?q=a&minstry=b", 400, "unknown parameter 'minstry'"},
      {"/api/v1/search?q=a&from=soon", 400, "soon"},
      {"/api/v1/search?q=a&ministry=zzz", 400, "unknown ministry"},
      {"/api/v1/search?q=a&lang=klingon", 400, "unknown language"},
      {"/api/v1/search?q=a&n=1000", 400, "n cannot be '1000'"},
      {"/api/v1/search?q=%FF%g", 400, "broken percent escape"},
      {"/api/v1/documents/none.txt", 404, "no document 'none.txt'"},
      {"/api/v1/documents/pages%2F1.txt?x=1", 400, "unknown parameter 'x'"},
      {"/api/v1/suggest?q=a&lang=en", 400, "unknown parameter 'lang'"},
      {"/api/v1/suggest?q=a&n=21", 400, "n cannot be '21'"},
      {"/api/v1/export?q=a&format=xlsx", 400, "unknown format"},
      {"/api/v1/export?q=a&n=1001", 400, "n cannot be '1001'"},
      {"/api/v2/search?q=a", 404, "no such path"},
      {"/assets/../../etc/passwd", 404, "no such file"},
      {"/" + std::string(8'192, 'a'), 414, "longer than 8192 bytes"},
  };
  for (const auto& [target, status, reason] : rows) {
    const Response response = served(target);
    INFO(target.substr(0, 80));
    CHECK(response.status == status);
    CHECK(response.content_type == "application/problem+json");
    CHECK(Json::parse(response.body)["detail"].get<std::string>().find(reason) != std::string::npos);
    CHECK(header_of(response, "Cache-Control") == "no-store");
  }
}

TEST_CASE("an empty query is answered with a note, as on the command line") {
  const Json json = Json::parse(Served()("/api/v1/search?q=").body);
  CHECK(json["total"] == 0);
  CHECK(json["notes"] == Json::array({"there is nothing to look for in the query"}));
}

TEST_CASE("a document is found by its id, with slashes escaped or not") {
  Served served;
  for (const char* target : {"/api/v1/documents/pages%2F4.txt", "/api/v1/documents/pages/4.txt"}) {
    const Json json = Json::parse(served(target).body);
    CHECK(json["id"] == "pages/4.txt");
    CHECK(json["title"] == "Steel plan 4");
    CHECK(json["date"] == "2023-05-10");
    CHECK(json["ministries"][0]["id"] == "cn-miit");
    CHECK(json["ministries"][0]["label"] == "Ministry of Industry and Information Technology");
    CHECK(json["removed"].is_array());
    CHECK(json["duplicate_ids"].is_array());
  }
}

TEST_CASE("methods but GET and HEAD are refused with what is allowed") {
  Served served;
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "BREW"}) {
    Request request = get("/api/v1/search?q=steel");
    request.method = method;
    const Response response = answer(served.service, request);
    CHECK(response.status == 405);
    CHECK(header_of(response, "Allow") == "GET, HEAD");
  }
}

TEST_CASE("an answer that the client has is not made again, until the index changes") {
  BuiltIndex small(policy_rows(3)), large(policy_rows(30));
  SwappedIndex swapped({small.path(), large.path()});
  const Knowledge knowledge = *load_knowledge();
  auto index = *LiveIndex::open({swapped.path(), "", 1});
  Service service({}, *index, knowledge, [] { return Load{}; });
  const std::string target = "/api/v1/search?q=steel";
  const Response first = answer(service, get(target));
  const std::string tag = header_of(first, "ETag");
  CHECK(tag.starts_with("W/\""));
  CHECK(header_of(first, "Cache-Control") == "no-cache");
  CHECK(header_of(first, "Polsearch-Generation") == "000001");
  const Response again = answer(service, get(target, {{"if-none-match", tag}}));
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(header_of(again, "ETag") == tag);
  CHECK(answer(service, get(target + "&n=1", {{"if-none-match", tag}})).status == 200);
  swapped.publish(1);
  CHECK(index->refresh());
  CHECK_FALSE(index->refresh());
  const Response fresh = answer(service, get(target, {{"if-none-match", tag}}));
  CHECK(fresh.status == 200);
  CHECK(Json::parse(fresh.body)["total"] == 30);
  CHECK(header_of(fresh, "Polsearch-Generation") == "000002");
}

TEST_CASE("a broken new index leaves the old one in use, and /readyz says so") {
  BuiltIndex small(policy_rows(3));
  SwappedIndex swapped({small.path()});
  const Knowledge knowledge = *load_knowledge();
  auto index = *LiveIndex::open({swapped.path(), "", 1});
  Service service({}, *index, knowledge, [] { return Load{}; });
  CHECK(Json::parse(answer(service, get("/readyz")).body)["status"] == "ready");
  for (const std::string& broken :
       {std::string("rubbish"), print_pointer({"000009", std::string(32, 'a')}), std::string()}) {
    swapped.write_pointer(broken);
    CHECK_FALSE(index->refresh());
    const Json ready = Json::parse(answer(service, get("/readyz")).body);
    CHECK(ready["status"] == "stale");
    CHECK(ready["generation"] == "000001");
    CHECK(Json::parse(answer(service, get("/api/v1/search?q=steel")).body)["total"] == 3);
  }
  CHECK(index->failures() == 3);
  for (int i = 0; i < 7; ++i) CHECK_FALSE(index->refresh());
  CHECK(index->failures() == 5);  // the same broken pointer: tried again after 1, 2, 4 .. calls
  swapped.publish(0);
  CHECK(index->refresh());
  CHECK(Json::parse(answer(service, get("/readyz")).body)["status"] == "ready");
}

TEST_CASE("a foreign Host is not answered, an absent one only in HTTP/1.0") {
  Served served;
  CHECK(served("/healthz", {{"host", "evil.example"}}).status == 421);
  CHECK(served("/healthz", {{"host", "127.0.0.1:8080"}}).status == 200);
  Request none = get("/healthz");
  none.headers.clear();
  CHECK(answer(served.service, none).status == 400);
  none.is_http_1_0 = true;
  CHECK(answer(served.service, none).status == 200);
  Request socket = get("/healthz", {{"host", "search.example"}});
  socket.client = "unix";
  CHECK(answer(served.service, socket).status == 200);
}

TEST_CASE("with API keys nobody asks the index without one, and probes stay open") {
  ServiceOptions options;
  options.keys = *ApiKeys::parse("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad abc\n");
  Served served(options);
  for (const char* closed : {"/", "/api/v1/search?q=steel", "/api/v1/documents/pages%2F4.txt", "/api/v1/suggest?q=s",
                             "/api/v1/export?q=steel", "/metrics"}) {
    const Response response = served(closed);
    CHECK(response.status == 401);
    CHECK(header_of(response, "WWW-Authenticate").starts_with("Basic "));
    CHECK(served(closed, {{"authorization", "Bearer wrong"}}).status == 401);
    CHECK(served(closed, {{"authorization", "Bearer abc"}}).status == 200);
  }
  for (const char* open : {"/healthz", "/readyz", "/api/v1/openapi.yaml"}) CHECK(served(open).status == 200);
}

TEST_CASE("a client that asks too often is told when to come back; local ones may") {
  ServiceOptions options;
  options.rate = 1;
  options.burst = 3;
  Served served(options);
  Request request = get("/api/v1/search?q=steel");
  request.is_local = false;
  request.client = "192.0.2.1";
  std::string statuses;
  for (int i = 0; i < 4; ++i) statuses += std::to_string(answer(served.service, request).status) + " ";
  CHECK(statuses == "200 200 200 429 ");
  CHECK(header_of(answer(served.service, request), "Retry-After") == "1");
  Request probe = get("/healthz");
  probe.is_local = false;
  probe.client = "192.0.2.1";
  CHECK(answer(served.service, probe).status == 200);
  for (int i = 0; i < 6; ++i) CHECK(served("/api/v1/search?q=steel").status == 200);
}

TEST_CASE("headers of 16 KiB are enough") {
  Served served;
  CHECK(served("/healthz", {{"x", std::string(16'000, 'a')}}).status == 200);
  CHECK(served("/healthz", {{"x", std::string(16'384, 'a')}}).status == 431);
}

TEST_CASE("what the HTTP layer turns down has a reason too") {
  Served served;
  const Request request = get("/api/v1/search?q=steel");
  CHECK(served.service.refuse(request, Refusal::kHasBody).status == 413);
  CHECK(served.service.refuse(request, Refusal::kHasBody).closes);
  CHECK(served.service.refuse(request, Refusal::kBroken).status == 500);
  for (const Refusal why : {Refusal::kOverloaded, Refusal::kWaitedTooLong}) {
    const Response response = served.service.refuse(request, why);
    CHECK(response.status == 503);
    CHECK(header_of(response, "Retry-After") == "1");
    CHECK(response.content_type == "application/problem+json");
  }
}

TEST_CASE("every answer carries the headers that keep pages harmless") {
  Served served;
  for (const char* target : {"/", "/?q=steel", "/api/v1/search?q=steel", "/nothing", "/healthz", "/metrics",
                             "/documents/pages%2F4.txt", "/api/v1/export?q=steel"}) {
    const Response response = served(target);
    CHECK(header_of(response, "Content-Security-Policy") ==
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
          "form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    CHECK(header_of(response, "X-Content-Type-Options") == "nosniff");
    CHECK(header_of(response, "Referrer-Policy") == "no-referrer");
    CHECK(header_of(response, "Access-Control-Allow-Origin").empty());
  }
}

TEST_CASE("people who ask for a page get errors as a page, programs as JSON") {
  Served served;
  const std::vector<Header> browser = {{"accept", "text/html,*/*;q=0.8"}};
  CHECK(served("/nothing", browser).content_type == "text/html; charset=utf-8");
  CHECK(served("/documents/none", browser).status == 404);
  CHECK(served("/documents/none", browser).content_type == "text/html; charset=utf-8");
  CHECK(served("/nothing").content_type == "application/problem+json");
  CHECK(served("/api/nothing", browser).content_type == "application/problem+json");
  CHECK(served("/api/v1/search", browser).content_type == "application/problem+json");
  CHECK(served("/<script>alert(1)</script>", browser).body.find("<script>alert") == std::string::npos);
}

TEST_CASE("the page speaks the language asked for in the address, else the browser's") {
  CHECK(ui_language(get("/?ui=th")) == UiLanguage::kThai);
  CHECK(ui_language(get("/", {{"accept-language", "fr, zh-CN;q=0.9, en;q=0.8"}})) == UiLanguage::kChinese);
  CHECK(ui_language(get("/?ui=xx", {{"accept-language", "thx, de"}})) == UiLanguage::kEnglish);
}

TEST_CASE("exports cover the result in four formats, as files") {
  Served served;
  const std::vector<std::tuple<std::string, std::string, std::string, std::string>> rows = {
      {"csv", "text/csv; charset=utf-8; header=present", "polsearch.csv", "\xEF\xBB\xBFrank,id,score,title"},
      {"json", "application/json", "polsearch.json", "{\n  \"query\": \"steel\""},
      {"ris", "application/x-research-info-systems; charset=utf-8", "polsearch.ris", "TY  - ELEC\r\n"},
      {"bibtex", "application/x-bibtex; charset=utf-8", "polsearch.bib", "@misc{polsearch:"},
  };
  for (const auto& [format, type, file, beginning] : rows) {
    const Response response = served("/api/v1/export?q=steel&format=" + format);
    CHECK(response.status == 200);
    CHECK(response.content_type == type);
    CHECK(header_of(response, "Content-Disposition") == "attachment; filename=\"" + file + "\"");
    CHECK(response.body.substr(0, beginning.size()) == beginning);
  }
  const Json all = Json::parse(served("/api/v1/export?q=steel&format=json").body);
  CHECK(all["hits"].size() == 60);
  CHECK(Json::parse(served("/api/v1/export?q=steel&format=json&n=7").body)["hits"].size() == 7);
}

TEST_CASE("suggestions are a list of whole queries") {
  const Json json = Json::parse(Served()("/api/v1/suggest?q=ste&n=3").body);
  CHECK(json["query"] == "ste");
  REQUIRE(json["suggestions"].is_array());
  CHECK(json["suggestions"].size() <= 3);
}

TEST_CASE("a facet with very many values is cut where it is rarest, and says so") {
  ServiceOptions options;
  options.facet_values = 1;
  const Json json = Json::parse(Served(options)("/api/v1/search?q=steel&facets=lang,month").body);
  CHECK(json["facets"]["lang"].size() == 1);
  CHECK(json["facets"]["month"].size() > 1);
  CHECK(json["notes"].dump().find("facet lang: the first 1 of 2 values") != std::string::npos);
}

TEST_CASE("long answers are compressed for those who take it") {
  Served served;
  const std::string target = "/api/v1/search?q=steel&n=20";
  const Response plain = served(target);
  const Response small = served(target, {{"accept-encoding", "gzip"}});
  CHECK(header_of(plain, "Content-Encoding").empty());
  CHECK(header_of(plain, "Vary") == "Accept-Encoding");
  CHECK(header_of(small, "Content-Encoding") == "gzip");
  CHECK(small.body.size() < plain.body.size() / 2);
  CHECK(small.body.substr(0, 2) == "\x1f\x8b");
  CHECK(header_of(served("/healthz", {{"accept-encoding", "gzip"}}), "Content-Encoding").empty());
}

TEST_CASE("assets may be kept for ever, answers of the index only with asking") {
  Served served;
  const Response style = served(std::string(asset_by_name("style.css")->path));
  CHECK(style.content_type == "text/css; charset=utf-8");
  CHECK(header_of(style, "Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(header_of(served("/?q=steel"), "Vary").find("Accept-Language") != std::string::npos);
}

TEST_CASE("a server that is shutting down says so and closes connections after its answers") {
  Served served;
  CHECK_FALSE(served("/api/v1/search?q=steel").closes);
  served.service.begin_draining();
  CHECK(served("/api/v1/search?q=steel").status == 200);
  CHECK(served("/api/v1/search?q=steel").closes);
  CHECK(served("/readyz").status == 503);
  CHECK(served("/healthz").status == 200);
}

TEST_CASE("metrics count requests, queries and matches") {
  Served served;
  const Request request = get("/api/v1/search?q=steel");
  const Response response = answer(served.service, request);
  served.service.count({request, response.status, response.body.size(), 0.002, false, {}});
  const std::string text = served("/metrics").body;
  for (const char* line :
       {"polserve_requests_total{route=\"search\",status=\"200\"} 1\n", "polserve_queries_total 1\n",
        "polserve_matches_total 60\n", "polserve_connections 3\n", "polserve_index_documents 60\n"}) {
    INFO(line);
    CHECK(text.find(line) != std::string::npos);
  }
}

TEST_CASE("markup in a query comes out as text") {
  const std::string body = Served()("/?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").body;
  CHECK(body.find("<script>alert") == std::string::npos);
  CHECK(body.find("&lt;script&gt;alert") != std::string::npos);
}
