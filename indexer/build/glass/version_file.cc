#include "indexer/build/glass/version_file.h"

#include <xxhash.h>

#include "analysis/glass_packing.h"

namespace polsearch::glass {
namespace {

void append_root(std::string& out, const TableRoot& table) {
  append_uint(out, table.root);
  append_uint(out, table.level << 2 | kSequentialFlag | (table.blocks == 0 ? kUnusedFlag : 0));
  append_uint(out, table.entries);
  append_uint(out, kBlockBytes / kBlockUnit);
  append_uint(out, table.compress_from);
  std::string free_list;
  if (table.blocks > 0) {
    append_uint(free_list, kRevision);
    append_uint(free_list, table.blocks);
    free_list.append(4, '\0');  // empty: first and last place in it
  }
  append_counted(out, free_list);
}

std::string encode_roots(const TableRoots& roots) {
  const TableRoot unused{.compress_from = kCompressFrom};
  std::string out;
  for (const TableRoot* table : {&roots.postlist, &roots.docdata, &roots.termlist, &roots.position, &unused, &unused})
    append_root(out, *table);
  return out;
}

std::string encode_stats(const CollectionStats& stats) {
  std::string out;
  append_uint(out, stats.documents);
  append_uint(out, stats.last_document - stats.documents);
  append_uint(out, stats.shortest);
  append_uint(out, stats.most_frequent);
  append_uint(out, stats.longest - stats.most_frequent);
  append_uint(out, 0);
  append_uint(out, stats.total_length);
  append_uint(out, 0);
  return out;
}

// RFC 9562 version 8: a number of the maker's own.
std::string make_uuid(const TableRoots& roots, std::string_view rest) {
  std::string bytes(rest);
  for (const TableRoot* table : {&roots.postlist, &roots.docdata, &roots.termlist, &roots.position})
    for (const std::uint64_t word : table->digest) append_uint(bytes, word);
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  std::string uuid(reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest);
  uuid[6] = static_cast<char>((uuid[6] & 0x0F) | 0x80);
  uuid[8] = static_cast<char>((uuid[8] & 0x3F) | 0x80);
  return uuid;
}

}  // namespace

std::string encode_version_file(const TableRoots& roots, const CollectionStats& stats) {
  std::string rest;
  append_uint(rest, kRevision);
  rest += encode_roots(roots);
  rest += encode_stats(stats);
  return std::string(kVersionMagic) + make_uuid(roots, rest) + rest;
}

}  // namespace polsearch::glass
