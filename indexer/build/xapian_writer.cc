// Documents -> a Xapian database through its public API: small databases on every core, then one compaction.
//
// Small ones because Xapian keeps what is not yet flushed in maps whose cost grows faster than their size; a shard of
// 250 documents was the fastest, 1.6 times the speed of one big database (docs/decisions/0005).
#include <xapian.h>

#include <algorithm>
#include <atomic>
#include <system_error>
#include <utility>
#include <vector>

#include "analysis/stored_document.h"
#include "indexer/build/glass/document_items.h"
#include "indexer/build/index_writer.h"
#include "indexer/build/ordered_workers.h"
#include "indexer/build/stream_run.h"
#include "indexer/build/stream_writer.h"

namespace polsearch {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kShardDocuments = 250;
constexpr std::uint64_t kMinShardBytes = 256 << 10, kMaxShardBytes = 2 << 20;  // packed
// Unpacked text, its terms, and Xapian's maps of them: measured about 60 bytes for one packed byte, halved cores
// included.
constexpr std::uint64_t kMemoryPerPackedByte = 96;
constexpr std::size_t kStreamBufferBytes = 16 << 10;
constexpr std::size_t kMaxOpenShards = 48;  // a compaction opens six files of each

struct Shard {
  std::uint32_t first = 0, last = 0;  // numbers, both included
  fs::path folder;
};

Error write_error(const Xapian::Error& error) {
  std::string message = "cannot write the index: " + error.get_msg();
  if (const char* cause = error.get_error_string()) message += std::string(": ") + cause;
  return {Error::Kind::kIndex, std::move(message), "the old index, if there is one, is untouched"};
}

std::vector<Shard> plan_shards(const DocumentSource& source, const WriteTables& request) {
  const std::uint64_t budget = std::clamp(request.memory_bytes / kMemoryPerPackedByte / std::max(1u, request.jobs),
                                          kMinShardBytes, kMaxShardBytes);
  std::vector<Shard> shards;
  std::uint64_t bytes = 0;
  for (std::uint32_t number = 1; number <= source.count; ++number) {
    const bool is_full = shards.empty() || bytes >= budget || number - shards.back().first >= kShardDocuments;
    if (is_full) shards.push_back({number, number, request.scratch / ("s" + std::to_string(shards.size()))});
    bytes = (is_full ? 0 : bytes) + source.packed_bytes(number);
    shards.back().last = number;
  }
  return shards;
}

Xapian::Document to_xapian(const IndexableDocument& document, const RunTerms& terms, bool with_positions,
                           glass::TagDeflater& deflater) {
  Xapian::Document made;
  const auto text = [&](std::uint32_t term) { return std::string(terms.text(term)); };
  for (const IndexableTerm& term : document.terms) made.add_term(text(term.term), term.wdf);
  if (with_positions)
    for (const IndexableWord& word : document.words) made.add_posting(text(word.term), word.position, 0);
  for (const auto& [slot, value] : document.values) made.add_value(slot, value);
  made.set_data(pack_record(document.record, [&](std::string_view fields) { return deflater.deflated(fields); }));
  return made;
}

int flags_of(const WriteTables& request) {
  return Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS |
         (request.for_stock_xapian ? 0 : Xapian::DB_NO_TERMLIST);
}

Status write_shard(const Shard& shard, const DocumentSource& source, const WriteTables& request,
                   StreamRunFiles& streams) {
  RunTerms terms;
  StreamRun stream(terms);
  glass::TagDeflater deflater;
  try {
    // Without fsync: a shard is thrown away, and a build that dies starts anew.
    const int flags = flags_of(request) | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS;
    Xapian::WritableDatabase database(shard.folder.string(), flags);
    for (std::uint32_t number = shard.first; number <= shard.last; ++number) {
      auto document = source.read(number, terms);
      if (!document) return document.error();
      database.add_document(to_xapian(*document, terms, request.for_stock_xapian, deflater));
      stream.add(*document);
    }
    database.commit();
    return streams.append(shard.first, stream.finish(terms.dictionary().sorted()));
  } catch (const Xapian::Error& error) {
    return write_error(error);
  }
}

Status write_shards(const std::vector<Shard>& shards, const DocumentSource& source, const WriteTables& request,
                    StreamRunFiles& streams) {
  Status outcome = Done{};  // touched in deliver alone until finish() returns
  std::atomic<bool> has_failed = false;
  OrderedWorkers<const Shard*, std::pair<const Shard*, Status>> workers(
      {request.jobs, UINT64_MAX, request.jobs + 1},
      [&](const Shard*&& shard) { return std::pair(shard, write_shard(*shard, source, request, streams)); },
      [&](std::pair<const Shard*, Status>&& written) {
        if (!written.second && outcome.ok()) outcome = std::move(written.second);
        has_failed = !outcome.ok();
        if (request.progress) request.progress(written.first->last);
      });
  for (const Shard& shard : shards)
    if (const Shard* next = &shard; has_failed || !workers.submit(std::move(next), 1)) break;
  workers.finish();
  return outcome;
}

// Documents keep their order: each database's numbers follow those of the one before.
Status compact(const std::vector<fs::path>& from, const fs::path& to) {
  try {
    Xapian::Database all;
    for (const fs::path& folder : from) all.add_database(Xapian::Database(folder.string()));
    all.compact(to.string(), 0u);
  } catch (const Xapian::Error& error) {
    return write_error(error);
  }
  std::error_code ignored;
  for (const fs::path& folder : from) fs::remove_all(folder, ignored);
  return Done{};
}

// One round: every kMaxOpenShards databases become one.
Result<std::vector<fs::path>> compact_groups(const std::vector<fs::path>& from, const fs::path& scratch, int round) {
  std::vector<fs::path> merged;
  for (std::size_t begin = 0; begin < from.size(); begin += kMaxOpenShards) {
    const std::size_t end = std::min(from.size(), begin + kMaxOpenShards);
    const fs::path to = scratch / ("m" + std::to_string(round) + "-" + std::to_string(merged.size()));
    const Status compacted = compact(
        {from.begin() + static_cast<std::ptrdiff_t>(begin), from.begin() + static_cast<std::ptrdiff_t>(end)}, to);
    if (!compacted) return compacted.error();
    merged.push_back(to);
  }
  return merged;
}

Status write_empty(const WriteTables& request) {
  try {
    Xapian::WritableDatabase(request.folder.string(), flags_of(request)).commit();
  } catch (const Xapian::Error& error) {
    return write_error(error);
  }
  return Done{};
}

}  // namespace

Status write_xapian_tables(const DocumentSource& source, const WriteTables& request) {
  auto streams = StreamRunFiles::create(request.scratch);
  if (!streams) return streams.error();
  const std::vector<Shard> shards = plan_shards(source, request);
  if (Status written = write_shards(shards, source, request, *streams); !written) return written;
  std::vector<fs::path> folders;
  for (const Shard& shard : shards) folders.push_back(shard.folder);
  for (int round = 0; folders.size() > kMaxOpenShards; ++round) {
    auto merged = compact_groups(folders, request.scratch, round);
    if (!merged) return merged.error();
    folders = std::move(*merged);
  }
  const Status compacted = folders.empty() ? write_empty(request) : compact(folders, request.folder);
  if (!compacted) return compacted;
  return write_term_stream(*streams, {request.stream_file, request.scratch, source.count, kStreamBufferBytes});
}

Result<std::uint64_t> count_documents(const fs::path& database) {
  try {
    return static_cast<std::uint64_t>(Xapian::Database(database.string()).get_doccount());
  } catch (const Xapian::Error& error) {
    return Error{Error::Kind::kIndex, "cannot open " + database.string() + ": " + error.get_msg(),
                 "build the index again"};
  }
}

}  // namespace polsearch
