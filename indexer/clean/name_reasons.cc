#include "indexer/clean/name_reasons.h"

#include <algorithm>
#include <initializer_list>

#include "indexer/clean/public_bodies.h"

namespace polsearch::clean {
namespace {

constexpr std::size_t kStaffReach = 2;  // units from a supplier's staff to an address of theirs

bool is_named_run(std::string_view reason) {
  for (const std::string_view run :
       {"related", "comment-form", "sales-contact", "tags", "newsletter", "contact", "pagination", "share", "pitch"})
    if (reason == run) return true;
  return false;
}

// Behind such a line no list goes on.
bool ends_run(std::string_view reason) { return reason == "legal" || reason == "icp" || reason == "cookie"; }

// The named kind of boilerplate that was last seen behind the article, and where.
struct Run {
  std::string reason;
  std::size_t seen = 0;

  // What its line leads on to: titles under "Related news", names under "Sales team".
  std::string_view reason_at(std::size_t i) const {
    constexpr std::size_t kReach = 8;
    const bool leads_on = reason == "related" || reason == "sales-contact" || reason == "comment-form";
    if (reason == "pitch" && i == seen + 1) return reason;  // "About Acme" and what it is
    return leads_on && i - seen <= kReach ? std::string_view(reason) : std::string_view();
  }
};

// "Contact" in the menu above the article, "The shop that sold out" among teasers: what a word of such a line seems to
// say of its kind is not believed there, unless the line gives a number, an address, a label.
bool fits_place(std::string_view kind, const Unit& unit, std::string_view run, bool before) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  };
  if (before)
    return is_one_of({"credits", "template", "share", "cookie", "icp", "pagination"}) ||
           (kind == "newsletter" && unit.words() >= 5);
  const bool gives_value = unit.counts.digits >= 5 || unit.key.find_first_of(":@") != std::string::npos;
  if (run.empty() || run == "sales-contact" || gives_value) return true;
  return is_one_of({"navigation", "newsletter", "share", "legal", "icp", "cookie", "pagination", "related"});
}

bool names_street(const Unit& unit) {
  for (const std::string_view street : {"add:", "address", "地址", "ถนน", "ถ.", "ต.", "road", "street", "号楼", "路"})
    if (unit.key.find(street) != std::string::npos) return true;
  return false;
}

// A telephone number or an e-mail address, no street: on a page that sells they are the seller's.
bool is_number_of(const Unit& unit) {
  if (names_street(unit)) return false;
  return unit.counts.digits >= 7 || unit.key.find('@') != std::string::npos;
}

bool is_headline_like(const Unit& unit) {
  const double fewest = unit.script == ScriptClass::kSpaced ? 5 : 3.6;
  return unit.words() >= fewest && !ends_with_terminal(unit.text) && !is_menu_row(unit);
}

// A short line that nothing names above what looks like headlines: "Keep reading".
bool heads_list(std::size_t i, const std::vector<Decision>& decisions, const std::vector<Unit>& units,
                const std::vector<UnitEvidence>& evidence) {
  constexpr double kMostWords = 5;
  const auto is_unnamed = [&](std::size_t j) {
    return !decisions[j].keep && decisions[j].reason.empty() && !evidence[j].kind && !evidence[j].rules.hard;
  };
  return i + 1 < units.size() && is_unnamed(i) && is_unnamed(i + 1) && units[i].words() <= kMostWords &&
         units[i].counts.symbols == 0 && !is_menu_row(units[i]) && is_headline_like(units[i + 1]);
}

std::string reason_by_place(const Unit& unit, std::string_view run, bool before, bool behind) {
  if (before || (is_menu_row(unit) && run != "comment-form")) return "navigation";
  if (!run.empty()) return std::string(run);
  const bool is_long = unit.words() >= 5;
  // "สำนักงานสถิติแห่งชาติ", "Ministry of Finance": the links of a footer.
  constexpr double kMostNameWords = 6;
  if (behind && run.empty() && unit.words() <= kMostNameWords && names_a_body(unit.key) && unit.counts.digits == 0 &&
      unit.counts.spaces <= 5)
    return "navigation";
  if (behind && is_headline_like(unit)) return "related";
  return is_long || !behind ? "template" : "navigation";
}

}  // namespace

void name_reasons(std::vector<Decision>& decisions, const std::vector<Unit>& units,
                  const std::vector<UnitEvidence>& evidence, const BoilerplateRules& rules) {
  const auto is_kept = [](const Decision& decision) { return decision.keep; };
  const auto first =
      static_cast<std::size_t>(std::find_if(decisions.begin(), decisions.end(), is_kept) - decisions.begin());
  const auto end =
      decisions.size() -
      static_cast<std::size_t>(std::find_if(decisions.rbegin(), decisions.rend(), is_kept) - decisions.rbegin());
  const bool sells =
      std::any_of(decisions.begin(), decisions.end(), [](const Decision& d) { return d.reason == "sales-contact"; });
  Run run;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    Decision& decision = decisions[i];
    if (decision.keep) run.reason.clear();
    if (sells && decision.reason == "contact" && is_number_of(units[i])) decision.reason = "sales-contact";
    // An address among a supplier's staff is one of theirs.
    if (decision.reason == "contact" && run.reason == "sales-contact" && i - run.seen <= kStaffReach &&
        !names_street(units[i]))
      decision.reason = run.reason;
    if (decision.keep) continue;
    if (decision.reason.empty() && i >= end && heads_list(i, decisions, units, evidence)) decision.reason = "related";
    if (decision.reason.empty()) {
      const Rule* named = evidence[i].prose ? rules.name_kind(units[i]) : evidence[i].kind;
      const bool fits = named && fits_place(named->reason, units[i], run.reason_at(i), i < first);
      decision.reason = fits ? named->reason : reason_by_place(units[i], run.reason_at(i), i < first, i >= end);
      if (sells && decision.reason == "contact" && is_number_of(units[i])) decision.reason = "sales-contact";
      if (!fits) continue;
    }
    if (is_named_run(decision.reason))
      run = {decision.reason, i};
    else if (ends_run(decision.reason))
      run.reason.clear();
  }
}

}  // namespace polsearch::clean
