// Roles of linked bodies (contract in the header): mentions that stand in one list are a group; words around a group,
// the number of the document and the lines at the end say what it did.
#include "analysis/ministry_roles.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>
#include <string>

namespace polsearch {

std::string_view to_string(MinistryRole role) {
  constexpr std::array<std::string_view, 3> kNames = {"mentioned", "issuer", "co-issuer"};
  return kNames[static_cast<std::size_t>(role)];
}

namespace {

using Words = std::span<const std::string_view>;
using Group = std::span<const MinistryMention>;

constexpr std::string_view kJoints[] = {",",   "、",    "，",     "&",      "(",    ")",        "（",      "）",
                                        "and", "the",   "和",     "与",     "及",   "以及",     "会同",    "联合",
                                        "และ", "ร่วมกับ", "办公厅", "办公室", "with", "together", "jointly", "China's"};
// Between a list of bodies and the verb: "and 12 other departments have recently jointly", 等九部门近日联合.
constexpr std::string_view kBetween[] = {
    ",",      "and",    "other",  "departments", "department", "agencies",  "ministries", "authorities", "bodies",
    "units",  "have",   "has",    "recently",    "jointly",    "formally",  "officially", "today",       "also",
    "(",      ")",      "on",     "Monday",      "Tuesday",    "Wednesday", "Thursday",   "Friday",      "Saturday",
    "Sunday", "two",    "three",  "four",        "five",       "six",       "seven",      "eight",       "nine",
    "ten",    "eleven", "twelve", "thirteen",    "fourteen",   "fifteen",   "等",         "一",          "二",
    "三",     "四",     "五",     "六",          "七",         "八",        "九",         "十",          "个",
    "部门",   "部委",   "单位",   "近日",        "日前",       "今日",      "昨日",       "最近",        "联合",
    "共同",   "正式",   "办公厅", "办公室",      "已",         "对外",      "（",         "）",          "ได้",
    "ร่วมกัน",  "ร่วม",    "0",      "1",           "2",          "3",         "4",          "5",           "6",
    "7",      "8",      "9"};
constexpr std::string_view kIssuing[] = {
    "issues",     "issued",      "issue",       "releases",    "released",  "release",    "publishes",
    "published",  "publish",     "promulgates", "promulgated", "unveils",   "unveiled",   "unveil",
    "formulated", "printed and", "rolls out",   "rolled out",  "roll out",  "印发",       "发布",
    "出台",       "公布",        "下发",        "制定",        "颁布",      "发文",       "发出",
    "令第",       "公告",        "ออกประกาศ",   "ประกาศ",      "ออกระเบียบ", "ออกหลักเกณฑ์", "เผยแพร่"};
constexpr std::string_view kOfTitles[] = {"关于", "令", "通知", "通告"};  // 工业和信息化部关于…的通知
constexpr std::string_view kIssuedBy[] = {"issued by",      "released by",   "published by",
                                          "promulgated by", "formulated by", "jointly by"};
constexpr std::string_view kFormOfWords[] = {"ประกาศ", "ประกาศอธิบดี", "กฎ", "คำสั่ง", "ระเบียบ"};

// Heads of document numbers, "工信部联规〔2023〕258号": those that one body uses. Longer ones first.
struct NumberHead {
  std::string_view head, id;
};
constexpr NumberHead kNumberHeads[] = {
    {"工信", "cn-miit"},   {"发改", "cn-ndrc"}, {"国办", "cn-gosc"},   {"国发", "cn-state-council"},
    {"财", "cn-mof"},      {"商", "cn-mofcom"}, {"国科发", "cn-most"}, {"教", "cn-moe"},
    {"人社", "cn-mohrss"}, {"建", "cn-mohurd"}, {"交", "cn-mot"},      {"农", "cn-mara"},
    {"环", "cn-mee"},      {"银发", "cn-pbc"},  {"国市监", "cn-samr"}, {"国能发", "cn-nea"},
    {"自然资", "cn-mnr"},  {"税总", "cn-sta"},  {"国卫", "cn-nhc"},    {"文旅", "cn-mct"},
    {"国资", "cn-sasac"},  {"国数", "cn-nda"},  {"医保", "cn-nhsa"},   {"民航", "cn-caac"},
    {"证监", "cn-csrc"}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\r')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// Length of the longest of `words` that `text` begins with; a Latin word must end there.
std::size_t word_at(std::string_view text, Words words) {
  std::size_t best = 0;
  for (const std::string_view word : words) {
    if (word.size() <= best || text.substr(0, word.size()) != word) continue;
    if (is_letter(word.back()) && word.size() < text.size() && is_letter(text[word.size()])) continue;
    best = word.size();
  }
  return best;
}

// `text` without blanks and any number (up to a bound) of `words` at its head.
std::string_view without_head(std::string_view text, Words words) {
  constexpr int kMost = 14;
  for (int i = 0; i < kMost; ++i) {
    text = trimmed(text);
    const std::size_t length = word_at(text, words);
    if (!length) break;
    text.remove_prefix(length);
  }
  return text;
}

bool are_joined(std::string_view between) {
  constexpr std::size_t kLongest = 60;  // bytes
  return between.size() <= kLongest && between.find('\n') == std::string_view::npos &&
         without_head(between, kJoints).empty();
}

std::string_view line_around(std::string_view text, std::size_t pos) {
  const std::size_t before = pos ? text.rfind('\n', pos - 1) : std::string_view::npos;
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(begin, std::min(text.find('\n', pos), text.size()) - begin);
}

// What is said of a group: it issues, by the words behind or before it.
bool issues(std::string_view text, Group group, bool in_title) {
  constexpr std::size_t kNear = 160;  // bytes looked at on either side
  const std::size_t begin = group.front().begin, end = group.back().end;
  const std::string_view line = line_around(text, begin);
  const auto line_begin = static_cast<std::size_t>(line.data() - text.data());
  if (end > line_begin + line.size()) return false;
  const std::string_view rest = without_head(line.substr(end - line_begin, kNear), kBetween);
  if (word_at(rest, kIssuing) || (in_title && word_at(rest, kOfTitles))) return true;
  std::string_view before = trimmed(line.substr(0, begin - line_begin));
  if (std::find(std::begin(kFormOfWords), std::end(kFormOfWords), before) != std::end(kFormOfWords)) return true;
  for (const std::string_view article : {"China's", "Thailand's", "Chinese", "Thai", "the", "The"})
    if (before.size() > article.size() && before.substr(before.size() - article.size()) == article)
      before = trimmed(before.substr(0, before.size() - article.size()));
  return std::any_of(std::begin(kIssuedBy), std::end(kIssuedBy), [&](std::string_view by) {
    return before.size() >= by.size() && before.substr(before.size() - by.size()) == by;
  });
}

// Mentions of [begin, end) of the text, cut into groups.
std::vector<Group> groups_in(std::string_view text, Group mentions, std::size_t begin, std::size_t end) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (mentions[i].begin < begin || mentions[i].end > end) continue;
    std::size_t last = i;
    while (last + 1 < mentions.size() && mentions[last + 1].end <= end &&
           are_joined(text.substr(mentions[last].end, mentions[last + 1].begin - mentions[last].end)))
      ++last;
    groups.push_back(mentions.subspan(i, last - i + 1));
    i = last;
  }
  return groups;
}

class Roles {
 public:
  explicit Roles(MinistryLinks& links) : links_(links) {}

  void add(const std::string& id) {
    const auto link = std::find_if(links_.ministries.begin(), links_.ministries.end(),
                                   [&](const LinkedMinistry& ministry) { return ministry.id == id; });
    if (link == links_.ministries.end() || link->role != MinistryRole::kMentioned) return;
    link->role = has_issuer_ ? MinistryRole::kCoIssuer : MinistryRole::kIssuer;
    has_issuer_ = true;
  }
  void add(Group group) {
    for (const MinistryMention& mention : group) add(mention.id);
  }
  [[nodiscard]] bool has_issuer() const { return has_issuer_; }
  [[nodiscard]] bool has_one_of(Group group) const {
    return std::any_of(group.begin(), group.end(), [&](const MinistryMention& mention) {
      return std::any_of(links_.ministries.begin(), links_.ministries.end(), [&](const LinkedMinistry& ministry) {
        return ministry.id == mention.id && ministry.role != MinistryRole::kMentioned;
      });
    });
  }

 private:
  MinistryLinks& links_;
  bool has_issuer_ = false;
};

// A line that is the number of the document and nothing else.
void read_number(std::string_view line, Roles& roles) {
  constexpr std::size_t kLongest = 60;  // bytes
  line = trimmed(line);
  if (line.size() > kLongest || line.size() < 6 || line.substr(line.size() - 3) != "号") return;
  const bool has_year = line.find("〔20") != std::string_view::npos || line.find("[20") != std::string_view::npos;
  if (!has_year) return;
  for (const NumberHead& head : kNumberHeads)
    if (line.substr(0, head.head.size()) == head.head) return roles.add(std::string(head.id));
}

constexpr std::size_t kLeadLines = 3, kNumberLines = 10, kSignatureLines = 20;

// Byte at which the first `count` lines behind `begin` end.
std::size_t end_of_lines(std::string_view text, std::size_t begin, std::size_t count) {
  std::size_t end = begin;
  for (std::size_t i = 0; i < count && end < text.size(); ++i)
    end = std::min(text.find('\n', end), text.size() - 1) + 1;
  return end;
}

void read_numbers(std::string_view text, std::size_t begin, Roles& roles) {
  for (std::size_t line = 0; line < kNumberLines && begin < text.size(); ++line) {
    const std::size_t end = end_of_lines(text, begin, 1);
    std::string_view one = text.substr(begin, end - begin);
    if (!one.empty() && one.back() == '\n') one.remove_suffix(1);
    read_number(one, roles);
    begin = end;
  }
}

// Lines at the end that are names and nothing else: 工业和信息化部 / 财政部 / 2023年4月21日.
void read_signature(std::string_view text, Group mentions, Roles& roles) {
  std::size_t begin = text.size();
  for (std::size_t line = 0; line < kSignatureLines && begin > 0; ++line) {
    const std::size_t before = begin >= 2 ? text.rfind('\n', begin - 2) : std::string_view::npos;
    begin = before == std::string_view::npos ? 0 : before + 1;
  }
  if (begin == 0) return;  // so short a page has no end of its own
  for (const Group group : groups_in(text, mentions, begin, text.size())) {
    const std::string_view line = trimmed(line_around(text, group.front().begin));
    const auto start = static_cast<std::size_t>(line.data() - text.data());
    if (start == group.front().begin &&
        without_head(text.substr(group.back().end, start + line.size() - group.back().end), kJoints).empty())
      roles.add(group);
  }
}

}  // namespace

void assign_roles(std::string_view text, std::size_t title_size, MinistryLinks& links) {
  Roles roles(links);
  const Group mentions = links.mentions;
  for (const Group group : groups_in(text, mentions, 0, title_size))
    if (issues(text, group, true)) roles.add(group);
  const std::size_t body = std::min(title_size + (title_size ? 1 : 0), text.size());
  read_numbers(text, body, roles);
  read_signature(text, mentions, roles);
  for (const Group group : groups_in(text, mentions, body, end_of_lines(text, body, kLeadLines)))
    if ((!roles.has_issuer() || roles.has_one_of(group)) && issues(text, group, false)) roles.add(group);
}

}  // namespace polsearch
