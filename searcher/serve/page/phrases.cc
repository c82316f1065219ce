#include "searcher/serve/page/phrases.h"

#include <array>

namespace polsearch::serve {
namespace {

using enum Phrase;

struct Row {
  Phrase phrase;
  std::array<std::string_view, 3> said;  // English, Chinese, Thai: as in UiLanguage
};

constexpr std::array<Row, kPhrases> kTable = {{
    {kSearch, {"Search", "搜索", "ค้นหา"}},
    {kSearchLabel, {"Search policy pages", "搜索政策网页", "ค้นหาหน้าเว็บนโยบาย"}},
    {kSkip, {"Skip to the results", "跳到结果", "ข้ามไปยังผลลัพธ์"}},
    {kTagline, {"Government and industrial policy", "政府与产业政策", "นโยบายรัฐและอุตสาหกรรม"}},
    {kOnePage, {"1 page", "1 个页面", "1 หน้า"}},
    {kPages, {"{0} pages", "{0} 个页面", "{0} หน้า"}},
    {kAtLeast, {"at least {0} pages", "至少 {0} 个页面", "อย่างน้อย {0} หน้า"}},
    {kNewestFirst, {"Newest pages", "最新页面", "หน้าล่าสุด"}},
    {kNoHits, {"No page matches", "没有匹配的页面", "ไม่พบหน้าที่ตรงกัน"}},
    {kNoHitsHelp,
     {"Try fewer words, another spelling, or remove a filter.", "请减少词语、换一种写法，或移除筛选条件。",
      "ลองใช้คำน้อยลง สะกดแบบอื่น หรือนำตัวกรองออก"}},
    {kDidYouMean, {"Did you mean", "您是不是要找", "คุณหมายถึง"}},
    {kSearchedAs, {"Searched as", "实际检索", "ค้นหาเป็น"}},
    {kNotes, {"Notes on the search", "检索说明", "หมายเหตุการค้นหา"}},
    {kFilters, {"Filters", "筛选", "ตัวกรอง"}},
    {kClearAll, {"Clear all", "全部清除", "ล้างทั้งหมด"}},
    {kRemoveFilter, {"Remove filter {0}", "移除筛选 {0}", "นำตัวกรอง {0} ออก"}},
    {kMinistry, {"Ministry", "部门", "กระทรวง"}},
    {kLanguage, {"Language", "语言", "ภาษา"}},
    {kSource, {"Source", "来源", "แหล่งที่มา"}},
    {kDate, {"Date", "日期", "วันที่"}},
    {kFrom, {"From", "从", "ตั้งแต่"}},
    {kTo, {"To", "到", "ถึง"}},
    {kDateHint, {"2023, 2023-04 or 2023-04-21", "2023、2023-04 或 2023-04-21", "2023, 2023-04 หรือ 2023-04-21"}},
    {kIncludeInferred, {"With inferred dates", "包含推断日期", "รวมวันที่ที่อนุมาน"}},
    {kApply, {"Apply", "应用", "ใช้ตัวกรอง"}},
    {kAppliesAtOnce, {"Choices apply at once.", "选择后立即生效。", "ตัวเลือกมีผลทันที"}},
    {kFindInList, {"Find in this list", "在此列表中查找", "ค้นหาในรายการนี้"}},
    {kMore, {"{0} more", "另外 {0} 项", "อีก {0} รายการ"}},
    {kNotListed, {"{0} rarer ones are not listed", "另有 {0} 个较少的未列出", "อีก {0} รายการที่พบน้อยไม่ได้แสดง"}},
    {kWholeTime, {"All dates", "全部日期", "ทุกวันที่"}},
    {kPagesByYear, {"Pages by year", "按年统计", "จำนวนหน้าต่อปี"}},
    {kPagesByMonth, {"Pages by month", "按月统计", "จำนวนหน้าต่อเดือน"}},
    {kPagesByDay, {"Pages by day", "按日统计", "จำนวนหน้าต่อวัน"}},
    {kBrushHint, {"Drag over bars to choose a period.", "拖动选择时间段。", "ลากบนแท่งเพื่อเลือกช่วงเวลา"}},
    {kAsTable, {"As a table", "以表格显示", "แสดงเป็นตาราง"}},
    {kPeriod, {"Period", "时间", "ช่วงเวลา"}},
    {kCount, {"Pages", "页面数", "จำนวนหน้า"}},
    {kUndated, {"undated", "无日期", "ไม่ระบุวันที่"}},
    {kInferredDate, {"inferred", "推断", "อนุมาน"}},
    {kSort, {"Sort", "排序", "เรียงตาม"}},
    {kByRelevance, {"Relevance", "相关性", "ความเกี่ยวข้อง"}},
    {kByNewest, {"Newest first", "最新优先", "ใหม่สุดก่อน"}},
    {kByOldest, {"Oldest first", "最早优先", "เก่าสุดก่อน"}},
    {kEachCopy, {"Every copy", "逐页显示", "ทุกหน้า"}},
    {kGroupCopies, {"Copies as one", "合并近似重复", "รวมหน้าซ้ำ"}},
    {kExport, {"Export", "导出", "ส่งออก"}},
    {kCopies, {"{0} near-duplicates", "{0} 个近似重复", "หน้าที่ใกล้เคียงกัน {0} หน้า"}},
    {kOneCopy, {"1 near-duplicate", "1 个近似重复", "หน้าที่ใกล้เคียงกัน 1 หน้า"}},
    {kLikeThis, {"Similar pages", "相似页面", "หน้าที่คล้ายกัน"}},
    {kPrevious, {"Previous", "上一页", "ก่อนหน้า"}},
    {kNext, {"Next", "下一页", "ถัดไป"}},
    {kPaging, {"Pages of results", "结果分页", "หน้าผลลัพธ์"}},
    {kResults, {"Results", "结果", "ผลลัพธ์"}},
    {kList, {"List", "列表", "รายการ"}},
    {kTimeline, {"Timeline", "时间线", "ลำดับเวลา"}},
    {kTopStory, {"Top story", "首要报道", "เรื่องเด่น"}},
    {kByMinistry, {"By ministry", "按部门", "ตามกระทรวง"}},
    {kBackToResults, {"Back to the results", "返回结果", "กลับไปยังผลลัพธ์"}},
    {kOriginal, {"Original page", "原始网页", "หน้าต้นฉบับ"}},
    {kAddress, {"Address", "网址", "ที่อยู่"}},
    {kAbout, {"About this page", "页面信息", "เกี่ยวกับหน้านี้"}},
    {kEditor, {"Editor", "编辑", "บรรณาธิการ"}},
    {kIdentifier, {"Identifier", "标识", "รหัส"}},
    {kTitle, {"Title", "标题", "ชื่อเรื่อง"}},
    {kTitleFrom, {"found in: {0}", "取自：{0}", "พบใน: {0}"}},
    {kConfidence, {"confidence {0} %", "置信度 {0} %", "ความเชื่อมั่น {0} %"}},
    {kPrecisionDay, {"known to the day", "精确到日", "ทราบถึงวัน"}},
    {kPrecisionMonth, {"known to the month", "精确到月", "ทราบถึงเดือน"}},
    {kPrecisionYear, {"known to the year", "精确到年", "ทราบถึงปี"}},
    {kPrecisionInferred, {"inferred, not stated by the page", "推断所得，页面未注明", "อนุมาน หน้าเว็บไม่ได้ระบุ"}},
    {kRemovedLines,
     {"{0} lines were removed: what and why", "已移除 {0} 行：内容与原因", "ลบ {0} บรรทัด: อะไรและเพราะเหตุใด"}},
    {kLine, {"Line", "行", "บรรทัด"}},
    {kReason, {"Reason", "原因", "เหตุผล"}},
    {kRule, {"Rule", "规则", "กฎ"}},
    {kText, {"Text", "文本", "ข้อความ"}},
    {kNearDuplicates, {"Near-duplicates", "近似重复", "หน้าที่ใกล้เคียงกัน"}},
    {kKeys, {"Keyboard", "键盘快捷键", "แป้นพิมพ์ลัด"}},
    {kKeySearch, {"to the search box", "转到搜索框", "ไปที่ช่องค้นหา"}},
    {kKeyNext, {"next result", "下一条结果", "ผลลัพธ์ถัดไป"}},
    {kKeyPrevious, {"previous result", "上一条结果", "ผลลัพธ์ก่อนหน้า"}},
    {kKeyOpen, {"open the result", "打开结果", "เปิดผลลัพธ์"}},
    {kKeyHelp, {"show these keys", "显示快捷键", "แสดงแป้นพิมพ์ลัด"}},
    {kInterfaceLanguage, {"Language of the interface", "界面语言", "ภาษาของหน้าจอ"}},
    {kIndexHas, {"{0} pages in index {1}", "索引 {1} 中有 {0} 个页面", "มี {0} หน้าในดัชนี {1}"}},
    {kEnglishPages, {"English", "英语", "อังกฤษ"}},
    {kChinesePages, {"Chinese", "中文", "จีน"}},
    {kThaiPages, {"Thai", "泰语", "ไทย"}},
    {kHome, {"To the search page", "返回搜索页", "ไปที่หน้าค้นหา"}},
    {kRoleIssuer, {"issued it", "发布部门", "ผู้ออกเอกสาร"}},
    {kRoleCoIssuer, {"issued it with others", "联合发布", "ผู้ร่วมออกเอกสาร"}},
    {kRoleMentioned, {"mentioned", "文中提及", "ถูกกล่าวถึง"}},
    {kLineSays, {"line {0}: {1}", "第 {0} 行：{1}", "บรรทัด {0}: {1}"}},
    {kNotFound, {"There is no such page", "没有这个页面", "ไม่มีหน้านี้"}},
    {kNotUnderstood, {"The request was not understood", "无法理解该请求", "ไม่เข้าใจคำขอ"}},
    {kComeBackLater, {"Too busy, please try again soon", "服务繁忙，请稍后再试", "ระบบไม่ว่าง โปรดลองอีกครั้ง"}},
    {kNotAllowed, {"You may not see this page", "无权查看此页", "คุณไม่มีสิทธิ์ดูหน้านี้"}},
    {kBroken, {"Something went wrong here", "服务器出错", "เกิดข้อผิดพลาดที่เซิร์ฟเวอร์"}},
}};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i)
    if (kTable[i].phrase != static_cast<Phrase>(i)) return false;
  return true;
}
static_assert(is_in_order(), "a row for every phrase, in the order of the enumeration");

constexpr std::array<std::string_view, 3> kTags = {"en", "zh-Hans", "th"};
constexpr std::array<std::string_view, 3> kCodes = {"en", "zh", "th"};

}  // namespace

std::string_view say(Phrase phrase, UiLanguage language) {
  return kTable[static_cast<std::size_t>(phrase)].said[static_cast<std::size_t>(language)];
}

std::string say(Phrase phrase, UiLanguage language, std::initializer_list<std::string_view> values) {
  const std::string_view pattern = say(phrase, language);
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::size_t slot =
        i + 2 < pattern.size() && pattern[i] == '{' ? static_cast<std::size_t>(pattern[i + 1] - '0') : 10;
    if (slot < values.size()) {
      out += values.begin()[slot];
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

std::string_view tag_of(UiLanguage language) { return kTags[static_cast<std::size_t>(language)]; }

std::string_view code_of(UiLanguage language) { return kCodes[static_cast<std::size_t>(language)]; }

}  // namespace polsearch::serve
