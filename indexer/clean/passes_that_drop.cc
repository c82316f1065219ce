// Lines that do not belong to the text though their score is high: slogans, teasers, running heads, comments.
//
//   "Steel plan   Page 2 of 3" for the third time on a page  ->  removed by "running-head"
#include <algorithm>
#include <string>
#include <unordered_map>

#include "indexer/clean/decision_passes.h"

namespace polsearch::clean {
namespace {

constexpr std::size_t kAlone = 3;  // dropped units each way that make a kept one an island
constexpr double kForeignProseWords = 20;
constexpr std::size_t kBilingualParagraphs = 2;

// Behind the digits at `at`, blanks before them skipped; `at` without digits.
std::size_t behind_number(std::string_view text, std::size_t at) {
  std::size_t end = std::min(text.find_first_not_of(' ', at), text.size());
  const std::size_t first = end;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return end > first ? end : at;
}

// "steel plan page 2 of 3" -> "steel plan"; the whole key without such a number.
std::string without_page_number(const std::string& key) {
  for (const std::string_view word : {"page", "หน้าที่", "หน้า", "第"}) {
    const std::size_t at = key.find(word);
    if (at == std::string::npos) continue;
    std::size_t end = behind_number(key, at + word.size());
    if (end == at + word.size()) continue;
    const bool is_chinese_page = key.compare(end, 3, "页") == 0 || key.compare(end, 4, " 页") == 0;
    if (word == "第" && !is_chinese_page) continue;  // "第3批"
    for (const std::string_view goes_on : {" of ", "/", " / ", "页", " 页"})
      if (key.compare(end, goes_on.size(), goes_on) == 0) end = behind_number(key, end + goes_on.size());
    return std::string(trim(key.substr(0, at) + key.substr(end)));
  }
  return key;
}

bool names_author(std::string_view key) {
  for (const std::string_view word : {"about the author", "关于作者", "作者简介", "เกี่ยวกับผู้เขียน"})
    if (key.find(word) != std::string_view::npos) return true;
  return false;
}

}  // namespace

// "Find your workshop with us!" above the menu and the crumbs of a page: the article is below them.
void DecisionPasses::drop_above_menu() {
  const auto is_crumb = [&](std::size_t i) {
    const Rule* hard = evidence_[i].rules.hard;
    return hard && (hard->id.starts_with("nav-here") || hard->id == "nav-path" || hard->id.starts_with("nav-menu"));
  };
  double above = 0, below = 0;
  std::size_t crumb = units_.size();
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (crumb == units_.size() && is_crumb(i)) crumb = i;
    if (decisions_[i].keep) (crumb == units_.size() ? above : below) += units_[i].words();
  }
  if (crumb == units_.size() || above == 0 || below < 2 * above) return;
  for (std::size_t i = 0; i < crumb; ++i)
    if (decisions_[i].keep) remove(i, "above-menu", "");
}

// "About Acme Counsel" above one last paragraph that goes on "Acme Counsel advises ..." presents who wrote the page,
// and so does what stands below "About the authors".
void DecisionPasses::drop_about() {
  constexpr std::size_t kMostParagraphs = 3;
  const std::size_t end = behind_last_kept();
  for (std::size_t i = 1; i + 1 < end; ++i) {
    const Rule* hard = evidence_[i].rules.hard;
    const bool of_author = hard && hard->reason == "credits" && names_author(units_[i].key);
    if (end - i - 1 > kMostParagraphs || (!of_author && !presents_firm(i))) continue;
    for (std::size_t j = i; j < end; ++j)
      if (decisions_[j].keep) remove(j, "about", of_author ? "credits" : "pitch");
    return;
  }
}

bool DecisionPasses::presents_firm(std::size_t i) const {
  constexpr std::size_t kFewestNameBytes = 4;
  constexpr double kMostWords = 8;
  if (units_[i].has_markup || units_[i].words() > kMostWords || is_ruled(i)) return false;
  for (const std::string_view about : {"about ", "关于", "เกี่ยวกับ"}) {
    if (!units_[i].key.starts_with(about)) continue;
    const std::string_view name = bare(std::string_view(units_[i].key).substr(about.size()));
    return name.size() >= kFewestNameBytes && units_[i + 1].key.starts_with(name);
  }
  return false;
}

// "2 thoughts on ...", "精选留言", "Re: <headline>" below the text: what readers said, up to the next list or footer.
// It is less than the article.
void DecisionPasses::drop_thread() {
  const std::size_t head = head_of_thread();
  if (head == units_.size()) return;
  std::size_t end = head + 1;
  double before = 0, behind = 0;
  for (std::size_t i = 0; i < head; ++i) before += decisions_[i].keep ? units_[i].words() : 0;
  while (end < units_.size() && !ends_thread(end)) behind += units_[end++].words();
  if (behind > before) return;
  for (std::size_t i = head; i < end; ++i) {
    const Rule* hard = evidence_[i].rules.hard;
    const bool has_name = hard && !dates_[i].is_date_line && hard->reason != "navigation";
    if (!has_name || hard->id == "nav-tools-more") remove(i, "thread", "comment-form");
  }
}

std::size_t DecisionPasses::head_of_thread() const {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < units_.size(); ++i) {
    const Rule* hard = evidence_[i].rules.hard;
    if (hard && hard->id.starts_with("thread-") && kept > 0 && !units_[i].has_markup) return i;
    kept += decisions_[i].keep && evidence_[i].prose;
  }
  return units_.size();
}

bool DecisionPasses::ends_thread(std::size_t i) const {
  const Rule* hard = evidence_[i].rules.hard;
  if (!hard || dates_[i].is_date_line) return false;
  return is_footer_reason(hard->reason) || hard->id == "nav-words-en" || hard->id == "nav-words-zh";
}

// The head of each page of a paper, and the numbers of the pages beside it: "Steel plan   Page 2 of 3".
void DecisionPasses::drop_running_heads() {
  constexpr std::size_t kFewest = 3;
  constexpr double kMostWords = 12;
  std::unordered_map<std::string, std::size_t> seen;
  std::vector<std::string> keys;  // of what may be a head, without the number of its page; empty for the rest
  for (const Unit& unit : units_) {
    const bool fits = !unit.has_markup && unit.words() >= 2 && unit.words() <= kMostWords;
    keys.push_back(fits && !ends_with_terminal(unit.text) ? without_page_number(unit.key) : std::string());
    if (!keys.back().empty()) ++seen[keys.back()];
  }
  const auto is_number = [&](std::size_t i) {
    return i < units_.size() && units_[i].text.size() <= 4 && units_[i].counts.digits == units_[i].text.size();
  };
  std::vector<std::size_t> heads;
  std::size_t numbered = 0;  // of a paper the numbers of the pages stand in them or beside them
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (keys[i].empty() || seen[keys[i]] < kFewest || is_ruled(i)) continue;
    heads.push_back(i);
    if (keys[i] != units_[i].key || is_number(i + 1) || (i > 0 && is_number(i - 1))) ++numbered;
  }
  if (numbered < 2) return;
  for (const std::size_t i : heads) {
    remove(i, "running-head", keys[i] != units_[i].key ? "template" : "navigation");
    for (const std::size_t j : {i - 1, i + 1})
      if (is_number(j)) remove(j, "running-head", "pagination");
  }
}

void DecisionPasses::drop_islands() {
  std::vector<std::size_t> islands;
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (!decisions_[i].keep || evidence_[i].prose || decisions_[i].score >= 1) continue;
    if (!is_kept_before(i, kAlone) && !is_kept_behind(i, kAlone)) islands.push_back(i);
  }
  if (islands.size() == static_cast<std::size_t>(std::count_if(decisions_.begin(), decisions_.end(),
                                                               [](const Decision& d) { return d.keep; })))
    return;
  for (const std::size_t i : islands) remove(i, "score", "");
}

// A line in another script at the edge of the article, such as a Thai form under an English text. A page that has
// paragraphs in both is bilingual.
void DecisionPasses::drop_foreign_edges() {
  std::size_t prose[4] = {};
  for (std::size_t i = 0; i < units_.size(); ++i)
    if (decisions_[i].keep && evidence_[i].prose) ++prose[static_cast<std::size_t>(units_[i].script)];
  const auto foreign = [&](std::size_t i) {
    return units_[i].script != ScriptClass::kNone && units_[i].script != script_ && !evidence_[i].rules.tail &&
           units_[i].words() < kForeignProseWords &&
           prose[static_cast<std::size_t>(units_[i].script)] < kBilingualParagraphs;
  };
  for (std::size_t i = 0; i < units_.size() && (!decisions_[i].keep || foreign(i)); ++i)
    if (decisions_[i].keep) remove(i, "script", "template");
  for (std::size_t i = units_.size(); i-- > 0 && (!decisions_[i].keep || foreign(i));)
    if (decisions_[i].keep) remove(i, "script", "template");
}

// Short lines under "Related news" at the end of a page are headlines of other pages.
void DecisionPasses::drop_teasers() {
  const std::size_t first = behind_last_prose();
  if (first == 0) return;
  bool in_list = false;
  for (std::size_t i = first; i < units_.size(); ++i) {
    const Rule* hard = evidence_[i].rules.hard;
    in_list = in_list || (hard && hard->reason == "related");
    if (in_list && decisions_[i].keep) remove(i, "related-list", "related");
  }
}

// "- Ten ways to save heat" under "Read also" between two paragraphs.
void DecisionPasses::drop_inserted_teasers() {
  for (std::size_t i = 1; i < units_.size(); ++i) {
    const Rule* hard = evidence_[i - 1].rules.hard;
    const bool leads_on = decisions_[i - 1].rule == "related-list" || (hard && hard->reason == "related");
    if (leads_on && decisions_[i].keep && !evidence_[i].prose && starts_like_item(units_[i].text))
      remove(i, "related-list", "related");
  }
}

}  // namespace polsearch::clean
