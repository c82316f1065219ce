#include <catch2/catch.hpp>

#include "tests/unit/clean_printing.h"

using namespace polsearch;
using namespace polsearch::testing;

namespace {

// A headline, the line in question, two paragraphs: what is the page's date?
std::string date_with(const std::string& line) {
  const std::string text = "Workshops get loans\n\n" + line +
                           "\n\nThe bank of the province lends to workshops at two percent, its director told the "
                           "press in the capital.\n\nMore than "
                           "300 workshops have asked for a loan so far, and 120 have got one.\n";
  const CleanDocument document = kit().cleaner.clean(page_of(text), kit().linker);
  return document.date.year > 0 ? to_iso(document.date) : "none";
}

struct Row {
  const char* line;
  const char* date;
};

}  // namespace

TEST_CASE("the line under the headline dates the page, in any form") {
  for (const Row& row : {Row{"2023-04-21", "2023-04-21"}, Row{"Apr 21, 2023 | Trends | 3 comments", "2023-04-21"},
                         Row{"Posted on April 21, 2023 by admin", "2023-04-21"},
                         Row{"Post time: Apr-21-2023", "2023-04-21"}, Row{"Friday, 21 April 2023, 10:15", "2023-04-21"},
                         Row{"发布时间：2023/07/20 08:00 来源：工业时报 浏览次数：12", "2023-07-20"},
                         Row{"2023年7月20日 星期四", "2023-07-20"}, Row{"วันพฤหัสบดีที่ 21 ธันวาคม 2566", "2023-12-21"},
                         Row{"วันที่ ๑๕ พฤศจิกายน ๒๕๖๕ เวลา ๐๙.๓๐ น.", "2022-11-15"},
                         Row{"เผยแพร่เมื่อ 5 มี.ค. 2567 | เปิดอ่าน 120 ครั้ง", "2024-03-05"}}) {
    CAPTURE(row.line);
    CHECK(date_with(row.line) == row.date);
  }
}

TEST_CASE("what only looks like a posting date gives none") {
  for (const char* line :
       {"© 2023 Workshop News", "Deadline: 30 June 2024", "Registration until 5 May 2024", "2 - 4 สิงหาคม 2567",
        "Work plan for 2023-2025",
        "On 5 June 2021 the first loan was given, said the director, and the last one will be given in 2030."}) {
    CAPTURE(line);
    CHECK(date_with(line) == "none");
  }
}

TEST_CASE("what the container declares comes before what the lines say") {
  RawDocument raw;
  raw.id = "page";
  raw.media_type = MediaType::kText;
  raw.hints.date = "2022-02-03";
  raw.bytes =
      "Workshops get loans\n\n2023-04-21\n\nThe bank of the province lends to workshops at two percent, its director "
      "told the press.\n";
  const Result<Page> page = make_page(std::move(raw), ReadLimits{});
  REQUIRE(page.ok());
  const CleanDocument document = kit().cleaner.clean(*page, kit().linker);
  CHECK(to_iso(document.date) == "2022-02-03");
  CHECK(document.date_source == "declared");
}

TEST_CASE("no page is younger than its fetching") {
  const auto fetched = [](const std::string& line) {
    Page page =
        page_of("Workshops get loans\n\n" + line +
                "\n\nThe bank of the province lends to workshops at two percent, its director told the press.\n");
    page.hints.crawl_date = "2023-06-01T08:00:00Z";
    const CleanDocument document = kit().cleaner.clean(page, kit().linker);
    return document.date.year > 0 ? to_iso(document.date) : "none";
  };
  CHECK(fetched("May 31, 2023") == "2023-05-31");
  CHECK(fetched("June 2, 2023") == "2023-06-02");  // it was already tomorrow where the page was written
  CHECK(fetched("August 5, 2023") == "none");
  CHECK(fetched("05/08/2023") == "2023-05-08");  // the fifth of August was to come
}

TEST_CASE("day and month in doubt follow the other dates of the page") {
  CHECK(date_with("05/04/2023") == "2023-04-05");
  CHECK(date_with("05/04/2023\n\nLast updated: 05/25/2023") == "2023-05-04");
  CHECK(date_with("05/04/2023\n\nLast updated: 25/05/2023") == "2023-04-05");
}

TEST_CASE("a byline longer than its date dates the article that it stands before") {
  for (const Row& row :
       {Row{"26. September 2019 Jane Roe Leave a comment", "2019-09-26"},
        Row{"By Ela on 31 October, 2023 | 18 comments | This post may contain links.", "2023-10-31"},
        Row{"Mittwoch, 03. November 2021, 16.45 Uhr", "2021-11-03"},
        Row{"jeudi 13 juin 2019, par la rédaction", "2019-06-13"}, Row{"19.10.19, 11:29 Uhr", "2019-10-19"},
        Row{"19.11.202119.11.2021", "2021-11-19"}, Row{"06/30/20230 comments", "2023-06-30"},
        Row{"This entry was posted in Loans by jr on 4 February 2020.", "2020-02-04"},
        Row{"Dieser Beitrag wurde am 14/02/2020 von kj in Kredite veröffentlicht. Schlagworte: Bank", "2020-02-14"},
        Row{"本贴由大卫于2005年8月12日16:12:21在〖工业论坛〗发表.", "2005-08-12"}}) {
    CAPTURE(row.line);
    CHECK(date_with(row.line) == row.date);
  }
}

TEST_CASE("the stamp of the page comes before the date of the release that it shows") {
  CHECK(date_with("22 July 2025\n\nPrint\n\nSaturday 19 July 2025") == "2025-07-22");
}

namespace {

std::string date_of_html(const std::string& head) {
  RawDocument raw;
  raw.id = "page.html";
  raw.media_type = MediaType::kHtml;
  raw.bytes = "<html><head>" + head +
              "</head><body><h1>Workshops get loans</h1><p>The bank of the province lends to workshops at two percent, "
              "its director told the press in the capital.</p></body></html>";
  const Result<Page> page = make_page(std::move(raw), ReadLimits{});
  if (!page.ok()) return page.error().message;
  const CleanDocument document = kit().cleaner.clean(*page, kit().linker);
  return document.date.year > 0 ? to_iso(document.date) : "none";
}

}  // namespace

TEST_CASE("a declared time at midnight of the writers' place is the next day") {
  const auto declared = [](const std::string& value) {
    return date_of_html("<meta property='article:published_time' content='" + value + "'>");
  };
  CHECK(declared("2021-11-04T23:00:00Z") == "2021-11-05");
  CHECK(declared("2021-12-31T22:00:00.000Z") == "2022-01-01");
  CHECK(declared("2021-11-04T23:00:00+01:00") == "2021-11-04");
  CHECK(declared("2021-11-04T23:15:00Z") == "2021-11-04");
  CHECK(declared("2021-11-04T16:00:00Z") == "2021-11-04");
}

TEST_CASE("a date in the address dates a page that says no other") {
  const auto addressed = [](const std::string& path) {
    return date_of_html("<link rel='canonical' href='https://example.org" + path + "'>");
  };
  CHECK(addressed("/2023/04/21/loans") == "2023-04-21");
  CHECK(addressed("/home/2017/7/12/loans") == "2017-07-12");
  CHECK(addressed("/art/t20230421_88.html") == "2023-04-21");
  CHECK(addressed("/news/29-10-2021") == "2021-10-29");
  CHECK(addressed("/news/05-10-2021") == "none");
  CHECK(addressed("/v/2023-4/21") == "none");
}
