// Runs of documents' words -> the term stream of a generation (analysis/term_stream.h).
//
//   write_term_stream({runs of documents 1..400, 401..800}, 800 documents, "000003/stream")
#pragma once

#include <cstdint>
#include <filesystem>

#include <polsearch/result.h>
#include "indexer/build/glass/run_file.h"
#include "indexer/build/stream_run.h"

namespace polsearch {

// Where runs wait until all are there.
class StreamRunFiles {
 public:
  // `scratch`: a folder for files without names.
  [[nodiscard]] static Result<StreamRunFiles> create(const std::filesystem::path& scratch);

  // From any thread, in any order. `first_document` is the number of the run's first. Errors: kIndex.
  [[nodiscard]] Status append(std::uint32_t first_document, const StreamRunBytes& run);

  [[nodiscard]] const glass::RunFile& words() const { return words_; }
  [[nodiscard]] const glass::RunFile& documents() const { return documents_; }

 private:
  StreamRunFiles(glass::RunFile words, glass::RunFile documents)
      : words_(std::move(words)), documents_(std::move(documents)) {}
  glass::RunFile words_, documents_;
};

struct WriteStream {
  std::filesystem::path file;     // to be made
  std::filesystem::path scratch;  // for files without names
  std::uint32_t documents = 0;    // that the runs hold, together
  std::size_t buffer_bytes = 0;   // for each run, while they are merged
};

// The same documents give the same bytes, however they are spread over runs. Nothing is fsynced. Memory: a buffer and
// some KB a run, four bytes for each word of the run in work. Errors (kIndex): of the files; more than 270 million
// words.
[[nodiscard]] Status write_term_stream(const StreamRunFiles& runs, const WriteStream& request);

}  // namespace polsearch
