// Passes that make a tree simpler without changing what it finds: each a pure function, in a table that --explain
// prints.
//
//   (steel (coal coal)) NOT (NOT iron)  ->  flatten, dedupe, not  ->  steel coal iron
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/query/ast.h"

namespace polsearch::query {

[[nodiscard]] Node push_scopes(Node node);      // a scope on a group goes to its words that have none
[[nodiscard]] Node drop_empty(Node node);       // parts without a letter or digit, and groups without parts
[[nodiscard]] Node collapse_single(Node node);  // groups of one, and k of n that means all or any
[[nodiscard]] Node simplify_not(Node node);     // double negation; exclusions inside AND join the outer ones
[[nodiscard]] Node flatten(Node node);          // AND in AND, OR in OR
[[nodiscard]] Node drop_all(Node node);         // every document: AND it, OR it
[[nodiscard]] Node dedupe(Node node);           // the same operand twice in one group

struct Pass {
  std::string_view name;
  Node (*function)(Node);
};

inline constexpr std::array kPasses = {
    Pass{"push scopes", push_scopes},
    Pass{"drop empty parts", drop_empty},
    Pass{"collapse groups of one", collapse_single},
    Pass{"simplify NOT", simplify_not},
    Pass{"flatten groups", flatten},
    Pass{"drop *", drop_all},
    Pass{"drop repetitions", dedupe},
};

// All passes, in order, until nothing changes any more. `trace`, if given, gets one line "name: query" for each pass
// that changed the printed query. rewrite(rewrite(q)) == rewrite(q).
[[nodiscard]] Node rewrite(Node node, std::vector<std::string>* trace = nullptr);

}  // namespace polsearch::query
