#include "indexer/clean/decide.h"

#include "indexer/clean/decision_passes.h"

namespace polsearch::clean {

// The order matters: a pass looks at what its neighbours have become.
Decisions decide(const std::vector<Unit>& units, const std::vector<UnitEvidence>& evidence,
                 const std::vector<UnitDates>& dates, const std::vector<double>& scores, ScriptClass script) {
  DecisionPasses passes(units, evidence, dates, scores, script);
  passes.judge_each();
  passes.judge_tails();
  passes.fill_gaps();
  passes.keep_lists();
  passes.extend_text();
  passes.drop_above_menu();
  passes.drop_about();
  passes.drop_thread();
  passes.keep_sequences();
  passes.keep_fields();
  passes.keep_heads();
  passes.drop_running_heads();
  passes.drop_islands();
  passes.keep_signatures();
  passes.keep_signers();
  passes.keep_issuer();
  passes.drop_foreign_edges();
  const bool fell_back = passes.fall_back();
  passes.drop_teasers();
  passes.drop_inserted_teasers();
  return {passes.take_decisions(), fell_back};
}

}  // namespace polsearch::clean
