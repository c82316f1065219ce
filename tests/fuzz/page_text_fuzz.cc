// Any bytes under any declared charset -> a page that keeps its invariants. The first byte chooses charset and line
// limit.
#include <array>

#include "indexer/read.h"
#include "page_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace polsearch;
  constexpr std::array<const char*, 8> charsets = {"",       "gb2312",      "big5",         "tis-620",
                                                   "utf-16", "iso-2022-jp", "windows-1252", "shift_jis"};
  if (size == 0) return 0;
  RawDocument raw;
  raw.bytes.assign(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  raw.hints.charset = charsets[bytes[0] % charsets.size()];
  ReadLimits limits;
  if (bytes[0] >= 128) limits.line_bytes = bytes[0] - 128u;
  const Result<Page> page = make_page(std::move(raw), limits);
  require(page.ok());
  check_page(*page);
  return 0;
}
