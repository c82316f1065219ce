// Variants of names (contract in the header).
#include "analysis/ministry_variants.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace polsearch::names {
namespace {

// One Chinese word each, two English ones: 国家 is national or state, 局 an administration or a bureau, 委员会 a
// commission or a committee. Longest first.
struct Kind {
  std::string_view written;
  std::string_view other;
};
constexpr std::string_view kHeads[] = {"National ", "State "};
constexpr Kind kKinds[] = {{"General Administration", "Administration"},
                           {"Administration", "Bureau"},
                           {"Bureau", "Administration"},
                           {"Commission", "Committee"}};

// "National Data Administration" and "National Administration of Data" taken apart: the kind and what it is for.
struct Office {
  Kind kind;
  std::string_view topic;
};
std::optional<Office> take_apart(std::string_view name) {
  for (const std::string_view head : kHeads) {
    if (!name.starts_with(head)) continue;
    name.remove_prefix(head.size());
    for (const Kind& kind : kKinds) {
      if (name.starts_with(kind.written)) {
        for (const std::string_view link : {" of ", " for "})
          if (const std::string_view rest = name.substr(kind.written.size()); rest.starts_with(link))
            return Office{kind, rest.substr(link.size())};
      } else if (name.size() > kind.written.size() + 1 && name.ends_with(kind.written)) {
        return Office{kind, name.substr(0, name.size() - kind.written.size() - 1)};
      }
    }
  }
  return std::nullopt;
}

void add_translations(std::string_view name, std::vector<std::string>& variants) {
  const std::optional<Office> office = take_apart(name);
  if (!office) return;
  const std::string topic(office->topic);
  for (const std::string_view head : kHeads)
    for (const std::string_view kind : {office->kind.written, office->kind.other}) {
      const std::string titled = std::string(head), kind_name = std::string(kind);
      variants.push_back(titled + topic + " " + kind_name);
      variants.push_back(titled + kind_name + " of " + topic);
    }
}

// "Ministry of Natural Resources" -> "Natural Resources Ministry".
void add_reversed(std::string_view name, std::vector<std::string>& variants) {
  constexpr std::string_view kMinistry = "Ministry of ";
  if (name.starts_with(kMinistry)) variants.push_back(std::string(name.substr(kMinistry.size())) + " Ministry");
}

constexpr std::string_view kThaiMinistry = "กระทรวง";

// "กระทรวงการท่องเที่ยวและกีฬา" -> "กระทรวงการท่องเที่ยวฯ": the sign stands for all that is left out. Empty for a name in
// one piece; "กระทรวงฯ" would be any ministry.
std::string with_sign(std::string_view name) {
  std::size_t end = std::string_view::npos;
  for (const std::string_view joint : {"และ", "เพื่อ", " "}) end = std::min(end, name.find(joint));
  const bool says_which = end != std::string_view::npos && end > kThaiMinistry.size();
  return name.starts_with(kThaiMinistry) && says_which ? std::string(name.substr(0, end)) + "ฯ" : std::string();
}

// "อก.": a minister is also รมว.อก.
bool is_thai_abbreviation(std::string_view name) { return name.ends_with('.') && name.front() == '\xE0'; }
constexpr std::string_view kThaiTitles[] = {"รมว.", "รมช."};

}  // namespace

std::vector<std::string> variants_of(const Ministry& ministry) {
  std::vector<std::string> variants;
  for (const Ministry::Name& name : ministry.names)
    if (!name.ambiguous) add_reversed(name.text, variants);
  if (ministry.country == "CN")
    for (const Ministry::Name& name : ministry.names)
      if (!name.ambiguous && !name.abbreviation) add_translations(name.text, variants);
  if (ministry.country == "TH" && ministry.category == "ministry")
    for (const Ministry::Name& name : ministry.names) {
      if (std::string shortened = with_sign(name.text); !shortened.empty()) variants.push_back(std::move(shortened));
      if (is_thai_abbreviation(name.text))
        for (const std::string_view title : kThaiTitles) variants.push_back(std::string(title) + name.text);
    }
  return variants;
}

}  // namespace polsearch::names
