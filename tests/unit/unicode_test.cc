#include "analysis/unicode.h"

#include <catch2/catch.hpp>

#include "analysis/dictionary_words.h"
#include "analysis/han_variants.h"
#include "analysis/script_runs.h"
#include "analysis/segment_han.h"
#include "analysis/segment_thai.h"
#include "tests/unit/random_text.h"

using namespace polsearch;
using polsearch::testing::random_bytes;
using polsearch::testing::random_code_points;
using polsearch::testing::random_pieces;

namespace {

struct Row {
  std::string_view input;
  std::string_view expected;
};

std::string print_offsets(const std::vector<std::uint32_t>& offsets) {
  std::string out;
  for (const std::uint32_t offset : offsets) out += (out.empty() ? "" : " ") + std::to_string(offset);
  return out;
}

std::string utf8(std::u32string_view codes) {
  std::string out;
  for (const char32_t c : codes) append_utf8(out, c);
  return out;
}

std::string print_pieces(std::string_view text, const std::vector<Piece>& pieces) {
  std::string out;
  for (const Piece& piece : pieces)
    out.append(out.empty() ? "" : "|").append(text.substr(piece.begin, piece.end - piece.begin));
  return out;
}

bool is_boundary(std::string_view text, std::size_t offset) {
  for (std::size_t i = 0; i <= text.size(); i += decode_at(text, i).length)
    if (i == offset) return true;
  return false;
}

}  // namespace

TEST_CASE("folding gives one spelling to what a reader takes for the same") {
  const Row rows[] = {
      {"Hello, World", "hello, world"},
      {"５Ｇ　ＡＢＣ", "5g abc"},
      {"ﬁnance", "finance"},
      {"Café CAFE\u0301 naïve Ångström", "cafe cafe naive angstrom"},
      {"Đà Nẵng, Łódź, Æsir, Straße", "da nang, lodz, aesir, strasse"},
      {"Ἀθῆναι Йод", "αθηναι иод"},
      {"co\u00ADop", "coop"},
      {"People’s", "people's"},
      {"e‑mail", "e-mail"},
      {"Huawei™", "huawei"},
      {"國務院", "国务院"},
      {"乾坤著作", "干坤着作"},
      {"ﾃﾞｰﾀ か\u3099", "データ が"},
      {"ᄒ\u1161\u11ABGUK", "한guk"},
      {"½", "1⁄2"},
      {"", ""},
      {"\xFF\xE4\xB8z", "\uFFFD\uFFFDz"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.input);
    CHECK(fold(row.input) == row.expected);
  }
}

TEST_CASE("folding keeps Thai as it is read: marks stay, sara am is one character, digits are ASCII") {
  const Row rows[] = {
      {"ทำงาน", "ทำงาน"},
      {"ท\u0E4D\u0E32งาน", "ทำงาน"},
      {"น้ำ", "น้ำ"},
      {"น\u0E49\u0E4D\u0E32", "น้ำ"},
      {"น\u0E4D\u0E49\u0E32", "น้ำ"},
      {"น\u0E33\u0E49", "น้ำ"},
      {"ที่", "ที่"},
      {"ท\u0E48\u0E35", "ที่"},
      {"ผู\u0E49\u0E49", "ผู้"},
      {"เเละ", "และ"},
      {"๒๕๖๖", "2566"},
      {"พฤหัสฯ ต่างๆ", "พฤหัสฯ ต่างๆ"},
      {"ก\u200Bข", "ก\u200Bข"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.input);
    CHECK(fold(row.input) == row.expected);
  }
}

TEST_CASE("each folded byte knows the original character it came from") {
  const FoldedText folded = fold_with_origin("A５é國x");
  CHECK(folded.key == "a5e国x");
  CHECK(print_offsets(folded.origin) == "0 1 4 6 6 6 9 10");
  CHECK(print_offsets(fold_with_origin("").origin) == "0");
}

TEST_CASE("folding twice changes nothing, and origins lead to characters in order") {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    std::mt19937 random(seed);
    const std::string text = seed % 3 == 0   ? random_bytes(random, random() % 80)
                             : seed % 3 == 1 ? random_pieces(random, random() % 40)
                                             : utf8(random_code_points(random, random() % 30));
    CAPTURE(seed, text);
    const FoldedText folded = fold_with_origin(text);
    REQUIRE(folded.key == fold(text));
    REQUIRE(fold(folded.key) == folded.key);
    REQUIRE(is_valid_utf8(folded.key));
    REQUIRE(folded.origin.size() == folded.key.size() + 1);
    REQUIRE(std::is_sorted(folded.origin.begin(), folded.origin.end()));
    REQUIRE(folded.origin.back() == text.size());
    for (const std::uint32_t origin : folded.origin) REQUIRE(is_boundary(text, origin));
  }
}

TEST_CASE("every single code point folds to something that stays") {
  std::size_t changed = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string once = fold(utf8(std::u32string(1, c)));
    if (fold(once) != once) {
      UNSCOPED_INFO("U+" << std::hex << static_cast<unsigned>(c));
      ++changed;
    }
  }
  CHECK(changed == 0);
}

TEST_CASE("a hundred thousand combining marks fold in a moment") {
  std::string marks = "か";
  for (int i = 0; i < 100000; ++i) marks += i % 2 == 0 ? "\u0301" : "\u0323";
  CHECK(fold(marks).size() < 100);
}

TEST_CASE("ill-formed UTF-8 is replaced by maximal parts") {
  const RepairedText repaired = repair_utf8("a\xE4\xB8z\xF0\x9F\x98\xC0\xAF\xED\xA0\x80");
  CHECK(repaired.text == "a\uFFFDz\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
  CHECK(repaired.replaced == 7);
  CHECK(repair_utf8("工业 ok").replaced == 0);
  CHECK(is_valid_utf8("ก工a\U0001F600"));
  CHECK_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));
  CHECK_FALSE(is_valid_utf8("12345678\xE4\xB8"));
}

TEST_CASE("decoding and encoding are inverse") {
  for (char32_t c = 0; c <= 0x10FFFF; c += 7) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string bytes;
    append_utf8(bytes, c);
    const CodePoint decoded = decode_at(bytes, 0);
    REQUIRE(decoded.ok);
    REQUIRE(decoded.value == c);
    REQUIRE(decoded.length == bytes.size());
  }
}

TEST_CASE("spaces of all kinds become one, and none at the ends") {
  CHECK(squeeze_spaces(" \t a\u00A0\u3000b\u200B \n") == "a b");
  CHECK(squeeze_spaces("") == "");
  CHECK(squeeze_spaces(" \n ") == "");
}

TEST_CASE("text may be cut between words and clusters only") {
  const Row rows[] = {
      {"", "0"},         {"car", "0 3"},      {"a car", "0 1 2 5"}, {"新能源 car", "0 3 9 10 13"},
      {"การค้า", "0 9 18"}, {"e\u0301x", "0 4"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.input);
    CHECK(print_offsets(word_boundaries(row.input)) == row.expected);
  }
}

TEST_CASE("word boundaries are ascending character starts in any bytes") {
  for (unsigned seed = 0; seed < 400; ++seed) {
    std::mt19937 random(seed);
    const std::string text = seed % 2 == 0 ? random_bytes(random, random() % 60) : random_pieces(random, random() % 40);
    CAPTURE(seed, text);
    const auto boundaries = word_boundaries(text);
    REQUIRE(boundaries.front() == 0);
    REQUIRE(boundaries.back() == text.size());
    for (std::size_t i = 1; i < boundaries.size(); ++i) REQUIRE(boundaries[i] > boundaries[i - 1]);
    for (const std::uint32_t boundary : boundaries) REQUIRE(is_boundary(text, boundary));
  }
}

TEST_CASE("display width counts columns") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("工业５") == 6);
  CHECK(display_width("น้ำ") == 2);
  CHECK(display_width("e\u0301\u200B") == 1);
  CHECK(display_width("한국") == 4);
  CHECK(display_width("") == 0);
}

TEST_CASE("characters tell traditional from simplified Chinese only where one of them alone has them") {
  CHECK(han_evidence(U'國') == HanEvidence::kTraditional);
  CHECK(han_evidence(U'国') == HanEvidence::kSimplified);
  CHECK(han_evidence(U'里') == HanEvidence::kNone);
  CHECK(han_evidence(U'著') == HanEvidence::kNone);
  CHECK(han_evidence(U'人') == HanEvidence::kNone);
  CHECK(simplified_han(U'臺') == U'台');
  CHECK(simplified_han(U'a') == U'a');
  CHECK(simplified_han(U'\U00020000') == U'\U00020000');
}

TEST_CASE("runs of one script concatenate to the text") {
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    const std::string text = fold(random_pieces(random, 1 + random() % 40));
    CAPTURE(seed, text);
    for (std::size_t begin = 0; begin < text.size();) {
      const ScriptRun run = run_at(text, begin);
      REQUIRE(run.begin == begin);
      REQUIRE(run.end > begin);
      REQUIRE(run.end <= text.size());
      begin = run.end;
    }
  }
}

TEST_CASE("Thai words and clusters concatenate to the run; clusters never split marks") {
  std::vector<Piece> words, clusters;
  const std::string_view run = "กระทรวงอุตสาหกรรม";
  thai_words(run, words);
  CHECK(print_pieces(run, words) == "กระทรวง|อุตสาหกรรม");
  thai_graphemes("น้ำมัน", clusters);
  CHECK(print_pieces("น้ำมัน", clusters) == "น้ำ|มั|น");
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    std::string text;
    for (std::size_t i = 0, n = random() % 60; i < n; ++i)
      append_utf8(text, 0x0E01 + static_cast<char32_t>(random() % 0x3A));
    CAPTURE(seed, text);
    thai_words(text, words);
    thai_graphemes(text, clusters);
    for (const auto& pieces : {words, clusters}) {
      std::size_t end = 0;
      for (const Piece& piece : pieces) {
        REQUIRE(piece.begin == end);
        end = piece.end;
      }
      REQUIRE(end == text.size());
    }
  }
}

TEST_CASE("Chinese words lie between the characters and cover them") {
  std::vector<Piece> words, characters;
  const std::string_view run = "工业 互联网";
  han_words(run, words);
  CHECK(print_pieces(run, words) == "工业|互|联|网");  // not in ICU's dictionary
  han_characters(run, characters);
  CHECK(print_pieces(run, characters) == "工|业|互|联|网");
}
