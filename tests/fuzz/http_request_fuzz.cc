// Any bytes as a request target and headers: what is understood is understood again the same, and what goes out (log
// line, problem, HTML) is safe.
//
// Input: the target up to the first line break, then one header a line, "name: value".
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "analysis/unicode.h"
#include "searcher/serve/access_log.h"
#include "searcher/serve/guards.h"
#include "searcher/serve/negotiate.h"
#include "searcher/serve/page/html.h"
#include "searcher/serve/page/pages.h"
#include "searcher/serve/problem.h"
#include "searcher/serve/search_parameters.h"
#include "searcher/serve/service.h"
#include "searcher/serve/target.h"

namespace {

using namespace polsearch;
using namespace polsearch::serve;

void expect(bool holds) {
  if (!holds) std::abort();
}

std::string_view next_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

Request request_of(std::string_view text) {
  Request request;
  request.method = "GET";
  request.client = "192.0.2.1";
  request.target = std::string(next_line(text));
  read_target(request);
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    const std::size_t colon = std::min(line.find(": "), line.size());
    request.headers.push_back(
        {std::string(line.substr(0, colon)), std::string(line.substr(std::min(line.size(), colon + 2)))});
  }
  return request;
}

void check_parameters(const Request& request) {
  const std::string printed = query_string(request.parameters);
  const auto again = parse_target("/?" + printed);
  expect(again.ok() && query_string(again->parameters) == printed);
  const SearchParameters parsed = parse_search_parameters(request.parameters, {}, {"ui"});
  const auto once = to_parameters(parsed.request);
  const SearchParameters reparsed = parse_search_parameters(once, {});
  expect(reparsed.errors.empty());
  expect(query_string(to_parameters(reparsed.request)) == query_string(once));
  for (const Error& error : parsed.errors) expect(is_valid_utf8(problem(error).body));
}

void check_output(const Request& request) {
  const std::string line = access_line({request, 200, 1, 0.001, false, {}}, "page", LogQueries::kPlain, "salt");
  expect(std::count(line.begin(), line.end(), '\n') == 1 && line.back() == '\n');
  expect(std::all_of(line.begin(), line.end() - 1, [](char c) { return c >= 0x20 && c < 0x7F; }));
  const std::string html = escaped(request.target);
  expect(is_valid_utf8(html) && html.find_first_of("<>\"'") == std::string::npos);
}

void check_headers(const Request& request) {
  static const HostList hosts({"search.example"});
  static const ApiKeys keys = *ApiKeys::parse(std::string(64, '0') + " nobody\n");
  for (const Header& field : request.headers) {
    (void)accepts_gzip(field.value);
    (void)prefers_html(field.value);
    (void)is_fresh(field.value, "W/\"0123456789abcdef01\"");
    expect(!hosts.allows(field.value) || field.value.size() <= 24);
    expect(keys.name_of(field.value).empty());
  }
  (void)ui_language(request);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Request request = request_of({reinterpret_cast<const char*>(data), size});
  if (request.flaw.empty()) {
    const Routed routed = route_of(all_routes(), request.path);
    expect(routed.route == nullptr || routed.rest.size() <= request.path.size());
    check_parameters(request);
  }
  check_output(request);
  check_headers(request);
  return 0;
}
