#include "searcher/serve/page/render_page.h"

#include "searcher/serve/assets.h"
#include "searcher/serve/page/html.h"
#include "searcher/serve/search_parameters.h"
#include "searcher/serve/target.h"

namespace polsearch::serve {
namespace {

std::string_view tag_of(UiLanguage language) {
  switch (language) {
    case UiLanguage::kEnglish: return "en";
    case UiLanguage::kChinese: return "zh-Hans";
    case UiLanguage::kThai: return "th";
  }
  return "en";
}

std::string document_of(UiLanguage language, std::string_view title, const std::string& body) {
  const Asset* const style = asset_by_name("style.css");
  std::string out =
      "<!doctype html>\n<html lang=\"" + std::string(tag_of(language)) + "\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escaped(title) +
         "</title>\n";
  if (style != nullptr) out += "<link rel=\"stylesheet\" href=\"" + std::string(style->path) + "\">\n";
  return out + "</head>\n<body>\n" + body + "</body>\n</html>\n";
}

std::string search_form(const PageState& state) {
  return "<form action=\"/\" method=\"get\" role=\"search\"><input type=\"search\" name=\"q\" aria-label=\"Search\" "
         "value=\"" +
         escaped(state.request.query) + "\"><button>Search</button></form>\n";
}

std::string hit_item(const Hit& hit) {
  std::string out = "<li><h2><a href=\"/documents/" + percent_encoded(hit.id) + "\" lang=\"" + escaped(hit.language) +
                    "\">" + marked(hit.title, hit.title_highlights) + "</a></h2>\n<p class=\"facts\">" +
                    escaped(hit.date);
  for (const std::string& label : hit.ministry_labels) out += " · " + escaped(label);
  if (!hit.source.empty()) out += " · " + escaped(hit.source);
  return out + "</p>\n<p lang=\"" + escaped(hit.language) + "\">" + marked(hit.snippet.text, hit.snippet.highlights) +
         "</p></li>\n";
}

std::string facet_list(const Facet& facet) {
  std::string out = "<h2>" + escaped(to_string(facet.kind)) + "</h2>\n<ul>\n";
  for (const FacetValue& value : facet.values)
    out += "<li>" + escaped(value.value ? value.label : "undated") + " " + std::to_string(value.count) + "</li>\n";
  return out + "</ul>\n";
}

}  // namespace

std::string render_search_page(const PageState& state, const SearchResponse& response) {
  std::string body = "<main>\n" + search_form(state);
  for (const std::string& problem : state.problems) body += "<p role=\"alert\">" + escaped(problem) + "</p>\n";
  for (const std::string& note : response.notes) body += "<p>" + escaped(note) + "</p>\n";
  if (!response.query.empty()) body += "<p role=\"status\">" + std::to_string(response.total) + " pages</p>\n";
  body += "<ol>\n";
  for (const Hit& hit : response.hits) body += hit_item(hit);
  body += "</ol>\n</main>\n<aside>\n";
  for (const Facet& facet : response.facets) body += facet_list(facet);
  const std::string title = state.request.query.empty() ? "polsearch" : state.request.query + " - polsearch";
  return document_of(state.language, title, body + "</aside>\n");
}

std::string render_timeline_page(const PageState& state, const SearchResponse& response) {
  return render_search_page(state, response);
}

std::string render_document_page(const PageState& state, const Document& document) {
  std::string body = "<main lang=\"" + escaped(document.language) + "\">\n<h1>" + escaped(document.title) +
                     "</h1>\n<p>" + escaped(document.date) + "</p>\n";
  if (is_linkable(document.url))
    body += "<p><a rel=\"noopener noreferrer\" href=\"" + escaped(document.url) + "\">" + escaped(document.url) +
            "</a></p>\n";
  body += "<pre>" + escaped(document.body) + "</pre>\n</main>\n";
  return document_of(state.language, document.title, body);
}

std::string render_error_page(UiLanguage language, int status, std::string_view title, std::string_view detail,
                              std::string_view hint) {
  const std::string headline = std::to_string(status) + " " + std::string(title);
  return document_of(language, headline,
                     "<main>\n<h1>" + escaped(headline) + "</h1>\n<p>" + escaped(detail) + "</p>\n<p>" + escaped(hint) +
                         "</p>\n<p><a href=\"/\">polsearch</a></p>\n</main>\n");
}

}  // namespace polsearch::serve
