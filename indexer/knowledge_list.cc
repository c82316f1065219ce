#include "indexer/knowledge_list.h"

#include <fmt/format.h>

namespace polsearch {
namespace {

std::string print_ministries(const Knowledge& knowledge) {
  std::string out;
  for (const Ministry& ministry : knowledge.ministries)
    out += fmt::format("{}\t{}\t{}\t{}\n", ministry.id, ministry.label, ministry.label_zh, ministry.label_th);
  return out;
}

std::string print_tables(const Knowledge& knowledge) {
  std::string out;
  for (const auto& [name, table] : knowledge.tables) out += fmt::format("{}\t{}\n", name, table.rows.size());
  return out;
}

}  // namespace

Result<std::string> print_knowledge(const Knowledge& knowledge, std::string_view table) {
  if (table.empty()) return print_tables(knowledge);
  if (table == "ministries") return print_ministries(knowledge);
  const auto found = knowledge.tables.find(table);
  if (found == knowledge.tables.end()) {
    std::string names;
    for (const auto& [name, ignored] : knowledge.tables) names += (names.empty() ? "" : ", ") + name;
    return Error{Error::Kind::kInput, fmt::format("no knowledge table is called {}", table), "tables: " + names};
  }
  std::string out;
  for (const auto& row : found->second.rows) out += row.front() + "\n";
  return out;
}

}  // namespace polsearch
