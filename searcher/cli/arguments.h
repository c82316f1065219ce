// What was typed -> what is meant. The only place that knows the command line's grammar.
//
//   {"-i","I","--ministry","miit","5G","factories"} -> SearchCommand{request{query "5G factories", ministries
//   {"miit"}}, index "I"}
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <polsearch/result.h>
#include <polsearch/searcher.h>

#include "searcher/environment.h"

namespace polsearch::cli {

enum class Format { kText, kJson, kJsonLines, kCsv, kTrec };
enum class Color { kAuto, kAlways, kNever };

struct SearchCommand {
  std::string index;
  std::string knowledge_folder;
  SearchRequest request;
  std::string batch;  // a file, "-" for standard input; empty: one query
  Format format = Format::kText;
  Color color = Color::kAuto;
};
struct CompleteCommand {  // ways to go on typing
  std::string index;
  std::string knowledge_folder;
  std::string typed;
  std::size_t count = 10;
  Format format = Format::kText;
};
struct PrintCommand {  // help or version: print and end well
  std::string text;
};
using Command = std::variant<PrintCommand, SearchCommand, CompleteCommand>;

// `arguments` without the program's name. Errors: kInput, with a hint.
[[nodiscard]] Result<Command> parse_arguments(const std::vector<std::string>& arguments,
                                              const IndexVariables& variables);

}  // namespace polsearch::cli
