// The searcher's stages one by one: text in, canonical print out.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "analysis/analyzer.h"
#include "analysis/columns.h"
#include "analysis/knowledge.h"
#include "analysis/ministry_linker.h"
#include "analysis/stored_document.h"
#include "searcher/match/compile.h"
#include "searcher/match/expand_names.h"
#include "searcher/match/facets.h"
#include "searcher/match/filters.h"
#include "searcher/match/rank_terms.h"
#include "searcher/match/relax.h"
#include "searcher/match/snippet.h"
#include "searcher/query/ast.h"
#include "searcher/query/rewrite.h"

using namespace polsearch;
using namespace polsearch::match;

namespace {

struct Tables {
  Knowledge knowledge = *load_knowledge();
  MinistryLinker linker{knowledge};
  Analyzer analyzer;
  TypedAbbreviations abbreviations = typed_abbreviations(knowledge);
  Glossary glossary = *Glossary::create(knowledge, analyzer);
  QuestionWords questions = question_words(knowledge);
};

const Tables& tables() {
  static const Tables kTables;
  return kTables;
}

TermLookup lookup_of(std::vector<TermCount> terms) {
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) { return a.term < b.term; });
  TermLookup lookup;
  lookup.with_prefix = [terms](std::string_view prefix, std::size_t limit) {
    TermScan scan;
    for (const TermCount& term : terms) {
      if (std::string_view(term.term).substr(0, prefix.size()) != prefix) continue;
      if (scan.terms.size() == limit)
        scan.cut = true;
      else
        scan.terms.push_back(term);
    }
    return scan;
  };
  lookup.frequency = [terms](const std::string& term) {
    for (const TermCount& known : terms)
      if (known.term == term) return known.documents;
    return std::uint32_t{0};
  };
  lookup.first_document = [](const std::string&) { return std::uint32_t{0}; };
  return lookup;
}

query::Node tree(std::string_view text) { return query::rewrite(query::parse(text).root); }

std::string compiled(std::string_view text) {
  const TermLookup lookup = lookup_of({{"steel", 3},
                                       {"steels", 1},
                                       {"steely", 1},
                                       {"Ssteel", 2},
                                       {"Ssteels", 1},
                                       {"XRsteels", 1},
                                       {"XGจีน", 1},
                                       {"XGจีนก", 2},
                                       {"XGจีนี่", 3},
                                       {"XGจีนำ", 3}});
  const Columns columns;
  return print(compile(tree(text), {tables().analyzer, tables().linker, columns, lookup, false}).plan);
}

std::string attempts_of(std::string_view text) {
  const query::ParsedQuery parsed = query::parse(text);
  std::string out;
  for (const Attempt& attempt :
       attempts(query::rewrite(parsed.root), parsed.is_fixed, tables().analyzer, tables().questions, text))
    out += (out.empty() ? "" : " | ") + query::print(attempt.node) + (attempt.enough > 1 ? " [10]" : "");
  return out;
}

std::string expanded(std::string_view text) {
  return query::print(
      expand_names(tree(text), {tables().linker, tables().abbreviations, tables().glossary, tables().analyzer}).node);
}

ShownTerms shown(std::string_view query) {
  ShownTerms out;
  for (const QueryTerm& term : rank_terms(tree(query), tables().analyzer, lookup_of({})).ranked)
    if (term.highlight) out.strong[term.term] = {term.piece, term.weight};
  return out;
}

std::string marked(std::string_view text, std::string_view query, std::uint32_t bytes) {
  const Snippet snippet = make_snippet(text, shown(query), tables().analyzer, tables().linker, bytes);
  std::string out = snippet.cut_before ? "..." : "";
  std::uint32_t at = 0;
  for (const auto& [begin, end] : snippet.highlights) {
    out += snippet.text.substr(at, begin - at) + '[' + snippet.text.substr(begin, end - begin) + ']';
    at = end;
  }
  return out + snippet.text.substr(at) + (snippet.cut_after ? "..." : "");
}

}  // namespace

TEST_CASE("queries compile to the terms of the schema") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"factories", "Zfactori"},
      {"5G", "5g"},
      {"工", "工"},
      {"工業互聯網", "(工业 AND 业互 AND 互联 AND 联网)"},
      {"5G工厂", "(5g AND 工厂)"},
      {"iron AND coal", "(Ziron AND Zcoal)"},
      {"\"steel plan\"", "((PHRASE 2 (steel plan) NOT XTsteel NOT XTplan) OR PHRASE 2 (Ssteel Splan))"},
      {"\"steel\"", "steel"},
      {"\"工业网\"",
       "(工业 AND 业网 AND ((PHRASE 3 (工 业 网) NOT XT工 NOT XT业 NOT XT网) OR PHRASE 3 (S工 S业 S网)))"},
      {"\"工业\"", "工业"},
      {"title:工业", "S工业"},
      {"body:工业", "(工业 NOT XT工业)"},
      {"\"中小企业\"",
       "(中小 AND 小企 AND 企业 AND (XW中小企业 OR ((PHRASE 4 (中 小 企 业) NOT XT中 NOT XT小 NOT XT企 NOT XT业) OR "
       "PHRASE 4 (S中 S小 S企 S业))))"},
      {"\"พลังงาน\"", "(พลังงาน OR PHRASE 4 (XGพลัง XGลังง XGงงา XGงาน))"},
      {"\"จีน\"", "(จีน OR XGจีน OR XGจีนก)"},
      {"title:\"จีน\"", "Sจีน"},
      {"title:steel", "(Ssteel OR Ssteels)"},
      {"removed:steel", "(XRsteel OR XRsteels)"},
      {"body:steel", "((steel NOT XTsteel) OR (steels NOT XTsteels))"},
      {"steel NEAR/3 coal",
       "((((steel NOT XTsteel) OR (steels NOT XTsteels)) AND (coal NOT XTcoal) AND NEAR 4 ((steel OR steels) coal)) OR "
       "NEAR 4 ((Ssteel OR Ssteels) Scoal))"},
      {"stee*", "(steel OR steels OR steely)"},
      {"coal -steel", "(Zcoal NOT Zsteel)"},
      {"ministry:miit", "XMcn-miit"},
      {"source:\"Xinhua  News\"", "XSxinhua news"},
      {"lang:zh-Hans", "Lzh"},
      {"id:a", "Qa"},
      {"!!!", "NOTHING"},
      {"coal coals OR coal", "Zcoal"},
  };
  for (const auto& [query, expected] : table) {
    CAPTURE(query);
    CHECK(compiled(query) == expected);
  }
}

TEST_CASE("a quoted Chinese text ranks by its pairs, a quoted Thai one by its words") {
  const auto ranked = [](std::string_view query) {
    std::string out;
    for (const QueryTerm& term : rank_terms(tree(query), tables().analyzer, lookup_of({})).ranked)
      out += (out.empty() ? "" : " ") + term.term;
    return out;
  };
  CHECK(ranked("云计算") == "云 计 算 云计 计算 XW计算");
  CHECK(ranked("\"云计算\"") == "云计 计算");
  CHECK(ranked("\"云\"") == "云");
  CHECK(ranked("การลงทุน") == "การ ลงทุน XGการ XGารล XGรลง XGลงทุ XGงทุน");
  CHECK(ranked("\"การลงทุน\"") == "การ ลงทุน");
  CHECK(ranked("\"steel plan\"") == ranked("steel plan"));
}

TEST_CASE("a Thai run matches by its words or by its grams") {
  const std::string plan = compiled("โรงงานอัจฉริยะ");
  CHECK(plan.find(" OR PHRASE ") != std::string::npos);
  CHECK(plan.find("XG") != std::string::npos);
}

TEST_CASE("a query of any length compiles to a bounded plan, with a note") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "工业";
  query::Node node;
  node.op = query::Op::kWord;
  node.text = text;
  const Columns columns;
  const TermLookup lookup = lookup_of({});
  const Compiled out = compile(node, {tables().analyzer, tables().linker, columns, lookup, false});
  CHECK(out.plan.children.size() <= kMaxPlanTerms);
  CHECK(out.notes.size() == 1);
}

TEST_CASE("a NEAR of very many words is read as AND, with a note") {
  std::string text = "coal";
  for (int i = 0; i < 40; ++i) text += " NEAR/9 iron" + std::to_string(i);
  const Columns columns;
  const TermLookup lookup = lookup_of({});
  const Compiled out = compile(tree(text), {tables().analyzer, tables().linker, columns, lookup, false});
  CHECK(out.plan.op == Plan::Op::kAnd);
  CHECK(out.plan.children.size() == 41);
  CHECK(out.notes.size() == 1);
}

TEST_CASE("few words mean all of them first, then fewer, then any") {
  CHECK(attempts_of("steel") == "steel");
  CHECK(attempts_of("steel coal") == "steel coal | steel OR coal");
  CHECK(attempts_of("steel coal mine") == "steel coal mine | (steel coal mine)~2 | steel OR coal OR mine");
  CHECK(attempts_of("steel coal mine plan") == "steel coal mine plan [10] | steel OR coal OR mine OR plan");
  CHECK(attempts_of("the plan of steel") == "plan steel | plan OR steel");
}

TEST_CASE("questions and long queries mean any of their content words") {
  CHECK(attempts_of("where is steel made?") == "steel OR made");
  CHECK(attempts_of("steel coal mine plan road sea") == "steel OR coal OR mine OR plan OR road OR sea");
  CHECK(attempts_of("工业互联网是什么").find("工业 OR 互联 OR 联网 | ") == 0);
  CHECK(attempts_of("WHO guidelines") == "WHO guidelines | WHO OR guidelines");
}

TEST_CASE("phrases, filters, operators and required words stay in every attempt") {
  CHECK(attempts_of("steel AND coal") == "steel coal");
  CHECK(attempts_of("+steel coal mine").find("| +steel") != std::string::npos);
  CHECK(attempts_of("\"steel coal\" mine") == "\"steel coal\" mine");
  CHECK(attempts_of("steel coal lang:en") == "steel coal lang:en | lang:en (steel OR coal)");
}

TEST_CASE("quotes of a pasted headline are no operators; typed ones are, until a long text finds nothing") {
  CHECK(attempts_of("“steel coal” mine") == "\"steel coal\" mine");
  CHECK(attempts_of("\"steel coal\"") == "\"steel coal\"");
  CHECK(attempts_of("minister opens “steel coal” mine in northern province") ==
        "minister OR opens OR steel OR coal OR mine OR northern OR province");
  CHECK(attempts_of("minister opens \"steel coal\" mine in northern province today") ==
        "\"steel coal\" (minister OR opens OR mine OR northern OR province OR today) | "
        "minister OR opens OR steel OR coal OR mine OR northern OR province OR today");
}

TEST_CASE("a ministry's name in the query also asks for the ministry") {
  CHECK(expanded("MIIT qwerty") == "(MIIT OR ministry:cn-miit) qwerty");
  CHECK(expanded("miit") == "miit OR ministry:cn-miit");
  CHECK(expanded("工信部5G") == "(工信部 OR ministry:cn-miit) 5G");
  CHECK(expanded("-MIIT qwerty") == query::print(tree("-MIIT qwerty")));
  CHECK(expanded("title:MIIT") == "title:MIIT");
  CHECK(expanded("qwerty uiop") == "qwerty uiop");
}

TEST_CASE("partial dates pass a filter when any day of theirs does") {
  Columns columns = build_columns(std::vector<ColumnRow>{{20230502, 1, {}, {}, ""},
                                                         {20230421, 1, {}, {}, ""},
                                                         {20230400, 2, {}, {}, ""},
                                                         {20230000, 3, {}, {}, ""},
                                                         {20220101, 4, {}, {}, ""},
                                                         {0, 0, {}, {}, ""}});
  const auto dated = [&](std::string_view range, bool inferred) {
    return print(documents_dated(*parse_date_range(range), columns, inferred));
  };
  CHECK(dated("2023-05", false) == "DOCUMENTS 1..1 4..4");
  CHECK(dated("2023-04-10..2023-04-30", false) == "DOCUMENTS 2..4");
  CHECK(dated("2022", false) == "NOTHING");
  CHECK(dated("2022", true) == "DOCUMENTS 5..5");
  CHECK(dated("..2030", true) == "DOCUMENTS 1..5");
}

TEST_CASE("a range of dates holds the documents that a look at each of them finds") {
  std::mt19937 generator(89);
  const auto random = [&] { return static_cast<std::uint32_t>(generator()); };
  for (int round = 0; round < 300; ++round) {
    std::vector<ColumnRow> rows(1 + random() % 90);
    for (ColumnRow& row : rows) {
      const std::uint32_t year = 2019 + random() % 4, month = random() % 13, day = month == 0 ? 0 : random() % 29;
      row.day = random() % 9 == 0 ? 0 : year * 10'000 + month * 100 + day;
      row.precision = static_cast<std::uint8_t>(random() % 3 == 0 ? DatePrecision::kInferred : DatePrecision::kDay);
    }
    if (round % 2 == 0)  // as an index numbers them
      std::sort(rows.begin(), rows.end(), [](const ColumnRow& a, const ColumnRow& b) { return a.day > b.day; });
    const Columns columns = build_columns(rows);
    const auto a = static_cast<std::int16_t>(2018 + random() % 6), b = static_cast<std::int16_t>(2018 + random() % 6);
    const DateRange range{{std::min(a, b), static_cast<std::uint8_t>(1 + random() % 6), 10},
                          {std::max(a, b), static_cast<std::uint8_t>(7 + random() % 6), 20}};
    const auto number = [](const Date& date) {
      return static_cast<std::uint32_t>(date.year) * 10'000 + date.month * 100U + date.day;
    };
    const bool include_inferred = random() % 2 == 0;
    std::vector<std::uint32_t> expected, found;
    for (std::uint32_t i = 0; i < columns.documents; ++i) {
      if (rows[i].precision == static_cast<std::uint8_t>(DatePrecision::kInferred) && !include_inferred) continue;
      const std::uint32_t day = rows[i].day, months = day / 100 % 100 == 0 ? 12 : 0, days = day % 100 == 0 ? 31 : 0;
      bool is_in = false;
      for (std::uint32_t month = 0; month <= months; ++month)
        for (std::uint32_t more = 0; more <= days; ++more) {
          const std::uint32_t one = day + month * 100 + more;
          is_in |= day != 0 && one >= number(range.first) && one <= number(range.last);
        }
      if (is_in) expected.push_back(i + 1);
    }
    for (const match::DocumentRange& stretch : documents_dated(range, columns, include_inferred).documents)
      for (std::uint32_t document = stretch.first; document <= stretch.last; ++document) found.push_back(document);
    CAPTURE(round);
    CHECK(found == expected);
  }
}

TEST_CASE("facets count what a walk over all matches counts") {
  std::mt19937 random(88);
  for (int round = 0; round < 60; ++round) {
    std::vector<ColumnRow> rows(1 + random() % 300);
    for (ColumnRow& row : rows) {
      row.day = random() % 9 == 0 ? 0 : static_cast<std::uint32_t>(20210000 + (1 + random() % 12) * 100 + random() % 3);
      row.precision = static_cast<std::uint8_t>(row.day == 0 ? DatePrecision::kNone : DatePrecision::kDay);
      if (round % 2 == 1 && random() % 5 == 0) row.precision = static_cast<std::uint8_t>(DatePrecision::kInferred);
      for (std::size_t i = random() % (round % 3 == 0 ? 9 : 4); i-- > 0;)
        row.ministries.push_back("m" + std::to_string(random() % 30));
    }
    const Columns columns = build_columns(rows);
    std::vector<std::uint32_t> matches;
    std::map<std::string, std::uint64_t> months, ministries;
    for (std::uint32_t document = 1; document <= columns.documents; ++document) {
      if (random() % 3 == 0) continue;
      matches.push_back(document);
      const std::uint32_t day = columns.days[document - 1];
      const bool is_known =
          day != 0 && columns.precision[document - 1] != static_cast<std::uint8_t>(DatePrecision::kInferred);
      ++months[is_known ? "2021-" + std::to_string(100 + day / 100 % 100).substr(1) : "undated"];
      for (const std::uint16_t ordinal : columns.ministries.of(document)) ++ministries[columns.ministry_names[ordinal]];
    }
    const match::FacetTables tables;
    const auto counted = [&](FacetKind kind) {
      std::map<std::string, std::uint64_t> counts;
      for (const FacetValue& value :
           match::count_facet(kind, matches, columns, tables, Knowledge{}, CountMode::kCopies).values)
        counts[value.value.value_or("undated")] = value.count;
      return counts;
    };
    CAPTURE(round);
    CHECK(counted(FacetKind::kMonth) == months);
    CHECK(counted(FacetKind::kMinistry) == ministries);
  }
}

TEST_CASE("snippets begin at a sentence, end at a word, and mark inflected words") {
  const std::string text =
      "The weather was fine. China has built 5G factories in 41 sectors. More of them are planned for the coming "
      "years.";
  CHECK(marked(text, "5G factory", 60) == "...China has built [5G] [factories] in 41 sectors. More of them are...");
  CHECK(marked(text, "nothing", 20) == "The weather was fine...");
  CHECK(marked("推动工业互联网发展。支持工厂升级。", "工廠", 60) == "推动工业互联网发展。支持[工厂]升级。");
  CHECK(marked("", "steel", 60).empty());
}

TEST_CASE("snippets hold for any bytes, with marks inside the text") {
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (auto n = random() % 400; n > 0; --n) {
      static const std::vector<std::string> kPieces = {"steel", " ",    "工厂",     "。", "\n",
                                                       "ก",     "\xFF", "\xE5\xB7", ". ", "a"};
      text += kPieces[random() % kPieces.size()];
    }
    const auto bytes = static_cast<std::uint32_t>(random() % 120);
    CAPTURE(i, text, bytes);
    const Snippet snippet = make_snippet(text, shown("steel 工厂"), tables().analyzer, tables().linker, bytes);
    std::uint32_t at = 0;
    for (const auto& [begin, end] : snippet.highlights) {
      CHECK(begin >= at);
      CHECK(end > begin);
      at = end;
    }
    CHECK(at <= snippet.text.size());
    CHECK(snippet.text.size() <= bytes + 100);
  }
}
