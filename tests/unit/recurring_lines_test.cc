// Pages of sites -> which of their lines are the template's. Sites are made up here; what is kept prints line by line.
#include "indexer/clean/recurring_lines.h"

#include <catch2/catch.hpp>

#include "indexer/build/template_lines.h"
#include "tests/unit/clean_printing.h"
#include "tests/unit/temp_folder.h"

using namespace polsearch;
using namespace polsearch::testing;

namespace {

struct SitePage {
  std::string site, title, body;
  std::uint32_t story = 0;  // 0: its own
};

// A paragraph that no other page has.
std::string prose(int page, int paragraph = 0) {
  return "Plant number " + std::to_string(page * 100 + paragraph) + " in the district of Arn" + std::to_string(page) +
         " began to make pumps of kind " + std::to_string(paragraph) + " in spring, the county office said.";
}

TemplateLines count(const std::vector<SitePage>& pages, std::uint64_t memory_bytes = 1 << 20) {
  std::vector<LineMark> marks;
  for (std::uint32_t i = 0; i < pages.size(); ++i)
    for (const LineMark& mark : mark_lines(pages[i].site, pages[i].title, false, pages[i].body, i))
      marks.push_back(mark);
  const auto each = [&](const std::function<void(const LineMark&)>& take) -> Status {
    for (const LineMark& mark : marks) take(mark);
    return Done{};
  };
  const auto story = [&](std::uint32_t i) { return pages[i].story ? 100000 + pages[i].story : i; };
  Result<TemplateLines> lines = TemplateLines::count(each, story, memory_bytes);
  REQUIRE(lines.ok());
  return std::move(lines).value();
}

// The lines of a page that are left, joined by "|".
std::string left_of(const TemplateLines& lines, const SitePage& page) {
  const std::vector<bool> found = lines.find(page.site, page.body);
  std::string out;
  std::size_t i = 0;
  for (const std::string_view line : body_lines(page.body))
    if (!found[i++]) out += (out.empty() ? "" : "|") + std::string(line);
  return out;
}

std::vector<SitePage> pages_of_a_site(int count, const std::string& head, const std::string& middle,
                                      const std::string& foot) {
  std::vector<SitePage> pages;
  for (int i = 0; i < count; ++i) {
    std::string body = head.empty() ? "" : head + "\n";
    body += prose(i) + "\n" + (middle.empty() ? "" : middle + "\n") + prose(i, 1);
    if (!foot.empty()) body += "\n" + foot;
    pages.push_back({"a.example", std::string("Title ") + static_cast<char>('a' + i), body, 0});
  }
  return pages;
}

}  // namespace

TEST_CASE("header, side column and footer that stand on 20 pages of a site are the template's") {
  const std::vector<SitePage> pages =
      pages_of_a_site(20, "Follow the channel of the harbour and hear what moves the ships.",
                      "Our app brings you every notice of the harbour on your telephone.",
                      "The harbour journal is made by friends of the sea.\nWrite to the journal about your own ship.");
  const TemplateLines lines = count(pages);
  for (int i = 0; i < 20; ++i)
    CHECK(left_of(lines, pages[static_cast<std::size_t>(i)]) == prose(i) + "|" + prose(i, 1));
}

TEST_CASE("a line in the middle of few pages stays, at their ends it goes") {
  const std::vector<SitePage> pages =
      pages_of_a_site(5, "", "The rule holds for all ports.", "Made by friends of the sea.");
  CHECK(left_of(count(pages), pages[0]) == prose(0) + "|The rule holds for all ports.|" + prose(0, 1));
}

TEST_CASE("three pages, or a third of a site's, are no template") {
  const std::vector<SitePage> three = pages_of_a_site(3, "", "", "Made by friends of the sea.");
  CHECK(count(three).empty());
  std::vector<SitePage> third = pages_of_a_site(5, "", "", "Made by friends of the sea.");
  const std::vector<SitePage> others = pages_of_a_site(10, "", "", "");
  for (SitePage page : others) page.title = "Another " + page.title, third.push_back(page);
  CHECK(count(third).empty());
}

TEST_CASE("an article on ten sites is no template, nor is one that a site posts ten times") {
  std::vector<SitePage> syndicated, reposted;
  for (int i = 0; i < 10; ++i) {
    const std::string article = prose(1) + "\n" + prose(1, 1) + "\n" + prose(1, 2);
    syndicated.push_back(
        {"s" + std::to_string(i) + ".example", std::string("Title ") + static_cast<char>('a' + i), article, 1});
    reposted.push_back({"a.example", std::string("Title ") + static_cast<char>('a' + i), article, 1});
  }
  CHECK(count(syndicated).empty());
  CHECK(count(reposted).empty());
  for (SitePage& page : syndicated) page.story = 0;  // also where near-duplicates were not found
  CHECK(count(syndicated).empty());
}

TEST_CASE("the sentences that a serial bulletin says each month are its own") {
  std::vector<SitePage> pages;
  for (int month = 1; month <= 12; ++month)
    pages.push_back(
        {"a.example",
         "Pump output rose " + std::to_string(month) + "% in 2023-" + (month < 10 ? "0" : "") + std::to_string(month),
         "The office counts all plants with more than ten workers.\n" + prose(month) +
             "\nFigures are not adjusted for the season.",
         0});
  CHECK(count(pages).empty());
}

TEST_CASE("whom a notice is addressed to and who signed it stay, and some text always does") {
  const std::vector<SitePage> notices =
      pages_of_a_site(10, "To the offices of all counties:", "", "Ministry of Commerce\nMade by friends of the sea.");
  CHECK(left_of(count(notices), notices[0]) ==
        "To the offices of all counties:|" + prose(0) + "|" + prose(0, 1) + "|Ministry of Commerce");
  std::vector<SitePage> empty = pages_of_a_site(10, "", "", "");
  for (SitePage& page : empty) page.body = "Made by friends of the sea.\nUnder construction.";
  CHECK(left_of(count(empty), empty[0]) == "Made by friends of the sea.|Under construction.");
}

TEST_CASE("what recurs depends neither on the order of the pages nor on the memory") {
  std::vector<SitePage> pages = pages_of_a_site(20, "Follow the channel.", "", "Made by friends of the sea.");
  const std::string expected = left_of(count(pages), pages[0]);
  const SitePage first = pages[0];
  std::reverse(pages.begin(), pages.end());
  CHECK(left_of(count(pages, 1), first) == expected);
  CHECK(expected == prose(0) + "|" + prose(0, 1));
}

TEST_CASE("a page without its template lines still accounts for every line, and names no ministry of the template") {
  std::vector<SitePage> others;
  const std::string foot = "Read every speech of the Ministry of Finance in our weekly letter to the world.";
  for (const SitePage& page : pages_of_a_site(10, "", "", foot)) others.push_back(page);
  for (SitePage& page : others) page.site.clear();
  const TemplateLines lines = count(others);
  const Page page = page_of("A title of the page\n\n" + prose(77) + "\n" + prose(77, 1) + "\n\n" + foot);
  CleanDocument document = kit().cleaner.clean(page, kit().linker);
  REQUIRE(document.body.find("Ministry of Finance") != std::string::npos);
  const std::size_t pieces = document.kept.size() + document.removed.size();
  remove_template_lines(document, page, lines, kit().linker);
  CHECK(document.body == prose(77) + "\n" + prose(77, 1));
  CHECK(document.ministries.empty());
  CHECK(document.kept.size() + document.removed.size() == pieces);
  CHECK(document.removed.back().reason == "template");
  CHECK(document.removed.back().rule == "recurring");
}

TEST_CASE("marks come back from their file as they were put in") {
  const TempFolder folder;
  Result<LineMarkFile> file = LineMarkFile::create(folder.path() / "marks");
  REQUIRE(file.ok());
  std::string body;
  for (int i = 0; i < 9000; ++i) body += "line " + std::to_string(i) + "\n";
  std::vector<LineMark> marks = mark_lines("a.example", "t", false, body, 0);
  for (std::uint32_t place = 1; place <= 5; ++place) REQUIRE(file->append(marks, place).ok());
  std::size_t seen = 0;
  REQUIRE(file->each([&](const LineMark& mark) {
                const LineMark& expected = marks[seen % marks.size()];
                if (mark.key != expected.key || mark.title != expected.title ||
                    mark.document != 1 + seen / marks.size())
                  FAIL("mark " << seen);
                ++seen;
              })
              .ok());
  CHECK(seen == 5 * marks.size());
}
