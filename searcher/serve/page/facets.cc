#include "searcher/serve/page/facets.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "analysis/ascii.h"
#include "searcher/serve/page/histogram.h"

namespace polsearch::serve {
namespace {

constexpr std::size_t kShown = 8;        // choices that stand there at once; the others are behind "more"
constexpr std::size_t kMostShown = 150;  // and no more than these, so that the page stays small

// What the three kinds of filters have in common: one row each.
struct FilterKind {
  FacetKind facet;
  std::string_view parameter;
  Phrase legend;
  std::vector<std::string> SearchRequest::*list;
  std::string (*label)(const PageState& state, std::string_view value);
};

std::string as_it_is(const PageState&, std::string_view value) { return std::string(value); }

constexpr std::array<FilterKind, 3> kKinds = {{
    {FacetKind::kMinistry, "ministry", Phrase::kMinistry, &SearchRequest::ministries, ministry_label},
    {FacetKind::kLanguage, "lang", Phrase::kLanguage, &SearchRequest::languages, language_label},
    {FacetKind::kSource, "source", Phrase::kSource, &SearchRequest::sources, as_it_is},
}};

const FilterKind* kind_of(FacetKind facet) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(), [&](const FilterKind& k) { return k.facet == facet; });
  return found == kKinds.end() ? nullptr : &*found;
}

bool same(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

// "miit", "MIIT", "工信部" stand for cn-miit: the filter takes any name, the facet counts ids.
bool means(const PageState& state, FacetKind kind, std::string_view given, std::string_view value) {
  if (same(given, value)) return true;
  if (kind == FacetKind::kLanguage) return same(given.substr(0, given.find('-')), value);
  const Ministry* const ministry = kind == FacetKind::kMinistry ? state.knowledge.ministry(value) : nullptr;
  if (ministry == nullptr) return false;
  return std::any_of(ministry->names.begin(), ministry->names.end(),
                     [&](const Ministry::Name& name) { return same(given, name.text); });
}

bool is_listed(const std::vector<Choice>& choices, const PageState& state, FacetKind kind, std::string_view given) {
  return std::any_of(choices.begin(), choices.end(),
                     [&](const Choice& choice) { return means(state, kind, given, choice.value); });
}

Html choice_line(const PageState& state, const FilterKind& kind, const Choice& choice) {
  Html out;
  const bool is_dead = choice.count == 0 && !choice.is_chosen;
  out << "<li><label><input type=\"checkbox\" form=\"search\" name=\"" << kind.parameter << "\" value=\""
      << choice.value << "\"";
  if (choice.is_chosen) out << " checked";
  if (is_dead) out << " disabled";
  out << "><span class=\"name\">" << choice.label << "</span> <span class=\"count\" data-count>"
      << grouped(choice.count) << "</span></label></li>\n";
  static_cast<void>(state);
  return out;
}

Html choice_list(const PageState& state, const FilterKind& kind, const std::vector<Choice>& choices) {
  Html out;
  const std::size_t shown = std::min(choices.size(), kMostShown);
  const std::size_t at_once = shown <= kShown + 2 ? shown : kShown;
  out << "<ul class=\"choices\">\n";
  for (std::size_t i = 0; i < at_once; ++i) out << choice_line(state, kind, choices[i]);
  out << "</ul>\n";
  if (shown > at_once) {
    out << "<details class=\"more\"><summary>" << say(Phrase::kMore, state.language, {grouped(shown - at_once)})
        << "</summary>\n<ul class=\"choices\">\n";
    for (std::size_t i = at_once; i < shown; ++i) out << choice_line(state, kind, choices[i]);
    out << "</ul></details>\n";
  }
  if (choices.size() > shown)
    out << "<p class=\"hint\">" << say(Phrase::kNotListed, state.language, {grouped(choices.size() - shown)})
        << "</p>\n";
  return out;
}

Html apply_button(const PageState& state) {
  Html out;
  out << "<button class=\"apply\" form=\"search\">" << state(Phrase::kApply) << "</button>\n";
  return out;
}

Html facet_set(const PageState& state, const FilterKind& kind, const Facet& facet) {
  const std::vector<Choice> choices = choices_of(state, facet);
  Html out;
  if (choices.empty()) return out;
  out << "<fieldset data-facet=\"" << kind.parameter << "\"><legend>" << state(kind.legend) << "</legend>\n";
  if (choices.size() > kShown)
    out << "<input type=\"search\" class=\"within\" data-within hidden aria-label=\"" << state(kind.legend) << ": "
        << state(Phrase::kFindInList) << "\" placeholder=\"" << state(Phrase::kFindInList)
        << "\" autocomplete=\"off\">\n";
  out << choice_list(state, kind, choices) << apply_button(state) << "</fieldset>\n";
  return out;
}

Html date_input(const PageState& state, Literal name, Phrase label, const std::string& value) {
  Html out;
  out << "<label>" << state(label) << " <input form=\"search\" name=\"" << name << "\" value=\"" << value
      << "\" size=\"10\" maxlength=\"10\" inputmode=\"numeric\" autocomplete=\"off\" placeholder=\"2023-04\" "
         "pattern=\"[0-9]{4}(-[0-9]{1,2}(-[0-9]{1,2})?)?\" title=\""
      << state(Phrase::kDateHint) << "\"></label>\n";
  return out;
}

Html date_set(const PageState& state) {
  Html out;
  out << "<fieldset data-facet=\"date\"><legend>" << state(Phrase::kDate) << "</legend>\n<div class=\"period\">\n"
      << date_input(state, "from", Phrase::kFrom, state.request.from)
      << date_input(state, "to", Phrase::kTo, state.request.to)
      << "</div>\n<label class=\"switch\"><input type=\"checkbox\" form=\"search\" name=\"include_inferred\" "
         "value=\"1\"";
  if (state.request.include_inferred) out << " checked";
  out << "><span class=\"name\">" << state(Phrase::kIncludeInferred) << "</span></label>\n"
      << apply_button(state) << "</fieldset>\n";
  return out;
}

Html chip(const PageState& state, Phrase kind, const std::string& label, const SearchRequest& without) {
  const std::string whole = std::string(state(kind)) + ": " + label;
  Html out;
  out << "<li><a class=\"chip\" href=\"" << address_of(state, state.path, from_the_start(without)) << "\" aria-label=\""
      << say(Phrase::kRemoveFilter, state.language, {whole}) << "\"><span>" << whole
      << "</span> <span aria-hidden=\"true\">×</span></a></li>\n";
  return out;
}

std::string id_of(const PageState& state, const FilterKind& kind, const std::string& given) {
  if (kind.facet != FacetKind::kMinistry) return given;
  for (const Ministry& ministry : state.knowledge.ministries)
    if (means(state, kind.facet, given, ministry.id)) return ministry.id;
  return given;
}

}  // namespace

std::vector<Choice> choices_of(const PageState& state, const Facet& facet) {
  std::vector<Choice> choices;
  const FilterKind* const kind = kind_of(facet.kind);
  if (kind == nullptr) return choices;
  const std::vector<std::string>& chosen = state.request.*(kind->list);
  for (const FacetValue& value : facet.values) {
    if (!value.value) continue;
    const bool is_chosen = std::any_of(chosen.begin(), chosen.end(), [&](const std::string& given) {
      return means(state, facet.kind, given, *value.value);
    });
    choices.push_back({*value.value, kind->label(state, *value.value), value.count, is_chosen});
  }
  for (const std::string& given : chosen)
    if (!is_listed(choices, state, facet.kind, given)) {
      const std::string id = id_of(state, *kind, given);
      choices.push_back({id, kind->label(state, id), 0, true});
    }
  if (facet.kind == FacetKind::kLanguage)
    for (const std::string_view code : {"en", "zh", "th"})
      if (!is_listed(choices, state, facet.kind, code))
        choices.push_back({std::string(code), language_label(state, code), 0, false});
  std::stable_partition(choices.begin(), choices.end(), [](const Choice& choice) { return choice.is_chosen; });
  return choices;
}

Html render_sidebar(const PageState& state, const SearchResponse& response) {
  Html out;
  out << "<p class=\"hint\" data-with-script hidden>" << state(Phrase::kAppliesAtOnce) << "</p>\n" << date_set(state);
  for (const Facet& facet : response.facets)
    if (const FilterKind* const kind = kind_of(facet.kind)) out << facet_set(state, *kind, facet);
  return out;
}

Html render_chips(const PageState& state) {
  const SearchRequest& request = state.request;
  Html chips;
  for (const FilterKind& kind : kKinds)
    for (std::size_t i = 0; i < (request.*(kind.list)).size(); ++i) {
      SearchRequest without = request;
      auto& list = without.*(kind.list);
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
      chips << chip(state, kind.legend, kind.label(state, id_of(state, kind, (request.*(kind.list))[i])), without);
    }
  if (!request.from.empty() || !request.to.empty()) {
    SearchRequest without = request;
    without.from = without.to = "";
    const std::string period = request.from == request.to ? request.from : request.from + " – " + request.to;
    chips << chip(state, Phrase::kDate, period, without);
  }
  if (!request.similar_to.empty()) {
    SearchRequest without = request;
    without.similar_to = "";
    chips << chip(state, Phrase::kLikeThis, request.similar_to, without);
  }
  Html out;
  if (chips.empty()) return out;
  SearchRequest bare;
  bare.query = request.query;
  bare.sort = request.sort;
  bare.count_mode = request.count_mode;
  out << "<ul class=\"chips\" aria-label=\"" << state(Phrase::kFilters) << "\">\n"
      << chips << "<li><a class=\"clear\" href=\"" << address_of(state, state.path, bare) << "\">"
      << state(Phrase::kClearAll) << "</a></li>\n</ul>\n";
  return out;
}

}  // namespace polsearch::serve
