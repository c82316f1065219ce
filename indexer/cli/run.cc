#include "indexer/cli/run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/analyzer.h"
#include "analysis/print_tokens.h"
#include "analysis/schema_docs.h"
#include "indexer/cleaning.h"
#include "indexer/info.h"
#include "indexer/inspect.h"
#include "indexer/knowledge_check.h"
#include "indexer/knowledge_list.h"
#include "indexer/unknown_bodies.h"

namespace polsearch {
namespace {

constexpr int kUsageExit = 2;

std::string print_bytes(std::uint64_t bytes) {
  constexpr double kKilo = 1000;
  if (bytes < 1000) return fmt::format("{} bytes", bytes);
  if (bytes < 1000 * 1000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / kKilo);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / kKilo / kKilo);
}

using Json = nlohmann::ordered_json;

Json report_object(const BuildReport& report) {
  Json skipped = Json::array();
  for (const SkippedInput& skip : report.skipped) skipped.push_back({{"path", skip.path}, {"reason", skip.reason}});
  Json notes = Json::array();
  for (const InputNote& note : report.notes) notes.push_back({{"path", note.path}, {"text", note.text}});
  return {{"documents", report.documents}, {"skipped", std::move(skipped)}, {"duplicates", report.duplicates},
          {"bytes", report.bytes},         {"seconds", report.seconds},     {"index_bytes", report.index_bytes},
          {"notes", std::move(notes)}};
}

// What an update adds; "built_anew" says why, or is null.
void add_changes(Json& json, const UpdateReport& report) {
  json["added"] = report.added;
  json["changed"] = report.replaced;
  json["removed"] = report.removed;
  json["unchanged"] = report.unchanged;
  json["reindexed"] = report.reindexed;
  json["built_anew"] = report.built_anew.empty() ? Json(nullptr) : Json(report.built_anew);
}

std::string print_report_json(const UpdateReport& report, bool is_update) {
  Json json = report_object(report.build);
  if (is_update) add_changes(json, report);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string print_changes_text(const UpdateReport& report) {
  if (!report.built_anew.empty()) return "built anew: " + report.built_anew + "\n";
  return fmt::format("{} added, {} changed, {} removed, {} unchanged\n", report.added, report.replaced, report.removed,
                     report.unchanged);
}

std::string print_report_text(const BuildReport& report, const std::string& index) {
  std::string out = fmt::format("indexed {} {} ({}) in {:.1f} s: {} ({})\n", report.documents,
                                report.documents == 1 ? "document" : "documents", print_bytes(report.bytes),
                                report.seconds, index, print_bytes(report.index_bytes));
  if (report.duplicates != 0)
    out += fmt::format("{} of them {} the text of another\n", report.duplicates,
                       report.duplicates == 1 ? "repeats" : "repeat");
  if (!report.skipped.empty()) out += fmt::format("skipped {}\n", report.skipped.size());
  return out;
}

int run_command(const PrintCommand& command, const Console& console) {
  console.out << command.text;
  return 0;
}

void show_progress(const BuildProgress& progress, std::ostream& err) {
  err << fmt::format("\r\x1b[K{} documents {}, {}", progress.documents, progress.writing ? "written" : "read",
                     print_bytes(progress.bytes))
      << std::flush;
}

Result<UpdateReport> build_or_update(const BuildCommand& command, const BuildRequest& request) {
  if (command.is_update) return update_index(request);
  auto report = build_index(request);
  if (!report) return report.error();
  UpdateReport whole;
  whole.changed = true;
  whole.build = std::move(*report);
  return whole;
}

int run_command(const BuildCommand& command, const Console& console) {
  BuildRequest request = command.request;
  request.standard_input = &console.in;
  if (console.shows_progress)
    request.progress = [&](const BuildProgress& progress) { show_progress(progress, console.err); };
  const auto done = build_or_update(command, request);
  if (console.shows_progress) console.err << "\r\x1b[K" << std::flush;
  if (!done) return report_error(done.error(), console);
  for (const SkippedInput& skip : done->build.skipped)
    console.err << "polindex: skipped " << skip.path << ": " << skip.reason << '\n';
  for (const InputNote& note : done->build.notes)
    console.err << "polindex: note: " << note.path << ": " << note.text << '\n';
  if (command.format == OutputFormat::kJson)
    console.out << print_report_json(*done, command.is_update);
  else if (!done->changed)
    console.out << "nothing changed: " << request.index << " is up to date\n";
  else
    console.out << print_report_text(done->build, request.index)
                << (command.is_update ? print_changes_text(*done) : std::string());
  return command.is_strict && !done->build.skipped.empty() ? kUsageExit : 0;
}

int run_command(const InspectCommand& command, const Console& console) {
  const auto cleaning = Cleaning::create(command.knowledge_folder);
  if (!cleaning) return report_error(cleaning.error(), console);
  bool any_failed = false;
  InspectSink sink;
  sink.document = [&](const Page& page, const CleanDocument& document) {
    console.out << (command.format == OutputFormat::kJson
                        ? print_inspection_json(page, document, cleaning->knowledge)
                        : print_inspection_text(page, document, cleaning->knowledge, console.color));
    return console.out.good();
  };
  sink.skip = [&](const Skip& skip) {
    any_failed = true;
    console.err << "polindex: " << skip.path << ": " << skip.reason << '\n';
  };
  sink.note = [&](const Note& note) { console.err << "polindex: note: " << note.path << ": " << note.text << '\n'; };
  if (Status read = inspect_paths(command.paths, console.in, *cleaning, sink); !read)
    return report_error(read.error(), console);
  return any_failed ? kUsageExit : 0;
}

int run_command(const InfoCommand& command, const Console& console) {
  if (command.index.empty()) {
    console.out << schema::print_schema_tables();
    return 0;
  }
  const auto info = read_index_info(command.index);
  if (!info) return report_error(info.error(), console);
  console.out << (command.format == OutputFormat::kJson ? print_info_json(*info) : print_info_text(*info));
  return 0;
}

int run_command(const VerifyCommand& command, const Console& console) {
  const auto report = verify_index(command.index);
  if (!report) return report_error(report.error(), console);
  console.out << fmt::format("verified {} files, {} bytes, {} documents\n", report->files, report->bytes,
                             report->documents);
  return 0;
}

int run_command(const AnalyzeCommand& command, const Console& console) {
  console.out << print_tokens(command.text, Analyzer().analyze(command.text));
  return 0;
}

int list_mistakes(const Knowledge& knowledge, const Console& console) {
  const auto mistakes = check_knowledge(knowledge);
  for (const std::string& mistake : mistakes) console.out << mistake << '\n';
  return mistakes.empty() ? 0 : kUsageExit;
}

int list_unknown_bodies(const KnowledgeCommand& command, const Console& console) {
  const auto cleaning = Cleaning::create(command.knowledge_folder);
  if (!cleaning) return report_error(cleaning.error(), console);
  UnknownBodies bodies;
  InspectSink sink;
  sink.document = [&](const Page&, const CleanDocument& document) {
    bodies.add(document.body, document.id, cleaning->linker);
    return true;
  };
  sink.skip = [&](const Skip& skip) { console.err << "polindex: " << skip.path << ": " << skip.reason << '\n'; };
  if (Status read = inspect_paths(command.paths, console.in, *cleaning, sink); !read)
    return report_error(read.error(), console);
  for (const UnknownBody& body : bodies.sorted())
    console.out << body.count << '\t' << body.name << '\t' << body.example << '\n';
  return 0;
}

int run_command(const KnowledgeCommand& command, const Console& console) {
  if (command.table == "unknown") return list_unknown_bodies(command, console);
  const auto knowledge = load_knowledge(command.knowledge_folder);
  if (!knowledge) return report_error(knowledge.error(), console);
  if (command.table == "check") return list_mistakes(*knowledge, console);
  const auto list = print_knowledge(*knowledge, command.table);
  if (!list) return report_error(list.error(), console);
  console.out << *list;
  return 0;
}

}  // namespace

int report_error(const Error& error, const Console& console) {
  console.err << "polindex: " << error.message << '\n';
  if (!error.hint.empty()) console.err << "hint: " << error.hint << '\n';
  return exit_code(error);
}

int run(const Command& command, const Console& console) {
  return std::visit([&](const auto& meant) { return run_command(meant, console); }, command);
}

}  // namespace polsearch
