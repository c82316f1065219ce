// Pages -> bytes of text a second of one core for each stage that reads all of the text.
//
//   bench_text [--benchmark_filter=REGEX] [file or folder]...      (default: corpus/samples)
#include <benchmark/benchmark.h>

#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analyzer.h"
#include "analysis/dates.h"
#include "analysis/language.h"
#include "indexer/cleaning.h"
#include "pages.h"

namespace polsearch {
namespace {

using Pages = std::vector<const Page*>;

// Calls `stage(page)` for every page, again and again; reports bytes of page text.
template <class Stage>
void measure(benchmark::State& state, const Pages& pages, Stage&& stage) {
  std::size_t bytes = 0;
  for (const Page* page : pages) bytes += page->text.size();
  for ([[maybe_unused]] const auto round : state)
    for (const Page* page : pages) benchmark::DoNotOptimize(stage(*page));
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * static_cast<std::int64_t>(state.iterations()));
}

template <class Stage>
void add(const std::string& name, const Pages& pages, Stage stage) {
  if (pages.empty()) return;
  benchmark::RegisterBenchmark(name.c_str(), [&pages, stage](benchmark::State& state) {
    measure(state, pages, stage);
  })->Unit(benchmark::kMillisecond);
}

// An empty language stands for all.
Pages pages_in(std::string_view language, const std::vector<Page>& pages) {
  Pages chosen;
  for (const Page& page : pages)
    if (language.empty() || primary_language(detect_language(page.text).language) == language) chosen.push_back(&page);
  return chosen;
}

std::size_t count_tokens(const Analyzer& analyzer, const Page& page) {
  std::size_t tokens = 0;
  (void)analyzer.each_token(page.text, 0, [&](const Token&) { ++tokens; });
  return tokens;
}

int run(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const std::vector<std::string> paths(argv + 1, argv + argc);
  const Result<Cleaning> cleaning = Cleaning::create("");
  if (!cleaning) {
    std::cerr << "bench_text: " << cleaning.error().message << "\n";
    return 1;
  }
  const Analyzer analyzer;
  const std::vector<Page> read = read_pages(paths);
  for (const Page& page : read) benchmark::DoNotOptimize(cleaning->clean(page));  // the first one compiles the rules
  const Pages all = pages_in("", read), english = pages_in("en", read), chinese = pages_in("zh", read),
              thai = pages_in("th", read);
  const struct {
    const char* name;
    const Pages& pages;
  } sets[] = {{"all", all}, {"en", english}, {"zh", chinese}, {"th", thai}};
  for (const auto& [name, pages] : sets) {
    const std::string suffix = std::string("/") + name;
    add("clean" + suffix, pages, [&](const Page& page) { return cleaning->clean(page).body.size(); });
    add("analyze" + suffix, pages, [&](const Page& page) { return count_tokens(analyzer, page); });
    add("link" + suffix, pages, [&](const Page& page) { return cleaning->linker.link(page.text).mentions.size(); });
    add("dates" + suffix, pages, [](const Page& page) { return find_dates(page.text).size(); });
    add("language" + suffix, pages, [](const Page& page) { return detect_language(page.text).languages.size(); });
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace
}  // namespace polsearch

int main(int argc, char** argv) { return polsearch::run(argc, argv); }
