// A command -> what is printed, and the exit code: 0 hits, 1 no hits, 2 usage or input, 3 index, 4 format.
#pragma once

#include <cstddef>
#include <istream>
#include <ostream>

#include "searcher/cli/arguments.h"

namespace polsearch::cli {

// The process's surroundings, passed in so that nothing below reads them. Answers go to out, talk to err.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool color = false;      // what --color auto means here
  std::size_t width = 80;  // columns
};

[[nodiscard]] int run(const Command& command, const Console& console);

// "polsearch: message" and "hint: ..." on err; the exit code.
int report_error(const Error& error, const Console& console);

}  // namespace polsearch::cli
