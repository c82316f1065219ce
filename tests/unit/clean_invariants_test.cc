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

TEST_CASE("a page of very many lines and a page of one long line take bounded time") {
  std::string many, one;
  for (int i = 0; i < 50000; ++i) many += "news\n";
  for (int i = 0; i < 40000; ++i) one += "Source:Xinhua Tel:1 ";
  for (const std::string* text : {&many, &one}) {
    const Page page = page_of(*text);
    CHECK(wrong_with(kit().cleaner.clean(page, kit().linker), page) == "");
  }
}
