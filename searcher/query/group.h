// Several nodes as one.
#pragma once

#include <utility>
#include <vector>

#include "searcher/query/ast.h"

namespace polsearch::query {

// The children under one operator; a single child stays itself. At least one child.
[[nodiscard]] inline Node group(Op op, std::vector<Node> children) {
  if (children.size() == 1) return std::move(children.front());
  Node node;
  node.op = op;
  node.children = std::move(children);
  return node;
}

}  // namespace polsearch::query
