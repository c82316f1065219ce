#include "indexer/clean/rules.h"

#include <catch2/catch.hpp>

#include "analysis/knowledge.h"
#include "indexer/clean/late_rules.h"

using namespace polsearch;
using namespace polsearch::clean;

namespace {

Unit unit_of(std::string_view text) {
  Unit unit;
  unit.text = text;
  unit.key = fold_line(text);
  unit.counts = count(text);
  return unit;
}

const BoilerplateRules& embedded_rules() {
  static const Result<BoilerplateRules> rules = [] {
    const Result<Knowledge> knowledge = load_knowledge();
    REQUIRE(knowledge.ok());
    return BoilerplateRules::create(knowledge->tables.find("boilerplate")->second);
  }();
  if (!rules.ok()) FAIL(rules.error().message);
  return *rules;
}

std::string verdict_of(std::string_view text) {
  const RuleVerdict verdict = embedded_rules().judge(unit_of(text));
  if (verdict.hard) return verdict.hard->reason;
  if (verdict.tail) return verdict.tail->reason + "?";
  return "-";
}

}  // namespace

TEST_CASE("every row of boilerplate.tsv removes its examples and keeps the others") {
  for (const std::string& failure : embedded_rules().check_examples()) FAIL_CHECK(failure);
}

TEST_CASE("an example that must stay is removed by no other row either") {
  for (const char* prose :
       {"The rules for messengers take effect in May, the ministry said.",
        "Share prices rose 3% after the plan was announced.", "Contact points for farmers were set up in 12 counties.",
        "Copyright law protects authors for 50 years.", "The ministry will publish a newsletter for small firms.",
        "Sales of new energy vehicles rose by 30%.", "Reporter: What will the ministry do for small firms?",
        "国务院办公厅关于促进跨境电商发展的意见", "图书版权保护条例今日施行。",
        "กระทรวงอุตสาหกรรมแถลงข่าวเรื่องโรงงาน 5G"}) {
    CAPTURE(prose);
    CHECK(verdict_of(prose) == "-");
  }
}

TEST_CASE("the spelling of a messenger's name does not matter") {
  for (const char* line : {"WhatApp-Icon", "Whatsapp logo", "WHATS APP: +86 138", "What's App Now",
                           "Marine Sale - Mrs. Li WatsApp Icon"}) {
    CAPTURE(line);
    CHECK(verdict_of(line) == "sales-contact");
  }
}

TEST_CASE("a table with rows of the user's is compiled at once, so that its faults are told") {
  Table table{"boilerplate",
              {"id", "kind", "pattern", "scope", "max_words", "reason", "weight", "removes", "keeps"},
              {{"x", "regex", "(", "line", "9", "share", "hard", "a", "b"}},
              {"my.tsv:2"},
              /*is_overlaid=*/true};
  const Result<LateRules> broken = LateRules::create(table);
  REQUIRE_FALSE(broken.ok());
  CHECK(broken.error().message.rfind("my.tsv:2: rule x: bad pattern", 0) == 0);
  table.rows[0][2] = "follow us";
  for (const bool is_overlaid : {true, false}) {
    table.is_overlaid = is_overlaid;
    const Result<LateRules> rules = LateRules::create(table);
    REQUIRE(rules.ok());
    CHECK(rules->get().judge(unit_of("Follow us")).hard != nullptr);
    CHECK(&rules->get() == &rules->get());
  }
}

TEST_CASE("a broken row is refused with its place") {
  const auto message_of = [](const char* kind, const char* pattern, const char* reason, const char* weight) {
    Table table{"boilerplate",
                {"id", "kind", "pattern", "scope", "max_words", "reason", "weight", "removes", "keeps"},
                {{"x", kind, pattern, "line", "9", reason, weight, "a", "b"}},
                {"my.tsv:2"}};
    const Result<BoilerplateRules> rules = BoilerplateRules::create(table);
    return rules.ok() ? std::string("ok") : rules.error().message;
  };
  CHECK(message_of("regex", "a", "share", "hard") == "ok");
  CHECK(message_of("regex", "(", "share", "hard").rfind("my.tsv:2: rule x: bad pattern", 0) == 0);
  CHECK(message_of("regexp", "a", "share", "hard") == "my.tsv:2: rule x: kind is \"regexp\", accepted: exact, regex");
  CHECK(message_of("regex", "a", "sharing", "hard") == "my.tsv:2: rule x: unknown reason \"sharing\"");
  CHECK(message_of("regex", "a", "share", "heavy") ==
        "my.tsv:2: rule x: weight is \"heavy\", accepted: hard, tail, weak, name, a "
        "number");
}
