// polsearch: arguments -> command -> library -> exit code. What belongs to the process stands here and nowhere else.
#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/program_output.h"
#include "searcher/cli/arguments.h"
#include "searcher/cli/run.h"

namespace {

using namespace polsearch;
using namespace polsearch::cli;

constexpr std::size_t kDefaultWidth = 80;

bool wants_color() {
  return ::isatty(STDOUT_FILENO) != 0 && environment_variable("NO_COLOR").empty() &&
         environment_variable("TERM") != "dumb";
}

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const std::string columns = environment_variable("COLUMNS");
  std::size_t width = 0;
  const auto [end, error] = std::from_chars(columns.data(), columns.data() + columns.size(), width);
  return error == std::errc() && end == columns.data() + columns.size() && width > 0 ? width : kDefaultWidth;
}

}  // namespace

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe comes back as a write error
  std::signal(SIGXFSZ, SIG_IGN);
  std::ios::sync_with_stdio(false);
  ProgramOutput out(STDOUT_FILENO, ProgramOutput::Flush::kInBlocks);
  std::cin.tie(&out);  // who asks line by line through pipes sees each answer before the next line is read
  ProgramOutput errors(STDERR_FILENO, ProgramOutput::Flush::kAtOnce);
  const Console console{std::cin, out, errors, wants_color(), terminal_width()};
  const auto command = parse_arguments({values + 1, values + count}, read_index_variables());
  const int code = command ? run(*command, console) : report_error(command.error(), console);
  const Result<bool> written = out.finish();
  if (!written) return report_error(written.error(), console);
  return *written ? code : 0;
}
