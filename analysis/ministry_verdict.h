// Step 3 of the ministry linker: a name and its evidence -> the body that it means, and how sure that is.
//
//   "MOF" in a page that has 泰国财政部 -> th-mof .85; in a page that speaks of no country -> none
// docs/decisions/0003-ministry-linking.md.
#pragma once

#include "analysis/ministry_page.h"

namespace polsearch::names {

inline constexpr double kInherited = 0.85;  // a short form whose long form stands in the page
inline constexpr double kShown = 0.5;       // weaker mentions are not reported

struct Verdict {
  std::uint32_t body = kNoBody;
  double confidence = 0;
  bool beside_country = false;
};

// Of page.matches[index], by what the page knows so far (country_scores, sure_bodies, definitions ...).
[[nodiscard]] Verdict weigh(const Page& page, std::size_t index);

// Taken off the confidence of a name without any capital.
[[nodiscard]] double lower_case_malus(const Page& page, const Match& match);

}  // namespace polsearch::names
