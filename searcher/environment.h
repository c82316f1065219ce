// The variables of a process that both programs of the searcher look at, and the index that they mean.
//
//   {"", "/home/a/.local/share", "/home/a"}  ->  "/home/a/.local/share/polsearch/index"
#pragma once

#include <cstdlib>
#include <string>

namespace polsearch {

// Empty: not set. Reads the environment of the process: for main() alone, everything below is given what it needs.
[[nodiscard]] inline std::string environment_variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

struct IndexVariables {
  std::string polsearch_index, xdg_data_home, home;
};
[[nodiscard]] inline IndexVariables read_index_variables() {
  return {environment_variable("POLSEARCH_INDEX"), environment_variable("XDG_DATA_HOME"), environment_variable("HOME")};
}

// Where an index stands when nobody says where: contract of the command line, and the XDG base directories.
[[nodiscard]] inline std::string default_index(const IndexVariables& variables) {
  if (!variables.polsearch_index.empty()) return variables.polsearch_index;
  if (!variables.xdg_data_home.empty()) return variables.xdg_data_home + "/polsearch/index";
  return variables.home + "/.local/share/polsearch/index";
}

}  // namespace polsearch
