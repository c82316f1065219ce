// A stranger's program: builds an index and asks it, through the installed headers alone.
#include <iostream>

#include <polsearch/indexer.h>
#include <polsearch/searcher.h>

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: app INDEX PAGES QUERY\n";
    return 2;
  }
  polsearch::BuildRequest build;
  build.index = argv[1];
  build.paths = {argv[2]};
  const auto report = polsearch::build_index(build);
  if (!report.ok()) {
    std::cerr << report.error().message << '\n';
    return polsearch::exit_code(report.error());
  }
  const auto index = polsearch::Index::open(argv[1]);
  if (!index.ok()) {
    std::cerr << index.error().message << '\n';
    return polsearch::exit_code(index.error());
  }
  polsearch::Searcher searcher(*index);
  polsearch::SearchRequest request;
  request.query = argv[3];
  const auto response = searcher.search(request);
  if (!response.ok() || response->hits.empty()) return 1;
  for (const polsearch::Hit& hit : response->hits) std::cout << hit.rank << ' ' << hit.date << ' ' << hit.title << '\n';
  const auto document = searcher.document(response->hits.front().id);
  return document.ok() && !document->body.empty() ? 0 : 1;
}
