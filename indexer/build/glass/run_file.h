// Runs on disk, until they are merged: one file for all runs of a kind, without a name, so that nothing stays behind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include "indexer/build/file_handle.h"

namespace polsearch::glass {

struct RunExtent {
  std::uint32_t first_document = 0;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

class RunFile {
 public:
  [[nodiscard]] static Result<RunFile> create(const std::filesystem::path& path);

  // From any thread, in any order. Errors: kIndex.
  [[nodiscard]] Status append(std::uint32_t first_document, std::string_view stream);

  // By first document; empty streams have none. When nothing is appended any more.
  [[nodiscard]] std::vector<RunExtent> extents() const;
  [[nodiscard]] const FileHandle& handle() const { return file_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }  // for errors

 private:
  RunFile(FileHandle file, std::filesystem::path path);

  FileHandle file_;
  std::filesystem::path path_;
  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
  std::vector<RunExtent> extents_;
  std::uint64_t end_ = 0;
};

// Reads a stream (run_inverter.h) group by group through a small buffer. The file is not trusted: what does not hold
// together is an error, never a read outside the buffer. Errors stick: everything is 0 or empty after one.
class RunReader {
 public:
  // `file` outlives it.
  RunReader(const RunFile& file, const RunExtent& extent, std::size_t buffer_bytes);

  [[nodiscard]] bool at_end() const { return failure_ || (at_ == end_ && offset_ == end_offset_); }

  // The next group's head; the last one's entries have been read. False at the end and after an error.
  bool next_group();
  [[nodiscard]] std::string_view key() const { return key_; }
  [[nodiscard]] std::uint32_t entries() const { return entries_; }
  [[nodiscard]] std::uint64_t total() const { return total_; }

  // An entry is its document and then a number or bytes.
  std::uint32_t next_document() { return document_ += static_cast<std::uint32_t>(number()); }
  std::uint64_t number() {
    if (end_ - at_ < kMaxNumberBytes && !fill(kMaxNumberBytes)) return damaged();
    const auto first = static_cast<unsigned char>(buffer_[at_]);
    if (first >= 0x80) return long_number();
    ++at_;
    return first;
  }
  std::string_view bytes();  // valid until the next call

  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  static constexpr std::size_t kMaxNumberBytes = 10;
  std::uint64_t long_number();
  bool fill(std::size_t wanted);  // true: a byte at least is there; as many as wanted, unless the stream ends
  std::uint64_t damaged();

  const RunFile* file_;
  std::uint64_t offset_, end_offset_;  // of the stream's part that is not in the buffer yet
  std::string buffer_;
  std::size_t at_ = 0, end_ = 0;  // in buffer_
  std::string key_;
  std::uint64_t total_ = 0;
  std::uint32_t entries_ = 0, document_ = 0;
  std::optional<Error> failure_;
};

}  // namespace polsearch::glass
