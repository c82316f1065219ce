// What the steps of the ministry linker hand on: a text as words, the names and cues found in it, and what they say
// together. Private to analysis/ministry_*.cc.
//
//   "the MIIT of China" -> words "the", "MIIT", "of", "China"; matches "MIIT" (a name), "China" (a cue)
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analysis/ministry_tables.h"

namespace polsearch::names {

inline constexpr std::uint32_t kNoBody = UINT32_MAX;

// A name or cue found: words [first, last] of the text.
struct Match {
  std::uint32_t first = 0, last = 0;
  std::uint32_t node = 0;
  bool from_list = false;  // "Finance" in "Ministries of Commerce and Finance"
  std::uint32_t body = kNoBody;
  double confidence = 0;
  bool beside_country = false;  // which is its own
};

struct Page {
  const LinkTables& tables;
  std::string_view text;
  std::vector<Word> words;
  std::vector<Match> matches;                                   // names and cues, in order
  std::vector<double> country_scores;                           // by CountryIndex
  std::unordered_map<std::uint32_t, std::uint32_t> long_forms;  // node on the way to a sure name -> body
  std::unordered_set<std::uint32_t> sure_bodies;
  std::unordered_map<std::uint32_t, std::uint32_t>
      qualified;  // node of 财政部 -> body of 泰国财政部, when that stands here
  std::unordered_map<std::string_view, std::uint32_t> definitions;  // "(MOC)" -> body, or none
  bool has_capitals = false;
  int date = 0;  // YYYYMM, 0 unknown

  [[nodiscard]] const NodeMeaning& meaning(const Match& match) const { return tables.meanings[match.node]; }
  [[nodiscard]] std::string_view written(const Word& word) const {
    return text.substr(word.begin, word.end - word.begin);
  }
};

// A cue is no name of a body: a country, a place, a level of government.
inline bool is_cue(const Page& page, const Match& match) { return page.meaning(match).names.empty(); }
inline const CueEntry& cue_of(const Page& page, const Match& match) { return page.meaning(match).cues.front(); }

}  // namespace polsearch::names
