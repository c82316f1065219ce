# CMake package "polsearch": targets polsearch::searcher and polsearch::indexer.
