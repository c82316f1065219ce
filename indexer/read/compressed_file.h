// A file, packed or not, as a stream of its unpacked bytes.
//
//   "pages.jsonl.gz"  ->  read() ... read() gives the JSON lines; memory stays at two buffers
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include <polsearch/result.h>
#include "indexer/read.h"

namespace polsearch {

// Where bytes come from. Errors carry the skip's reason alone ("permission denied"), no path.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills at most `size` bytes; 0 only at the end. Once it failed or ended, it is not called again.
  [[nodiscard]] virtual Result<std::size_t> read(char* buffer, std::size_t size) = 0;
};

enum class Packing : std::uint8_t { kNone, kGzip, kZstd };

// By the ending: ".gz", ".zst", any case.
[[nodiscard]] Packing packing_of(std::string_view path);

// Opens a regular file (through symbolic links); anything else is an error. Never blocks on a FIFO.
// Members of a gzip file and frames of a zstd file follow one another as one stream; zeros or other bytes behind the
// last gzip member are ignored. Error of read(): damaged or cut off, or unpacked : packed beyond
// limits.compression_ratio.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_file(const std::string& path, const ReadLimits& limits);

[[nodiscard]] std::unique_ptr<ByteSource> stream_source(std::istream& stream);  // `stream` must outlive it
[[nodiscard]] std::unique_ptr<ByteSource> memory_source(std::string bytes);
[[nodiscard]] std::unique_ptr<ByteSource> unpack_gzip(std::unique_ptr<ByteSource> packed, const ReadLimits& limits);

// The whole source; error when it holds more than `max_bytes`: "file is over 64 MiB".
[[nodiscard]] Result<std::string> read_all(ByteSource& source, std::uint64_t max_bytes);

// Cuts a source into its lines, longer ones than `max_bytes` passed over without keeping them.
class LineReader {
 public:
  LineReader(ByteSource& source, std::uint64_t max_bytes) : source_(source), max_bytes_(max_bytes) {}

  struct Found {
    bool is_line = false;  // false: the source has ended
    bool too_long = false;
    std::string_view text;  // without its \n, until the next call; empty when too_long
  };
  [[nodiscard]] Result<Found> next();

 private:
  [[nodiscard]] Result<bool> refill();
  ByteSource& source_;
  std::uint64_t max_bytes_;
  std::string buffer_, line_;  // line_: of which the buffer holds but a part
  std::size_t begin_ = 0;
  bool ended_ = false;
};

// "64 MiB", "1.5 KiB", "12 bytes".
[[nodiscard]] std::string print_bytes(std::uint64_t bytes);

}  // namespace polsearch
