// Bytes -> pages: charsets, lines, JSONL. A page prints as "charset replaced|1:text|2:text".
#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

#include "indexer/read.h"
#include "indexer/read/compressed_file.h"
#include "indexer/read/decode.h"
#include "indexer/read/jsonl.h"
#include "indexer/read/lines.h"

using namespace polsearch;
using namespace std::string_literals;

namespace {

std::string print(const Page& page) {
  std::string out = page.charset + " " + std::to_string(page.replaced);
  for (const Line& line : page.lines) out += "|" + std::to_string(line.number) + ":" + std::string(line.text);
  return out;
}

Result<Page> page_of(std::string bytes, const std::string& charset = {}, const ReadLimits& limits = {},
                     MediaType type = MediaType::kText) {
  RawDocument raw;
  raw.id = "a";
  raw.media_type = type;
  raw.bytes = std::move(bytes);
  raw.hints.charset = charset;
  return make_page(std::move(raw), limits);
}

std::string read_page(std::string bytes, const std::string& charset = {}, const ReadLimits& limits = {}) {
  const Result<Page> page = page_of(std::move(bytes), charset, limits);
  return page ? print(*page) : "error: " + page.error().message;
}

// Lines lie in the text, in order, and only separators stand between them.
void check_lines(const Page& page) {
  std::size_t at = 0;
  std::uint32_t number = 0;
  for (const Line& line : page.lines) {
    REQUIRE(line.begin == at);
    REQUIRE(line.end <= page.text.size());
    REQUIRE(line.text == std::string_view(page.text).substr(line.begin, line.end - line.begin));
    REQUIRE(line.text.data() == page.text.data() + line.begin);
    REQUIRE((line.number == number || line.number == number + 1));
    for (std::size_t i = line.begin; i < line.end; ++i) REQUIRE(separator_length(page.text, i) == 0);
    number = line.number;
    at = line.end;
    if (at < page.text.size()) at += separator_length(page.text, at);
  }
  REQUIRE(at == page.text.size());
}

std::string print(const Result<RawDocument>& document) {
  if (!document) return "skip: " + document.error().message;
  constexpr const char* kinds[] = {"text", "html", "body"};
  const Hints& h = document->hints;
  std::string out = document->id + "|" + kinds[static_cast<int>(document->media_type)] + "|" + document->bytes;
  for (const std::string* hint : {&h.url, &h.title, &h.date, &h.language, &h.site}) out += "|" + *hint;
  return out;
}

}  // namespace

TEST_CASE("lines end at every kind of line end and keep their numbers") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"", "UTF-8 0"},
      {"a", "UTF-8 0|1:a"},
      {"a\n", "UTF-8 0|1:a"},
      {"\n", "UTF-8 0|1:"},
      {"a\n\nb", "UTF-8 0|1:a|2:|3:b"},
      {"a\r\nb\rc\n", "UTF-8 0|1:a|2:b|3:c"},
      {"a\r\r\nb", "UTF-8 0|1:a|2:|3:b"},
      {"a\fb", "UTF-8 0|1:a|2:b"},
      {"a\xC2\x85"
       "b\xE2\x80\xA8"
       "c\xE2\x80\xA9"
       "d",
       "UTF-8 0|1:a|2:b|3:c|4:d"},
      {"  kept  \t spaces ", "UTF-8 0|1:  kept  \t spaces "},
      {"\xEF\xBB\xBF"
       "a",
       "UTF-8 0|1:a"},
  };
  for (const auto& [bytes, expected] : rows) CHECK(read_page(bytes) == expected);
}

TEST_CASE("a line over the limit is cut between code points into lines of one number") {
  ReadLimits limits;
  limits.line_bytes = 7;
  CHECK(read_page("工信部工信部\nx", {}, limits) == "UTF-8 0|1:工信|1:部工|1:信部|2:x");
  CHECK(read_page("abcdefg\nabcdefgh", {}, limits) == "UTF-8 0|1:abcdefg|2:abcdefg|2:h");
  limits.line_bytes = 0;
  CHECK(read_page("工ab", {}, limits) == "UTF-8 0|1:工a|1:b");
}

TEST_CASE("control characters and NUL become spaces and cut nothing") {
  CHECK(read_page("a\0b\x01\x1F\x7F"
                  "c\td"s) == "UTF-8 0|1:a b   c\td");
  CHECK(read_page("a\xC2\x80\xC2\x9F\xC2\xA0z") == "UTF-8 0|1:a  \xC2\xA0z");
}

TEST_CASE("limits on text and lines give the skip's reason") {
  ReadLimits limits;
  limits.text_bytes = 4;
  CHECK(read_page("abcde", {}, limits) == "error: text is over 4 bytes, the limit");
  limits.text_bytes = 1 << 20;
  limits.lines = 3;
  CHECK(read_page("\n\n\n", {}, limits) == "UTF-8 0|1:|2:|3:");
  CHECK(read_page("\n\n\n\n", {}, limits) == "error: page has more than 3 lines");
}

TEST_CASE("declared charsets and byte order marks are followed, their old names meaning the superset") {
  struct Row {
    std::string bytes, charset, expected;
  };
  const std::vector<Row> rows = {
      {"\xB9\xA4\xD0\xC5\xB2\xBF", "gb2312", "GB18030 0|1:工信部"},
      {"\xB9\xA4\xD0\xC5\xB2\xBF", "GBK", "GB18030 0|1:工信部"},
      {"\x81\x30\x89\x38 \x95\x32\x82\x36", "gb18030", "GB18030 0|1:\xC3\x9F \xF0\xA0\x80\x80"},  // four-byte forms
      {"\xB8\x67\xC0\xD9\xB3\xA1", "big5", "Big5-HKSCS 0|1:經濟部"},
      {"\xA1\xC3\xB7\xC3\xC7\xA7", "tis-620", "windows-874 0|1:กรทรวง"},
      {"\xA1\xC3\xD0\xB7\xC3\xC7\xA7\xCD\xD8\xB5\xCA\xD2\xCB\xA1\xC3\xC3\xC1", "windows-874",
       "windows-874 0|1:กระทรวงอุตสาหกรรม"},
      {"caf\xE9 \x93x\x94", "iso-8859-1", "windows-1252 0|1:café “x”"},
      {"\x82\xA0", "shift_jis", "windows-31j 0|1:あ"},
      {"\xFF\xFE"
       "a\0\xE5\x5D"s,
       "", "UTF-16LE 0|1:a工"},
      {"\xFE\xFF\0a\x5D\xE5"s, "gbk", "UTF-16BE 0|1:a工"},
      {"\xFF\xFE\0\0a\0\0\0"s, "", "UTF-32LE 0|1:a"},
      {"\0\0\xFE\xFF\0\0\0a"s, "", "UTF-32BE 0|1:a"},
      {"P\0o\0l\0i\0c\0y\0\n\0\xE5\x5D"s, "", "UTF-16LE 0|1:Policy|2:工"},
      {"\x1B$B$\"\x1B(B", "iso-2022-jp", "iso-2022-jp 0|1:あ"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.charset, row.expected);
    CHECK(read_page(row.bytes, row.charset) == row.expected);
  }
}

TEST_CASE("valid UTF-8 beats a wrong declaration, and nonsense declarations are ignored") {
  for (const char* charset : {"gb2312", "big5", "windows-1252", "tis-620", "", "no-such-charset", "utf-7", "ibm037",
                              "utf-16", "a,swap=1", "\x01\xFF", "../../etc/passwd"}) {
    CAPTURE(charset);
    CHECK(read_page("工信部 café", charset) == "UTF-8 0|1:工信部 café");
  }
  CHECK(read_page("caf\xE9", "no-such-charset") == "windows-1252 0|1:café");
}

TEST_CASE("ill-formed sequences become U+FFFD and are counted") {
  CHECK(read_page("工信部工信部\xE5\xB7") == "UTF-8 1|1:工信部工信部\xEF\xBF\xBD");
  CHECK(read_page("工信部工信部\xFF工信部工信部工信部工信部\xC0工信部工信部") ==
        "UTF-8 2|1:工信部工信部\xEF\xBF\xBD工信部工信部工信部工信部\xEF\xBF\xBD工信部工信部");
}

TEST_CASE("an undeclared charset is detected") {
  // The same sentences in their old charsets, as a scraper saves them.
  struct Row {
    std::string bytes, charset, first_character;
  };
  const std::string gb =  // 工业和信息化部发布关于推动工业互联网加快发展的通知。
      "\xB9\xA4\xD2\xB5\xBA\xCD\xD0\xC5\xCF\xA2\xBB\xAF\xB2\xBF\xB7\xA2\xB2\xBC\xB9\xD8\xD3\xDA\xCD\xC6\xB6\xAF\xB9\xA4"
      "\xD2\xB5\xBB\xA5\xC1\xAA\xCD\xF8"
      "\xBC\xD3\xBF\xEC\xB7\xA2\xD5\xB9\xB5\xC4\xCD\xA8\xD6\xAA\xA1\xA3";
  const std::string thai =  // กระทรวงอุตสาหกรรมประกาศมาตรการ
      "\xA1\xC3\xD0\xB7\xC3\xC7\xA7\xCD\xD8\xB5\xCA\xD2\xCB\xA1\xC3\xC3\xC1\xBB\xC3\xD0\xA1\xD2\xC8\xC1\xD2\xB5\xC3\xA1"
      "\xD2\xC3";
  const std::string big5 =  // 經濟部公布產業發展政策，推動製造業升級。
      "\xB8\x67\xC0\xD9\xB3\xA1\xA4\xBD\xA5\xAC\xB2\xA3\xB7\x7E\xB5\x6F\xAE\x69\xAC\x46\xB5\xA6\xA1\x41\xB1\xC0\xB0\xCA"
      "\xBB\x73\xB3\x79\xB7\x7E\xA4\xC9\xAF\xC5\xA1\x43";
  const std::vector<Row> rows = {{gb, "GB18030", "工"},
                                 {"Home\n" + gb, "GB18030", "H"},
                                 {big5, "Big5-HKSCS", "經"},
                                 {thai, "windows-874", "ก"},
                                 {"Home | News\n" + thai + "\nContact", "windows-874", "H"}};
  for (const Row& row : rows) {
    const Result<Page> page = page_of(row.bytes);
    REQUIRE(page);
    CAPTURE(page->text);
    CHECK(page->charset == row.charset);
    CHECK(page->text.starts_with(row.first_character));
    CHECK(page->replaced == 0);
  }
}

TEST_CASE("an HTML page's own charset is read from its first 1,024 bytes") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"<meta charset=gbk>", "gbk"},
      {"<META CHARSET = \"GB2312\" />", "gb2312"},
      {"<meta http-equiv='Content-Type' content='text/html; charset=big5'>", "big5"},
      {"<meta name=a content=b><meta charset='tis-620'>", "tis-620"},
      {"<?xml version=\"1.0\" encoding=\"GBK\"?><html>", "gbk"},
      {"<meta charset", ""},
      {"<meta charset=", ""},
      {"<meta charset=\"", ""},
      {"<meta name=charset>", ""},
      {std::string(1020, ' ') + "<meta charset=gbk>", ""},
      {"", ""},
  };
  for (const auto& [html, expected] : rows) {
    CAPTURE(html);
    CHECK(charset_declared_in_html(html) == expected);
  }
}

TEST_CASE("a page keeps the digest of its raw bytes and its hints") {
  RawDocument raw;
  raw.id = "x";
  raw.bytes = "caf\xE9";
  raw.hints = {"https://a.example/b", "a.example", "T", "2023-04", "fr", ""};
  const Result<Page> page = make_page(std::move(raw), {});
  REQUIRE(page);
  CHECK(page->digest.size() == 32);
  CHECK(page->digest != page_of("café")->digest);
  CHECK(page->declared.url == "https://a.example/b");
  CHECK(page->declared.language == "fr");
  CHECK(page->hints.title == "T");
}

TEST_CASE("a moved page's lines still view into its text") {
  Page page = *page_of("ab");  // short: the text lives inside the string
  Page moved = std::move(page);
  check_lines(moved);
}

TEST_CASE("a JSON line becomes a document or the reason why not") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {R"({"id":"a","text":"Home\nx"})", "a|text|Home\nx|||||"},
      {R"({"id":"a","body":"x","url":"u","title":"t","date":"2023","lang":"en","site":"s"})", "a|body|x|u|t|2023|en|s"},
      {R"({"html":"<p>x"})", "|html|<p>x|||||"},
      {R"({"id":17,"text":"x","title":null,"ministries":[{"id":"cn-miit"}],"extra":{"a":[1,2]}})", "17|text|x|||||"},
      {R"({"id":18446744073709551615,"text":""})", "18446744073709551615|text||||||"},
      {R"( {"text":"\u5de5\ud83d\ude00"} )", "|text|工😀|||||"},
      {R"({"id":"a"})", "skip: no body, text or html"},
      {R"({"id":"a","text":null})", "skip: no body, text or html"},
      {R"({})", "skip: no body, text or html"},
      {R"({"text":"a","html":"b"})", "skip: more than one of body, text, html"},
      {R"({"text":"a","text":"b"})", "skip: field \"text\" occurs twice"},
      {R"({"text":["a"]})", "skip: field \"text\" is an array, not a string"},
      {R"({"text":{"a":1}})", "skip: field \"text\" is an object, not a string"},
      {R"({"body":123})", "skip: field \"body\" is a number, not a string"},
      {R"({"text":true})", "skip: field \"text\" is true or false, not a string"},
      {R"({"id":1.5,"text":""})", "skip: field \"id\" is a fraction, not a string"},
      {R"([{"text":"a"}])", "skip: not a JSON object"},
      {R"("text")", "skip: not a JSON object"},
      {"{\"text\":\"\xFF\"}", "skip: JSON is not UTF-8"},
      {std::string(100, '[') + std::string(100, ']'), "skip: JSON is nested deeper than 64"},
  };
  JsonLineParser parser;
  for (const auto& [line, expected] : rows) {
    std::string copy = line;
    CHECK(print(parser.parse(copy)) == expected);
    CHECK(copy == line);
  }
  for (std::string line : {"{", "nonsense", "{\"text\":\"a\"} x", "{\"text\":\"a", "{\"text\":\"a\"}{\"text\":\"b\"}",
                           "{\"text\":\"\\ud800\"}", "{'text':'a'}"}) {
    CAPTURE(line);
    const Result<RawDocument> document = parser.parse(line);
    REQUIRE(!document);
    CHECK(document.error().message.starts_with("not JSON: "));
  }
}

TEST_CASE("a million brackets are refused, not followed") {
  JsonLineParser parser;
  std::string line = "{\"text\":\"a\",\"x\":" + std::string(1'000'000, '[') + "}";
  CHECK(print(parser.parse(line)) == "skip: JSON is nested deeper than 64");
}

TEST_CASE("JSONL streams line by line: mark, CRLF, blank lines, long lines, no last line end") {
  ReadLimits limits;
  limits.file_bytes = 30;
  const std::string input = "\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"1\"}\r\n\n   \r\n{\"text\":\"2\"}\n{\"text\":\"" +
                            std::string(200'000, 'x') + "\"}\n{\"id\":\"b\"}\n{\"id\":\"a\\tb\\u0000\",\"body\":\"3\"}";
  std::string out;
  ReadSink sink{[&](RawDocument&& d) {
                  out += d.id + "=" + d.bytes + ";";
                  return true;
                },
                [&](Skip&& s) { out += "(" + s.path + " " + s.reason + ");"; }};
  const std::unique_ptr<ByteSource> source = memory_source(input);
  limits.file_bytes = 100;
  const Result<bool> goes_on = read_jsonl(*source, "in/p.jsonl", "p.jsonl", limits, sink);
  REQUIRE(goes_on);
  CHECK(*goes_on);
  CHECK(out ==
        "a=1;p.jsonl:4=2;(in/p.jsonl:5 line is over 100 bytes, the limit);(in/p.jsonl:6 no body, text or "
        "html);a%09b%00=3;");
}

TEST_CASE("a line that the sink knows is not parsed; one without id is told by where it stands") {
  std::string out;
  ReadSink sink{[&](RawDocument&& d) {
                  out += d.id + "=" + d.bytes + ";";
                  return true;
                },
                [&](Skip&& s) { out += "(" + s.path + ");"; },
                [&](std::string_view line, const LineAddress& at) {
                  out += id_at(at) + "? ";
                  return line == R"({"id":"a","text":"1"})" || line == "no JSON";
                }};
  const std::unique_ptr<ByteSource> source = memory_source(
      "\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"1\"}\n\n{\"text\":\"2\"}\nno JSON\n{\"id\":\"b\",\"text\":\"3\"}\nnone\n");
  const Result<bool> goes_on = read_jsonl(*source, "in/p\t.jsonl", "p\t.jsonl", {}, sink);
  REQUIRE(goes_on);
  CHECK(out ==
        "p%09.jsonl:1? p%09.jsonl:3? p%09.jsonl:3=2;p%09.jsonl:4? p%09.jsonl:5? b=3;p%09.jsonl:6? (in/p\t.jsonl:6);");
}

TEST_CASE("a sink that stops is not called again") {
  int calls = 0;
  ReadSink sink{[&](RawDocument&&) { return ++calls < 2; }, [](Skip&&) {}};
  const std::unique_ptr<ByteSource> source = memory_source("{\"text\":\"1\"}\n{\"text\":\"2\"}\n{\"text\":\"3\"}\n");
  const Result<bool> goes_on = read_jsonl(*source, "p", "p", {}, sink);
  REQUIRE(goes_on);
  CHECK(!*goes_on);
  CHECK(calls == 2);
}

TEST_CASE("random bytes give a page whose lines cover its text") {
  std::mt19937 random(20230421);
  const std::vector<std::string> pieces = {"\n", "\r", "\r\n",     "\xC2", "\x85", "\xE2\x80", "\xA8", "\xE2\x80\xA9",
                                           "a",  "工", "\xB9\xA4", "\0"s,  " ",    "\xFF",     "\f",   "\xF0\x9F"};
  ReadLimits limits;
  for (int round = 0; round < 3000; ++round) {
    CAPTURE(round);
    std::string bytes;
    const auto length = random() % 60;
    const bool any_bytes = random() % 2 == 0;
    for (std::size_t i = 0; i < length; ++i) {
      if (any_bytes)
        bytes.push_back(static_cast<char>(random()));
      else
        bytes += pieces[random() % pieces.size()];
    }
    limits.line_bytes = random() % 3 == 0 ? random() % 12 : 1000;
    constexpr const char* charsets[] = {"", "gbk", "big5", "utf-16", "tis-620"};
    const MediaType type = random() % 3 == 0 ? MediaType::kHtml : MediaType::kText;
    const Result<Page> page = page_of(bytes, charsets[random() % 5], limits, type);
    REQUIRE(page);
    check_lines(*page);
  }
}

TEST_CASE("ten megabytes on one line, and 100,000 lines, are read whole") {
  const Result<Page> wide = page_of(std::string(10 << 20, 'x'));
  REQUIRE(wide);
  CHECK(wide->lines.size() == 10);
  CHECK(wide->lines.back().number == 1);
  std::string lines;
  for (int i = 0; i < 100'000; ++i) lines += "工\n";
  const Result<Page> tall = page_of(lines);
  REQUIRE(tall);
  CHECK(tall->lines.size() == 100'000);
}
