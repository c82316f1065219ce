// Paths -> a published generation, in two passes.
//
//   pass 1: read | clean and sketch on all threads | spool in input order (first document of an id wins); an update
//   keeps the pages that it knows
//   pass 2: number newest first | group near-duplicates | find the lines that recur on a site and take them out | write
//   tables on all threads | columns | manifest | publish
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <new>
#include <system_error>
#include <utility>

#include <polsearch/indexer.h>
#include "analysis/analyzer.h"
#include "analysis/index_layout.h"
#include "analysis/schema.h"
#include "indexer/build/changed_documents.h"
#include "indexer/build/first_pass.h"
#include "indexer/build/generation.h"
#include "indexer/build/maker.h"
#include "indexer/build/old_generation.h"
#include "indexer/build/second_pass.h"
#include "indexer/cleaning.h"

namespace polsearch {
namespace {

namespace fs = std::filesystem;

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

// Code that makes other documents of the same pages is another maker.
std::string maker_of(const std::string& fingerprint) {
  return fingerprint + " sources " + std::string(sources_digest());
}

// What a build or an update works with; the index is locked as long as it lives.
struct Site {
  const BuildRequest& request;
  const Cleaning& cleaning;
  const Analyzer& analyzer;
  GenerationWriter& writer;
  std::string fingerprint;
  std::chrono::steady_clock::time_point start;
};

// Second pass and publication.
Result<BuildReport> finish(FirstPass& pass, const Site& site, const OldGeneration* old) {
  if (pass.spool.documents() == 0 && pass.unread)
    return Error{Error::Kind::kInput, "nothing could be read: " + pass.unread->path + ": " + pass.unread->reason,
                 "nothing was touched; give paths that this user may read"};
  if (pass.spool.documents() == 0 && pass.report.skipped.empty())
    return Error{Error::Kind::kInput, "nothing to index: no document in " + site.request.paths.front(),
                 "read are .txt, .html, .htm, .jsonl, .wet, .warc, each also .gz and .zst"};
  const SecondPass with{site.request, site.cleaning, site.analyzer, site.writer, old, maker_of(site.fingerprint)};
  if (Status written = run_second_pass(pass, with); !written) return written.error();
  const auto bytes = site.writer.publish(make_manifest(pass, site.request, site.fingerprint));
  if (!bytes) return bytes.error();
  BuildReport report = std::move(pass.report);
  report.documents = pass.spool.documents();
  report.index_bytes = *bytes;
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - site.start).count();
  return report;
}

Result<BuildReport> build(const BuildRequest& request) {
  const auto start = std::chrono::steady_clock::now();
  if (Status paths = check_paths(request); !paths) return paths.error();
  const auto cleaning = Cleaning::create(request.knowledge_folder);
  if (!cleaning) return cleaning.error();
  auto writer = GenerationWriter::open(request.index);
  if (!writer) return writer.error();
  const Analyzer analyzer;
  const Site site{request, *cleaning, analyzer, *writer, fingerprint_of(analyzer, cleaning->knowledge), start};
  auto pass = run_first_pass(request, *cleaning, *writer, nullptr);
  if (!pass) return pass.error();
  return finish(*pass, site, nullptr);
}

// The request that would build this index again, with what the caller gives instead.
BuildRequest remembered(const BuildRequest& request, const Manifest& manifest) {
  BuildRequest again = request;
  if (again.paths.empty()) again.paths = manifest.inputs;
  if (again.knowledge_folder.empty()) again.knowledge_folder = manifest.knowledge_folder;
  again.stock_tables = again.stock_tables || manifest.stock_tables;
  return again;
}

bool reads_standard_input(const BuildRequest& request) {
  return std::find(request.paths.begin(), request.paths.end(), "-") != request.paths.end();
}

Result<UpdateReport> update(const BuildRequest& request) {
  const auto start = std::chrono::steady_clock::now();
  const auto named = resolve_generation(request.index);
  if (!named) return named.error();
  const BuildRequest again = remembered(request, named->manifest);
  if (Status paths = check_paths(again); !paths) return paths.error();
  auto writer = GenerationWriter::open(again.index);
  if (!writer) return writer.error();
  const auto base = resolve_generation(again.index);  // under the lock: another writer may have been there
  if (!base) return base.error();
  // What is damaged must not be copied under a new checksum.
  const bool reads_meanwhile = threads_of(again) > 1 && !reads_standard_input(again);  // that comes only once
  const std::shared_future<Status> whole = std::async(reads_meanwhile ? std::launch::async : std::launch::deferred,
                                                      [&] { return verify_generation(*base); });
  const auto cleaning = Cleaning::create(again.knowledge_folder);
  if (!cleaning) return cleaning.error();
  const Analyzer analyzer;
  const Site site{again, *cleaning, analyzer, *writer, fingerprint_of(analyzer, cleaning->knowledge), start};
  auto old = OldGeneration::open(*base, maker_of(site.fingerprint), cleaning->linker);
  const auto drop_damaged = [&] {
    if (!whole.get()) old = whole.get().error();
  };
  const auto read_pages = [&] { return run_first_pass(again, *cleaning, *writer, old ? &*old : nullptr); };
  // Nothing that a generation says is trusted, so pages are read while it is checked, and again when it is damaged.
  if (!reads_meanwhile) drop_damaged();
  const bool had_old = old.ok();
  auto pass = read_pages();
  drop_damaged();
  if (had_old && !old) pass = read_pages();
  const OldGeneration* const known = old ? &*old : nullptr;
  if (!pass) return pass.error();
  UpdateReport report;
  if (known != nullptr && pass->inputs_digest == base->manifest.inputs_digest &&
      again.stock_tables == base->manifest.stock_tables) {
    report.unchanged = known->documents();
    return report;
  }
  auto built = finish(*pass, site, known);
  if (!built) return built.error();
  report.changed = true;
  report.build = std::move(*built);
  if (known == nullptr) report.built_anew = old.error().message;
  if (known != nullptr) {
    const UpdateCounts counts = count_changes(*pass, *known);
    report.added = counts.added;
    report.replaced = counts.changed;
    report.removed = counts.removed;
    report.unchanged = counts.unchanged;
    report.reindexed = pass->reindexed;
  }
  return report;
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
