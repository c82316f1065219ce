#include <catch2/catch.hpp>

#include <tuple>

#include "tests/unit/clean_printing.h"

using namespace polsearch;
using namespace polsearch::testing;

namespace {

// One page: its text, then what becomes of its lines, then what it says of itself.
struct Row {
  const char* name;
  const char* text;
  const char* lines;
  const char* facts;
};

constexpr const char* kEnglishParagraph =
    "The ministry said on Monday that output of machine tools rose by 4.2% in the first half of the year, and that "
    "orders from the "
    "shipyards had grown for six months in a row.";

const Row kRows[] = {
    {"a menu, a headline, a date line and a footer",
     "Select Page\n\nMachine tools lead the recovery\n\nMay 3, 2023 | Trends | 0 comments\n\nThe ministry said that "
     "output of machine tools rose by "
     "4.2% in the first half.\n\nOrders from the shipyards grew for six months in a row, it added.\n\nSubscribe To Our "
     "Newsletter\n\nPin It on "
     "Pinterest\n",
     "K 7,9 | R 1 navigation, 3 title, 5 date-line, 11 newsletter, 13 share",
     "title \"Machine tools lead the recovery\" | 2023-05-03"},
    {"credits give source and editors",
     "Plan for bearings issued\n\n2023-06-01\n\nThe plan names nine tasks for makers of bearings, and sets aside 200 "
     "million yuan for trial "
     "lines.\n\nEdit:Li Na    Responsible editor:Wang Bo\n\nSource:Economic Post\n\nReturn to list\n",
     "K 5 | R 1 title, 3 date-line, 7 credits, 9 credits, 11 navigation",
     "title \"Plan for bearings issued\" | 2023-06-01 | source Economic Post | editor Li Na"},
    {"a hotline that the article gives to its readers stays",
     "Hotline for late wages opens\n\nWorkers who were not paid for March can call the hotline 12333 of the labour "
     "bureau from Monday to "
     "Friday.\n\nTel: 010-5550 0100\n\nE-mail: wages@bureau.example\n\nCalls are answered in two languages, the bureau "
     "said, and every case gets a "
     "number.\n",
     "K 3,5,7,9 | R 1 title", "title \"Hotline for late wages opens\" | no date"},
    {"the same lines in a footer go",
     "Late wages are paid\n\nWorkers who were not paid for March have got their money, the labour bureau of the port "
     "city said on Monday.\n\n"
     "Return to list\n\nTel: 010-5550 0100\n\nE-mail: news@site.example\n\nCopyright © 2019 site.example All rights "
     "reserved\n",
     "K 3 | R 1 title, 5 navigation, 7 contact, 9 contact, 11 legal", "title \"Late wages are paid\" | no date"},
    {"a policy text about newsletters, cookies and copyright survives",
     "Rules for newsletters take effect\n\nPlatforms must ask before they use cookies that follow a reader, and must "
     "name the copyright holder of "
     "each text.\n\nA newsletter may be sent to those who subscribe, and to nobody else, the regulator said on "
     "Tuesday.\n\nThe sales contact of a "
     "shop must be printed on the first page, with a telephone number.\n",
     "K 3,5,7 | R 1 title", "title \"Rules for newsletters take effect\" | no date"},
    {"the article goes on behind a teaser between its paragraphs",
     "Cars must be built at home\n\nThe cabinet approved a package of 34 billion baht for electric cars on Tuesday, "
     "and "
     "the ministry expects new plants.\n\nRead more: Batteries come from the east\n\nCarmakers that import cars must "
     "build two for each of them by 2026.\n\nRelated articles\n\nPorts report a record\n",
     "K 3,7 | R 1 title, 5 related, 9 related, 11 related", "title \"Cars must be built at home\" | no date"},
    {"number of a notice, whom to ask and who signed it stay",
     "关于做好设备更新工作的通知\n\n工信部装〔2023〕55号\n\n"
     "各省工业和信息化主管部门：\n\n为推进工业设备更新，现就有关事项通知如下，请结合实际抓好落实。\n\n"
     "联系人：张某 电话：010-55501000\n\n某某部办公厅\n\n2023年5月10日\n\n责任编辑：李某\n",
     "K 3,5,7,9,11 | R 1 title, 13 date-line, 15 credits",
     "title \"关于做好设备更新工作的通知\" | 2023-05-10 | editor 李某"},
    {"an address between paragraphs is the article's, whatever stands beside it",
     "关于开通企业服务热线的公告\n\n为方便企业反映问题，我局自三月起开通企业服务热线，由专人接听。\n\n热线电话：0755-"
     "55501000\n\n"
     "受理时间：工作日9:00-17:30\n\n电子邮箱：fuwu@bureau."
     "example\n\n企业也可以当面提交材料，工作人员将在三个工作日内答复。\n",
     "K 3,5,7,9,11 | R 1 title", "title \"关于开通企业服务热线的公告\" | no date"},
    {"a pitch inside a paragraph is cut out of it",
     "Pumps for dry fields\n\nThe county bought 300 pumps for its dry fields. If you are interested in our pumps, "
     "please contact us at any time. "
     "The first ones run since May, and the fields of nine villages are green.\n",
     "K 3 | R 1 title, 3 pitch", "title \"Pumps for dry fields\" | no date"},
    {"a separator inside a headline stays",
     "Steady growth of machine makers - Interpretation of the half-year figures\n\n2023-07-20\n\nMachine makers sold "
     "more in June than in any "
     "month before, the figures of the half-year show.\n",
     "K 5 | R 1 title, 3 date-line",
     "title \"Steady growth of machine makers - Interpretation of the half-year figures\" | 2023-07-20"},
    {"no headline: the title is derived and is no line",
     "page_banner\n\nnews\n\nThe ministry and two commissions jointly issued a notice on the supply of spare parts on "
     "December 3, and named five "
     "tasks.\n\nPost time: May-06-2023\n",
     "K 5 | R 1 navigation, 3 navigation, 7 date-line", "derived title | 2023-05-06"},
    {"a date in prose is an event, a copyright year is nothing",
     "On 5 June 2021 the first kiln was lit, and since then the works have burnt no coal, said the engineer who built "
     "it.\n\nCopyright © 2024 kiln.example\n",
     "K 1 | R 3 legal", "derived title | no date"},
    {"a posting date beats the deadline and the year of the copyright",
     "Call for pilot workshops\n\nPublished: 12 April 2023\n\nWorkshops can apply for the pilot. Those chosen get up "
     "to 300,000 yuan for new "
     "machines.\n\nDeadline: 30 June 2024\n\n© 2025 workshop.example\n",
     "", "title \"Call for pilot workshops\" | 2023-04-12"},
    {"sub-heads between paragraphs stay",
     "Four tasks for the year\n\nThe conference set four tasks for the year, and the minister explained each of them "
     "at length on Friday.\n\nFirst "
     "task: steel\n\nSteel works will mend old furnaces before they build new ones, and report each month to the "
     "bureau.\n\nSecond task: ships\n\n"
     "Yards get loans for green ships, with interest paid by the province for the first two years.\n",
     "K 3,5,7,9,11 | R 1 title", "title \"Four tasks for the year\" | no date"},
    {"an interviewer's turn is no credit line",
     "Talk with the director\n\nReporter: What will the bureau do for small firms this year?\n\nThe director said that "
     "loans and advice would "
     "come from one desk, and that the desk would open in May.\n",
     "K 3,5 | R 1 title", "title \"Talk with the director\" | no date"},
    {"teasers behind the article go, whatever they look like",
     "Ports reopen\n\nThe two ports reopened on Sunday after the storm, and ships that had waited at sea came in "
     "through the night.\n\nRelated "
     "News\n\nStorm closes two ports\n\nNew cranes for the northern port\n\nHarvest is late\n\nLeave a Reply\n\nName "
     "*\n\nEmail *\n",
     "K 3 | R 1 title, 5 related, 7 related, 9 related, 11 related, 13 comment-form, 15 comment-form, 17 comment-form",
     "title \"Ports reopen\" | no date"},
    {"a Thai form under an English article is not the article",
     "The province trained 800 welders last year, and all of them found work in the yards, the labour office wrote in "
     "its report.\n\n\n"
     "อีเมลของคุณจะไม่แสดงให้คนอื่นเห็น ช่องข้อมูลจำเป็นถูกทำเครื่องหมาย *\n",
     "K 1 | R 4 comment-form", "derived title | no date"},
    {"a Chinese page of a government site",
     "首页\n\n当前位置：首页 > 政策解读\n\n中小企业数字化指南发布\n\n发布时间：2023-05-08 09:30  来源：工业时报  "
     "浏览次数：512\n\n"
     "近日，有关部门发布中小企业数字化指南，提出到2025年建成一百个服务平台，帮助十万家企业改造设备。\n\n指南明确，企业"
     "可按需选择改造路线，"
     "费用由省、市两级财政分担。\n\n（责任编辑：王小明）\n\n上一篇：轴承行业座谈会召开\n\n相关阅读\n\n机床出口增长\n\n"
     "京ICP备00001234号\n",
     "K 9,11 | R 1 navigation, 3 navigation, 5 title, 7 date-line, 13 credits, 15 pagination, 17 related, 19 related, "
     "21 icp",
     "title \"中小企业数字化指南发布\" | 2023-05-08 | source 工业时报 | editor 王小明"},
    {"a traditional Chinese page",
     "返回首頁\n\n電動巴士補貼延長兩年\n\n2023年7月4日\n\n交通部表示，電動巴士的補貼將延長兩年，每輛最高一百萬元，各縣"
     "市可自行加碼。\n\n"
     "業者認為，補貼有助於汰換老舊車輛，但充電站仍然不足。\n\n版權所有 © 2023 綠能報\n",
     "K 7,9 | R 1 navigation, 3 title, 5 date-line, 11 legal", "title \"電動巴士補貼延長兩年\" | 2023-07-04"},
    {"a Thai page with a Buddhist date",
     "หน้าแรก\n\nโรงงานขนาดเล็กได้รับเงินกู้ดอกเบี้ยต่ำ\n\nวันที่ 21 ธันวาคม "
     "2566\n\nกระทรวงอุตสาหกรรมประกาศให้เงินกู้ดอกเบี้ยต่ำแก่โรงงานขนาดเล็กจำนวนสามร้อยแห่งทั่วประเทศ "
     "เพื่อปรับปรุงเครื่องจักรและลดการใช้พลังงาน\n\nโครงการนี้เริ่มในเดือนมกราคมและจะดำเนินไปจนถึงสิ้นปีหน้า "
     "โดยธนาคารของรัฐสองแห่งเป็นผู้ให้กู้\n\nแชร์\n\nข่าวที่เกี่ยวข้อง\n\nสงวนลิขสิทธิ์ 2567\n",
     "K 7,9 | R 1 navigation, 3 title, 5 date-line, 11 share, 13 related, 15 legal",
     "title \"โรงงานขนาดเล็กได้รับเงินกู้ดอกเบี้ยต่ำ\" | 2023-12-21"},
    {"a supplier's staff, in any spelling",
     "Valve makers export more\n\nMakers of valves exported a third more than a year ago, the customs figures for "
     "March and April show.\n\n"
     "Whatsap Online\n\nSales Team\n\nExport Sales - Mrs. Lin    WhatApp-Icon\n\nVentas españolas - Sr. Gil\n\nContact "
     "VALCO Now!\n",
     "K 3 | R 1 title, 5 sales-contact, 7 sales-contact, 9 sales-contact, 11 sales-contact, 13 sales-contact",
     "title \"Valve makers export more\" | no date"},
    {"a lone symbol is navigation",
     "The new law was read for the second time on Monday, and the third reading is to follow in autumn.\n\n>\n",
     "K 1 | R 3 navigation", "derived title | no date"},
    {"the bodies that sign a notice above its date belong to it",
     "Notice on green pumps\n\nThe measures named in the notice apply to all makers of pumps from the day of its "
     "publication.\n\nMinistry of Finance\n\nMinistry of Commerce\n\nOctober 20, 2023\n\nPrint\n",
     "K 3,5,7 | R 1 title, 9 date-line, 11 navigation", "title \"Notice on green pumps\" | 2023-10-20"},
    {"teasers under an article are not signatures",
     "Ports reopen\n\nThe two ports reopened on Sunday after the storm, and ships that had waited at sea came in "
     "through the night.\n\nRelated News\n\nMinistry of Transport praised\n\nMay 3, 2023\n",
     "K 3 | R 1 title, 5 related, 7 related, 9 date-line", "title \"Ports reopen\" | 2023-05-03"},
    {"an advertisement does not end the article, a pay wall does",
     "Plan for lathes is out\n\nBy Jane Roe\n\nPublished on May 9, 2023\n\nListen to this article\n\nThe ministry "
     "released a plan on Tuesday to raise the output of lathes, as the country seeks to cut "
     "imports.\n\nAdvertisement\n\nThe plan, which was drafted with a commission, sets a target of seventy percent by "
     "2027.\n\nThis content is for subscribers only\n\nPhoto: Jim Poe\n\nMore from the Policy Monitor\n\nLoans for "
     "ships extended\n",
     "K 9,13 | R 1 title, 3 credits, 5 date-line, 7 navigation, 11 template, 15 newsletter, 17 credits, 19 related, 21 "
     "related",
     "title \"Plan for lathes is out\" | 2023-05-09"},
    {"the name of an agency under a headline is not the headline",
     "Tech\n\nFactory output falls for a ninth month\n\nReuters\n\nJune 30, 2023 11:05 AM\n\nFactory output fell 3.14% "
     "in May from a year earlier, the ministry said on Friday, after a drop in April.\n\nReporting by A. Poe; Editing "
     "by B. Roe\n",
     "K 9 | R 1 navigation, 3 title, 5 credits, 7 date-line, 11 credits",
     "title \"Factory output falls for a ninth month\" | 2023-06-30"},
    {"what the app puts around the article of a public account",
     "机床产量连续三月增长\n\n2023-07-21 08:00\n\n收录于合集 #工业经济 12个\n\n上半年机床产量同比增长百分之五，"
     "订单连续三个月增加，企业利润同步回升。\n\n来源丨工业时报\n\n长按识别二维码关注公众号\n\n往期推荐\n\n轴承行业座谈"
     "会"
     "召开\n\n阅读原文\n",
     "K 7 | R 1 title, 3 date-line, 5 share, 9 credits, 11 share, 13 related, 15 related, 17 navigation",
     "title \"机床产量连续三月增长\" | 2023-07-21 | source 工业时报"},
    {"a portal in traditional Chinese",
     "跳到主要內容區塊\n\n網站導覽\n\n智慧製造補助計畫開始受理申請\n\n發布單位：產業政策組\n\n點閱次數：873\n\n補助計畫"
     "自即日起受理申請，每案上限五百萬元，鼓勵中小型製造業者導入新設備。\n\n回上一頁\n\n隱私權及網站安全政策\n\n最佳瀏"
     "覽"
     "解析度 1920x1080\n",
     "K 11 | R 1 navigation, 3 navigation, 5 title, 7 credits, 9 navigation, 13 navigation, 15 legal, 17 template",
     "title \"智慧製造補助計畫開始受理申請\" | no date"},
    {"a number printed on each page is no line of the text",
     "Circular on land rent\n\nThis circular applies to enterprises and households that lease land directly from the "
     "State.\n\n- 2 -\n\nThe reduction is thirty percent of the land rent of the year, and is granted once.\n",
     "K 3,7 | R 1 title, 5 pagination", "title \"Circular on land rent\" | no date"},
    {"a question above a date line is a headline",
     "Industry news\n\nWhat is the new five-year plan for smart manufacturing about?\n\nJun 12, 2022\n\nAccording to "
     "the plan, issued by the ministry and seven other bodies, most large makers will be digitalised by 2025.\n\nA "
     "pair of: The trend of lathes\n\nNext article: How to choose a spindle\n",
     "K 7 | R 1 navigation, 3 title, 5 date-line, 9 pagination, 11 pagination",
     "title \"What is the new five-year plan for smart manufacturing about?\" | 2022-06-12"},
    {"the day a member of a forum joined is no date of the page",
     "Board index\n\nNew quotas for rare earths\n\nPosts: 112\n\nJoined: Jan 05, 2021\n\nPost by fan88 » "
     "Mon "
     "Sep 25, 2023 8:14 pm\n\nI read that the ministry has issued the second batch of quotas, and that the total is up "
     "by 14 percent from last year.\n",
     "", "title \"New quotas for rare earths\" | 2023-09-25"},
    {"credits set apart by no-break spaces",
     "Plan for bearings issued\n\n2023-06-01\n\nThe plan names nine tasks for makers of bearings, and sets aside 200 "
     "million yuan for trial lines.\n\nEdit:Li\u00a0Na\u00a0\u00a0Responsible\u00a0editor:Wang\u00a0Bo\n",
     "K 5 | R 1 title, 3 date-line, 7 credits", "title \"Plan for bearings issued\" | 2023-06-01 | editor Li Na"},
    {"the list that a paragraph leads up to belongs to it",
     "Ten goods need a permit\n\nThe ministry renewed the list of goods that need a permit before they leave the "
     "country. New on the list are:\n\n1. Copper wire\n\n2. Steel pipe\n\n3. Ball valves\n\nPermits are given within "
     "three days, the office that hands them out said.\n\nPrint\n",
     "K 3,5,7,9,11 | R 1 title, 13 navigation", "title \"Ten goods need a permit\" | no date"},
    {"the last sentence of a Thai article is short and has no full stop",
     "โรงงานเซรามิกเปลี่ยนเตา\n\nกระทรวงอุตสาหกรรมให้โรงงานเซรามิกเปลี่ยนเตาเก่าเป็นเตาไฟฟ้า โดยจ่ายค่าเตาให้ครึ่งหนึ่ง"
     "และให้ผ่อนส่วนที่เหลือห้าปี\n\nช่างเตาทุกคนได้เข้าอบรมก่อนเริ่มงานใหม่\n\nหน้าหลัก\n",
     "K 3,5 | R 1 title, 7 navigation", "title \"โรงงานเซรามิกเปลี่ยนเตา\" | no date"},
    {"what a sentence quotes is not said by the page",
     "Banners must be honest\n\nA banner that says “We use cookies, accept all cookies” must show the refusal in the "
     "same size, the ministry said.\n\nA line that reads “All rights reserved” does not end the duty to name the "
     "owner.\n\nAll rights reserved\n",
     "K 3,5 | R 1 title, 7 legal", "title \"Banners must be honest\" | no date"},
    {"the rows of a table stay with its caption and its head, whatever parts their cells",
     "Output of boats\n\n2023-05-17\n\nThe yards of the province delivered 4,100 boats in April, up by 4.1 percent "
     "over the year before.\n\nTable 1: Boats by kind\n\nKind    Growth (%)\nFerries    9.0\nBarges    -1.0\n\n"
     "Notes\n\nRates compare the same yards in both years, and those that closed were taken out of the "
     "sum.\n\nPrint this page\n",
     "K 5,7,9,10,11,13,15 | R 1 title, 3 date-line, 17 navigation", "title \"Output of boats\" | 2023-05-17"},
    {"whom to ask in a tender stays, the help desk of the portal goes",
     "Tender for pumps\n\n2023-02-20\n\nThe water works of the port invite bids for nine pumps, which must be "
     "delivered to the address below by June.\n\nBuyer: Port Water Works, Room 0, 0 Quay Road\n\nContact of the "
     "buyer: Ms Du, telephone 0000-5550100\n\nSave notice | Print notice\n\nHelp desk: 0000-5550199\n",
     "K 5,7,9 | R 1 title, 3 date-line, 11 navigation, 13 contact", "title \"Tender for pumps\" | 2023-02-20"},
    {"a label on a line of its own takes its value from the next",
     "Night hours at the border\n\nRelease date:\n\n2022-11-30\n\nSource:\n\nPort Times\n\nThe customs office keeps "
     "the windows of the border open until midnight, and fruit goes first.\n\nEditor:\n\nAda Lowe\n",
     "K 11 | R 1 title, 3 date-line, 5 date-line, 7 credits, 9 credits, 13 credits, 15 credits",
     "title \"Night hours at the border\" | 2022-11-30 | source Port Times | editor Ada Lowe"},
    {"a table of contents goes, the heads that it names stay",
     "What the rules for lifts mean\n\nMay 29, 2024\n\nTable of contents\n1. Why old lifts go\n2. Who will pay\n\nWhy "
     "old lifts go\n\nMore than 800 lifts of the province have been in service for over fifteen years, the bureau "
     "said.\n\nWho will pay\n\nThe fund of each house pays for a third, and the residents have to vote on it in "
     "spring.\n",
     "K 9,11,13,15 | R 1 title, 3 date-line, 5 navigation, 6 navigation, 7 navigation",
     "title \"What the rules for lifts mean\" | 2024-05-29"},
    {"what the words of a removed line say is its reason, and what stands among teasers is a teaser",
     "Ports reopen\n\n2023-05-03\n\nThe two ports reopened on Sunday after the storm, and 40 ships entered by noon, "
     "the office said.\n\n[Big] [Small] [Print] [Close the window]\n\nMost Read\nThe library that sold its "
     "catalogue\nMay 2, 2023\n\nSign up for press releases\n\nMedia inquiries: press@port.example\n\nThe translations "
     "here are for reference only\n",
     "K 5 | R 1 title, 3 date-line, 7 navigation, 9 related, 10 related, 11 related, 13 newsletter, 15 contact, 17 "
     "legal",
     "title \"Ports reopen\" | 2023-05-03"},
    {"the paper that a page was taken from is its source, and that paper's date is not the page's",
     "插秧机也要驾照？解读来了\n\n2022年09月14日 "
     "发布\n\n农机部门明确，功率大于十五千瓦的插秧机按照拖拉机管理，驾驶人需要驾照，先在县里报名。\n\n"
     "责编：黎某　　见习编辑：苏某\n\n转载自《田野观察》2022年9月1日\n\n长按二维码，订阅我们\n",
     "K 5 | R 1 title, 3 date-line, 7 credits, 9 date-line, 11 newsletter",
     "title \"插秧机也要驾照？解读来了\" | 2022-09-14 | source 田野观察 | editor 黎某"},
    {"running heads and page numbers of a paper go",
     "Harbour Paper 14\n\nElectric trucks in ports\n\n2023-12-01\n\nPorts are small towns in which every truck comes "
     "home at night, and that makes them the easiest place for batteries.\n\n1\n\nHarbour Paper 14\n\nThe office "
     "counted "
     "2,300 electric trucks in eleven ports at the end of last year, five times as many as before.\n\n2\n\nHarbour "
     "Paper "
     "14\n\nWhat is missing is a price for power at three in the morning that a port can count on for ten years.\n",
     "K 7,13,19 | R 1 navigation, 3 title, 5 date-line, 9 pagination, 11 navigation, 15 pagination, 17 navigation",
     "title \"Electric trucks in ports\" | 2023-12-01"},
    {"a list that counts on is the article, its last answer too",
     "คำถามเรื่องแผงโซลาร์บนหลังคา\n\nสำนักงานรวบรวมคำถามที่ประชาชนถามมากที่สุดในรอบหกเดือนไว้ในหน้านี้ทั้งหมดเพื่อความสะดวก\n\n"
     "1. บ้านต้องขออนุญาตหรือไม่\n\nแผงขนาดไม่เกินสิบกิโลวัตต์แจ้งอย่างเดียว ไม่ต้องขออนุญาต แต่ต้องส่งรูปหลังคาก่อนและหลังติดตั้ง\n\n2. "
     "ใครเป็นผู้ตรวจ\n\nวิศวกรที่ขึ้นทะเบียนกับกรมตรวจแทนเจ้าหน้าที่ได้ทุกแห่งและทุกวันโดยไม่ต้องนัดล่วงหน้า\n\n3. ใช้เวลานานเท่าใด\n\n"
     "สิบห้าวันทำการ หากเกินกว่านั้นถือว่าผ่าน\n\nเผยแพร่วันที่ 27 กันยายน 2566\n",
     "K 3,5,7,9,11,13,15 | R 1 title, 17 date-line", "title \"คำถามเรื่องแผงโซลาร์บนหลังคา\" | 2023-09-27"},
    {"who wrote a page, and the firm that put it up, are presented below the article",
     "Rules for kilns\n\n2023-04-21\n\nThe ministry lowered the limit for kilns by a third, and the works have two "
     "years "
     "to follow it.\n\nWhoever asks for more time has to show the contract for the new kiln.\n\nAbout Acme "
     "Counsel\n\nAcme Counsel advises makers of kilns in seven cities and has done so for thirty years.\n",
     "K 5,7 | R 1 title, 3 date-line, 9 pitch, 11 pitch", "title \"Rules for kilns\" | 2023-04-21"},
    {"the number of an issue is no headline, and the last section of a text may be about something",
     "Steam Letter Vol. 9 No. 14\n\nApril 5, 2022\n\nUsers of steam ask for a steady price of power\n\nNine groups of "
     "users met the minister on Monday and asked for a steady price of power until autumn.\n\nAbout the talks\n\nThe "
     "working group will report in thirty days, and its minutes will be printed here.\n",
     "K 7,9,11 | R 1 navigation, 3 date-line, 5 title",
     "title \"Users of steam ask for a steady price of power\" | 2022-04-05"},
    {"an hour that ends in a dot ends no sentence, so the line of a forum post is a date line",
     "ชั่งน้ำหนักรถใหม่ไหมครับ\n\nผู้ตั้งกระทู้: โชเฟอร์ 8 ล้อ   วันที่: 9 กรกฎาคม 2564 เวลา 20:15 "
     "น.\n\nรถผมเปลี่ยนจากดีเซลเป็นไฟฟ้าทั้งคัน น้ำหนักเพิ่มขึ้นเจ็ดร้อยกิโล ถึงกำหนดต่อทะเบียนเดือนหน้า อยากทราบว่าต้องชั่งใหม่ไหม\n",
     "K 5 | R 1 title, 3 date-line", "title \"ชั่งน้ำหนักรถใหม่ไหมครับ\" | 2021-07-09"},
    {"the fields of an archive are no headline, and the day of promulgation is a date",
     "Opinions on training hands for combines\nDocument No.: Nong Ji [2021] No. 00\nStatus: In force\nPromulgation "
     "date: "
     "2021-08-25\n\nThe "
     "repair of combines is short of hands in every harvest, and schools shall teach it beside the machine.\n\nMakers "
     "shall hand their manuals to schools, and hours in the harvest count as practice.\n",
     "K 6,8 | R 1 title, 2 template, 3 navigation, 4 date-line",
     "title \"Opinions on training hands for combines\" | 2021-08-25"},
    {"when and where a press conference was held is text, and dates no page",
     "Transcript of the press conference\n2024-01-19\n\nTime: 10 a.m. on January 18, 2024\n\nPlace: Press room of the "
     "council\n\nHost: Good morning, today we have invited two guests, who will answer your questions on industry.\n\n"
     "Spokesman: In 2023 output rose by 4.2%, and shipyards kept the first place in the world.\n",
     "K 4,6,8,10 | R 1 title, 2 date-line", "title \"Transcript of the press conference\" | 2024-01-19"},
    {"the head of each page of a paper goes with its number",
     "Plan for looms   Page 1 of 3\nPlan for looms\n\nLooms stand still too often, and the plan is to halve that by "
     "2027, with bearings from a new test bench.\nPlan for looms   Page 2 of 3\nStandards for vibration will be "
     "revised, "
     "and drafts are due within eighteen months.\nPlan for looms   Page 3 of 3\nThe province keeps the table of "
     "failures "
     "and may strike off a mill that reports nothing.\n",
     "K 4,6,8 | R 1 template, 2 title, 5 template, 7 template", "title \"Plan for looms\" | no date"},
    {"what readers wrote below an article goes, with its dates, up to the next list",
     "Scrap is no waste\n\nJune 30, 2021\n\nThe ministry and the customs agreed that clean scrap may enter again, if "
     "it "
     "meets the new standard.\n\nA container that fails goes back at the cost of the shipper, and small yards cannot "
     "sort "
     "that well.\n\n2 thoughts on \"Scrap is no waste\"\nOld Magnet says:\nJuly 2, 2021 at 9:14 am\nSame here, they "
     "even "
     "looked under the floor.\nReply\nRecent Posts\nWhy forklifts beep\n",
     "K 5,7 | R 1 title, 3 date-line, 9 comment-form, 10 comment-form, 11 comment-form, 12 comment-form, 13 "
     "comment-form, 14 related, 15 related",
     "title \"Scrap is no waste\" | 2021-06-30"},
    {"a headline in two lines is one, and who signs below the closing date stays",
     "ประกาศกระทรวงพาณิชย์\nเรื่อง   การแจ้งปริมาณเหล็กเส้น\n\nโดยที่เป็นการสมควรให้มีข้อมูลเหล็กเส้นคงเหลือเพื่อใช้วางแผนการนำเข้า "
     "รัฐมนตรีว่าการกระทรวงพาณิชย์ออกประกาศไว้ ดังต่อไปนี้\n\nข้อ 1 ผู้ผลิตต้องแจ้งปริมาณคงเหลือภายในวันที่ห้าของทุกเดือน "
     "ทางระบบอิเล็กทรอนิกส์ของกรม\n\nประกาศ ณ วันที่ 17 สิงหาคม พ.ศ. 2565\n\nประพันธ์ นามสมมุติ\n\nรัฐมนตรีว่าการกระทรวงพาณิชย์\n",
     "K 4,6,10,12 | R 1 title, 2 title, 8 date-line",
     "title \"ประกาศกระทรวงพาณิชย์ เรื่อง การแจ้งปริมาณเหล็กเส้น\" | 2022-08-17"},
    {"the day of a signature stays where the page was put up on another",
     "关于做好锻压行业申报工作的通知\n发布日期：2023-09-"
     "18\n\n各市工业和信息化局：\n\n现就做好锻压行业规范公告申报工作通知如下，请各市于10月15日前"
     "组织专家现场核查。\n\n省工业和信息化厅\n2023年9月15日\n",
     "K 4,6,8,9 | R 1 title, 2 date-line", "title \"关于做好锻压行业申报工作的通知\" | 2023-09-18"},
    {"the rows of a schedule are a table, and no dates of the page",
     "ขอเชิญแสดงความคิดเห็นต่อร่างประกาศเรื่องสารไวไฟ\nวันที่ประกาศ : 2 พฤษภาคม 2567\n\n"
     "กรมอยู่ระหว่างปรับปรุงประกาศเรื่องการเก็บสารไวไฟในโรงงาน จึงขอเชิญผู้ประกอบการและประชาชนแสดงความคิดเห็น\n\n"
     "วันที่   กิจกรรม\n7 พฤษภาคม 2567   ประชุมชี้แจงที่ชลบุรี\n9 พฤษภาคม 2567   ประชุมชี้แจงที่ระยอง\n\n"
     "ร่างประกาศกำหนดให้ถังเก็บห่างจากรั้วไม่น้อยกว่าสิบเมตร และมีเขื่อนกั้นที่รับปริมาตรได้ทั้งหมด โรงงานเดิมมีเวลาปรับปรุงสามปี\n",
     "K 4,6,7,8,10 | R 1 title, 2 date-line", "title \"ขอเชิญแสดงความคิดเห็นต่อร่างประกาศเรื่องสารไวไฟ\" | 2024-05-02"},
    {"the name of the site, which its footer repeats, is no headline, and an issue is dated by its month",
     "The Appliance Letter\nNo. 41 | May 2023\nIn this issue: Policy | Members | Jobs\n\nWhat changed in April\n\nThe "
     "ministry wants villages to trade in old appliances, and pays one tenth of the price for a letter of the "
     "dealer.\n\nMakers must write to their customers within five days, and a notice in the shop is no longer "
     "enough.\n\nCopyright 2023 The Appliance Letter\n",
     "K 7,9 | R 1 navigation, 2 date-line, 3 navigation, 5 title, 11 legal",
     "title \"What changed in April\" | 2023-05"},
    {"a hotline behind a question stays",
     "What small taxpayers need to know\n\nSmall taxpayers whose sales do not exceed 300,000 yuan pay no value added "
     "tax "
     "until the end of 2027.\n\nNeed help? Call the tax line 12366. It is open from 8:00 to 20:00, and calls are "
     "free.\n\nDid this answer your question?\nYes   No   Partly\n",
     "K 3,5 | R 1 title, 7 comment-form, 8 comment-form", "title \"What small taxpayers need to know\" | no date"},
    {"a page of menu words alone still gives a body", "Home\nNews\nContact us\n", "K 3 | R 1 navigation, 2 navigation",
     "derived title | no date"},
};

}  // namespace

TEST_CASE("what becomes of the lines of a page") {
  for (const Row& row : kRows) {
    const Page page = page_of(row.text);
    const CleanDocument document = kit().cleaner.clean(page, kit().linker);
    INFO(row.name << "\n" << print_document(document, page));
    if (*row.lines) CHECK(print_lines(document) == row.lines);
    CHECK(print_facts(document) == row.facts);
  }
}

TEST_CASE("a page flattened to one line is cut at its cues") {
  std::string text = "page_banner news ";
  for (int i = 0; i < 5; ++i) text += std::string(kEnglishParagraph) + " ";
  text +=
      "Edit:Li Na    Responsible editor:Wang Bo Source:Economic Post Return to list Submission mailbox:a@site.example "
      "Tel:020-5550 0101 Copyright © "
      "2019 by site.example all rights reserved";
  const Page page = page_of(text);
  const CleanDocument document = kit().cleaner.clean(page, kit().linker);
  INFO(print_document(document, page));
  CHECK(document.body.rfind("The ministry said", 0) == 0);
  CHECK(document.body.size() >= 5 * (std::string(kEnglishParagraph).size()));
  CHECK(document.body.find("Li Na") == std::string::npos);
  CHECK(document.body.find("Copyright") == std::string::npos);
  CHECK(document.source == "Economic Post");
  CHECK(document.editor == "Li Na");
  CHECK(document.responsible_editor == "Wang Bo");
}

TEST_CASE("the headline and the foot of a page that is one line are cut behind its menu and its last sentence") {
  const std::string english =
      "Home Products Rebar Coil News Contact Mills are asked to report their coal from July 2023-06-19 The bureau "
      "said that mills must report how much coal each ton of steel takes from July on. The figure is to be measured "
      "and not taken from tables. Small mills can share one instrument if they share one road. Previous: Coil prices "
      "Next: Holidays Chat with us Copyright 2023 Rebarline All Rights Reserved\n";
  const std::string chinese =
      "网站首页 政务 新闻 服务 互动 您的位置：首页 > 新闻 民政部门：养老院消防改造两年完成 发布时间：2022-12-14 "
      "来源：银龄网 "
      "浏览次数：406 "
      "民政部门部署养老院消防改造，要求两年内全部完成。喷淋、烟感、疏散门三项必须到位，缺一项的不得新收老人。"
      "夜间值班不少于两人，其中一人必须会用灭火器。 上一篇：助餐点公布 下一篇：考试报名 【打印】 版权所有 银龄网 "
      "备案号：京ICP备00007788号\n";
  for (const auto& [text, title, date, first, last] :
       {std::tuple{english, "Mills are asked to report their coal from July", "2023-06-19", "The bureau said", "road."},
        std::tuple{chinese, "民政部门：养老院消防改造两年完成", "2022-12-14", "民政部门部署", "灭火器。"}}) {
    const Page page = page_of(text);
    const CleanDocument document = kit().cleaner.clean(page, kit().linker);
    INFO(print_document(document, page));
    CHECK(document.title == title);
    CHECK(to_iso(document.date) == date);
    CHECK(document.body.starts_with(first));
    CHECK(document.body.ends_with(last));
  }
}

TEST_CASE("a paragraph alone on its line is not cut at the date that it names") {
  const std::string text =
      "The Ministry of Finance and the Ministry of Commerce jointly issued the notice on ports on December 21, 2022. "
      "Seventeen measures help the harbours of the north, among them loans for cranes, cheaper berths in winter and a "
      "school for pilots that opens in the spring of the next year, as the two ministries told the press.\n";
  CHECK(kit().cleaner.clean(page_of(text), kit().linker).body + "\n" == text);
}

TEST_CASE("a flattened page that ends in its posting date") {
  std::string text = "page_banner news ";
  for (int i = 0; i < 5; ++i) text += std::string(kEnglishParagraph) + " ";
  const Page page = page_of(text + "Post time: May-25-2023");
  const CleanDocument document = kit().cleaner.clean(page, kit().linker);
  INFO(print_document(document, page));
  CHECK(to_iso(document.date) == "2023-05-25");
  CHECK(document.body.find("Post time") == std::string::npos);
}

TEST_CASE("a clean text is body as it is") {
  const Page page = page_of("Subscribe to our newsletter\n\nSales Team\n", MediaType::kCleanText);
  const CleanDocument document = kit().cleaner.clean(page, kit().linker);
  CHECK(document.body == "Subscribe to our newsletter\nSales Team");
  CHECK(document.removed.empty());
}

TEST_CASE("the declared language of a clean text wins over a guess, that of a scraped page does not") {
  const auto languages = [](MediaType type, std::string_view declared) {
    Page page = page_of("Steel output rose in the first quarter of the year.", type);
    page.hints.language = declared;
    const CleanDocument document = kit().cleaner.clean(page, kit().linker);
    std::string out = document.language + ":";
    for (const std::string& language : document.languages) out += " " + language;
    return out;
  };
  CHECK(languages(MediaType::kCleanText, "zh-Hans") == "zh-Hans: zh-Hans en");
  CHECK(languages(MediaType::kCleanText, "en-GB") == "en: en");
  CHECK(languages(MediaType::kCleanText, "<script>") == "en: en");
  CHECK(languages(MediaType::kText, "zh-Hans") == "en: en");
}

TEST_CASE("a month and day in the body takes the year nearest to the publication") {
  const auto events_of = [](const char* text) {
    const CleanDocument document = kit().cleaner.clean(page_of(text), kit().linker);
    std::string out;
    for (const EventDate& event : document.event_dates) out += to_iso(event.date) + " ";
    return out;
  };
  CHECK(events_of("The ministry issued the notice on December 21, and named five tasks for the fourth quarter of the "
                  "year.\n\nPost time: May-25-2023\n") == "2022-12-21 ");
  CHECK(events_of("On March 5, the minister spoke in the capital about the tasks of the year and about steel.\n\nPost "
                  "time: Apr-21-2023\n") == "2023-03-05 ");
  CHECK(events_of("The fair opens on June 20 in the hall of the port, the bureau said, and lasts for three "
                  "days.\n\nPost time: Jun-15-2023\n") == "2023-06-20 ");
  CHECK(events_of("On January 19 the office held a press conference about industry and about the coming year.\n") ==
        "");
}
