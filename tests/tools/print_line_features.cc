// Paths -> one JSON line a unit, for scripts/train-line-weights: {"id", "page", "line", "text", "words", "date_line",
// "x": [...]}. The first line names the features. The programs' own code computes them, so that training and use cannot
// differ.
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "indexer/clean/judged_page.h"
#include "indexer/read.h"

using namespace polsearch;
using namespace polsearch::clean;
using nlohmann::json;

namespace {

void print_page(const Page& page, const BoilerplateRules& rules, const DateLabels& labels) {
  const JudgedPage judged = judge_page(page, rules, labels);
  for (std::size_t i = 0; i < judged.units.size(); ++i) {
    const Unit& unit = judged.units[i];
    const json row = {{"id", page.id},         {"line", page.lines[unit.line].number},      {"text", unit.text},
                      {"words", unit.words()}, {"date_line", judged.dates[i].is_date_line}, {"x", judged.features[i]}};
    std::cout << row.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  const Result<Knowledge> knowledge = load_knowledge();
  if (!knowledge.ok()) return std::cerr << knowledge.error().message << '\n', 2;
  const Result<BoilerplateRules> rules = BoilerplateRules::create(knowledge->tables.at("boilerplate"));
  const Result<DateLabels> labels = read_date_labels(knowledge->tables.at("date_labels"));
  if (!rules.ok() || !labels.ok()) return std::cerr << "bad tables\n", 2;
  std::cout << json(kFeatureNames).dump() << '\n';
  ReadSink sink;
  sink.skip = [](Skip&& skip) { std::cerr << skip.path << ": " << skip.reason << '\n'; };
  sink.document = [&](RawDocument&& raw) {
    const Result<Page> page = make_page(std::move(raw), ReadLimits{});
    if (page.ok() && page->media_type != MediaType::kCleanText) print_page(*page, *rules, *labels);
    return true;
  };
  std::istringstream none;
  return read_documents({argv + 1, argv + argc}, ReadLimits{}, none, sink).ok() ? 0 : 2;
}
