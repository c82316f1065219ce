#include "searcher/serve/service.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "searcher/serve/api.h"
#include "searcher/serve/negotiate.h"
#include "searcher/serve/page/pages.h"
#include "searcher/serve/problem.h"

namespace polsearch::serve {
namespace {

// name, path, heavy, key, page, handler
constexpr std::array<Route, 13> kRoutes = {{
    {"page", "/", true, true, true, search_page},
    {"document_page", "/documents/", true, true, true, document_page},
    {"timeline_page", "/timeline", true, true, true, timeline_page},
    {"search", "/api/v1/search", true, true, false, api_search},
    {"document", "/api/v1/documents/", true, true, false, api_document},
    {"suggest", "/api/v1/suggest", true, true, false, api_suggest},
    {"export", "/api/v1/export", true, true, false, api_export},
    {"openapi", "/api/v1/openapi.yaml", false, false, false, api_description},
    {"asset", "/assets/", false, false, false, asset_file},
    {"favicon", "/favicon.ico", false, false, false, favicon},
    {"healthz", "/healthz", false, false, false, health},
    {"readyz", "/readyz", false, false, false, readiness},
    {"metrics", "/metrics", false, true, false, metrics_text},
}};

// For every answer: a page of the index can never run as script here, be framed, or say where its reader came from.
constexpr std::array<std::pair<const char*, const char*>, 6> kSafety = {
    {{"Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
      "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"},
     {"X-Content-Type-Options", "nosniff"},
     {"Referrer-Policy", "no-referrer"},
     {"Cross-Origin-Opener-Policy", "same-origin"},
     {"Cross-Origin-Resource-Policy", "same-origin"},
     {"X-Frame-Options", "DENY"}}};

constexpr std::size_t kWorthCompressing = 860;  // bytes: below, the gzip of an answer fills the same packet
constexpr std::size_t kTagBytes = 9;            // of SHA-256, 18 hexadecimal digits

bool has_header(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const Header& header) { return header.name == name; });
}

std::size_t header_bytes(const Request& request) {
  std::size_t bytes = 0;
  for (const Header& field : request.headers) bytes += field.name.size() + field.value.size() + 4;
  return bytes;
}

// Weak: the same question on the same index has the same answer but for took_us. Pages also hang on the language.
std::string entity_tag(const Request& request, const Route& route, const Snapshot& snapshot) {
  std::string seed = std::string(POLSEARCH_VERSION) + '\n' + snapshot.tag() + '\n' + request.target + '\n';
  if (route.is_page) seed += std::string(header(request, "accept-language"));
  std::string hex;
  for (const char c : sha256(seed).substr(0, kTagBytes)) {
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4U];
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) & 15U];
  }
  return "W/\"" + hex + "\"";
}

// What an answer from the index carries when it may be asked for again: the tag, and to ask us before using a copy.
void add_freshness(Response& response, const Route& route, const std::string& tag) {
  const bool is_lasting = response.status == 200 || response.status == 304;
  if (!is_lasting || has_header(response, "Cache-Control")) return;
  response.headers.push_back({"ETag", tag});
  response.headers.push_back({"Cache-Control", "no-cache"});
  if (route.is_page) response.headers.push_back({"Vary", "Accept-Language"});
}

Response method_not_allowed() {
  Response response = problem(405, "only GET and HEAD are served");
  response.headers.push_back({"Allow", "GET, HEAD"});
  return response;
}

}  // namespace

std::span<const Route> all_routes() { return kRoutes; }

Service::Service(ServiceOptions options, LiveIndex& index, const Knowledge& knowledge, std::function<Load()> load)
    : around_{std::move(options), index, knowledge, std::move(load), {}, false},
      hosts_(around_.options.hosts, around_.options.any_host_address),
      rate_(around_.options.rate, around_.options.burst) {}

std::string_view Service::route_name(const Request& request) const {
  const Routed routed = route_of(all_routes(), request.path);
  return routed.route == nullptr ? std::string_view() : routed.route->name;
}

void Service::count(const Exchange& exchange) {
  const std::string_view route = route_name(exchange.request);
  around_.metrics.count_request(route.empty() ? "none" : route, exchange.status, exchange.seconds, exchange.bytes);
}

// Everything that can be said without looking at the index. The order is from cheap and general to particular.
std::optional<Response> Service::turned_away(const Request& request, const Route* route) {
  const ServiceOptions& options = around_.options;
  if (request.target.size() > options.target_bytes)
    return problem(414, "the address is longer than " + std::to_string(options.target_bytes) + " bytes");
  if (header_bytes(request) > options.header_bytes)
    return problem(431, "the headers are longer than " + std::to_string(options.header_bytes) + " bytes");
  const std::string_view host = header(request, "host");
  if (host.empty() && !request.is_http_1_0) return problem(400, "no Host header");
  if (!host.empty() && request.client != "unix" && !hosts_.allows(host))
    return problem(421, "this server does not answer for that Host", "start polserve with --allow-host NAME");
  if (!request.flaw.empty())
    return problem(400, request.flaw, "special bytes are written %XX, two hexadecimal digits, but never %00");
  if (request.method != "GET" && request.method != "HEAD") return method_not_allowed();
  if (route == nullptr)
    return problem(404, "no such path", "/, /api/v1/search, /api/v1/documents/{id}, /api/v1/suggest, /api/v1/export");
  if (route->needs_key && !options.keys.empty() && options.keys.name_of(header(request, "authorization")).empty()) {
    Response response = problem(401, "an API key is needed", "Authorization: Bearer KEY");
    response.headers.push_back({"WWW-Authenticate", "Basic realm=\"polsearch\", charset=\"UTF-8\""});
    return response;
  }
  if (!route->is_heavy || request.is_local || options.rate <= 0) return std::nullopt;
  const unsigned wait = rate_.wait_of(request.client, std::chrono::steady_clock::now());
  if (wait == 0) return std::nullopt;
  Response response = problem(429, "too many requests from this address");
  response.headers.push_back({"Retry-After", std::to_string(wait)});
  return response;
}

std::variant<Response, Job> Service::answer(const Request& request) {
  Routed routed = route_of(all_routes(), request.path);
  const Route* const route = routed.route;
  if (auto refusal = turned_away(request, route)) return finish(request, error(request, route, std::move(*refusal)));
  Call call{request, std::move(routed.rest), around_.index.now(), around_};
  if (!route->is_heavy) return finish(request, route->answer(call));
  std::string tag = entity_tag(request, *route, *call.snapshot);
  if (is_fresh(header(request, "if-none-match"), tag)) {
    Response fresh;
    fresh.status = 304;
    add_freshness(fresh, *route, tag);
    return finish(request, std::move(fresh));
  }
  return Job([this, &request, route, call = std::move(call), tag = std::move(tag)] {
    Response response = route->answer(call);
    response.headers.push_back({"Polsearch-Generation", call.snapshot->summary().generation});
    add_freshness(response, *route, tag);
    return finish(request, std::move(response));
  });
}

Response Service::refuse(const Request& request, Refusal why) {
  const Route* const route = route_of(all_routes(), request.path).route;
  Response response;
  if (why == Refusal::kHasBody) {
    const bool has_method = request.method == "GET" || request.method == "HEAD";
    response = has_method ? problem(413, "requests have no body here", "send everything in the address")
                          : method_not_allowed();
    response.closes = true;
  } else if (why == Refusal::kBroken) {
    response = problem(500, "the request could not be answered");
  } else {
    response = problem(503, why == Refusal::kOverloaded ? "too many requests are waiting"
                                                        : "the request waited too long for its turn");
    response.headers.push_back({"Retry-After", "1"});
  }
  return finish(request, error(request, route, std::move(response)));
}

// A problem in the form that the client reads: HTML for people who asked for a page, JSON for everything else.
Response Service::error(const Request& request, const Route* route, Response problem) const {
  const bool is_api = request.path.starts_with("/api/");
  const bool wants_page = (route == nullptr ? !is_api : route->is_page) && prefers_html(header(request, "accept"));
  return wants_page ? error_page(request, std::move(problem)) : problem;
}

Response Service::finish(const Request& request, Response response) const {
  for (const auto& [name, value] : kSafety) response.headers.push_back({name, value});
  response.closes |= around_.is_draining;
  if (response.body.size() < kWorthCompressing || response.content_type.starts_with("image/png")) return response;
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (!accepts_gzip(header(request, "accept-encoding"))) return response;
  if (auto smaller = gzipped(response.body)) {
    response.body = std::move(*smaller);
    response.headers.push_back({"Content-Encoding", "gzip"});
  }
  return response;
}

}  // namespace polsearch::serve
