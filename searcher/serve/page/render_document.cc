// One document: its cleaned text, what is known of it and from where, and what was cut off (see render_page.h).
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "searcher/serve/page/frame.h"
#include "searcher/serve/page/hit_item.h"
#include "searcher/serve/page/render_page.h"

namespace polsearch::serve {
namespace {

std::string shown_title(const Document& document) { return document.title.empty() ? document.id : document.title; }

// "In what I know" and "how I know it"; nothing for a value that there is not.
Html fact(std::string_view name, const Html& value, const Html& evidence) {
  Html out;
  if (value.empty()) return out;
  out << "<div><dt>" << name << "</dt><dd>" << value;
  if (!evidence.empty()) out << " <span class=\"evidence\">" << evidence << "</span>";
  out << "</dd></div>\n";
  return out;
}

Html plain(std::string_view text) {
  Html out;
  out << text;
  return out;
}

Html precision_text(const PageState& state, std::string_view precision) {
  constexpr std::array<std::pair<std::string_view, Phrase>, 4> kSaid = {{{"day", Phrase::kPrecisionDay},
                                                                         {"month", Phrase::kPrecisionMonth},
                                                                         {"year", Phrase::kPrecisionYear},
                                                                         {"inferred", Phrase::kPrecisionInferred}}};
  for (const auto& [name, phrase] : kSaid)
    if (name == precision) return plain(state(phrase));
  return {};
}

Html role_text(const PageState& state, std::string_view role) {
  constexpr std::array<std::pair<std::string_view, Phrase>, 3> kSaid = {
      {{"issuer", Phrase::kRoleIssuer}, {"co-issuer", Phrase::kRoleCoIssuer}, {"mentioned", Phrase::kRoleMentioned}}};
  Html out;
  for (const auto& [name, phrase] : kSaid)
    if (name == role) out << state(phrase) << " · ";
  return out;
}

Html ministry_facts(const PageState& state, const Document& document) {
  Html out;
  for (std::size_t i = 0; i < document.ministries.size(); ++i) {
    const auto& [id, confidence] = document.ministries[i];
    SearchRequest of_it;
    of_it.ministries = {id};
    Html link, evidence;
    link << "<a href=\"" << address_of(state, "/", of_it) << "\">" << ministry_label(state, id) << "</a>";
    if (i < document.ministry_roles.size()) evidence << role_text(state, document.ministry_roles[i]);
    evidence << say(Phrase::kConfidence, state.language, {std::to_string(std::lround(confidence * 100))});
    out << fact(state(Phrase::kMinistry), link, evidence);
  }
  return out;
}

// The line of the page that says so, among those that were cut off: "line 18: Post time: Aug-16-2023".
Html line_that_says(const PageState& state, const Document& document, std::string_view what, std::string_view reason) {
  constexpr std::size_t kLongest = 160;  // bytes: a line of evidence, not a paragraph
  Html out;
  for (const Document::Removed& line : document.removed) {
    const bool fits = line.text.size() <= kLongest && (reason.empty() || line.reason == reason);
    if (what.empty() || !fits || line.text.find(what) == std::string::npos) continue;
    out << say(Phrase::kLineSays, state.language, {std::to_string(line.line), line.text});
    break;
  }
  return out;
}

// A date's year as pages write it: of the common era or, in Thai, of the Buddhist one.
Html date_evidence(const PageState& state, const Document& document) {
  constexpr int kBuddhistEra = 543;
  Html out = precision_text(state, document.date_precision);
  if (document.date.size() < 4) return out;
  const std::string year = document.date.substr(0, 4);
  Html line = line_that_says(state, document, year, "date-line");
  if (line.empty()) {
    const int number = std::atoi(year.c_str());
    line = line_that_says(state, document, std::to_string(number + kBuddhistEra), "date-line");
  }
  if (!line.empty()) out << " · " << line;
  return out;
}

// Only web addresses are links; what a page claims as its address may be anything.
Html address_fact(const PageState& state, const Document& document) {
  Html value;
  if (is_linkable(document.url))
    value << "<a class=\"address\" rel=\"noopener noreferrer\" href=\"" << document.url << "\">" << document.url
          << "</a>";
  else
    value << document.url;
  return fact(state(is_linkable(document.url) ? Phrase::kOriginal : Phrase::kAddress), value, {});
}

Html languages_text(const PageState& state, const Document& document) {
  Html out;
  std::string done;
  for (const std::string& tag : document.languages) {
    out << (done.empty() ? std::string_view() : std::string_view(", ")) << language_label(state, tag);
    if (tag.find('-') != std::string::npos) out << " (" << tag << ")";
    done = tag;
  }
  if (done.empty() && !document.language.empty()) out << language_label(state, document.language);
  return out;
}

Html facts(const PageState& state, const Document& document) {
  Html title_evidence;
  if (!document.title_source.empty())
    title_evidence << say(Phrase::kTitleFrom, state.language, {document.title_source});
  Html out;
  out << "<aside class=\"about\" aria-labelledby=\"about-title\">\n<h2 id=\"about-title\">" << state(Phrase::kAbout)
      << "</h2>\n<dl>\n"
      << fact(state(Phrase::kDate), date_text(state, document.date, ""), date_evidence(state, document))
      << ministry_facts(state, document)
      << fact(state(Phrase::kSource), plain(document.source), line_that_says(state, document, document.source, ""))
      << fact(state(Phrase::kEditor), plain(document.editor), line_that_says(state, document, document.editor, ""))
      << fact(state(Phrase::kLanguage), languages_text(state, document), {})
      << fact(state(Phrase::kTitle), plain(document.title), title_evidence) << address_fact(state, document)
      << fact(state(Phrase::kIdentifier), plain(document.id), {}) << "</dl>\n";
  return out;
}

Html duplicates(const PageState& state, const Document& document) {
  Html out;
  if (document.duplicate_ids.empty()) return out;
  SearchRequest copies;
  copies.query = duplicates_query(document.id);
  out << "<h2>" << state(Phrase::kNearDuplicates) << "</h2>\n<p><a href=\"" << address_of(state, "/", copies) << "\">"
      << (document.duplicates == 1 ? std::string(state(Phrase::kOneCopy))
                                   : say(Phrase::kCopies, state.language, {grouped(document.duplicates)}))
      << "</a></p>\n<ul class=\"copies\">\n";
  for (const std::string& id : document.duplicate_ids)
    out << "<li><a href=\"" << document_address(state, id) << "\">" << id << "</a></li>\n";
  out << "</ul>\n";
  return out;
}

Html removed(const PageState& state, const Document& document) {
  Html out;
  if (document.removed.empty()) return out;
  out << "<details class=\"removed\"><summary>"
      << say(Phrase::kRemovedLines, state.language, {grouped(document.removed.size())})
      << "</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" << state(Phrase::kReason)
      << "\">\n<table><thead><tr>";
  for (const Phrase name : {Phrase::kLine, Phrase::kReason, Phrase::kRule, Phrase::kText})
    out << "<th scope=\"col\">" << state(name) << "</th>";
  out << "</tr></thead>\n<tbody>\n";
  for (const Document::Removed& line : document.removed)
    out << "<tr><td class=\"number\">" << line.line << "</td><td lang=\"en\">" << line.reason << "</td><td lang=\"en\">"
        << line.rule << "</td><td dir=\"auto\">" << line.text << "</td></tr>\n";
  out << "</tbody></table></div></details>\n";
  return out;
}

}  // namespace

std::string render_document_page(const PageState& state, const Document& document, const DocumentMarks& marks) {
  SearchRequest like;
  like.similar_to = document.id;
  const std::string title = shown_title(document);
  Html out;
  out << "<div class=\"columns document\">\n<main>\n<p class=\"ways\"><a href=\""
      << address_of(state, "/", state.request) << "\">← " << state(Phrase::kBackToResults) << "</a></p>\n<article"
      << lang_attribute(document.language) << ">\n<h1 id=\"results\" tabindex=\"-1\" dir=\"auto\">"
      << (document.title.empty() ? plain(document.id) : marked(document.title, marks.title)) << "</h1>\n"
      << "<div class=\"body\" dir=\"auto\">\n"
      << marked_paragraphs(document.body, marks.body) << "</div>\n</article>\n"
      << removed(state, document) << "</main>\n"
      << facts(state, document) << "<p class=\"ways\"><a href=\"" << address_of(state, "/", like) << "\">"
      << state(Phrase::kLikeThis) << "</a></p>\n"
      << duplicates(state, document) << "</aside>\n</div>\n";
  return framed(state, title + " - polsearch", out);
}

}  // namespace polsearch::serve
