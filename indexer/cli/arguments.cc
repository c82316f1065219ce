#include "indexer/cli/arguments.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "analysis/schema.h"

namespace polsearch {
namespace {

// As typed; checked and turned into a Command afterwards.
struct Typed {
  std::string index, knowledge_folder, format = "text", builder = "glass", language, text, table;
  std::vector<std::string> paths;
  unsigned jobs = 0;
  unsigned memory_mib = 256;
  bool stock = false;
  bool is_strict = false;
  bool wants_schema = false;
};

struct Subcommand {
  std::string_view name;
  std::string_view summary;
  std::string_view examples;
  void (*declare)(CLI::App&, Typed&);
  Result<Command> (*mean)(Typed&&);
};

void declare_building(CLI::App& app, Typed& typed) {
  app.add_option("--jobs", typed.jobs, "Threads; 0: one a core")->option_text("N")->check(CLI::Range(0u, 256u));
  app.add_option("--memory", typed.memory_mib, "Bound on memory, in MiB (256)")
      ->option_text("MIB")
      ->check(CLI::Range(16u, 1u << 20));
  app.add_option("--knowledge", typed.knowledge_folder, "Folder of tables laid over the built-in ones")
      ->option_text("DIR");
  app.add_flag("--stock", typed.stock, "Also write positions and term lists, for Xapian's own tools");
  app.add_option("--builder", typed.builder, "Write tables directly (glass) or through Xapian's API (xapian)")
      ->option_text("glass|xapian");
  app.add_option("--format", typed.format, "Report as text or json")->option_text("text|json");
  app.add_flag("--strict", typed.is_strict, "End with exit code 2 when an input was skipped");
}

void declare_build(CLI::App& app, Typed& typed) {
  app.add_option("-o,--output", typed.index, "Folder of the index, made or replaced")->option_text("INDEX")->required();
  declare_building(app, typed);
  app.add_option("paths", typed.paths, "Files and folders; - reads JSONL from standard input")
      ->option_text("PATH...")
      ->required();
}

void declare_update(CLI::App& app, Typed& typed) {
  app.add_option("index", typed.index, "Folder of the index")->option_text("INDEX")->required();
  declare_building(app, typed);
  app.add_option("paths", typed.paths, "Files and folders; without: those of the last build")->option_text("PATH...");
}

void declare_inspect(CLI::App& app, Typed& typed) {
  app.add_option("--format", typed.format, "Print text or json (one object a document)")->option_text("text|json");
  app.add_option("--knowledge", typed.knowledge_folder, "Folder of tables laid over the built-in ones")
      ->option_text("DIR");
  app.add_option("paths", typed.paths, "Files and folders; - reads JSONL from standard input")
      ->option_text("FILE...")
      ->required();
}

void declare_info(CLI::App& app, Typed& typed) {
  auto* index = app.add_option("index", typed.index, "Folder of the index")->option_text("INDEX");
  app.add_option("--format", typed.format, "Print text or json")->option_text("text|json");
  app.add_flag("--schema", typed.wants_schema, "Print the tables of fields and slots as Markdown")->excludes(index);
}

void declare_verify(CLI::App& app, Typed& typed) {
  app.add_option("index", typed.index, "Folder of the index")->option_text("INDEX")->required();
}

void declare_analyze(CLI::App& app, Typed& typed) {
  app.add_option("--lang", typed.language,
                 "Language of the text; its script decides alone, so this changes nothing yet")
      ->option_text("en|zh|th");
  app.add_option("text", typed.paths, "Text")->option_text("TEXT")->required();
}

void declare_knowledge(CLI::App& app, Typed& typed) {
  app.add_option("--knowledge", typed.knowledge_folder, "Folder of tables laid over the built-in ones")
      ->option_text("DIR");
  app.add_option("table", typed.table,
                 "Name of a table; check: find mistakes in the tables; unknown: names in pages\nthat look like bodies "
                 "and are in no table")
      ->option_text("TABLE|check|unknown");
  app.add_option("paths", typed.paths, "Files and folders for unknown")->option_text("PATH...");
}

Result<OutputFormat> parse_format(const std::string& format) {
  if (format == "text") return OutputFormat::kText;
  if (format == "json") return OutputFormat::kJson;
  return Error{Error::Kind::kInput, fmt::format("--format {} is unknown", format), "accepted: text, json"};
}

Result<Builder> parse_builder(const std::string& builder) {
  if (builder == "glass") return Builder::kGlass;
  if (builder == "xapian") return Builder::kXapian;
  return Error{Error::Kind::kInput, fmt::format("--builder {} is unknown", builder), "accepted: glass, xapian"};
}

Result<Command> mean_building(Typed&& typed, bool is_update) {
  const auto format = parse_format(typed.format);
  if (!format) return format.error();
  const auto builder = parse_builder(typed.builder);
  if (!builder) return builder.error();
  BuildCommand command;
  command.request.index = std::move(typed.index);
  command.request.paths = std::move(typed.paths);
  command.request.knowledge_folder = std::move(typed.knowledge_folder);
  command.request.jobs = typed.jobs;
  command.request.memory_mib = typed.memory_mib;
  command.request.builder = *builder;
  command.request.stock_tables = typed.stock;
  command.format = *format;
  command.is_strict = typed.is_strict;
  command.is_update = is_update;
  return Command(std::move(command));
}

Result<Command> mean_build(Typed&& typed) { return mean_building(std::move(typed), false); }
Result<Command> mean_update(Typed&& typed) { return mean_building(std::move(typed), true); }

Result<Command> mean_inspect(Typed&& typed) {
  const auto format = parse_format(typed.format);
  if (!format) return format.error();
  return Command(InspectCommand{std::move(typed.paths), std::move(typed.knowledge_folder), *format});
}

Result<Command> mean_info(Typed&& typed) {
  const auto format = parse_format(typed.format);
  if (!format) return format.error();
  if (typed.index.empty() && !typed.wants_schema)
    return Error{Error::Kind::kInput, "info needs an INDEX", "polindex info INDEX, or polindex info --schema"};
  return Command(InfoCommand{std::move(typed.index), *format});
}

Result<Command> mean_verify(Typed&& typed) { return Command(VerifyCommand{std::move(typed.index)}); }

Result<Command> mean_analyze(Typed&& typed) {
  constexpr std::array<std::string_view, 3> kLanguages = {"en", "zh", "th"};
  if (!typed.language.empty() && std::find(kLanguages.begin(), kLanguages.end(), typed.language) == kLanguages.end())
    return Error{Error::Kind::kInput, fmt::format("--lang {} is unknown", typed.language), "accepted: en, zh, th"};
  return Command(AnalyzeCommand{fmt::format("{}", fmt::join(typed.paths, " "))});
}

Result<Command> mean_knowledge(Typed&& typed) {
  if (typed.table == "unknown" && typed.paths.empty())
    return Error{Error::Kind::kInput, "knowledge unknown needs a PATH", "polindex knowledge unknown pages/"};
  if (typed.table != "unknown" && !typed.paths.empty())
    return Error{Error::Kind::kInput, fmt::format("knowledge {} takes no PATH", typed.table),
                 "polindex knowledge unknown PATH... reads pages"};
  return Command(KnowledgeCommand{std::move(typed.table), std::move(typed.paths), std::move(typed.knowledge_folder)});
}

constexpr std::array kSubcommands = {
    Subcommand{"build", "Documents -> an index, replaced atomically",
               "  polindex build -o policy.index pages/\n"
               "  polindex build -o policy.index --jobs 2 --format json crawl.jsonl pages/\n"
               "  zcat crawl.jsonl.gz | polindex build -o policy.index -\n",
               declare_build, mean_build},
    Subcommand{"update", "Bring an index up to date with its inputs",
               "  polindex update policy.index\n"
               "  polindex update policy.index pages/ more-pages/\n",
               declare_update, mean_update},
    Subcommand{"inspect", "How the indexer sees a file: fields, lines kept and removed, and why",
               "  polindex inspect page.txt\n"
               "  polindex inspect --format json pages/ | head -1\n",
               declare_inspect, mean_inspect},
    Subcommand{"info", "What an index holds",
               "  polindex info policy.index\n"
               "  polindex info --schema\n",
               declare_info, mean_info},
    Subcommand{"verify", "Check every byte of an index; exit 3 and the damaged part named if it is not whole",
               "  polindex verify policy.index\n", declare_verify, mean_verify},
    Subcommand{"analyze", "The terms a text becomes, one a line",
               "  polindex analyze \"5G factories\"\n"
               "  polindex analyze 工业和信息化部\n",
               declare_analyze, mean_analyze},
    Subcommand{"knowledge", "The tables of ministries, rules and words",
               "  polindex knowledge\n"
               "  polindex knowledge ministries\n"
               "  polindex knowledge check --knowledge my-tables/\n"
               "  polindex knowledge unknown pages/ | head\n",
               declare_knowledge, mean_knowledge},
};

constexpr std::string_view kExamples =
    "  polindex build -o policy.index pages/     index a folder of pages\n"
    "  polindex inspect page.txt                 see what is kept of a page, and why\n"
    "  polindex info policy.index                see what an index holds\n";

std::string help_text(std::string_view examples, const CLI::App& app) {
  return fmt::format("Examples:\n{}\n{}", examples, app.help());
}

const Subcommand* parsed_subcommand(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  if (parsed.empty()) return nullptr;
  const auto found = std::find_if(kSubcommands.begin(), kSubcommands.end(),
                                  [&](const Subcommand& s) { return s.name == parsed.front()->get_name(); });
  return found == kSubcommands.end() ? nullptr : &*found;
}

std::string version_text() {
  return fmt::format("polindex {}\nindex schema {}, features {}\n", POLSEARCH_VERSION, schema::kSchemaVersion,
                     schema::kFeatureVersion);
}

bool is_subcommand(std::string_view name) {
  return std::any_of(kSubcommands.begin(), kSubcommands.end(), [&](const Subcommand& s) { return s.name == name; });
}

Error unknown_command(const std::string& name) {
  std::string accepted;
  for (const Subcommand& subcommand : kSubcommands)
    accepted += (accepted.empty() ? "accepted: " : ", ") + std::string(subcommand.name);
  return {Error::Kind::kInput, "unknown command '" + name + "'", std::move(accepted)};
}

Error usage_error(const CLI::App& app, std::string message) {
  const Subcommand* subcommand = parsed_subcommand(app);
  std::replace(message.begin(), message.end(), '\n', ' ');
  return {Error::Kind::kInput, std::move(message),
          subcommand ? fmt::format("polindex {} --help", subcommand->name) : "polindex --help lists the commands"};
}

}  // namespace

Result<Command> parse_arguments(const std::vector<std::string>& arguments) {
  if (!arguments.empty() && !arguments.front().starts_with('-') && !is_subcommand(arguments.front()))
    return unknown_command(arguments.front());
  CLI::App app("polindex: documents -> an index of policy pages that polsearch searches", "polindex");
  Typed typed;
  app.require_subcommand(1);
  app.set_version_flag("--version", version_text());
  for (const Subcommand& subcommand : kSubcommands)
    subcommand.declare(*app.add_subcommand(std::string(subcommand.name), std::string(subcommand.summary)), typed);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // CLI11 takes them from the back
  } catch (const CLI::CallForHelp&) {
    const Subcommand* subcommand = parsed_subcommand(app);
    if (!subcommand) return Command(PrintCommand{help_text(kExamples, app)});
    return Command(PrintCommand{help_text(subcommand->examples, *app.get_subcommands().front())});
  } catch (const CLI::CallForVersion&) {
    return Command(PrintCommand{version_text()});
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error.what());
  }
  return parsed_subcommand(app)->mean(std::move(typed));
}

}  // namespace polsearch
