// The parts of polserve that need neither sockets nor an index: targets, parameters, negotiation, guards, exports.
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "searcher/render/render.h"
#include "searcher/serve/access_log.h"
#include "searcher/serve/assets.h"
#include "searcher/serve/connections.h"
#include "searcher/serve/guards.h"
#include "searcher/serve/http_server.h"
#include "searcher/serve/listen_address.h"
#include "searcher/serve/metrics.h"
#include "searcher/serve/negotiate.h"
#include "searcher/serve/page/html.h"
#include "searcher/serve/problem.h"
#include "searcher/serve/search_parameters.h"
#include "searcher/serve/service.h"
#include "searcher/serve/target.h"
#include "searcher/serve/worker_pool.h"

using namespace polsearch;
using namespace polsearch::serve;

namespace {

std::string print(const Result<Target>& target) {
  if (!target) return "error: " + target.error().message;
  std::string out = target->path;
  for (const auto& [name, value] : target->parameters) out += " {" + name + "|" + value + "}";
  return out;
}

std::string print(const SearchParameters& parsed) {
  std::string out = query_string(to_parameters(parsed.request));
  for (const Error& error : parsed.errors) out += " ! " + error.message + " (" + error.hint + ")";
  return out;
}

SearchParameters parsed(const std::string& query, const SearchLimits& limits = {}) {
  return parse_search_parameters(parse_target("/?" + query)->parameters, limits, {"ui"});
}

std::string inflated(const std::string& gzip) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string in = gzip, out(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

SearchResponse one_hit(const Hit& hit) {
  SearchResponse response;
  response.hits.push_back(hit);
  return response;
}

}  // namespace

TEST_CASE("a request target is cut into a path and decoded parameters") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"/", "/"},
      {"/api/v1/search?q=5G+factories&lang=en", "/api/v1/search {q|5G factories} {lang|en}"},
      {"/?q=%E5%B7%A5%E4%BF%A1%E9%83%A8", "/ {q|工信部}"},
      {"/?q=a%26b%3Dc&q=2", "/ {q|a&b=c} {q|2}"},
      {"/?q", "/ {q|}"},
      {"/?&&q=1&", "/ {q|1}"},
      {"/?q=a=b", "/ {q|a=b}"},
      {"/?q=a?b", "/ {q|a?b}"},
      {"/a%2Fb/../c", "/a%2Fb/../c"},
      {"/?q=%g1", "error: the query string has a broken percent escape"},
      {"/?q=%4", "error: the query string has a broken percent escape"},
      {"/?q=%", "error: the query string has a broken percent escape"},
      {"/?q=%00", "error: the query string has a broken percent escape"},
      {"/%zz", "error: the path has a broken percent escape"},
      {"/%00", "error: the path has a broken percent escape"},
      {"", "error: the request target is not a path"},
      {"*", "error: the request target is not a path"},
      {"http://127.0.0.1/", "error: the request target is not a path"},
      {"/a\tb", "error: the request target has a control character"},
  };
  for (const auto& [target, expected] : rows) CHECK(print(parse_target(target)) == expected);
}

TEST_CASE("a target with very many parameters is an error, not work") {
  std::string target = "/?";
  for (int i = 0; i < 300; ++i) target += "a=1&";
  CHECK(print(parse_target(target)) == "error: more than 256 parameters");
}

TEST_CASE("what is percent-encoded decodes to the same bytes") {
  std::mt19937 random(20261125);
  for (int round = 0; round < 200; ++round) {
    std::string bytes;
    for (std::size_t i = random() % 40; i > 0; --i) bytes += static_cast<char>(1 + random() % 255);
    const std::string encoded = percent_encoded(bytes);
    CHECK(percent_decoded(encoded) == bytes);
    CHECK(percent_decoded(encoded, true) == bytes);
    CHECK(encoded.find_first_of("/?&=+ <>\"'") == std::string::npos);
  }
}

TEST_CASE("paths find their route; the rest of a document's path is its id, slashes and all") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"/", "page "},
      {"/api/v1/search", "search "},
      {"/api/v1/search/", "none"},
      {"/api/v1/searching", "none"},
      {"/api/v1/documents/a.txt", "document a.txt"},
      {"/api/v1/documents/a%2Fb%20c.txt", "document a/b c.txt"},
      {"/api/v1/documents/https://example.org/a", "document https://example.org/a"},
      {"/api/v1/documents/../../etc/passwd", "document ../../etc/passwd"},
      {"/api/v1/documents/", "none"},
      {"/api/v1/documents", "none"},
      {"/assets/../../etc/passwd", "asset ../../etc/passwd"},
      {"/healthz", "healthz "},
      {"//", "none"},
      {"/etc/passwd", "none"},
  };
  for (const auto& [path, expected] : rows) {
    const Routed routed = route_of(all_routes(), path);
    CHECK((routed.route == nullptr ? "none" : std::string(routed.route->name) + " " + routed.rest) == expected);
  }
}

TEST_CASE("parameters of a search are read strictly, and printed back in one order") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"q=5G", "q=5G"},
      {"q=&from=&to=&ministry=&lang=&source=&sort=&n=&offset=&facets=", ""},
      {"n=20&q=5G&ministry=miit&ministry=cn-ndrc", "q=5G&ministry=miit&ministry=cn-ndrc&n=20"},
      {"q=a&from=2023&to=2023-04&lang=zh&source=xinhua&sort=-date&offset=10",
       "q=a&from=2023&to=2023-04&lang=zh&source=xinhua&sort=-date&offset=10"},
      {"q=a&n=10&sort=relevance&expand=1&facets=month,ministry", "q=a"},
      {"q=a&facets=", "q=a"},
      {"q=a&facets=none", "q=a&facets=none"},
      {"q=a&facets=day,,lang,day", "q=a&facets=day%2Clang"},
      {"q=a&ui=th", "q=a"},
      {"q=a&expand=0&explain=1&alternatives=1&count=stories&include_inferred=1&snippet_bytes=0",
       "q=a&include_inferred=1&expand=0&explain=1&snippet_bytes=0&count=stories&alternatives=1"},
      {"q=a&q=b", "q=a ! q is given twice (accepted: one value)"},
      {"q=a&n=201", "q=a ! n cannot be '201' (accepted: 0 to 200)"},
      {"q=a&n=-1", "q=a ! n cannot be '-1' (accepted: 0 to 200)"},
      {"q=a&n=1x", "q=a ! n cannot be '1x' (accepted: 0 to 200)"},
      {"q=a&n=99999999999999999999", "q=a ! n cannot be '99999999999999999999' (accepted: 0 to 200)"},
      {"q=a&offset=10001", "q=a ! offset cannot be '10001' (accepted: 0 to 10000)"},
      {"q=a&sort=new", "q=a ! sort cannot be 'new' (accepted: relevance, date, -date)"},
      {"q=a&explain=yes", "q=a ! explain cannot be 'yes' (accepted: 0, 1)"},
      {"q=a&facets=weeks", "q=a ! unknown facet 'weeks' (accepted: year, month, day, ministry, lang, source, none)"},
  };
  for (const auto& [query, expected] : rows) CHECK(print(parsed(query)) == expected);
}

TEST_CASE("an unknown parameter is an error that names the nearest") {
  const auto wrong = parsed("q=a&minstry=miit");
  REQUIRE(wrong.errors.size() == 1);
  CHECK(wrong.errors.front().message == "unknown parameter 'minstry'");
  CHECK(wrong.errors.front().hint.starts_with("did you mean ministry? accepted: q from to ministry lang"));
  CHECK(parsed("q=a&utm_source=x").errors.front().hint.starts_with("accepted: q from"));
}

TEST_CASE("a query of more than 2,048 bytes or 64 words is refused") {
  CHECK(parsed("q=" + std::string(2'048, 'a')).errors.empty());
  CHECK(parsed("q=" + std::string(2'049, 'a')).errors.front().message == "q has 2049 bytes");
  std::string words = "q=";
  for (int i = 0; i < 64; ++i) words += "w+";
  CHECK(parsed(words).errors.empty());
  CHECK(parsed(words + "w").errors.front().message == "q has 65 words");
}

TEST_CASE("a search request survives the way through its own parameters") {
  for (const char* query : {"q=a%26b&ministry=cn-miit&lang=zh&n=3", "q=%22industrial+internet%22&sort=date&offset=40",
                            "from=2023-04&to=2023&facets=day,source&similar_to=a/b&recency_half_life_days=30"}) {
    const auto once = to_parameters(parsed(query).request);
    const auto again = to_parameters(parse_search_parameters(once, {}).request);
    CHECK(query_string(once) == query_string(again));
    CHECK(!once.empty());
  }
}

TEST_CASE("gzip is chosen only when the client takes it") {
  const std::vector<std::pair<std::string, bool>> rows = {{"gzip", true},
                                                          {"br, gzip;q=0.8", true},
                                                          {"*", true},
                                                          {"GZIP", true},
                                                          {"", false},
                                                          {"identity", false},
                                                          {"gzip;q=0", false},
                                                          {"gzip; q=0.000", false},
                                                          {"*;q=0", false},
                                                          {"gzip;q=0, *", false},
                                                          {"deflate, br", false},
                                                          {"gzipped", false},
                                                          {"*;q=0, gzip", true}};
  for (const auto& [accepted, expected] : rows) {
    INFO(accepted);
    CHECK(accepts_gzip(accepted) == expected);
  }
}

TEST_CASE("a gzip answer is what it was, and the same bytes each time") {
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += "工信部 " + std::to_string(i) + "\n";
  const auto once = gzipped(text);
  REQUIRE(once);
  CHECK(inflated(*once) == text);
  CHECK(once->size() < text.size() / 3);
  CHECK(gzipped(text) == once);
  CHECK(inflated(gzipped("").value()).empty());
}

TEST_CASE("a known entity tag means not modified, weakly compared") {
  const std::string tag = "W/\"0a1b\"";
  for (const char* fresh : {"W/\"0a1b\"", "\"0a1b\"", "\"x\", W/\"0a1b\"", "*", " \"0a1b\" "})
    CHECK(is_fresh(fresh, tag));
  for (const char* other : {"", "\"x\"", "0a1b", "W/\"0a1b", "\"0a1b\"x", ","}) CHECK_FALSE(is_fresh(other, tag));
}

TEST_CASE("browsers get pages, programs get JSON") {
  CHECK(prefers_html("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"));
  CHECK(prefers_html("application/json, text/html"));
  CHECK_FALSE(prefers_html("*/*"));
  CHECK_FALSE(prefers_html(""));
  CHECK_FALSE(prefers_html("text/html;q=0"));
}

TEST_CASE("a problem is JSON with a reason, whatever bytes it quotes") {
  const Response response = problem(400, "bad \"q\"\n\xff", "try <b>");
  CHECK(response.status == 400);
  CHECK(response.content_type == "application/problem+json");
  CHECK(
      response.body ==
      "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"bad \\\"q\\\"\\n\xEF\xBF\xBD\","
      "\"hint\":\"try <b>\"}\n");
  CHECK(problem(Error{Error::Kind::kIndex, "/srv/secret is damaged", ""}).status == 503);
  CHECK(problem(Error{Error::Kind::kIndex, "/srv/secret is damaged", ""}).body.find("secret") == std::string::npos);
}

TEST_CASE("only listed hosts are answered, so that no foreign name can be rebound to us") {
  const HostList hosts({"search.example", "[fe80::1]"});
  for (const char* good : {"localhost", "LOCALHOST:8080", "127.0.0.1:80", "[::1]:8080", "[::1]", "search.example",
                           "Search.Example:443", "[fe80::1]:1"})
    CHECK(hosts.allows(good));
  for (const char* bad : {"", "evil.example", "localhost.evil.example", "evil.example:127.0.0.1", "127.0.0.2", "[::1",
                          "localhost:80x", "search.example@evil", "[::1]evil:80", "::1", "localhost:8080:80"})
    CHECK_FALSE(hosts.allows(bad));
  CHECK(HostList({}, true).allows("192.0.2.7:8080"));
  CHECK(HostList({}, true).allows("[2001:db8::1]:8080"));
  CHECK_FALSE(HostList({}, true).allows("evil.example"));
}

TEST_CASE("SHA-256 is the standard's") {
  std::string hex;
  for (const char c : sha256("abc")) {
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
  }
  CHECK(hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4, example 1
}

TEST_CASE("an API key is known by its hash, as a bearer or as a password") {
  // printf %s abc | sha256sum
  const auto keys = ApiKeys::parse(
      "# keys\n\nBA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD reading room\r\n"
      "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589 second\n");
  REQUIRE(keys.ok());
  CHECK(keys->name_of("Bearer abc") == "reading room");
  CHECK(keys->name_of("bearer abcd") == "second");
  CHECK(keys->name_of("Basic YW55Om1lOmFiYw==").empty());  // any:me:abc: the password is me:abc
  CHECK(keys->name_of("Basic YW55OmFiYw==") == "reading room");
  for (const char* wrong : {"", "abc", "Bearer", "Bearer ", "Bearer abc ", "Basic abc", "Basic !!!!", "Digest abc"})
    CHECK(keys->name_of(wrong).empty());
}

TEST_CASE("a file of API keys with a mistake is refused with its line") {
  CHECK(ApiKeys::parse("zz name").error().message == "line 1 is no API key");
  CHECK(ApiKeys::parse("# x\n" + std::string(64, 'a')).error().message == "line 2 is no API key");
  CHECK(ApiKeys::parse(std::string(62, 'a') + " name").error().message == "line 1 is no API key");
  CHECK(ApiKeys::parse("# nothing\n").error().message == "the file has no API key");
}

TEST_CASE("a client has its burst, then its rate, and others are not touched") {
  RateLimit limit(20, 40);
  const RateLimit::Time start{};
  for (int i = 0; i < 40; ++i) CHECK(limit.wait_of("a", start) == 0);
  CHECK(limit.wait_of("a", start) == 1);
  CHECK(limit.wait_of("b", start) == 0);
  CHECK(limit.wait_of("a", start + std::chrono::milliseconds(50)) == 0);
  CHECK(limit.wait_of("a", start + std::chrono::milliseconds(51)) == 1);
  for (int i = 0; i < 40; ++i) CHECK(limit.wait_of("a", start + std::chrono::hours(1)) == 0);
  CHECK(limit.wait_of("a", start + std::chrono::hours(1)) == 1);
}

TEST_CASE("the rate limit forgets the client longest unseen instead of growing") {
  RateLimit limit(1, 1, 3);
  const RateLimit::Time start{};
  for (const char* client : {"a", "b", "c"}) CHECK(limit.wait_of(client, start) == 0);
  CHECK(limit.wait_of("a", start) == 1);
  CHECK(limit.wait_of("d", start) == 0);  // b goes
  CHECK(limit.wait_of("a", start) == 1);
  CHECK(limit.wait_of("b", start) == 0);
}

TEST_CASE("the pool refuses what does not fit and finishes what it took") {
  std::mutex gate;
  std::atomic<int> done = 0;
  gate.lock();
  WorkerPool pool(2, 3);
  int taken = 0;
  for (int i = 0; i < 20; ++i)
    taken += pool.take([&] {
      const std::lock_guard wait(gate);
      ++done;
    })
                 ? 1
                 : 0;
  CHECK(taken >= 3);
  CHECK(taken <= 5);
  gate.unlock();
  pool.finish();
  CHECK(done == taken);
  CHECK_FALSE(pool.take([] {}));
}

TEST_CASE("a late connection is shut down, and only that one") {
  int pair[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  Connections connections(1);
  const Connections::Time start{};
  CHECK(connections.admits("a", false));
  const auto late = connections.open({pair[0], "a", false, start + std::chrono::seconds(1)});
  CHECK_FALSE(connections.admits("a", false));
  CHECK(connections.admits("a", true));
  CHECK(connections.admits("b", false));
  connections.shut_down_late(start);
  CHECK(::send(pair[0], "x", 1, MSG_NOSIGNAL) == 1);
  connections.shut_down_late(start + std::chrono::seconds(1));
  CHECK(::send(pair[0], "x", 1, MSG_NOSIGNAL) == -1);
  connections.close(late);
  CHECK(connections.count() == 0);
  CHECK(connections.admits("a", false));
  ::close(pair[0]);
  ::close(pair[1]);
}

TEST_CASE("listening addresses are numeric, bracketed or unix paths") {
  const auto print_it = [](const std::string& text) {
    const auto address = parse_listen_address(text);
    return address ? print(*address) : "error";
  };
  CHECK(print_it("127.0.0.1:8080") == "http://127.0.0.1:8080");
  CHECK(print_it("localhost:0") == "http://127.0.0.1:0");
  CHECK(print_it("[::1]:8080") == "http://[::1]:8080");
  CHECK(print_it("unix:/run/polserve/socket") == "unix:/run/polserve/socket");
  for (const std::string& bad : {std::string(), std::string("8080"), std::string("127.0.0.1"), std::string("::1:8080"),
                                 std::string("127.0.0.1:99999"), std::string("127.0.0.1:8o"), std::string("host:80"),
                                 std::string("unix:relative"), "unix:/" + std::string(200, 'a')})
    CHECK(print_it(bad) == "error");
}

TEST_CASE("an access line is one line of printable ASCII, whatever was asked") {
  Request request;
  request.method = "GET";
  request.client = "192.0.2.1";
  request.path = "/a\r\n{\"forged\":1}";
  request.parameters = {{"q", "\x1b[31m工信部\xff\u202e\n"}};
  const Exchange exchange{request, 200, 12, 0.0012345, false, std::chrono::system_clock::time_point{}};
  const std::string line = access_line(exchange, "page", LogQueries::kPlain, "salt");
  CHECK(line ==
        "{\"time\":\"1970-01-01T00:00:00.000Z\",\"client\":\"192.0.2.1\",\"method\":\"GET\",\"path\":\"/"
        "a\\r\\n{\\\"forged\\\":"
        "1}\",\"query\":\"\\u001b[31m\\u5de5\\u4fe1\\u90e8\\ufffd\\u202e\\n\",\"status\":200,\"bytes\":12,\"ms\":1.235,"
        "\"route\":\"page\"}\n");
  const std::string hashed = access_line(exchange, "page", LogQueries::kHash, "salt");
  CHECK(hashed.find("\"query\":\"") != std::string::npos);
  CHECK(hashed.find("u5de5") == std::string::npos);
  CHECK(hashed == access_line(exchange, "page", LogQueries::kHash, "salt"));
  CHECK(hashed != access_line(exchange, "page", LogQueries::kHash, "other"));
  CHECK(access_line(exchange, "page", LogQueries::kNone, "salt").find("query") == std::string::npos);
}

TEST_CASE("metrics are cumulative histograms by route") {
  Metrics metrics;
  metrics.count_request("search", 200, 0.0005, 10);
  metrics.count_request("search", 200, 0.3, 10);
  metrics.count_request("search", 503, 99, 10);
  metrics.count_query(7, true);
  metrics.count_query(5, false);
  const std::string text = metrics.print({"000012", 48, 1000, 1, 0, 3, 1, 2, true});
  for (const char* line :
       {"polserve_requests_total{route=\"search\",status=\"200\"} 2\n",
        "polserve_request_seconds_bucket{route=\"search\",le=\"0.0005\"} 1\n",
        "polserve_request_seconds_bucket{route=\"search\",le=\"0.5\"} 2\n",
        "polserve_request_seconds_bucket{route=\"search\",le=\"+Inf\"} 3\n",
        "polserve_request_seconds_count{route=\"search\"} 3\n", "polserve_matches_total 12\n",
        "polserve_queries_cut_short_total 1\n", "polserve_index_generation 12\n", "polserve_index_documents 48\n"}) {
    INFO(line);
    CHECK(text.find(line) != std::string::npos);
  }
}

TEST_CASE("text becomes HTML without becoming markup") {
  CHECK(escaped("<b>5G</b> & \"x\" 'y'") == "&lt;b&gt;5G&lt;/b&gt; &amp; &quot;x&quot; &#39;y&#39;");
  CHECK(escaped(std::string("a\0b\x1b\xff", 5)) ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(marked("a<b>c", {{1, 4}}).take() == "a<mark>&lt;b&gt;</mark>c");
  CHECK(marked("abc", {{2, 9}, {1, 1}}).take() == "abc");
  CHECK(is_linkable("https://a.example/"));
  CHECK(is_linkable("HTTP://a.example/"));
  for (const char* bad : {"javascript:alert(1)", "data:text/html,x", " https://a", "//a", "", "https:/a"})
    CHECK_FALSE(is_linkable(bad));
}

TEST_CASE("assets are found by exact path only") {
  const Asset* const style = asset_by_name("style.css");
  REQUIRE(style != nullptr);
  CHECK(asset_by_path(style->path) == style);
  CHECK(style->path.starts_with("/assets/style."));
  CHECK(asset_by_path("/assets/style.css") == nullptr);
  CHECK(asset_by_path("/assets/../style.css") == nullptr);
  CHECK(asset_by_name("openapi.yaml") != nullptr);
}

TEST_CASE("RIS records keep to their lines, whatever a page says") {
  Hit hit;
  hit.id = "a\r\nER  - \r\nTY  - JOUR";
  hit.title = "Plan\n & \xff more";
  hit.date = "2023-04";
  hit.ministry_labels = {"Ministry of Finance"};
  hit.url = "https://a.example/?b=c d";
  CHECK(render::to_ris(one_hit(hit)) ==
        "TY  - ELEC\r\nTI  - Plan & \xEF\xBF\xBD more\r\nKW  - Ministry of Finance\r\nPY  - 2023\r\nDA  - 2023/04//\r\n"
        "UR  - https://a.example/?b=c d\r\nAN  - a ER - TY - JOUR\r\nDP  - polsearch\r\nER  - \r\n");
  CHECK(render::to_ris({}).empty());
}

TEST_CASE("BibTeX fields cannot end early or run as TeX") {
  Hit hit;
  hit.id = "x";
  hit.title = "50% of \\input{/etc/passwd} & {more} #1_a~b^c $";
  hit.date = "2023";
  hit.url = "https://a.example/}\\x{ y";
  const std::string text = render::to_bibtex(one_hit(hit));
  CHECK(
      text.find("title = {{50\\% of \\textbackslash{}input\\{/etc/passwd\\} \\& \\{more\\} \\#1\\_a\\textasciitilde{}b"
                "\\textasciicircum{}c \\$}}") != std::string::npos);
  CHECK(text.find("\\url{https://a.example/%7D%5Cx%7B%20y}") != std::string::npos);
  CHECK(text.find("month") == std::string::npos);
  CHECK(text.starts_with("@misc{polsearch:2023:"));
}

TEST_CASE("CSV cells that a spreadsheet would run are quoted away") {
  for (const char* title : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "＋1", "－1", "＠1"}) {
    Hit hit;
    hit.id = "x";
    hit.title = title;
    CHECK(render::to_csv(one_hit(hit)).find(std::string(",'") + title) != std::string::npos);
  }
  Hit hit;
  hit.id = "\n=1,\"2\"";
  CHECK(render::to_csv(one_hit(hit)).find(",\"'\n=1,\"\"2\"\"\",") != std::string::npos);
}
