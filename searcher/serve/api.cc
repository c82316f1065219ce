#include "searcher/serve/api.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "searcher/render/render.h"
#include "searcher/serve/ask.h"
#include "searcher/serve/assets.h"
#include "searcher/serve/problem.h"
#include "searcher/serve/service.h"

namespace polsearch::serve {
namespace {

using Json = nlohmann::ordered_json;

Response json_response(const Json& json) {
  Response response;
  response.content_type = "application/json";
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return response;
}

Response without_storing(Response response) {
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

// A program that asks for nothing has a mistake in it; a person who sends an empty form has not (that is a note).
bool asks_for_something(const Call& call, const SearchRequest& request) {
  const auto& given = call.request.parameters;
  const bool has_query = std::any_of(given.begin(), given.end(), [](const Parameter& p) { return p.name == "q"; });
  return has_query || !request.ministries.empty() || !request.languages.empty() || !request.sources.empty() ||
         !request.from.empty() || !request.to.empty() || !request.similar_to.empty();
}

// The request of the call's parameters, or what is wrong with the first that is wrong.
Result<SearchRequest> strict_request(const Call& call, const SearchLimits& limits,
                                     const std::vector<std::string_view>& also) {
  SearchParameters parsed = parse_search_parameters(call.request.parameters, limits, also);
  if (!parsed.errors.empty()) return parsed.errors.front();
  if (!asks_for_something(call, parsed.request))
    return Error{Error::Kind::kInput, "no query", "give q, or a filter: from, to, ministry, lang, source"};
  return std::move(parsed.request);
}

std::string label_of(const Knowledge& knowledge, const std::string& id) {
  const Ministry* const ministry = knowledge.ministry(id);
  return ministry == nullptr ? id : ministry->label;
}

Json document_json(const Document& document, const Knowledge& knowledge) {
  Json json;
  json["id"] = document.id;
  json["title"] = document.title;
  json["title_source"] = document.title_source;
  json["date"] = text_or_null(document.date);
  json["date_precision"] = document.date_precision;
  json["language"] = document.language;
  json["languages"] = document.languages;
  json["ministries"] = Json::array();
  for (std::size_t i = 0; i < document.ministries.size(); ++i) {
    const auto& [id, confidence] = document.ministries[i];
    json["ministries"].push_back({{"id", id},
                                  {"label", label_of(knowledge, id)},
                                  {"confidence", confidence},
                                  {"role", document.ministry_roles[i]}});
  }
  json["source"] = text_or_null(document.source);
  json["editor"] = text_or_null(document.editor);
  json["url"] = text_or_null(document.url);
  json["body"] = document.body;
  json["removed"] = Json::array();
  for (const Document::Removed& line : document.removed)
    json["removed"].push_back({{"line", line.line}, {"rule", line.rule}, {"reason", line.reason}, {"text", line.text}});
  json["duplicates"] = document.duplicates;
  json["duplicate_ids"] = document.duplicate_ids;
  return json;
}

std::string_view name_of(Completion::Kind kind) {
  switch (kind) {
    case Completion::Kind::kWord: return "word";
    case Completion::Kind::kTitle: return "title";
    case Completion::Kind::kMinistry: return "ministry";
  }
  return "word";
}

struct ExportFormat {
  std::string_view name, content_type, file_name;
  std::string (*render)(const SearchResponse& response);
};

// Without it Excel takes a CSV file to be in the system's old code page.
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr std::array<ExportFormat, 4> kExports = {{
    {"csv", "text/csv; charset=utf-8; header=present", "polsearch.csv",
     [](const SearchResponse& r) {
       return std::string(kByteOrderMark) + render::csv_header(false) + render::to_csv(r);
     }},
    {"json", "application/json", "polsearch.json",
     [](const SearchResponse& r) { return render::to_json(r, true) + "\n"; }},
    {"ris", "application/x-research-info-systems; charset=utf-8", "polsearch.ris",
     [](const SearchResponse& r) { return render::to_ris(r); }},
    {"bibtex", "application/x-bibtex; charset=utf-8", "polsearch.bib",
     [](const SearchResponse& r) { return render::to_bibtex(r); }},
}};

const ExportFormat* export_format(std::string_view name) {
  const auto found =
      std::find_if(kExports.begin(), kExports.end(), [&](const ExportFormat& format) { return format.name == name; });
  return found == kExports.end() ? nullptr : &*found;
}

Response found_asset(const Asset& asset, std::string_view cache_control) {
  Response response;
  response.content_type = asset.content_type;
  response.headers.push_back({"Cache-Control", std::string(cache_control)});
  response.body = asset.bytes;
  return response;
}

}  // namespace

Response api_search(const Call& call) {
  const auto request = strict_request(call, call.around.options.search, {});
  if (!request) return problem(request.error());
  const auto found = ask(call, *request);
  if (!found) return problem(found.error());
  Response response;
  response.content_type = "application/json";
  response.body = render::to_json(*found, false) + "\n";
  return found->total_is_exact ? response : without_storing(std::move(response));
}

Response api_document(const Call& call) {
  if (!call.request.parameters.empty())
    return problem(400, "unknown parameter '" + call.request.parameters.front().name.substr(0, 40) + "'",
                   "this path takes none");
  const auto document = ask_document(call, call.rest);
  if (!document && document.error().kind == Error::Kind::kInput) return problem(404, document.error().message);
  if (!document) return problem(document.error());
  return json_response(document_json(*document, call.around.knowledge));
}

Response api_suggest(const Call& call) {
  constexpr std::size_t kMost = 20, kUsual = 10;
  SearchLimits limits = call.around.options.search;
  limits.count = kMost;
  for (const Parameter& given : call.request.parameters)
    if (given.name != "q" && given.name != "n")
      return problem(400, "unknown parameter '" + given.name.substr(0, 40) + "'", "accepted: q n");
  const SearchParameters parsed = parse_search_parameters(call.request.parameters, limits);
  if (!parsed.errors.empty()) return problem(parsed.errors.front());
  const std::size_t count = parameter(call.request, "n").empty() ? kUsual : parsed.request.count;
  const auto completions = call.snapshot->lend()->complete(parsed.request.query, count);
  if (!completions) return problem(completions.error());
  Json json;
  json["query"] = parsed.request.query;
  json["suggestions"] = Json::array();
  for (const Completion& completion : *completions)
    json["suggestions"].push_back(
        {{"text", completion.text}, {"kind", name_of(completion.kind)}, {"documents", completion.documents}});
  return json_response(json);
}

Response api_export(const Call& call) {
  const std::string_view name = parameter(call.request, "format");
  const ExportFormat* const format = export_format(name.empty() ? "csv" : name);
  if (format == nullptr) return problem(400, "unknown format", "accepted: csv, json, ris, bibtex");
  SearchLimits limits = call.around.options.search;
  limits.count = call.around.options.export_count;
  auto request = strict_request(call, limits, {"format"});
  if (!request) return problem(request.error());
  if (parameter(call.request, "n").empty()) request->count = limits.count;
  const auto found = ask(call, *request);
  if (!found) return problem(found.error());
  Response response;
  response.content_type = format->content_type;
  response.headers.push_back(
      {"Content-Disposition", "attachment; filename=\"" + std::string(format->file_name) + "\""});
  response.body = format->render(*found);
  return found->total_is_exact ? response : without_storing(std::move(response));
}

Response api_description(const Call&) {
  const Asset* const description = asset_by_name("openapi.yaml");
  return description == nullptr ? problem(404, "no description") : found_asset(*description, "no-cache");
}

Response asset_file(const Call& call) {
  const Asset* const asset = asset_by_path(call.request.path);
  if (asset == nullptr) return problem(404, "no such file");
  return found_asset(*asset, "public, max-age=31536000, immutable");
}

Response favicon(const Call&) {
  const Asset* const icon = asset_by_name("icon.svg");
  return icon == nullptr ? problem(404, "no icon") : found_asset(*icon, "public, max-age=86400");
}

Response health(const Call&) { return without_storing(json_response({{"status", "ok"}})); }

Response readiness(const Call& call) {
  if (call.around.is_draining) return problem(503, "shutting down");
  const IndexSummary& summary = call.snapshot->summary();
  const std::string trouble = call.around.index.trouble();
  Json json;
  json["status"] = trouble.empty() ? "ready" : "stale";
  json["generation"] = summary.generation;
  json["documents"] = summary.documents;
  json["warnings"] = summary.warnings;
  if (!trouble.empty()) json["detail"] = "a newer index cannot be opened, the old one stays in use: " + trouble;
  return without_storing(json_response(json));
}

Response metrics_text(const Call& call) {
  const IndexSummary& summary = call.snapshot->summary();
  const Load load = call.around.load();
  const LiveIndex& index = call.around.index;
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = call.around.metrics.print({summary.generation, summary.documents, summary.index_bytes, index.swaps(),
                                             index.failures(), load.connections, load.running, load.queued,
                                             index.trouble().empty() && !call.around.is_draining});
  return without_storing(std::move(response));
}

}  // namespace polsearch::serve
