// The schema table as Markdown, for docs/index-format.md.
#pragma once

#include <string>

namespace polsearch::schema {

[[nodiscard]] std::string print_schema_tables();

}  // namespace polsearch::schema
