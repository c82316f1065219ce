// Ministries in running text: tables of text => linked ids (document level), traps, resolve(), properties.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/ministry_linker.h"

namespace {

using namespace polsearch;

const Knowledge& knowledge() {
  static const Knowledge loaded = load_knowledge().value();
  return loaded;
}

const MinistryLinker& linker() {
  static const MinistryLinker made(knowledge());
  return made;
}

// Linked ids, sorted, facet or not.
std::string linked(std::string_view text, std::optional<Date> date = {}) {
  std::set<std::string> ids;
  for (const LinkedMinistry& ministry : linker().link(text, date).ministries)
    if (ministry.confidence >= kFacetConfidence) ids.insert(ministry.id);
  std::string printed;
  for (const std::string& id : ids) printed += (printed.empty() ? "" : " ") + id;
  return printed;
}

std::string in_facet(std::string_view text) {
  std::set<std::string> ids;
  for (const LinkedMinistry& ministry : linker().link(text).ministries)
    if (ministry.in_facet && ministry.confidence >= kFacetConfidence) ids.insert(ministry.id);
  std::string printed;
  for (const std::string& id : ids) printed += (printed.empty() ? "" : " ") + id;
  return printed;
}

std::string resolved(std::string_view name) {
  const auto ids = linker().resolve(name);
  if (!ids) return "error: " + ids.error().message;
  std::string printed;
  for (const std::string& id : *ids) printed += (printed.empty() ? "" : " ") + id;
  return printed;
}

struct Row {
  std::string_view text;
  std::string_view ids;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(linked(row.text) == row.ids);
  }
}

}  // namespace

TEST_CASE("English names are linked in any spelling") {
  check({
      {"The Ministry of Industry and Information Technology said on Monday", "cn-miit"},
      {"the Ministry of Industry & Information Technology", "cn-miit"},
      {"MINISTRY OF INDUSTRY AND INFORMATION TECHNOLOGY", "cn-miit"},
      {"Ministry of Industry and\nInformation Technology", "cn-miit"},
      {"Minister of Industry and Information Technology Jin Zhuanglong", "cn-miit"},
      {"State Owned Assets Supervision and Administration Commission", "cn-sasac"},
      {"the National Development and Reform Commission's notice", "cn-ndrc"},
      {"a spokesperson for the NDRC", "cn-ndrc"},
      {"MIIT's plan", "cn-miit"},
      {"the MIIT-led campaign", "cn-miit"},
      {"General Administration of Quality Supervision, Inspection and Quarantine", "cn-aqsiq"},
      {"State Council Information Office", "cn-scio"},
      {"People’s Bank of China", "cn-pbc"},
      {"the Cyberspace Administration of China", "cn-cac"},
      {"Eastern Economic Corridor Office of Thailand", "th-eeco"},
      {"Ministry of Higher Education, Science, Research and Innovation", "th-mhesi"},
      {"M.I.I.T. officials", "cn-miit"},
  });
}

TEST_CASE("the country beside a name decides whose body it is") {
  check({
      {"China's Ministry of Commerce", "cn-mofcom"},
      {"Thailand's Ministry of Commerce", "th-moc"},
      {"the Thai Ministry of Industry", "th-mind"},
      {"the Ministry of Finance of the People's Republic of China", "cn-mof"},
      {"the Ministry of Finance of Thailand", "th-mof"},
      {"Egypt's Ministry of Industry", "eg-industry"},
      {"Vietnam's Ministry of Industry and Trade", "vn-moit"},
      {"the Indian Ministry of Commerce and Industry", "in-mci"},
      {"the Ministry of Commerce and Industry said", ""},
      {"the U.S. Department of Commerce", "us-doc"},
      {"the Japanese Ministry of Finance", "jp-mof"},
      {"the Ministry of Public Security of Vietnam", ""},
      {"the Ministry of Public Security (Vietnam)", ""},
      {"the Ministry of Energy of Saudi Arabia", "sa-moenergy"},
      {"Egypt's, Vietnam's, Thailand's Ministry of Industry and China's Ministry of Industry and Information "
       "Technology",
       "cn-miit th-mind"},
      {"Laos and China: Chinese Ministry of Commerce met Lao officials", "cn-mofcom"},
  });
}

TEST_CASE("a name that several countries have needs evidence in the page") {
  check({
      {"The Ministry of Finance said so.", ""},
      {"In Beijing, the Ministry of Finance said that China will spend 10 billion yuan.", "cn-mof"},
      {"In Bangkok, the Ministry of Finance said that Thailand will spend 10 billion baht.", "th-mof"},
      {"The MIIT and the Ministry of Finance jointly issued it.", "cn-miit cn-mof"},
      {"The Ministry of Industry and Information Technology met. The Ministry of Industry will act.", "cn-miit"},
      {"The Thai cabinet heard the Ministry of Industry. The Industry Ministry in Bangkok agreed.",
       "th-cabinet th-mind"},
      {"Hanoi: Vietnam said that the Ministry of Public Security will act in Vietnam.", ""},
      {"The Ministry of Water Resources said", "cn-mwr"},
      {"The Ministry of Agriculture and Rural Affairs met; the Ministry of Agriculture said", "cn-mara"},
      {"China: the finance ministry said in Beijing", "cn-mof"},
  });
}

TEST_CASE("doubtful abbreviations need evidence") {
  check({
      {"most of the factories", ""},
      {"MOST said", ""},
      {"MOST OF THE FACTORIES IN CHINA AND BEIJING ARE NEW", ""},
      {"The Ministry of Science and Technology (MOST) of China said. MOST added that", "cn-most"},
      {"China's Ministry of Commerce; the MOC", "cn-mofcom"},
      {"Ministry of Water Resources (WRMC). The WRMC said", "cn-mwr"},
      {"keep it SAFE", ""},
      {"the Marine Oil Company (MOC) in China and Beijing", ""},
      {"Thailand and Bangkok: BOI approved", "th-boi"},
      {"a SAC of nuclear waste", ""},
  });
}

TEST_CASE("an abbreviation that is a word is no body where it is used as the word") {
  check({
      {"Each visitor signs an NDA, but the archive is open. The NDRC said so.", "cn-ndrc"},
      {"Suppliers under NDA may ask the NDRC.", "cn-ndrc"},
      {"The NDA and the NDRC said that cities may sell data.", "cn-nda cn-ndrc"},
  });
}

TEST_CASE("a plain name that one country alone has speaks for it") {
  check({
      {"The Ministry of Commerce and the Ministry of Ecology and Environment said that exporters must report.",
       "cn-mee cn-mofcom"},
      {"The Ministry of Commerce said that exporters must report.", ""},
      {"The State Administration for Market Regulation and the Standardization Administration banned it.",
       "cn-sac cn-samr"},
  });
}

TEST_CASE("offices of regions are not the body they belong to") {
  check({
      {"国家能源局华南监管局约谈企业。", ""},
      {"自然资源部东海局完成巡航。", ""},
      {"生态环境部华东督察局进驻。", ""},
      {"国家能源局在华南召开会议。", "cn-nea"},
  });
}

TEST_CASE("bureaus of provinces and cities are not ministries") {
  check({
      {"the Department of Industry and Information Technology of Zhejiang Province", ""},
      {"the Guangdong Provincial Development and Reform Commission", ""},
      {"the Development and Reform Commission of Hubei Province", ""},
      {"the Shanghai SASAC", ""},
      {"Shenzhen Municipal Development and Reform Commission", ""},
      {"广东省发展和改革委员会", ""},
      {"上海市国资委", ""},
      {"北京市统计局发布", ""},
      {"江苏证监局", ""},
      {"浙江省工业和信息化厅", ""},
      {"市发改委", ""},
      {"国家发展和改革委员会和广东省发展和改革委员会", "cn-ndrc"},
      {"สำนักงานคลังจังหวัดระยอง", ""},
  });
}

TEST_CASE("Chinese names are linked, simplified and traditional, and not inside longer words") {
  check({
      {"工业和信息化部近日印发通知", "cn-miit"},
      {"工業和信息化部近日印發通知", "cn-miit"},
      {"工信部等九部门联合印发", "cn-miit"},
      {"工业和信息化部、财政部、商务部联合印发", "cn-miit cn-mof cn-mofcom"},
      {"国家发展改革委、国务院国资委", "cn-ndrc cn-sasac"},
      {"国新办举行新闻发布会", "cn-scio"},
      {"财政部门要加大投入", ""},
      {"外交部队", ""},
      {"商务部长", "cn-mofcom"},
      {"美国商务部", "us-doc"},
      {"日本的财政部", ""},
      {"泰国工业部", "th-mind"},
      {"泰国财政部和中国财政部", "cn-mof th-mof"},
      {"中国人民银行", "cn-pbc"},
      {"各地教育部门和公安部门", ""},
      {"人行道", ""},
      {"国家市场监督管理总局", "cn-samr"},
      {"中央网信办", "cn-cac"},
  });
}

TEST_CASE("Thai names are linked, and July is no ministry") {
  check({
      {"กระทรวงอุตสาหกรรมแถลงว่า", "th-mind"},
      {"กระทรวงการคลังและกระทรวงพาณิชย์", "th-moc th-mof"},
      {"กระทรวงอุตสาหกรรมและเทคโนโลยีสารสนเทศของจีน", "cn-miit"},
      {"กระทรวงอุตสาหกรรมและเทคโนโลยีสารสนเทศ", "cn-miit"},
      {"กระทรวงพาณิชย์จีน", "cn-mofcom"},
      {"กระทรวงพาณิชย์สหรัฐ", "us-doc"},
      {"กระทรวงอุตสาหกรรมและการค้าเวียดนาม", "vn-moit"},
      {"กระทรวงการคลังญี่ปุ่น", "jp-mof"},
      {"วันที่ 1 ก.ค. 2566", ""},
      {"น้ำหนัก 5 กก.", ""},
      {"กระทรวงการคลัง (กค.) แถลง", "th-mof"},
      {"กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม", "th-mdes"},
      {"ธนาคารแห่งประเทศไทย", "th-bot"},
      {"สำนักงานคณะกรรมการส่งเสริมการลงทุน (บีโอไอ)", "th-boi"},
  });
}

TEST_CASE("joint lists name every body") {
  check({
      {"China's Ministries of Finance and Commerce", "cn-mof cn-mofcom"},
      {"Beijing, China: the Ministries of Industry and Information Technology, Finance and Commerce",
       "cn-miit cn-mof cn-mofcom"},
      {"The Ministry of Industry and Information Technology, the National Development and Reform Commission and the "
       "State-owned Assets Supervision and Administration Commission of the State Council jointly issued",
       "cn-miit cn-ndrc cn-sasac"},
      {"nine departments including the Ministry of Industry and Information Technology", "cn-miit"},
  });
}

TEST_CASE("sentences of policy news are linked as a reader would") {
  check({
      {"The Ministry of Commerce (MOC) of Thailand and the Board of Investment (BOI) signed", "th-boi th-moc"},
      {"China's MOF, MIIT and NDRC issued a notice on tax relief.", "cn-miit cn-mof cn-ndrc"},
      {"Fifteen departments including the MIIT, the Ministry of Education and the Ministry of Finance",
       "cn-miit cn-moe cn-mof"},
      {"Indonesia's Ministry of Industry; the Ministry of Industry said the sector grew", "id-kemenperin"},
      {"Malaysia's Ministry of Investment, Trade and Industry (MITI)", "my-miti"},
      {"Nuclear Energy Agency (NEA) of the OECD", ""},
      {"the DRC (Democratic Republic of the Congo)", ""},
      {"Central banks around the world", ""},
      {"the Zhejiang Provincial Department of Economy and Information Technology", ""},
      {"US Department of the Treasury and the Ministry of Commerce of China", "cn-mofcom us-treasury"},
      {"越南工贸部部长与中国商务部部长会谈", "cn-mofcom vn-moit"},
      {"江苏省工信厅、省财政厅、省发改委", ""},
      {"กระทรวงอุตสาหกรรม (อก.) ร่วมกับ สมอ.", "th-mind th-tisi"},
      {"กระทรวงการต่างประเทศรัสเซีย", ""},
  });
}

TEST_CASE("machine translators' names lead to the body they mean") {
  check({
      {"the National New Office of China held a press conference in Beijing", "cn-scio"},
      {"the Ministry of Industry and Informatization", "cn-miit"},
      {"the Ministry of Human Society of China", "cn-mohrss"},
  });
  CHECK(linked("At the press conference of the National Development and Reform Office, the Ministry of Industry and "
               "Information Technology spoke") == "cn-miit cn-scio");
}

TEST_CASE("former bodies are told from present ones by the date") {
  CHECK(linked("交通部发布", Date{2005, 3, 1}) == "cn-moc-communications");
  CHECK(linked("交通部发布", Date{2023, 3, 1}) == "cn-mot");
  CHECK(linked("交通部发布") == "cn-mot");
  CHECK(linked("China's Ministry of Agriculture", Date{2010, 1, 1}) == "cn-moa");
  CHECK(linked("China's Ministry of Agriculture", Date{2023, 1, 1}) == "cn-mara");
  CHECK(linked("China Banking Regulatory Commission", Date{2023, 1, 1}) == "cn-cbrc");
}

TEST_CASE("media and top organs are mentioned but not in the facet") {
  const auto links = linker().link("The State Council and the Party Central Committee, Xinhua News Agency said");
  CHECK(links.mentions.size() == 3);
  for (const LinkedMinistry& ministry : links.ministries) CHECK_FALSE(ministry.in_facet);
}

TEST_CASE("a mention's span is exactly the name") {
  const std::string_view text = "and, in “工业和信息化部” (MIIT), the State Council’s Ministry of Finance of China";
  std::vector<std::string> spans;
  for (const MinistryMention& mention : linker().link(text).mentions)
    spans.push_back(mention.id + " " + std::string(text.substr(mention.begin, mention.end - mention.begin)));
  CHECK(spans == std::vector<std::string>{"cn-miit 工业和信息化部", "cn-miit MIIT", "cn-state-council State Council",
                                          "cn-mof Ministry of Finance"});
}

TEST_CASE("resolve takes ids, short ids and any name in any language") {
  CHECK(resolved("cn-miit") == "cn-miit");
  CHECK(resolved("CN-MIIT") == "cn-miit");
  CHECK(resolved("miit") == "cn-miit");
  CHECK(resolved("MIIT") == "cn-miit");
  CHECK(resolved("工信部") == "cn-miit");
  CHECK(resolved("工業和信息化部") == "cn-miit");
  CHECK(resolved("ministry of industry and information technology") == "cn-miit");
  CHECK(resolved("Ministry of Industry & Information Technology") == "cn-miit");
  CHECK(resolved("กระทรวงอุตสาหกรรม") == "th-mind");
  CHECK(resolved("MOF") == "cn-mof th-mof");
  CHECK(resolved("mof") == "cn-mof th-mof");
  CHECK(resolved("Ministry of Finance") == "cn-mof th-mof");
  CHECK(resolved("Thai Ministry of Finance") == "th-mof");
  CHECK(resolved("China's Ministry of Finance") == "cn-mof");
  CHECK(resolved("กค") == "th-mof");
  CHECK(resolved("miitt") == "error: unknown ministry \"miitt\"");
  CHECK(linker().resolve("miitt").error().hint.find("cn-miit") != std::string::npos);
  CHECK(linker().resolve("miitt").error().hint.find("polindex knowledge lists all") != std::string::npos);
  CHECK(resolved("") == "error: unknown ministry \"\"");
  CHECK(resolved("of the") == "error: unknown ministry \"of the\"");
}

TEST_CASE("every name of every body resolves to it") {
  for (const Ministry& ministry : knowledge().ministries)
    for (const std::string& name : linker().names_of(ministry.id)) {
      CAPTURE(ministry.id, name);
      const auto ids = linker().resolve(name);
      REQUIRE(ids.ok());
      const bool shared = !ministry.in_facet && knowledge().ministry(ids->front())->in_facet;  // ours is meant
      CHECK((shared || std::count(ids->begin(), ids->end(), ministry.id) == 1));
    }
}

TEST_CASE("any bytes give ordered mentions inside the text") {
  const unsigned seed = 11;
  CAPTURE(seed);
  std::mt19937 random(seed);
  constexpr std::string_view kPieces[] = {"Ministry", " of ", "Finance",    " and ",     "China", "'s ",
                                          "工信部",   "省",   "กระทรวง",    "อุตสาหกรรม", "(",     ")",
                                          "MOF",      "MIIT", ", ",         "\n",        "\xE0",  "\xFF",
                                          "’",        "U.S.", "Ministries", "กค.",       "จีน",    "部门"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto n = random() % 24; n > 0; --n) {
      if (random() % 6)
        text += kPieces[random() % std::size(kPieces)];
      else
        text += static_cast<char>(random() % 256);
    }
    CAPTURE(text);
    std::uint32_t last_end = 0;
    for (const MinistryMention& mention : linker().link(text).mentions) {
      CHECK(mention.begin >= last_end);
      CHECK(mention.begin < mention.end);
      CHECK(mention.end <= text.size());
      CHECK(mention.confidence > 0);
      CHECK(mention.confidence <= 1);
      CHECK(knowledge().ministry(mention.id) != nullptr);
      last_end = mention.end;
    }
  }
}

TEST_CASE("no Latin, Han or Thai name belongs to two bodies unless it is marked ambiguous") {
  for (const Ministry& ministry : knowledge().ministries)
    for (const Ministry::Name& name : ministry.names) {
      if (name.ambiguous) continue;
      const auto ids = linker().resolve(name.text);
      REQUIRE(ids.ok());
      for (const std::string& id : *ids) {
        const Ministry* other = knowledge().ministry(id);
        const bool same_country_or_former =
            other->country == ministry.country && (!other->valid_to.empty() || !ministry.valid_to.empty());
        const bool official =
            name.text == ministry.label || name.text == ministry.label_zh || name.text == ministry.label_th;
        CAPTURE(ministry.id, id, name.text);
        CHECK((id == ministry.id || same_country_or_former || official));
      }
    }
}

TEST_CASE("the seed pages have the ministries that people found") {
  const char* const variable = std::getenv("POLSEARCH_SHARED");
  const std::filesystem::path shared = variable ? variable : POLSEARCH_SOURCE_DIR "/../shared";
  if (!std::filesystem::exists(shared / "seeds")) {
    WARN("no seeds at " << shared);
    return;
  }
  const std::vector<Row> expected = {{"000", "cn-miit"},
                                     {"001", "cn-miit cn-scio"},
                                     {"002", "cn-miit"},
                                     {"003", "cn-miit cn-scio"},
                                     {"004", "cn-miit cn-ndrc cn-sasac"}};
  for (const auto& entry : std::filesystem::directory_iterator(shared / "seeds")) {
    const std::string name = entry.path().filename().string();
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    for (const Row& row : expected) {
      if (name.substr(0, 3) != row.text || entry.path().extension() != ".txt") continue;
      CAPTURE(name);
      CHECK(in_facet(text.str()) == row.ids);
    }
  }
}
