// What stands around a name and what the whole text says of countries: the evidence that verdicts are made of.
//
//   "Ministry of Commerce of Vietnam" -> beside the name: Vietnam, no place; "浙江省财政厅" -> a place
#pragma once

#include "analysis/ministry_page.h"

namespace polsearch::names {

inline constexpr double kScriptScore = 3;  // of the country whose script the page is written in

// Fills page.country_scores: cues, sure names and the script speak for countries.
void score_countries(Page& page);

// One body has this name, and no other country a body of the kind: "Ministry of Industry and Information Technology".
[[nodiscard]] bool is_sure_name(const Page& page, const Match& match);

// The cue that stands directly before or behind a name, and what it says.
struct Neighbours {
  CountryIndex country = 0;
  bool has_country = false;
  bool local = false;  // of a province or city
};

[[nodiscard]] Neighbours neighbours_of(const Page& page, std::size_t index);

// Does the text around the match say that it is no name there: part of a longer word, a province's office, an
// institute?
[[nodiscard]] bool is_rejected_by_form(const Page& page, const Match& match, std::size_t index);

}  // namespace polsearch::names
