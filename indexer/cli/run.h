// A command -> what is printed, and the exit code of docs (0 good, 2 usage or input, 3 index, 4 format).
#pragma once

#include <istream>
#include <ostream>

#include "indexer/cli/arguments.h"

namespace polsearch {

// The process's surroundings, passed in so that nothing below reads them.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool color = false;          // on out
  bool shows_progress = false;  // on err
};

[[nodiscard]] int run(const Command& command, const Console& console);

// "polindex: message" and "hint: ..." on err; the exit code.
int report_error(const Error& error, const Console& console);

}  // namespace polsearch
