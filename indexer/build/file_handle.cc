#include "indexer/build/file_handle.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "indexer/build/durable_files.h"

namespace polsearch {

FileHandle::~FileHandle() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Status FileHandle::write_all(std::string_view bytes, const std::filesystem::path& path) const {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return cannot_write(path, written < 0 ? errno : EIO);  // none taken: asking again would not end
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return Done{};
}

Status FileHandle::write_all_at(std::uint64_t offset, std::string_view bytes, const std::filesystem::path& path) const {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return cannot_write(path, written < 0 ? errno : EIO);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return Done{};
}

Result<std::string> FileHandle::read_exactly(std::uint64_t offset, std::size_t length,
                                             const std::filesystem::path& path) const {
  std::string bytes(length, '\0');
  for (std::size_t done = 0; done < length;) {
    const ssize_t got = ::pread(descriptor_, bytes.data() + done, length - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0)
      return Error{
          Error::Kind::kIndex,
          "cannot read " + path.string() + ": " + (got < 0 ? std::generic_category().message(errno) : "it ends early"),
          ""};
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

Status FileHandle::close(const std::filesystem::path& path) {
  const int descriptor = std::exchange(descriptor_, -1);
  if (::close(descriptor) != 0) return cannot_write(path, errno);
  return Done{};
}

}  // namespace polsearch
