#include "searcher/engine/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace polsearch::engine {
namespace {

constexpr int kRawWindow = -15;  // no header: raw deflate with a window of 32 KiB
constexpr std::size_t kMaxText = std::size_t{1} << 30;
constexpr std::size_t kFirstGuess = 4;  // times the stream's length

class Stream {
 public:
  explicit Stream(std::string_view bytes) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max()));
    is_open_ = inflateInit2(&stream_, kRawWindow) == Z_OK;
  }
  ~Stream() {
    if (is_open_) inflateEnd(&stream_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Appends at most `room` bytes. False: damage. Sets `is_done` at the stream's end.
  bool read(std::string& text, std::size_t room, bool& is_done) {
    if (!is_open_) return false;
    const std::size_t before = text.size();
    text.resize(before + room);
    stream_.next_out = reinterpret_cast<Bytef*>(text.data() + before);
    stream_.avail_out = static_cast<uInt>(room);
    const int status = ::inflate(&stream_, Z_SYNC_FLUSH);
    text.resize(text.size() - stream_.avail_out);
    is_done = status == Z_STREAM_END;
    return is_done || (status == Z_OK && stream_.avail_out == 0);
  }

 private:
  z_stream stream_{};
  bool is_open_ = false;
};

}  // namespace

std::optional<std::string> inflate_beginning(std::string_view bytes, std::size_t wanted) {
  Stream stream(bytes);
  std::string text;
  bool is_done = false;
  std::size_t room = std::min(wanted, std::max<std::size_t>(bytes.size() * kFirstGuess, 64));
  while (!is_done && text.size() < wanted) {
    if (text.size() > kMaxText || !stream.read(text, room, is_done)) return std::nullopt;
    room = std::min(wanted - text.size(), text.size());
  }
  return text;
}

std::optional<std::string> inflate(std::string_view stream) {
  return inflate_beginning(stream, std::numeric_limits<std::size_t>::max());
}

}  // namespace polsearch::engine
