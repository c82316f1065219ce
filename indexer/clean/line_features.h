// Units and what the rules say of them -> numbers for the linear model of line_score.h.
//
// Shallow features as in boilerpipe (Kohlschütter 2010) and jusText, counted by script, with those of the neighbours:
// on flattened pages the neighbours are worth more than any smoothing afterwards.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "indexer/clean/rules.h"
#include "indexer/clean/unit.h"

namespace polsearch::clean {

// One name a feature, in the order of the vector. scripts/train-line-weights and line_weights.tsv speak these names.
inline constexpr std::array kFeatureNames = {std::string_view("bias"),
                                             std::string_view("log_words"),
                                             std::string_view("words"),
                                             std::string_view("under_4_words"),
                                             std::string_view("under_8_words"),
                                             std::string_view("over_25_words"),
                                             std::string_view("sentences"),
                                             std::string_view("terminal"),
                                             std::string_view("colon_end"),
                                             std::string_view("ellipsis_end"),
                                             std::string_view("capitals"),
                                             std::string_view("digits"),
                                             std::string_view("symbols"),
                                             std::string_view("commas"),
                                             std::string_view("comma_density"),
                                             std::string_view("quote_start"),
                                             std::string_view("han"),
                                             std::string_view("thai"),
                                             std::string_view("rule_hard"),
                                             std::string_view("rule_tail"),
                                             std::string_view("end_marker"),
                                             std::string_view("has_date"),
                                             std::string_view("address"),
                                             std::string_view("position"),
                                             std::string_view("end_passed"),
                                             std::string_view("before_prose"),
                                             std::string_view("after_prose"),
                                             std::string_view("overlap"),
                                             std::string_view("repeated"),
                                             std::string_view("other_script"),
                                             std::string_view("previous_words"),
                                             std::string_view("next_words"),
                                             std::string_view("previous_terminal"),
                                             std::string_view("next_terminal"),
                                             std::string_view("previous_prose"),
                                             std::string_view("next_prose"),
                                             std::string_view("previous_rule"),
                                             std::string_view("next_rule"),
                                             std::string_view("prose_near"),
                                             std::string_view("short_near"),
                                             std::string_view("rules_near"),
                                             std::string_view("between_prose"),
                                             std::string_view("text_before"),
                                             std::string_view("text_behind"),
                                             std::string_view("ends_since_text"),
                                             std::string_view("items_near"),
                                             std::string_view("three_cells"),
                                             std::string_view("kind_short"),
                                             std::string_view("kinds_near"),
                                             std::string_view("small_page"),
                                             std::string_view("small_inside"),
                                             std::string_view("small_before"),
                                             std::string_view("small_after"),
                                             std::string_view("small_between"),
                                             std::string_view("small_short_near"),
                                             std::string_view("small_prose_near"),
                                             std::string_view("small_terminal"),
                                             std::string_view("small_end_passed"),
                                             std::string_view("small_previous_rule"),
                                             std::string_view("small_next_rule"),
                                             std::string_view("small_rules_near"),
                                             std::string_view("html"),
                                             std::string_view("html_links"),
                                             std::string_view("html_links_near"),
                                             std::string_view("html_nav"),
                                             std::string_view("html_article"),
                                             std::string_view("html_negative"),
                                             std::string_view("html_positive"),
                                             std::string_view("html_p"),
                                             std::string_view("html_li"),
                                             std::string_view("html_heading"),
                                             std::string_view("html_cell"),
                                             std::string_view("html_root"),
                                             std::string_view("html_before_root"),
                                             std::string_view("html_behind_root"),
                                             std::string_view("html_other_article"),
                                             std::string_view("html_caption"),
                                             std::string_view("html_quote"),
                                             std::string_view("html_section_links"),
                                             std::string_view("html_section_prose"),
                                             std::string_view("html_around_links"),
                                             std::string_view("html_around_prose"),
                                             std::string_view("html_link_line"),
                                             std::string_view("html_under_4"),
                                             std::string_view("html_repeated"),
                                             std::string_view("html_negative_behind"),
                                             std::string_view("html_root_links"),
                                             std::string_view("html_root_short")};
using FeatureVector = std::array<float, kFeatureNames.size()>;

// What is known of a unit before the score.
struct UnitEvidence {
  RuleVerdict rules;
  bool has_date = false;  // a short line that holds a calendar date
  bool prose = false;     // reads as running text
  // Of a short line that no rule removes: what its words would say if it were boilerplate.
  const Rule* kind = nullptr;
};

[[nodiscard]] bool ends_with_terminal(std::string_view text);
[[nodiscard]] bool is_prose(const Unit& unit, const RuleVerdict& verdict);

// A reason whose lines stand behind an article, never inside: comment forms, teaser lists, ...
[[nodiscard]] bool is_end_reason(std::string_view reason);

// The script that most of the prose is written in (of all letters when there is no prose).
[[nodiscard]] ScriptClass dominant_script(const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence);

// One vector a unit. Linear in the page's bytes.
[[nodiscard]] std::vector<FeatureVector> line_features(const Page& page, const std::vector<Unit>& units,
                                                       const std::vector<UnitEvidence>& evidence);

}  // namespace polsearch::clean
