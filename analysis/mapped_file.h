// A file read in place: its bytes stand in memory as long as this object does, and are fetched when they are touched.
//
//   MappedFile::open("000003/stream") -> bytes() "polstrm1..."
// Files of a generation never change once they are published, so what was checked stays checked.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include <polsearch/result.h>

namespace polsearch {

class MappedFile {
 public:
  // Errors (kIndex): missing, not a regular file, no memory to map it. An empty file has no bytes.
  [[nodiscard]] static Result<MappedFile> open(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  [[nodiscard]] std::string_view bytes() const { return {begin_, size_}; }

 private:
  MappedFile(const char* begin, std::size_t size) : begin_(begin), size_(size) {}
  const char* begin_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace polsearch
