// Query text -> print of the tree and notes.
#include <catch2/catch.hpp>
#include <string>

#include "searcher/query/ast.h"

using polsearch::query::parse;
using polsearch::query::print;

TEST_CASE("a query without operators is its words") { CHECK(print(parse("5G factories").root) == "5G factories"); }
