// Query text -> print of its tree, and notes: one row an input.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "searcher/query/ast.h"

namespace {

using polsearch::query::Node;
using polsearch::query::Op;
using polsearch::query::parse;
using polsearch::query::ParsedQuery;
using polsearch::query::ParseLimits;
using polsearch::query::print;

struct Row {
  std::string query;
  std::string printed;
  std::vector<std::string> notes;  // a part of each, in order
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.query);
    const ParsedQuery parsed = parse(row.query);
    CHECK(print(parsed.root) == row.printed);
    CHECK(print(parse(row.printed).root) == row.printed);
    CAPTURE(parsed.notes);
    REQUIRE(parsed.notes.size() == row.notes.size());
    for (std::size_t i = 0; i < row.notes.size(); ++i) CHECK(parsed.notes[i].find(row.notes[i]) != std::string::npos);
  }
}

std::string repeat(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

std::size_t depth(const Node& node) {
  std::size_t deepest = 0;
  for (const Node& child : node.children) deepest = std::max(deepest, depth(child));
  return deepest + 1;
}

std::size_t count(const Node& node) {
  std::size_t nodes = 1;
  for (const Node& child : node.children) nodes += count(child);
  return nodes;
}

}  // namespace

TEST_CASE("words stay as they are typed, without the punctuation around them") {
  check({
      {"", "", {}},
      {"   ", "", {"nothing to look for"}},
      {"5G factories", "5G factories", {}},
      {"5G  factories\tnow", "5G factories now", {}},
      {"Steel and Coal", "Steel and Coal", {}},
      {"steel and coal or iron not", "steel and coal or iron not", {}},
      {"工业和信息化部", "工业和信息化部", {}},
      {"กระทรวงอุตสาหกรรม", "กระทรวงอุตสาหกรรม", {}},
      {"5G工厂 建设", "5G工厂 建设", {}},
      {"5G　工厂", "5G 工厂", {}},
      {"工信部，发改委。财政部", "工信部 发改委 财政部", {}},
      {"《中国制造2025》", "中国制造2025", {}},
      {"โรงงาน 5G", "โรงงาน 5G", {}},
      {"state-owned", "state-owned", {}},
      {"COVID-19", "COVID-19", {}},
      {"C++", "C++", {}},
      {"C#", "C#", {}},
      {"R&D", "R&D", {}},
      {"AT&T Q&A", "AT&T Q&A", {}},
      {"a@b.com", "a@b.com", {}},
      {".NET", ".NET", {}},
      {"U.S. policy.", "U.S. policy", {}},
      {"4.6%year", "4.6%year", {}},
      {"4.6%year -on -year", "4.6%year NOT on NOT year", {}},
      {"value-added", "value-added", {}},
      {"5G+Industrial Internet", "5G+Industrial Internet", {}},
      {"value -added", "value NOT added", {}},
      {"non -ferrous metals", "non metals NOT ferrous", {}},
      {"http://a.b/c", "http://a.b/c", {}},
      {"https://www.gov.cn/x?y=1&z=2#top", "https://www.gov.cn/x?y=1&z=2#top", {}},
      {"www.miit.gov.cn", "www.miit.gov.cn", {}},
      {"2020~2025", "2020~2025", {}},
      {"5~10%", "5~10%", {}},
      {"1,000 tonnes, of steel; yes: no!", "1,000 tonnes of steel yes no", {}},
      {"what is a 5G factory?", "what is a 5G factory", {}},
      {"什么是5G工厂？", "什么是5G工厂", {}},
      {"'single quotes' workers' China’s", "single quotes workers China’s", {}},
      {"[bracket] {brace} <b>tag</b>", "bracket brace b tag b", {}},
      {"$100 #tag @name", "$100 #tag @name", {}},
      {"👍 steel", "steel", {}},
      {"steel 👍 ☃", "steel", {}},
      {"10:30 meeting", "10:30 meeting", {}},
  });
}

TEST_CASE("an unknown field is a word, an address is no field") {
  check({
      {"foo:bar", "foo bar", {"foo: is not a field"}},
      {"foo:bar baz:qux", "foo bar baz qux", {"foo: is not a field", "baz: is not a field"}},
      {R"(foo:"a b")", R"(foo "a b")", {"foo: is not a field"}},
      {"foo:", "foo", {}},
      {"foo: bar", "foo bar", {}},
      {"Note: this", "Note this", {}},
      {"std::vector", "std vector", {"std: is not a field"}},
      {"mailto:x@y.org", "mailto x@y.org", {"mailto: is not a field"}},
      {R"(C:\temp)", R"(\C\:\\temp)", {}},
  });
}

TEST_CASE("AND, OR and NOT are upper case and lenient") {
  check({
      {"AND", "", {"AND needs", "nothing to look for"}},
      {"OR", "", {"OR needs", "nothing to look for"}},
      {"NOT", "", {"NOT needs", "nothing to look for"}},
      {"NEAR", "", {"NEAR needs", "nothing to look for"}},
      {"OR steel", "steel", {"OR needs"}},
      {"steel OR", "steel", {"OR needs"}},
      {"steel AND", "steel", {"AND needs"}},
      {"AND steel", "steel", {"AND needs"}},
      {"NOT steel", "NOT steel", {}},
      {"steel NOT", "steel", {"NOT needs"}},
      {"steel AND OR coal", "steel OR coal", {"AND needs"}},
      {"steel AND AND coal", "steel coal", {"AND needs"}},
      {"steel OR OR coal", "steel OR coal", {"OR needs"}},
      {"a AND b", "a b", {}},
      {"a OR b", "a OR b", {}},
      {"a b OR c d", "a AND b OR c AND d", {}},
      {"a AND b OR c AND d", "a AND b OR c AND d", {}},
      {"a OR b AND c", "a OR b AND c", {}},
      {"a NOT b", "a NOT b", {}},
      {"a AND NOT b", "a NOT b", {}},
      {"a OR NOT b", "a OR NOT b", {}},
      {"NOT a NOT b", "NOT a NOT b", {}},
      {"NOT NOT a", "a", {}},
      {"NOT NOT NOT a", "NOT a", {}},
      {"steel NOT coal OR iron", "steel NOT coal OR iron", {}},
      {"steel AND (coal OR )", "steel coal", {"OR needs"}},
      {"and or not near", "and or not near", {}},
      {"And Or Not", "And Or Not", {}},
      {"AND, steel", R"(\AND steel)", {}},
      {"a && b || c", "a AND b OR c", {}},
      {"a&&b", "a b", {}},
      {"a||b", "a OR b", {}},
      {"a | b", "a OR b", {}},
      {"a|b", "a|b", {}},
      {"｜ a ｜｜ b", "a OR b", {"OR needs"}},
      {"a & b", "a b", {}},
      {"!a b!", "a b", {}},
  });
}

TEST_CASE("+ and - count at the start of a token only") {
  check({
      {"+a b", "+a b", {}},
      {"-a b", "b NOT a", {}},
      {"a -b", "a NOT b", {}},
      {"a -b -c", "a NOT b NOT c", {}},
      {"+a -b c", "+a c NOT b", {}},
      {"+ a - b", "a b", {}},
      {"++a --b +-c", "a b c", {}},
      {"a+b a-b", "a+b a-b", {}},
      {"a- b+", "a- b+", {}},
      {"- - -", "", {"nothing to look for"}},
      {"-", "", {"nothing to look for"}},
      {"----------", "", {"nothing to look for"}},
      {"－ａ ＋ｂ", "+b NOT a", {}},
      {R"(-"a b")", R"(NOT "a b")", {}},
      {R"(+"a b")", R"(+"a b")", {}},
      {"-(a b)", "NOT (a b)", {}},
      {"+(a b)", "+(a b)", {}},
      {"-(a OR b) c", "c NOT (a OR b)", {}},
      {"+(a OR b) c", "+(a OR b) c", {}},
      {"-title:a", "NOT title:a", {}},
      {"title:-a", "NOT title:a", {}},
      {"+title:a", "+title:a", {}},
      {"a -", "a", {}},
  });
}

TEST_CASE("quotation marks of every kind make phrases") {
  check({
      {R"("5G factories")", R"("5G factories")", {}},
      {R"("5G")", R"("5G")", {}},
      {R"("a b" "c d")", R"("a b" "c d")", {}},
      {R"("a""b")", R"("a" "b")", {}},
      {R"(a"b c"d)", R"(a "b c" d)", {}},
      {R"("")", "", {"nothing to look for"}},
      {R"(" ")", "", {"nothing to look for"}},
      {R"("...")", "", {"nothing to look for"}},
      {R"("a)", "a", {"quotation mark without a partner"}},
      {R"(a")", "a", {"quotation mark without a partner"}},
      {R"(a "b)", "a b", {"quotation mark without a partner"}},
      {R"("a "b" c)", R"("a" b c)", {"quotation mark without a partner"}},
      {R"("a, b.  c")", R"("a, b. c")", {}},
      {R"("say \"hi\" now")", R"("say \"hi\" now")", {}},
      {R"("back\\slash")", R"("back\\slash")", {}},
      {R"("manu* plan")", R"("manu* plan")", {"* inside a phrase"}},
      {R"("a b"~5)", "a NEAR/5 b", {}},
      {R"("a b"~0)", R"("a b")", {}},
      {R"("a b"~500)", "a NEAR/100 b", {"at most 100 apart"}},
      {R"("a"~5)", R"("a")", {"behind a phrase of one word"}},
      {R"("a b c"~3 d)", "a NEAR/3 b NEAR/3 c d", {}},
      {R"("a b"^2)", R"("a b")", {"~ and ^ behind a word"}},
      {R"("a b"*)", R"("a b")", {}},
      {"“5G factories”", R"("5G factories")", {}},
      {"„5G factories“", R"("5G factories")", {}},
      {"«5G factories»", R"("5G factories")", {}},
      {"「5G工厂」", R"("5G工厂")", {}},
      {"『5G 工厂』", R"("5G 工厂")", {}},
      {"＂5G 工厂＂", R"("5G 工厂")", {}},
      {"〝a b〞", R"("a b")", {}},
      {"“5G factories", "5G factories", {"quotation mark without a partner"}},
      {"什么是“智能制造”", "什么是 智能制造", {}},
      {"“质”这个字", "质 这个字", {}},
      {"「唐音」的「唐」", "唐音 的 唐", {}},
      {"the “Tesla” car", R"(the "Tesla" car)", {}},
      {"the“Tesla”car", "the Tesla car", {}},
      {"5G（工厂）", "5G 工厂", {}},
      {"（a OR b） c", "(a OR b) c", {}},
  });
}

TEST_CASE("parentheses group, and unbalanced ones are mended") {
  check({
      {"(a)", "a", {}},
      {"((a))", "a", {}},
      {"()", "", {"nothing to look for"}},
      {"( )", "", {"nothing to look for"}},
      {"(a b) c", "(a b) c", {}},
      {"(a OR b) c", "(a OR b) c", {}},
      {"(a OR (b c))", "a OR b AND c", {}},
      {"a (b c", "a (b c)", {"not closed"}},
      {"a b) c", "a b c", {"closing parenthesis without a partner"}},
      {")a(", "a", {"closing parenthesis without a partner", "not closed"}},
      {"(((a", "a", {"not closed"}},
      {"a)))", "a", {"closing parenthesis without a partner"}},
      {"((((((((((a OR b))))))))))", "a OR b", {}},
      {"(a OR b)(c OR d)", "(a OR b) (c OR d)", {}},
      {"f(x)", "f x", {}},
  });
}

TEST_CASE("NEAR joins words and phrases") {
  check({
      {"a NEAR b", "a NEAR/10 b", {}},
      {"a NEAR/5 b", "a NEAR/5 b", {}},
      {"a NEAR/0 b", "a NEAR/1 b", {}},
      {"a NEAR/500 b", "a NEAR/100 b", {"at most 100 apart"}},
      {"a NEAR/99999999999999999999 b", "a NEAR/100 b", {"at most 100 apart"}},
      {"a NEAR/x b", "a NEAR/x b", {"without a number"}},
      {"a NEAR/ b", "a NEAR/ b", {"without a number"}},
      {"a NEAR/5 b NEAR/5 c", "a NEAR/5 b NEAR/5 c", {}},
      {"a NEAR/5 b NEAR/3 c", "a NEAR/5 b NEAR/5 c", {"different distances"}},
      {"a b NEAR/5 c d", "a b NEAR/5 c d", {}},
      {R"("a b" NEAR/5 c)", R"("a b" NEAR/5 c)", {}},
      {R"(a NEAR/5 "b c")", R"(a NEAR/5 "b c")", {}},
      {"a NEAR", "a", {"NEAR needs"}},
      {"NEAR a", "a", {"NEAR needs"}},
      {"a NEAR NEAR b", "a NEAR/10 b", {"NEAR needs"}},
      {"a NEAR (b c)", "a (b c)", {"NEAR needs"}},
      {"(a b) NEAR c", "(a b) c", {"NEAR needs"}},
      {"a NEAR/5 manu*", "a manu*", {"NEAR needs"}},
      {"a NEAR/5 -b", "a NOT b", {"NEAR needs"}},
      {"NOT a NEAR/5 b", "NOT a NEAR/5 b", {}},
      {"a NEAR/5 b OR c", "a NEAR/5 b OR c", {}},
      {"+a NEAR/5 b", "+a NEAR/5 b", {}},
      {"title:a NEAR/5 title:b", "title:a NEAR/5 title:b", {}},
      {"title:a NEAR/5 b", "title:a NEAR/5 title:b", {"looks in one field"}},
      {"title:(a NEAR/5 b)", "title:a NEAR/5 title:b", {}},
      {R"("a b"~3 NEAR/5 c)", "a NEAR/5 b NEAR/5 c", {"different distances"}},
      {"a ＮＥＡＲ／５ b", "a NEAR/5 b", {}},
  });
}

TEST_CASE("a star leaves the end of a word open") {
  check({
      {"manu*", "manu*", {}},
      {"manufact* plan", "manufact* plan", {}},
      {"m*", "m", {"at least 3 characters"}},
      {"ma*", "ma", {"at least 3 characters"}},
      {"man*", "man*", {}},
      {"工*", "工*", {}},
      {"工业*", "工业*", {}},
      {"กระ*", "กระ*", {}},
      {"manu**", "manu*", {}},
      {"manu＊", "manu*", {}},
      {"*turing", "turing", {"* in front of a word"}},
      {"*", "*", {}},
      {"* *", "* *", {}},
      {"*:*", "*", {}},
      {"* steel", "* steel", {}},
      {"steel *", "steel *", {}},
      {"ma*nu", "ma*nu", {"* and ? inside a word"}},
      {"ind?stry", "ind?stry", {"* and ? inside a word"}},
      {"what?is", "what?is", {"* and ? inside a word"}},
      {"C++*", "C++", {"at least 3 characters"}},
      {R"("a"* b)", R"("a" b)", {}},
      {"state-own*", "state-own*", {}},
      {"foo:manu*", "foo manu*", {"foo: is not a field"}},
      {"title:manu*", "title:manu*", {}},
      {"aaa* bbb* ccc* ddd* eee* fff* ggg* hhh* iii*", "aaa* bbb* ccc* ddd* eee* fff* ggg* hhh* iii", {"only 8 words"}},
  });
}

TEST_CASE("what other engines write behind words is ignored with a note, except ~k behind a group") {
  check({
      {"steel^2", "steel", {"~ and ^ behind a word"}},
      {"steel~", "steel", {"~ and ^ behind a word"}},
      {"steel~1", "steel", {"~ and ^ behind a word"}},
      {"steel^", "steel", {"~ and ^ behind a word"}},
      {"(a b)^2", "a b", {"~ and ^ behind a word"}},
      {"(a b c)~2", "(a b c)~2", {}},
      {"(a b c)~1", "a OR b OR c", {}},
      {"(a b c)~3", "a b c", {}},
      {"(a b c)~9", "a b c", {}},
      {"(a b c)~0", "a b c", {}},
      {"(a OR b c)~2", "a OR b AND c", {"behind a group was ignored"}},
      {"(a -b c)~2", "a c NOT b", {"behind a group was ignored"}},
      {"(a)~2", "a", {"behind a group was ignored"}},
      {R"((a b "c d")~2 e)", R"((a b "c d")~2 e)", {}},
  });
}

TEST_CASE("fields narrow words and filter documents") {
  check({
      {"title:steel", "title:steel", {}},
      {"t:steel", "title:steel", {}},
      {"TITLE:steel", "title:steel", {}},
      {"Title:steel", "title:steel", {}},
      {"title: steel", "title:steel", {}},
      {"Title: steel", "Title steel", {}},
      {"title：钢铁", "title:钢铁", {}},
      {R"(title:"5G factories")", R"(title:"5G factories")", {}},
      {"title:(a b)", "title:a title:b", {}},
      {"title:(a OR b)", "title:a OR title:b", {}},
      {"title:(a -b)", "title:a NOT title:b", {}},
      {"title:(a body:b)", "title:a body:b", {}},
      {"title:(a date:2023)", "title:a date:2023", {}},
      {"title:title:a", "title:a", {"in front of"}},
      {"title:body:a", "body:a", {"in front of"}},
      {"title:", "title", {"has no value"}},
      {"title: AND a", "title a", {"has no value"}},
      {"(title:)", "title", {"has no value"}},
      {"title:()", "", {"nothing to look for"}},
      {"title:manu* x", "title:manu* x", {}},
      {"body:steel b:iron", "body:steel body:iron", {}},
      {"removed:whatsapp", "removed:whatsapp", {}},
      {R"(r:"sign up")", R"(removed:"sign up")", {}},
      {"ministry:miit", "ministry:miit", {}},
      {"m:miit", "ministry:miit", {}},
      {R"(ministry:"Ministry of Industry and Information Technology")",
       R"(ministry:"Ministry of Industry and Information Technology")",
       {}},
      {"ministry:“Ministry of Finance”", R"(ministry:"Ministry of Finance")", {}},
      {"ministry:工信部", "ministry:工信部", {}},
      {"ministry:(miit OR ndrc)", "ministry:miit OR ministry:ndrc", {}},
      {"m:(a b)", "ministry:a ministry:b", {}},
      {"-ministry:miit", "NOT ministry:miit", {}},
      {"+ministry:miit", "ministry:miit", {}},
      {"ministry:", "ministry", {"has no value"}},
      {"ministry:miit, steel", "ministry:miit steel", {}},
      {"lang:zh", "lang:zh", {}},
      {"language:th", "lang:th", {}},
      {"lang:zh-Hans", "lang:zh-Hans", {}},
      {"source:Xinhua", "source:Xinhua", {}},
      {R"(source:"People's Daily")", R"(source:"People's Daily")", {}},
      {"Source: Xinhua", "Source Xinhua", {}},
      {"source: Xinhua", "source:Xinhua", {}},
      {"site:www.gov.cn", "site:www.gov.cn", {}},
      {"host:www.gov.cn", "site:www.gov.cn", {}},
      {"id:000_ff3a.txt", "id:000_ff3a.txt", {}},
      {"id:http://a.b/c?d=1", "id:http://a.b/c?d=1", {}},
      {R"q(id:"a (b)")q", R"q(id:"a (b)")q", {}},
  });
}

TEST_CASE("dates are checked, and a bad one is a note") {
  check({
      {"date:2023", "date:2023", {}},
      {"date:2023-04", "date:2023-04", {}},
      {"date:2023-04-21", "date:2023-04-21", {}},
      {"date:2023Q1", "date:2023Q1", {}},
      {"date:2023q3", "date:2023q3", {}},
      {"date:2023-01..2023-06", "date:2023-01..2023-06", {}},
      {"date:..2023", "date:..2023", {}},
      {"date:2023-07..", "date:2023-07..", {}},
      {"date:２０２３－０４", "date:2023-04", {}},
      {R"(date:"2023-01..2023-02")", "date:2023-01..2023-02", {}},
      {"date:(2023 OR 2024-01)", "date:2023 OR date:2024-01", {}},
      {"date:2023-13", "", {"date: was ignored", "nothing to look for"}},
      {"date:yesterday", "", {"date: was ignored", "nothing to look for"}},
      {"date:", "date", {"has no value"}},
      {"-date:2023", "NOT date:2023", {}},
      {"NOT date:20x3 steel", "steel", {"date: was ignored"}},
      {"date:2024..2023", "", {"date: was ignored", "nothing to look for"}},
      {"2023-01..2023-06", "date:2023-01..2023-06", {"was read as date"}},
      {"2023..", "date:2023..", {"was read as date"}},
      {"1...2", "1...2", {}},
      {"2023..2024 steel", "date:2023..2024 steel", {"was read as date"}},
      {"date:[2023 TO 2024]", "TO 2024", {"date: was ignored"}},
  });
}

TEST_CASE("a backslash makes the next character literal") {
  check({
      {R"(\AND \OR)", R"(\AND \OR)", {}},
      {R"(\title:a)", R"(\title\:a)", {}},
      {R"(title\:a)", R"(\title\:a)", {}},
      {R"(\"a b\")", R"(\"a \b\")", {}},
      {R"(a\ b)", R"(\a\ b)", {}},
      {R"(\(a\))", R"(\(a\))", {}},
      {R"(\\)", "", {"nothing to look for"}},
      {R"(\)", "", {"nothing to look for"}},
      {R"(a\)", R"(\a\\)", {}},
      {R"(\-a \+b)", R"(\-a \+b)", {}},
      {R"(\manu\*)", R"(\manu\*)", {}},
      {R"(\2023..2024)", R"(\2023\.\.2024)", {}},
      {"＂ａ ｂ＂ ＯＲ ｃ", R"("ａ ｂ" OR c)", {}},
      {"steel <script>alert(1)</script>", "steel script alert 1 script", {}},
      {"'; DROP TABLE docs; --", "DROP TABLE docs", {}},
      {"%s%n{}{0}", "%s%n 0", {}},
  });
}

TEST_CASE("what was typed decides what may be relaxed") {
  struct Case {
    std::string query;
    bool has_operators, is_fixed, is_question;
  };
  const std::vector<Case> cases = {
      {"5G factories", false, false, false},
      {"(5G factories) (steel)", false, false, false},
      {"title:5G date:2023", false, false, false},
      {"steel OR", false, false, false},
      {"AND", false, false, false},
      {"- + \" ( steel", false, false, false},
      {"\"5G factories\" steel", true, false, false},
      {"manu* steel", true, false, false},
      {"+steel coal", true, false, false},
      {"steel -coal", true, false, false},
      {"steel NOT coal", true, false, false},
      {"steel NEAR coal", true, false, false},
      {"steel AND coal", true, true, false},
      {"steel OR coal", true, true, false},
      {"steel || coal", true, true, false},
      {"(steel coal iron)~2", true, true, false},
      {"(steel (coal OR iron)", true, true, false},
      {"what is a 5G factory?", false, false, true},
      {"什么是5G工厂？", false, false, true},
      {"why ?", false, false, true},
      {"http://a.b/c?x=1", false, false, false},
      {"ind?stry", false, false, false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.query);
    const ParsedQuery parsed = parse(c.query);
    CHECK(parsed.has_operators == c.has_operators);
    CHECK(parsed.is_fixed == c.is_fixed);
    CHECK(parsed.is_question == c.is_question);
  }
}

TEST_CASE("the notes are whole sentences that name what is accepted") {
  CHECK(parse("foo:bar").notes ==
        std::vector<std::string>{"foo: is not a field and was read as a word; fields are title:, body:, removed:, id:, "
                                 "ministry:, lang:, source:, site:, duplicates:, date:, term:"});
  CHECK(parse("steel date:2023-13").notes ==
        std::vector<std::string>{
            "date: was ignored: bad date \"2023-13\": there is no month 13; accepted: 2023, 2023-04, "
            "2023-04-21, 2023Q1, 2023-01..2023-06, ..2023, 2023-07.."});
  CHECK(parse("*turing").notes ==
        std::vector<std::string>{"a * in front of a word was ignored: only the end of a word can "
                                 "be left open, as in manu*"});
}

TEST_CASE("a hostile query is cut, and its tree stays shallow and small") {
  for (const std::string_view unit : {"(",
                                      ")",
                                      "\"",
                                      "“",
                                      "”",
                                      "AND ",
                                      "OR ",
                                      "NOT ",
                                      "a AND ",
                                      "a OR ",
                                      "NOT a ",
                                      "-",
                                      "+",
                                      "- ",
                                      "+a ",
                                      "*",
                                      "* ",
                                      "a* ",
                                      "title:",
                                      "title:(",
                                      "((a OR b) ",
                                      "-(a ",
                                      "a NEAR/5 ",
                                      "\"a",
                                      "\"a\"~5 ",
                                      "(a b)~2 ",
                                      "(",
                                      "\\",
                                      "\\\"",
                                      "“\\”",
                                      "「“",
                                      "foo:",
                                      "date:",
                                      "date:2023 ",
                                      "a..b",
                                      "1..",
                                      "~",
                                      "^2",
                                      "&&",
                                      "||",
                                      "|",
                                      "\xF0\x9F",
                                      "\xFF",
                                      "\xE5\xB7\xA5",
                                      "\xE0\xB8\x81",
                                      "《",
                                      "a^",
                                      "a~",
                                      "?",
                                      "NEAR/9",
                                      "\xE2\x80\x9C\xE5\xB7\xA5"}) {
    CAPTURE(unit);
    const ParsedQuery parsed = parse(repeat(unit, 65'536 / unit.size()));
    CHECK(depth(parsed.root) <= 3 * (ParseLimits{}.depth + 1) + 1);
    CHECK(count(parsed.root) <= 4 * ParseLimits{}.words);
    CHECK(parsed.notes.size() <= 20);
    const std::string printed = print(parsed.root);
    CHECK(print(parse(printed).root) == printed);
  }
}

TEST_CASE("parentheses deeper than the limit are read as if absent") {
  const ParsedQuery parsed = parse(repeat("(a OR (b ", 100) + "c" + repeat("))", 100));
  CHECK(depth(parsed.root) <= 3 * (ParseLimits{}.depth + 1) + 1);
  REQUIRE(parsed.notes.size() == 1);
  CHECK(parsed.notes[0] == "parentheses more than 32 deep were ignored");
  CHECK(print(parse(repeat("(", 10'000) + "a" + repeat(")", 10'000)).root) == "a");
  CHECK(print(parse("((a OR b) c) d", {.depth = 1}).root) == "(a OR b AND c) d");
}

TEST_CASE("each limit has its note") {
  struct Case {
    std::string query;
    ParseLimits limits;
    std::string printed, note;
  };
  const std::vector<Case> cases = {
      {"steel coal iron", {.bytes = 10}, "steel coal", "only the first 10 bytes of the query were read"},
      {"钢铁", {.bytes = 4}, "钢", "only the first 4 bytes of the query were read"},
      {"steel coal iron", {.words = 2}, "steel coal", "only the first 2 words of the query were used"},
      {"钢铁工业 steel", {.words = 3}, "钢铁工", "only the first 3 words of the query were used"},
      {"a-b-c-d", {.words = 2}, "a-b-", "only the first 2 words of the query were used"},
      {"\"a b c d\"", {.phrase_words = 2}, "\"a b\"", "only the first 2 words of a long phrase were used"},
      {"\"钢铁工业\"", {.phrase_words = 2}, "\"钢铁\"", "only the first 2 words of a long phrase were used"},
      {"aaa* bbb*",
       {.prefixes = 1},
       "aaa* bbb",
       "only 1 words can be cut short with a *; the other stars were ignored"},
      {"ab* c", {.prefix_characters = 3}, "ab c", "the * was ignored: at least 3 characters must stand before it"},
      {"a NEAR/9 b", {.near_distance = 5}, "a NEAR/5 b", "words can be at most 5 apart: NEAR/5 was used"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.query);
    const ParsedQuery parsed = parse(c.query, c.limits);
    CHECK(print(parsed.root) == c.printed);
    CHECK(parsed.notes == std::vector<std::string>{c.note});
  }
}

TEST_CASE("bytes that are not UTF-8 are spaces, and notes stay UTF-8") {
  const ParsedQuery parsed = parse(
      "steel\xFF"
      "coal\xE5\xB7");
  CHECK(print(parsed.root) == "steel coal");
  CHECK(parsed.notes == std::vector<std::string>{"bytes that are not UTF-8 were read as spaces"});
  CHECK(print(parse(std::string("a\0b\x01"
                                "c",
                                5))
                  .root) == "a b c");
  const std::vector<std::string> notes = parse("date:" + repeat("ก", 50)).notes;
  REQUIRE(!notes.empty());
  CHECK(notes[0].find("\xE0\xB8\"") == std::string::npos);
}

TEST_CASE("a NEAR has the scope of its words and takes over their +") {
  const Node near = parse("title:(+a NEAR/5 b)").root;
  REQUIRE(near.op == Op::kNear);
  CHECK(near.required);
  CHECK(near.scope == polsearch::query::Scope::kTitle);
  for (const Node& child : near.children) {
    CHECK(child.scope == polsearch::query::Scope::kTitle);
    CHECK_FALSE(child.required);
  }
}
