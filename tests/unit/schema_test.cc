#include "analysis/schema.h"

#include <catch2/catch.hpp>

#include "analysis/schema_docs.h"

using namespace polsearch;

TEST_CASE("a field is found by its name and by its alias, and by nothing else") {
  CHECK(schema::prefix_of("title") == "S");
  CHECK(schema::prefix_of("t") == "S");
  CHECK(schema::prefix_of("ministry") == "XM");
  CHECK(schema::field_named("") == nullptr);
  CHECK(schema::field_named("colour") == nullptr);
}

TEST_CASE("the printed schema names every prefix and every slot") {
  const std::string printed = schema::print_schema_tables();
  for (const schema::Field& field : schema::kFields)
    if (!field.prefix.empty()) CHECK(printed.find("`" + std::string(field.prefix) + "`") != std::string::npos);
  for (const schema::Slot& slot : schema::kSlots) CHECK(printed.find("| " + std::string(slot.name) + " |") != std::string::npos);
}
