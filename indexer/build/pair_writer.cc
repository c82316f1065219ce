#include "indexer/build/pair_writer.h"

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/byte_reader.h"
#include "analysis/pair_sets.h"
#include "analysis/term_stream.h"
#include "indexer/build/buffered_file.h"

namespace polsearch {
namespace {

using pair_sets::kBlockDocuments;
using pair_sets::kBuckets;

// Words that stand at two neighbouring positions: with more of them every pair is taken to be there.
constexpr std::size_t kMaxStacked = 64;

// The sets of one block.
class Block {
 public:
  Block() : words_(std::size_t{kBuckets} * kWords) {}

  void add(std::uint32_t place, std::uint32_t bucket) {
    words_[bucket * kWords + place / 64] |= std::uint64_t{1} << place % 64;
  }
  void add_everywhere(std::uint32_t place) {
    for (std::uint32_t bucket = 0; bucket < kBuckets; ++bucket) add(place, bucket);
  }

  // Appends the first `set_bytes` of each set, and forgets them.
  void move_to(BufferedFile& file, std::size_t set_bytes) {
    for (std::uint32_t bucket = 0; bucket < kBuckets; ++bucket)
      for (std::size_t i = 0; i < set_bytes / 8; ++i) file.append_u64(words_[bucket * kWords + i]);
    words_.assign(words_.size(), 0);
  }

 private:
  static constexpr std::size_t kWords = kBlockDocuments / 64;
  std::vector<std::uint64_t> words_;
};

// Words behind each other in the order of their positions; equal positions are allowed. False: too many share one.
template <class Add>
bool each_pair(const std::vector<PlacedWord>& words, Add add) {
  for (std::size_t first = 0; first < words.size(); ++first)
    for (std::size_t second = first + 1; second < words.size(); ++second) {
      const std::uint32_t apart = words[second].position - words[first].position;
      if (apart > 1) break;
      if (second - first > kMaxStacked) return false;
      if (apart != 1) continue;
      for (const std::uint32_t bucket : pair_buckets(words[first].number, words[second].number)) add(bucket);
    }
  return true;
}

void add_document(Block& block, std::uint32_t place, std::uint32_t document, const TermStream& stream) {
  const auto add = [&](std::uint32_t bucket) { block.add(place, bucket); };
  for (const Track track : {Track::kBody, Track::kGrams})
    if (!each_pair(stream.placed_words(document, track), add)) block.add_everywhere(place);
}

}  // namespace

Status write_pair_sets(const std::filesystem::path& stream_file, const std::filesystem::path& pairs) {
  const auto stream = TermStream::open(stream_file);
  if (!stream) return stream.error();
  auto file = BufferedFile::create(pairs);
  if (!file) return file.error();
  std::string head(pair_sets::kMagic);
  append_u32(head, stream->documents());
  append_u32(head, kBuckets);
  head.resize(pair_sets::kHeadBytes);
  file->append(head);
  Block block;
  for (std::uint32_t document = 1; document <= stream->documents(); ++document) {
    const std::uint32_t number = (document - 1) / kBlockDocuments, place = (document - 1) % kBlockDocuments;
    add_document(block, place, document, *stream);
    if (place + 1 == kBlockDocuments || document == stream->documents())
      block.move_to(*file, pair_sets::set_bytes(number, stream->documents()));
  }
  return file->finish_with_head(head);
}

}  // namespace polsearch
