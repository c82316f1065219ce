#include "pages.h"

#include <iostream>
#include <utility>

namespace polsearch {

std::vector<Page> read_pages(std::vector<std::string> paths) {
  if (paths.empty()) paths.emplace_back(POLSEARCH_SOURCE_DIR "/corpus/samples");
  std::vector<Page> pages;
  ReadSink sink;
  sink.skip = [](Skip&& skip) { std::cerr << "skipped: " << skip.reason << "\n"; };
  sink.document = [&](RawDocument&& raw) {
    if (Result<Page> page = make_page(std::move(raw), ReadLimits{})) pages.push_back(std::move(page).value());
    return true;
  };
  if (const Status status = read_documents(paths, ReadLimits{}, std::cin, sink); !status)
    std::cerr << status.error().message << "\n";
  return pages;
}

}  // namespace polsearch
