// Tree -> simpler tree that finds the same (see rewrite.h).
#include "searcher/query/rewrite.h"

#include <algorithm>
#include <cassert>
#include <unordered_map>
#include <utility>

#include "searcher/query/syntax.h"

namespace polsearch::query {
namespace {

// More rounds than any tree within ParseLimits::depth needs; a guard, not a knob.
constexpr int kMaxRounds = 200;

bool is_group(const Node& node) {
  return node.op == Op::kAnd || node.op == Op::kOr || node.op == Op::kSome || node.op == Op::kNear ||
         node.op == Op::kNot;
}

bool can_be_required(const Node& node) {
  return node.op != Op::kFilter && node.op != Op::kAll && node.op != Op::kNothing;
}

Node node_of(Op op) {
  Node node;
  node.op = op;
  return node;
}

// Applies `pass` to every child of `node`, depth first.
Node each_child(Node node, Node (*pass)(Node)) {
  for (Node& child : node.children) child = pass(std::move(child));
  return node;
}

void remove_children(Node& node, std::size_t first, Op op) {
  const auto begin = node.children.begin() + static_cast<std::ptrdiff_t>(std::min(first, node.children.size()));
  node.children.erase(std::remove_if(begin, node.children.end(), [op](const Node& child) { return child.op == op; }),
                      node.children.end());
}

Node single_child(Node node) {
  Node child = std::move(node.children.front());
  child.required = (child.required || node.required) && can_be_required(child);
  return child;
}

void append(std::vector<Node>& to, std::vector<Node> from, bool required) {
  for (Node& node : from) {
    node.required = (node.required || required) && can_be_required(node);
    to.push_back(std::move(node));
  }
}

}  // namespace

Node push_scopes(Node node) {
  if (node.op == Op::kNear && node.scope == Scope::kAny && !node.children.empty()) node.scope = node.children[0].scope;
  if (is_group(node) && node.scope != Scope::kAny)
    for (Node& child : node.children)
      if (child.scope == Scope::kAny || node.op == Op::kNear) child.scope = node.scope;
  if (node.op == Op::kNear)
    for (Node& child : node.children) child.scope = node.scope;
  else if (is_group(node))
    node.scope = Scope::kAny;
  return each_child(std::move(node), push_scopes);
}

Node drop_empty(Node node) {
  node = each_child(std::move(node), drop_empty);
  switch (node.op) {
    case Op::kWord:
    case Op::kPhrase:
    case Op::kPrefix:
    case Op::kFilter: return has_text(node.text) ? std::move(node) : node_of(Op::kNothing);
    case Op::kNear:
    case Op::kAnd:
    case Op::kOr:
    case Op::kSome: remove_children(node, 0, Op::kNothing); break;
    case Op::kNot:
      if (!node.children.empty() && node.children[0].op == Op::kNothing) return node_of(Op::kNothing);
      remove_children(node, 1, Op::kNothing);
      break;
    case Op::kAll:
    case Op::kNothing: return node;
  }
  return node.children.empty() ? node_of(Op::kNothing) : std::move(node);
}

Node collapse_single(Node node) {
  node = each_child(std::move(node), collapse_single);
  node.required = node.required && can_be_required(node);
  if (node.op == Op::kNot)
    for (std::size_t i = 1; i < node.children.size(); ++i) node.children[i].required = false;
  if (node.op == Op::kNear || node.op == Op::kSome)
    for (Node& child : node.children) child.required = false;
  if (node.op == Op::kNear) node.distance = std::max(node.distance, 1U);
  if (is_group(node) && node.children.size() == 1) return single_child(std::move(node));
  if (node.op != Op::kSome) return node;
  if (node.minimum <= 1) node.op = Op::kOr;
  if (node.minimum >= node.children.size()) node.op = Op::kAnd;
  node.minimum = node.op == Op::kSome ? node.minimum : 0;
  return node;
}

namespace {

// a NOT (NOT x): the inner exclusion is a demand. Several of them excluded at once are demanded in turn: x OR y.
Node demand_of(Node exclusion) {
  exclusion.children.erase(exclusion.children.begin());
  if (exclusion.children.size() == 1) return single_child(std::move(exclusion));
  exclusion.op = Op::kOr;
  return exclusion;
}

bool is_pure_exclusion(const Node& node) {
  return node.op == Op::kNot && !node.children.empty() && node.children[0].op == Op::kAll;
}

Node simplify_exclusion(Node node) {
  std::vector<Node> wanted, excluded;
  bool required = node.required;
  wanted.push_back(std::move(node.children[0]));
  if (wanted[0].op == Op::kNot) {
    Node inner = std::exchange(wanted[0], {});
    required |= inner.required;
    wanted[0] = std::move(inner.children[0]);
    std::move(inner.children.begin() + 1, inner.children.end(), std::back_inserter(excluded));
  }
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    Node& child = node.children[i];
    if (is_pure_exclusion(child))
      wanted.push_back(demand_of(std::move(child)));
    else if (child.op == Op::kOr)
      std::move(child.children.begin(), child.children.end(), std::back_inserter(excluded));
    else
      excluded.push_back(std::move(child));
  }
  Node base = node_of(Op::kAnd);
  base.children = std::move(wanted);
  remove_children(base, 0, base.children.size() > 1 ? Op::kAll : Op::kNothing);
  base.required = required;
  if (base.children.empty()) base = node_of(Op::kAll);
  if (base.children.size() == 1) base = single_child(std::move(base));
  if (excluded.empty()) return base;
  node.required = base.required && base.op == Op::kAnd ? std::exchange(base.required, false) : false;
  node.children.clear();
  node.children.push_back(std::move(base));
  append(node.children, std::move(excluded), false);
  return node;
}

// a (b NOT c) d -> a b d NOT c
Node hoist_exclusions(Node node) {
  std::vector<Node> wanted, excluded;
  for (Node& child : node.children) {
    if (child.op != Op::kNot) {
      wanted.push_back(std::move(child));
      continue;
    }
    Node& base = child.children[0];
    base.required = (base.required || child.required) && can_be_required(base);
    if (base.op != Op::kAll) wanted.push_back(std::move(base));
    std::move(child.children.begin() + 1, child.children.end(), std::back_inserter(excluded));
  }
  node.children = std::move(wanted);
  if (excluded.empty()) return node;
  if (node.children.empty()) node = node_of(Op::kAll);
  if (node.op == Op::kAnd && node.children.size() == 1) node = single_child(std::move(node));
  Node exclusion = node_of(Op::kNot);
  exclusion.children.push_back(std::move(node));
  append(exclusion.children, std::move(excluded), false);
  return exclusion;
}

}  // namespace

Node simplify_not(Node node) {
  node = each_child(std::move(node), simplify_not);
  const bool has_parts = node.children.size() > 1;
  if (node.op == Op::kNot && has_parts) return simplify_exclusion(std::move(node));
  if (node.op == Op::kAnd && has_parts) return hoist_exclusions(std::move(node));
  return node;
}

Node flatten(Node node) {
  node = each_child(std::move(node), flatten);
  if (node.op != Op::kAnd && node.op != Op::kOr) return node;
  std::vector<Node> children;
  for (Node& child : node.children) {
    if (child.op == node.op)
      append(children, std::move(child.children), child.required && node.op == Op::kAnd);
    else
      children.push_back(std::move(child));
  }
  node.children = std::move(children);
  return node;
}

Node drop_all(Node node) {
  node = each_child(std::move(node), drop_all);
  const bool is_neutral = node.op == Op::kAnd && std::any_of(node.children.begin(), node.children.end(),
                                                             [](const Node& c) { return c.op != Op::kAll; });
  if (is_neutral) remove_children(node, 0, Op::kAll);
  return node;
}

Node dedupe(Node node) {
  node = each_child(std::move(node), dedupe);
  if (node.op != Op::kAnd && node.op != Op::kOr && node.op != Op::kNot) return node;
  std::unordered_map<std::string, std::size_t> seen;  // print -> index in children
  std::vector<Node> children;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    Node& child = node.children[i];
    const bool required = std::exchange(child.required, false);
    const bool is_base = node.op == Op::kNot && i == 0;
    const auto [place, is_new] = is_base ? std::pair{seen.end(), true} : seen.emplace(print(child), children.size());
    if (is_new) children.push_back(std::move(child));
    Node& kept = is_new ? children.back() : children[place->second];
    kept.required |= required;
  }
  node.children = std::move(children);
  return node;
}

Node rewrite(Node node, std::vector<std::string>* trace) {
  const auto note = [&](const Pass& pass, const Node& before) {
    if (trace == nullptr) return;
    std::string after = print(node);
    if (after != print(before)) trace->push_back(std::string(pass.name) + ": " + after);
  };
  for (int round = 0; round < kMaxRounds; ++round) {
    const Node at_start = node;
    for (const Pass& pass : kPasses) {
      const Node before = node;
      node = pass.function(std::move(node));
      if (node != before) note(pass, before);
    }
    if (node == at_start) return node;
  }
  assert(!"the rewrites do not settle");
  return node;
}

}  // namespace polsearch::query
