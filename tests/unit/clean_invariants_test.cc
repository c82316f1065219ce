#include <catch2/catch.hpp>

#include <random>

#include "analysis/unicode.h"
#include "tests/unit/clean_printing.h"

using namespace polsearch;
using namespace polsearch::testing;

namespace {

bool is_blank(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_at(text, i);
    if (!is_space(c.value) && c.value >= 0x20 && c.value != 0xFEFF) return false;
    i += c.length;
  }
  return true;
}

// What is wrong with the spans of a document; empty when they are sorted, disjoint and cover the text of the page.
std::string wrong_with(const CleanDocument& document, const Page& page) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> spans;
  for (const Span& span : document.kept) spans.emplace_back(span.begin, span.end);
  for (const Removal& removal : document.removed) {
    spans.emplace_back(removal.begin, removal.end);
    if (removal.rule.empty() || removal.reason.empty()) return "a removal without rule or reason";
  }
  std::sort(spans.begin(), spans.end());
  std::uint32_t at = 0;
  for (const auto& [begin, end] : spans) {
    if (begin < at || end <= begin || end > page.text.size())
      return "span " + std::to_string(begin) + ".." + std::to_string(end) + " after " + std::to_string(at);
    if (!is_blank(std::string_view(page.text).substr(at, begin - at)))
      return "text between " + std::to_string(at) + " and " + std::to_string(begin) + " is nowhere";
    at = end;
  }
  if (!is_blank(std::string_view(page.text).substr(at))) return "text behind " + std::to_string(at) + " is nowhere";
  const auto is_sorted_by_begin = [](const auto& list) {
    return std::is_sorted(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  };
  if (!is_sorted_by_begin(document.kept) || !is_sorted_by_begin(document.removed)) return "spans are not in order";
  bool has_letter = false;
  for (std::size_t i = 0; i < page.text.size() && !has_letter;) {
    const CodePoint c = decode_at(page.text, i);
    has_letter = c.ok && c.value != 0xFFFD && is_letter_or_digit(c.value) && !(c.value >= '0' && c.value <= '9');
    i += c.length;
  }
  if (has_letter && document.body.empty()) return "no body though the page has text";
  return {};
}

const char* const kPieces[] = {"Select Page",
                               "The ministry said that output rose by 3% in May, and that orders grew.",
                               "WhatApp-Icon",
                               "2023-04-21",
                               "Sales Team",
                               "首页",
                               "发布时间：2023-05-08 来源：工业时报",
                               "近日，有关部门发布指南，提出到2025年建成一百个服务平台，帮助十万家企业改造设备。",
                               "หน้าแรก",
                               "อีเมลของคุณจะไม่แสดงให้คนอื่นเห็น",
                               "กระทรวงอุตสาหกรรมประกาศให้เงินกู้ดอกเบี้ยต่ำแก่โรงงานขนาดเล็กจำนวนสามร้อยแห่ง",
                               ">",
                               "",
                               "   ",
                               "Copyright © 2019 All rights reserved",
                               "Source:Xinhua",
                               "Tel: 010-5550 0100",
                               "© ",
                               "\xEF\xBB\xBF",
                               "\xE2\x80\x8B",
                               "Related News",
                               "a",
                               "1",
                               "If you are interested in our pumps, please contact us now.",
                               "\xFF\xFE\x80",
                               "\xE0\xB8",
                               "(((((",
                               "December 21"};

#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
constexpr std::size_t kManyLines = 200'000;
#else
constexpr std::size_t kManyLines = 10'000;  // there a line costs many times as much
#endif

}  // namespace

TEST_CASE("kept and removed spans partition the text of any page") {
  std::mt19937 random(20230421);
  for (int round = 0; round < 400; ++round) {
    std::string text;
    const int lines = static_cast<int>(random() % 30);
    for (int i = 0; i < lines; ++i) {
      text += kPieces[random() % std::size(kPieces)];
      text += random() % 4 == 0 ? " " : random() % 5 == 0 ? "\r\n" : "\n";
    }
    CAPTURE(round, text);
    const Page page = page_of(text);
    REQUIRE(wrong_with(kit().cleaner.clean(page, kit().linker), page) == "");
  }
}

TEST_CASE("kept and removed spans partition random bytes") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    const int length = static_cast<int>(random() % 900);
    for (int i = 0; i < length; ++i)
      text += (random() % 3 == 0 ? static_cast<char>(random() % 256) : "ab .,:\n|>"[random() % 9]);
    CAPTURE(round);
    const Page page = page_of(text);
    REQUIRE(wrong_with(kit().cleaner.clean(page, kit().linker), page) == "");
  }
}

TEST_CASE("the same page gives the same document") {
  std::string text;
  for (const char* piece : kPieces) text += std::string(piece) + "\n";
  const Page page = page_of(text);
  const std::string once = print_document(kit().cleaner.clean(page, kit().linker), page);
  CHECK(print_document(kit().cleaner.clean(page, kit().linker), page) == once);
}

TEST_CASE("a page of one long line is cleaned in bounded time") {
  std::string one;
  for (int i = 0; i < 40000; ++i) one += "Source:Xinhua Tel:1 ";
  const Page page = page_of(one);
  CHECK(wrong_with(kit().cleaner.clean(page, kit().linker), page) == "");
}

// A second or two each. No clock is asked: a pass that looks from every line at every other would take minutes.
TEST_CASE("pages of very many short lines are cleaned in linear time, whatever the lines are") {
  struct Kind {
    const char* name;
    std::vector<std::string> lines;  // in turn; # stands for the number of the line
  };
  const Kind kinds[] = {{"one line again and again", {"Line of text about steel policy."}},
                        {"rows of cells", {"a | b | c#"}},
                        {"words of menus", {"Home", "Contact us", "News", "About us", "Share"}},
                        {"lines with a date", {"2023-05-08 Steel plan #"}},
                        {"items of lists", {"1. Item of steel", "2. Item of iron #", "- steel #"}},
                        {"single characters", {"a", "钢", "ก", "1"}},
                        {"contact lines", {"Tel: 010-5550 #", "Address: 12 Steel Road, Tianjin"}},
                        {"headlines under Related news", {"Related news", "Steel prices rise again in district #"}},
                        {"pages of a paper", {"Steel plan page # of 3", "3"}},
                        {"sentences with a name that the page defines",
                         {"The MOFCX said that output rose by 3% in May, and that orders grew in all.",
                          "The Ministry of Industry and Information Technology (MOFCX) said that output rose."}}};
  const std::string paragraph =
      "The ministry said that output rose by 3% in May, and that orders grew in all provinces.\n";
  for (const Kind& kind : kinds) {
    CAPTURE(kind.name);
    std::string text = paragraph + paragraph;
    for (std::size_t i = 0; i < kManyLines; ++i) {
      const std::string& line = kind.lines[i % kind.lines.size()];
      const std::size_t at = line.find('#');
      text += at == std::string::npos ? line : line.substr(0, at) + std::to_string(i) + line.substr(at + 1);
      text += '\n';
    }
    const Page page = page_of(text);
    const CleanDocument document = kit().cleaner.clean(page, kit().linker);
    CHECK(wrong_with(document, page) == "");
    CHECK(document.kept.size() + document.removed.size() == kManyLines + 2);
    CHECK(document.body.starts_with(paragraph));
  }
}
