#include "indexer/build/glass/run_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "analysis/glass_format.h"
#include "indexer/build/durable_files.h"

namespace polsearch::glass {

RunFile::RunFile(FileHandle file, std::filesystem::path path) : file_(std::move(file)), path_(std::move(path)) {}

Result<RunFile> RunFile::create(const std::filesystem::path& path) {
  FileHandle file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file || ::unlink(path.c_str()) != 0) return cannot_write(path, errno);
  return RunFile(std::move(file), path);
}

Status RunFile::append(std::uint32_t first_document, std::string_view stream) {
  if (stream.empty()) return Done{};
  const std::lock_guard lock(*mutex_);
  if (Status written = file_.write_all(stream, path_); !written) return written;
  extents_.push_back({first_document, end_, stream.size()});
  end_ += stream.size();
  return Done{};
}

std::vector<RunExtent> RunFile::extents() const {
  std::vector<RunExtent> sorted = extents_;
  std::sort(sorted.begin(), sorted.end(),
            [](const RunExtent& a, const RunExtent& b) { return a.first_document < b.first_document; });
  return sorted;
}

RunReader::RunReader(const RunFile& file, const RunExtent& extent, std::size_t buffer_bytes)
    : file_(&file),
      offset_(extent.offset),
      end_offset_(extent.offset + extent.bytes),
      buffer_(std::max(buffer_bytes, kMaxNumberBytes), '\0') {}

bool RunReader::next_group() {
  if (at_end()) return false;
  key_.assign(bytes());
  const std::uint64_t entries = number();
  total_ = number();
  if (entries == 0 || entries > UINT32_MAX || key_.size() > kMaxKeyBytes) damaged();
  entries_ = static_cast<std::uint32_t>(entries);
  document_ = 0;
  return !failure_;
}

std::string_view RunReader::bytes() {
  const std::uint64_t length = number();
  if (length > end_ - at_ + (end_offset_ - offset_)) damaged();
  if (failure_ || length == 0) return {};
  if (end_ - at_ < length) fill(static_cast<std::size_t>(length));
  if (failure_) return {};
  const std::size_t begin = at_;
  at_ += static_cast<std::size_t>(length);
  return std::string_view(buffer_).substr(begin, static_cast<std::size_t>(length));
}

std::uint64_t RunReader::long_number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && at_ < end_; shift += 7) {
    const auto byte = static_cast<unsigned char>(buffer_[at_++]);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  return damaged();
}

bool RunReader::fill(std::size_t wanted) {
  if (failure_) return false;
  buffer_.erase(0, at_);
  end_ -= at_;
  at_ = 0;
  buffer_.resize(std::max({wanted, buffer_.capacity(), kMaxNumberBytes}));
  while (end_ < wanted && offset_ < end_offset_) {
    const std::size_t room =
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer_.size() - end_, end_offset_ - offset_));
    const ssize_t got = ::pread(file_->handle().get(), buffer_.data() + end_, room, static_cast<off_t>(offset_));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      failure_ = Error{Error::Kind::kIndex,
                       "cannot read " + file_->path().string() + ": " +
                           (got < 0 ? std::generic_category().message(errno) : "it ends early"),
                       "check the disk, then build again"};
      return false;
    }
    end_ += static_cast<std::size_t>(got);
    offset_ += static_cast<std::uint64_t>(got);
  }
  return end_ > 0;
}

std::uint64_t RunReader::damaged() {
  if (!failure_)
    failure_ = Error{Error::Kind::kIndex, "the build's temporary file " + file_->path().string() + " is damaged",
                     "check the disk, then build again"};
  at_ = end_;
  return 0;
}

}  // namespace polsearch::glass
