// What was typed -> what is meant. The only place that knows the command line's grammar.
//
//   {"build","-o","I","--format","json","pages"} -> BuildCommand{request{index "I", paths {"pages"}}, kJson}
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <polsearch/indexer.h>
#include <polsearch/result.h>

namespace polsearch {

enum class OutputFormat { kText, kJson };

struct BuildCommand {
  BuildRequest request;
  OutputFormat format = OutputFormat::kText;
  bool is_strict = false;  // a skipped input is exit 2
  bool is_update = false;
};
struct InspectCommand {
  std::vector<std::string> paths;
  std::string knowledge_folder;
  OutputFormat format = OutputFormat::kText;
};
struct InfoCommand {
  std::string index;  // empty: print the schema
  OutputFormat format = OutputFormat::kText;
};
struct VerifyCommand {
  std::string index;
};
struct AnalyzeCommand {
  std::string text;
};
struct KnowledgeCommand {
  std::string table;               // "check" and "unknown" are jobs, not tables
  std::vector<std::string> paths;  // of unknown
  std::string knowledge_folder;
};
struct PrintCommand {  // help or version: print and end well
  std::string text;
};

using Command = std::variant<PrintCommand, BuildCommand, InspectCommand, InfoCommand, VerifyCommand, AnalyzeCommand,
                             KnowledgeCommand>;

// `arguments` without the program's name. Errors: kInput, with a hint.
[[nodiscard]] Result<Command> parse_arguments(const std::vector<std::string>& arguments);

}  // namespace polsearch
