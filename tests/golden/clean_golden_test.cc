// The cleaner on whole pages with hand-written expectations: corpus/samples (always there) and the shared seeds.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/unit/clean_printing.h"

using namespace polsearch;
using namespace polsearch::testing;
using nlohmann::json;

namespace {

// Floors of the gate: raise them when the figures rise, never lower them silently.
constexpr double kRemovalPrecision = 0.98, kRemovalRecall = 0.98, kReasons = 0.97, kTitles = 0.97, kDates = 0.97;

struct Cleaned {
  Page page;
  CleanDocument document;
};

std::map<std::string, Cleaned> clean_folder(const std::string& folder) {
  std::map<std::string, Cleaned> all;
  ReadSink sink;
  sink.skip = [](Skip&&) {};  // a folder of pages may hold their expectations too; a page that is missed is seen below
  sink.document = [&](RawDocument&& raw) {
    Result<Page> page = make_page(std::move(raw), ReadLimits{});
    if (!page.ok()) return false;
    CleanDocument document = kit().cleaner.clean(*page, kit().linker);
    const std::string id = document.id;
    all.emplace(id, Cleaned{std::move(page).value(), std::move(document)});
    return true;
  };
  std::istringstream none;
  CHECK(read_documents({folder}, ReadLimits{}, none, sink).ok());
  return all;
}

std::vector<json> read_jsonl(const std::string& path) {
  std::vector<json> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) rows.push_back(json::parse(line));
  return rows;
}

// Line numbers and reasons of a document, as the expectations give them.
struct LineSets {
  std::set<std::uint32_t> kept;
  std::map<std::uint32_t, std::string> removed;
};

LineSets lines_of(const CleanDocument& document) {
  LineSets sets;
  for (const Span& span : document.kept) sets.kept.insert(span.line);
  for (const Removal& removal : document.removed)
    if (sets.kept.count(removal.line) == 0) sets.removed.emplace(removal.line, removal.reason);
  return sets;
}

struct Tally {
  double right = 0, all = 0;
  void add(bool is_right) { right += is_right ? 1 : 0, all += 1; }
  [[nodiscard]] double share() const { return all == 0 ? 1 : right / all; }
};

struct Figures {
  Tally precision, recall, reasons, titles, dates, languages;
};

void compare(const json& expected, const CleanDocument& document, Figures& figures) {
  const auto text = [](const json& value) { return value.is_null() ? std::string() : value.get<std::string>(); };
  if (expected.contains("title"))
    figures.titles.add((document.title_is_derived ? "" : document.title) == text(expected["title"]));
  if (expected.contains("date"))
    figures.dates.add((document.date.year > 0 ? to_iso(document.date) : "") == text(expected["date"]));
  if (expected.contains("language")) figures.languages.add(document.language == text(expected["language"]));
  if (!expected.contains("body_lines")) return;
  const LineSets lines = lines_of(document);
  for (const auto& [line, reason] : lines.removed)
    figures.precision.add(expected["removed"].contains(std::to_string(line)));
  for (const auto& [line, reason] : expected["removed"].items()) {
    const auto found = lines.removed.find(static_cast<std::uint32_t>(std::stoul(line)));
    figures.recall.add(found != lines.removed.end());
    if (found != lines.removed.end()) figures.reasons.add(found->second == reason.get<std::string>());
  }
}

std::string shared_folder() {
  if (const char* named = std::getenv("POLSEARCH_SHARED")) return named;
  return POLSEARCH_SOURCE_DIR "/../shared";
}

}  // namespace

TEST_CASE("the sample pages come out as expected") {
  const std::map<std::string, Cleaned> all = clean_folder(POLSEARCH_SOURCE_DIR "/corpus/samples");
  Figures figures;
  for (const json& expected : read_jsonl(POLSEARCH_SOURCE_DIR "/corpus/expected/samples.jsonl")) {
    const std::string id = expected["id"].get<std::string>();
    CAPTURE(id);
    const auto found = all.find(id);
    REQUIRE(found != all.end());
    compare(expected, found->second.document, figures);
    for (const json& part : expected.value("body_contains", json::array()))
      CHECK(found->second.document.body.find(part.get<std::string>()) != std::string::npos);
    for (const json& part : expected.value("body_lacks", json::array()))
      CHECK(found->second.document.body.find(part.get<std::string>()) == std::string::npos);
  }
  CHECK(figures.precision.share() >= kRemovalPrecision);
  CHECK(figures.recall.share() >= kRemovalRecall);
  CHECK(figures.reasons.share() >= kReasons);
  CHECK(figures.titles.share() >= kTitles);
  CHECK(figures.dates.share() >= kDates);
  CHECK(figures.languages.share() >= kTitles);
}

TEST_CASE("the seed pages agree with their gold in every field") {
  const std::string folder = shared_folder() + "/seeds";
  if (!std::filesystem::exists(folder + "/gold.jsonl")) {
    WARN("skipped: no seed pages at " + folder);
    return;
  }
  const std::map<std::string, Cleaned> all = clean_folder(folder);
  for (const json& gold : read_jsonl(folder + "/gold.jsonl")) {
    const auto found = all.find(gold["file"].get<std::string>());
    REQUIRE(found != all.end());
    const CleanDocument& document = found->second.document;
    INFO(print_document(document, found->second.page));
    CHECK((document.title_is_derived ? json() : json(document.title)) == gold["title"]);
    CHECK((document.date.year > 0 ? json(to_iso(document.date)) : json()) == gold["date"]);
    CHECK(document.language == gold["language"].get<std::string>());
    for (const char* field : {"source", "editor", "responsible_editor"}) {
      const std::string got = std::string(field) == "source"   ? document.source
                              : std::string(field) == "editor" ? document.editor
                                                               : document.responsible_editor;
      if (gold.contains(field)) CHECK(got == gold[field].get<std::string>());
    }
    const LineSets lines = lines_of(document);
    CHECK(json(lines.kept) == gold["main_lines"]);
    for (const auto& [line, reason] : gold["boilerplate"].items())
      CHECK(lines.removed.at(static_cast<std::uint32_t>(std::stoul(line))) == reason.get<std::string>());
    for (const auto& [line, reason] : lines.removed)
      CHECK((reason == "title" || gold["boilerplate"].contains(std::to_string(line))));
  }
}
