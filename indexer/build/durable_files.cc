// write, fsync, rename with every result looked at.
#include "indexer/build/durable_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

#include "indexer/build/file_handle.h"

namespace polsearch {

namespace fs = std::filesystem;

Error cannot_write(const fs::path& path, int error_number) {
  std::string hint;
  if (error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG)
    hint = "the old index, if there is one, is untouched; make room and build again";
  return {Error::Kind::kIndex, "cannot write " + path.string() + ": " + std::generic_category().message(error_number),
          std::move(hint)};
}

Status write_durably(const fs::path& path, std::string_view bytes) {
  FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file) return cannot_write(path, errno);
  if (Status written = file.write_all(bytes, path); !written) return written;
  if (::fsync(file.get()) != 0) return cannot_write(path, errno);
  return file.close(path);
}

Status sync_path(const fs::path& path) {
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file || ::fsync(file.get()) != 0) return cannot_write(path, errno);
  return Done{};
}

Status sync_tree(const fs::path& folder) {
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error))
    if (Status synced = sync_path(at->path()); !synced) return synced;
  if (error) return cannot_write(folder, error.value());
  return sync_path(folder);
}

Status rename_durably(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return cannot_write(to, errno);
  return sync_path(to.parent_path());
}

}  // namespace polsearch
