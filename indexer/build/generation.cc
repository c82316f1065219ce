// Lock, staging, publication of a generation. Every step that must survive a power cut is fsynced before the next.
#include "indexer/build/generation.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <future>
#include <system_error>
#include <vector>

#include "indexer/build/durable_files.h"

namespace polsearch {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStagingName = ".polsearch-staging";

// A folder with a generation's name is ours only with a manifest inside: a stranger may number folders too.
bool is_generation(const fs::path& path) {
  std::error_code ignored;
  return is_generation_name(path.filename().string()) && fs::is_directory(fs::symlink_status(path, ignored)) &&
         fs::exists(path / "manifest.json", ignored);
}

bool is_ours(const fs::path& path) {
  const std::string name = path.filename().string();
  return name == "current" || name == "current.tmp" || name == "lock" || name == kStagingName || is_generation(path);
}

bool has_pointer(const fs::path& index) {
  const auto text = read_file(index / "current", 4096);
  return text.ok() && text->starts_with("polsearch index ");
}

Result<std::vector<fs::path>> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator(); at.increment(error))
    entries.push_back(at->path());
  if (error) return Error{Error::Kind::kIndex, "cannot list " + folder.string() + ": " + error.message(), ""};
  std::sort(entries.begin(), entries.end());
  return entries;
}

// A new or empty folder, one with a pointer of ours, or what a first build left when it died.
Status check_folder_is_ours(const fs::path& index) {
  if (has_pointer(index)) return Done{};
  const auto entries = entries_of(index);
  if (!entries) return entries.error();
  for (const fs::path& entry : *entries)
    if (!is_ours(entry) || entry.filename() == "current")
      return Error{Error::Kind::kIndex,
                   index.string() + " is not empty and not a polsearch index: it holds " + entry.filename().string(),
                   "give -o a new or an empty folder; nothing was touched"};
  return Done{};
}

Status make_folder(const fs::path& index) {
  std::error_code error;
  if (fs::is_directory(index, error)) return Done{};
  if (fs::exists(index, error))
    return Error{Error::Kind::kIndex, index.string() + " is a file, an index is a folder",
                 "give -o a new or an empty folder"};
  if (!fs::create_directories(index, error) && error) return cannot_write(index, error.value());
  return sync_path(fs::absolute(index).lexically_normal().parent_path());
}

std::string holder_of(const fs::path& lock) {
  const auto text = read_file(lock, 64);
  const std::string pid = text.ok() ? text->substr(0, text->find('\n')) : std::string();
  return pid.empty() ? "another process" : "process " + pid;
}

Result<FileHandle> take_lock(const fs::path& index) {
  const fs::path path = index / "lock";
  FileHandle lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (!lock) return cannot_write(path, errno);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot_write(path, errno);
    return Error{Error::Kind::kIndex, index.string() + " is being written by " + holder_of(path),
                 "wait until it is done"};
  }
  if (::ftruncate(lock.get(), 0) != 0) return cannot_write(path, errno);
  if (Status written = lock.write_all(std::to_string(::getpid()) + "\n", path); !written) return written.error();
  return lock;
}

std::string current_generation(const fs::path& index) {
  const auto text = read_file(index / "current", 4096);
  if (!text) return {};
  const auto pointer = parse_pointer(*text);
  return pointer.ok() ? pointer->generation : std::string();
}

// Under the staging name first: killed half-way, a generation without its manifest would pass for a stranger's folder.
void remove_generation(const fs::path& index, const fs::path& generation) {
  std::error_code ignored;
  fs::rename(generation, index / kStagingName, ignored);
  fs::remove_all(index / kStagingName, ignored);
}

// Everything of ours but the current generation. Without a readable pointer nobody knows which one counts: all stay.
void remove_leftovers(const fs::path& index) {
  const std::string current = current_generation(index);
  std::error_code ignored;
  fs::remove_all(index / kStagingName, ignored);
  fs::remove(index / "current.tmp", ignored);
  const auto entries = entries_of(index);
  if (current.empty() || !entries) return;
  for (const fs::path& entry : *entries)
    if (is_generation(entry) && entry.filename() != current) remove_generation(index, entry);
}

Result<std::string> next_generation(const fs::path& index) {
  std::uint64_t highest = 0;
  const auto entries = entries_of(index);
  if (!entries) return entries.error();
  for (const fs::path& entry : *entries) {
    const std::string name = entry.filename().string();
    std::uint64_t number = 0;
    if (is_generation_name(name)) std::from_chars(name.data(), name.data() + name.size(), number);
    highest = std::max(highest, number);
  }
  std::string name = std::to_string(highest + 1);
  return std::string(6 - std::min<std::size_t>(6, name.size()), '0') + name;
}

Result<std::vector<ManifestFile>> list_files(const fs::path& content) {
  std::vector<ManifestFile> files;
  std::error_code error;
  fs::recursive_directory_iterator at(content, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (!at->is_regular_file(error)) continue;
    auto digest = digest_of_file(at->path());
    if (!digest) return Error{Error::Kind::kIndex, digest.error().message, ""};
    files.push_back(
        {at->path().lexically_relative(content).generic_string(), at->file_size(error), std::move(*digest)});
  }
  if (error) return Error{Error::Kind::kIndex, "cannot list " + content.string() + ": " + error.message(), ""};
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace

GenerationWriter::GenerationWriter(fs::path index, FileHandle lock)
    : index_(std::move(index)), staging_(index_ / kStagingName), lock_(std::move(lock)) {}

GenerationWriter::~GenerationWriter() {
  if (!lock_) return;
  std::error_code ignored;
  fs::remove_all(staging_, ignored);
}

Result<GenerationWriter> GenerationWriter::open(const fs::path& index) {
  if (Status made = make_folder(index); !made) return made.error();
  if (Status ours = check_folder_is_ours(index); !ours) return ours.error();
  auto lock = take_lock(index);
  if (!lock) return lock.error();
  GenerationWriter writer(index, std::move(*lock));
  if (Status clean = writer.start_clean(); !clean) return clean.error();
  return writer;
}

Status GenerationWriter::start_clean() {
  remove_leftovers(index_);
  for (const fs::path& folder : {staging_, scratch(), content()}) {
    std::error_code error;
    if (!fs::create_directory(folder, error)) return cannot_write(folder, error ? error.value() : EEXIST);
  }
  return Done{};
}

void sweep_index(const fs::path& index) {
  if (!has_pointer(index)) return;
  const auto lock = take_lock(index);
  if (lock) remove_leftovers(index);
}

Status check_no_strangers(const fs::path& index) {
  const auto entries = entries_of(index);
  if (!entries) return entries.error();
  for (const fs::path& entry : *entries)
    if (!is_ours(entry))
      return Error{Error::Kind::kIndex,
                   "damaged: " + entry.filename().string() + " does not belong to the index at " + index.string(),
                   "move it elsewhere; a build leaves it alone"};
  return Done{};
}

Result<std::uint64_t> GenerationWriter::publish(Manifest manifest) {
  // The disk writes the files while their checksums are made.
  auto synced = std::async(std::launch::async, [folder = content()] { return sync_tree(folder); });
  auto files = list_files(content());
  if (Status on_disk = synced.get(); !on_disk) return on_disk.error();
  if (!files) return files.error();
  manifest.files = std::move(*files);
  const std::string text = print_manifest(manifest);
  if (Status written = write_durably(content() / "manifest.json", text); !written) return written.error();
  if (Status named = sync_path(content()); !named) return named.error();
  const auto name = next_generation(index_);
  if (!name) return name.error();
  if (Status renamed = rename_durably(content(), index_ / *name); !renamed) return renamed.error();
  if (Status written = write_durably(index_ / "current.tmp", print_pointer({*name, digest_of(text)})); !written)
    return written.error();
  if (Status renamed = rename_durably(index_ / "current.tmp", index_ / "current"); !renamed) return renamed.error();
  remove_leftovers(index_);
  std::uint64_t bytes = text.size();
  for (const ManifestFile& file : manifest.files) bytes += file.bytes;
  return bytes;
}

}  // namespace polsearch
