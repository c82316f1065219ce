#include "searcher/serve/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <utility>

namespace polsearch::serve {
namespace {

constexpr const char* kHelpHead =
    "Serves an index: a page to search in the browser, and a JSON API under /api/v1.\n"
    "\n"
    "Examples:\n"
    "  polserve -i policy.index                            http://127.0.0.1:8080\n"
    "  polserve -i policy.index --listen unix:/run/polserve/socket --behind-proxy --allow-host search.example\n"
    "  curl 'http://127.0.0.1:8080/api/v1/search?q=5G+factories&ministry=miit'\n";

constexpr const char* kHelpFoot =
    "INDEX is -i, else $POLSEARCH_INDEX, else $XDG_DATA_HOME/polsearch/index (~/.local/share/polsearch/index).\n"
    "A rebuilt index is picked up without a restart. SIGTERM and SIGINT end well: requests under way are answered.\n"
    "A file of API keys has one a line: the SHA-256 of the key, a blank, a name (printf %s KEY | sha256sum).\n"
    "Exit codes: 0 ended by a signal, 2 usage or input error, 3 index missing or damaged, 4 index of another format.\n";

struct Typed {
  std::string index, log_queries = "hash";
  std::vector<std::string> listen;
  ServeCommand command;
};

constexpr std::array<std::pair<std::string_view, LogQueries>, 3> kLogQueries = {
    {{"plain", LogQueries::kPlain}, {"hash", LogQueries::kHash}, {"none", LogQueries::kNone}}};

void define(CLI::App& app, Typed& typed) {
  ServerOptions& options = typed.command.options;
  ServiceOptions& service = options.service;
  app.add_option("-i,--index", typed.index, "the index folder")->type_name("INDEX");
  app.add_option("--listen", typed.listen, "ADDRESS:PORT or unix:/path, repeatable (127.0.0.1:8080); port 0: any free")
      ->type_name("ADDRESS")
      ->allow_extra_args(false);
  app.add_option("--allow-host", service.hosts, "answer for this Host too, repeatable")
      ->type_name("NAME")
      ->allow_extra_args(false);
  app.add_flag("--behind-proxy", options.http.behind_proxy, "believe the proxy's X-Forwarded-For");
  app.add_option("--api-keys", typed.command.api_keys_file, "file of accepted keys; without it everybody may ask")
      ->type_name("FILE");
  app.add_option("--rate", service.rate, "requests a second for each client that is not local (20); 0: no limit")
      ->check(CLI::Range(0.0, 1e6))
      ->type_name("N");
  app.add_option("--time-limit", service.search.time_limit_ms, "milliseconds that one query may take (2000)")
      ->check(CLI::Range(1, 600'000))
      ->type_name("MS");
  app.add_option("--workers", options.http.workers, "requests answered at once (two for each core)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  app.add_option("--queue", options.http.max_queued, "requests that may wait; more are refused (64)")
      ->check(CLI::Range(0, 100'000))
      ->type_name("N");
  app.add_option("--connections", options.http.connections, "connections at once (1024)")
      ->check(CLI::Range(1, 100'000))
      ->type_name("N");
  app.add_option("--log-queries", typed.log_queries, "in the access log: plain, hash, none (hash)")
      ->check(CLI::IsMember({"plain", "hash", "none"}))
      ->type_name("HOW");
  app.add_flag("--quiet", typed.command.is_quiet, "no access log");
  app.add_option("--knowledge", options.knowledge_folder, "folder of tables laid over the built-in ones")
      ->type_name("DIR");
  app.set_version_flag("--version", std::string("polserve ") + POLSEARCH_VERSION);
  app.set_help_flag("-h,--help", "this text");
}

bool is_any_address(const std::string& host) { return host == "0.0.0.0" || host == "::"; }

Result<Command> meant(Typed typed, const Environment& environment) {
  ServeCommand command = std::move(typed.command);
  ServerOptions& options = command.options;
  options.index = typed.index.empty() ? default_index(environment.index) : std::move(typed.index);
  if (typed.listen.empty()) typed.listen.emplace_back("127.0.0.1:8080");
  for (const std::string& text : typed.listen) {
    auto address = parse_listen_address(text);
    if (!address) return address.error();
    options.service.any_host_address |= is_any_address(address->host);
    if (!address->host.empty()) options.service.hosts.push_back(address->host);
    options.http.listen.push_back(std::move(*address));
  }
  for (const auto& [name, how] : kLogQueries)
    if (name == typed.log_queries) options.log_queries = how;
  options.service.burst = std::max(1.0, options.service.rate * 2);
  options.http.max_wait_ms = options.service.search.time_limit_ms;
  return Command(std::move(command));
}

}  // namespace

Result<Command> parse_arguments(const std::vector<std::string>& arguments, const Environment& environment) {
  CLI::App app(kHelpHead, "polserve");
  app.footer(kHelpFoot);
  Typed typed;
  typed.command.options.http.workers = std::max(1U, environment.cores) * 2;
  try {
    define(app, typed);
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    return Command(PrintCommand{app.help()});
  } catch (const CLI::CallForVersion&) {
    return Command(PrintCommand{app.version() + "\n"});
  } catch (const CLI::ParseError& error) {
    return Error{Error::Kind::kInput, error.what(), "polserve --help lists the options"};
  }
  return meant(std::move(typed), environment);
}

}  // namespace polsearch::serve
