#include "analysis/place_lists.h"

#include <xxhash.h>

#include <bit>
#include <cstring>
#include <utility>

#include "analysis/byte_reader.h"

namespace polsearch {
namespace {

using place_lists::kBlockDocuments;
using place_lists::kHeadBytes;

Error damaged(const std::filesystem::path& path) {
  return {Error::Kind::kIndex, path.string() + " is damaged", "build the index again: polindex build -o INDEX PATH..."};
}

// Bytes begin..end-1, or none where they are not.
std::string_view stretch(std::string_view bytes, std::uint64_t begin, std::uint64_t end) {
  if (begin > end || end > bytes.size()) return {};
  return bytes.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

// Of the lists in front of which the group says their keys and lengths.
std::string_view list_in(std::string_view group, std::uint64_t wanted) {
  ByteReader head(group);
  const auto count = head.varint();
  std::uint64_t begin = 0, length_of_wanted = 0;
  bool is_there = false;
  for (std::uint64_t i = 0; count && i < *count; ++i) {
    const auto key = head.bytes(sizeof(std::uint64_t));
    const auto length = head.varint();
    if (!key || !length || *length > group.size()) return {};
    if (is_there) continue;
    is_there = little_u64_at(*key, 0) == wanted;
    (is_there ? length_of_wanted : begin) += *length;
  }
  return is_there ? stretch(head.rest(), begin, begin + length_of_wanted) : std::string_view();
}

}  // namespace

std::uint64_t place_key(std::string_view term) {
  const std::uint64_t key = XXH3_64bits(term.data(), term.size());
  return key == place_lists::kUnlisted ? 1 : key;
}

Result<PlaceLists> PlaceLists::open(const std::filesystem::path& path, std::uint32_t documents) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  const std::string_view bytes = file->bytes();
  if (bytes.size() < kHeadBytes || !bytes.starts_with(place_lists::kMagic)) return damaged(path);
  const auto counted = little_u32_at(bytes, 8), blocks = little_u32_at(bytes, 12);
  const auto index_begin = little_u64_at(bytes, 16);
  const std::uint32_t expected = documents / kBlockDocuments + (documents % kBlockDocuments != 0 ? 1 : 0);
  if (counted != documents || blocks != expected || index_begin > bytes.size() ||
      bytes.size() - index_begin != (std::uint64_t{blocks} + 1) * sizeof(std::uint64_t))
    return damaged(path);
  const std::string_view index = bytes.substr(static_cast<std::size_t>(index_begin));
  return PlaceLists(std::move(*file), index);
}

std::string_view PlaceLists::block(std::uint32_t number) const {
  const std::size_t entry = std::size_t{number} * sizeof(std::uint64_t);
  if (entry + 2 * sizeof(std::uint64_t) > index_.size()) return {};
  return stretch(file_.bytes(), little_u64_at(index_, entry), little_u64_at(index_, entry + sizeof(std::uint64_t)));
}

PlaceLists::Place PlaceLists::place_of(std::uint32_t number, std::uint64_t key) const {
  const std::string_view block = this->block(number);
  if (block.empty()) return {};
  const auto bits = static_cast<unsigned char>(block.front());
  if (bits > place_lists::kMaxGroupBits) return {};
  const std::uint64_t at = 1 + (bits == 0 ? 0 : key >> (64 - bits)) * sizeof(std::uint32_t);
  if (at + 2 * sizeof(std::uint32_t) > block.size()) return {};
  return {block, static_cast<std::size_t>(at)};
}

std::string_view PlaceLists::group(const Place& place) const {
  return stretch(place.block, little_u32_at(place.block, place.at),
                 little_u32_at(place.block, place.at + sizeof(std::uint32_t)));
}

std::string_view PlaceLists::list(std::uint32_t block, std::uint64_t key) const {
  const Place place = place_of(block, key);
  return place.block.empty() ? std::string_view() : list_in(group(place), key);
}

void PlaceLists::prefetch_place(std::uint32_t block, std::uint64_t key) const {
  const Place place = place_of(block, key);
  if (!place.block.empty()) __builtin_prefetch(place.block.data() + place.at);
}

void PlaceLists::prefetch(std::uint32_t block, std::uint64_t key) const {
  const Place place = place_of(block, key);
  if (!place.block.empty()) __builtin_prefetch(group(place).data());
}

}  // namespace polsearch
