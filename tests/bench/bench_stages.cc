// Pages -> what each stage of the index costs: terms, inversion, tables; matching, facets.
//
//   bench_stages [--benchmark_filter=REGEX] [file or folder]...      (default: corpus/samples)
// MB/s are of page text but for the tables (their own bytes). The questions are made of the pages' own words. With a
// few thousand pages (make_corpus.py) matching weighs more than what a question costs beside it.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <polsearch/indexer.h>
#include <polsearch/searcher.h>
#include "../unit/temp_folder.h"
#include "analysis/analyzer.h"
#include "indexer/build/glass/document_limits.h"
#include "indexer/build/glass/glass_writer.h"
#include "indexer/build/glass/run_inverter.h"
#include "indexer/build/glass/table_reader.h"
#include "indexer/build/indexable.h"
#include "indexer/cleaning.h"
#include "pages.h"

namespace polsearch {
namespace {

// The pages as each stage takes them.
struct Material {
  std::size_t text_bytes = 0;
  std::vector<SpooledDocument> spooled;
  RunTerms terms;  // of all pages
  std::vector<IndexableDocument> indexable;
  std::vector<std::uint32_t> lengths;
};

Material prepare(const std::vector<Page>& pages, const Cleaning& cleaning, const Analyzer& analyzer) {
  Material material;
  for (const Page& page : pages) {
    material.text_bytes += page.text.size();
    material.spooled.push_back(to_spooled(cleaning.clean(page), page));
    material.indexable.push_back(to_indexable(material.spooled.back(), analyzer, material.terms));
    const auto number = static_cast<std::uint32_t>(material.indexable.size());
    material.lengths.push_back(glass::check_document(number, material.indexable.back(), material.terms).value());
  }
  return material;
}

void set_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * static_cast<std::int64_t>(state.iterations()));
}

// Calls `stage()` again and again, `bytes` a time.
template <class Stage>
void add(const std::string& name, std::size_t bytes, Stage stage) {
  benchmark::RegisterBenchmark(name.c_str(), [bytes, stage](benchmark::State& state) {
    for ([[maybe_unused]] const auto round : state) benchmark::DoNotOptimize(stage());
    set_bytes(state, bytes);
  })->Unit(benchmark::kMicrosecond);
}

// As one run, however long; the writer makes runs of 8 MB, which stay within the caches.
std::size_t invert(const Material& material) {
  glass::RunInverter inverter(material.terms, /*with_positions=*/false);
  std::uint32_t number = 0;
  for (const IndexableDocument& document : material.indexable) {
    inverter.add(number + 1, document, material.lengths[number]);
    ++number;
  }
  const glass::Run run = inverter.finish(material.terms.dictionary().sorted());
  return run.postings.size();
}

IndexableDocument renumber(const IndexableDocument& document, const RunTerms& from, RunTerms& to) {
  to.begin_document();
  for (const IndexableTerm& term : document.terms) to.wdf(to.number_of(from.text(term.term))) = term.wdf;
  for (const IndexableWord& word : document.words) to.add_word(to.number_of(from.text(word.term)), word.position);
  return {to.take_terms(), to.take_words(), document.values, document.record};
}

bool write_database(const Material& material, const TempFolder& folder) {
  const DocumentSource source{static_cast<std::uint32_t>(material.indexable.size()),
                              [&](std::uint32_t number, RunTerms& terms) -> Result<IndexableDocument> {
                                return renumber(material.indexable[number - 1], material.terms, terms);
                              },
                              [](std::uint32_t) { return 5000u; }};
  WriteTables request;
  request.folder = folder / "tables";
  request.stream_file = folder / "stream";
  request.scratch = folder / "scratch";
  std::filesystem::create_directories(request.scratch);
  return write_glass_tables(source, request).ok();
}

void add_building(const Material& material, const Analyzer& analyzer, const TempFolder& folder) {
  add("terms", material.text_bytes, [&] {
    RunTerms terms;
    std::size_t count = 0;
    for (const SpooledDocument& document : material.spooled)
      count += to_indexable(document, analyzer, terms).terms.size();
    return count;
  });
  add("invert", material.text_bytes, [&] { return invert(material); });
  add("write_database", material.text_bytes, [&] { return write_database(material, folder); });
}

// What the machine allows: below these no stage that reads its text, its words or its postings can come.
void add_machine(const Material& material) {
  static const std::vector<std::uint64_t> words(std::size_t{8} << 20, 1);
  add("machine/read", words.size() * sizeof(std::uint64_t),
      [] { return std::accumulate(words.begin(), words.end(), std::uint64_t{0}); });
  add("machine/words", material.text_bytes, [&] {
    std::size_t hashes = 0;
    for (const SpooledDocument& document : material.spooled)
      for (std::string_view left = document.stored.body; !left.empty();) {
        const std::size_t end = std::min(left.find(' '), left.size() - 1) + 1;
        hashes += std::hash<std::string_view>{}(left.substr(0, end));
        left.remove_prefix(end);
      }
    return hashes;
  });
}

constexpr int kTableEntries = 100'000;

// Keys and tags of a postlist table's sizes.
glass::TableRoot write_table(const std::filesystem::path& path) {
  glass::TableWriter table(path, glass::kNeverCompress);
  const std::string tag(40, 't');
  char key[16];
  for (int i = 0; i < kTableEntries; ++i) {
    std::snprintf(key, sizeof key, "term%08d", i);
    table.add(key, tag);
  }
  return table.finish().value();
}

std::size_t read_table(const glass::MappedTable& table) {
  std::size_t bytes = 0;
  glass::TableReader reader(table);
  while (reader.next()) bytes += reader.tag().size();
  return bytes;
}

void add_tables(const TempFolder& folder) {
  const std::filesystem::path path = folder / "table";
  const glass::TableRoot root = write_table(path);
  const std::size_t bytes = std::size_t{root.blocks} * glass::kBlockBytes;
  add("table/write", bytes, [path] { return write_table(path).blocks; });
  add("table/read", bytes, [path, root] { return read_table(glass::MappedTable::open(path, root).value()); });
}

// English words by falling number of pages that have them.
std::vector<std::string> frequent_words(const Material& material) {
  std::map<std::string, std::size_t> pages;
  const auto is_word = [](std::string_view term) {
    return term.size() > 3 && std::all_of(term.begin(), term.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  };
  for (const IndexableDocument& document : material.indexable)
    for (const IndexableTerm& term : document.terms)
      if (const std::string_view text = material.terms.text(term.term); is_word(text)) ++pages[std::string(text)];
  std::vector<std::pair<std::size_t, std::string>> sorted;
  for (const auto& [word, count] : pages) sorted.emplace_back(count, word);
  std::sort(sorted.rbegin(), sorted.rend());
  std::vector<std::string> words;
  for (auto& [count, word] : sorted) words.push_back(std::move(word));
  return words;
}

void add_question(Searcher& searcher, const std::string& name, const std::string& query, bool with_facets = false) {
  SearchRequest request;
  request.query = query;
  request.expand = false;
  request.snippet_bytes = 0;
  if (!with_facets) request.facets.clear();
  benchmark::RegisterBenchmark(name.c_str(), [&searcher, request](benchmark::State& state) {
    const auto first = searcher.search(request);
    if (!first) return state.SkipWithError(first.error().message.c_str());
    for ([[maybe_unused]] const auto round : state) benchmark::DoNotOptimize(searcher.search(request));
    state.counters["matches"] = static_cast<double>(first->total);
  })->Unit(benchmark::kMicrosecond);
}

void add_questions(Searcher& searcher, std::vector<std::string> words) {
  words.resize(std::max<std::size_t>(words.size(), 40), "policy");
  const std::string four = words[0] + " OR " + words[10] + " OR " + words[20] + " OR " + words[30];
  add_question(searcher, "match/none", "zzzzzz");
  add_question(searcher, "match/common", words[0]);
  add_question(searcher, "match/rare", words.back());
  add_question(searcher, "match/and", words[0] + " AND " + words[10]);
  add_question(searcher, "match/or4", four);
  add_question(searcher, "match/not", words[0] + " NOT " + words[10]);
  add_question(searcher, "match/phrase", '"' + words[0] + ' ' + words[1] + '"');
  add_question(searcher, "facets/common", words[0], /*with_facets=*/true);
  add_question(searcher, "facets/or4", four, /*with_facets=*/true);
}

int fail(const Error& error) {
  std::cerr << "bench_stages: " << error.message << "\n";
  return 1;
}

int run(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const std::vector<std::string> paths(argv + 1, argv + argc);
  const Result<Cleaning> cleaning = Cleaning::create("");
  if (!cleaning) return fail(cleaning.error());
  const Analyzer analyzer;
  const Material material = prepare(read_pages(paths), *cleaning, analyzer);
  const TempFolder folder;
  BuildRequest request;
  request.index = folder / "index";
  request.paths = paths.empty() ? std::vector<std::string>{POLSEARCH_SOURCE_DIR "/corpus/samples"} : paths;
  if (const auto built = build_index(request); !built) return fail(built.error());
  const auto index = Index::open(request.index);
  if (!index) return fail(index.error());
  Searcher searcher(*index);
  add_machine(material);
  add_building(material, analyzer, folder);
  add_tables(folder);
  add_questions(searcher, frequent_words(material));
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace
}  // namespace polsearch

int main(int argc, char** argv) { return polsearch::run(argc, argv); }
