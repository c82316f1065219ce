#include "analysis/language.h"

#include <catch2/catch.hpp>

#include "tests/unit/labelled_lines.h"
#include "tests/unit/random_text.h"

using namespace polsearch;

namespace {

std::string print(const LanguageGuess& guess) {
  std::string out = guess.language + ":";
  for (const std::string& language : guess.languages) out += " " + language;
  return out;
}

struct Row {
  std::string_view text;
  std::string_view expected;
};

}  // namespace

TEST_CASE("one line is enough to know its language") {
  const Row rows[] = {
      {"The ministry published new rules for the steel industry on Friday.", "en: en"},
      {"5G factories", "en: en"},
      {"工业和信息化部发布通知", "zh-Hans: zh-Hans"},
      {"工人", "zh-Hans: zh-Hans"},
      {"經濟部發布產業政策", "zh-Hant: zh-Hant"},
      {"國務院關於推動產業", "zh-Hant: zh-Hant"},
      {"กระทรวงอุตสาหกรรม", "th: th"},
      {"ข่าว", "th: th"},
      {"工業ロボットの輸出について", "ja: ja"},
      {"산업통상자원부는 반도체 지원을 발표했다", "ko: ko"},
      {"Le ministère de l'industrie a publié un nouveau règlement sur les usines françaises", "fr: fr"},
      {"Das Ministerium hat gestern eine neue Verordnung über die Förderung der Industrie veröffentlicht", "de: de"},
      {"Министерство промышленности опубликовало новые правила для предприятий", "ru: ru"},
      {"Bộ Công Thương ban hành quy định mới về phát triển công nghiệp hỗ trợ", "vi: vi"},
      {"2023-04-21 10:30", "und:"},
      {"", "und:"},
      {"\xFF\xFE", "und:"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(print(detect_language(row.text)) == row.expected);
  }
}

TEST_CASE("a few foreign words do not change the language of a text, much text of both is both") {
  CHECK(print(detect_language("กระทรวงอุตสาหกรรมจัดงานสัมมนาเรื่องโรงงานอัจฉริยะและการผลิตสมัยใหม่ด้วยระบบ 5G")) == "th: th");
  CHECK(print(detect_language(
            "China's 工信部 (MIIT) published the plan for the industrial internet, with targets for the "
            "number of connected devices and for the digital transformation of small factories")) == "en: en");
  CHECK(print(detect_language("工业互联网发展行动计划 Action plan for the industrial internet")) == "en: en zh-Hans");
  CHECK(print(detect_language("我喜欢の饮料，中国的工业政策和发展规划")) == "zh-Hans: zh-Hans");
}

TEST_CASE("names in Latin letters do not make a short line English, one English word does") {
  const Row rows[] = {
      {"SMEs ไทย", "th: th en"},
      {"华为 Mate 60 Pro", "zh-Hans: zh-Hans en"},
      {"Bradley，），美", "zh-Hans: zh-Hans en"},
      {"the 工信部 of China", "en: en zh-Hans"},
      {"Kraków are of the", "en: en"},
      {"Guangdong-Hong Kong-Macao", "en: en"},
      {"Trang chủ", "vi: vi"},
      {"Über uns", "und:"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(print(detect_language(row.text)) == row.expected);
  }
}

TEST_CASE("labelled lines have their language, or what is known to be given") {
  polsearch::testing::check_labelled_lines(polsearch::testing::labelled_lines("language_lines"),
                                           [](const std::string& line) { return detect_language(line).language; });
}

TEST_CASE("any bytes get a guess") {
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    CAPTURE(seed);
    const LanguageGuess bytes = detect_language(polsearch::testing::random_bytes(random, random() % 200));
    CHECK_FALSE(bytes.language.empty());
    const LanguageGuess mixed = detect_language(polsearch::testing::random_pieces(random, random() % 60));
    CHECK_FALSE(mixed.language.empty());
    CHECK(mixed.languages.size() <= 10);
  }
}

TEST_CASE("the primary language is the part before the hyphen") {
  CHECK(primary_language("zh-Hans") == "zh");
  CHECK(primary_language("en") == "en");
  CHECK(primary_language("") == "");
}

TEST_CASE("declared languages come in one spelling, and names of languages are none") {
  const std::pair<const char*, const char*> rows[] = {
      {"zh-TW", "zh-Hant"},
      {"zh-hk", "zh-Hant"},
      {"zh_MO", "zh-Hant"},
      {"zh-Hant-TW", "zh-Hant"},
      {"zh-CN", "zh-Hans"},
      {"zh-SG", "zh-Hans"},
      {"zh", "zh-Hans"},
      {"zh-Hans", "zh-Hans"},
      {"EN-US", "en-US"},
      {"pt_BR", "pt-BR"},
      {"th", "th"},
      {"e", ""},
      {"english", ""},
      {"中文", ""},
      {"", ""},
      {"en US", ""},
  };
  for (const auto& [declared, expected] : rows) {
    CAPTURE(declared);
    CHECK(canonical_language(declared) == expected);
  }
}
