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

bool wants_color() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) && (!no_color || !*no_color) && !(terminal && std::string_view(terminal) == "dumb");
}

}  // namespace

int main(int count, char** values) {
  turn_signals_into_errors();
  ProgramOutput out(STDOUT_FILENO, ProgramOutput::Flush::kInBlocks);
  std::cin.tie(&out);  // who asks line by line through pipes sees each answer before the next line is read
  ProgramOutput errors(STDERR_FILENO, ProgramOutput::Flush::kAtOnce);
  const Console console{std::cin, out, errors, wants_color(), ::isatty(STDERR_FILENO) != 0};
  const auto command = parse_arguments({values + 1, values + count});
  const int code = command ? run(*command, console) : report_error(command.error(), console);
  const Result<bool> written = out.finish();
  if (!written) return report_error(written.error(), console);
  return *written ? code : 0;
}
