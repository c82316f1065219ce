// Guards of the ministry linker (contract in the header).
#include "analysis/ministry_guards.h"

#include <algorithm>
#include <initializer_list>

#include "analysis/unicode.h"

namespace polsearch::names {
namespace {

using Words = std::initializer_list<std::string_view>;

bool starts_with_any(std::string_view text, Words starts) {
  return std::any_of(starts.begin(), starts.end(), [&](std::string_view s) { return text.substr(0, s.size()) == s; });
}

bool contains_any(std::string_view text, Words words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

constexpr std::size_t kHanBytes = 3;

// The Han characters from `pos` on, at most `limit` of them.
std::string_view han_run(std::string_view text, std::size_t pos, std::size_t limit) {
  std::size_t end = pos;
  while (end < text.size() && end - pos < limit * kHanBytes) {
    const CodePoint c = decode_at(text, end);
    if (!is_han(c.value)) break;
    end += c.length;
  }
  return text.substr(pos, end - pos);
}

// Where the first of `kinds` begins in `run`, npos when none does.
std::size_t first_of(std::string_view run, Words kinds) {
  std::size_t first = std::string_view::npos;
  for (const std::string_view kind : kinds) first = std::min(first, run.find(kind));
  return first;
}

// A verb, a joint or a possessive between two names: they are two bodies.
bool has_link(std::string_view between) {
  return contains_any(between, {"的",   "与",   "和",   "及",   "同",   "会",   "向",   "对",   "在",   "将",   "由",
                                "等",   "支持", "指导", "批准", "发布", "印发", "要求", "组织", "联合", "委托", "推动",
                                "依托", "建设", "成立", "公布", "表示", "就",   "關",   "关于", "與",   "部长", "司",
                                "局长", "所长", "召开", "举办", "设立", "认定", "授予", "开展", "启动", "赴"});
}

// The run behind a name is the rest of one longer name that ends in one of `kinds`.
bool goes_on_as(std::string_view text, std::size_t end, Words kinds) {
  constexpr std::size_t kLongest = 22;  // 国家工业信息安全发展研究中心 and its like have up to 18
  const std::string_view run = han_run(text, end, kLongest);
  const std::size_t kind = first_of(run, kinds);
  return kind != std::string_view::npos && !has_link(run.substr(0, kind));
}

}  // namespace

bool is_cut_from_longer_word(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view name = text.substr(begin, end - begin), rest = text.substr(end);
  if (ends_with(name, "部")) {
    if (starts_with_any(rest, {"分"}))
      return !starts_with_any(rest, {"分别", "分別", "分管", "分配", "分批", "分赴", "分两", "分三", "分析"});
    return starts_with_any(rest, {"门", "門", "队", "隊", "署", "件", "位", "落"});
  }
  if (ends_with(name, "行")) return starts_with_any(rest, {"道", "业", "為", "为", "车", "車"});
  return false;
}

bool is_thai_provincial(std::string_view text, std::size_t end) {
  if (end < kHanBytes || text[end - kHanBytes] != '\xE0') return false;
  std::string_view rest = text.substr(end);
  if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  return starts_with_any(rest, {"จังหวัด", "ประจำจังหวัด", "เขต", "ภาค", "พื้นที่", "อำเภอ"});
}

bool is_thai_unit(std::string_view text, std::size_t end) {
  const std::string_view rest = text.substr(end);
  return starts_with_any(rest, {"ละ", " ละ"}) || (!rest.empty() && rest.front() >= '0' && rest.front() <= '9');
}

bool is_head_of_institute(std::string_view text, std::size_t end) {
  return goes_on_as(text, end,
                    {"研究院", "研究所", "研究中心", "科学院", "设计院", "信息中心", "发展中心", "交流中心", "推进中心",
                     "评测中心", "培训中心", "促进中心", "干部学院", "大学", "出版社", "报社", "研究会"});
}

bool is_head_of_office(std::string_view text, std::size_t end) {
  return goes_on_as(text, end,
                    {"分行", "支行", "税务局", "监管局", "管理局", "办事处", "专员办", "特派办", "分局", "总队",
                     "监察局", "海关", "分署"});
}

bool is_head_of_regional_office(std::string_view text, std::size_t end) {
  constexpr std::size_t kLongest = 22;
  const std::string_view run = han_run(text, end, kLongest);
  return starts_with_any(
             run, {"华东", "华北", "华南", "华中", "东北", "西北", "西南", "中南", "东南", "东海", "南海", "北海"}) &&
         goes_on_as(text, end,
                    {"监管局", "管理局", "督察局", "监察局", "东海局", "南海局", "北海局", "分局", "分署", "办事处"});
}

bool is_department_of_company(std::string_view text, std::size_t begin, std::size_t end) {
  if (!ends_with(text.substr(begin, end - begin), "部")) return false;
  const std::string_view before = text.substr(0, begin);
  constexpr std::string_view kOwners[] = {"公司", "集团", "集團", "学生会", "學生會", "协会", "協會", "学会", "社团"};
  return std::any_of(std::begin(kOwners), std::end(kOwners),
                     [&](std::string_view owner) { return ends_with(before, owner); });
}

bool is_everyday_word(std::string_view abbreviation) {
  constexpr std::string_view kWords[] = {"MOST", "SAFE", "MIND", "SAC", "CAST", "SIC", "CAS", "STA"};
  return std::find(std::begin(kWords), std::end(kWords), abbreviation) != std::end(kWords);
}

bool is_common_noun(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view before = text.substr(0, begin);
  const auto follows = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return ends_with(before, word); });
  };
  if (follows({" under ", " sign ", " signs ", " signed ", " our ", " your ", " any "})) return true;
  const char next = end < text.size() ? text[end] : '.';
  const bool ends_phrase = std::string_view(".,;:)?!\n").find(next) != std::string_view::npos;
  return ends_phrase && follows({" a ", " an "});
}

}  // namespace polsearch::names
