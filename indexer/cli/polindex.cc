// polindex: arguments -> command -> library -> exit code. What belongs to the process stands here and nowhere else.
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

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

// The reader of our output went away (`polindex inspect ... | head -1`): that is how it says "enough".
bool reader_is_gone() {
  pollfd out{STDOUT_FILENO, 0, 0};
  return ::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

int finish_output(int code, const Console& console) {
  errno = 0;
  console.out.flush();
  if (console.out.good()) return code;
  const int error = errno;
  if (error == EPIPE || reader_is_gone()) return 0;
  return report_error({Error::Kind::kInput,
                       "cannot write to standard output: " + std::generic_category().message(error ? error : EIO), ""},
                      console);
}

}  // namespace

int main(int count, char** values) {
  turn_signals_into_errors();
  const Console console{std::cin, std::cout, std::cerr, wants_colour(), ::isatty(STDERR_FILENO) != 0};
  const auto command = parse_arguments({values + 1, values + count});
  const int code = command ? run(*command, console) : report_error(command.error(), console);
  return finish_output(code, console);
}
