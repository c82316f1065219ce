#include "searcher/serve/problem.h"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace polsearch::serve {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 14> kReasons = {{{200, "OK"},
                                                                        {304, "Not Modified"},
                                                                        {400, "Bad Request"},
                                                                        {401, "Unauthorized"},
                                                                        {404, "Not Found"},
                                                                        {405, "Method Not Allowed"},
                                                                        {413, "Content Too Large"},
                                                                        {414, "URI Too Long"},
                                                                        {421, "Misdirected Request"},
                                                                        {429, "Too Many Requests"},
                                                                        {431, "Request Header Fields Too Large"},
                                                                        {500, "Internal Server Error"},
                                                                        {503, "Service Unavailable"},
                                                                        {505, "HTTP Version Not Supported"}}};

}  // namespace

std::string_view reason_phrase(int status) {
  for (const auto& [code, phrase] : kReasons)
    if (code == status) return phrase;
  return "Error";
}

Response problem(int status, std::string_view detail, std::string_view hint) {
  nlohmann::ordered_json json;
  json["type"] = "about:blank";
  json["title"] = reason_phrase(status);
  json["status"] = status;
  json["detail"] = detail;
  if (!hint.empty()) json["hint"] = hint;
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.headers.push_back({"Cache-Control", "no-store"});
  response.body = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  return response;
}

Response problem(const Error& error) {
  const bool is_clients = error.kind == Error::Kind::kInput;
  // What is wrong with the index is for the log and /readyz: paths are none of a client's business.
  if (is_clients) return problem(400, error.message, error.hint);
  Response response = problem(503, "the index cannot be read at the moment", "try again later; /readyz says more");
  response.headers.push_back({"Retry-After", "5"});
  return response;
}

}  // namespace polsearch::serve
