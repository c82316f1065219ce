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
#include <string>
#include <vector>

#include <polsearch/result.h>

namespace polsearch {

struct BuildProgress {
  std::uint64_t documents = 0;  // read so far
  std::uint64_t bytes = 0;      // of input
  bool writing = false;         // second pass
};

struct BuildRequest {
  std::string index;                 // folder to make or replace
  std::vector<std::string> paths;    // files, folders, "-" for JSONL on standard input
  std::string knowledge_folder;      // overlay tables; empty: the embedded ones
  unsigned jobs = 0;                 // threads; 0: one a core
  unsigned memory_mib = 256;         // bound on what the build keeps in memory
  std::function<void(const BuildProgress&)> progress;  // called now and then from the building thread; may be empty
};

struct SkippedInput {
  std::string path;
  std::string reason;
};

struct BuildReport {
  std::uint64_t documents = 0;
  std::vector<SkippedInput> skipped;  // in the order met
  std::uint64_t duplicates = 0;       // documents whose id was already taken (skipped too), see skipped
  std::uint64_t bytes = 0;            // of input read
  double seconds = 0;
  std::uint64_t index_bytes = 0;
};

// Builds `request.index` anew and publishes it atomically: at any moment, also after a crash, the folder holds the whole
// old index or the whole new one. Errors: nothing readable (kInput), index locked by another writer or not writable (kIndex).
[[nodiscard]] Result<BuildReport> build_index(const BuildRequest& request);

}  // namespace polsearch
