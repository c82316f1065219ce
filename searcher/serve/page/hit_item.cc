#include "searcher/serve/page/hit_item.h"

#include <algorithm>
#include <string>

#include "searcher/serve/page/frame.h"

namespace polsearch::serve {
namespace {

Html facts(const PageState& state, const Hit& hit) {
  Html out;
  out << "<p class=\"facts\">" << date_text(state, hit.date, hit.date_precision);
  if (!hit.source.empty()) out << "<span class=\"source\">" << hit.source << "</span>";
  for (const std::string& id : hit.ministries) {
    SearchRequest only = from_the_start(state.request);
    if (std::find(only.ministries.begin(), only.ministries.end(), id) == only.ministries.end())
      only.ministries.push_back(id);
    out << "<a class=\"ministry\" href=\"" << address_of(state, "/", only) << "\">" << ministry_label(state, id)
        << "</a>";
  }
  out << "</p>\n";
  return out;
}

Html snippet(const Hit& hit) {
  Html out;
  if (hit.snippet.text.empty()) return out;
  out << "<p class=\"snippet\"" << lang_attribute(hit.language) << " dir=\"auto\">";
  if (hit.snippet.cut_before) out << "… ";
  out << marked(hit.snippet.text, hit.snippet.highlights);
  if (hit.snippet.cut_after) out << " …";
  out << "</p>\n";
  return out;
}

Html ways_on(const PageState& state, const Hit& hit) {
  Html out;
  out << "<p class=\"ways\">";
  if (hit.duplicates > 0) {
    SearchRequest copies;
    copies.query = duplicates_query(hit.id);
    out << "<a class=\"copies\" href=\"" << address_of(state, "/", copies) << "\">";
    if (hit.duplicates == 1)
      out << state(Phrase::kOneCopy);
    else
      out << say(Phrase::kCopies, state.language, {grouped(hit.duplicates)});
    out << "</a>";
  }
  SearchRequest like;
  like.similar_to = hit.id;
  const std::string name = std::string(state(Phrase::kLikeThis)) + ": " + (hit.title.empty() ? hit.id : hit.title);
  out << "<a class=\"like\" href=\"" << address_of(state, "/", like) << "\" aria-label=\"" << name << "\">"
      << state(Phrase::kLikeThis) << "</a></p>\n";
  return out;
}

}  // namespace

Html date_text(const PageState& state, const std::string& date, const std::string& precision) {
  Html out;
  if (date.empty()) {
    out << "<span class=\"date none\">" << state(Phrase::kUndated) << "</span>";
    return out;
  }
  out << "<time class=\"date\" datetime=\"" << date << "\">" << date << "</time>";
  if (precision == "inferred") out << "<span class=\"inferred\">" << state(Phrase::kInferredDate) << "</span>";
  return out;
}

Html title_link(const PageState& state, const Hit& hit) {
  Html out;
  out << "<a class=\"title\" href=\"" << document_address(state, hit.id) << "\"" << lang_attribute(hit.language)
      << " dir=\"auto\">";
  if (hit.title.empty())
    out << hit.id;
  else
    out << marked(hit.title, hit.title_highlights);
  out << "</a>";
  return out;
}

Html render_hit(const PageState& state, const Hit& hit) {
  Html out;
  out << "<li class=\"hit\" value=\"" << hit.rank << "\">\n<h2>" << title_link(state, hit) << "</h2>\n"
      << facts(state, hit) << snippet(hit) << ways_on(state, hit) << "</li>\n";
  return out;
}

}  // namespace polsearch::serve
