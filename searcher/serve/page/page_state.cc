#include "searcher/serve/page/page_state.h"

#include <algorithm>
#include <array>
#include <utility>

#include "searcher/serve/search_parameters.h"
#include "searcher/serve/target.h"

namespace polsearch::serve {
namespace {

std::string with_query(std::string path, const std::vector<Parameter>& parameters) {
  const std::string query = query_string(parameters);
  return query.empty() ? path : path + '?' + query;
}

std::vector<Parameter> parameters_of(const PageState& state, const SearchRequest& request) {
  std::vector<Parameter> parameters = to_parameters(request);
  if (state.is_language_chosen) parameters.push_back({"ui", std::string(code_of(state.language))});
  return parameters;
}

const std::string& label_in(UiLanguage language, const Ministry& ministry) {
  const std::string& own = language == UiLanguage::kChinese ? ministry.label_zh
                           : language == UiLanguage::kThai  ? ministry.label_th
                                                            : ministry.label;
  return own.empty() ? ministry.label : own;
}

// "th-mof" -> "TH".
std::string country_of(std::string_view id) {
  std::string out(id.substr(0, id.find('-')));
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  return out;
}

}  // namespace

bool is_browsing(const SearchRequest& request) {
  return request.query.empty() && request.similar_to.empty() && request.from.empty() && request.to.empty() &&
         request.ministries.empty() && request.languages.empty() && request.sources.empty();
}

std::string address_of(const PageState& state, std::string_view path, const SearchRequest& request) {
  return with_query(std::string(path), parameters_of(state, request));
}

std::string document_address(const PageState& state, std::string_view id) {
  return address_of(state, "/documents/" + percent_encoded(id), state.request);
}

std::string address_in(const PageState& state, UiLanguage language) {
  std::vector<Parameter> parameters = to_parameters(state.request);
  parameters.push_back({"ui", std::string(code_of(language))});
  return with_query(std::string(state.path), parameters);
}

SearchRequest from_the_start(SearchRequest request) {
  request.offset = 0;
  return request;
}

std::string duplicates_query(std::string_view id) {
  std::string out = "duplicates:\"";
  for (const char c : id) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string ministry_label(const PageState& state, std::string_view id) {
  const Ministry* const ministry = state.knowledge.ministry(id);
  if (ministry == nullptr) return std::string(id);
  const std::string& label = label_in(state.language, *ministry);
  const auto& all = state.knowledge.ministries;
  const bool is_ambiguous = std::any_of(all.begin(), all.end(), [&](const Ministry& other) {
    return other.id != ministry->id && label_in(state.language, other) == label;
  });
  return is_ambiguous ? label + " (" + country_of(ministry->id) + ")" : label;
}

std::string language_label(const PageState& state, std::string_view tag) {
  constexpr std::array<std::pair<std::string_view, Phrase>, 3> kNames = {
      {{"en", Phrase::kEnglishPages}, {"zh", Phrase::kChinesePages}, {"th", Phrase::kThaiPages}}};
  for (const auto& [code, name] : kNames)
    if (tag.substr(0, tag.find('-')) == code) return std::string(state(name));
  return std::string(tag);
}

}  // namespace polsearch::serve
