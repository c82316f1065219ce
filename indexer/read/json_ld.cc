// A JSON-LD block -> what it says of the page's own article.
//
//   {"@graph":[{"@type":"NewsArticle","headline":"T","datePublished":"2023-04-21"}]}  ->  titles, dates
#include <array>
#include <string>
#include <vector>

#include <simdjson.h>

#include "analysis/unicode.h"
#include "indexer/read/html_metadata.h"

namespace polsearch {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxNodes = 2000;
constexpr std::size_t kMaxEntries = 64;
constexpr std::size_t kMaxValue = 1000;

constexpr std::array<std::string_view, 4> kDateKeys = {"datePublished", "dateModified", "dateCreated", "uploadDate"};
// What holds the page's own nodes; anything else (itemListElement, hasPart, comment) may speak of other pages.
constexpr std::array<std::string_view, 4> kInnerKeys = {"@graph", "mainEntity", "mainEntityOfPage", "article"};

template <class Names>
bool is_among(std::string_view key, const Names& names) {
  return std::find(names.begin(), names.end(), key) != names.end();
}

std::string string_of(simdjson::dom::element value) {
  std::string_view text;
  if (value.get(text)) return {};
  return squeeze_spaces(text.size() > kMaxValue ? repair_utf8(text.substr(0, kMaxValue)).text : text);
}

// "Xinhua", {"name": "Xinhua"} or a list of these: the first name.
std::string name_of(simdjson::dom::element value) {
  simdjson::dom::array list;
  if (!value.get(list) && list.begin() != list.end()) value = *list.begin();
  simdjson::dom::element name;
  if (!value["name"].get(name)) return string_of(name);
  return string_of(value);
}

void add(std::vector<std::pair<std::string, std::string>>& to, std::string_view key, std::string value) {
  if (!value.empty() && to.size() < kMaxEntries) to.emplace_back("json-ld:" + std::string(key), std::move(value));
}

void note_field(std::string_view key, simdjson::dom::element value, Declared& declared) {
  if (key == "headline")
    add(declared.titles, key, string_of(value));
  else if (is_among(key, kDateKeys))
    add(declared.dates, key, string_of(value));
  else if (key == "publisher" && declared.site_name.empty())
    declared.site_name = name_of(value);
  else if (key == "author" && declared.author.empty())
    declared.author = name_of(value);
  else if (key == "inLanguage" && declared.language.empty())
    declared.language = string_of(value);
}

// Breadth first over lists and the inner keys; the parser has bounded the depth.
void note_nodes(simdjson::dom::element root, Declared& declared) {
  std::vector<simdjson::dom::element> waiting{root};
  for (std::size_t next = 0; next < waiting.size() && next < kMaxNodes; ++next) {
    const simdjson::dom::element node = waiting[next];
    simdjson::dom::array list;
    if (!node.get(list))
      for (const simdjson::dom::element item : list)
        if (waiting.size() < kMaxNodes) waiting.push_back(item);
    simdjson::dom::object object;
    if (node.get(object)) continue;
    for (const simdjson::dom::key_value_pair field : object) {
      if (is_among(field.key, kInnerKeys) && waiting.size() < kMaxNodes)
        waiting.push_back(field.value);
      else
        note_field(field.key, field.value, declared);
    }
  }
}

}  // namespace

void read_json_ld(std::string_view json, Declared& declared) {
  // Many pages have line ends inside strings: as spaces they are JSON again.
  std::string text(json);
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  simdjson::dom::parser parser;
  if (parser.allocate(text.size() + 1, kMaxDepth)) return;
  simdjson::dom::element root;
  if (parser.parse(text.data(), text.size(), true).get(root)) return;
  note_nodes(root, declared);
}

}  // namespace polsearch
