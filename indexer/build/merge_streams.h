// Term streams of documents that are numbered anew -> one stream, with the words and codes that a fresh build would
// give them.
//
//   {a: 1 2 3 -> 2 0 3}, {b: 1 -> 1} -> the records of b's 1, a's 1 and a's 3; words of a's 2 alone are gone
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include "analysis/mapped_file.h"

namespace polsearch {

// A stream as bytes; grammar: analysis/term_stream.h. Nothing that is read is trusted.
class StreamFile {
 public:
  // Errors (kIndex): missing, or its head makes no sense.
  [[nodiscard]] static Result<StreamFile> open(const std::filesystem::path& file);

  [[nodiscard]] std::uint32_t documents() const { return documents_; }
  [[nodiscard]] std::uint32_t terms() const { return terms_; }
  // From 1; empty: it has no words, or does not hold together.
  [[nodiscard]] std::string_view record(std::uint32_t document) const;
  // The dictionary from the block that word `number` opens, to its end.
  [[nodiscard]] std::string_view words_from(std::uint32_t number) const;
  // How often each word stands in all records, by its number. Errors (kIndex).
  [[nodiscard]] Result<std::vector<std::uint64_t>> counts() const;

 private:
  explicit StreamFile(MappedFile file) : file_(std::move(file)) {}
  MappedFile file_;
  std::uint32_t documents_ = 0, terms_ = 0;
  std::string_view records_, blocks_, block_index_, record_index_, counts_;
};

// As glass::MergeSource.
struct StreamSource {
  const StreamFile* stream = nullptr;
  std::span<const std::uint32_t> number_of;
};

struct MergeStreams {
  std::filesystem::path file;     // to be made
  std::filesystem::path scratch;  // for files without names
  std::uint32_t documents = 0;    // of the result: each of 1..documents comes from one source
};

// Has the same bytes as write_term_stream() of the same documents. Nothing is fsynced. Memory: twelve bytes a word
// of the dictionaries, eight a document. Errors (kIndex): of the files; a source that does not hold together.
[[nodiscard]] Status merge_term_streams(const std::vector<StreamSource>& sources, const MergeStreams& request);

}  // namespace polsearch
