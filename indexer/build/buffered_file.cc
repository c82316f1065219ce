#include "indexer/build/buffered_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "indexer/build/durable_files.h"

namespace polsearch {
namespace {

constexpr std::size_t kBufferBytes = 256 << 10;

}  // namespace

Result<BufferedFile> BufferedFile::create(const std::filesystem::path& path) {
  FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file) return cannot_write(path, errno);
  return BufferedFile(std::move(file), path);
}

Result<BufferedFile> BufferedFile::create_nameless(const std::filesystem::path& path) {
  FileHandle file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file || ::unlink(path.c_str()) != 0) return cannot_write(path, errno);
  return BufferedFile(std::move(file), path);
}

void BufferedFile::append(std::string_view bytes) {
  if (bytes.size() >= kBufferBytes) {  // straight on
    flush();
    return write(bytes);
  }
  buffer_ += bytes;
  if (buffer_.size() >= kBufferBytes) flush();
}

void BufferedFile::append_u64(std::uint64_t value) {
  char bytes[8];
  for (char& byte : bytes) {
    byte = static_cast<char>(value & 0xFF);
    value >>= 8;
  }
  append({bytes, sizeof bytes});
}

void BufferedFile::flush() {
  write(buffer_);
  buffer_.clear();
}

void BufferedFile::write(std::string_view bytes) {
  if (!failure_)
    if (Status written = file_.write_all(bytes, path_); !written) failure_ = written.error();
  written_ += bytes.size();
}

Status BufferedFile::copy_to(BufferedFile& other) {
  flush();
  if (failure_) return *failure_;
  for (std::uint64_t offset = 0; offset < written_; offset += kBufferBytes) {
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(kBufferBytes, written_ - offset));
    const auto piece = file_.read_exactly(offset, length, path_);
    if (!piece) return piece.error();
    other.append(*piece);
  }
  return Done{};
}

Status BufferedFile::finish_with_head(std::string_view head) {
  flush();
  if (failure_) return *failure_;
  if (Status written = file_.write_all_at(0, head, path_); !written) return written;
  return file_.close(path_);
}

}  // namespace polsearch
