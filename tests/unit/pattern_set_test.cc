#include "indexer/clean/pattern_set.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "indexer/clean/first_letters.h"
#include "indexer/clean/unit.h"

using namespace polsearch::clean;

namespace {

// "a-c h 一", "any", with "$" for a text without letters; of letters beyond ASCII those of `others`.
std::string print(FirstLetters letters, const std::vector<std::string>& others) {
  if (letters == kAnyLetter) return "any";
  std::string out;
  for (char c = 'a'; c <= 'z'; ++c)
    if ((letters & first_letter_of(std::string(1, c))) != 0) out += c;
  for (const std::string& other : others)
    if ((letters & first_letter_of(other)) != 0) out += other;
  return (letters & first_letter_of("")) != 0 ? out + "$" : out;
}

PatternSet set_of(const std::vector<std::string>& patterns) {
  PatternSet set;
  for (const std::string& pattern : patterns) REQUIRE(set.add(pattern, 0).empty());
  set.compile();
  return set;
}

std::vector<std::size_t> candidates(const PatternSet& set, const std::string& text) {
  std::vector<std::size_t> found;
  set.candidates(text).each([&](std::size_t index) { found.push_back(index); });
  return found;
}

const std::vector<std::string> kPatterns = {R"(^[^\p{L}]*(home|news)\b)",
                                            R"(^[^\p{L}]*(sign up|subscribe)\b.{0,20}\b(newsletter|updates)\b)",
                                            R"(^[^\p{L}\p{N}\p{M}]+$)",
                                            R"(^([\[(·\s]*(a\+|a-|print|打印|พิมพ์)[\])·\s]*)+$)",
                                            R"(icp ?(备|证)[^。]{0,8}\d)",
                                            R"(^(สงวนลิขสิทธิ์|版权所有|all rights))",
                                            R"(^\d{1,3}( ?/ ?\d{1,3})?[^\p{L}]*$|^page \d+$)",
                                            R"(\b(e-?mail|tel)\s*[.:])",
                                            R"(^[^>]{1,9}( ?(>|»|→) ?[^>]{1,9}){2,}$)"};

}  // namespace

TEST_CASE("a pattern that is bound to the begin tells the first letters of what it matches") {
  const struct {
    std::string pattern, letters;
  } rows[] = {{"^home", "h"},
              {R"(^[^\p{L}]*(home|news)\b)", "hn"},
              {"^(x )?(tel|fax)", "ftx"},
              {R"(^\s*\d*(page )?of)", "op"},
              {R"(^[\d.]*page$)", "p"},
              {R"(^[^\p{L}\p{N}]+$)", "$"},
              {R"(^(打印|print)|^关闭)", "p打关"},
              {R"(^\d+( pages)?$)", "p$"},
              {"home", "any"},
              {"^home|news", "any"},
              {"(?i)^home", "any"},
              {"^.home", "any"},
              {R"(^\p{Han}+)", "any"},
              {"^[^>]", "any"},
              {R"(^\x{41})", "any"},
              {"^((a|b)|c{2})", "abc"}};
  for (const auto& row : rows) {
    CAPTURE(row.pattern);
    CHECK(print(first_letters(row.pattern), {"打", "关"}) == row.letters);
  }
}

TEST_CASE("patterns are candidates by their literals and their first letter") {
  const PatternSet set = set_of(kPatterns);
  const struct {
    std::string text;
    std::vector<std::size_t> found;
  } rows[] = {{"", {2}},
              {"* * *", {2}},
              {"· home page", {0}},
              {"the home page", {}},
              {"subscribe to our newsletter", {1}},
              {"subscribe to our channel", {}},
              {"the newsletter of those who subscribe", {}},
              {"版权所有", {5}}};
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(candidates(set, row.text) == row.found);
  }
}

TEST_CASE("whatever a pattern matches it is a candidate for") {
  constexpr unsigned kSeed = 20230722;
  CAPTURE(kSeed);
  std::mt19937 random(kSeed);
  const PatternSet set = set_of(kPatterns);
  const std::vector<std::string> pieces = {"home",  "news", "sign up", "subscribe", " ",  "newsletter", "updates", "· ",
                                           "a+",    "a-",   "print",   "打印",      "12", "พิมพ์",        "icp",     "备",
                                           "证",    "。",   "3",       "版权所有",  "/",  "page ",      "e-mail",  ":",
                                           "tel: ", ">",    "»",       "→",         "é",  "สงวนลิขสิทธิ์",  "[",       "x"};
  std::size_t matched = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t i = random() % 6 + 1; i > 0; --i) text += pieces[random() % pieces.size()];
    const std::string key = fold_line(text);
    const std::vector<std::size_t> found = candidates(set, key);
    for (std::size_t index = 0; index < kPatterns.size(); ++index) {
      if (!set.matches(index, key)) continue;
      ++matched;
      CAPTURE(round, key, kPatterns[index]);
      CHECK(std::find(found.begin(), found.end(), index) != found.end());
    }
  }
  CHECK(matched > 1000);
}

TEST_CASE("a set says what is wrong with a pattern, and looks for short lines' patterns in short lines only") {
  PatternSet set;
  CHECK_FALSE(set.add("(home", 0).empty());
  REQUIRE(set.add("home", 20).empty());
  REQUIRE(set.add("news", 0).empty());
  set.compile();
  const auto of_words = [&](double words) {
    std::string found;
    set.candidates("home news", words).each([&](std::size_t index) { found += std::to_string(index); });
    return found;
  };
  CHECK(of_words(2) == "01");
  CHECK(of_words(100) == "1");
}
