#include "indexer/build/pair_writer.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "analysis/byte_reader.h"
#include "analysis/term_stream.h"
#include "indexer/build/buffered_file.h"

namespace polsearch {
namespace {

using pair_sets::kBlockDocuments;
using pair_sets::kBuckets;

static_assert(std::endian::native == std::endian::little);  // sets are made in memory as they stand in the file

// Words that stand at two neighbouring positions: with more of them every pair is taken to be there.
constexpr std::size_t kMaxStacked = 64;
constexpr std::uint32_t kWordBits = 64;

// The sets of one block of an index of `documents`.
class Block {
 public:
  Block(std::uint32_t number, std::uint32_t documents)
      : set_words_(pair_sets::set_bytes(number, documents) / sizeof(std::uint64_t)), words_(kBuckets * set_words_) {}

  void add(std::uint32_t place, std::uint32_t bucket) {
    set(bucket)[place / kWordBits] |= std::uint64_t{1} << place % kWordBits;
  }
  void add_everywhere(std::uint32_t place) {
    for (std::uint32_t bucket = 0; bucket < kBuckets; ++bucket) add(place, bucket);
  }
  [[nodiscard]] std::uint64_t* set(std::uint32_t bucket) { return words_.data() + bucket * set_words_; }
  [[nodiscard]] std::string_view bytes() const {
    return {reinterpret_cast<const char*>(words_.data()), words_.size() * sizeof(std::uint64_t)};
  }

 private:
  std::size_t set_words_;
  std::vector<std::uint64_t> words_;
};

Result<BufferedFile> create_file(const std::filesystem::path& path) {
  auto file = BufferedFile::create(path);
  if (file) file->append(std::string(pair_sets::kHeadBytes, '\0'));
  return file;
}

Status finish_file(BufferedFile file, std::uint32_t documents) {
  std::string head(pair_sets::kMagic);
  append_u32(head, documents);
  append_u32(head, kBuckets);
  return file.finish_with_head(head);
}

std::uint32_t blocks_of(std::uint32_t documents) {
  return documents / kBlockDocuments + (documents % kBlockDocuments ? 1 : 0);
}

// Words behind each other in the order of their positions; equal positions are allowed. False: too many share one.
template <class Add>
bool each_pair(const std::vector<PlacedWord>& words, const std::vector<std::uint32_t>& pair_words, Add add) {
  for (std::size_t first = 0; first < words.size(); ++first)
    for (std::size_t second = first + 1; second < words.size(); ++second) {
      const std::uint32_t apart = words[second].position - words[first].position;
      if (apart > 1) break;
      if (second - first > kMaxStacked) return false;
      if (apart != 1) continue;
      for (const std::uint32_t bucket : pair_buckets(pair_words[words[first].number], pair_words[words[second].number]))
        add(bucket);
    }
  return true;
}

void add_document(Block& block, std::uint32_t document, const TermStream& stream,
                  const std::vector<std::uint32_t>& pair_words) {
  const std::uint32_t place = (document - 1) % kBlockDocuments;
  const auto add = [&](std::uint32_t bucket) { block.add(place, bucket); };
  for (const Track track : {Track::kBody, Track::kGrams})
    if (!each_pair(stream.placed_words(document, track), pair_words, add)) block.add_everywhere(place);
}

// Documents that stand side by side in a block of a source and in the block in work.
struct Run {
  std::uint32_t source = 0, block = 0;
  std::uint32_t from = 0, to = 0, length = 0;  // places in the blocks
};

// Takes the documents of a source, in order.
class RunCursor {
 public:
  RunCursor(const PairSource& source, std::uint32_t place)
      : number_of_(source.number_of.subspan(
            0, std::min<std::size_t>(source.number_of.size(), source.pairs->documents() + std::size_t{1}))),
        place_(place) {}

  // Appends those of the result's block `block`.
  void take(std::uint32_t block, std::vector<Run>& runs) {
    for (; next_ < number_of_.size(); ++next_) {
      const std::uint32_t number = number_of_[next_];
      if (number == 0) continue;
      if ((number - 1) / kBlockDocuments > block) return;
      const auto document = static_cast<std::uint32_t>(next_ - 1);
      const Run one{place_, document / kBlockDocuments, document % kBlockDocuments, (number - 1) % kBlockDocuments, 1};
      if (runs.empty() || !continues(runs.back(), one))
        runs.push_back(one);
      else
        ++runs.back().length;
    }
  }

 private:
  static bool continues(const Run& run, const Run& one) {
    return run.source == one.source && run.block == one.block && run.from + run.length == one.from &&
           run.to + run.length == one.to;
  }
  std::span<const std::uint32_t> number_of_;
  std::uint32_t place_;
  std::size_t next_ = 1;
};

std::uint64_t word_at(std::string_view set, std::size_t word) {
  std::uint64_t value;
  std::memcpy(&value, set.data() + word * sizeof value, sizeof value);
  return value;
}

// Puts the run's bits of a source's set into one of the result.
void add_bits(std::uint64_t* to_set, std::string_view set, const Run& run) {
  for (std::uint32_t done = 0; done < run.length;) {
    const std::uint32_t from = run.from + done, to = run.to + done;
    const std::uint32_t in_word = kWordBits - std::max(from % kWordBits, to % kWordBits);
    const std::uint32_t taken = std::min(run.length - done, in_word);
    const std::uint64_t mask = ~std::uint64_t{0} >> (kWordBits - taken);
    to_set[to / kWordBits] |= (word_at(set, from / kWordBits) >> from % kWordBits & mask) << to % kWordBits;
    done += taken;
  }
}

}  // namespace

Status write_pair_sets(const std::filesystem::path& stream_file, const std::filesystem::path& pairs) {
  const auto stream = TermStream::open(stream_file);
  if (!stream) return stream.error();
  auto file = create_file(pairs);
  if (!file) return file.error();
  std::vector<std::uint32_t> pair_words(stream->terms());
  stream->each_text([&](std::uint32_t number, std::string_view text) { pair_words[number] = pair_word(text); });
  const std::uint32_t documents = stream->documents();
  for (std::uint32_t number = 0, document = 1; number < blocks_of(documents); ++number) {
    Block block(number, documents);
    for (std::uint32_t place = 0; place < kBlockDocuments && document <= documents; ++place, ++document)
      add_document(block, document, *stream, pair_words);
    file->append(block.bytes());
  }
  return finish_file(std::move(*file), documents);
}

Status merge_pair_sets(const std::vector<PairSource>& sources, std::uint32_t documents,
                       const std::filesystem::path& pairs) {
  auto file = create_file(pairs);
  if (!file) return file.error();
  std::vector<RunCursor> cursors;
  for (const PairSource& source : sources) cursors.emplace_back(source, static_cast<std::uint32_t>(cursors.size()));
  std::vector<Run> runs;
  for (std::uint32_t number = 0; number < blocks_of(documents); ++number) {
    runs.clear();
    for (RunCursor& cursor : cursors) cursor.take(number, runs);
    Block block(number, documents);
    for (std::uint32_t bucket = 0; bucket < kBuckets; ++bucket)
      for (const Run& run : runs) add_bits(block.set(bucket), sources[run.source].pairs->set(run.block, bucket), run);
    file->append(block.bytes());
  }
  return finish_file(std::move(*file), documents);
}

}  // namespace polsearch
