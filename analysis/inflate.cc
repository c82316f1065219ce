#include "analysis/inflate.h"

#include <libdeflate.h>

#include <algorithm>
#include <memory>

namespace polsearch {
namespace {

constexpr std::size_t kMaxText = std::size_t{1} << 30;
constexpr std::size_t kUsualRatio = 4, kLeastRoom = 1024;  // text is seldom packed tighter
constexpr std::size_t kMaxRatio = 1032;                    // no deflate stream is

struct Free {
  void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};
using Decompressor = std::unique_ptr<libdeflate_decompressor, Free>;

libdeflate_result inflate_into(std::string& text, std::string_view stream, libdeflate_decompressor* decompressor) {
  std::size_t bytes = 0;
  const libdeflate_result result =
      libdeflate_deflate_decompress(decompressor, stream.data(), stream.size(), text.data(), text.size(), &bytes);
  if (result == LIBDEFLATE_SUCCESS) text.resize(bytes);
  return result;
}

}  // namespace

// A stream does not say how long its text is: with too little room it is read again with twice as much.
std::optional<std::string> inflate(std::string_view stream) {
  const Decompressor decompressor(libdeflate_alloc_decompressor());
  if (!decompressor) return std::nullopt;
  std::string text;
  for (std::size_t room = std::max(kLeastRoom, stream.size() * kUsualRatio); room <= 2 * kMaxText; room *= 2) {
    text.resize(std::min(room, kMaxText));
    const libdeflate_result result = inflate_into(text, stream, decompressor.get());
    if (result == LIBDEFLATE_SUCCESS) return text;
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE) break;
  }
  return std::nullopt;
}

std::optional<std::string> inflate(std::string_view stream, std::uint64_t bytes) {
  if (bytes > kMaxText || bytes / kMaxRatio > stream.size()) return std::nullopt;
  const Decompressor decompressor(libdeflate_alloc_decompressor());
  if (!decompressor) return std::nullopt;
  std::string text(static_cast<std::size_t>(bytes), '\0');
  if (inflate_into(text, stream, decompressor.get()) != LIBDEFLATE_SUCCESS || text.size() != bytes) return std::nullopt;
  return text;
}

}  // namespace polsearch
