// Tree -> simpler tree, and the trace of how.
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "searcher/query/ast.h"
#include "searcher/query/rewrite.h"

using namespace polsearch::query;

TEST_CASE("rewriting makes a query simple") {
  struct Row {
    std::string query, rewritten;
  };
  const std::vector<Row> rows = {
      {"", ""},
      {"a b", "a b"},
      {"(a b) (c (d e))", "a b c d e"},
      {"a OR (b OR c)", "a OR b OR c"},
      {"a OR (b c)", "a OR b AND c"},
      {"a a b a", "a b"},
      {"a OR a", "a"},
      {"a +a", "+a"},
      {"(a OR b) (a OR b)", "a OR b"},
      {"title:a a", "title:a a"},
      {"* a", "a"},
      {"* *", "*"},
      {"* OR a", "* OR a"},
      {"* NOT a", "NOT a"},
      {"a NOT (NOT b)", "a b"},
      {"NOT (NOT a)", "a"},
      {"NOT (a OR b)", "NOT a NOT b"},
      {"NOT (a b)", "NOT (a b)"},
      {"NOT (NOT a NOT b)", "a OR b"},
      {"a (b NOT c) d", "a b d NOT c"},
      {"a (NOT b) (NOT c)", "a NOT b NOT c"},
      {"(a NOT b) NOT c", "a NOT b NOT c"},
      {"(NOT a) (NOT b)", "NOT a NOT b"},
      {"a NOT b NOT b", "a NOT b"},
      {"a NOT a", "a NOT a"},
      {"+(a b) c", "+a +b c"},
      {"+(a OR b) c", "+(a OR b) c"},
      {"+(a NOT b) c", "+a c NOT b"},
      {"(a b c)~2 (a b c)~2", "(a b c)~2"},
      {"(a a b)~2", "(a a b)~2"},
      {"((a b) c d)~2", "((a b) c d)~2"},
      {"title:(a (b c) -(d OR e))", "title:a title:b title:c NOT title:d NOT title:e"},
      {"ministry:(miit OR miit)", "ministry:miit"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.query);
    CHECK(print(rewrite(parse(row.query).root)) == row.rewritten);
  }
}

TEST_CASE("the trace names each pass that changed the query and prints the result") {
  std::vector<std::string> trace;
  const Node node = rewrite(parse("(steel (coal coal)) NOT (NOT iron) *").root, &trace);
  CHECK(print(node) == "steel coal iron");
  CHECK(trace == std::vector<std::string>{"simplify NOT: ((steel (coal coal)) *) iron",
                                          "flatten groups: steel coal coal * iron", "drop *: steel coal coal iron",
                                          "drop repetitions: steel coal iron"});
}

TEST_CASE("a scope on a hand-made group goes to the words that have none") {
  Node a, b;
  a.op = b.op = Op::kWord;
  a.text = "a";
  b.text = "b";
  b.scope = Scope::kBody;
  Node group;
  group.op = Op::kOr;
  group.scope = Scope::kTitle;
  group.children = {a, b};
  CHECK(print(group) == "title:a OR body:b");
  CHECK(push_scopes(group).scope == Scope::kAny);
}

TEST_CASE("empty parts vanish, and a group of nothing is nothing") {
  Node nothing, word, group;
  word.op = Op::kWord;
  word.text = "?!";
  group.op = Op::kAnd;
  group.children = {nothing, word};
  CHECK(drop_empty(group).op == Op::kNothing);
  CHECK(print(group).empty());
}
