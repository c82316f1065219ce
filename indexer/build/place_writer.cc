#include "indexer/build/place_writer.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/byte_reader.h"
#include "analysis/place_lists.h"
#include "analysis/term_stream.h"
#include "analysis/unicode.h"
#include "indexer/build/buffered_file.h"

namespace polsearch {
namespace {

using place_lists::kBlockDocuments;

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::size_t kKeptBytes = 1024;  // of a list, for that of the next block

// What stands for the stream's words here: a character by itself, a gram by its key; 0: any other word.
std::vector<std::uint64_t> symbols_of(const TermStream& stream) {
  std::vector<std::uint64_t> symbols(stream.terms());
  stream.each_text([&](std::uint32_t number, std::string_view text) {
    if (text.starts_with("XG")) symbols[number] = place_key(text);
    if (is_han_character(text)) symbols[number] = decode_at(text, 0).value;
  });
  return symbols;
}

constexpr unsigned kCharacterBits = 21;

std::uint64_t pair_of(std::uint64_t first, std::uint64_t second) { return first << kCharacterBits | second; }

std::uint64_t key_of_pair(std::uint64_t pair) {
  std::string text;
  append_utf8(text, static_cast<char32_t>(pair >> kCharacterBits));
  append_utf8(text, static_cast<char32_t>(pair & ((1U << kCharacterBits) - 1)));
  return place_key(text);
}

// Numbers of what was met in this block: open addressing, at most half full.
class Numbers {
 public:
  std::uint32_t of(std::uint64_t name) {
    if (2 * (count_ + 1) > names_.size()) grow();
    std::size_t slot = slot_of(name);
    while (numbers_[slot] != kNone && names_[slot] != name) slot = (slot + 1) & (names_.size() - 1);
    if (numbers_[slot] == kNone) {
      names_[slot] = name;
      numbers_[slot] = count_++;
    }
    return numbers_[slot];
  }
  [[nodiscard]] std::uint32_t count() const { return count_; }
  void clear() {
    std::fill(numbers_.begin(), numbers_.end(), kNone);
    count_ = 0;
  }
  template <class Take>
  void for_each(Take take) const {
    for (std::size_t slot = 0; slot < names_.size(); ++slot)
      if (numbers_[slot] != kNone) take(names_[slot], numbers_[slot]);
  }

 private:
  // Source: Knuth, "The Art of Computer Programming" 3, 6.4, multiplicative hashing.
  [[nodiscard]] std::size_t slot_of(std::uint64_t name) const {
    return static_cast<std::size_t>(name * 0x9E3779B97F4A7C15 >> 32) & (names_.size() - 1);
  }
  void grow() {
    const std::vector<std::uint64_t> names = std::move(names_);
    const std::vector<std::uint32_t> numbers = std::move(numbers_);
    names_.assign(std::max<std::size_t>(1024, 2 * names.size()), 0);
    numbers_.assign(names_.size(), kNone);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (numbers[i] == kNone) continue;
      std::size_t slot = slot_of(names[i]);
      while (numbers_[slot] != kNone) slot = (slot + 1) & (names_.size() - 1);
      names_[slot] = names[i];
      numbers_[slot] = numbers[i];
    }
  }
  std::vector<std::uint64_t> names_;
  std::vector<std::uint32_t> numbers_;
  std::uint32_t count_ = 0;
};

// The lists of a block in work.
class Block {
 public:
  void add_document(std::uint32_t place, const TermStream& stream, std::uint32_t document,
                    const std::vector<std::uint64_t>& symbols) {
    found_.clear();
    const bool is_simple = add_pairs(stream.placed_words(document, Track::kBody), symbols) &&
                           add_grams(stream.placed_words(document, Track::kGrams), symbols);
    if (!is_simple || found_.size() > place_lists::kMaxWords)
      found_.assign(1, {grams_number(place_lists::kUnlisted), 1, kNone});
    append_postings(place);
  }

  void write(BufferedFile& file) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> lists;  // key -> its list
    pairs_.for_each(
        [&](std::uint64_t pair, std::uint32_t number) { lists.emplace_back(key_of_pair(pair), 2 * number); });
    grams_.for_each([&](std::uint64_t key, std::uint32_t number) { lists.emplace_back(key, 2 * number + 1); });
    std::sort(lists.begin(), lists.end());
    std::uint32_t bits = 0;
    while (bits < place_lists::kMaxGroupBits && (std::size_t{4} << bits) < lists.size()) ++bits;
    write_groups(lists, bits, file);
    pairs_.clear();
    grams_.clear();
    for (std::vector<List>* all : {&pair_lists_, &gram_lists_})
      for (List& list : *all) list.clear();
  }

 private:
  struct List {
    std::string bytes;
    std::uint32_t next_place = 0;
    std::uint32_t first_found = kNone;  // of the document in work
    void clear() {
      if (bytes.capacity() > kKeptBytes) bytes = {};
      bytes.clear();
      next_place = 0;
    }
  };
  struct Found {
    std::uint32_t list = 0;  // twice its number, and one for a gram's
    std::uint32_t position = 0;
    std::uint32_t next = kNone;  // of the same list
  };

  std::uint32_t grams_number(std::uint64_t key) { return 2 * grams_.of(key) + 1; }

  // False: words share a position, so that neighbours need not follow each other in the stream.
  bool add_pairs(const std::vector<PlacedWord>& words, const std::vector<std::uint64_t>& symbols) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      const std::uint64_t first = symbols[words[i].number], second = symbols[words[i + 1].number];
      const std::uint32_t apart = words[i + 1].position - words[i].position;
      if (apart == 0) return false;
      if (first == 0 || second == 0 || apart != 1) continue;
      found_.push_back({2 * pairs_.of(pair_of(first, second)), words[i].position, kNone});
    }
    return true;
  }
  bool add_grams(const std::vector<PlacedWord>& words, const std::vector<std::uint64_t>& symbols) {
    std::uint32_t before = 0;
    for (const PlacedWord& word : words) {
      if (word.position == before) return false;
      before = word.position;
      if (symbols[word.number] != 0) found_.push_back({grams_number(symbols[word.number]), word.position, kNone});
    }
    return true;
  }

  List& list_of(std::uint32_t list) {
    std::vector<List>& lists = list % 2 == 0 ? pair_lists_ : gram_lists_;
    if (lists.size() <= list / 2) lists.resize(list / 2 + 1);
    return lists[list / 2];
  }

  // What belongs to one list is chained from its begin, and written when all of the document is known.
  void append_postings(std::uint32_t place) {
    for (std::size_t i = found_.size(); i-- > 0;) {
      List& list = list_of(found_[i].list);
      found_[i].next = std::exchange(list.first_found, static_cast<std::uint32_t>(i));
    }
    for (const Found& first : found_) {
      List& list = list_of(first.list);
      if (list.first_found == kNone) continue;
      append_posting(list, place);
      list.first_found = kNone;
    }
  }

  void append_posting(List& list, std::uint32_t place) {
    const bool is_one = found_[list.first_found].next == kNone;
    append_varint(list.bytes, std::uint64_t{place - list.next_place} * 2 + (is_one ? 0 : 1));
    list.next_place = place + 1;
    positions_.clear();
    std::uint32_t before = 0;
    for (std::uint32_t i = list.first_found; i != kNone; i = found_[i].next) {
      append_varint(positions_, found_[i].position - before);
      before = found_[i].position;
    }
    if (!is_one) append_varint(list.bytes, positions_.size());
    list.bytes += positions_;
  }

  void write_groups(const std::vector<std::pair<std::uint64_t, std::uint32_t>>& lists, std::uint32_t bits,
                    BufferedFile& file) {
    std::string offsets(1, static_cast<char>(bits)), groups, head, bodies;
    const std::size_t count = std::size_t{1} << bits;
    const std::size_t groups_begin = 1 + (count + 1) * sizeof(std::uint32_t);
    auto next = lists.begin();
    for (std::size_t group = 0; group < count; ++group) {
      append_u32(offsets, static_cast<std::uint32_t>(groups_begin + groups.size()));
      head.clear();
      bodies.clear();
      std::uint64_t members = 0;
      for (; next != lists.end() && (bits == 0 || next->first >> (64 - bits) == group); ++next, ++members) {
        const std::string& bytes = list_of(next->second).bytes;
        append_u32(head, static_cast<std::uint32_t>(next->first));
        append_u32(head, static_cast<std::uint32_t>(next->first >> 32));
        append_varint(head, bytes.size());
        bodies += bytes;
      }
      append_varint(groups, members);
      groups += head;
      groups += bodies;
    }
    append_u32(offsets, static_cast<std::uint32_t>(groups_begin + groups.size()));
    file.append(offsets);
    file.append(groups);
  }

  Numbers pairs_, grams_;
  std::vector<List> pair_lists_, gram_lists_;
  std::vector<Found> found_;
  std::string positions_;
};

}  // namespace

Status write_place_lists(const std::filesystem::path& stream_file, const std::filesystem::path& places) {
  const auto stream = TermStream::open(stream_file);
  if (!stream) return stream.error();
  auto file = BufferedFile::create(places);
  if (!file) return file.error();
  file->append(std::string(place_lists::kHeadBytes, '\0'));
  const std::vector<std::uint64_t> symbols = symbols_of(*stream);
  const std::uint32_t documents = stream->documents();
  std::vector<std::uint64_t> begins;
  Block block;
  for (std::uint32_t document = 1; document <= documents;) {
    begins.push_back(file->size());
    for (std::uint32_t place = 0; place < kBlockDocuments && document <= documents; ++place, ++document)
      block.add_document(place, *stream, document, symbols);
    block.write(*file);
  }
  begins.push_back(file->size());
  for (const std::uint64_t begin : begins) file->append_u64(begin);
  std::string head(place_lists::kMagic);
  append_u32(head, documents);
  append_u32(head, static_cast<std::uint32_t>(begins.size() - 1));
  append_u32(head, static_cast<std::uint32_t>(begins.back()));
  append_u32(head, static_cast<std::uint32_t>(begins.back() >> 32));
  return file->finish_with_head(head);
}

}  // namespace polsearch
