// Roles of linked ministries: title, body => who issued, who issued with it, who is only named.
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "analysis/ministry_roles.h"

namespace {

using namespace polsearch;

const MinistryLinker& linker() {
  static const MinistryLinker made(load_knowledge().value());
  return made;
}

// "cn-miit issuer, cn-mof co-issuer", by id; those only mentioned follow as "cn-mofcom".
std::string roles(const std::string& title, const std::string& body) {
  const std::string text = title.empty() ? body : title + "\n" + body;
  MinistryLinks links = linker().link(text);
  assign_roles(text, title.size(), links);
  std::map<std::string, std::string> printed;
  for (const LinkedMinistry& ministry : links.ministries)
    if (ministry.in_facet)
      printed[ministry.id] =
          ministry.role == MinistryRole::kMentioned ? "" : " " + std::string(to_string(ministry.role));
  std::string out;
  for (const auto& [id, role] : printed) out += (out.empty() ? "" : ", ") + id + role;
  return out;
}

struct Row {
  std::string title, body, roles;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.title, row.body);
    CHECK(roles(row.title, row.body) == row.roles);
  }
}

}  // namespace

TEST_CASE("a headline that says who issues names the issuer") {
  check({
      {"MIIT issues rules on drones", "The rules were discussed with the NDRC.", "cn-miit issuer, cn-ndrc"},
      {"MIIT and two other departments issue rules on drones", "Comments may be sent to the NDRC.",
       "cn-miit issuer, cn-ndrc"},
      {"China's Ministry of Finance and Ministry of Commerce jointly released a notice", "It takes effect in May.",
       "cn-mof issuer, cn-mofcom co-issuer"},
      {"Notice issued by the National Energy Administration", "China adds storage.", "cn-nea issuer"},
      {"工业和信息化部等九部门联合印发行动方案", "财政部给予支持。", "cn-miit issuer, cn-mof"},
      {"工业和信息化部关于做好汽车下乡工作的通知", "各地要落实。", "cn-miit issuer"},
      {"工业和信息化部 财政部关于印发行动方案的通知", "各地要落实。", "cn-miit issuer, cn-mof co-issuer"},
      {"ประกาศกระทรวงอุตสาหกรรม เรื่อง กำหนดมาตรฐาน", "ให้ใช้บังคับ", "th-mind issuer"},
      {"กระทรวงการคลังออกประกาศลดภาษี", "กระทรวงพาณิชย์สนับสนุน", "th-moc, th-mof issuer"},
  });
}

TEST_CASE("a body that is only spoken of is mentioned") {
  check({
      {"MIIT says output recovers", "The Ministry of Industry and Information Technology held a meeting.", "cn-miit"},
      {"工信部部长会见企业家", "双方交换了意见。", "cn-miit"},
      {"", "根据工信部联规〔2023〕258号文件要求，财政部门要落实。", "cn-miit"},
      {"Output recovers", "Line one.\nLine two.\nLine three.\nLine four.\nIn 2020 the NDRC issued a plan.", "cn-ndrc"},
      {"กระทรวงอุตสาหกรรมประชุมติดตามงาน", "รัฐมนตรีเป็นประธาน", "th-mind"},
  });
}

TEST_CASE("the first lines name the issuer when the headline does not") {
  check({
      {"Rules on drones", "The Ministry of Industry and Information Technology recently issued the rules.\nMore.",
       "cn-miit issuer"},
      {"汽车下乡", "近日，工业和信息化部、商务部联合印发通知。", "cn-miit issuer, cn-mofcom co-issuer"},
      {"MIIT issues rules on drones", "MIIT, the NDRC and the Ministry of Finance jointly issued the rules in China.",
       "cn-miit issuer, cn-mof co-issuer, cn-ndrc co-issuer"},
      {"MIIT issues rules on drones", "The NDRC issued other rules in March.", "cn-miit issuer, cn-ndrc"},
  });
}

TEST_CASE("the number of a document and the signature at its end name the issuers") {
  std::string text;
  for (int i = 0; i < 25; ++i) text += "各地要加强组织领导，认真抓好落实。\n";
  check({
      {"关于开展试点的通知", "工信部联规〔2023〕258号\n各地工业和信息化主管部门：\n工业和信息化部负责解释。",
       "cn-miit issuer"},
      {"关于开展试点的通知", text + "工业和信息化部\n财政部\n2023年4月21日", "cn-miit issuer, cn-mof co-issuer"},
      {"关于开展试点的通知", text + "工业和信息化部 财政部\n2023年4月21日", "cn-miit issuer, cn-mof co-issuer"},
      {"关于开展试点的通知", text + "本通知由工业和信息化部负责解释。", "cn-miit"},
  });
}

TEST_CASE("any text gets roles without a wild read, and at most one issuer") {
  const unsigned seed = 23;
  CAPTURE(seed);
  std::mt19937 random(seed);
  constexpr std::string_view kPieces[] = {
      "MIIT", "工信部",        "财政部", "、", " and ", "\n", "号",   "〔2023〕", "issued",
      "印发", "กระทรวงการคลัง", "ประกาศ", "的", "(",     ")",  "\xE0", " ",        "issued by the "};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (auto n = random() % 40; n > 0; --n) text += kPieces[random() % std::size(kPieces)];
    CAPTURE(text);
    MinistryLinks links = linker().link(text);
    assign_roles(text, text.empty() ? 0 : random() % (text.size() + 1), links);
    int issuers = 0, others = 0;
    for (const LinkedMinistry& ministry : links.ministries) {
      issuers += ministry.role == MinistryRole::kIssuer;
      others += ministry.role == MinistryRole::kCoIssuer;
    }
    CHECK(issuers <= 1);
    CHECK((others == 0 || issuers == 1));
  }
}
