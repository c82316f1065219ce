#include "indexer/build/second_pass.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <mutex>
#include <utility>
#include <vector>

#include "analysis/columns.h"
#include "indexer/build/changed_documents.h"
#include "indexer/build/durable_files.h"
#include "indexer/build/glass/glass_writer.h"
#include "indexer/build/glass/merge_tables.h"
#include "indexer/build/index_writer.h"
#include "indexer/build/indexable.h"
#include "indexer/build/merge_places.h"
#include "indexer/build/merge_streams.h"
#include "indexer/build/pair_writer.h"
#include "indexer/build/place_writer.h"

namespace polsearch {
namespace {

constexpr std::uint64_t kTemplateShare = 8;  // of --memory: lines that are counted at a time

// The lines that recur on the pages of a site, counted by story.
Result<TemplateLines> find_template_lines(const FirstPass& pass, const DuplicateGroups& groups,
                                          std::uint64_t memory_bytes) {
  std::vector<std::uint32_t> story_of_place(pass.spool.documents() + 1);
  for (std::uint32_t number = 1; number <= pass.spool.documents(); ++number) {
    const std::uint32_t canonical = groups.canonical[number - 1];
    story_of_place[pass.spool.place(number)] = canonical == 0 ? number : canonical;
  }
  return TemplateLines::count([&](const auto& take) { return pass.marks.each(take); },
                              [&](std::uint32_t place) { return story_of_place[place]; },
                              memory_bytes / kTemplateShare);
}

// Rows of the columns, taken from whichever thread reads a document for the tables.
class ColumnsCollector {
 public:
  explicit ColumnsCollector(std::uint32_t documents) : builder_(documents) {}
  void put(std::uint32_t number, const ColumnRow& row) {
    const std::lock_guard lock(mutex_);
    builder_.put(number, row);
  }
  [[nodiscard]] Columns finish() && { return std::move(builder_).finish(); }

 private:
  std::mutex mutex_;
  ColumnsBuilder builder_;
};

ColumnRow row_of(const Columns& columns, std::uint32_t document) {
  ColumnRow row;
  row.day = columns.days[document - 1];
  row.precision = columns.precision[document - 1];
  for (const std::uint16_t language : columns.languages.of(document))
    row.languages.push_back(columns.language_names[language]);
  for (const std::uint16_t ministry : columns.ministries.of(document))
    row.ministries.push_back(columns.ministry_names[ministry]);
  if (const std::uint32_t source = columns.sources[document - 1]; source != 0)
    row.source = columns.source_names[source - 1];
  return row;
}

// What the old generation compared, by today's numbers.
ComparedPairs known_pairs(const Spool& spool, const OldGeneration* old) {
  ComparedPairs known;
  if (old == nullptr) return known;
  std::vector<std::uint32_t> number_of(old->documents() + std::size_t{1});
  for (std::uint32_t number = 1; number <= spool.documents(); ++number)
    if (const std::uint32_t before = spool.old_number(number); before != 0) number_of[before] = number;
  const auto translate = [&](const std::vector<std::uint64_t>& from, std::vector<std::uint64_t>& to) {
    for (const std::uint64_t pair : from) {
      const std::uint64_t first = pair >> 32, second = pair & UINT32_MAX;
      if (second >= number_of.size() || number_of[first] == 0 || number_of[second] == 0) continue;
      to.push_back(std::uint64_t{number_of[first]} << 32 | number_of[second]);
    }
  };
  translate(old->pages().findings().pairs.alike, known.alike);
  translate(old->pages().findings().pairs.different, known.different);
  return known;
}

// Writes one generation; lives for one call of run_second_pass.
class GenerationBuild {
 public:
  GenerationBuild(FirstPass& pass, const SecondPass& with, DuplicateGroups groups, TemplateLines template_lines)
      : pass_(pass),
        with_(with),
        groups_(std::move(groups)),
        template_lines_(std::move(template_lines)),
        columns_(pass.spool.documents()) {}

  Status run() {
    const bool merges = with_.old != nullptr && can_merge();
    if (Status written = merges ? write_merged() : write_all(); !written) return written;
    if (Status written = write_durably(with_.writer.content() / "columns", encode(std::move(columns_).finish()));
        !written)
      return written;
    return pass_.pages.finish(pass_.spool, {template_lines_.lines(), std::move(groups_.compared), with_.maker});
  }

 private:
  // Tables that the old generation lacks cannot be merged, and Xapian writes its own from documents alone.
  [[nodiscard]] bool can_merge() const {
    return with_.request.builder == Builder::kGlass && with_.old->manifest().stock_tables == with_.request.stock_tables;
  }

  // A document with what only the whole corpus tells about it; its row goes to the columns.
  Result<IndexableDocument> read_whole(std::uint32_t number, RunTerms& terms) {
    auto document = pass_.spool.read(number);
    if (!document) return document.error();
    remove_template_lines(*document, template_lines_, with_.cleaning.linker);
    const std::uint32_t canonical = groups_.canonical[number - 1];
    if (canonical != 0) {
      document->stored.duplicates = groups_.size[number - 1] - 1;
      document->group = pass_.spool.id_digest(canonical);
    }
    ColumnRow row = to_column_row(document->stored);
    row.group = canonical;
    columns_.put(number, row);
    return to_indexable(*document, with_.analyzer, terms);
  }

  [[nodiscard]] WriteTables tables_in(const std::filesystem::path& folder) const {
    WriteTables tables;
    tables.folder = folder / "xapian";
    tables.stream_file = folder / "stream";
    tables.for_stock_xapian = with_.request.stock_tables;
    tables.scratch = with_.writer.scratch();
    tables.jobs = threads_of(with_.request);
    tables.memory_bytes = memory_bytes_of(with_.request);
    if (with_.request.progress)
      tables.progress = [this](std::uint32_t written) { with_.request.progress({written, pass_.report.bytes, true}); };
    return tables;
  }

  Status write_all() {
    DocumentSource source;
    source.count = pass_.spool.documents();
    source.packed_bytes = [&](std::uint32_t number) { return pass_.spool.packed_bytes(number); };
    source.read = [&](std::uint32_t number, RunTerms& terms) { return read_whole(number, terms); };
    const auto write_tables = with_.request.builder == Builder::kXapian ? write_xapian_tables : write_glass_tables;
    const std::filesystem::path content = with_.writer.content();
    if (Status written = write_tables(source, tables_in(content)); !written) return written;
    return write_from_stream(content);
  }

  // What phrases are found by.
  Status write_from_stream(const std::filesystem::path& content) const {
    auto placed = std::async(threads_of(with_.request) > 1 ? std::launch::async : std::launch::deferred,
                             [&] { return write_place_lists(content / "stream", content / "places"); });
    const Status paired = write_pair_sets(content / "stream", content / "pairs");
    const Status is_placed = placed.get();
    return paired ? is_placed : paired;
  }

  // What is new or not the same any more becomes a small database; then the two are merged.
  Status write_merged() {
    const auto changed = changed_documents(pass_, *with_.old, groups_, template_lines_);
    if (!changed) return changed.error();
    for (const std::uint32_t number : *changed) pass_.reindexed += pass_.spool.old_number(number) != 0 ? 1u : 0u;
    const std::filesystem::path fresh = with_.writer.scratch() / "fresh";
    std::error_code ignored;
    std::filesystem::create_directory(fresh, ignored);
    DocumentSource source;
    source.count = static_cast<std::uint32_t>(changed->size());
    source.packed_bytes = [&](std::uint32_t place) { return pass_.spool.packed_bytes((*changed)[place - 1]); };
    source.read = [&](std::uint32_t place, RunTerms& terms) { return read_whole((*changed)[place - 1], terms); };
    if (Status written = write_glass_tables(source, tables_in(fresh)); !written) return written;
    if (Status followed = write_from_stream(fresh); !followed) return followed;
    return merge_with(fresh, *changed);
  }

  Status merge_with(const std::filesystem::path& fresh, const std::vector<std::uint32_t>& changed) {
    const std::vector<std::uint32_t> number_of_old = place_kept(changed);
    std::vector<std::uint32_t> number_of_fresh{0};
    number_of_fresh.insert(number_of_fresh.end(), changed.begin(), changed.end());
    const auto tables = glass::MappedTables::open(fresh / "xapian");
    if (!tables) return tables.error();
    const auto stream = StreamFile::open(fresh / "stream");
    if (!stream) return stream.error();
    const auto pairs = PairSets::open(fresh / "pairs", stream->documents());
    if (!pairs) return pairs.error();
    const auto places = PlaceLists::open(fresh / "places", stream->documents());
    if (!places) return places.error();
    const unsigned jobs = threads_of(with_.request);
    const std::vector<StreamSource> streams = {{&with_.old->stream(), number_of_old}, {&*stream, number_of_fresh}};
    const auto policy = jobs > 1 ? std::launch::async : std::launch::deferred;
    auto streamed = std::async(policy, [&] {
      if (Status paired = merge_pair_sets({{&with_.old->pairs(), number_of_old}, {&*pairs, number_of_fresh}},
                                          pass_.spool.documents(), with_.writer.content() / "pairs");
          !paired)
        return paired;
      return merge_term_streams(streams,
                                {with_.writer.content() / "stream", with_.writer.scratch(), pass_.spool.documents()});
    });
    auto placed = std::async(policy, [&] {
      return merge_place_lists({{&with_.old->places(), with_.old->documents(), number_of_old},
                                {&*places, stream->documents(), number_of_fresh}},
                               pass_.spool.documents(), with_.writer.content() / "places");
    });
    const Status merged =
        glass::merge_glass_tables({{&with_.old->tables(), number_of_old}, {&*tables, number_of_fresh}},
                                  {with_.writer.content() / "xapian", with_.request.stock_tables, jobs});
    for (const Status& other : {streamed.get(), placed.get()})
      if (!other) return other;
    return merged;
  }

  // The new numbers of the old documents that stay as they are, and their rows.
  std::vector<std::uint32_t> place_kept(const std::vector<std::uint32_t>& changed) {
    std::vector<std::uint32_t> number_of(with_.old->documents() + std::size_t{1});
    auto next_changed = changed.begin();
    for (std::uint32_t number = 1; number <= pass_.spool.documents(); ++number) {
      if (next_changed != changed.end() && *next_changed == number) {
        ++next_changed;
        continue;
      }
      const std::uint32_t before = pass_.spool.old_number(number);
      number_of[before] = number;
      ColumnRow row = row_of(with_.old->columns(), before);
      row.group = groups_.canonical[number - 1];
      columns_.put(number, row);
    }
    return number_of;
  }

  FirstPass& pass_;
  const SecondPass& with_;
  DuplicateGroups groups_;
  TemplateLines template_lines_;
  ColumnsCollector columns_;
};

}  // namespace

Status run_second_pass(FirstPass& pass, const SecondPass& with) {
  if (with.old != nullptr)
    pass.spool.read_kept_with([old = with.old](std::uint32_t number) { return old->read(number); });
  pass.spool.number();
  const std::uint64_t memory_bytes = memory_bytes_of(with.request);
  auto groups = find_near_duplicates(pass.spool, pass.sketches, memory_bytes, known_pairs(pass.spool, with.old));
  if (!groups) return groups.error();
  pass.report.duplicates = groups->duplicates;
  auto template_lines = find_template_lines(pass, *groups, memory_bytes);
  if (!template_lines) return template_lines.error();
  return GenerationBuild(pass, with, std::move(*groups), std::move(*template_lines)).run();
}

}  // namespace polsearch
