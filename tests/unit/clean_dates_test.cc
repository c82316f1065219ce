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
