#include "indexer/read/compressed_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace polsearch {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr std::uint64_t kRatioFrom = 16ull << 20;  // small files may be as repetitive as they like

Error reason(std::string text) { return {Error::Kind::kInput, std::move(text), {}}; }

Error system_reason(int code) {
  std::string text = std::generic_category().message(code);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return reason(std::move(text));
}

class PlainFile final : public ByteSource {
 public:
  explicit PlainFile(int descriptor) : descriptor_(descriptor) {}
  ~PlainFile() override { ::close(descriptor_); }
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;

  Result<std::size_t> read(char* buffer, std::size_t size) override {
    for (;;) {
      const ssize_t count = ::read(descriptor_, buffer, size);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return system_reason(errno);
    }
  }

 private:
  int descriptor_;
};

// Packed bytes as they come from below, counted on both sides.
class PackedInput {
 public:
  PackedInput(std::unique_ptr<ByteSource> source, std::uint64_t max_ratio)
      : source_(std::move(source)), max_ratio_(max_ratio) {}

  // Unread packed bytes, refilled when used up; empty at the end.
  Result<std::string_view> peek() {
    if (begin_ == end_ && !ended_) {
      Result<std::size_t> count = source_->read(buffer_.data(), buffer_.size());
      if (!count) return count.error();
      begin_ = 0;
      end_ = *count;
      ended_ = *count == 0;
    }
    return std::string_view(buffer_.data() + begin_, end_ - begin_);
  }
  void consume(std::size_t bytes) { begin_ += bytes, packed_ += bytes; }
  Status count_unpacked(std::size_t bytes) {
    unpacked_ += bytes;
    if (unpacked_ > kRatioFrom && unpacked_ / max_ratio_ > packed_)
      return reason(fmt::format("unpacks to over {} times its size, the limit", max_ratio_));
    return Done{};
  }

 private:
  std::unique_ptr<ByteSource> source_;
  std::uint64_t max_ratio_;
  std::vector<char> buffer_ = std::vector<char>(kBufferBytes);
  std::size_t begin_ = 0, end_ = 0;
  bool ended_ = false;
  std::uint64_t packed_ = 0, unpacked_ = 0;
};

class GzipSource final : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> source, std::uint64_t max_ratio) : input_(std::move(source), max_ratio) {
    is_ready_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK;
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  Result<std::size_t> read(char* buffer, std::size_t size) override {
    if (!is_ready_) return reason("out of memory for gzip");
    for (;;) {
      Result<std::string_view> packed = input_.peek();
      if (!packed) return packed.error();
      if (packed->empty())
        return in_member_ ? Result<std::size_t>(reason("gzip file is cut off")) : Result<std::size_t>(std::size_t{0});
      if (!in_member_ && members_ > 0 && (*packed)[0] != '\x1f')
        return std::size_t{0};  // padding behind the last member
      const Result<std::size_t> count = inflate_some(*packed, buffer, size);
      if (!count || *count > 0) return count;
    }
  }

 private:
  Result<std::size_t> inflate_some(std::string_view packed, char* buffer, std::size_t size) {
    in_member_ = true;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    stream_.next_out = reinterpret_cast<Bytef*>(buffer);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1u << 30));
    const uInt room = stream_.avail_out;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) return reason("gzip data is damaged");
    input_.consume(packed.size() - stream_.avail_in);
    if (code == Z_STREAM_END) {
      in_member_ = false;
      ++members_;
      if (inflateReset(&stream_) != Z_OK) return reason("gzip data is damaged");
    }
    const std::size_t count = room - stream_.avail_out;
    if (Status status = input_.count_unpacked(count); !status) return status.error();
    return count;
  }

  PackedInput input_;
  z_stream stream_{};
  bool is_ready_ = false;
  bool in_member_ = false;
  std::uint64_t members_ = 0;
};

class ZstdSource final : public ByteSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> source, std::uint64_t max_ratio)
      : input_(std::move(source), max_ratio), stream_(ZSTD_createDStream(), ZSTD_freeDStream) {
    // 2^27 bytes is what the zstd program accepts by default: a header cannot ask for gigabytes.
    if (stream_) ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, 27);
  }

  Result<std::size_t> read(char* buffer, std::size_t size) override {
    if (!stream_) return reason("out of memory for zstd");
    for (;;) {
      Result<std::string_view> packed = input_.peek();
      if (!packed) return packed.error();
      // A frame may still hold output when its last input byte is gone.
      if (packed->empty() && !in_frame_) return std::size_t{0};
      ZSTD_inBuffer in{packed->data(), packed->size(), 0};
      ZSTD_outBuffer out{buffer, size, 0};
      const std::size_t code = ZSTD_decompressStream(stream_.get(), &out, &in);
      if (ZSTD_isError(code)) return reason(fmt::format("zstd data is damaged: {}", ZSTD_getErrorName(code)));
      if (packed->empty() && out.pos == 0) return reason("zstd file is cut off");
      in_frame_ = code != 0;
      input_.consume(in.pos);
      if (Status status = input_.count_unpacked(out.pos); !status) return status.error();
      if (out.pos > 0) return out.pos;
    }
  }

 private:
  PackedInput input_;
  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream_;
  bool in_frame_ = false;
};

class StreamSource final : public ByteSource {
 public:
  explicit StreamSource(std::istream& stream) : stream_(stream) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    stream_.read(buffer, static_cast<std::streamsize>(size));
    if (stream_.bad()) return reason("cannot read standard input");
    return static_cast<std::size_t>(stream_.gcount());
  }

 private:
  std::istream& stream_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const std::size_t count = bytes_.copy(buffer, size, offset_);
    offset_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t offset_ = 0;
};

bool ends_with_ignoring_case(std::string_view text, std::string_view ending) {
  if (text.size() < ending.size()) return false;
  return std::equal(ending.begin(), ending.end(), text.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b); });
}

std::string_view kind_of_file(mode_t mode) {
  if (S_ISDIR(mode)) return "is a folder";
  if (S_ISFIFO(mode)) return "is a FIFO, not a file";
  if (S_ISSOCK(mode)) return "is a socket, not a file";
  return "is a device, not a file";
}

}  // namespace

Packing packing_of(std::string_view path) {
  if (ends_with_ignoring_case(path, ".gz")) return Packing::kGzip;
  if (ends_with_ignoring_case(path, ".zst")) return Packing::kZstd;
  return Packing::kNone;
}

Result<std::unique_ptr<ByteSource>> open_file(const std::string& path, const ReadLimits& limits) {
  // O_NONBLOCK: opening a FIFO must not wait for its writer. It means nothing for regular files.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) return errno == ENXIO ? reason("is a socket, not a file") : system_reason(errno);
  auto plain = std::make_unique<PlainFile>(descriptor);
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0) return system_reason(errno);
  if (!S_ISREG(facts.st_mode)) return reason(std::string(kind_of_file(facts.st_mode)));
  switch (packing_of(path)) {
    case Packing::kGzip:
      return std::unique_ptr<ByteSource>(std::make_unique<GzipSource>(std::move(plain), limits.compression_ratio));
    case Packing::kZstd:
      return std::unique_ptr<ByteSource>(std::make_unique<ZstdSource>(std::move(plain), limits.compression_ratio));
    case Packing::kNone: break;
  }
  return std::unique_ptr<ByteSource>(std::move(plain));
}

std::unique_ptr<ByteSource> stream_source(std::istream& stream) { return std::make_unique<StreamSource>(stream); }
std::unique_ptr<ByteSource> memory_source(std::string bytes) {
  return std::make_unique<MemorySource>(std::move(bytes));
}

std::unique_ptr<ByteSource> unpack_gzip(std::unique_ptr<ByteSource> packed, const ReadLimits& limits) {
  return std::make_unique<GzipSource>(std::move(packed), limits.compression_ratio);
}

Result<std::string> read_all(ByteSource& source, std::uint64_t max_bytes) {
  std::string bytes;
  for (;;) {
    const std::size_t size = bytes.size();
    bytes.resize(size + kBufferBytes);
    const Result<std::size_t> count = source.read(bytes.data() + size, kBufferBytes);
    if (!count) return count.error();
    bytes.resize(size + *count);
    if (*count == 0) return bytes;
    if (bytes.size() > max_bytes) return reason(fmt::format("file is over {}, the limit", print_bytes(max_bytes)));
  }
}

Result<bool> LineReader::refill() {
  if (ended_) return false;
  buffer_.resize(kBufferBytes);
  const Result<std::size_t> count = source_.read(buffer_.data(), buffer_.size());
  if (!count) return count.error();
  buffer_.resize(*count);
  begin_ = 0;
  ended_ = *count == 0;
  return !ended_;
}

Result<LineReader::Found> LineReader::next() {
  line_.clear();
  Found found;
  for (;;) {
    if (begin_ == buffer_.size()) {
      const Result<bool> more = refill();
      if (!more) return more.error();
      if (!*more) return found;
    }
    found.is_line = true;
    const std::size_t end = std::min(buffer_.find('\n', begin_), buffer_.size());
    const bool is_complete = end < buffer_.size();
    const std::string_view piece(buffer_.data() + begin_, end - begin_);
    begin_ = is_complete ? end + 1 : end;
    if (!found.too_long && line_.size() + piece.size() > max_bytes_) found.too_long = true, line_ = std::string();
    const bool is_whole = is_complete && line_.empty();
    if (!found.too_long && !is_whole) line_ += piece;
    found.text = found.too_long ? std::string_view() : is_whole ? piece : std::string_view(line_);
    if (is_complete) return found;
  }
}

std::string print_bytes(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 4> units = {"bytes", "KiB", "MiB", "GiB"};
  std::size_t unit = 0;
  auto amount = static_cast<double>(bytes);
  while (amount >= 1024 && unit + 1 < units.size()) amount /= 1024, ++unit;
  return fmt::format("{:.4g} {}", amount, units[unit]);
}

}  // namespace polsearch
