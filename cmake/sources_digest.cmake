# Writes a header with one digest of all sources that decide what documents become of pages.
#
#   cmake -DROOT=. -DOUT=sources_digest.h -P cmake/sources_digest.cmake
cmake_minimum_required(VERSION 3.18)
file(GLOB_RECURSE sources RELATIVE ${ROOT} ${ROOT}/analysis/*.h ${ROOT}/analysis/*.cc ${ROOT}/indexer/*.h ${ROOT}/indexer/*.cc)
list(FILTER sources EXCLUDE REGEX "^indexer/cli/")
list(SORT sources)
set(digests "")
foreach(source ${sources})
  file(SHA256 ${ROOT}/${source} digest)
  string(APPEND digests "${source} ${digest}\n")
endforeach()
string(SHA256 all "${digests}")
string(SUBSTRING ${all} 0 32 all)
file(CONFIGURE OUTPUT ${OUT} CONTENT "#pragma once\n#define POLSEARCH_SOURCES_DIGEST \"@all@\"\n" @ONLY)
