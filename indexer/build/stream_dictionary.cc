#include "indexer/build/stream_dictionary.h"

#include <algorithm>
#include <utility>

namespace polsearch {
namespace {

using term_stream::kClassBegin;
using term_stream::kMaxCodeBytes;

std::size_t shared_bytes(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

}  // namespace

Result<std::unordered_map<std::uint64_t, StreamDictionary::Places>> StreamDictionary::plan(
    const WordsByCount& words_by_count) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> falling(words_by_count.begin(), words_by_count.end());
  std::sort(falling.begin(), falling.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::unordered_map<std::uint64_t, Places> places;
  std::size_t length = 0;
  std::uint64_t room = kClassBegin[1];
  for (const auto& [count, words] : falling) {
    for (std::uint64_t left = words; left > 0;) {
      const std::uint64_t taken = std::min(left, room);
      places[count][length] = static_cast<std::uint32_t>(taken);
      left -= taken;
      room -= taken;
      if (room > 0) continue;
      if (++length == kMaxCodeBytes) return Error{Error::Kind::kIndex, "more than 270,549,120 different words", ""};
      room = kClassBegin[length + 1] - kClassBegin[length];
    }
  }
  return places;
}

Result<StreamDictionary> StreamDictionary::create(const std::filesystem::path& scratch,
                                                  const WordsByCount& words_by_count) {
  StreamDictionary dictionary;
  auto places = plan(words_by_count);
  if (!places) return places.error();
  dictionary.places_ = std::move(*places);
  for (std::size_t length = 0; length < kMaxCodeBytes; ++length) {
    auto blocks = BufferedFile::create_nameless(scratch / ("words" + std::to_string(length)));
    if (!blocks) return blocks.error();
    auto counts = BufferedFile::create_nameless(scratch / ("counts" + std::to_string(length)));
    if (!counts) return counts.error();
    dictionary.classes_.push_back({std::move(*blocks), std::move(*counts), kClassBegin[length], {}, {}});
  }
  return dictionary;
}

Result<std::uint32_t> StreamDictionary::add(std::string_view word, std::uint64_t count) {
  Places& left = places_[count];
  std::size_t length = 0;
  while (length < kMaxCodeBytes && left[length] == 0) ++length;
  if (length == kMaxCodeBytes) return Error{Error::Kind::kIndex, "a word that was not counted", ""};
  --left[length];
  return add_to(classes_[length], word, count);
}

std::uint32_t StreamDictionary::add_to(Class& words, std::string_view word, std::uint64_t count) {
  const bool opens_block = words.next % term_stream::kBlockTerms == 0;
  if (opens_block) words.block_begins.push_back(words.blocks.size());
  const std::size_t shared = opens_block ? 0 : shared_bytes(words.before, word);
  item_.clear();
  if (!opens_block) item_.push_back(static_cast<char>(shared));
  item_.push_back(static_cast<char>(word.size() - shared));
  item_ += word.substr(shared);
  words.blocks.append(item_);
  item_.clear();
  append_varint(item_, count);
  words.counts.append(item_);
  words.before = word;
  return words.next++;
}

Status StreamDictionary::finish(BufferedFile out, BufferedFile record_index, std::uint32_t documents) {
  const std::uint64_t blocks_begin = out.size();
  for (Class& words : classes_)
    if (Status copied = words.blocks.copy_to(out); !copied) return copied;
  const std::uint64_t block_index_begin = out.size();
  std::uint64_t begin = blocks_begin;
  std::uint32_t terms = 0;  // numbers without holes: a class is used when the one before is full
  for (const Class& words : classes_) {
    for (const std::uint64_t block : words.block_begins) out.append_u64(begin + block);
    begin += words.blocks.size();
    if (words.blocks.size() > 0) terms = words.next;
  }
  const std::uint64_t record_index_begin = out.size();
  if (Status copied = record_index.copy_to(out); !copied) return copied;
  const std::uint64_t counts_begin = out.size();
  for (Class& words : classes_)
    if (Status copied = words.counts.copy_to(out); !copied) return copied;
  std::string head(term_stream::kMagic);
  append_u32(head, documents);
  append_u32(head, terms);
  for (const std::uint64_t part : {blocks_begin, block_index_begin, record_index_begin, counts_begin})
    for (int shift = 0; shift < 64; shift += 8) head.push_back(static_cast<char>(part >> shift & 0xFF));
  return out.finish_with_head(head);
}

}  // namespace polsearch
