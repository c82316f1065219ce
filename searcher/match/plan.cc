// Building and printing plans (see plan.h).
#include "searcher/match/plan.h"

#include <string_view>
#include <unordered_set>
#include <utility>

namespace polsearch::match {
namespace {

Plan with_children(Plan::Op op, std::vector<Plan> children, std::uint32_t window = 0) {
  Plan plan;
  plan.op = op;
  plan.window = window;
  plan.children = std::move(children);
  return plan;
}

std::string joined(const std::vector<Plan>& children, std::string_view separator) {
  std::string out = "(";
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (i > 0) out += separator;
    out += print(children[i]);
  }
  return out + ")";
}

// The same operand twice asks for nothing new and costs its postings twice.
void drop_repeated(std::vector<Plan>& children) {
  if (children.size() < 2) return;
  std::unordered_set<std::string> seen;
  std::erase_if(children, [&](const Plan& plan) { return !seen.insert(print(plan)).second; });
}

std::string print_documents(const std::vector<DocumentRange>& ranges) {
  std::string out = "DOCUMENTS";
  for (const DocumentRange& range : ranges) {
    out += ' ' + std::to_string(range.first) + ".." + std::to_string(range.last);
  }
  return out;
}

}  // namespace

Plan Plan::all() { return with_children(Op::kAll, {}); }

Plan Plan::of_term(std::string term) {
  Plan plan = with_children(Op::kTerm, {});
  plan.term = std::move(term);
  return plan;
}

Plan Plan::of_documents(std::vector<DocumentRange> ranges) {
  if (ranges.empty()) return nothing();
  Plan plan = with_children(Op::kDocuments, {});
  plan.documents = std::move(ranges);
  return plan;
}

Plan Plan::phrase(std::vector<Plan> terms, std::uint32_t window) {
  if (terms.size() == 1) return std::move(terms.front());
  return with_children(Op::kPhrase, std::move(terms), window);
}

Plan Plan::near(std::vector<Plan> terms, std::uint32_t window) {
  if (terms.size() == 1) return std::move(terms.front());
  return with_children(Op::kNear, std::move(terms), window);
}

Plan Plan::and_not(Plan wanted, std::vector<Plan> unwanted) {
  std::erase_if(unwanted, [](const Plan& plan) { return plan.op == Op::kNothing; });
  if (unwanted.empty() || wanted.op == Op::kNothing) return wanted;
  std::vector<Plan> children;
  children.reserve(unwanted.size() + 1);
  children.push_back(std::move(wanted));
  for (Plan& plan : unwanted) children.push_back(std::move(plan));
  return with_children(Op::kAndNot, std::move(children));
}

Plan all_of(std::vector<Plan> given) {
  std::vector<Plan> children;
  for (Plan& plan : given) {
    if (plan.op == Plan::Op::kAll) continue;
    if (plan.op != Plan::Op::kAnd) {
      children.push_back(std::move(plan));
      continue;
    }
    for (Plan& inner : plan.children) children.push_back(std::move(inner));
  }
  for (const Plan& child : children)
    if (child.op == Plan::Op::kNothing) return Plan::nothing();
  if (children.empty()) return Plan::all();
  drop_repeated(children);
  if (children.size() == 1) return std::move(children.front());
  return with_children(Plan::Op::kAnd, std::move(children));
}

Plan any_of(std::vector<Plan> children) {
  std::erase_if(children, [](const Plan& plan) { return plan.op == Plan::Op::kNothing; });
  for (const Plan& child : children)
    if (child.op == Plan::Op::kAll) return Plan::all();
  if (children.empty()) return Plan::nothing();
  drop_repeated(children);
  if (children.size() == 1) return std::move(children.front());
  return with_children(Plan::Op::kOr, std::move(children));
}

Plan some_of(std::vector<Plan> children, std::uint32_t minimum) {
  if (minimum == 0) return Plan::all();
  if (minimum > children.size()) return Plan::nothing();
  if (minimum == 1) return any_of(std::move(children));
  if (minimum == children.size()) return all_of(std::move(children));
  Plan plan = with_children(Plan::Op::kSome, std::move(children));
  plan.minimum = minimum;
  return plan;
}

std::string print(const Plan& plan) {
  switch (plan.op) {
    case Plan::Op::kNothing: return "NOTHING";
    case Plan::Op::kAll: return "ALL";
    case Plan::Op::kTerm: return plan.term;
    case Plan::Op::kAnd: return joined(plan.children, " AND ");
    case Plan::Op::kOr: return joined(plan.children, " OR ");
    case Plan::Op::kSome: return joined(plan.children, " ") + '~' + std::to_string(plan.minimum);
    case Plan::Op::kAndNot: return joined(plan.children, " NOT ");
    case Plan::Op::kPhrase: return "PHRASE " + std::to_string(plan.window) + ' ' + joined(plan.children, " ");
    case Plan::Op::kNear: return "NEAR " + std::to_string(plan.window) + ' ' + joined(plan.children, " ");
    case Plan::Op::kDocuments: return print_documents(plan.documents);
  }
  return "";
}

}  // namespace polsearch::match
