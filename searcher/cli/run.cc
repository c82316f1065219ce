// Commands of polsearch (see run.h).
#include "searcher/cli/run.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

#include "searcher/render/render.h"

namespace polsearch::cli {
namespace {

constexpr int kHits = 0, kNoHits = 1;

struct BatchQuery {
  std::string id;
  std::string text;
};

// "id<TAB>query"; a line without a tab is a query whose id is its line number.
BatchQuery batch_query(std::string line, std::size_t number) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  const std::size_t tab = line.find('\t');
  if (tab == std::string::npos) return {std::to_string(number), std::move(line)};
  return {line.substr(0, tab), line.substr(tab + 1)};
}

void talk(const SearchResponse& response, const Console& console) {
  for (const std::string& note : response.notes) console.err << "note: " << note << '\n';
  if (response.did_you_mean) console.err << "did you mean: " << *response.did_you_mean << '\n';
}

std::string rendered(const SearchResponse& response, const SearchCommand& command, const Console& console) {
  const bool color = command.color == Color::kAlways || (command.color == Color::kAuto && console.color);
  switch (command.format) {
    case Format::kText: return render::to_text(response, {color, console.width});
    case Format::kJson: return render::to_json(response, true) + '\n';
    case Format::kJsonLines: return render::to_json(response, false) + '\n';
    case Format::kCsv: return render::csv_header(false) + render::to_csv(response);
    case Format::kTrec: return render::to_trec(response, "1");
  }
  return "";
}

int search_once(Searcher& searcher, const SearchCommand& command, const Console& console) {
  const auto response = searcher.search(command.request);
  if (!response) return report_error(response.error(), console);
  console.out << rendered(*response, command, console) << std::flush;  // on a terminal the notes stand below the hits
  if (command.format != Format::kJson && command.format != Format::kJsonLines) talk(*response, console);
  return response->total > 0 ? kHits : kNoHits;
}

std::string rendered_in_batch(const SearchResponse& response, const std::string& id, const SearchCommand& command,
                              bool first) {
  switch (command.format) {
    case Format::kJson: return (first ? "[\n" : ",\n") + render::to_json(response, false, &id);
    case Format::kText:
    case Format::kJsonLines: return render::to_json(response, false, &id) + '\n';
    case Format::kCsv: return (first ? render::csv_header(true) : "") + render::to_csv(response, &id);
    case Format::kTrec: return render::to_trec(response, id);
  }
  return "";
}

Error unreadable_batch(const std::string& file) {
  return {Error::Kind::kInput, "cannot read " + file, "a file with lines id<TAB>query"};
}

// Stops early when nobody reads the answers any more. A folder opens like a file, and fails at its first line.
int search_all(Searcher& searcher, std::istream& lines, const SearchCommand& command, const Console& console) {
  SearchRequest request = command.request;
  bool any_hits = false, first = true;
  std::string line;
  for (std::size_t number = 1; console.out.good() && std::getline(lines, line); ++number) {
    if (line.empty() || line == "\r") continue;
    const BatchQuery query = batch_query(std::move(line), number);
    request.query = query.text;
    const auto response = searcher.search(request);
    if (!response) return report_error(response.error(), console);
    console.out << rendered_in_batch(*response, query.id, command, first);
    any_hits |= response->total > 0;
    first = false;
  }
  if (lines.bad()) return report_error(unreadable_batch(command.batch), console);
  if (command.format == Format::kJson) console.out << (first ? "[]\n" : "\n]\n");
  return any_hits ? kHits : kNoHits;
}

int search_batch(Searcher& searcher, const SearchCommand& command, const Console& console) {
  if (command.batch == "-") return search_all(searcher, console.in, command, console);
  std::ifstream file(command.batch, std::ios::binary);
  if (!file) return report_error(unreadable_batch(command.batch), console);
  return search_all(searcher, file, command, console);
}

Result<std::shared_ptr<const Index>> open_index(const std::string& folder, const std::string& knowledge_folder,
                                                const Console& console) {
  auto index = Index::open(folder, knowledge_folder);
  if (index)
    for (const std::string& warning : (*index)->summary().warnings) console.err << "warning: " << warning << '\n';
  return index;
}

int execute(const SearchCommand& command, const Console& console) {
  auto index = open_index(command.index, command.knowledge_folder, console);
  if (!index) return report_error(index.error(), console);
  Searcher searcher(std::move(*index));
  return command.batch.empty() ? search_once(searcher, command, console) : search_batch(searcher, command, console);
}

int execute(const CompleteCommand& command, const Console& console) {
  auto index = open_index(command.index, command.knowledge_folder, console);
  if (!index) return report_error(index.error(), console);
  const auto completions = Searcher(std::move(*index)).complete(command.typed, command.count);
  if (!completions) return report_error(completions.error(), console);
  if (command.format == Format::kText)
    console.out << render::to_text(*completions);
  else
    console.out << render::to_json(*completions, command.typed, command.format == Format::kJson) << '\n';
  return completions->empty() ? kNoHits : kHits;
}

int execute(const PrintCommand& command, const Console& console) {
  console.out << command.text;
  return kHits;
}

}  // namespace

int run(const Command& command, const Console& console) {
  return std::visit([&](const auto& given) { return execute(given, console); }, command);
}

int report_error(const Error& error, const Console& console) {
  console.out.flush();
  console.err << "polsearch: " << error.message << '\n';
  if (!error.hint.empty()) console.err << "hint: " << error.hint << '\n';
  return exit_code(error);
}

}  // namespace polsearch::cli
