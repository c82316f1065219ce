#include <catch2/catch.hpp>

#include <random>
#include <string>

#include "analysis/knowledge.h"
#include "analysis/ministry_linker.h"
#include "indexer/knowledge_check.h"
#include "indexer/unknown_bodies.h"

using namespace polsearch;

namespace {

std::string names_in(const std::string& text) {
  std::string out;
  for (const BodyLikeName& name : find_body_like_names(text))
    out += (out.empty() ? "" : " | ") + text.substr(name.begin, name.end - name.begin);
  return out;
}

}  // namespace

TEST_CASE("names that look like bodies are cut out of sentences in three languages") {
  struct Row {
    std::string text, names;
  };
  for (const Row& row : {
           Row{"The Ministry of Fish said so.", "Ministry of Fish"},
           Row{"Both the State Office for Machine Building and the Ministry of Trade, Crafts and Fisheries agreed.",
               "State Office for Machine Building | Ministry of Trade, Crafts and Fisheries"},
           Row{"the Ministry of Trade and Commission of Reform", "Ministry of Trade | Commission of Reform"},
           Row{"the ministry of nothing, and the Commission", ""},
           Row{"A Harbour Authority. Office hours are", "A Harbour Authority"},
           Row{"由海洋养殖局和船舶管理部负责", "海洋养殖局 | 船舶管理部"},
           Row{"发展和船舶委员会的干部全部到场", "发展和船舶委员会"},
           Row{"据远洋数据局消息", "远洋数据局"},
           Row{"大部分部门的格局", ""},
           Row{"กระทรวงการประมงน้ำลึก กล่าว", "กระทรวงการประมงน้ำลึก"},
           Row{"", ""},
       }) {
    CAPTURE(row.text);
    CHECK(names_in(row.text) == row.names);
  }
}

TEST_CASE("unknown bodies are counted over documents, known ones left out") {
  const Knowledge knowledge = load_knowledge().value();
  const MinistryLinker linker(knowledge);
  UnknownBodies bodies;
  bodies.add("The Ministry of Fish met China's Ministry of Industry and Information Technology.", "a", linker);
  bodies.add("The  Ministry of Fish, and the Board of Tides.\n工业和信息化部", "b", linker);
  std::string out;
  for (const UnknownBody& body : bodies.sorted())
    out += std::to_string(body.count) + " " + body.name + " " + body.example + "; ";
  CHECK(out == "2 Ministry of Fish a; 1 Board of Tides b; ");
}

TEST_CASE("spans of body-like names lie inside any bytes") {
  std::mt19937 random(20230421);
  const std::string pieces[] = {"Ministry", " of ", "Office", "和",  "部",    "委员会", "กระทรวง", "กรม", "ก",
                                ", ",       "\xE5", "\xFF",   "the", "Trade", "委员",   "\n",      " & ", "\xE0\xB8"};
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t n = random() % 24; n-- > 0;) text += pieces[random() % std::size(pieces)];
    CAPTURE(i, text);
    for (const BodyLikeName& name : find_body_like_names(text)) {
      CHECK(name.begin < name.end);
      CHECK(name.end <= text.size());
    }
  }
}

TEST_CASE("the tables in the tree have no double aliases, no circles of successors, and reasons in every row") {
  CHECK(check_knowledge(load_knowledge().value()).empty());
}
