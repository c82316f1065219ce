#include "analysis/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace polsearch {
namespace {

Error cannot_map(const std::filesystem::path& path, int error) {
  return {Error::Kind::kIndex, "cannot read " + path.string() + ": " + std::generic_category().message(error), ""};
}

// Owns the descriptor while the file is looked at; the mapping needs none.
struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat status {};
  if (file.number < 0 || ::fstat(file.number, &status) != 0) return cannot_map(path, errno);
  if (!S_ISREG(status.st_mode)) return cannot_map(path, EINVAL);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return MappedFile(nullptr, 0);
  void* begin = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.number, 0);
  if (begin == MAP_FAILED) return cannot_map(path, errno);
  return MappedFile(static_cast<const char*>(begin), size);
}

MappedFile::~MappedFile() {
  if (begin_) ::munmap(const_cast<char*>(begin_), size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : begin_(std::exchange(other.begin_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(begin_, other.begin_);
  std::swap(size_, other.size_);
  return *this;
}

}  // namespace polsearch
