// Paths -> a published generation, in two passes.
//
//   pass 1: read | clean and sketch on all threads | spool in input order (first document of an id wins)
//   pass 2: number newest first | group near-duplicates | find the lines that recur on a site and take them out | write
//   tables on all threads | columns | manifest | publish
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <istream>
#include <mutex>
#include <optional>
#include <sstream>
#include <system_error>
#include <thread>
#include <utility>
#include <variant>

#include <polsearch/indexer.h>
#include "analysis/analyzer.h"
#include "analysis/columns.h"
#include "analysis/index_layout.h"
#include "analysis/schema.h"
#include "indexer/build/durable_files.h"
#include "indexer/build/generation.h"
#include "indexer/build/glass/glass_writer.h"
#include "indexer/build/index_writer.h"
#include "indexer/build/indexable.h"
#include "indexer/build/input_digest.h"
#include "indexer/build/minhash.h"
#include "indexer/build/near_duplicates.h"
#include "indexer/build/ordered_workers.h"
#include "indexer/build/pair_writer.h"
#include "indexer/build/spool.h"
#include "indexer/build/template_lines.h"
#include "indexer/cleaning.h"
#include "indexer/read.h"

namespace polsearch {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kMaxJobs = 256;
constexpr std::size_t kItemsPerThread = 8;     // pages waiting for a worker
constexpr std::uint64_t kReadAheadShare = 16;  // of --memory: a page in work takes several times its raw bytes
constexpr std::uint64_t kTemplateShare = 8;    // of --memory: lines that are counted at a time
constexpr std::uint32_t kProgressEvery = 64;   // documents

using Input = std::variant<RawDocument, Skip>;
struct SketchedDocument {
  PackedDocument packed;
  BodySketch sketch;
  std::vector<LineMark> marks;
};
using Cleaned = std::variant<SketchedDocument, Skip>;

unsigned threads_of(const BuildRequest& request) {
  const unsigned jobs = request.jobs ? request.jobs : std::thread::hardware_concurrency();
  return std::clamp(jobs, 1u, kMaxJobs);
}

std::uint64_t memory_bytes_of(const BuildRequest& request) {
  return static_cast<std::uint64_t>(std::max(16u, request.memory_mib)) << 20;
}

// What pass 1 leaves behind.
struct FirstPass {
  Spool spool;
  SketchFile sketches;
  LineMarkFile marks;
  BuildReport report;
  std::string inputs_digest;
};

Cleaned clean_input(Input&& input, const Cleaning& cleaning) {
  if (Skip* skip = std::get_if<Skip>(&input)) return std::move(*skip);
  RawDocument& raw = std::get<RawDocument>(input);
  std::string id = raw.id;
  const Result<Page> page = make_page(std::move(raw), ReadLimits{});
  if (!page) return Skip{std::move(id), page.error().message};
  const SpooledDocument document = to_spooled(cleaning.clean(*page), *page);
  std::vector<LineMark> marks;
  if (!document.lines.empty())
    marks = mark_lines(document.stored.site, document.stored.title, document.title_is_derived, document.stored.body,
                       /*document=*/0);
  return SketchedDocument{pack(document), sketch_body(document.stored.body), std::move(marks)};
}

// Takes one result of pass 1, in input order.
Status take_in(FirstPass& pass, Cleaned&& cleaned) {
  if (const Skip* skip = std::get_if<Skip>(&cleaned)) {
    pass.report.skipped.push_back({skip->path, skip->reason});
    return Done{};
  }
  const auto& [document, sketch, marks] = std::get<SketchedDocument>(cleaned);
  const auto taken = pass.spool.append(document);
  if (!taken) return taken.error();
  if (!*taken) {
    if (Status marked = pass.marks.append(marks, pass.spool.documents()); !marked) return marked;
    return pass.sketches.append(sketch);
  }
  pass.report.skipped.push_back(
      {document.id, "id already used by document " + std::to_string(**taken) + " of the input"});
  return Done{};
}

Status run_first_pass(FirstPass& pass, const BuildRequest& request, const Cleaning& cleaning) {
  const unsigned threads = threads_of(request);
  Status outcome = Done{};  // touched in deliver alone until finish() returns
  std::atomic<bool> has_failed = false;
  OrderedWorkers<Input, Cleaned> workers(
      {threads, memory_bytes_of(request) / kReadAheadShare, threads * kItemsPerThread},
      [&](Input&& input) { return clean_input(std::move(input), cleaning); },
      [&](Cleaned&& cleaned) {
        if (has_failed) return;
        outcome = take_in(pass, std::move(cleaned));
        has_failed = !outcome.ok();
      });
  InputDigest digest;
  BuildProgress progress;
  ReadSink sink;
  sink.document = [&](RawDocument&& raw) {
    digest.add(digest_page(raw));
    progress.bytes += raw.bytes.size();
    if (++progress.documents % kProgressEvery == 0 && request.progress) request.progress(progress);
    const std::uint64_t bytes = raw.bytes.size();
    return workers.submit(std::move(raw), bytes) && !has_failed;
  };
  sink.skip = [&](Skip&& skip) {
    digest.add(skip);
    (void)workers.submit(std::move(skip), 0);
  };
  std::istringstream nothing;
  const Status read =
      read_documents(request.paths, ReadLimits{}, request.standard_input ? *request.standard_input : nothing, sink);
  workers.finish();
  if (!outcome) return outcome;
  pass.report.bytes = progress.bytes;
  pass.inputs_digest = digest.hex();
  return read;
}

Status check_paths(const BuildRequest& request) {
  if (request.paths.empty())
    return Error{Error::Kind::kInput, "nothing to index: no PATH given", "polindex build -o INDEX PATH..."};
  bool any_exists = false;
  for (const std::string& path : request.paths) {
    std::error_code ignored;
    if (path == "-" && !request.standard_input)
      return Error{Error::Kind::kInput, "standard input is not given to read - from", ""};
    any_exists = any_exists || path == "-" || fs::exists(path, ignored);
  }
  if (!any_exists)
    return Error{Error::Kind::kInput, "nothing to index: " + request.paths.front() + " does not exist", ""};
  return Done{};
}

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

// What pass 2 knows.
struct Corpus {
  const Spool& spool;
  const DuplicateGroups& groups;
  const TemplateLines& template_lines;
  const MinistryLinker& linker;
};

// A document of the spool with what only the whole corpus tells about it.
Result<SpooledDocument> read_whole(const Corpus& corpus, std::uint32_t number) {
  const auto& [spool, groups, template_lines, linker] = corpus;
  auto document = spool.read(number);
  if (document) remove_template_lines(*document, template_lines, linker);
  if (!document || groups.canonical[number - 1] == 0) return document;
  document->stored.duplicates = groups.size[number - 1] - 1;
  document->group = spool.id_digest(groups.canonical[number - 1]);
  return document;
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

Status run_second_pass(FirstPass& pass, const BuildRequest& request, const Cleaning& cleaning, const Analyzer& analyzer,
                       const GenerationWriter& writer) {
  const Spool& spool = pass.spool;
  pass.spool.number();
  const auto groups = find_near_duplicates(spool, pass.sketches, memory_bytes_of(request));
  if (!groups) return groups.error();
  pass.report.duplicates = groups->duplicates;
  const auto template_lines = find_template_lines(pass, *groups, memory_bytes_of(request));
  if (!template_lines) return template_lines.error();
  const Corpus corpus{spool, *groups, *template_lines, cleaning.linker};
  ColumnsCollector columns(spool.documents());
  DocumentSource source;
  source.count = spool.documents();
  source.packed_bytes = [&](std::uint32_t number) { return spool.packed_bytes(number); };
  source.read = [&](std::uint32_t number) -> Result<IndexableDocument> {
    const auto document = read_whole(corpus, number);
    if (!document) return document.error();
    ColumnRow row = to_column_row(document->stored);
    row.group = groups->canonical[number - 1];
    columns.put(number, row);
    return to_indexable(*document, analyzer);
  };
  WriteTables tables;
  tables.folder = writer.content() / "xapian";
  tables.stream_file = writer.content() / "stream";
  tables.for_stock_xapian = request.stock_tables;
  tables.scratch = writer.scratch();
  tables.jobs = threads_of(request);
  tables.memory_bytes = memory_bytes_of(request);
  if (request.progress)
    tables.progress = [&](std::uint32_t written) { request.progress({written, pass.report.bytes, true}); };
  const auto write_tables = request.builder == Builder::kXapian ? write_xapian_tables : write_glass_tables;
  if (Status written = write_tables(source, tables); !written) return written;
  if (Status paired = write_pair_sets(tables.stream_file, writer.content() / "pairs"); !paired) return paired;
  return write_durably(writer.content() / "columns", encode(std::move(columns).finish()));
}

std::string absolute_path(const std::string& path) {
  std::error_code ignored;
  return path.empty() || path == "-" ? path : fs::absolute(path, ignored).string();
}

std::string fingerprint_of(const Analyzer& analyzer, const Knowledge& knowledge) {
  return analyzer.fingerprint() + " knowledge " + knowledge.digest;
}

Manifest make_manifest(const FirstPass& pass, const BuildRequest& request, std::string fingerprint) {
  Manifest manifest;
  manifest.schema_version = schema::kSchemaVersion;
  manifest.feature_version = schema::kFeatureVersion;
  manifest.analysis_fingerprint = std::move(fingerprint);
  manifest.documents = pass.spool.documents();
  manifest.skipped = pass.report.skipped.size();
  manifest.input_bytes = pass.report.bytes;
  for (const std::string& path : request.paths) manifest.inputs.push_back(absolute_path(path));
  manifest.inputs_digest = pass.inputs_digest;
  manifest.stock_tables = request.stock_tables;
  manifest.knowledge_folder = absolute_path(request.knowledge_folder);
  return manifest;
}

Result<BuildReport> build(const BuildRequest& request) {
  const auto start = std::chrono::steady_clock::now();
  if (Status paths = check_paths(request); !paths) return paths.error();
  const auto cleaning = Cleaning::create(request.knowledge_folder);
  if (!cleaning) return cleaning.error();
  auto writer = GenerationWriter::open(request.index);
  if (!writer) return writer.error();
  auto spool = Spool::create(writer->scratch() / "spool");
  if (!spool) return spool.error();
  auto sketches = SketchFile::create(writer->scratch() / "sketches");
  if (!sketches) return sketches.error();

  auto marks = LineMarkFile::create(writer->scratch() / "marks");
  if (!marks) return marks.error();

  FirstPass pass{std::move(*spool), std::move(*sketches), std::move(*marks), {}, {}};
  if (Status read = run_first_pass(pass, request, *cleaning); !read) return read.error();
  if (pass.spool.documents() == 0 && pass.report.skipped.empty())
    return Error{Error::Kind::kInput, "nothing to index: no document in " + request.paths.front(),
                 "read are .txt, .html, .htm, .jsonl, .wet, .warc, each also .gz and .zst"};
  const Analyzer analyzer;
  if (Status written = run_second_pass(pass, request, *cleaning, analyzer, *writer); !written) return written.error();
  const auto bytes = writer->publish(make_manifest(pass, request, fingerprint_of(analyzer, cleaning->knowledge)));
  if (!bytes) return bytes.error();

  BuildReport report = std::move(pass.report);
  report.documents = pass.spool.documents();
  report.index_bytes = *bytes;
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

// The request that would build this index again, with what the caller gives instead.
BuildRequest remembered(const BuildRequest& request, const Manifest& manifest) {
  BuildRequest again = request;
  if (again.paths.empty()) again.paths = manifest.inputs;
  if (again.knowledge_folder.empty()) again.knowledge_folder = manifest.knowledge_folder;
  again.stock_tables = again.stock_tables || manifest.stock_tables;
  return again;
}

Result<std::string> digest_inputs(const BuildRequest& request) {
  InputDigest digest;
  ReadSink sink;
  sink.document = [&](RawDocument&& raw) {
    digest.add(digest_page(raw));
    return true;
  };
  sink.skip = [&](Skip&& skip) { digest.add(skip); };
  std::istringstream nothing;
  if (Status read = read_documents(request.paths, ReadLimits{}, nothing, sink); !read) return read.error();
  return digest.hex();
}

// Standard input can be read only once, so with it an index always counts as changed.
Result<bool> is_up_to_date(const BuildRequest& request, const Manifest& manifest) {
  if (std::find(request.paths.begin(), request.paths.end(), "-") != request.paths.end()) return false;
  const auto knowledge = load_knowledge(request.knowledge_folder);
  if (!knowledge) return knowledge.error();
  if (fingerprint_of(Analyzer(), *knowledge) != manifest.analysis_fingerprint ||
      manifest.feature_version != schema::kFeatureVersion || request.stock_tables != manifest.stock_tables)
    return false;
  const auto digest = digest_inputs(request);
  if (!digest) return digest.error();
  return *digest == manifest.inputs_digest;
}

Result<UpdateReport> update(const BuildRequest& request) {
  const auto generation = resolve_generation(request.index);
  if (!generation) return generation.error();
  const BuildRequest again = remembered(request, generation->manifest);
  if (Status paths = check_paths(again); !paths) return paths.error();
  const auto up_to_date = is_up_to_date(again, generation->manifest);
  if (!up_to_date) return up_to_date.error();
  if (*up_to_date) {
    sweep_index(again.index);
    return UpdateReport{};
  }
  auto report = build(again);
  if (!report) return report.error();
  return UpdateReport{true, std::move(*report)};
}

// What the standard library throws must not cross into a caller's program.
template <class Report>
Result<Report> guarded(Result<Report> (*act)(const BuildRequest&), const BuildRequest& request) {
  try {
    return act(request);
  } catch (const std::bad_alloc&) {
    return Error{Error::Kind::kIndex, "not enough memory to build " + request.index,
                 "give a smaller --memory or fewer --jobs"};
  } catch (const std::exception& error) {
    return Error{Error::Kind::kIndex, "cannot build " + request.index + ": " + error.what(), ""};
  }
}

}  // namespace

Result<BuildReport> build_index(const BuildRequest& request) { return guarded<BuildReport>(build, request); }
Result<UpdateReport> update_index(const BuildRequest& request) { return guarded<UpdateReport>(update, request); }

}  // namespace polsearch
