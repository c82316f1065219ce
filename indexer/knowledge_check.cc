#include "indexer/knowledge_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "analysis/glossary.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

// Mistakes in the order of tables and rows.
class Mistakes {
 public:
  void add(const Table& table, std::size_t row, const std::string& what) {
    found_.emplace(std::pair(table.name, row), table.origins[row] + ": " + what);
  }
  std::vector<std::string> sorted() && {
    std::vector<std::string> lines;
    for (auto& [place, line] : found_) lines.push_back(std::move(line));
    return lines;
  }

 private:
  std::multimap<std::pair<std::string, std::size_t>, std::string> found_;
};

void check_reasons(const Table& table, Mistakes& mistakes) {
  for (const std::string_view name : {"reason", "why", "source"}) {
    const std::size_t column = table.column(name);
    // In boilerplate.tsv "reason" is what a removed line is called, and "why" the reason.
    if (column == table.columns.size()) continue;
    for (std::size_t row = 0; row < table.rows.size(); ++row)
      if (table.rows[row][column].empty())
        mistakes.add(table, row, fmt::format("{} has no {}", table.rows[row].front(), name));
  }
}

class BodyCheck {
 public:
  BodyCheck(const Knowledge& knowledge, const Table& table, Mistakes& mistakes)
      : knowledge_(knowledge), table_(table), mistakes_(mistakes) {
    for (std::size_t row = 0; row < table.rows.size(); ++row) row_of_.emplace(table.rows[row].front(), row);
  }

  void run() {
    for (const Ministry& body : knowledge_.ministries) {
      check_successors(body);
      for (const Ministry::Name& name : body.names) owners_[key_of(name)].push_back({&body, name.ambiguous});
    }
    for (const auto& [key, owners] : owners_) check_owners(key, owners);
  }

 private:
  struct Owner {
    const Ministry* body;
    bool ambiguous;
  };

  // An abbreviation is matched as written, every other name folded.
  static std::string key_of(const Ministry::Name& name) { return name.abbreviation ? name.text : fold(name.text); }

  void report(const Ministry& body, const std::string& what) { mistakes_.add(table_, row_of_.at(body.id), what); }

  void check_successors(const Ministry& body) {
    for (const std::string& id : body.successors)
      if (!knowledge_.ministry(id))
        report(body, fmt::format("{} is succeeded by {}, which does not exist", body.id, id));
    if (all_after(body).contains(body.id)) report(body, fmt::format("{} comes after itself", body.id));
  }

  // Ids of all bodies that come after this one.
  [[nodiscard]] std::set<std::string, std::less<>> all_after(const Ministry& body) const {
    std::set<std::string, std::less<>> after;
    std::vector<const Ministry*> open = {&body};
    while (!open.empty()) {
      const Ministry* next = open.back();
      open.pop_back();
      for (const std::string& id : next->successors) {
        const Ministry* successor = knowledge_.ministry(id);
        if (successor && after.insert(id).second) open.push_back(successor);
      }
    }
    return after;
  }

  void check_owners(const std::string& key, const std::vector<Owner>& owners) {
    std::set<std::pair<std::string, std::string>> told;
    for (const Owner& owner : owners)
      for (const Owner& other : owners) {
        if (owner.ambiguous || owner.body == other.body) continue;
        if (owner.body->country != other.body->country) continue;
        if (all_after(*owner.body).contains(other.body->id) || all_after(*other.body).contains(owner.body->id))
          continue;
        if (!told.emplace(owner.body->id, other.body->id).second) continue;
        report(*owner.body, fmt::format("\"{}\" is a name of {} too ({}): mark it with ~ or remove it", key,
                                        other.body->id, table_.origins[row_of_.at(other.body->id)]));
      }
  }

  const Knowledge& knowledge_;
  const Table& table_;
  Mistakes& mistakes_;
  std::map<std::string, std::size_t, std::less<>> row_of_;
  std::map<std::string, std::vector<Owner>> owners_;
};

constexpr std::array<std::string_view, 3> kFormColumns = {"en", "zh", "th"};

// A form as a page or a query is compared with it: no case, a hyphen is a blank, and Chinese and Thai know no blanks.
std::string form_key(std::string_view form, bool has_blanks) {
  std::string key = fold(form);
  std::replace(key.begin(), key.end(), '-', ' ');
  if (!has_blanks) std::erase(key, ' ');
  return key;
}

// Every term has a form in each language, and no form of a language stands in two rows, or twice in one.
void check_glossary(const Table& table, Mistakes& mistakes) {
  for (const std::string_view name : kFormColumns) {
    const std::size_t column = table.column(name);
    if (column == table.columns.size()) continue;
    std::map<std::string, std::size_t> first_row;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const std::vector<GlossaryForm> forms = glossary_forms(table.rows[row][column]);
      if (forms.empty())
        mistakes.add(table, row, fmt::format("{} has no form in column {}", table.rows[row].front(), name));
      for (const GlossaryForm& form : forms) {
        const auto [known, is_new] = first_row.emplace(form_key(form.text, name == "en"), row);
        if (is_new) continue;
        const std::string& other = table.rows[known->second].front();
        mistakes.add(table, row,
                     fmt::format("\"{}\" is a form of {} too ({}): keep one of them", form.text, other,
                                 table.origins[known->second]));
      }
    }
  }
}

}  // namespace

std::vector<std::string> check_knowledge(const Knowledge& knowledge) {
  Mistakes mistakes;
  for (const auto& [name, table] : knowledge.tables) check_reasons(table, mistakes);
  const auto ministries = knowledge.tables.find("ministries");
  if (ministries != knowledge.tables.end()) BodyCheck(knowledge, ministries->second, mistakes).run();
  const auto glossary = knowledge.tables.find("glossary");
  if (glossary != knowledge.tables.end()) check_glossary(glossary->second, mistakes);
  return std::move(mistakes).sorted();
}

}  // namespace polsearch
