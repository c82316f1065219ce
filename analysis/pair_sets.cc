#include "analysis/pair_sets.h"

#include <xxhash.h>

#include "analysis/byte_reader.h"

namespace polsearch {
namespace {

using pair_sets::kBlockDocuments;
using pair_sets::kBuckets;
using pair_sets::kHeadBytes;

std::uint64_t begin_of_block(std::uint32_t block) {
  return kHeadBytes + std::uint64_t{block} * kBuckets * (kBlockDocuments / 8);
}

std::uint64_t file_bytes(std::uint32_t documents) {
  const std::uint32_t last = documents / kBlockDocuments;
  return begin_of_block(last) + std::uint64_t{kBuckets} * pair_sets::set_bytes(last, documents);
}

}  // namespace

std::uint32_t pair_word(std::string_view word) {
  return static_cast<std::uint32_t>(XXH3_64bits(word.data(), word.size()));
}

Result<PairSets> PairSets::open(const std::filesystem::path& path, std::uint32_t documents) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  const std::string_view bytes = file->bytes();
  ByteReader head(bytes.substr(std::min(bytes.size(), pair_sets::kMagic.size())));
  const auto counted = head.u32(), buckets = head.u32();
  if (!bytes.starts_with(pair_sets::kMagic) || counted != documents || buckets != kBuckets ||
      bytes.size() != file_bytes(documents))
    return Error{Error::Kind::kIndex, path.string() + " is damaged",
                 "build the index again: polindex build -o INDEX PATH..."};
  return PairSets(std::move(*file), documents);
}

std::string_view PairSets::set(std::uint32_t block, std::uint32_t bucket) const {
  const std::size_t size = pair_sets::set_bytes(block, documents_);
  return file_.bytes().substr(static_cast<std::size_t>(begin_of_block(block)) + bucket * size, size);
}

}  // namespace polsearch
