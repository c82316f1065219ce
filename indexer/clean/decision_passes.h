// The passes over the units of a page by which decide() comes to a decision for each.
//
//   "Related news" and two headlines below the text  ->  judge_each() keeps one of the headlines for its score, and
//   drop_teasers() removes it: it stands under "Related news"
//
// Each pass sees what those before it decided; decide.cc has their order. What keeps is in passes_that_keep.cc, what
// drops in passes_that_drop.cc, the rest in decision_passes.cc.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/clean/decide.h"

namespace polsearch::clean {

// Holds references: the arguments outlive it. All five are of one page, the vectors of one length.
class DecisionPasses {
 public:
  DecisionPasses(const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence,
                 const std::vector<UnitDates>& dates, const std::vector<double>& scores, ScriptClass script);

  // First verdicts: rules, the score, the run that a contact line stands in.
  void judge_each();
  void judge_tails();

  // Lines that belong to the text though the score is low.
  void fill_gaps();        // sub-heads and short list items between paragraphs
  void keep_lists();       // the list or table that a kept line leads up to
  void extend_text();      // doubtful paragraphs right behind a kept one
  void keep_sequences();   // items that go on counting, and their answers
  void keep_fields();      // "Buyer: ..." of a tender
  void keep_heads();       // a short line right between two kept ones
  void keep_signatures();  // who issues a notice, above its date
  void keep_signers();     // who signs a Thai one
  void keep_issuer();      // the body that the head of the page names, below the text

  // Lines that do not, though the score is high.
  void drop_above_menu();        // a slogan above the menu
  void drop_about();             // whom the page is by, at its end
  void drop_thread();            // what readers said
  void drop_running_heads();     // the head of each page of a paper
  void drop_islands();           // a short line far from all that is kept
  void drop_foreign_edges();     // lines in another script around the text
  void drop_teasers();           // headlines of other pages behind the text
  void drop_inserted_teasers();  // ... and between its paragraphs

  // Never an empty body from a page that has text: all that no rule names, else the longest unit. Was it needed?
  bool fall_back();

  [[nodiscard]] std::vector<Decision> take_decisions() { return std::move(decisions_); }

 private:
  // What a walk over the units has passed: behind the last paragraph, and the last line of a hard rule.
  struct Passed {
    std::size_t prose = 0, hard = 0;
  };

  void judge_alone(std::size_t i);
  void judge_tail(std::size_t i, const Passed& passed);
  void keep(std::size_t i);
  void remove(std::size_t i, std::string rule, std::string reason);

  // What a unit is.
  bool is_ruled(std::size_t i) const;
  bool is_symbols(std::size_t i) const;
  bool is_known_kind(std::size_t i) const;
  bool is_insert(std::size_t i) const;
  bool is_item(std::size_t i) const;
  bool is_caption(std::size_t i) const;
  bool is_table_head(std::size_t i) const;
  bool is_short_sentence(std::size_t i) const;
  bool is_answer(std::size_t i) const;
  bool is_field(std::size_t i) const;
  bool is_bare_name(std::size_t i) const;
  bool announces_list(std::size_t i) const;
  bool names_other_page(std::size_t i) const;
  bool presents_firm(std::size_t i) const;
  bool ends_thread(std::size_t i) const;
  static bool is_footer_reason(std::string_view reason);

  // Where it stands.
  std::pair<std::size_t, std::size_t> span_of_prose() const;
  double least_score(std::size_t i) const;
  std::size_t end_of_article() const;
  bool in_footer(std::size_t i, const Passed& passed) const;
  bool follows_prose(std::size_t i) const;
  bool is_between_prose(std::size_t i) const;
  bool is_amid_prose(std::size_t i) const;
  bool is_kept_before(std::size_t i, std::size_t reach) const;
  bool is_kept_behind(std::size_t i, std::size_t reach) const;
  std::size_t behind_last_kept() const;
  std::size_t behind_last_prose() const;
  std::size_t head_of_thread() const;
  double kept_words() const;

  const std::vector<Unit>& units_;
  const std::vector<UnitEvidence>& evidence_;
  const std::vector<UnitDates>& dates_;
  const std::vector<double>& scores_;
  const ScriptClass script_;
  const std::pair<std::size_t, std::size_t> prose_;  // see span_of_prose()
  const std::size_t article_end_;                    // see end_of_article()
  const std::size_t paragraphs_end_;                 // behind the last paragraph, kept or not
  std::vector<Decision> decisions_;
};

}  // namespace polsearch::clean
