// Dates: tables of text => canonical print "ISO form[ BE][ time][ or ISO][ if SURROUNDINGS]", and properties on random
// dates and bytes.
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "analysis/dates.h"

namespace {

using namespace polsearch;

std::string print(const Date& date) {
  const std::string iso = to_iso(date);
  if (!iso.empty()) return iso;
  char text[16];
  std::snprintf(text, sizeof text, "--%02d-%02d", date.month, date.day);
  return text;
}

std::string_view name_of(DateForm form) {
  constexpr std::string_view kNames[] = {"iso",     "english", "chinese",   "thai",
                                         "numeric", "compact", "month-day", "month-year"};
  return kNames[static_cast<int>(form)];
}

std::string print(const std::vector<DateMention>& mentions) {
  std::string text;
  for (const DateMention& mention : mentions) {
    if (!text.empty()) text += "; ";
    text += print(mention.date) + " " + std::string(name_of(mention.form));
    if (mention.buddhist_era) text += " BE";
    if (mention.has_time) text += " time";
    if (mention.other) text += " or " + print(*mention.other);
    if (mention.wants == Surroundings::kThai) text += " if thai";
    if (mention.wants == Surroundings::kChinese) text += " if chinese";
  }
  return text;
}

struct Row {
  std::string_view text;
  std::string_view found;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(print(find_dates(row.text)) == row.found);
  }
}

}  // namespace

TEST_CASE("numeric dates that begin with the year are found with any separator") {
  check({
      {"2023-04-21", "2023-04-21 iso"},
      {"2023/4/21", "2023-04-21 iso"},
      {"2023.04.21", "2023-04-21 iso"},
      {"发布时间：2023/07/20", "2023-07-20 iso"},
      {"２０２３－０４－２１", "2023-04-21 iso"},
      {"２０２３／４／１", "2023-04-01 iso"},
      {"2023-04-21 10:30", "2023-04-21 iso time"},
      {"2023-04-21T10:30:00+08:00", "2023-04-21 iso time"},
      {"Date:2023-04-21 | Views: 22", "2023-04-21 iso"},
      {"https://example.org/news/2023/04/21/factory.html", "2023-04-21 iso"},
      {"https://example.org/2023/04/21/8812.html", "2023-04-21 iso"},
      {"/node/5/2023/04/21/", "2023-04-21 iso"},
      {"2567-08-22", "2024-08-22 iso BE"},
      {"2024-02-29", "2024-02-29 iso"},
      {"2023-02-29", ""},
      {"2023-13-01", ""},
      {"2023-00-10", ""},
      {"(2023-04-21)", "2023-04-21 iso"},
      {"from 2023-04-21 to 2023-05-01", "2023-04-21 iso; 2023-05-01 iso"},
      {"20230421", "2023-04-21 compact"},
      {"t20230421_5751234.html", "2023-04-21 compact"},
      {"20231332", ""},
      {"1899-01-01", ""},
  });
}

TEST_CASE("English dates are found in every order and with every joint") {
  check({
      {"Apr 21, 2023", "2023-04-21 english"},
      {"April 21, 2023", "2023-04-21 english"},
      {"Since October, 9 in 10 transfers took a day", ""},
      {"April 21 2023", "2023-04-21 english"},
      {"Apr. 21, 2023", "2023-04-21 english"},
      {"Sept. 5, 2022", "2022-09-05 english"},
      {"Sep 5,2022", "2022-09-05 english"},
      {"April 21st, 2023", "2023-04-21 english"},
      {"April, 21, 2023", "2023-04-21 english"},
      {"APRIL 21, 2023", "2023-04-21 english"},
      {"Post time: May-25-2023", "2023-05-25 english"},
      {"25-May-2023", "2023-05-25 english"},
      {"25/May/2023", "2023-05-25 english"},
      {"25-May-23", "2023-05-25 english"},
      {"21 April 2023", "2023-04-21 english"},
      {"21 April, 2023", "2023-04-21 english"},
      {"21st of April, 2023", "2023-04-21 english"},
      {"the 3rd of March 2021", "2021-03-03 english"},
      {"21 Apr 2023 10:05", "2023-04-21 english time"},
      {"21 Apr '23", "2023-04-21 english"},
      {"21 Apr 23", "2023-04-21 english"},
      {"21 Apr 23 people", "--04-21 month-day"},
      {"Monday, April 21, 2023", "2023-04-21 english"},
      {"21 April 2566", "2023-04-21 english BE"},
      {"2023 April 21", "2023-04-21 english"},
      {"2023-Apr-21", "2023-04-21 english"},
      {"21. April 2023", "2023-04-21 english"},
      {"March 5-13, 2023", "2023-03-05 english"},
      {"5-13 March 2023", "2023-03-05 english"},
      {"March 5 to 13, 2023", "2023-03-05 english"},
      {"On January 19, the office", "--01-19 month-day"},
      {"on December 21.", "--12-21 month-day"},
      {"19 January", "--01-19 month-day"},
      {"April 2023", "2023-04 month-year"},
      {"April, 2023", "2023-04 month-year"},
      {"Apr-2023", "2023-04 month-year"},
      {"since August 2023.", "2023-08 month-year"},
      {"21 de abril de 2023", "2023-04-21 english"},
      {"21 février 2023", "2023-02-21 english"},
      {"Apr 21, 2023 | Industrial Trend", "2023-04-21 english"},
      {"By Li Wei - April 21, 2023 - 10:30", "2023-04-21 english time"},
      {"may 5 of them", ""},
      {"you may 2023 times", "2023-05 month-year"},
      {"They march 5 miles", ""},
      {"May 5G networks grow", ""},
      {"In March 8 percent more", ""},
      {"April 31, 2023", ""},
  });
}

TEST_CASE("day and month of a numeric date stay in doubt unless one of them decides") {
  check({
      {"21/04/2023", "2023-04-21 numeric"},
      {"04/21/2023", "2023-04-21 numeric"},
      {"05/04/2023", "2023-04-05 numeric or 2023-05-04"},
      {"5.4.2023", "2023-04-05 numeric or 2023-05-04"},
      {"5-4-2023", "2023-04-05 numeric or 2023-05-04"},
      {"04/04/2023", "2023-04-04 numeric"},
      {"5/7/2567", "2024-07-05 numeric BE"},
      {"๕/๗/๒๕๖๗", "2024-07-05 numeric BE"},
      {"วันที่ 20/12/66", "2023-12-20 numeric BE"},
      {"20/12/66", "2023-12-20 numeric BE if thai"},
      {"20.12.66", ""},
      {"21/04/2023 14:05", "2023-04-21 numeric time"},
      {"32/01/2023", ""},
      {"13/13/2023", ""},
      {"0/4/2023", ""},
  });
}

TEST_CASE("Chinese dates are found in ASCII, full-width and Han digits") {
  check({
      {"2023年4月21日", "2023-04-21 chinese"},
      {"2023 年 4 月 21 日", "2023-04-21 chinese"},
      {"２０２３年４月２１日", "2023-04-21 chinese"},
      {"二〇二三年四月二十一日", "2023-04-21 chinese"},
      {"二○二三年十二月三十一日", "2023-12-31 chinese"},
      {"二零二三年十月十日", "2023-10-10 chinese"},
      {"2023年4月21号", "2023-04-21 chinese"},
      {"发表于 九月 18, 2023", "2023-09-18 chinese"},  // an English theme with the months of a Chinese one
      {"二月 14，2023 by admin", "2023-02-14 chinese"},
      {"from July 2023-06-19", "2023-06-19 iso"},
      {"发布日期：2023年04月21日 10:30 来源：新华社", "2023-04-21 chinese time"},
      {"2023年4月", "2023-04 month-year"},
      {"二〇二三年四月", "2023-04 month-year"},
      {"12月21日", "--12-21 month-day"},
      {"十二月二十一日", "--12-21 month-day"},
      {"2023年", ""},
      {"2022年12月21日至23日", "2022-12-21 chinese"},
      {"1月至2月", ""},
      {"2023年2月30日", ""},
      {"第十四个五年规划", ""},
      {"2023年上半年", ""},
      {"2023-04-21 来源：工信部", "2023-04-21 iso"},
      {"三十二月五日", ""},
  });
}

TEST_CASE("Thai dates are found with full and short months, Thai digits and both eras") {
  check({
      {"21 ธันวาคม 2566", "2023-12-21 thai BE"},
      {"วันที่ 21 ธันวาคม พ.ศ. 2566", "2023-12-21 thai BE"},
      {"๒๑ ธันวาคม ๒๕๖๖", "2023-12-21 thai BE"},
      {"21 ธ.ค. 2566", "2023-12-21 thai BE"},
      {"21 ธ.ค. 66", "2023-12-21 thai BE"},
      {"21 ธ.ค.66", "2023-12-21 thai BE"},
      {"21ธ.ค.66", "2023-12-21 thai BE"},
      {"21 ธค. 2566", "2023-12-21 thai BE"},
      {"5 มี.ค. 2567 เวลา 10.30 น.", "2024-03-05 thai BE time"},
      {"29 กุมภาพันธ์ 2567", "2024-02-29 thai BE"},
      {"29 กุมภาพันธ์ 2566", "--02-29 month-day"},
      {"กุมภาพันธ์ 3, 2023", "2023-02-03 thai"},
      {"กุมภาพันธ์ 3, 2,023 คน", ""},
      {"21 ธันวาคม 2023", "2023-12-21 thai"},
      {"21 ธันวาคม ค.ศ. 2023", "2023-12-21 thai"},
      {"วันที่21ธันวาคม2566", "2023-12-21 thai BE"},
      {"วันพุธที่ 20 ธันวาคม พุทธศักราช ๒๕๖๖", "2023-12-20 thai BE"},
      {"20 เดือนธันวาคม ปี 2566", "2023-12-20 thai BE"},
      {"5-7 มกราคม 2567", "2024-01-05 thai BE"},
      {"ธันวาคม 2566", "2023-12 month-year BE"},
      {"เดือนธันวาคม พ.ศ. 2566", "2023-12 month-year BE"},
      {"19 มกราคม", "--01-19 month-day"},
      {"1 ก.ค. 2566", "2023-07-01 thai BE"},
      {"1 ก.ย. 66", "2023-09-01 thai BE"},
      {"1 พ.ย. 66", "2023-11-01 thai BE"},
      {"1 พ.ค. 66", "2023-05-01 thai BE"},
      {"1 มิ.ย. 66", "2023-06-01 thai BE"},
      {"1 เม.ย. 66", "2023-04-01 thai BE"},
      {"12/03/2567 15:20 น.", "2024-03-12 numeric BE time"},
      {"ผู้สูงอายุ 2577 คน", ""},
      {"กค. 0809.3/ว 120", ""},
      {"พ.ศ. 2566", ""},
  });
}

TEST_CASE("years of the Republic of China are found by the era's name, by three digits, or in Chinese surroundings") {
  check({
      {"民國112年8月15日", "2023-08-15 chinese"},
      {"民国112年8月15日", "2023-08-15 chinese"},
      {"中華民國 112 年 8 月 15 日", "2023-08-15 chinese"},
      {"中華民國一百一十二年八月十五日", "2023-08-15 chinese"},
      {"中華民國一一二年八月十五日", "2023-08-15 chinese"},
      {"中華民國一百零五年十二月卅一日", "2016-12-31 chinese"},
      {"民國九十九年三月廿一日", "2010-03-21 chinese"},
      {"民國112.8.15", ""},
      {"民國112.08.15", "2023-08-15 iso"},
      {"112年8月15日", "2023-08-15 chinese"},
      {"112年8月", ""},
      {"99年8月15日", "--08-15 month-day"},
      {"發布日期：112-08-15", "2023-08-15 iso if chinese"},
      {"112/8/15", "2023-08-15 iso if chinese"},
      {"112-8-15", ""},
      {"10.112.08.15", ""},
      {"112-08-15-3", ""},
      {"200-08-15", ""},
      {"一百二十年", ""},
      {"三百五十日", ""},
  });
}

TEST_CASE("dates of news agencies, Korea, and with signs between numbers") {
  check({
      {"2023 07/20 10:30:11", "2023-07-20 iso time"},
      {"30 February 2023", ""},
      {"31 กันยายน 2566", ""},
      {"Vol. 45 March 2023", "2023-03 month-year"},
      {"2023. 07. 20.", "2023-07-20 iso"},
      {"2023·07·20", "2023-07-20 iso"},
      {"二零二三年七月廿日", "2023-07-20 chinese"},
      {"2023-07-15-A", ""},
      {"2023-07-15-02", ""},
      {"2023-07-15-10:30", "2023-07-15 iso time"},
      {"21 ธค 2566", "2023-12-21 thai BE"},
      {"21 กพ 66", ""},
  });
}

TEST_CASE("what looks like a date and is none is left alone") {
  check({
      {"version 1.4.22", ""},
      {"v2023.4", ""},
      {"Xapian 1.4.22, ICU 72.1", ""},
      {"10.12.20.23", ""},
      {"192.168.1.20", ""},
      {"Tel:020-817896455", ""},
      {"+66 2 202 3000", ""},
      {"010-12-2023-11", ""},
      {"2577 elderly people", ""},
      {"3.5% and 4.4%", ""},
      {"12:30", ""},
      {"2022-2023", ""},
      {"(2023-2025)", ""},
      {"Copyright © 2019 by", ""},
      {"575 million", ""},
      {"1,000,000", ""},
      {"$20230421", ""},
      {"20230421.55", ""},
      {"ICP备19140089号", ""},
      {"1/2", ""},
      {"24/7", ""},
      {"Sun 2023", ""},
      {"in 2023, it was", ""},
      {"ISO 9001:2015", ""},
      {"0809.3/2566", ""},
      {"3.14.15", ""},
      {"decade 2023", ""},
      {"", ""},
  });
}

TEST_CASE("a mention's span is exactly what was written") {
  const std::string_view text = "时间 2023年4月21日, and 21 ธันวาคม 2566; Apr. 5, 2022!";
  std::vector<std::string_view> spans;
  for (const DateMention& mention : find_dates(text))
    spans.push_back(text.substr(mention.begin, mention.end - mention.begin));
  CHECK(spans == std::vector<std::string_view>{"2023年4月21日", "21 ธันวาคม 2566", "Apr. 5, 2022"});
}

TEST_CASE("a date printed in any form is found again") {
  const unsigned seed = 20230421;
  CAPTURE(seed);
  std::mt19937 random(seed);
  constexpr std::string_view kEnglish[] = {"January", "February", "March",     "April",   "May",      "June",
                                           "July",    "August",   "September", "October", "November", "December"};
  constexpr std::string_view kThai[] = {"มกราคม",  "กุมภาพันธ์", "มีนาคม",  "เมษายน", "พฤษภาคม",  "มิถุนายน",
                                        "กรกฎาคม", "สิงหาคม",  "กันยายน", "ตุลาคม",  "พฤศจิกายน", "ธันวาคม"};
  constexpr std::string_view kShortThai[] = {"ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
                                             "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.",  "พ.ย.", "ธ.ค."};
  constexpr std::string_view kHan[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  const auto han_small = [&](int value) {
    if (value < 10) return std::string(kHan[value]);
    return std::string(value >= 20 ? kHan[value / 10] : "") + "十" + std::string(value % 10 ? kHan[value % 10] : "");
  };
  for (int round = 0; round < 500; ++round) {
    const int y = 1950 + static_cast<int>(random() % 100), m = 1 + static_cast<int>(random() % 12);
    const int last = days_of({static_cast<std::int16_t>(y), static_cast<std::uint8_t>(m), 0}).last.day;
    const int d = 1 + static_cast<int>(random() % static_cast<unsigned>(last));
    const std::string Y = std::to_string(y), M = std::to_string(m), D = std::to_string(d), B = std::to_string(y + 543);
    const std::string month(kEnglish[m - 1]);
    std::string han_year;
    for (const char c : Y) han_year += kHan[c - '0'];
    const std::string forms[] = {
        Y + "-" + M + "-" + D,
        Y + "/" + M + "/" + D,
        month + " " + D + ", " + Y,
        month.substr(0, 3) + "-" + D + "-" + Y,
        D + " " + month + " " + Y,
        D + "th of " + month + ", " + Y,
        Y + "年" + M + "月" + D + "日",
        han_year + "年" + han_small(m) + "月" + han_small(d) + "日",
        D + " " + std::string(kThai[m - 1]) + " " + B,
        D + " " + std::string(kShortThai[m - 1]) + " พ.ศ. " + B,
        D + "/" + M + "/" + B,
        to_compact({static_cast<std::int16_t>(y), static_cast<std::uint8_t>(m), static_cast<std::uint8_t>(d)}),
    };
    for (const std::string& form : forms) {
      CAPTURE(form);
      const auto found = find_dates("x " + form + " x");
      REQUIRE(found.size() == 1);
      CHECK(found[0].date ==
            Date{static_cast<std::int16_t>(y), static_cast<std::uint8_t>(m), static_cast<std::uint8_t>(d)});
      CHECK(found[0].begin == 2);
      CHECK(found[0].end == 2 + form.size());
    }
  }
}

TEST_CASE("any bytes give ordered spans inside the text and dates that exist") {
  const unsigned seed = 7;
  CAPTURE(seed);
  std::mt19937 random(seed);
  constexpr std::string_view kPieces[] = {"2023",   "-",    "/", ".",   "4",   "21", "年", "月", "日",       "ธ.ค.",
                                          "ธันวาคม", "2566", " ", "Apr", "May", ",",  "of", "十", "二〇二三", "\xE0",
                                          "\xFF",   "พ.ศ.", "'", "：",  ":",   "30", "T",  "–"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto n = random() % 20; n > 0; --n) {
      if (random() % 5)
        text += kPieces[random() % std::size(kPieces)];
      else
        text += static_cast<char>(random() % 256);
    }
    CAPTURE(text);
    std::uint32_t last_end = 0;
    for (const DateMention& mention : find_dates(text)) {
      CHECK(mention.begin >= last_end);
      CHECK(mention.begin < mention.end);
      CHECK(mention.end <= text.size());
      last_end = mention.end;
      const bool exists =
          mention.form == DateForm::kMonthDay ? mention.date.year == 0 && mention.date.day > 0 : is_valid(mention.date);
      CHECK(exists);
      if (mention.other) CHECK(is_valid(*mention.other));
    }
  }
}

TEST_CASE("find_dates takes time in proportion to the text") {
  for (const std::string_view piece : {"1", "1-", "1/1/", "May ", "1 - ", "ธ.", "十", "5 - 5 - "}) {
    std::string text;
    while (text.size() < (4u << 20)) text += piece;
    CHECK(find_dates(text).size() <= text.size());
  }
}

TEST_CASE("parse_date takes the strict forms and names what is wrong with others") {
  const auto printed = [](std::string_view text) {
    const auto date = parse_date(text);
    return date ? to_iso(*date) : date.error().message;
  };
  CHECK(printed("2023") == "2023");
  CHECK(printed("2023-04") == "2023-04");
  CHECK(printed("2023-4") == "2023-04");
  CHECK(printed("2023-04-21") == "2023-04-21");
  CHECK(printed("2023/04/21") == "2023-04-21");
  CHECK(printed("２０２３－０４－２１") == "2023-04-21");
  CHECK(printed(" 2023-04 ") == "2023-04");
  CHECK(printed("") == "bad date \"\"");
  CHECK(printed("yesterday") == "bad date \"yesterday\"");
  CHECK(printed("2023-") == "bad date \"2023-\"");
  CHECK(printed("23-04-21") == "bad date \"23-04-21\"");
  CHECK(printed("2023-04-21-01") == "bad date \"2023-04-21-01\"");
  CHECK(printed("2023-04-21x") == "bad date \"2023-04-21x\"");
  CHECK(printed("2023-13") == "bad date \"2023-13\": there is no month 13");
  CHECK(printed("2023-02-29") == "bad date \"2023-02-29\": 2023-02 has 28 days");
  CHECK(printed("2023-00") == "bad date \"2023-00\": there is no month 00");
  CHECK(printed("0000") == "bad date \"0000\": there is no year 0");
  CHECK(parse_date("x").error().hint == "accepted: 2023, 2023-04, 2023-04-21");
  // Cut between characters: "a" and 19 of three bytes fit into 60 bytes, the next would be torn.
  std::string thai = "a";
  for (int i = 0; i < 40; ++i) thai += "\u0E01";
  std::string shown = "a";
  for (int i = 0; i < 19; ++i) shown += "\u0E01";
  CHECK(parse_date(thai).error().message == "bad date \"" + shown + "...\"");
  CHECK(exit_code(parse_date("x").error()) == 2);
}

TEST_CASE("a date range covers whole days and may be open") {
  const auto printed = [](std::string_view text) {
    const auto range = parse_date_range(text);
    return range ? to_iso(range->first) + " " + to_iso(range->last) : range.error().message;
  };
  CHECK(printed("2023") == "2023-01-01 2023-12-31");
  CHECK(printed("2023-02") == "2023-02-01 2023-02-28");
  CHECK(printed("2024-02") == "2024-02-01 2024-02-29");
  CHECK(printed("2023-04-21") == "2023-04-21 2023-04-21");
  CHECK(printed("2023Q1") == "2023-01-01 2023-03-31");
  CHECK(printed("2023-q4") == "2023-10-01 2023-12-31");
  CHECK(printed("2023-01..2023-06") == "2023-01-01 2023-06-30");
  CHECK(printed("2022Q4..2023Q1") == "2022-10-01 2023-03-31");
  CHECK(printed("..2023") == "0001-01-01 2023-12-31");
  CHECK(printed("2023-07..") == "2023-07-01 9999-12-31");
  CHECK(printed("..") == "bad date \"..\": both ends are open");
  CHECK(printed("2023..2022") == "bad date \"2023..2022\": it ends before it begins");
  CHECK(printed("2023Q5") == "bad date \"2023Q5\"");
}

TEST_CASE("partial dates print as far as they are known") {
  CHECK(to_iso({}) == "");
  CHECK(to_iso({2023, 4, 0}) == "2023-04");
  CHECK(to_compact({2023, 4, 2}) == "20230402");
  CHECK(is_valid({2023, 0, 0}));
  CHECK_FALSE(is_valid({2023, 0, 3}));
  CHECK_FALSE(is_valid({2023, 2, 29}));
  CHECK_FALSE(is_valid({}));
}

TEST_CASE("two-digit years are read in dates of three pairs of digits, and stay out of versions and addresses") {
  check({
      {"19.10.19, 11:29 Uhr", "2019-10-19 numeric time"},
      {"06/11/23", "2023-11-06 numeric or 2023-06-11"},
      {"Party, 30.10.23", "2023-10-30 numeric"},
      {"v10.12.20", ""},
      {"10.12.20.23", ""},
      {"1.4.22", ""},
      {"23-04-21", ""},
      {"12.13.99", ""},
  });
}

TEST_CASE("a counter or a second date glued to the year leaves the date readable") {
  check({
      {"06/11/20230 Kommentare", "2023-11-06 numeric or 2023-06-11"},
      {"19.11.202119.11.2021", "2021-11-19 numeric; 2021-11-19 numeric"},
      {"20 janvier 202020 janvier 2020", "2020-01-20 english; 2020-01-20 english"},
      {"20 January 202020 people", "--01-20 month-day"},
  });
}

TEST_CASE("months of the languages next to English pages are known") {
  check({
      {"Von der Redaktion 4. 2. 2022.", "2022-02-04 numeric or 2022-04-02"},
      {"5. Jänner 2023", "2023-01-05 english"},
      {"13 août 2019", "2019-08-13 english"},
      {"11 września 2021", "2021-09-11 english"},
      {"17 Agustus 2022", "2022-08-17 english"},
      {"3 déc. 2020", "2020-12-03 english"},
      {"Mittwoch, 03. November 2021, 16.45 Uhr", "2021-11-03 english time"},
      {"5 lug of the wheel", ""},
  });
}

TEST_CASE("a month or a year is read where it is all of a text") {
  const auto read = [](std::string_view text) {
    const auto mention = read_partial_date(text);
    return mention ? to_iso(mention->date) + (mention->buddhist_era ? " b.e." : "") : "none";
  };
  CHECK(read("2023-07") == "2023-07");
  CHECK(read("2023.7") == "2023-07");
  CHECK(read("07/2023") == "2023-07");
  CHECK(read("2566-07") == "2023-07 b.e.");
  CHECK(read("2023年") == "2023");
  CHECK(read("２０２３ 年") == "2023");
  CHECK(read("พ.ศ. 2566") == "2023 b.e.");
  CHECK(read("2023") == "2023");
  CHECK(read("2023-13") == "none");
  CHECK(read("11/2565") == "none");  // the number of a Thai document
  CHECK(read("2023-07-20") == "none");
  CHECK(read("2023 people") == "none");
  CHECK(read("") == "none");
}
