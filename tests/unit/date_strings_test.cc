// Lines as pages print them => the date of a page that shows the line under its headline, and behind its article.
#include <catch2/catch.hpp>

#include "tests/unit/clean_printing.h"
#include "tests/unit/labelled_lines.h"

using namespace polsearch;
using namespace polsearch::testing;

namespace {

enum class Tongue : std::uint8_t { kEnglish, kChinese, kThai };

struct Row {
  Tongue tongue;
  const char* line;
  const char* date;  // "none": the line dates nothing
};

struct Article {
  const char* title;
  const char* body;
};

constexpr Article kArticles[] = {
    {"Workshops get loans from the provincial bank",
     "The bank of the province lends to workshops at two percent, its director told the press in the capital, and the "
     "loans run for three years.\n\nMore than 300 workshops have asked for a loan so far, and 120 have got one, most "
     "of "
     "them in the two southern counties of the province."},
    {"省银行向作坊提供低息贷款",
     "省银行将以百分之二的利率向作坊提供贷款，行长在省会对记者说，贷款期限为三年，手续从简，利息由财政补贴一半。\n\n到"
     "目前为止"
     "，已有三百多家作坊提出申请，一百二十家已经获得贷款，其中大部分位于南部的两个县，资金主要用于更新设备。"},
    {"โรงงานขนาดเล็กได้รับเงินกู้จากธนาคารจังหวัด",
     "ธนาคารของจังหวัดให้เงินกู้แก่โรงงานขนาดเล็กในอัตราดอกเบี้ยร้อยละสอง ผู้อำนวยการธนาคารกล่าวกับผู้สื่อข่าวที่ตัวเมือง "
     "โดยมีระยะเวลาผ่อนชำระสามปี\n\nโรงงานมากกว่าสามร้อยแห่งยื่นคำขอกู้แล้ว และหนึ่งร้อยยี่สิบแห่งได้รับเงินกู้ "
     "ส่วนใหญ่อยู่ในสองอำเภอทางใต้ของจังหวัด"},
};

std::string date_of(const std::string& text) {
  const CleanDocument document = kit().cleaner.clean(page_of(text), kit().linker);
  return document.date.year > 0 ? to_iso(document.date) : "none";
}

std::string date_under_headline(const Row& row) {
  const Article& article = kArticles[static_cast<std::size_t>(row.tongue)];
  return date_of(std::string(article.title) + "\n\n" + row.line + "\n\n" + article.body + "\n");
}

std::string date_behind_article(const Row& row) {
  const Article& article = kArticles[static_cast<std::size_t>(row.tongue)];
  return date_of(std::string(article.title) + "\n\n" + article.body + "\n\n" + row.line + "\n");
}

constexpr Tongue kEn = Tongue::kEnglish, kZh = Tongue::kChinese, kTh = Tongue::kThai;

const Row kRows[] = {
    {kEn, "Apr 21, 2023", "2023-04-21"},
    {kEn, "April 21st, 2023", "2023-04-21"},
    {kEn, "21 April 2023", "2023-04-21"},
    {kEn, "21st April 2023", "2023-04-21"},
    {kEn, "the 21st of April, 2023", "2023-04-21"},
    {kEn, "April 21 2023", "2023-04-21"},
    {kEn, "Apr. 21, 2023", "2023-04-21"},
    {kEn, "Sept. 5, 2022", "2022-09-05"},
    {kEn, "SEPTEMBER 5, 2022", "2022-09-05"},
    {kEn, "Fri, 21 Apr 2023 08:30:00 GMT", "2023-04-21"},
    {kEn, "Friday, April 21, 2023", "2023-04-21"},
    {kEn, "Fri Apr 21 2023", "2023-04-21"},
    {kEn, "Friday 21 April 2023 10:15 BST", "2023-04-21"},
    {kEn, "20-Jul-23", "2023-07-20"},
    {kEn, "20-Jul-2023", "2023-07-20"},
    {kEn, "20/Jul/2023", "2023-07-20"},
    {kEn, "20 Jul '23", "2023-07-20"},
    {kEn, "Jul-20-2023", "2023-07-20"},
    {kEn, "July/20/2023", "2023-07-20"},
    {kEn, "2023-Jul-20", "2023-07-20"},
    {kEn, "2023 July 20", "2023-07-20"},
    {kEn, "2023, July 20", "2023-07-20"},
    {kEn, "2023-07-20", "2023-07-20"},
    {kEn, "2023/07/20", "2023-07-20"},
    {kEn, "2023.07.20", "2023-07-20"},
    {kEn, "2023. 07. 20.", "2023-07-20"},
    {kEn, "2023-07-20T08:30:00Z", "2023-07-20"},
    {kEn, "2023-07-20 08:30:00", "2023-07-20"},
    {kEn, "2023-07-20 / 14:05", "2023-07-20"},
    {kEn, "20.07.2023", "2023-07-20"},
    {kEn, "20. 7. 2023", "2023-07-20"},
    {kEn, "20/07/2023", "2023-07-20"},
    {kEn, "07/20/2023", "2023-07-20"},
    {kEn, "7/20/2023 9:05 AM", "2023-07-20"},
    {kEn, "20/07/23", "2023-07-20"},
    {kEn, "Post time: May-25-2023", "2023-05-25"},
    {kEn, "Post Time: May 25, 2023", "2023-05-25"},
    {kEn, "Post time:May-25-2023    Views: 88", "2023-05-25"},
    {kEn, "Posted: 25 May 2023", "2023-05-25"},
    {kEn, "Posted on May 25, 2023 by admin", "2023-05-25"},
    {kEn, "Posted by admin on 25 May 2023", "2023-05-25"},
    {kEn, "Published: 25 May 2023 at 10:20", "2023-05-25"},
    {kEn, "Published on Thursday, 25 May 2023", "2023-05-25"},
    {kEn, "Published at 10:20, 25 May 2023", "2023-05-25"},
    {kEn, "Published 10:20 GMT, 25 May 2023", "2023-05-25"},
    {kEn, "Publish Date: 2023-05-25", "2023-05-25"},
    {kEn, "Release date: 2023-05-25 15:44", "2023-05-25"},
    {kEn, "Release Time:2023-05-25 15:44:02", "2023-05-25"},
    {kEn, "Date: Thursday, 25 May 2023", "2023-05-25"},
    {kEn, "Date：2023-05-25", "2023-05-25"},
    {kEn, "Date of publication: 25.05.2023", "2023-05-25"},
    {kEn, "Issued on: May 25, 2023", "2023-05-25"},
    {kEn, "Issue time: 2023/5/25", "2023-05-25"},
    {kEn, "First published: 25 May 2023", "2023-05-25"},
    {kEn, "First published on 25 May 2023, last updated on 3 June 2023", "2023-05-25"},
    {kEn, "Published May 25, 2023 | Updated Jun 3, 2023", "2023-05-25"},
    {kEn, "Updated Jun 3, 2023 | Published May 25, 2023", "2023-05-25"},
    {kEn, "Updated: 2023-05-25 09:17", "2023-05-25"},
    {kEn, "Last updated: 25 May 2023", "2023-05-25"},
    {kEn, "Last modified on May 25, 2023", "2023-05-25"},
    {kEn, "Updated : May 25, 2023 10:18 IST", "2023-05-25"},
    {kEn, "By Jane Roe | May 25, 2023", "2023-05-25"},
    {kEn, "By Jane Roe, May 25, 2023", "2023-05-25"},
    {kEn, "May 25, 2023 / Industry News / 3 Comments", "2023-05-25"},
    {kEn, "May 25, 2023 · 4 min read", "2023-05-25"},
    {kEn, "Time: 2023-05-25 Source: Policy Post Click: 120", "2023-05-25"},
    {kEn, "Source: Xinhua 2023-05-25 10:20:11", "2023-05-25"},
    {kEn, "Source:Xinhua  Time:2023-05-25", "2023-05-25"},
    {kEn, "Xinhua | Updated: 2023-05-25 10:20", "2023-05-25"},
    {kEn, "China Daily | 2023-05-25 07:11", "2023-05-25"},
    {kEn, "News - 25 May 2023", "2023-05-25"},
    {kEn, "25 MAY 2023", "2023-05-25"},
    {kEn, "May 25th 2023", "2023-05-25"},
    {kEn, "Thu 25th May 2023", "2023-05-25"},
    {kEn, "25/5/2023 10:20:33", "2023-05-25"},
    {kEn, "Created: 25 May 2023", "2023-05-25"},
    {kEn, "Upload time: 2023-05-25", "2023-05-25"},
    {kEn, "Add Time: 2023-5-25", "2023-05-25"},
    {kEn, "2023 05/25", "2023-05-25"},
    {kEn, "May 2023", "2023-05"},
    {kEn, "Published: May 2023", "2023-05"},
    {kEn, "Dated 25 May 2023", "2023-05-25"},
    {kEn, "Article date: 05/25/2023", "2023-05-25"},
    {kEn, "[2023-05-25]", "2023-05-25"},
    {kEn, "( 2023-05-25 )", "2023-05-25"},
    {kEn, "【2023-05-25】", "2023-05-25"},
    {kEn, "２０２３-０５-２５", "2023-05-25"},
    {kZh, "2023年7月20日", "2023-07-20"},
    {kZh, "2023年07月20日", "2023-07-20"},
    {kZh, "2023 年 7 月 20 日", "2023-07-20"},
    {kZh, "２０２３年７月２０日", "2023-07-20"},
    {kZh, "二〇二三年七月二十日", "2023-07-20"},
    {kZh, "二○二三年七月二十日", "2023-07-20"},
    {kZh, "二零二三年七月廿日", "2023-07-20"},
    {kZh, "二〇二三年七月二十号", "2023-07-20"},
    {kZh, "二〇二三年十二月三十一日", "2023-12-31"},
    {kZh, "2023年7月20日 星期四", "2023-07-20"},
    {kZh, "2023年7月20日（星期四）", "2023-07-20"},
    {kZh, "2023年07月20日 10:30 来源：新华社", "2023-07-20"},
    {kZh, "2023年07月20日10:30来源：新华社", "2023-07-20"},
    {kZh, "2023-07-20 10:30 来源：新华社", "2023-07-20"},
    {kZh, "来源：新华社 2023-07-20 10:30", "2023-07-20"},
    {kZh, "来源：新华社　发布时间：2023-07-20　浏览次数：1024", "2023-07-20"},
    {kZh, "发布时间：2023/07/20", "2023-07-20"},
    {kZh, "发布时间: 2023-07-20 08:00:00", "2023-07-20"},
    {kZh, "发布时间： 2023年07月20日", "2023-07-20"},
    {kZh, "发布日期：2023.07.20", "2023-07-20"},
    {kZh, "發布日期：2023-07-20", "2023-07-20"},
    {kZh, "發佈時間：2023年7月20日", "2023-07-20"},
    {kZh, "发布于 2023-07-20", "2023-07-20"},
    {kZh, "2023-07-20 发布", "2023-07-20"},
    {kZh, "时间：2023-07-20", "2023-07-20"},
    {kZh, "日期：2023年7月20日", "2023-07-20"},
    {kZh, "【发布时间：2023-07-20】", "2023-07-20"},
    {kZh, "[ 2023-07-20 ]", "2023-07-20"},
    {kZh, "字体：大 中 小 2023-07-20 10:30", "2023-07-20"},
    {kZh, "更新时间：2023-07-20", "2023-07-20"},
    {kZh, "更新时间：2023-08-01 发布时间：2023-07-20", "2023-07-20"},
    {kZh, "成文日期：2023年07月20日", "2023-07-20"},
    {kZh, "成文日期：2023年07月20日 发布日期：2023年07月28日", "2023-07-28"},
    {kZh, "印发日期：2023年7月20日", "2023-07-20"},
    {kZh, "索引号：000014349/2023-00031 发布日期：2023年07月20日", "2023-07-20"},
    {kZh, "工信部联规〔2023〕15号 2023年7月20日", "2023-07-20"},
    {kZh, "发表时间 2023-07-20 星期四 上午10:30", "2023-07-20"},
    {kZh, "2023-07-20 (周四) 10:30", "2023-07-20"},
    {kZh, "发布时间：星期四 2023-07-20", "2023-07-20"},
    {kZh, "民國112年8月15日", "2023-08-15"},
    {kZh, "中華民國112年8月15日", "2023-08-15"},
    {kZh, "中華民國一百一十二年八月十五日", "2023-08-15"},
    {kZh, "中華民國一一二年八月十五日", "2023-08-15"},
    {kZh, "發布日期：112-08-15", "2023-08-15"},
    {kZh, "發布日期：112/08/15", "2023-08-15"},
    {kZh, "發布日期：112.08.15", "2023-08-15"},
    {kZh, "發佈日期：112年8月15日", "2023-08-15"},
    {kZh, "112年8月15日", "2023-08-15"},
    {kZh, "更新日期：112-08-15", "2023-08-15"},
    {kZh, "上版日期：112-08-15", "2023-08-15"},
    {kZh, "公告日期：2023-08-15", "2023-08-15"},
    {kZh, "張貼日期：2023/08/15", "2023-08-15"},
    {kZh, "新华社北京7月20日电 2023-07-20", "2023-07-20"},
    {kZh, "2023年7月", "2023-07"},
    {kZh, "2023年第3期（2023年7月20日）", "2023-07-20"},
    {kZh, "記者王大明／2023-07-20 10:30", "2023-07-20"},
    {kZh, "人民日报（2023年07月20日 第 01 版）", "2023-07-20"},
    {kZh, "《人民日报》 2023年07月20日 01版", "2023-07-20"},
    {kZh, "作者：王明 时间：2023-07-20 点击：33", "2023-07-20"},
    {kZh, "编辑：王明 发布：2023-07-20", "2023-07-20"},
    {kZh, "2023／07／20", "2023-07-20"},
    {kZh, "2023－07－20", "2023-07-20"},
    {kZh, "2023·07·20", "2023-07-20"},
    {kZh, "日期 2023-07-20", "2023-07-20"},
    {kZh, "公开日期：2023-07-20", "2023-07-20"},
    {kZh, "20230720", "2023-07-20"},
    {kZh, "发布日期：20230720", "2023-07-20"},
    {kTh, "21 ธันวาคม 2566", "2023-12-21"},
    {kTh, "21 ธันวาคม พ.ศ. 2566", "2023-12-21"},
    {kTh, "วันที่ 21 ธันวาคม 2566", "2023-12-21"},
    {kTh, "วันที่ 21 เดือนธันวาคม พ.ศ. 2566", "2023-12-21"},
    {kTh, "วันพฤหัสบดีที่ 21 ธันวาคม 2566", "2023-12-21"},
    {kTh, "วันพฤหัสบดี ที่ 21 ธันวาคม พ.ศ. 2566", "2023-12-21"},
    {kTh, "พฤหัสบดี, 21 ธันวาคม 2566", "2023-12-21"},
    {kTh, "พฤ. 21 ธ.ค. 2566", "2023-12-21"},
    {kTh, "๒๑ ธันวาคม ๒๕๖๖", "2023-12-21"},
    {kTh, "วันที่ ๒๑ ธ.ค. ๖๖", "2023-12-21"},
    {kTh, "21 ธ.ค. 66", "2023-12-21"},
    {kTh, "21 ธ.ค. 2566", "2023-12-21"},
    {kTh, "21 ธ.ค.2566", "2023-12-21"},
    {kTh, "21ธ.ค.66", "2023-12-21"},
    {kTh, "21 ธค 2566", "2023-12-21"},
    {kTh, "21 ธ.ค. 2566 เวลา 10:30 น.", "2023-12-21"},
    {kTh, "21 ธ.ค. 66 เวลา 10.30 น.", "2023-12-21"},
    {kTh, "21 ธันวาคม 2023", "2023-12-21"},
    {kTh, "21/12/2566", "2023-12-21"},
    {kTh, "21/12/66", "2023-12-21"},
    {kTh, "21-12-2566", "2023-12-21"},
    {kTh, "21.12.2566", "2023-12-21"},
    {kTh, "2566-12-21", "2023-12-21"},
    {kTh, "2566/12/21 10:30", "2023-12-21"},
    {kTh, "เผยแพร่เมื่อ 21 ธันวาคม 2566", "2023-12-21"},
    {kTh, "เผยแพร่เมื่อวันที่ 21 ธันวาคม 2566", "2023-12-21"},
    {kTh, "เผยแพร่: 21 ธ.ค. 2566 10:30", "2023-12-21"},
    {kTh, "เผยแพร่ : 21 ธ.ค. 2566 10:30 ปรับปรุง: 22 ธ.ค. 2566", "2023-12-21"},
    {kTh, "ปรับปรุงล่าสุด: 22 ธ.ค. 2566 | เผยแพร่: 21 ธ.ค. 2566", "2023-12-21"},
    {kTh, "ปรับปรุงล่าสุด 21 ธันวาคม 2566", "2023-12-21"},
    {kTh, "วันที่เผยแพร่ 21/12/2566", "2023-12-21"},
    {kTh, "วันที่ประกาศ : 21 ธันวาคม 2566", "2023-12-21"},
    {kTh, "ประกาศ ณ วันที่ 21 ธันวาคม พ.ศ. 2566", "2023-12-21"},
    {kTh, "โพสต์เมื่อ 21 ธ.ค. 2566 โดย ผู้ดูแลระบบ", "2023-12-21"},
    {kTh, "โดย ผู้ดูแลระบบ | 21 ธ.ค. 2566", "2023-12-21"},
    {kTh, "อัปเดต: 21 ธ.ค. 2566", "2023-12-21"},
    {kTh, "อัปเดตเมื่อ 21 ธันวาคม 2566", "2023-12-21"},
    {kTh, "ข่าวประจำวันที่ 21 ธันวาคม 2566", "2023-12-21"},
    {kTh, "วันศุกร์ที่ 1 มีนาคม 2567", "2024-03-01"},
    {kTh, "29 กุมภาพันธ์ 2567", "2024-02-29"},
    {kTh, "5 มี.ค. 2567 | เปิดอ่าน 120 ครั้ง", "2024-03-05"},
    {kTh, "1 ก.พ. 67", "2024-02-01"},
    {kTh, "1 พ.ค. 2567", "2024-05-01"},
    {kTh, "1 มิ.ย. 67", "2024-06-01"},
    {kTh, "1 ก.ค. 2567", "2024-07-01"},
    {kTh, "1 ส.ค. 67", "2024-08-01"},
    {kTh, "1 ต.ค. 2567", "2024-10-01"},
    {kTh, "1 พ.ย. 67", "2024-11-01"},
    {kTh, "Dec 21, 2566", "2023-12-21"},
    {kTh, "ธันวาคม 2566", "2023-12"},
    {kTh, "ลงวันที่ 21 ธันวาคม 2566", "2023-12-21"},
    {kTh, "21 ธันวาคม 2566 - 10:30", "2023-12-21"},
    {kTh, "วันที่ : 21 ธ.ค. 2566", "2023-12-21"},
    {kEn, "Tel: +86-10-2023-0720", "none"},
    {kEn, "Phone: 2023-07-2033", "none"},
    {kEn, "Fax 020-817896455", "none"},
    {kEn, "Document No. 2023-07-15-A", "none"},
    {kEn, "MIIT [2023] No. 15", "none"},
    {kEn, "Version 2023.7.20.1", "none"},
    {kEn, "v1.4.22", "none"},
    {kEn, "Price: $20,230,720", "none"},
    {kEn, "US$2023.07", "none"},
    {kEn, "ISSN 2023-0720", "none"},
    {kEn, "ISBN 978-7-2023-0720-1", "none"},
    {kEn, "192.168.20.23", "none"},
    {kEn, "39.9042° N, 116.4074° E", "none"},
    {kEn, "© 2023 Workshop News", "none"},
    {kEn, "Copyright © 2019-2023 Workshop News. All rights reserved.", "none"},
    {kEn, "Copyright 21 April 2023 Workshop News", "none"},
    {kEn, "Deadline: 30 June 2024", "none"},
    {kEn, "Application deadline: June 30, 2024", "none"},
    {kEn, "Valid until 30 June 2024", "none"},
    {kEn, "Effective from 1 January 2024", "none"},
    {kEn, "Effective date: 1 January 2024", "none"},
    {kEn, "Born 5 May 1966", "none"},
    {kEn, "Founded on 5 May 1966", "none"},
    {kEn, "Established: May 5, 1966", "none"},
    {kEn, "2577 elderly people", "none"},
    {kEn, "2022-2023", "none"},
    {kEn, "FY 2022/23", "none"},
    {kEn, "Q3 2023", "none"},
    {kEn, "14th Five-Year Plan (2021-2025)", "none"},
    {kEn, "GB/T 20230-2006", "none"},
    {kEn, "ISO 9001:2015", "none"},
    {kEn, "30 February 2023", "none"},
    {kEn, "2023-13-45", "none"},
    {kEn, "31/11/2023", "none"},
    {kEn, "Event date: 12 May 2023", "none"},
    {kEn, "The forum takes place on 12-14 May 2023 in Hall 3", "none"},
    {kEn, "12:30", "none"},
    {kEn, "5/8 completed", "none"},
    {kEn, "1/2", "none"},
    {kEn, "24/7 hotline 12345", "none"},
    {kEn, "RFC 2023", "none"},
    {kEn, "Room 2023, Building 7, 20 Main Street", "none"},
    {kEn, "Views: 20230720", "none"},
    {kEn, "2023 07 20 33 41", "none"},
    {kEn, "Posts: 112 Joined: Jan 05, 2021", "none"},
    {kEn, "Next update: 30 June 2024", "none"},
    {kEn, "Member since May 2019", "none"},
    {kZh, "工信部联规〔2023〕15号", "none"},
    {kZh, "工信厅企业函〔2023〕7号", "none"},
    {kZh, "国发[2023]15号", "none"},
    {kZh, "京ICP备20230720号", "none"},
    {kZh, "电话：010-2023-0720", "none"},
    {kZh, "索引号：11220000412759638H/2023-00720", "none"},
    {kZh, "截止日期：2024年6月30日", "none"},
    {kZh, "报名截止时间：2024-06-30", "none"},
    {kZh, "本办法自2024年1月1日起施行", "none"},
    {kZh, "有效期至2024年12月31日", "none"},
    {kZh, "生效日期：2024年1月1日", "none"},
    {kZh, "施行日期：2024年1月1日", "none"},
    {kZh, "会议时间：2023年5月12日", "none"},
    {kZh, "活动时间：2023年5月12日至14日", "none"},
    {kZh, "版权所有 © 2023 工业时报", "none"},
    {kZh, "Copyright©2008-2023 工业时报 版权所有", "none"},
    {kZh, "第2023期", "none"},
    {kZh, "浏览次数：20230720", "none"},
    {kZh, "2023年度", "none"},
    {kZh, "2023年上半年", "none"},
    {kZh, "2023年2月30日", "none"},
    {kZh, "今年3月5日", "none"},
    {kZh, "GB/T 39204-2022", "none"},
    {kZh, "成立日期：1998年3月5日", "none"},
    {kZh, "价格：2023.07元", "none"},
    {kTh, "โทร. 0-2202-3000", "none"},
    {kTh, "โทรสาร 02-202-3048", "none"},
    {kTh, "ที่ อก 0809.3/2566", "none"},
    {kTh, "ผู้สูงอายุ 2577 คน", "none"},
    {kTh, "ปีงบประมาณ พ.ศ. 2566", "none"},
    {kTh, "พ.ศ. 2566", "none"},
    {kTh, "สงวนลิขสิทธิ์ 2566", "none"},
    {kTh, "ลิขสิทธิ์ © 2566 กระทรวงอุตสาหกรรม", "none"},
    {kTh, "หมดเขต 30 มิถุนายน 2567", "none"},
    {kTh, "ปิดรับสมัคร 30 มิถุนายน 2567", "none"},
    {kTh, "ภายในวันที่ 30 มิถุนายน 2567", "none"},
    {kTh, "ตั้งแต่วันที่ 1 ถึง 30 มิถุนายน 2567", "none"},
    {kTh, "มีผลใช้บังคับตั้งแต่วันที่ 1 มกราคม 2567", "none"},
    {kTh, "จัดงานวันที่ 12 พฤษภาคม 2567", "none"},
    {kTh, "30 กุมภาพันธ์ 2566", "none"},
    {kTh, "เลขที่ 21/2566", "none"},
    {kTh, "ฉบับที่ 12/2566", "none"},
    {kTh, "ครั้งที่ 5/2566", "none"},
    {kTh, "ราคา 2,566 บาท", "none"},
    {kTh, "ก.ค. 0809.3/ว 120", "none"},
    {kTh, "แผนพัฒนา ฉบับที่ 13 (พ.ศ. 2566-2570)", "none"},
};

}  // namespace

TEST_CASE("a line under the headline dates the page, or does not") {
  for (const Row& row : kRows) {
    CAPTURE(row.line);
    CHECK(date_under_headline(row) == row.date);
  }
}

TEST_CASE("a label on a line of its own labels the date below it") {
  for (const Row& row :
       {Row{kEn, "Date:\n\n03.02.2022", "2022-02-03"}, Row{kEn, "Published\n\n3 May 2023", "2023-05-03"},
        Row{kZh, "发布时间\n\n2023-07-20", "2023-07-20"}, Row{kZh, "發布日期：\n\n112-08-15", "2023-08-15"},
        Row{kTh, "วันที่เผยแพร่ :\n\n21 ธันวาคม 2566", "2023-12-21"}, Row{kEn, "Deadline:\n\n30 June 2024", "none"},
        Row{kEn, "Hearing date:\n\n30 June 2024", "none"}, Row{kZh, "截止日期：\n\n2024年6月30日", "none"},
        Row{kZh, "竣工日期：\n\n2024年6月30日", "none"}, Row{kTh, "หมดเขต\n\n30 มิถุนายน 2567", "none"},
        Row{kEn, "Published:\n\n3 May 2023\n\nDeadline:\n\n30 June 2024", "2023-05-03"}}) {
    CAPTURE(row.line);
    CHECK(date_under_headline(row) == row.date);
  }
}

TEST_CASE("no decoy dates the page that ends with it") {
  for (const Row& row : kRows) {
    if (std::string_view(row.date) != "none") continue;
    CAPTURE(row.line);
    CHECK(date_behind_article(row) == "none");
  }
}

TEST_CASE("a posting date, a signature and an update behind the article date it") {
  for (const Row& row :
       {Row{kEn, "Post time: May-25-2023", "2023-05-25"}, Row{kEn, "Ministry of Finance\n\n25 May 2023", "2023-05-25"},
        Row{kZh, "工业和信息化部\n\n2023年7月20日", "2023-07-20"},
        Row{kZh, "工业和信息化部\n\n2023年7月20日\n\n附件：申报书", "2023-07-20"},
        Row{kTh, "ประกาศ ณ วันที่ 21 ธันวาคม พ.ศ. 2566", "2023-12-21"}, Row{kEn, "Last updated: 25 May 2023", "2023-05-25"},
        Row{kEn, "Last updated: 25 May 2023\n\nPublished: 20 May 2023", "2023-05-20"}}) {
    CAPTURE(row.line);
    CHECK(date_behind_article(row) == row.date);
  }
}

TEST_CASE("a dateline with its year dates a report, one without is an event") {
  const auto report = [](const std::string& lead) {
    return date_of("Workshops get loans\n\n" + lead +
                   "The bank of the province lends to workshops at two percent, its director told the press in the "
                   "capital.\n\nMore than 300 workshops have asked for a loan so far, and 120 have got one.\n");
  };
  CHECK(report("BEIJING, July 20, 2023 (Xinhua) -- ") == "2023-07-20");
  CHECK(report("BANGKOK, 20 July 2023 - ") == "2023-07-20");
  CHECK(report("BEIJING, July 20 (Xinhua) -- ") == "none");
  CHECK(report("On 20 July 2023 the bank met the mayors. ") == "none");
}

TEST_CASE("teasers and comments below the article do not date it") {
  const std::string article = std::string(kArticles[0].title) + "\n\n" + kArticles[0].body + "\n\n";
  CHECK(date_of(article +
                "Related Articles\n\nby Ann Poe on September 17, 2019\n\nA new bank for the north\n\nContinue "
                "reading\n") == "none");
  CHECK(date_of(article + "Archives\n\nMay 2023\n\nApril 2023\n\nMarch 2023\n") == "none");
}

TEST_CASE("a line alone on a page dates it as labelled, or as is known") {
  check_labelled_lines(labelled_lines("date_lines"), [](const std::string& line) { return date_of(line + "\n"); });
}

TEST_CASE("a month or a year dates a page with its label, or a month alone under the headline") {
  const Row rows[] = {
      {kZh, "发布时间：2023年", "2023"},
      {kZh, "发布日期：2023-07", "2023-07"},
      {kZh, "2023-07", "2023-07"},
      {kEn, "Published: 2023", "2023"},
      {kEn, "Published: 07/2023", "2023-07"},
      {kTh, "เผยแพร่ พ.ศ. 2566", "2023"},
      {kZh, "2023年", "none"},
      {kEn, "2023", "none"},
      {kEn, "Copyright 2023", "none"},
      {kTh, "เลขที่ 11/2565", "none"},
      {kEn, "Pages 12-2023", "none"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.line);
    CHECK(date_under_headline(row) == row.date);
  }
}
