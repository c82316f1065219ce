// The boilerplate rules, compiled when a page first needs them: that takes a third of a second, which builds of clean
// texts and most updates can do without.
//
//   create(table) -> at once; get() -> compiles, the first time
#pragma once

#include <memory>

#include <polsearch/result.h>
#include "analysis/knowledge.h"
#include "indexer/clean/rules.h"

namespace polsearch::clean {

// May be shared by threads.
class LateRules {
 public:
  // A table with rows of the user's is compiled here and now, and an error names the row. The built-in one is sound:
  // tests compile it.
  [[nodiscard]] static Result<LateRules> create(const Table& table);
  ~LateRules();
  LateRules(LateRules&&) noexcept;
  LateRules& operator=(LateRules&&) noexcept;

  [[nodiscard]] const BoilerplateRules& get() const;

 private:
  struct State;
  explicit LateRules(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace polsearch::clean
