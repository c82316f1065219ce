#include "indexer/clean/decide.h"

#include <algorithm>

namespace polsearch::clean {
namespace {

constexpr double kLeanWords = 12;     // less text than this is not believed to be an article
constexpr double kHysteresis = -2.5;  // a unit between two kept ones may score this low
constexpr double kDoubtful = -1.5;    // ... and a paragraph behind a kept one this low
constexpr std::size_t kNear = 2;      // units to the next kept one
constexpr std::size_t kAlone = 3;     // dropped units each way that make a kept one an island
constexpr double kForeignProseWords = 20;
constexpr std::size_t kBilingualParagraphs = 2;
constexpr std::size_t kFooterReach = 6;
constexpr double kSentenceWords = 6, kHanSentenceWords = 2, kThaiSentenceWords = 6;
constexpr std::size_t kMostSignatures = 8;
constexpr double kSignatureWords = 14;

// "12. ", "3) ", "(4) ", "五、", "（一）", "ข้อ 1 "
bool starts_with_number(std::string_view text) {
  static constexpr std::string_view kDigits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
  static constexpr std::string_view kOpen[] = {"(", "（", "第", "ข้อ "};
  static constexpr std::string_view kClose[] = {". ", ")", "）", "、", "．", " ", "条", "章"};
  const auto drop = [&](auto& words) {
    for (const std::string_view word : words)
      if (text.substr(0, word.size()) == word) return text.remove_prefix(word.size()), true;
    return false;
  };
  const bool opened = drop(kOpen);
  std::size_t digits = 0;
  while (digits < 4 && !text.empty()) {
    if (text[0] >= '0' && text[0] <= '9')
      text.remove_prefix(1);
    else if (!drop(kDigits))
      break;
    ++digits;
  }
  const bool bare_space = !opened && !text.empty() && text[0] == ' ';  // "12 counties" is no item
  return digits > 0 && digits < 4 && !bare_space && drop(kClose);
}

class Judge {
 public:
  Judge(const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence, const std::vector<UnitDates>& dates,
        const std::vector<double>& scores, ScriptClass script)
      : units_(units), evidence_(evidence), dates_(dates), scores_(scores), script_(script), decisions_(units.size()) {}

  Decisions run() {
    for (std::size_t i = 0; i < units_.size(); ++i) judge_alone(i);
    judge_tails();
    fill_gaps();
    keep_lists();
    extend_text();
    drop_islands();
    keep_signatures();
    drop_foreign_edges();
    const bool fell_back = fall_back();
    drop_teasers();
    return {std::move(decisions_), fell_back};
  }

 private:
  bool is_ruled(std::size_t i) const {
    return evidence_[i].rules.hard != nullptr || dates_[i].is_date_line || is_symbols(i);
  }
  bool is_symbols(std::size_t i) const {
    return units_[i].counts.letters + units_[i].counts.digits + units_[i].counts.thai == 0;
  }

  void remove(std::size_t i, std::string rule, std::string reason) {
    decisions_[i].keep = false;
    decisions_[i].rule = std::move(rule);
    decisions_[i].reason = std::move(reason);
  }

  void keep(std::size_t i) {
    decisions_[i].keep = true;
    decisions_[i].rule.clear();
    decisions_[i].reason.clear();
  }

  void judge_alone(std::size_t i) {
    const RuleVerdict& rules = evidence_[i].rules;
    decisions_[i].score = scores_[i] + rules.vote;
    // A line that carries the date is the date line, whatever else it carries.
    if (dates_[i].is_date_line && !(rules.hard && is_footer_reason(rules.hard->reason)))
      return remove(i, "date-line", "date-line");
    if (rules.hard) return remove(i, rules.hard->id, rules.hard->reason);
    if (is_symbols(i)) return remove(i, "nav-symbols", "navigation");
    if (decisions_[i].score > 0) return keep(i);
    if (rules.vote_rule)
      remove(i, rules.vote_rule->id, rules.vote_rule->reason);
    else
      remove(i, "score", "");
  }

  static bool is_footer_reason(const std::string& reason) {
    return reason == "icp" || reason == "legal" || reason == "cookie" || reason == "pagination" || reason == "related";
  }

  // Is unit i in the run of a footer or header? An article may give an address of its own, so it takes another sign.
  bool in_footer(std::size_t i) const {
    const auto hard = [&](std::size_t j) {
      return evidence_[j].rules.hard && evidence_[j].rules.hard->reason != "credits";
    };
    std::size_t previous_prose = i, next_prose = i + 1;
    while (previous_prose > 0 && !evidence_[previous_prose - 1].prose) --previous_prose;
    while (next_prose < units_.size() && !evidence_[next_prose].prose) ++next_prose;
    if (previous_prose == 0 || next_prose < units_.size()) {
      // In the head, or between paragraphs: only with boilerplate on both sides.
      return (i == 0 || hard(i - 1)) && (i + 1 == units_.size() || hard(i + 1));
    }
    for (std::size_t j = previous_prose; j < i; ++j)
      if (evidence_[j].rules.hard) return true;
    for (std::size_t j = i + 1; j < std::min(units_.size(), i + kFooterReach); ++j)
      if (hard(j) && is_end_reason(evidence_[j].rules.hard->reason)) return !follows_prose(i);
    return false;
  }

  // Directly under a paragraph, or under contact lines and others of the article that are: "Contact person: ..." of a
  // notice.
  bool follows_prose(std::size_t i) const {
    const auto goes_on = [&](std::size_t j) {
      return !evidence_[j].rules.hard && !evidence_[j].prose && (evidence_[j].rules.tail || decisions_[j].keep);
    };
    for (std::size_t steps = 0; i > 0 && steps < kFooterReach && goes_on(i - 1); ++steps) --i;
    return i > 0 && evidence_[i - 1].prose;
  }

  // Between two paragraphs with no boilerplate between: the article goes on behind its address.
  bool is_between_prose(std::size_t i) const {
    const auto blocks = [&](std::size_t j) { return evidence_[j].rules.hard != nullptr; };
    std::size_t before = i, after = i + 1;
    while (before > 0 && i - before < kFooterReach && !evidence_[before - 1].prose && !blocks(before - 1)) --before;
    while (after < units_.size() && after - i <= kFooterReach && !evidence_[after].prose && !blocks(after)) ++after;
    return before > 0 && evidence_[before - 1].prose && after < units_.size() && evidence_[after].prose;
  }

  void judge_tails() {
    for (std::size_t i = 0; i < units_.size(); ++i) {
      const Rule* tail = evidence_[i].rules.tail;
      if (!tail || is_ruled(i)) continue;
      if (in_footer(i))
        remove(i, tail->id, tail->reason);
      else if (follows_prose(i) || is_between_prose(i) || decisions_[i].score > -1)
        keep(i);
      else
        remove(i, tail->id, tail->reason);
    }
  }

  std::size_t previous_kept(std::size_t i) const {
    while (i > 0)
      if (decisions_[--i].keep) return i;
    return units_.size();
  }
  std::size_t next_kept(std::size_t i) const {
    for (++i; i < units_.size(); ++i)
      if (decisions_[i].keep) return i;
    return units_.size();
  }

  // Sub-heads and short list items between paragraphs.
  void fill_gaps() {
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (decisions_[i].keep || is_ruled(i) || decisions_[i].score < kHysteresis || evidence_[i].rules.tail) continue;
      const std::size_t before = previous_kept(i), after = next_kept(i);
      if (before == units_.size() || after == units_.size()) continue;
      if (i - before <= kNear && after - i <= kNear) keep(i);
    }
  }

  bool is_amid_prose(std::size_t i) const {
    return i > 0 && i + 1 < units_.size() && evidence_[i - 1].prose && evidence_[i + 1].prose;
  }

  // An advertisement, a caption, a teaser or a page number stands between the paragraphs of one article.
  bool is_insert(std::size_t i) const {
    const Rule* hard = evidence_[i].rules.hard;
    if (dates_[i].is_date_line) return false;
    if (hard) return hard->reason == "template" || (hard->reason == "related" && is_amid_prose(i));
    return units_[i].counts.letters + units_[i].counts.thai == 0;
  }

  // "1. Silicon carbide fibre", "（一）病床电机", the cells of a row parted by tabs.
  bool is_item(std::size_t i) const {
    if (units_[i].has_markup || is_ruled(i) || evidence_[i].rules.tail || evidence_[i].rules.vote_rule) return false;
    const Counts& counts = units_[i].counts;
    const bool is_row = counts.digits > 0 && units_[i].text.find('\t') != std::string_view::npos;
    return is_row || starts_with_number(units_[i].text);
  }

  // A doubtful paragraph that ends in a colon.
  bool announces_list(std::size_t i) const {
    const std::string_view text = units_[i].text;
    const bool colon = text.ends_with(":") || text.ends_with("：");
    return colon && evidence_[i].prose && !is_ruled(i) && decisions_[i].score > kHysteresis;
  }

  // The list or table that a kept line leads up to, two items or more.
  void keep_lists() {
    for (std::size_t i = 1; i < units_.size(); ++i) {
      if (!decisions_[i - 1].keep && !announces_list(i - 1)) continue;
      std::size_t first = i;  // a table's head has no figures
      if (units_[i].text.find('\t') != std::string_view::npos && !is_ruled(i)) ++first;
      std::size_t end = first;
      while (end < units_.size() && is_item(end)) ++end;
      if (end - first < 2) continue;
      keep(i - 1);
      for (; i < end; ++i) keep(i);
    }
  }

  // A sentence too short for a paragraph: "Thank you for your time." Thai marks no end, so there it takes some length.
  bool is_short_sentence(std::size_t i) const {
    const Unit& unit = units_[i];
    if (evidence_[i].rules.tail || evidence_[i].rules.vote_rule || unit.counts.symbols > 0) return false;
    if (unit.has_markup || unit.script != script_) return false;
    if (unit.script == ScriptClass::kThai) return unit.words() >= kThaiSentenceWords;
    const double fewest = unit.script == ScriptClass::kHan ? kHanSentenceWords : kSentenceWords;
    return unit.words() >= fewest && ends_with_terminal(unit.text);
  }

  // A doubtful paragraph right behind a kept one is the article going on, until a rule says that it ended.
  void extend_text() {
    for (std::size_t i = 1; i < units_.size(); ++i) {
      if (decisions_[i].keep || is_ruled(i) || decisions_[i].score <= kDoubtful) continue;
      if (!evidence_[i].prose && !is_short_sentence(i)) continue;
      std::size_t before = i - 1;
      while (before > 0 && i - before <= kNear && is_insert(before)) --before;
      if (decisions_[before].keep) keep(i);
    }
  }

  std::size_t behind_last_prose() const {
    std::size_t end = 0;
    for (std::size_t i = 0; i < units_.size(); ++i)
      if (decisions_[i].keep && evidence_[i].prose) end = i + 1;
    return end;
  }

  // Whoever issues a notice signs it, above its date: "Ministry of Finance / Ministry of Commerce / March 3, 2023".
  void keep_signatures() {
    const std::size_t first = behind_last_prose();
    if (first == 0) return;
    bool has_body = false;
    for (std::size_t i = first; i < std::min(units_.size(), first + kMostSignatures + 1); ++i) {
      const Unit& unit = units_[i];
      if (decisions_[i].keep) continue;  // whom to ask, above the signature
      if (dates_[i].is_date_line && has_body && unit.text.find_first_of(":|") == std::string_view::npos) {
        for (std::size_t j = first; j < i; ++j) keep(j);
        return;
      }
      const bool bare_name = unit.counts.symbols == 0 && unit.counts.digits == 0 && unit.words() <= kSignatureWords;
      if (is_ruled(i) || evidence_[i].rules.tail || evidence_[i].rules.vote_rule || !bare_name) return;
      has_body = has_body || names_a_body(unit.key);
    }
  }

  // Short lines under "Related news" at the end of a page are headlines of other pages.
  void drop_teasers() {
    const std::size_t first = behind_last_prose();
    if (first == 0) return;
    bool in_list = false;
    for (std::size_t i = first; i < units_.size(); ++i) {
      const Rule* hard = evidence_[i].rules.hard;
      in_list = in_list || (hard && hard->reason == "related");
      if (in_list && decisions_[i].keep) remove(i, "related-list", "related");
    }
  }

  void drop_islands() {
    std::vector<std::size_t> islands;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (!decisions_[i].keep || evidence_[i].prose || decisions_[i].score >= 1) continue;
      const std::size_t before = previous_kept(i), after = next_kept(i);
      const bool alone_before = before == units_.size() || i - before > kAlone,
                 alone_after = after == units_.size() || after - i > kAlone;
      if (alone_before && alone_after) islands.push_back(i);
    }
    if (islands.size() == static_cast<std::size_t>(std::count_if(decisions_.begin(), decisions_.end(),
                                                                 [](const Decision& d) { return d.keep; })))
      return;
    for (const std::size_t i : islands) remove(i, "score", "");
  }

  // A line in another script at the edge of the article, such as a Thai form under an English text. A page that has
  // paragraphs in both is bilingual.
  void drop_foreign_edges() {
    std::size_t prose[4] = {};
    for (std::size_t i = 0; i < units_.size(); ++i)
      if (decisions_[i].keep && evidence_[i].prose) ++prose[static_cast<std::size_t>(units_[i].script)];
    const auto foreign = [&](std::size_t i) {
      return units_[i].script != ScriptClass::kNone && units_[i].script != script_ &&
             units_[i].words() < kForeignProseWords &&
             prose[static_cast<std::size_t>(units_[i].script)] < kBilingualParagraphs;
    };
    for (std::size_t i = 0; i < units_.size() && (!decisions_[i].keep || foreign(i)); ++i)
      if (decisions_[i].keep) remove(i, "script", "template");
    for (std::size_t i = units_.size(); i-- > 0 && (!decisions_[i].keep || foreign(i));)
      if (decisions_[i].keep) remove(i, "script", "template");
  }

  double kept_words() const {
    double words = 0;
    for (std::size_t i = 0; i < units_.size(); ++i)
      if (decisions_[i].keep) words += units_[i].words();
    return words;
  }

  // Never an empty body from a page that has text: all that no rule names, else the longest unit.
  bool fall_back() {
    if (kept_words() >= kLeanWords) return false;
    bool any = false;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      const bool has_text = units_[i].counts.letters + units_[i].counts.thai > 0;
      const bool is_voted_out = evidence_[i].rules.vote < 0;
      if (!is_ruled(i) && !is_voted_out && has_text && decisions_[i].rule != "script") keep(i);
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

  const std::vector<Unit>& units_;
  const std::vector<UnitEvidence>& evidence_;
  const std::vector<UnitDates>& dates_;
  const std::vector<double>& scores_;
  ScriptClass script_;
  std::vector<Decision> decisions_;
};

bool is_named_run(std::string_view reason) {
  for (const std::string_view run :
       {"related", "comment-form", "sales-contact", "tags", "newsletter", "contact", "pagination", "share"})
    if (reason == run) return true;
  return false;
}

}  // namespace

bool names_a_body(std::string_view key) {
  for (const std::string_view word :
       {"ministry", "department", "office", "commission", "bureau", "administration", "committee", "council", "部",
        "委", "局", "办公厅", "办公室", "署", "政府", "กระทรวง", "กรม", "สำนักงาน", "คณะกรรมการ"})
    if (key.find(word) != std::string_view::npos) return true;
  return false;
}

Decisions decide(const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence,
                 const std::vector<UnitDates>& dates, const std::vector<double>& scores, ScriptClass script) {
  return Judge(units, evidence, dates, scores, script).run();
}

std::size_t first_prose(const std::vector<Decision>& decisions, const std::vector<UnitEvidence>& evidence) {
  for (std::size_t i = 0; i < decisions.size(); ++i)
    if (decisions[i].keep && evidence[i].prose) return i;
  for (std::size_t i = 0; i < decisions.size(); ++i)
    if (decisions[i].keep) return i;
  return decisions.size();
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
    const bool bare_line =
        decisions[i].rule == "score" && !evidence[i].rules.tail && units[i].words() >= 3 && units[i].counts.symbols < 2;
    if (bare_line && prose - i <= kNear && prose - *title <= kFooterReach)
      decisions[i] = {true, "", "", decisions[i].score};
  }
  for (std::size_t i = 0; i < prose; ++i)
    if (units[i].key == units[*title].key && !(decisions[i].keep && i > *title))
      decisions[i] = {false, "title", "title", decisions[i].score};
}

void name_reasons(std::vector<Decision>& decisions, const std::vector<Unit>& units) {
  std::size_t first = decisions.size(), last = 0;
  for (std::size_t i = 0; i < decisions.size(); ++i)
    if (decisions[i].keep) {
      first = std::min(first, i);
      last = i;
    }
  std::string run;       // the named kind of boilerplate that was last seen behind the article
  std::size_t seen = 0;  // where
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    Decision& decision = decisions[i];
    if (decision.keep) run.clear();
    // An address among a supplier's staff is one of theirs.
    if (decision.reason == "contact" && run == "sales-contact" && i - seen <= kNear) decision.reason = run;
    if (!decision.reason.empty()) {
      if (is_named_run(decision.reason)) run = decision.reason, seen = i;
      continue;
    }
    if (decision.keep) continue;
    const bool headline_like = units[i].words() >= 5 && !ends_with_terminal(units[i].text);
    if (i < first)
      decision.reason = "navigation";
    else if (!run.empty() && i - seen <= 8 && (run == "related" || run == "sales-contact" || run == "comment-form"))
      decision.reason = run;
    else if (i > last && headline_like)
      decision.reason = "related";
    else if (units[i].words() >= 5)
      decision.reason = "template";
    else
      decision.reason = i > last ? "navigation" : "template";
  }
}

}  // namespace polsearch::clean
