#include "searcher/serve/page/pages.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "searcher/serve/ask.h"
#include "searcher/serve/page/histogram.h"
#include "searcher/serve/page/render_page.h"
#include "searcher/serve/page/timeline.h"
#include "searcher/serve/problem.h"
#include "searcher/serve/service.h"

namespace polsearch::serve {
namespace {

constexpr std::array<std::pair<std::string_view, UiLanguage>, 3> kLanguages = {
    {{"en", UiLanguage::kEnglish}, {"zh", UiLanguage::kChinese}, {"th", UiLanguage::kThai}}};

std::optional<UiLanguage> language_of(std::string_view tag) {
  for (const auto& [code, language] : kLanguages)
    if (tag.starts_with(code) && (tag.size() == code.size() || tag[code.size()] == '-')) return language;
  return std::nullopt;
}

std::string_view next_tag(std::string_view& list) {
  std::string_view item = list.substr(0, list.find(','));
  list.remove_prefix(std::min(list.size(), item.size() + 1));
  item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
  return item.substr(0, item.find_first_of("; "));
}

Response html(std::string body, int status = 200) {
  Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(body);
  return response;
}

PageState state_of(const Call& call, std::string_view path) {
  SearchParameters parsed = parse_search_parameters(call.request.parameters, call.around.options.search, {"ui"});
  PageState state{call.around.knowledge, std::move(parsed.request)};
  state.path = path;
  state.language = ui_language(call.request);
  state.is_language_chosen = language_of(parameter(call.request, "ui")).has_value();
  for (const Error& error : parsed.errors)
    state.problems.push_back(error.message + (error.hint.empty() ? "" : "; " + error.hint));
  state.generation = call.snapshot->summary().generation;
  state.documents = call.snapshot->summary().documents;
  SearchRequest& request = state.request;  // what the page decides itself is not carried on by its links
  request.facets = default_facets();
  request.facet_alternatives = request.explain = false;
  request.snippet_bytes = SearchRequest().snippet_bytes;
  return state;
}

// What the page asks the index for: the address's request and the facets that it shows. Without words the newest come
// first, and without anything at all the whole index is shown.
SearchRequest asked_for(const SearchRequest& given) {
  SearchRequest request = given;
  request.facet_alternatives = true;
  request.facets = date_facets(given);
  for (const FacetKind kind : {FacetKind::kMinistry, FacetKind::kLanguage, FacetKind::kSource})
    request.facets.push_back(kind);
  const bool has_words = !given.query.empty() || !given.similar_to.empty();
  if (!has_words && given.sort == Sort::kRelevance) request.sort = Sort::kDateDescending;
  if (is_browsing(given)) request.query = "*";
  return request;
}

// The words of the query in the document. Only the beginning of a very long one is marked: a page is read, not scanned.
DocumentMarks marks_of(const Call& call, const SearchRequest& request, const Document& document) {
  constexpr std::size_t kMostMarked = 512 * 1024;  // bytes
  DocumentMarks marks;
  if (request.query.empty()) return marks;
  const std::string_view body(document.body);
  const std::size_t end = body.size() <= kMostMarked ? body.size() : body.rfind('\n', kMostMarked);
  auto searcher = call.snapshot->lend();
  auto title = searcher->highlights(request.query, document.title, request.expand);
  auto text =
      searcher->highlights(request.query, body.substr(0, end == std::string_view::npos ? 0 : end), request.expand);
  if (title) marks.title = std::move(*title);
  if (text) marks.body = std::move(*text);
  return marks;
}

Response error_response(const Call& call, const Error& error) { return error_page(call.request, problem(error)); }

}  // namespace

UiLanguage ui_language(const Request& request) {
  if (const auto chosen = language_of(parameter(request, "ui"))) return *chosen;
  std::string_view accepted = header(request, "accept-language");
  while (!accepted.empty())
    if (const auto language = language_of(next_tag(accepted))) return *language;
  return UiLanguage::kEnglish;
}

Response error_page(const Request& request, Response problem) {
  const auto json = nlohmann::json::parse(problem.body, nullptr, false);
  const auto text = [&](const char* key) { return json.is_object() ? json.value(key, std::string()) : std::string(); };
  problem.content_type = "text/html; charset=utf-8";
  problem.body = render_error_page(ui_language(request), problem.status, reason_phrase(problem.status), text("detail"),
                                   text("hint"));
  return problem;
}

Response search_page(const Call& call) {
  const PageState state = state_of(call, "/");
  const auto found = ask(call, asked_for(state.request));
  if (!found) return error_response(call, found.error());
  return html(render_search_page(state, *found));
}

Response timeline_page(const Call& call) {
  const PageState state = state_of(call, "/timeline");
  SearchRequest request = asked_for(state.request);
  request.count = 0;
  request.offset = 0;
  const auto found = ask(call, request);
  if (!found) return error_response(call, found.error());
  return html(render_timeline_page(state, *found, timeline_of(call, request, *found)));
}

Response document_page(const Call& call) {
  const PageState state = state_of(call, call.request.path);
  const auto document = ask_document(call, call.rest);
  if (!document && document.error().kind == Error::Kind::kInput)
    return error_page(call.request, problem(404, document.error().message));
  if (!document) return error_response(call, document.error());
  return html(render_document_page(state, *document, marks_of(call, state.request, *document)));
}

}  // namespace polsearch::serve
