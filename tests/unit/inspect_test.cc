#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "analysis/terminal_text.h"
#include "indexer/inspect.h"
#include "indexer/read.h"
#include "temp_folder.h"

using namespace polsearch;

namespace {

using Json = nlohmann::json;

const Knowledge& knowledge() {
  static const Knowledge loaded = load_knowledge().value();
  return loaded;
}

const Cleaning& cleaning() {
  static const Cleaning made = Cleaning::create("").value();
  return made;
}

// Lines "Home", "Steel rises. Share this", "", "Call us" cut by hand.
struct Cut {
  Page page;
  CleanDocument document;
};
Cut small_cut() {
  Cut cut;
  Page& page = cut.page;
  page.id = "a.txt";
  page.text = "Home\nSteel rises. Share this\n\nCall us";
  page.charset = "UTF-8";
  CleanDocument& document = cut.document;
  document.id = "a.txt";
  document.title = "Steel";
  document.title_source = "line";
  document.date = {2023, 4, 21};
  document.precision = DatePrecision::kDay;
  document.date_source = "line 9: Apr 21, 2023";
  document.event_dates = {{{2023, 2, 1}, 0, 0}, {{2022, 12, 21}, 0, 0}, {{2023, 2, 1}, 0, 0}};
  document.language = "en";
  document.languages = {"en"};
  document.ministries = {{"cn-miit", 0.94999}};
  document.body = "Steel rises.";
  document.kept = {{2, 5, 17}};
  document.removed = {{1, 0, 4, "nav", "navigation", -2.5},
                      {2, 18, 28, "share", "share", 0},
                      {4, 30, 37, "sales", "sales-contact", -1}};
  document.quality = 0.91;
  return cut;
}

// The numbers of the lines that are in body_lines, in removed, in both.
struct LineFates {
  std::set<std::uint32_t> kept, removed;
};
LineFates fates_of(const Json& json) {
  LineFates fates;
  for (const auto& line : json["body_lines"]) fates.kept.insert(line.get<std::uint32_t>());
  for (const auto& removal : json["removed"]) fates.removed.insert(removal["line"].get<std::uint32_t>());
  return fates;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos; }

}  // namespace

TEST_CASE("an inspection is one JSON object in one line, with the keys of the contract") {
  const Cut cut = small_cut();
  const std::string line = print_inspection_json(cut.page, cut.document, knowledge());
  CHECK(std::count(line.begin(), line.end(), '\n') == 1);
  const auto json = nlohmann::ordered_json::parse(line);
  std::string keys;
  for (const auto& [key, value] : json.items()) keys += key + " ";
  CHECK(keys ==
        "id title title_source date date_precision date_source event_dates language languages ministries other_bodies "
        "source "
        "editor responsible_editor url charset replaced body "
        "body_lines removed quality removed_spans ");
  CHECK(json["date"] == "2023-04-21");
  CHECK(json["event_dates"].dump() == R"(["2022-12-21","2023-02-01"])");
  CHECK(
      json["ministries"].dump() ==
      R"([{"id":"cn-miit","label":"Ministry of Industry and Information Technology","confidence":0.95,"role":"mentioned"}])");
  CHECK(json["source"].is_null());
  CHECK(json["removed"][1].dump() ==
        R"({"line":4,"rule":"sales","reason":"sales-contact","text":"Call us","score":-1.0})");
}

TEST_CASE("a line that is kept in part is in body_lines alone; its cut is a removed span") {
  const Cut cut = small_cut();
  const auto json = Json::parse(print_inspection_json(cut.page, cut.document, knowledge()));
  const LineFates fates = fates_of(json);
  CHECK(fates.kept == std::set<std::uint32_t>{2});
  CHECK(fates.removed == std::set<std::uint32_t>{1, 4});
  CHECK(json["removed_spans"][0]["text"] == "Share this");
}

TEST_CASE("a document without a date, title and source has nulls") {
  Cut cut = small_cut();
  cut.document.title.clear();
  cut.document.date = {};
  cut.document.precision = DatePrecision::kNone;
  const auto json = Json::parse(print_inspection_json(cut.page, cut.document, knowledge()));
  CHECK(json["title"].is_null());
  CHECK(json["date"].is_null());
  CHECK(json["date_precision"] == "none");
}

TEST_CASE("the listing marks every piece with its fate, coloured only on a terminal") {
  const Cut cut = small_cut();
  const std::string plain = print_inspection_text(cut.page, cut.document, knowledge(), false);
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK(plain.substr(plain.find("    1 ")) ==
        "    1 navigation [nav]                 Home\n"
        "    2 keep                             Steel rises.\n"
        "    2 share [share]                    Share this\n"
        "    4 sales-contact [sales]            Call us\n\n");
  CHECK(plain.find("date        2023-04-21  (day, line 9: Apr 21, 2023)\n") != std::string::npos);
  CHECK(print_inspection_text(cut.page, cut.document, knowledge(), true).find("\x1b[31m") != std::string::npos);
}

TEST_CASE("nothing of a page steers the terminal or the direction of its text") {
  CHECK(for_terminal("steel\x1b[31m \u202Egnp.exe\u202C \u2066x\u2069\u200F\u061Cy\u2028z\xFF") ==
        "steel [31m gnp.exe xy z\uFFFD");
  CHECK(for_terminal("工信部 ครม. café") == "工信部 ครม. café");
  RawDocument raw;
  raw.id = "a";
  raw.media_type = MediaType::kCleanText;
  raw.bytes = "steel \u202Egnp.exe";
  raw.hints.title = "\x1b]0;x\x07 \u202Ename";
  const Result<Page> page = make_page(std::move(raw), ReadLimits{});
  REQUIRE(page.ok());
  const std::string text = print_inspection_text(*page, cleaning().clean(*page), knowledge(), false);
  for (const char* steers : {"\x1b", "\x07", "\u202E"}) CHECK(text.find(steers) == std::string::npos);
}

TEST_CASE("spans outside the page print nothing instead of reading there") {
  Cut cut = small_cut();
  cut.document.removed = {{9, 4'000'000'000u, 4'000'000'001u, "x", "legal", 0}, {9, 30, 7, "x", "legal", 0}};
  CHECK(Json::parse(print_inspection_json(cut.page, cut.document, knowledge()))["removed"][0]["text"] == "");
}

TEST_CASE("every file is inspected, a bad one is named and passed over") {
  const TempFolder folder;
  write_file(folder / "a.txt", "Steel output rises in the first quarter of the year.\n");
  write_file(folder / "b.jsonl", "{\"id\":\"one\",\"body\":\"one\"}\nno JSON\n{\"id\":\"two\",\"body\":\"two\"}\n");
  std::string ids, skips;
  InspectSink sink;
  sink.document = [&](const Page&, const CleanDocument& document) {
    ids += document.id + " ";
    return true;
  };
  sink.skip = [&](const Skip& skip) { skips += skip.path.substr(skip.path.rfind('/') + 1) + " "; };
  std::istringstream nothing;
  REQUIRE(inspect_paths({(folder / "missing.txt").string(), folder.path().string()}, nothing, cleaning(), sink).ok());
  CHECK(ids == "a.txt one two ");
  CHECK(skips == "missing.txt b.jsonl:2 ");
}

TEST_CASE("on any page every line that is not blank is kept or removed, and never both") {
  const std::vector<std::string> pieces = {"Home",
                                           "WhatsApp: +86 138 0000 0000",
                                           "Apr 21, 2023 |",
                                           "\n",
                                           "\n\n",
                                           "\r\n",
                                           " ",
                                           "The ministry said that industrial output rose. ",
                                           "工业和信息化部发布通知。",
                                           "กระทรวงอุตสาหกรรมประกาศ",
                                           "\xff\xfe",
                                           "\t",
                                           "Source: Xinhua",
                                           "Copyright 2023",
                                           "ICP 12345678",
                                           "\xE2\x80\xA8",
                                           "\x0b",
                                           "|"};
  std::mt19937 random(11);
  for (int i = 0; i < 400; ++i) {
    CAPTURE(i);
    RawDocument raw;
    raw.id = "random";
    for (std::size_t count = random() % 30; count-- > 0;)
      raw.bytes += random() % 8 ? pieces[random() % pieces.size()] : std::string(1, static_cast<char>(random()));
    const Result<Page> page = make_page(std::move(raw), ReadLimits{});
    REQUIRE(page.ok());
    const auto json = Json::parse(print_inspection_json(*page, cleaning().clean(*page), knowledge()));
    const LineFates fates = fates_of(json);
    CAPTURE(page->text);
    for (const Line& line : page->lines) {
      CAPTURE(line.number, std::string(line.text));
      const bool kept = fates.kept.contains(line.number), removed = fates.removed.contains(line.number);
      REQUIRE_FALSE((kept && removed));
      if (!is_blank(line.text)) REQUIRE((kept || removed));
    }
  }
}
