#include "indexer/clean/settle_head.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace polsearch::clean {
namespace {

constexpr std::size_t kHeadUnits = 14;  // units that a page's own date may stand in above a text of short lines
constexpr std::size_t kHeadLines = 6;   // units from a headline to the text, when what stands between may be text
constexpr std::size_t kNearText = 2;
constexpr std::size_t kContentsBytes = 200;  // of an entry in a table of contents

// "Staff reporter Li Ming": no rule removes it, but it is none of the text.
bool is_byline(const Unit& unit, const UnitEvidence& evidence) {
  if (!evidence.kind || ends_with_terminal(unit.text)) return false;
  const std::string& reason = evidence.kind->reason;
  return reason == "credits" || reason == "contact" || reason == "share" || reason == "template";
}

}  // namespace

std::size_t first_prose(const std::vector<Decision>& decisions, const std::vector<UnitEvidence>& evidence,
                        const std::vector<UnitDates>& dates) {
  for (std::size_t i = 0; i < decisions.size(); ++i)
    if (decisions[i].keep && evidence[i].prose) return i;
  const auto kept_from = [&](std::size_t i) {
    while (i < decisions.size() && !decisions[i].keep) ++i;
    return i;
  };
  for (std::size_t i = 0; i < std::min(kHeadUnits, decisions.size()); ++i)
    if (dates[i].is_date_line && kept_from(i) < decisions.size()) return kept_from(i);
  return kept_from(0);
}

void settle_head(std::vector<Decision>& decisions, const std::vector<Unit>& units,
                 const std::vector<UnitEvidence>& evidence, std::optional<std::size_t> title, std::size_t prose) {
  if (!title || *title >= prose) return;
  for (std::size_t i = 0; i < *title; ++i) {
    if (!decisions[i].keep) continue;
    decisions[i] = {false, "score", "", decisions[i].score};
  }
  for (std::size_t i = *title + 1; i < prose; ++i) {
    // The number of a notice, whom it is addressed to, a sub-title: text, when it stands right before the text.
    // "Status: In force"
    const bool is_archive_field = units[i].key.find(": ") != std::string::npos && units[i].words() <= 5;
    const bool bare_line = decisions[i].rule == "score" && !evidence[i].rules.tail && !is_menu_row(units[i]) &&
                           !is_archive_field && !is_byline(units[i], evidence[i]) && units[i].words() >= 3 &&
                           units[i].counts.symbols < 2;
    // "(Decree No. 7 of the Ministry of Finance)"
    const bool is_aside = i == *title + 1 && (units[i].key.starts_with('(') && units[i].key.ends_with(')'));
    // The sentence below a headline that says more, above the by-line.
    constexpr double kWordsOfStandFirst = 12;
    const bool is_stand_first =
        i == *title + 1 && units[i].words() >= kWordsOfStandFirst && prose - *title <= kHeadLines && !evidence[i].kind;
    if (bare_line && is_stand_first) {
      decisions[i] = {true, "", "", decisions[i].score};
      continue;
    }
    if (bare_line && ((i + 1 == prose && !units[i].has_markup) || is_aside ||
                      (prose - i <= kNearText && prose - *title <= kHeadLines)))
      decisions[i] = {true, "", "", decisions[i].score};
  }
  for (std::size_t i = 0; i < prose; ++i)
    if (units[i].key == units[*title].key && !(decisions[i].keep && i > *title))
      decisions[i] = {false, "title", "title", decisions[i].score};
}

void drop_contents(std::vector<Decision>& decisions, const std::vector<Unit>& units, std::size_t prose) {
  constexpr std::size_t kFewest = 2;                       // entries of a list of contents
  std::unordered_map<std::string_view, std::size_t> last;  // unit that a short key stands in last
  for (std::size_t i = 0; i < units.size(); ++i)
    if (decisions[i].keep && !units[i].has_markup && units[i].text.size() <= kContentsBytes) last[units[i].key] = i;
  std::vector<std::size_t> entries;
  for (std::size_t i = 0; i < std::min(prose, units.size()); ++i) {
    const auto stands_below = [&](std::string_view head) {
      const auto found = last.find(head);
      return found != last.end() && found->second > i;
    };
    const bool is_entry = stands_below(units[i].key) || stands_below(without_number(units[i].key));
    if (is_entry && decisions[i].rule != "title") entries.push_back(i);
  }
  if (entries.size() < kFewest || entries.back() - entries.front() >= 2 * entries.size()) return;
  for (const std::size_t i : entries) decisions[i] = {false, "contents", "navigation", decisions[i].score};
}

}  // namespace polsearch::clean
