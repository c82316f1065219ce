#include "searcher/serve/page/frame.h"

#include <algorithm>
#include <array>
#include <utility>

#include "searcher/serve/assets.h"
#include "searcher/serve/search_parameters.h"

namespace polsearch::serve {
namespace {

// Parameters that the search and timeline pages show as controls of the form.
constexpr std::array<std::string_view, 8> kControls = {"q",    "from",   "to",     "ministry",
                                                       "lang", "source", "offset", "include_inferred"};

constexpr std::array<std::pair<UiLanguage, std::string_view>, 3> kOwnNames = {
    {{UiLanguage::kEnglish, "English"}, {UiLanguage::kChinese, "中文"}, {UiLanguage::kThai, "ไทย"}}};

Html head(UiLanguage language, std::string_view title) {
  Html out;
  out << "<!doctype html>\n<html lang=\"" << tag_of(language)
      << "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
         "initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>"
      << title << "</title>\n";
  if (const Asset* const style = asset_by_name("style.css"))
    out << "<link rel=\"stylesheet\" href=\"" << style->path << "\">\n";
  if (const Asset* const icon = asset_by_name("icon.svg")) out << "<link rel=\"icon\" href=\"" << icon->path << "\">\n";
  if (const Asset* const module = asset_by_name("page.js"))
    out << "<script type=\"module\" src=\"" << module->path << "\"></script>\n";
  out << "</head>\n";
  return out;
}

bool has_sidebar(const PageState& state) { return state.path == "/" || state.path == "/timeline"; }

// What the form has no control for is carried on unseen.
Html hidden_fields(const PageState& state) {
  Html out;
  for (const auto& [name, value] : to_parameters(state.request)) {
    const bool is_shown = std::find(kControls.begin(), kControls.end(), name) != kControls.end();
    if (has_sidebar(state) ? is_shown : name == "q" || name == "offset") continue;
    out << "<input type=\"hidden\" name=\"" << name << "\" value=\"" << value << "\">\n";
  }
  if (state.is_language_chosen)
    out << "<input type=\"hidden\" name=\"ui\" value=\"" << code_of(state.language) << "\">\n";
  return out;
}

Html search_box(UiLanguage language, std::string_view query) {
  Html out;
  const std::string_view label = say(Phrase::kSearchLabel, language);
  out << "<input type=\"search\" id=\"q\" name=\"q\" value=\"" << query << "\" aria-label=\"" << label
      << "\" placeholder=\"" << label
      << "\" maxlength=\"2000\" autocomplete=\"off\" spellcheck=\"false\" list=\"completions\" dir=\"auto\">\n"
         "<datalist id=\"completions\"></datalist>\n<button>"
      << say(Phrase::kSearch, language) << "</button>\n";
  return out;
}

Html search_form(const PageState& state) {
  Html out;
  const std::string_view action = has_sidebar(state) ? state.path : "/";
  out << "<form id=\"search\" class=\"search\" action=\"" << action << "\" method=\"get\" role=\"search\">\n"
      << search_box(state.language, state.request.query) << hidden_fields(state) << "</form>\n";
  return out;
}

Html languages(const PageState& state) {
  Html out;
  out << "<nav class=\"languages\" aria-label=\"" << state(Phrase::kInterfaceLanguage) << "\">\n";
  for (const auto& [language, name] : kOwnNames) {
    out << "<a href=\"" << address_in(state, language) << "\" lang=\"" << tag_of(language) << "\" hreflang=\""
        << tag_of(language) << "\"";
    if (language == state.language) out << " aria-current=\"true\"";
    out << ">" << name << "</a>\n";
  }
  out << "</nav>\n";
  return out;
}

Html keys(const PageState& state) {
  constexpr std::array<std::pair<std::string_view, Phrase>, 5> kKeys = {{{"/", Phrase::kKeySearch},
                                                                         {"j", Phrase::kKeyNext},
                                                                         {"k", Phrase::kKeyPrevious},
                                                                         {"Enter", Phrase::kKeyOpen},
                                                                         {"?", Phrase::kKeyHelp}}};
  Html out;
  out << "<details id=\"keys\" data-with-script hidden><summary>" << state(Phrase::kKeys) << "</summary>\n<dl>";
  for (const auto& [key, meaning] : kKeys)
    out << "<div><dt><kbd>" << key << "</kbd></dt><dd>" << state(meaning) << "</dd></div>";
  out << "</dl></details>\n";
  return out;
}

}  // namespace

Html lang_attribute(std::string_view tag) {
  Html out;
  for (const std::string_view known : {"en", "zh-Hans", "zh-Hant", "zh", "th"})
    if (tag == known) out << " lang=\"" << known << "\"";
  return out;
}

std::string framed(const PageState& state, std::string_view title, const Html& main_part) {
  SearchRequest nothing;
  Html out;
  out << head(state.language, title) << "<body>\n<a class=\"skip\" href=\"#results\">" << state(Phrase::kSkip)
      << "</a>\n<header class=\"top\">\n<a class=\"brand\" href=\"" << address_of(state, "/", nothing)
      << "\">polsearch</a>\n"
      << search_form(state) << languages(state) << "</header>\n"
      << main_part << "<footer class=\"foot\">\n<p>" << state(Phrase::kTagline) << " · "
      << say(Phrase::kIndexHas, state.language, {grouped(state.documents), state.generation}) << "</p>\n"
      << keys(state) << "</footer>\n</body>\n</html>\n";
  return std::move(out).take();
}

std::string framed_plainly(UiLanguage language, std::string_view title, const Html& main_part) {
  Html out;
  out << head(language, title)
      << "<body>\n<header class=\"top\">\n<a class=\"brand\" href=\"/\">polsearch</a>\n<form id=\"search\" "
         "class=\"search\" "
         "action=\"/\" method=\"get\" role=\"search\">\n"
      << search_box(language, "") << "<input type=\"hidden\" name=\"ui\" value=\"" << code_of(language)
      << "\">\n</form>\n</header>\n"
      << main_part << "</body>\n</html>\n";
  return std::move(out).take();
}

}  // namespace polsearch::serve
