// polindex: arguments -> command -> library -> exit code. What belongs to the process stands here and nowhere else.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "analysis/program_output.h"
#include "indexer/cli/arguments.h"
#include "indexer/cli/run.h"

namespace {

using namespace polsearch;

// A write to a closed pipe or past a file size limit must come back as an error, not end the process.
void turn_signals_into_errors() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) && (!no_colour || !*no_colour) && !(terminal && std::string_view(terminal) == "dumb");
}

}  // namespace

int main(int count, char** values) {
  turn_signals_into_errors();
  const Console console{std::cin, std::cout, std::cerr, wants_colour(), ::isatty(STDERR_FILENO) != 0};
  const auto command = parse_arguments({values + 1, values + count});
  const int code = command ? run(*command, console) : report_error(command.error(), console);
  const Result<bool> written = finish_output(console.out);
  if (!written) return report_error(written.error(), console);
  return *written ? code : 0;
}
