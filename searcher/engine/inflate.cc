#include "searcher/engine/inflate.h"

#include <libdeflate.h>

#include <algorithm>
#include <memory>

namespace polsearch::engine {
namespace {

constexpr std::size_t kMaxText = std::size_t{1} << 30;
constexpr std::size_t kUsualRatio = 4, kLeastRoom = 1024;  // text is seldom packed tighter

struct Free {
  void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};

}  // namespace

// A stream does not say how long its text is: with too little room it is read again with twice as much.
std::optional<std::string> inflate(std::string_view stream) {
  const std::unique_ptr<libdeflate_decompressor, Free> decompressor(libdeflate_alloc_decompressor());
  if (!decompressor) return std::nullopt;
  std::string text;
  for (std::size_t room = std::max(kLeastRoom, stream.size() * kUsualRatio); room <= 2 * kMaxText; room *= 2) {
    text.resize(std::min(room, kMaxText));
    std::size_t bytes = 0;
    const libdeflate_result result = libdeflate_deflate_decompress(decompressor.get(), stream.data(), stream.size(),
                                                                   text.data(), text.size(), &bytes);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) continue;
    if (result != LIBDEFLATE_SUCCESS) break;
    text.resize(bytes);
    return text;
  }
  return std::nullopt;
}

}  // namespace polsearch::engine
