// Files that are on the disk when the call returns, and errors that say which file and why.
#pragma once

#include <filesystem>
#include <string_view>

#include <polsearch/result.h>

namespace polsearch {

// "cannot write pages.index/columns: no space left on device"; kIndex.
[[nodiscard]] Error cannot_write(const std::filesystem::path& path, int error_number);

// Creates or replaces `path` with `bytes` and fsyncs it. Not atomic: write beside and rename.
[[nodiscard]] Status write_durably(const std::filesystem::path& path, std::string_view bytes);

// fsync of a file or of a folder's entries.
[[nodiscard]] Status sync_path(const std::filesystem::path& path);

// Every file and folder below `folder`, and itself.
[[nodiscard]] Status sync_tree(const std::filesystem::path& folder);

// Renames, and makes the rename durable.
[[nodiscard]] Status rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace polsearch
