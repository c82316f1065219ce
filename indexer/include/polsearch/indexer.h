// Building an index from your own program: the public face of polsearch::indexer.
//
//   polsearch::BuildRequest request;
//   request.index = "policy.index";
//   request.paths = {"pages/"};
//   auto report = polsearch::build_index(request);
//   if (!report.ok()) std::cerr << report.error().message << '\n';
//
// Neither Xapian's nor ICU's headers are included. All text is UTF-8.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include <polsearch/result.h>

namespace polsearch {

struct BuildProgress {
  std::uint64_t documents = 0;  // read so far; in the second pass: written so far
  std::uint64_t bytes = 0;      // of input
  bool writing = false;         // second pass
};

// How the Xapian tables are written; both give the same content.
enum class Builder : std::uint8_t {
  kGlass,   // directly, in Xapian's table format: several times faster, the same bytes for the same input
  kXapian,  // through Xapian's API
};

struct BuildRequest {
  std::string index;                       // folder to make or replace
  std::vector<std::string> paths;          // files, folders, "-" for JSONL on standard input
  std::istream* standard_input = nullptr;  // what "-" reads; without it "-" is an error
  std::string knowledge_folder;            // overlay tables; empty: the embedded ones
  unsigned jobs = 0;                       // threads; 0: one a core
  unsigned memory_mib = 256;               // bound on what the build keeps in memory
  Builder builder = Builder::kGlass;
  bool stock_tables = false;  // also positions and term lists for Xapian's own tools: 2.6 times the size
  std::function<void(const BuildProgress&)> progress;  // called now and then, from one thread at a time; may be empty
};

struct SkippedInput {
  std::string path;  // "in/pages.jsonl:17" for a line
  std::string reason;
};

// Something that a document says of itself and that was not used: a date that is none. The document is indexed.
struct InputNote {
  std::string path;  // as of a skip
  std::string text;
};

struct BuildReport {
  std::uint64_t documents = 0;
  std::vector<SkippedInput> skipped;  // in the order met
  std::vector<InputNote> notes;       // likewise; of an update: of new and changed pages
  std::uint64_t duplicates = 0;       // documents that repeat the text of another, an earlier one; indexed too
  std::uint64_t bytes = 0;            // of input read
  double seconds = 0;
  std::uint64_t index_bytes = 0;
};

// Builds `request.index` anew and publishes it atomically: at any moment, also after a crash, the folder holds the
// whole old index or the whole new one. The same input gives the same index whatever `jobs` and `memory_mib` are.
// Errors: no document and no bad file found, or no document and something that could not be read (kInput); index locked by another writer, not writable, or a folder of
// someone else's (kIndex). Linear in the input; two calls on one index at once: the second fails.
[[nodiscard]] Result<BuildReport> build_index(const BuildRequest& request);

struct UpdateReport {
  bool changed = false;  // false: nothing was added, changed or removed, and the index was left alone
  BuildReport build;     // filled when changed
  // Documents by id: new ones, those whose page is another, gone ones, the same ones.
  std::uint64_t added = 0, replaced = 0, removed = 0, unchanged = 0;
  // Of the same ones: those that were indexed again, because other near-duplicates or recurring lines than before are
  // theirs.
  std::uint64_t reindexed = 0;
  std::string built_anew;  // why every page was cleaned again: "damaged: ...", "..."; empty: they were not
};

// Brings an index up to date with its inputs: `request.paths`, or those of its last build when empty. Only new and
// changed pages are cleaned; the rest is merged from the generation before. The result is the same as a fresh build's,
// byte for byte. Where that generation cannot be merged (damaged, another version's, changed by a stock writer), it is
// built anew. Errors: as build_index; no index there (kIndex, kFormat).
[[nodiscard]] Result<UpdateReport> update_index(const BuildRequest& request);

}  // namespace polsearch
