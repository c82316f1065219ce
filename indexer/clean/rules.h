// corpus/knowledge/boilerplate.tsv compiled: which row, if any, says that a line is not the article?
//
//   "Sales Manager - Mrs. Wendy Fu"  ->  row "sales-title", reason "sales-contact"
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include "analysis/knowledge.h"
#include "indexer/clean/unit.h"

namespace polsearch::clean {

enum class Weight : std::uint8_t {
  kHard,  // the line is removed
  kTail,  // removed when it stands in the run of a footer or header: an article may give an address too
  kWeak,  // a cue that needs company
  kVote,  // adds to the line score
  kName,  // says what kind a removed line is, and removes nothing
};

struct Rule {
  std::string id;
  std::string reason;
  Weight weight = Weight::kHard;
  double vote = 0;
  double max_words = 0;  // 0: no limit
  std::string removes, keeps;
  std::string origin;  // "corpus/knowledge/boilerplate.tsv:12"
};

// What the rules say of one unit. Pointers live as long as the rules.
struct RuleVerdict {
  const Rule* hard = nullptr;  // the first hard row that matches, in the order of the table
  const Rule* tail = nullptr;
  const Rule* vote_rule = nullptr;
  double vote = 0;
};

struct RuleSpan {
  const Rule* rule = nullptr;
  std::size_t begin = 0, end = 0;  // bytes of the text
};

// Immutable; may be shared by threads.
class BoilerplateRules {
 public:
  // An error names the row. Does not run the examples: check_examples() does.
  [[nodiscard]] static Result<BoilerplateRules> create(const Table& table);
  ~BoilerplateRules();
  BoilerplateRules(BoilerplateRules&&) noexcept;
  BoilerplateRules& operator=(BoilerplateRules&&) noexcept;

  [[nodiscard]] RuleVerdict judge(const Unit& unit) const;
  // Of a line that goes for its looks: the first row that says what kind it is, or null.
  [[nodiscard]] const Rule* name_kind(const Unit& unit) const;
  [[nodiscard]] bool is_menu_word(std::string_view bare_key) const;             // an exact row of reason navigation
  [[nodiscard]] std::vector<RuleSpan> find_spans(std::string_view text) const;  // in order, disjoint
  [[nodiscard]] std::vector<RuleSpan> find_cues(
      std::string_view text) const;  // in order, disjoint; begin is where to cut

  // One sentence for each example that its row fails; empty when the table is sound.
  [[nodiscard]] std::vector<std::string> check_examples() const;

 private:
  struct Compiled;
  explicit BoilerplateRules(std::unique_ptr<const Compiled> compiled);
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace polsearch::clean
