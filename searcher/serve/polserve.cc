// polserve: arguments -> server -> signal -> exit code. What belongs to the process stands here and nowhere else.
#include <sys/random.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "analysis/index_layout.h"
#include "analysis/program_output.h"
#include "searcher/serve/arguments.h"

namespace {

using namespace polsearch;
using namespace polsearch::serve;

constexpr unsigned kGraceMs = 10'000;  // for requests under way at the end
constexpr std::uint64_t kMaxKeysFile = 1U << 20U;

// A line in one write(2), so that lines of several threads do not mix.
void write_line(std::string_view line) {
  while (!line.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
    if (written <= 0) return;
    line.remove_prefix(static_cast<std::size_t>(written));
  }
}

int report(const Error& error) {
  write_line("polserve: " + error.message + "\n" + (error.hint.empty() ? "" : "hint: " + error.hint + "\n"));
  return exit_code(error);
}

Result<bool> print_all(std::string_view text) {
  ProgramOutput out(STDOUT_FILENO, ProgramOutput::Flush::kInBlocks);
  out << text;
  return out.finish();
}

std::string random_salt() {
  std::string salt(16, '\0');
  if (::getrandom(salt.data(), salt.size(), 0) != static_cast<ssize_t>(salt.size())) std::abort();
  return salt;
}

Result<ApiKeys> read_keys(const std::string& file) {
  if (file.empty()) return ApiKeys();
  const auto text = read_file(file, kMaxKeysFile);
  if (!text) return text.error();
  auto keys = ApiKeys::parse(*text);
  if (!keys) return Error{Error::Kind::kInput, file + ": " + keys.error().message, keys.error().hint};
  return keys;
}

int serve_until(const sigset_t& signals, ServeCommand command) {
  auto keys = read_keys(command.api_keys_file);
  if (!keys) return report(keys.error());
  command.options.service.keys = std::move(*keys);
  command.options.log_salt = random_salt();
  const bool is_quiet = command.is_quiet;
  auto server = Server::start(std::move(command.options), [is_quiet](std::string_view line) {
    if (!is_quiet) write_line(line);
  });
  if (!server) return report(server.error());
  for (const std::string& warning : (*server)->index().warnings) write_line("warning: " + warning + "\n");
  std::string listening;
  for (const ListenAddress& address : (*server)->addresses()) listening += "listening on " + print(address) + "\n";
  if (const auto told = print_all(listening); !told) write_line("warning: " + told.error().message + "\n");
  int signal = 0;
  sigwait(&signals, &signal);
  (*server)->stop(kGraceMs);
  return 0;
}

}  // namespace

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);  // a client that went away comes back as a write error
  std::signal(SIGXFSZ, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread starts: they inherit it
  const Environment environment{read_index_variables(), std::thread::hardware_concurrency()};
  auto command = parse_arguments({values + 1, values + count}, environment);
  if (!command) return report(command.error());
  if (const auto* text = std::get_if<PrintCommand>(&*command)) {
    const auto told = print_all(text->text);
    return told ? 0 : report(told.error());
  }
  return serve_until(signals, std::move(std::get<ServeCommand>(*command)));
}
