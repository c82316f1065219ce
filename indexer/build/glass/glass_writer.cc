// Orchestration: batches of documents are inverted on every core, their runs spilled, their term lists and stored
// documents written in order; then one merge makes the postlist and the position table.
//
//   read -> check -> RunInverter -> runs on disk  -> merge -> postlist, position
//                 -> DocumentItems -> in document order    -> termlist, docdata      then iamglass
//                 -> StreamRun   -> runs on disk           -> stream
#include "indexer/build/glass/glass_writer.h"

#include <fcntl.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <future>
#include <memory>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

#include "indexer/build/durable_files.h"
#include "indexer/build/file_handle.h"
#include "indexer/build/glass/document_items.h"
#include "indexer/build/glass/document_limits.h"
#include "indexer/build/glass/merged_tables.h"
#include "indexer/build/glass/run_file.h"
#include "indexer/build/glass/run_inverter.h"
#include "indexer/build/glass/table_writer.h"
#include "indexer/build/glass/version_file.h"
#include "indexer/build/ordered_workers.h"
#include "indexer/build/stream_run.h"
#include "indexer/build/stream_writer.h"

namespace polsearch {
namespace glass {
namespace {

namespace fs = std::filesystem;

// Shares of --memory. A thread holds its run, the same again while it is sorted and encoded, and the batch's items.
constexpr std::uint64_t kRunShare = 4;
constexpr std::uint64_t kMinRunBytes = 1 << 20, kMaxRunBytes = 8 << 20;  // above: no faster, the caches overflow
constexpr std::uint64_t kRunBytesPerPackedByte = 8;  // a document's postings against its spooled bytes, roughly
constexpr std::uint64_t kBatchesPerThread = 4;       // at least, so that no thread waits long for another's last one
constexpr std::uint64_t kMinBatchBytes = 32 << 10;   // packed
constexpr std::uint64_t kMergeShare = 4;
constexpr std::size_t kMinReadBytes = 4 << 10, kMaxReadBytes = 128 << 10;

struct Batch {
  std::uint32_t first = 0, last = 0;  // documents, both included
};

// What a batch leaves beside its runs.
struct BatchItems {
  Batch batch;
  DocumentItems items;
  CollectionStats stats;
};

// What a thread needs for its work, used again from batch to batch.
struct Bench {
  explicit Bench(bool with_positions) : inverter(terms, with_positions), stream(terms) {}
  RunTerms terms;
  std::uint32_t checked_terms = 0;
  RunInverter inverter;
  StreamRun stream;
  TagDeflater deflater;
  [[nodiscard]] std::size_t bytes() const { return terms.bytes() + inverter.bytes() + stream.bytes(); }
};

class BenchPool {
 public:
  explicit BenchPool(bool with_positions) : with_positions_(with_positions) {}

  std::unique_ptr<Bench> take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return std::make_unique<Bench>(with_positions_);
    std::unique_ptr<Bench> bench = std::move(free_.back());
    free_.pop_back();
    return bench;
  }
  void give_back(std::unique_ptr<Bench> bench) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(bench));
  }

 private:
  bool with_positions_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Bench>> free_;
};

struct RunFiles {
  RunFile postings, positions, values;
  StreamRunFiles streams;
};

Result<RunFiles> create_run_files(const fs::path& scratch) {
  auto postings = RunFile::create(scratch / "postings.runs");
  if (!postings) return postings.error();
  auto positions = RunFile::create(scratch / "positions.runs");
  if (!positions) return positions.error();
  auto values = RunFile::create(scratch / "values.runs");
  if (!values) return values.error();
  auto streams = StreamRunFiles::create(scratch);
  if (!streams) return streams.error();
  return RunFiles{std::move(*postings), std::move(*positions), std::move(*values), std::move(*streams)};
}

Status spill(RunFiles& files, std::uint32_t first_document, Bench& bench) {
  const std::vector<std::uint32_t> order = bench.terms.dictionary().sorted();
  if (Status written = files.streams.append(first_document, bench.stream.finish(order)); !written) return written;
  const Run run = bench.inverter.finish(order);
  bench.terms.clear();
  bench.checked_terms = 0;
  if (Status written = files.postings.append(first_document, run.postings); !written) return written;
  if (Status written = files.positions.append(first_document, run.positions); !written) return written;
  return files.values.append(first_document, run.values);
}

std::uint64_t run_bytes_of(const WriteTables& request) {
  return std::clamp(request.memory_bytes / (kRunShare * std::max(1u, request.jobs)), kMinRunBytes, kMaxRunBytes);
}

std::uint64_t batch_bytes_of(const DocumentSource& source, unsigned jobs, std::uint64_t run_bytes) {
  const std::uint64_t fits = run_bytes / kRunBytesPerPackedByte;
  if (jobs < 2) return fits;
  std::uint64_t bytes = 0;
  for (std::uint32_t number = 1; number <= source.count && number != 0; ++number) bytes += source.packed_bytes(number);
  return std::clamp(bytes / (jobs * kBatchesPerThread), std::min(kMinBatchBytes, fits), fits);
}

std::vector<Batch> plan_batches(const DocumentSource& source, std::uint64_t packed_bytes) {
  std::vector<Batch> batches;
  std::uint64_t bytes = 0;
  for (std::uint32_t number = 1; number <= source.count && number != 0; ++number) {
    if (batches.empty() || bytes >= packed_bytes) {
      batches.push_back({number, number});
      bytes = 0;
    }
    bytes += source.packed_bytes(number);
    batches.back().last = number;
  }
  return batches;
}

// Builds one database; lives for one call of write_glass_tables.
class GlassBuild {
 public:
  GlassBuild(const DocumentSource& source, const WriteTables& request, RunFiles files)
      : source_(source),
        request_(request),
        files_(std::move(files)),
        run_bytes_(run_bytes_of(request)),
        benches_(request.for_stock_xapian),
        term_lists_(request.folder / "termlist.glass", kCompressFrom,
                    request.for_stock_xapian ? TableFile::kAlways : TableFile::kWhenUsed),
        stored_(request.folder / "docdata.glass", kCompressFrom) {}

  Status run() {
    if (Status inverted = invert_batches(); !inverted) return inverted;
    // The stream beside the tables: their merges read different runs.
    auto stream = std::async(launch_policy(), [&] { return write_stream(); });
    auto roots = finish_tables();
    const Status streamed = stream.get();
    if (!roots) return roots.error();
    return streamed ? write_version_file(*roots) : streamed;
  }

 private:
  Status invert_batches();
  Result<BatchItems> invert(const Batch& batch);
  Status invert(Bench& bench, BatchItems& made);
  Status deliver(const BatchItems& made);
  Result<TableRoots> finish_tables();
  Status write_version_file(const TableRoots& roots) const;
  Status write_stream() const;
  [[nodiscard]] std::size_t merge_buffer_bytes() const;
  [[nodiscard]] std::launch launch_policy() const {
    return request_.jobs > 1 ? std::launch::async : std::launch::deferred;
  }

  const DocumentSource& source_;
  const WriteTables& request_;
  RunFiles files_;
  std::uint64_t run_bytes_;
  BenchPool benches_;
  TableWriter term_lists_, stored_;
  CollectionStats stats_;
};

Status GlassBuild::invert_batches() {
  const std::vector<Batch> batches = plan_batches(source_, batch_bytes_of(source_, request_.jobs, run_bytes_));
  Status outcome = Done{};  // touched in deliver alone until finish() returns
  std::atomic<bool> has_failed = false;
  OrderedWorkers<const Batch*, Result<BatchItems>> workers(
      {request_.jobs, UINT64_MAX, request_.jobs + std::size_t{1}}, [&](const Batch*&& batch) { return invert(*batch); },
      [&](Result<BatchItems>&& made) {
        if (has_failed) return;
        outcome = made ? deliver(*made) : Status(made.error());
        has_failed = !outcome.ok();
      });
  for (const Batch& batch : batches)
    if (const Batch* next = &batch; has_failed || !workers.submit(std::move(next), 1)) break;
  workers.finish();
  return outcome;
}

Result<BatchItems> GlassBuild::invert(const Batch& batch) {
  BatchItems made{batch, DocumentItems(request_.for_stock_xapian), {}};
  std::unique_ptr<Bench> bench = benches_.take();
  if (Status inverted = invert(*bench, made); !inverted) return inverted.error();
  benches_.give_back(std::move(bench));
  return made;
}

// A batch whose documents are larger than they looked becomes several runs.
Status GlassBuild::invert(Bench& bench, BatchItems& made) {
  std::uint32_t run_first = made.batch.first;
  for (std::uint32_t number = made.batch.first; number <= made.batch.last; ++number) {
    const auto document = source_.read(number, bench.terms);
    if (!document) return document.error();
    const auto length = check_document(number, *document, bench.terms, bench.checked_terms);
    if (!length) return length.error();
    bench.checked_terms = bench.terms.dictionary().size();
    count_document(made.stats, number, *document, *length);
    made.items.add(number, *document, bench.terms, *length, bench.deflater);
    bench.inverter.add(number, *document, *length);
    bench.stream.add(*document);
    if (number != made.batch.last && bench.bytes() < run_bytes_) continue;
    if (Status spilled = spill(files_, run_first, bench); !spilled) return spilled;
    run_first = number + 1;
    if (number == made.batch.last) break;  // before a number past the last one wraps
  }
  return Done{};
}

Status GlassBuild::deliver(const BatchItems& made) {
  made.items.write(term_lists_, stored_);
  merge_stats(stats_, made.stats);
  if (request_.progress) request_.progress(made.batch.last);
  return Done{};
}

Status GlassBuild::write_stream() const {
  return write_term_stream(files_.streams,
                           {request_.stream_file, request_.scratch, source_.count, merge_buffer_bytes()});
}

// Of each run, while three kinds of runs are merged.
std::size_t GlassBuild::merge_buffer_bytes() const {
  const auto runs = std::max<std::size_t>(1, files_.postings.extents().size());
  const std::uint64_t share = request_.memory_bytes / kMergeShare / (3 * runs);
  return static_cast<std::size_t>(std::clamp<std::uint64_t>(share, kMinReadBytes, kMaxReadBytes));
}

Result<TableRoots> GlassBuild::finish_tables() {
  const std::size_t read_bytes = merge_buffer_bytes();
  const auto write_positions = [&] {
    return write_position_table(TableWriter(request_.folder / "position.glass", kNeverCompress), files_.positions,
                                read_bytes);
  };
  auto positions = std::async(launch_policy(), write_positions);
  auto postlist =
      write_postlist_table(TableWriter(request_.folder / "postlist.glass", kNeverCompress, TableFile::kAlways),
                           files_.values, files_.postings, stats_, read_bytes);
  auto position = positions.get();
  auto termlist = term_lists_.finish();
  auto docdata = stored_.finish();
  for (const auto* table : {&postlist, &position, &termlist, &docdata})
    if (!*table) return table->error();
  return TableRoots{*postlist, *docdata, *termlist, *position};
}

Status GlassBuild::write_version_file(const TableRoots& roots) const {
  const fs::path path = request_.folder / "iamglass";
  FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file) return cannot_write(path, errno);
  if (Status written = file.write_all(encode_version_file(roots, stats_), path); !written) return written;
  return file.close(path);
}

}  // namespace
}  // namespace glass

Status write_glass_tables(const DocumentSource& source, const WriteTables& request) {
  std::error_code error;
  std::filesystem::create_directories(request.folder, error);
  if (error) return cannot_write(request.folder, error.value());
  auto files = glass::create_run_files(request.scratch);
  if (!files) return files.error();
  return glass::GlassBuild(source, request, std::move(*files)).run();
}

}  // namespace polsearch
