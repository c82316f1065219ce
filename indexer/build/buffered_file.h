// A file written from its begin to its end through a buffer; without a name when it is only to be copied into another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <polsearch/result.h>
#include "indexer/build/file_handle.h"

namespace polsearch {

// The first failure sticks: later calls do nothing, finish_with_head() and copy_to() return it.
class BufferedFile {
 public:
  [[nodiscard]] static Result<BufferedFile> create(const std::filesystem::path& path);
  [[nodiscard]] static Result<BufferedFile> create_nameless(const std::filesystem::path& path);

  void append(std::string_view bytes);
  void append_u64(std::uint64_t value);  // little-endian
  [[nodiscard]] std::uint64_t size() const { return written_ + buffer_.size(); }

  // Appends everything in this file to `other`.
  [[nodiscard]] Status copy_to(BufferedFile& other);
  // Writes what is held, puts `head` in the place of the file's first bytes, and closes it (without fsync).
  [[nodiscard]] Status finish_with_head(std::string_view head);

 private:
  BufferedFile(FileHandle file, std::filesystem::path path) : file_(std::move(file)), path_(std::move(path)) {}
  void flush();
  void write(std::string_view bytes);

  FileHandle file_;
  std::filesystem::path path_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  std::optional<Error> failure_;
};

}  // namespace polsearch
