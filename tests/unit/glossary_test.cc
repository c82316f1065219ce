// Policy terms and ministries in queries: table, matcher, expansion, plans, ranking, translators' glue.
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analysis/glossary.h"
#include "indexer/knowledge_check.h"
#include "searcher/match/compile.h"
#include "searcher/match/expand_names.h"
#include "searcher/match/rank_terms.h"
#include "searcher/match/relax.h"
#include "searcher/match/term_plan.h"
#include "searcher/query/glue.h"
#include "searcher/query/rewrite.h"
#include "tests/unit/search_fixture.h"

using namespace polsearch;
using namespace polsearch::match;
using polsearch::testing::BuiltIndex;
using polsearch::testing::ids_of;

namespace {

struct Tables {
  Knowledge knowledge = *load_knowledge();
  MinistryLinker linker{knowledge};
  Analyzer analyzer;
  TypedAbbreviations abbreviations = typed_abbreviations(knowledge);
  Glossary glossary = *Glossary::create(knowledge, analyzer);
  query::Compounds compounds = query::hyphenated_compounds(glossary);
};

const Tables& tables() {
  static const Tables kTables;
  return kTables;
}

Knowledge knowledge_with(std::string_view rows) {
  Knowledge knowledge;
  const std::string tsv = "id\tdomain\ten\tzh\tth\treason\tsource\n" + std::string(rows);
  knowledge.tables.emplace("glossary", *parse_table("glossary", "glossary.tsv", tsv));
  return knowledge;
}

// "nev[new energy vehicles] subsidy[补贴]"
std::string found(std::string_view text) {
  std::string out;
  for (const TermMention& mention : tables().glossary.find(text)) {
    out += (out.empty() ? "" : " ") + tables().glossary.terms()[mention.term].id + '[' +
           std::string(text.substr(mention.begin, mention.end - mention.begin)) + ']';
  }
  return out;
}

query::Node tree(std::string_view text) { return query::rewrite(query::parse(text).root); }

NamesExpanded expand(std::string_view text) {
  return expand_names(tree(text), {tables().linker, tables().abbreviations, tables().glossary, tables().analyzer});
}

std::string expanded(std::string_view text) { return query::print(expand(text).node); }

TermLookup every_term_known() {
  TermLookup lookup;
  lookup.with_prefix = [](std::string_view, std::size_t) { return TermScan{}; };
  lookup.frequency = [](const std::string&) { return std::uint32_t{1}; };
  return lookup;
}

std::vector<testing::Row> three_languages() {
  return {{"en", "Subsidies for new energy vehicles", "Buyers of new energy vehicles get subsidies.", "", "en", ""},
          {"en-variant", "New-energy automobiles", "Buyers of new-energy automobiles get a subsidy.", "", "en", ""},
          {"zh", "新能源汽车补贴政策", "财政部门发放新能源汽车补贴。", "", "zh", ""},
          {"th", "เงินอุดหนุนรถยนต์พลังงานใหม่", "รัฐบาลให้เงินอุดหนุนผู้ซื้อรถยนต์พลังงานใหม่", "", "th", ""},
          {"other", "Energy of new vehicles", "The vehicle has energy and is new, without any help.", "", "en", ""}};
}

SearchResponse answer(const std::shared_ptr<const Index>& index, std::string query, bool expand = true) {
  Searcher searcher(index);
  SearchRequest request;
  request.query = std::move(query);
  request.expand = expand;
  auto response = searcher.search(request);
  REQUIRE(response.ok());
  return *response;
}

}  // namespace

TEST_CASE("the glossary is large, and every row has forms in three languages and stands alone") {
  CHECK(tables().knowledge.tables.at("glossary").rows.size() >= 450);
  CHECK(check_knowledge(tables().knowledge).empty());
}

TEST_CASE("mistakes in the glossary are named with file and line") {
  const Knowledge knowledge = knowledge_with(
      "tax\tfinance\ttax|Taxes\t税收\tภาษี\ta test\ta test\n"
      "levy\tfinance\tlevy|TAX\t税 收\t\ta test\ta test\n"
      "toll\tfinance\ttoll\t通行费\tค่าผ่านทาง\t\ta test\n");
  CHECK(check_knowledge(knowledge) ==
        std::vector<std::string>{"glossary.tsv:3: \"TAX\" is a form of tax too (glossary.tsv:2): keep one of them",
                                 "glossary.tsv:3: \"税 收\" is a form of tax too (glossary.tsv:2): keep one of them",
                                 "glossary.tsv:3: levy has no form in column th",
                                 "glossary.tsv:4: toll has no reason"});
}

TEST_CASE("an overlay may add a term and its columns must be there") {
  Knowledge knowledge = knowledge_with("x\tfinance\tquux levy\t奎税\tภาษีคุก\ta test\ta test\n");
  const auto glossary = Glossary::create(knowledge, tables().analyzer);
  REQUIRE(glossary.ok());
  CHECK(glossary->named("quux levies")->id == "x");
  knowledge.tables.at("glossary").columns[2] = "english";
  const auto broken = Glossary::create(knowledge, tables().analyzer);
  REQUIRE(!broken.ok());
  CHECK(broken.error().message == "glossary.tsv: a column that the glossary reads is missing");
}

TEST_CASE("terms are found in three languages, in any inflection, the longest at each place") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"subsidies for NEVs", "subsidy[subsidies] nev[NEVs]"},
      {"new-energy AUTOMOBILES", "nev[new-energy AUTOMOBILES]"},
      {"enterprises above designated scale", "enterprise[enterprises] above-designated-size[above designated scale]"},
      {"Fourteenth Five-Year Plan", "14th-five-year-plan[Fourteenth Five-Year Plan]"},
      {"14th five year plan", "14th-five-year-plan[14th five year plan]"},
      {"non-ferrous metals", "nonferrous-metals[non-ferrous metals]"},
      {"nonferrous", "nonferrous-metals[nonferrous]"},
      {"新能源汽车补贴政策", "nev[新能源汽车] subsidy[补贴] policy[政策]"},
      {"規模以上工業增加值", "above-designated-size[規模以上] industrial-value-added[工業增加值]"},
      {"人工智慧", "artificial-intelligence[人工智慧]"},
      {"เงินอุดหนุนรถยนต์ไฟฟ้า", "subsidy[เงินอุดหนุน] electric-vehicle[รถยนต์ไฟฟ้า]"},
      {"ราคาน้ำมันดีเซล", "oil-price[ราคาน้ำมัน] diesel[ดีเซล]"},
      {"in May", "may[May]"},
      {"it may rain", "rainfall[rain]"},
      {"information technology", "information-technology[information technology]"},
      {"IT jobs", "information-technology[IT]"},
      {"it is", ""},
      {"us", ""},
      {"US tariffs", "place-us[US] tariff[tariffs]"},
      {"customs", "customs[customs]"},
      {"local custom", ""},
      {"Hanoi", "hanoi[Hanoi]"},
      {"Vietnam", "place-vn[Vietnam]"},
      {"机会计算", ""},
      {"qwerty", ""},
      {"", ""},
      {"\xFF\xFE tax", "tax[tax]"},
  };
  for (const auto& [text, expected] : table) {
    INFO(text);
    CHECK(found(text) == expected);
  }
}

TEST_CASE("every form that a query is read by finds its own row") {
  for (const std::vector<std::string>& row : tables().knowledge.tables.at("glossary").rows)
    for (std::size_t column = 2; column < 5; ++column)
      for (const GlossaryForm& form : glossary_forms(row[column])) {
        if (form.page_only) continue;
        INFO(row[0] << ": " << form.text);
        const GlossaryTerm* term = tables().glossary.named(form.text);
        CHECK((term != nullptr && term->id == row[0]));
      }
}

TEST_CASE("a word and its inflections share a key") {
  CHECK(inflection_key("subsidies") == inflection_key("subsidy"));
  CHECK(inflection_key("taxes") == "tax");
  CHECK(inflection_key("businesses") == "business");
  CHECK(inflection_key("houses") == "house");
  CHECK(inflection_key("care") != inflection_key("car"));
  CHECK(inflection_key("economics") == "economics");
  CHECK(inflection_key("vehicles") == inflection_key("vehicle"));
  CHECK(inflection_key("customs") != inflection_key("custom"));
  CHECK(inflection_key("universe") != inflection_key("university"));
  CHECK(inflection_key("gas") == "ga");
  CHECK(inflection_key("") == "");
  CHECK(inflections("vehicle") == std::vector<std::string>{"vehicle", "vehicles"});
  CHECK(inflections("taxes") == std::vector<std::string>{"taxes", "tax", "taxs"});
  CHECK(inflections("company") == std::vector<std::string>{"company", "companys", "companies"});
}

TEST_CASE("a term of the query also asks for its other forms") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"NEV subsidies", "(NEV OR term:nev) (subsidies OR term:subsidy)"},
      {"MIIT subsidies", "(MIIT OR ministry:cn-miit) (subsidies OR term:subsidy)"},
      {"MOF subsidies", "(MOF OR ministry:MOF) (subsidies OR term:subsidy)"},  // both countries' one
      {"mof qwerty", "mof qwerty"},
      {"the Ministry of Finance qwerty", "the ((Ministry of Finance) OR ministry:\"Ministry of Finance\") qwerty"},
      {"China's qwerty", "(China OR term:place-cn) qwerty"},  // nothing is left of the possessive
      {"MIIT’s subsidies", "(MIIT OR ministry:cn-miit) (subsidies OR term:subsidy)"},
      {"new energy vehicles qwerty", "(new energy vehicles OR term:nev) qwerty"},
      {"新能源汽车补贴", "(新能源汽车 OR term:nev) (补贴 OR term:subsidy)"},
      {"\"new energy vehicles\"", "\"new energy vehicles\""},
      {"qwerty -subsidies", "qwerty NOT subsidies"},
      {"title:subsidies", "title:subsidies"},
      {"+subsidies qwerty", "+(subsidies OR term:subsidy) qwerty"},
      {"subsid* qwerty", "subsid* qwerty"},
      {"term:subsidy", "term:subsidy"},
  };
  for (const auto& [text, expected] : table) {
    INFO(text);
    CHECK(expanded(text) == query::print(tree(expected)));
    CHECK(expanded(query::print(expand(text).node)) == query::print(tree(expected)));
  }
}

TEST_CASE("a term that the index has in no other form is left as typed") {
  TermLookup lookup = every_term_known();
  const NameTables names = {tables().linker, tables().abbreviations, tables().glossary, tables().analyzer, &lookup};
  lookup.frequency = [](const std::string& term) { return std::uint32_t{term == "Zsubsidi" ? 1U : 0U}; };
  CHECK(query::print(expand_names(tree("subsidies"), names).node) == "subsidies");
  lookup.frequency = [](const std::string& term) { return std::uint32_t{term == "补贴" ? 1U : 0U}; };
  CHECK(query::print(expand_names(tree("subsidies"), names).node) == "subsidies OR term:subsidy");
}

TEST_CASE("at most sixteen terms of a query are expanded, with a note") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "tax ";
  const NamesExpanded many = expand_names(
      query::parse(text).root, {tables().linker, tables().abbreviations, tables().glossary, tables().analyzer});
  CHECK(many.terms.size() == kMaxAskedTerms);
  CHECK(many.notes.back() == "only the first 16 terms of the query were also searched by their other names");
}

TEST_CASE("a term compiles to stems, pairs, words and phrases") {
  GlossaryTerm term;
  term.id = "x";
  term.searched = {{"subsidy", FormLanguage::kEnglish},
                   {"steel plan", FormLanguage::kEnglish},
                   {"新能源", FormLanguage::kChinese},
                   {"เงิน", FormLanguage::kThai}};
  CHECK(print(term_plan(term, {}, tables().analyzer, every_term_known())) ==
        "(Zsubsidi OR ((((steel NOT XTsteel) OR (steels NOT XTsteels)) AND ((plan NOT XTplan) OR (plans NOT XTplans)) "
        "AND "
        "PHRASE 2 ((steel OR steels) (plan OR plans))) OR PHRASE 2 ((Ssteel OR Ssteels) (Splan OR Splans))) OR "
        "(新能 AND 能源) OR เงิน)");
  TermLookup nothing = every_term_known();
  nothing.frequency = [](const std::string&) { return std::uint32_t{0}; };
  CHECK(print(term_plan(term, {}, tables().analyzer, nothing)) == "NOTHING");
}

TEST_CASE("other forms rank below what was typed, as the same piece, and each term once") {
  const NamesExpanded query = expand("subsidies");
  const QueryTerms terms = rank_terms(tree("subsidies"), tables().analyzer, every_term_known(), query.terms);
  std::map<std::string, QueryTerm> by_term;
  for (const QueryTerm& term : terms.ranked) CHECK(by_term.emplace(term.term, term).second);
  REQUIRE(by_term.contains("Zsubsidi"));
  REQUIRE(by_term.contains("补贴"));
  REQUIRE(by_term.contains("อุดหนุน"));
  CHECK(by_term["补贴"].weight < by_term["Zsubsidi"].weight);
  CHECK(by_term["补贴"].piece == by_term["Zsubsidi"].piece);
  CHECK(by_term["อุดหนุน"].piece == by_term["Zsubsidi"].piece);
}

TEST_CASE("one query finds the pages of three languages, those in its own words first") {
  const BuiltIndex built(three_languages());
  const auto index = built.open();
  const std::vector<std::pair<std::string, std::string>> table = {{"new energy vehicle subsidies", "en"},
                                                                  {"NEV subsidies", "en"},
                                                                  {"新能源汽车补贴", "zh"},
                                                                  {"เงินอุดหนุน รถยนต์พลังงานใหม่", "th"}};
  for (const auto& [text, first] : table) {
    INFO(text);
    const SearchResponse response = answer(index, text);
    const std::string ids = ' ' + ids_of(response) + ' ';
    CHECK(ids.substr(0, first.size() + 2) == ' ' + first + ' ');
    CHECK(response.total == 4);
    for (const char* id : {" en ", " en-variant ", " zh ", " th "}) CHECK(ids.find(id) != std::string::npos);
  }
}

TEST_CASE("a stop word keeps no page out, in whatever language") {
  const BuiltIndex built(three_languages());
  const auto index = built.open();
  const std::uint64_t all = answer(index, "new energy vehicle subsidies").total;
  const SearchResponse response = answer(index, "the subsidies for a new energy vehicle");
  CHECK(response.total == all);
  CHECK(response.interpreted_as == "(subsidies OR term:subsidy) (new AND energy AND vehicle OR term:nev)");
  CHECK(answer(index, "+for subsidies").total < answer(index, "for subsidies").total);
}

TEST_CASE("a query is not widened where pages of its language have it by another form or name") {
  const BuiltIndex built(
      {{"en", "One", "The Ministry of Finance of China pays subsidies for a new energy automobile.", "", "en", ""},
       {"zh", "二", "财政部发放新能源汽车补贴。", "", "zh", ""},
       {"other", "Three", "Energy prices rose; subsidies did not.", "", "en", ""}});
  const auto index = built.open();
  for (const char* text : {"new energy vehicle subsidies", "财政部 subsidies", "MOF subsidies"}) {
    INFO(text);
    const SearchResponse response = answer(index, text);
    CHECK(response.total == 2);
    for (const std::string& note : response.notes) CHECK(note.find("no page") == std::string::npos);
  }
  CHECK(answer(index, "term:nev@zh").total == 1);
  CHECK(answer(index, "term:nev@en").total == 1);
  CHECK(answer(index, "term:nev").total == 2);
}

TEST_CASE("where only another language has all, pages of the query's own with most of its words are found too") {
  const BuiltIndex built({{"zh", "二", "财政部发放新能源汽车补贴。", "", "zh", ""},
                          {"most", "Three", "Energy prices rose; subsidies did not.", "", "en", ""},
                          {"none", "Four", "Nothing of the kind is said here.", "", "en", ""}});
  const SearchResponse response = answer(built.open(), "new energy vehicle subsidies");
  CHECK(response.total == 2);
  CHECK(response.interpreted_as.find("lang:en AND (new OR energy OR vehicle OR subsidies)") != std::string::npos);
  std::string notes;
  for (const std::string& note : response.notes) notes += note + '\n';
  CHECK(notes.find("in its language") != std::string::npos);
}

TEST_CASE("without expansion a query means what was typed, and interpreted_as reads back as itself") {
  const BuiltIndex built(three_languages());
  const auto index = built.open();
  CHECK(ids_of(answer(index, "补贴", false)) == "zh");
  const SearchResponse response = answer(index, "补贴");
  CHECK(response.interpreted_as == "补贴 OR term:subsidy");
  CHECK(answer(index, response.interpreted_as).total == response.total);
  CHECK(answer(index, "term:subsidy", false).total == response.total);
  CHECK(answer(index, "term:补贴", false).total == response.total);
  const SearchResponse unknown = answer(index, "term:qwerty");
  CHECK(unknown.total == 0);
  REQUIRE(!unknown.notes.empty());
  CHECK(unknown.notes.front().find("the glossary has no term 'qwerty'") == 0);
}

TEST_CASE("ministries are found in free text by their names in three languages") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"MIIT", "cn-miit"},
      {"miit steel", "cn-miit"},
      {"Ministry of Industry and Information Technology", "cn-miit"},
      {"ministry of industry and information technology steel", "cn-miit"},
      {"Ministry of Industry & Information Technology", "cn-miit"},
      {"Ministry of Industry and Informatization", "cn-miit"},
      {"工信部", "cn-miit"},
      {"國家工信部", "cn-miit"},
      {"工业和信息化部 钢铁", "cn-miit"},
      {"กระทรวงอุตสาหกรรมและเทคโนโลยีสารสนเทศจีน", "cn-miit"},
      {"信息产业部", "cn-mii"},
      {"Ministry of Information Industry", "cn-mii"},
      {"NDRC", "cn-ndrc"},
      {"ndrc prices", "cn-ndrc"},
      {"National Development and Reform Commission", "cn-ndrc"},
      {"国家发改委", "cn-ndrc"},
      {"國家發展和改革委員會", "cn-ndrc"},
      {"คณะกรรมการพัฒนาและปฏิรูปแห่งชาติจีน", "cn-ndrc"},
      {"MOFCOM", "cn-mofcom"},
      {"商务部", "cn-mofcom"},
      {"MOHRSS", "cn-mohrss"},
      {"人社部", "cn-mohrss"},
      {"Ministry of Human Society", "cn-mohrss"},
      {"MOHURD", "cn-mohurd"},
      {"住建部", "cn-mohurd"},
      {"生态环境部", "cn-mee"},
      {"Ministry of Ecological Environment", "cn-mee"},
      {"Ministry of Environmental Protection", "cn-mep"},
      {"环境保护部", "cn-mep"},
      {"自然资源部", "cn-mnr"},
      {"科技部", "cn-most"},
      {"财政部", "cn-mof"},
      {"交通运输部", "cn-mot"},
      {"农业农村部", "cn-mara"},
      {"Ministry of Agriculture and Rural Affairs", "cn-mara"},
      {"水利部", "cn-mwr"},
      {"国家卫健委", "cn-nhc"},
      {"National Health Commission", "cn-nhc"},
      {"中国人民银行", "cn-pbc"},
      {"People's Bank of China", "cn-pbc"},
      {"PBOC", "cn-pbc"},
      {"市场监管总局", "cn-samr"},
      {"国资委", "cn-sasac"},
      {"Cyberspace Administration of China", "cn-cac"},
      {"国家能源局", "cn-nea"},
      {"国家统计局", "cn-nbs"},
      {"National Bureau of Statistics", "cn-nbs"},
      {"海关总署", "cn-gacc"},
      {"General Administration of Customs", "cn-gacc"},
      {"证监会", "cn-csrc"},
      {"国新办", "cn-scio"},
      {"National New Office", "cn-scio"},
      {"国家税务总局", "cn-sta"},
      {"CNIPA", "cn-cnipa"},
      {"กระทรวงอุตสาหกรรม", "th-mind"},
      {"Ministry of Industry of Thailand", "th-mind"},
      {"泰国工业部", "th-mind"},
      {"กระทรวงพลังงาน", "th-moen"},
      {"กระทรวงการคลัง", "th-mof"},
      {"กระทรวงพาณิชย์", "th-moc"},
      {"กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม", "th-mdes"},
      {"กระทรวงดีอี", "th-mdes"},
      {"MHESI", "th-mhesi"},
      {"บีโอไอ", "th-boi"},
      {"Thailand Board of Investment", "th-boi"},
      {"泰国投资促进委员会", "th-boi"},
      {"สศช.", "th-nesdc"},
      {"สศช เศรษฐกิจ", "th-nesdc"},
      {"สภาพัฒน์", "th-nesdc"},
      {"ธนาคารแห่งประเทศไทย", "th-bot"},
      {"ธปท.", "th-bot"},
      {"กนอ", "th-ieat"},
      {"การนิคมอุตสาหกรรมแห่งประเทศไทย", "th-ieat"},
      {"กระทรวงสาธารณสุข", "th-moph"},
      {"กรมส่งเสริมอุตสาหกรรม", "th-diprom"},
  };
  CHECK(table.size() >= 60);
  for (const auto& [text, id] : table) {
    INFO(text << " -> " << expanded(text));
    CHECK(expand(text).ids == std::vector<std::string>{id});
  }
}

TEST_CASE("a blank before a hyphen is mended where one of the two words says so") {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"value -added", "value-added"},
      {"industrial value -added tax", "industrial value-added tax"},
      {"4.6%year -on -year", "4.6%year-on-year"},
      {"non -ferrous metals", "non-ferrous metals"},
      {"Non -Ferrous metals", "Non-Ferrous metals"},
      {"high -quality development", "high-quality development"},
      {"state -owned", "state-owned"},
      {"cross -border e -commerce", "cross-border e-commerce"},
      {"large -scale 5G", "large-scale 5G"},
      {"steel -coal", "steel -coal"},
      {"steel -\"coal\"", "steel -\"coal\""},
      {"steel -(coal OR iron)", "steel -(coal OR iron)"},
      {"steel - coal", "steel - coal"},
      {"钢铁 -煤炭", "钢铁 -煤炭"},
      {"steel -煤炭", "steel -煤炭"},
      {"5G -6G", "5G -6G"},
      {"-added steel", "-added steel"},
      {"steel  -coal", "steel  -coal"},
      {"steel NOT added", "steel NOT added"},
      {"5G+Industrial Internet", "5G+Industrial Internet"},
      {"a -", "a -"},
      {"", ""},
  };
  for (const auto& [text, expected] : table) {
    INFO(text);
    const query::MendedText mended = query::mend_glue(text, tables().compounds);
    CHECK(mended.text == expected);
    CHECK(mended.notes.empty() == (text == expected));
    CHECK(query::mend_glue(mended.text, tables().compounds).text == mended.text);
  }
  std::string long_text;
  for (int i = 0; i < 1000; ++i) long_text += "value -added ";
  CHECK(query::mend_glue(long_text, tables().compounds).notes.size() == query::kMaxGlueNotes);
}

TEST_CASE("translators' glue finds the page, whichever side has it") {
  const BuiltIndex built(
      {{"glued", "", "The value -added of non -ferrous metals rose 4.6%year -on -year.", "", "en", ""},
       {"clean", "", "The value-added of nonferrous metals rose 4.6% year-on-year.", "", "en", ""},
       {"quotes", "", "The “5G+Industrial Internet” is a project.", "", "en", ""}});
  const auto index = built.open();
  for (const char* text : {"value -added", "value-added", "value added", "non -ferrous metals", "nonferrous metals",
                           "4.6%year -on -year", "4.6% year-on-year", "４.６％ year－on－year"}) {
    INFO(text);
    CHECK(answer(index, text).total == 2);
  }
  for (const char* text : {"5G+Industrial Internet", "“5G+Industrial Internet”", "5G + Industrial Internet",
                           "５Ｇ＋Industrial Internet"}) {
    INFO(text);
    CHECK(ids_of(answer(index, text)) == "quotes");
  }
}
