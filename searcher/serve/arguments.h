// Command line of polserve -> what to serve, and how.
//
//   {"-i","I","--listen","[::1]:0"}  ->  ServeCommand{index "I", listen {::1, port 0}}
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <polsearch/result.h>

#include "searcher/environment.h"
#include "searcher/serve/server.h"

namespace polsearch::serve {

// Surroundings of the process that the meaning of arguments depends on. Empty or 0: not known.
struct Environment {
  IndexVariables index;
  unsigned cores = 0;
};

struct ServeCommand {
  ServerOptions options;
  std::string api_keys_file;  // read by the caller; empty: none
  bool is_quiet = false;      // no access log
};
struct PrintCommand {  // help or version: print and end well
  std::string text;
};
using Command = std::variant<PrintCommand, ServeCommand>;

// `arguments` without the program's name. Errors: kInput, with a hint.
[[nodiscard]] Result<Command> parse_arguments(const std::vector<std::string>& arguments,
                                              const Environment& environment);

}  // namespace polsearch::serve
