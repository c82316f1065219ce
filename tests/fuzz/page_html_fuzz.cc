// Any HTML, by the HTML5 parser and by the plain tag reader -> pages that keep their invariants.
#include "indexer/read.h"
#include "page_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace polsearch;
  for (const std::uint32_t depth : {ReadLimits{}.html_depth, 0u}) {
    RawDocument raw;
    raw.media_type = MediaType::kHtml;
    raw.bytes.assign(reinterpret_cast<const char*>(bytes), size);
    ReadLimits limits;
    limits.html_depth = depth;
    const Result<Page> page = make_page(std::move(raw), limits);
    require(page.ok());
    check_page(*page);
    for (const Line& line : page->lines) require(!line.text.empty() && !line.markup.tag.empty());
  }
  return 0;
}
