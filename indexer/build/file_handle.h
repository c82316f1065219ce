// A file descriptor that closes itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include <polsearch/result.h>

namespace polsearch {

class FileHandle {
 public:
  FileHandle() = default;
  explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
  ~FileHandle();
  FileHandle(FileHandle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileHandle& operator=(FileHandle&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }

  explicit operator bool() const { return descriptor_ >= 0; }
  [[nodiscard]] int get() const { return descriptor_; }

  // All of it, through interruptions and short writes. `path` is for the error.
  [[nodiscard]] Status write_all(std::string_view bytes, const std::filesystem::path& path) const;
  // The same at `offset`; safe from many threads.
  [[nodiscard]] Status write_all_at(std::uint64_t offset, std::string_view bytes,
                                    const std::filesystem::path& path) const;
  // Exactly `length` bytes at `offset`; safe from many threads.
  [[nodiscard]] Result<std::string> read_exactly(std::uint64_t offset, std::size_t length,
                                                 const std::filesystem::path& path) const;
  // A late write error (NFS, quota) comes out here.
  [[nodiscard]] Status close(const std::filesystem::path& path);

 private:
  int descriptor_ = -1;
};

}  // namespace polsearch
