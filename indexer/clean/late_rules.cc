#include "indexer/clean/late_rules.h"

#include <cstdlib>
#include <mutex>
#include <optional>
#include <utility>

namespace polsearch::clean {

struct LateRules::State {
  Table table;
  std::once_flag once;
  std::optional<BoilerplateRules> rules;
};

LateRules::LateRules(std::unique_ptr<State> state) : state_(std::move(state)) {}
LateRules::~LateRules() = default;
LateRules::LateRules(LateRules&&) noexcept = default;
LateRules& LateRules::operator=(LateRules&&) noexcept = default;

Result<LateRules> LateRules::create(const Table& table) {
  auto state = std::make_unique<State>();
  state->table = table;
  if (table.is_overlaid) {
    Result<BoilerplateRules> rules = BoilerplateRules::create(table);
    if (!rules) return rules.error();
    std::call_once(state->once, [&] { state->rules = std::move(rules).value(); });
  }
  return LateRules(std::move(state));
}

const BoilerplateRules& LateRules::get() const {
  std::call_once(state_->once, [&] {
    Result<BoilerplateRules> rules = BoilerplateRules::create(state_->table);
    if (!rules) std::abort();  // a row of our own that no test has seen
    state_->rules = std::move(rules).value();
  });
  return *state_->rules;
}

}  // namespace polsearch::clean
