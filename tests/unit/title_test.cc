// Pages with lines and markup that only look like a headline => the title and where it is from.
#include <catch2/catch.hpp>

#include "tests/unit/clean_printing.h"

using namespace polsearch;
using namespace polsearch::testing;

namespace {

struct Article {
  const char* title;
  const char* body;  // paragraphs apart by a blank line
};

constexpr Article kEnglish = {
    "Workshops get loans from the provincial bank",
    "The bank of the province lends to workshops at two percent, its director told the press in the capital, and the "
    "loans run for three years.\n\nMore than 300 workshops have asked for a loan so far, and 120 have got one, most of "
    "them in the two southern counties of the province."};
constexpr Article kChinese = {
    "省银行向作坊提供低息贷款",
    "省银行将以百分之二的利率向作坊提供贷款，行长在省会对记者说，贷款期限为三年，手续从简，利息由财政补贴一半。\n\n"
    "到目前为止，已有三百多家作坊提出申请，一百二十家已经获得贷款，其中大部分位于南部的两个县，资金主要用于更新设备。"};
constexpr Article kThai = {"โรงงานขนาดเล็กได้รับเงินกู้จากธนาคารจังหวัด",
                           "ธนาคารของจังหวัดให้เงินกู้แก่โรงงานขนาดเล็กในอัตราดอกเบี้ยร้อยละสอง "
                           "ผู้อำนวยการธนาคารกล่าวกับผู้สื่อข่าวที่ตัวเมือง โดยมีระยะเวลาผ่อนชำระสามปี\n\n"
                           "โรงงานมากกว่าสามร้อยแห่งยื่นคำขอกู้แล้ว และหนึ่งร้อยยี่สิบแห่งได้รับเงินกู้ "
                           "ส่วนใหญ่อยู่ในสองอำเภอทางใต้ของจังหวัด"};

// The template with @T for the article's title.
std::string with_title(std::string text, const Article& article) {
  for (std::size_t at = text.find("@T"); at != std::string::npos; at = text.find("@T", at))
    text.replace(at, 2, article.title);
  return text;
}

std::string title_of(const Article& article, const std::string& head) {
  const std::string text = with_title(head, article) + "\n\n" + article.body + "\n";
  return kit().cleaner.clean(page_of(text), kit().linker).title;
}

std::string title_of_html(const Article& article, const std::string& head, const std::string& body) {
  std::string paragraphs = "<p>" + std::string(article.body) + "</p>";
  paragraphs.replace(paragraphs.find("\n\n"), 2, "</p><p>");
  const std::string html = "<html><head>" + with_title(head, article) + "</head><body><nav><a href=/>Home</a></nav>" +
                           with_title(body, article) + paragraphs + "</body></html>";
  const CleanDocument document = kit().cleaner.clean(page_of(html, MediaType::kHtml), kit().linker);
  return document.title + " (" + document.title_source + ")";
}

}  // namespace

TEST_CASE("names of sites and sections, trails, credits and notice numbers are no headline") {
  for (const char* head :
       {"Home > News > Industry\n\n@T\n\n2023-05-25", "Policy Observer\n\n2023-05-25\n\n@T",
        "Harbour Daily\n\nNews · Economy · Opinion\n\n@T\n\nBy Jane Roe\n\nMay 25, 2023\n\nShare",
        "Ministry of Finance\n\nPress Release\n\nNo. 45/2023\n\n25 May 2023\n\n@T",
        "@T | Harbour Daily\n\nHome\n\nNews\n\n@T\n\n25 May 2023",
        "You are here: Home / News\n\n@T\n\nShare this page\n\nFacebook\n\nPublished on 25 May 2023",
        "CUSTOMS UPDATE\n\n@T\n\nWritten by Nok Roe, Regulatory Editor\n\nMay 25, 2023 · 3 min read",
        "Finance  Loans  Markets  Opinion\n\n@T\n\n(Decree No. 7 of the Ministry of Finance)\n\nChapter I General",
        "@T\n\nCircular [2023] No. 45\n\nTo the bureaus of finance of all provinces and municipalities:",
        "@T\n\nSteel desk  US $15.00 - 40.00 / Piece\n\nDate: 2023-05-25  Source: Desk  Author: Roe  Hits: 612  "
        "Comments: 0"}) {
    CAPTURE(head);
    CHECK(title_of(kEnglish, head) == kEnglish.title);
  }
  for (const char* head : {"首页 > 新闻中心 > 行业动态\n\n@T\n\n2023-07-20 10:30 来源：工业时报",
                           "工业时报网\n\n当前位置：首页>要闻>正文\n\n@T\n\n发布时间：2023-07-20\n\n字号：大 中 小",
                           "综合新闻\n\n@T\n\n——行长答记者问\n\n2023年7月20日",
                           "@T\n\n工信部联规〔2023〕15号\n\n各省、自治区、直辖市人民政府："}) {
    CAPTURE(head);
    CHECK(title_of(kChinese, head) == kChinese.title);
  }
  for (const char* head : {"หน้าแรก > ข่าวประชาสัมพันธ์\n\n@T\n\n21 ธันวาคม 2566",
                           "กระทรวงอุตสาหกรรม\n\nข่าวประชาสัมพันธ์\n\n@T\n\nเผยแพร่เมื่อ 21 ธ.ค. 2566\n\nแชร์",
                           "ข่าวเศรษฐกิจ\n\n21 ธันวาคม 2566\n\n@T"}) {
    CAPTURE(head);
    CHECK(title_of(kThai, head) == kThai.title);
  }
}

TEST_CASE("the headline of a page is found in its declared title on either side of the site's name") {
  const std::string english = kEnglish.title, chinese = kChinese.title, thai = kThai.title;
  CHECK(title_of_html(kEnglish, "<title>@T | Harbour Daily</title>", "<h1>@T</h1>") == english + " (html:h1)");
  CHECK(title_of_html(kEnglish, "<title>Harbour Daily - @T</title>", "<h2>@T</h2>") == english + " (html:title)");
  CHECK(title_of_html(kChinese, "<title>@T_要闻_工业时报网</title>", "<div class=title>@T</div>") ==
        chinese + " (html:title)");
  CHECK(title_of_html(kChinese, "<title>工业时报网</title>", "<h1>@T</h1>") == chinese + " (html:h1)");
  CHECK(title_of_html(kThai, "<title>กระทรวงอุตสาหกรรม | @T</title>", "<h3>@T</h3>") == thai + " (html:title)");
}

TEST_CASE("a h1 that is the site's name is not the title") {
  CHECK(title_of_html(kEnglish,
                      "<title>@T - Harbour Daily</title><meta property='og:title' content='@T'>"
                      "<meta property='og:site_name' content='Harbour Daily'>",
                      "<h1>Harbour Daily</h1><h2>@T</h2>") == std::string(kEnglish.title) + " (html:title)");
}
