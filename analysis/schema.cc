#include "analysis/schema.h"

#include "analysis/schema_docs.h"

namespace polsearch::schema {
namespace {

std::string code(std::string_view text) { return text.empty() ? std::string() : "`" + std::string(text) + "`"; }

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kText: return "text";
    case Kind::kFilter: return "filter";
    case Kind::kId: return "id";
  }
  return "";
}

std::string field_row(const Field& field) {
  std::string name = code(field.name);
  if (!field.alias.empty()) name += ", " + code(field.alias);
  return "| " + code(field.prefix) + " | " + name + " | " + std::string(kind_name(field.kind)) + " | " + (field.positions ? "yes" : "") + " | " +
         std::string(field.description) + " | " + code(field.example) + " |\n";
}

std::string slot_row(const Slot& slot) {
  return "| " + std::to_string(slot.number) + " | " + std::string(slot.name) + " | " + std::string(slot.description) + " | " + code(slot.example) + " |\n";
}

}  // namespace

std::string print_schema_tables() {
  std::string out = "Schema version " + std::to_string(kSchemaVersion) + ", feature version " + std::to_string(kFeatureVersion) + ".\n\n";
  out += "| prefix | asked for as | kind | positions | what it is | example |\n|---|---|---|---|---|---|\n";
  for (const Field& field : kFields) out += field_row(field);
  out += "\n| slot | name | what it holds | example |\n|---|---|---|---|\n";
  for (const Slot& slot : kSlots) out += slot_row(slot);
  return out;
}

}  // namespace polsearch::schema
