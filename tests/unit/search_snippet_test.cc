// Snippets in three languages: where they are cut, and that they show the page's own text only.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "analysis/analyzer.h"
#include "analysis/knowledge.h"
#include "analysis/ministry_linker.h"
#include "analysis/unicode.h"
#include "searcher/match/snippet.h"

using namespace polsearch;
using namespace polsearch::match;

namespace {

const std::vector<std::vector<std::string>> kSentences = {
    {"The ministry published a plan for steel works in the north. ", "Factories are upgrading their equipment. ",
     "Output rose by 3.6 percent, year on year! ", "What follows is a list of pilot zones\n"},
    {"推动工业互联网平台发展，支持新能源汽车和数字经济。", "工业和信息化部发布通知。", "钢铁产量同比增长百分之三点六！",
     "各地要加快建设示范区\n"},
    {"กระทรวงอุตสาหกรรมส่งเสริมโรงงานอัจฉริยะในประเทศไทย ", "เศรษฐกิจดิจิทัลเติบโตต่อเนื่อง ", "รัฐบาลสนับสนุนยานยนต์ไฟฟ้า\n",
     "มาตรการนี้มีผลบังคับใช้ตั้งแต่ปีหน้า "}};
const std::vector<std::string> kWanted = {"steel", "钢铁", "ยานยนต์"};

std::string random_page(std::mt19937& random, std::size_t language) {
  std::string text;
  for (auto n = 20 + random() % 20; n > 0; --n)  // numbered, so that no stretch stands twice
    text += '(' + std::to_string(n) + ") " + kSentences[language][random() % kSentences[language].size()];
  return text;
}

ShownTerms shown_terms(const Analyzer& analyzer, std::string_view query) {
  ShownTerms shown;
  std::uint32_t piece = 0;
  for (const Token& token : analyzer.analyze(query))
    if (token.channel != Channel::kThaiGram) shown.strong[token.term] = {piece++, 1.0};
  return shown;
}

// As make_snippet writes it.
std::string without_line_breaks(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

bool is_border(const std::vector<std::uint32_t>& borders, std::size_t offset) {
  return std::binary_search(borders.begin(), borders.end(), static_cast<std::uint32_t>(offset));
}

}  // namespace

TEST_CASE("snippets are cut at word borders of the whole page, in three languages") {
  const Knowledge knowledge = *load_knowledge();
  const MinistryLinker linker(knowledge);
  const Analyzer analyzer;
  std::mt19937 random(81);
  for (std::size_t language = 0; language < kSentences.size(); ++language)
    for (int i = 0; i < 60; ++i) {
      const std::string page = random_page(random, language);
      const ShownTerms shown = shown_terms(analyzer, kWanted[language]);
      const auto bytes = static_cast<std::uint32_t>(60 + random() % 300);
      const Snippet snippet = make_snippet(page, shown, analyzer, linker, bytes);
      CAPTURE(language, i, bytes, snippet.text);
      const std::size_t begin = without_line_breaks(page).find(snippet.text);
      REQUIRE(begin != std::string::npos);  // the page's own text, nothing else
      const std::vector<std::uint32_t> borders = word_boundaries(page);
      CHECK(is_border(borders, begin));
      CHECK(is_border(borders, begin + snippet.text.size()));
      CHECK(snippet.cut_before == (begin > 0));
      CHECK(snippet.text.size() <= bytes);
    }
}

TEST_CASE("highlights cover whole words in any form, and markup of a page stays text") {
  const Knowledge knowledge = *load_knowledge();
  const MinistryLinker linker(knowledge);
  const Analyzer analyzer;
  const auto marked = [&](std::string_view page, const ShownTerms& shown) {
    const Snippet snippet = make_snippet(page, shown, analyzer, linker, 400);
    std::string out;
    for (const auto& [begin, end] : snippet.highlights) out += '[' + snippet.text.substr(begin, end - begin) + ']';
    return out;
  };
  CHECK(marked("The factory; FACTORIES' roofs, factory-made.", shown_terms(analyzer, "factories")) ==
        "[factory][FACTORIES][factory]");
  CHECK(marked("支持工廠升級。", shown_terms(analyzer, "工厂")) == "[工廠]");
  CHECK(marked("ส่งเสริมยานยนต์ไฟฟ้าในประเทศ", shown_terms(analyzer, "ยานยนต์")) == "[ยานยนต์]");
  ShownTerms ministry;
  ministry.ministries = {"cn-miit"};
  CHECK(marked("工信部发布通知。", ministry) == "[工信部]");
  CHECK(marked("Said the Ministry of Industry and Information Technology.", ministry) ==
        "[Ministry of Industry and Information Technology]");
  const std::string hostile = "<script>alert(1)</script> steel & <b>coal</b>";
  CHECK(make_snippet(hostile, shown_terms(analyzer, "steel"), analyzer, linker, 400).text == hostile);
}

// A line without any of the terms is not cut into words; nothing may be lost by that.
TEST_CASE("every word of a page is marked when it is asked for, alone or with others") {
  const Knowledge knowledge = *load_knowledge();
  const MinistryLinker linker(knowledge);
  const Analyzer analyzer;
  const std::string hard =
      "The U.S. economy's 4.6%year grew 1,000 r&d, R & D, don't, 5G+industrial, AT&T; dying skies, ability, ABLE\n"
      "idly only early gently; lying, tied. Singly: hoping hopping, conflated relational sensibility's\n"
      "generously universities university, news; inning outing cannings, proceed succeed 3.14 1.000.000\n\n"
      "国家5G工厂 ability ﬁnance Ｆｕｌｌ café naïve\r\nx\n";
  std::string other =
      "Analyses analysed ponies ties cries agreed feed plastered motoring bled sized filing failing "
      "vietnamization predication operators feudalism decisiveness formaliti callousness formative";
  std::string long_line;
  for (std::size_t i = 0; i < 12; ++i)
    long_line += std::string(i, 'x') + " R & D U.S. " + other.substr(i * 9) + " AT  &  T 1,000 ";
  const std::string wide =
      "การพัฒนาเศรษฐกิจดิจิทัล ๒๕๖๖ ของ EU–ASEAN\u200Bและ 5G\nน\u0E4Dา้มัน เพชร\u200Bบุรี ทำงาน\n"
      "工廠與互聯網１，０００個·中國制造2025〇年，々\n“一带一路”café naïve’s Ⅳ ㎡ ﬁnance\nน้ำมันเชื้อเพลิง\n";
  for (const std::string& text : {hard, other, hard + other, long_line, wide}) {
    std::vector<std::string> all;
    analyzer.each_token(text, 0, [&](const Token& token) { all.push_back(token.term); });
    std::mt19937 random(5);
    for (std::size_t i = 0; i < all.size(); ++i) {
      ShownTerms shown;
      shown.strong[all[i]] = {0, 1.0};
      for (std::size_t more = i % 4; more > 0; --more) shown.strong[all[random() % all.size()]] = {1, 1.0};
      std::vector<std::pair<std::uint32_t, std::uint32_t>> expected;
      analyzer.each_token(text, 0, [&](const Token& token) {
        if (shown.strong.count(token.term) == 0) return;
        if (!expected.empty() && token.begin <= expected.back().second)
          expected.back().second = std::max(expected.back().second, token.end);
        else
          expected.emplace_back(token.begin, token.end);
      });
      CAPTURE(all[i]);
      CHECK(highlights_of(text, shown, analyzer, linker) == expected);
    }
  }
}
