#include "indexer/build/glass/version_file.h"

#include <xxhash.h>

#include "analysis/byte_reader.h"
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

constexpr std::uint64_t kMaxLevel = 10;

// None: another block size than ours, or leaves that do not lie in the order of their keys.
std::optional<TableRoot> decode_root(ByteReader& reader) {
  const auto root = reader.varint(), flags = reader.varint(), entries = reader.varint(), units = reader.varint(),
             compress_from = reader.varint();
  const auto free_list = reader.counted_bytes();
  if (!root || !flags || !entries || !units || !compress_from || !free_list) return std::nullopt;
  TableRoot table;
  table.compress_from = static_cast<std::uint32_t>(*compress_from);
  if ((*flags & kUnusedFlag) != 0) return table;
  ByteReader list(*free_list);
  const auto revision = list.varint(), blocks = list.varint();
  if (!revision || !blocks || *blocks == 0 || *blocks > UINT32_MAX || *root >= *blocks || *flags >> 2 > kMaxLevel ||
      (*flags & kSequentialFlag) == 0 || *units != kBlockBytes / kBlockUnit)
    return std::nullopt;
  table.root = static_cast<std::uint32_t>(*root);
  table.level = static_cast<std::uint32_t>(*flags >> 2);
  table.entries = *entries;
  table.blocks = static_cast<std::uint32_t>(*blocks);
  return table;
}

}  // namespace

std::optional<TableRoots> decode_version_file(std::string_view bytes) {
  constexpr std::size_t kUuidBytes = 16;
  if (!bytes.starts_with(kVersionMagic)) return std::nullopt;
  ByteReader reader(bytes.substr(kVersionMagic.size()));
  const auto uuid = reader.bytes(kUuidBytes);
  const auto revision = reader.varint();
  if (!uuid || revision != kRevision) return std::nullopt;
  TableRoots roots;
  for (TableRoot* table : {&roots.postlist, &roots.docdata, &roots.termlist, &roots.position}) {
    const auto root = decode_root(reader);
    if (!root) return std::nullopt;
    *table = *root;
  }
  return roots;
}

std::string encode_version_file(const TableRoots& roots, const CollectionStats& stats) {
  std::string rest;
  append_uint(rest, kRevision);
  rest += encode_roots(roots);
  rest += encode_stats(stats);
  return std::string(kVersionMagic) + make_uuid(roots, rest) + rest;
}

}  // namespace polsearch::glass
