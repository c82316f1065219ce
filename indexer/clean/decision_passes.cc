#include "indexer/clean/decision_passes.h"

#include <algorithm>

namespace polsearch::clean {
namespace {

constexpr double kLeanWords = 12;        // less text than this is not believed to be an article
constexpr std::size_t kFooterReach = 6;  // units in which a footer shows, or an article goes on

std::size_t end_of_paragraphs(const std::vector<UnitEvidence>& evidence) {
  const auto is_prose_at = [](const UnitEvidence& unit) { return unit.prose; };
  return static_cast<std::size_t>(std::find_if(evidence.rbegin(), evidence.rend(), is_prose_at).base() -
                                  evidence.begin());
}

}  // namespace

DecisionPasses::DecisionPasses(const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence,
                               const std::vector<UnitDates>& dates, const std::vector<double>& scores,
                               ScriptClass script)
    : units_(units),
      evidence_(evidence),
      dates_(dates),
      scores_(scores),
      script_(script),
      prose_(span_of_prose()),
      article_end_(end_of_article()),
      paragraphs_end_(end_of_paragraphs(evidence)),
      decisions_(units.size()) {}

// The first paragraph and the last one that the model believes in; (n, 0) without one.
std::pair<std::size_t, std::size_t> DecisionPasses::span_of_prose() const {
  constexpr double kBelieved = 1;
  std::size_t first = units_.size(), last = 0;
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (!evidence_[i].prose || scores_[i] + evidence_[i].rules.vote <= kBelieved) continue;
    first = std::min(first, i);
    last = i;
  }
  return {first, last};
}

void DecisionPasses::judge_each() {
  for (std::size_t i = 0; i < units_.size(); ++i) judge_alone(i);
}

void DecisionPasses::judge_alone(std::size_t i) {
  const RuleVerdict& rules = evidence_[i].rules;
  decisions_[i].score = scores_[i] + rules.vote;
  // A line that carries the date is the date line, whatever else it carries.
  if (dates_[i].is_date_line && !(rules.hard && is_footer_reason(rules.hard->reason)))
    return remove(i, "date-line", "date-line");
  if (rules.hard) return remove(i, rules.hard->id, rules.hard->reason);
  if (is_symbols(i)) return remove(i, "nav-symbols", "navigation");
  if (units_[i].is_foot) return remove(i, "foot", "");
  if (decisions_[i].score > least_score(i)) return keep(i);
  if (rules.vote_rule)
    remove(i, rules.vote_rule->id, rules.vote_rule->reason);
  else
    remove(i, "score", "");
}

// Below the last paragraph a line is kept only for a good score, the more so behind a share bar, a menu word, a
// footer; in the words of a button or a footer for a better one, above the text as well.
double DecisionPasses::least_score(std::size_t i) const {
  constexpr double kMostWords = 14, kSure = 1, kSureOfText = 0.5, kSureOfKind = 2.5;
  const bool inside = prose_.first < i && i < prose_.second;
  if (inside || prose_.second == 0) return 0;
  const bool of_article = i > 0 && decisions_[i - 1].keep && i > prose_.second;  // whom to ask, right below the text
  if (of_article && evidence_[i].kind && evidence_[i].kind->reason == "contact") return 0;
  if (evidence_[i].kind && units_[i].words() < kMostWords) return kSureOfKind;
  if (i <= prose_.second) return 0;
  const bool has_ended = article_end_ < i;
  if (evidence_[i].prose) return has_ended ? kSureOfText : 0;
  return has_ended ? kSure + kSureOfText : kSure;
}

// The first line behind the last paragraph that ends an article; units_.size() without one.
std::size_t DecisionPasses::end_of_article() const {
  for (std::size_t i = prose_.second + 1; i < units_.size(); ++i) {
    const Rule* hard = evidence_[i].rules.hard;
    if (hard && (is_end_reason(hard->reason) || hard->reason == "navigation")) return i;
  }
  return units_.size();
}

bool DecisionPasses::is_footer_reason(std::string_view reason) {
  return reason == "icp" || reason == "legal" || reason == "cookie" || reason == "pagination" || reason == "related";
}

// Is unit i in the run of a footer or header? An article may give an address of its own, so it takes another sign.
bool DecisionPasses::in_footer(std::size_t i, const Passed& passed) const {
  const auto hard = [&](std::size_t j) {
    return evidence_[j].rules.hard && evidence_[j].rules.hard->reason != "credits";
  };
  if (passed.prose == 0 || i + 1 < paragraphs_end_) {
    // In the head, or between paragraphs: only with boilerplate on both sides.
    return (i == 0 || hard(i - 1)) && (i + 1 == units_.size() || hard(i + 1));
  }
  if (passed.hard > passed.prose) return true;
  for (std::size_t j = i + 1; j < std::min(units_.size(), i + kFooterReach); ++j)
    if (hard(j) && is_end_reason(evidence_[j].rules.hard->reason)) return !follows_prose(i);
  return false;
}

// Directly under a paragraph, or under contact lines and others of the article that are: "Contact person: ..." of a
// notice.
bool DecisionPasses::follows_prose(std::size_t i) const {
  const auto goes_on = [&](std::size_t j) {
    return !evidence_[j].rules.hard && !evidence_[j].prose && (evidence_[j].rules.tail || decisions_[j].keep);
  };
  for (std::size_t steps = 0; i > 0 && steps < kFooterReach && goes_on(i - 1); ++steps) --i;
  return i > 0 && evidence_[i - 1].prose;
}

// Between two paragraphs with no boilerplate between: the article goes on behind its address.
bool DecisionPasses::is_between_prose(std::size_t i) const {
  const auto blocks = [&](std::size_t j) { return evidence_[j].rules.hard != nullptr; };
  std::size_t before = i, after = i + 1;
  while (before > 0 && i - before < kFooterReach && !evidence_[before - 1].prose && !blocks(before - 1)) --before;
  while (after < units_.size() && after - i <= kFooterReach && !evidence_[after].prose && !blocks(after)) ++after;
  return before > 0 && evidence_[before - 1].prose && after < units_.size() && evidence_[after].prose;
}

void DecisionPasses::judge_tails() {
  Passed passed;
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (evidence_[i].rules.tail && !is_ruled(i)) judge_tail(i, passed);
    if (evidence_[i].prose) passed.prose = i + 1;
    if (evidence_[i].rules.hard) passed.hard = i + 1;
  }
}

void DecisionPasses::judge_tail(std::size_t i, const Passed& passed) {
  const Rule& tail = *evidence_[i].rules.tail;
  const bool is_text = follows_prose(i) || is_between_prose(i) || decisions_[i].score > -1;
  if (is_text && !in_footer(i, passed))
    keep(i);
  else
    remove(i, tail.id, tail.reason);
}

bool DecisionPasses::fall_back() {
  if (kept_words() >= kLeanWords) return false;
  bool any = false;
  for (std::size_t i = 0; i < units_.size(); ++i) {
    const bool has_text = units_[i].counts.letters + units_[i].counts.thai > 0;
    const bool is_voted_out = evidence_[i].rules.vote < 0;
    const bool is_settled = decisions_[i].rule == "script" || decisions_[i].rule == "running-head";
    if (!is_ruled(i) && !is_voted_out && has_text && !is_known_kind(i) && !is_settled) keep(i);
    any = any || decisions_[i].keep;
  }
  if (any) return true;
  std::size_t longest = units_.size();
  for (std::size_t i = 0; i < units_.size(); ++i)
    if (units_[i].counts.letters + units_[i].counts.thai > 0 &&
        (longest == units_.size() || units_[i].words() > units_[longest].words()))
      longest = i;
  if (longest < units_.size()) keep(longest);
  return true;
}

// A short line with the words of a button or a footer.
bool DecisionPasses::is_known_kind(std::size_t i) const {
  constexpr double kMostWords = 8;
  return evidence_[i].kind != nullptr && units_[i].words() < kMostWords;
}

double DecisionPasses::kept_words() const {
  double words = 0;
  for (std::size_t i = 0; i < units_.size(); ++i)
    if (decisions_[i].keep) words += units_[i].words();
  return words;
}

bool DecisionPasses::is_ruled(std::size_t i) const {
  return evidence_[i].rules.hard != nullptr || dates_[i].is_date_line || is_symbols(i);
}

bool DecisionPasses::is_symbols(std::size_t i) const {
  return units_[i].counts.letters + units_[i].counts.digits + units_[i].counts.thai == 0;
}

void DecisionPasses::remove(std::size_t i, std::string rule, std::string reason) {
  decisions_[i].keep = false;
  decisions_[i].rule = std::move(rule);
  decisions_[i].reason = std::move(reason);
}

void DecisionPasses::keep(std::size_t i) {
  decisions_[i].keep = true;
  decisions_[i].rule.clear();
  decisions_[i].reason.clear();
}

// Whether a unit at most so far before i, or behind it, is kept.
bool DecisionPasses::is_kept_before(std::size_t i, std::size_t reach) const {
  for (std::size_t step = 1; step <= std::min(reach, i); ++step)
    if (decisions_[i - step].keep) return true;
  return false;
}

bool DecisionPasses::is_kept_behind(std::size_t i, std::size_t reach) const {
  for (std::size_t step = 1; step <= reach && i + step < units_.size(); ++step)
    if (decisions_[i + step].keep) return true;
  return false;
}

std::size_t DecisionPasses::behind_last_kept() const {
  const auto is_kept = [](const Decision& decision) { return decision.keep; };
  return decisions_.size() -
         static_cast<std::size_t>(std::find_if(decisions_.rbegin(), decisions_.rend(), is_kept) - decisions_.rbegin());
}

std::size_t DecisionPasses::behind_last_prose() const {
  std::size_t end = 0;
  for (std::size_t i = 0; i < units_.size(); ++i)
    if (decisions_[i].keep && evidence_[i].prose) end = i + 1;
  return end;
}

}  // namespace polsearch::clean
