#include "indexer/build/place_writer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/byte_reader.h"
#include "analysis/place_lists.h"
#include "analysis/segment_thai.h"
#include "analysis/term_stream.h"
#include "analysis/unicode.h"
#include "indexer/build/buffered_file.h"

namespace polsearch {
namespace {

using place_lists::kBlockDocuments;

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::size_t kKeptBytes = 1024;  // of a list, for that of the next block

// The stream's words by number: which are Han characters, and which.
class Words {
 public:
  explicit Words(const TermStream& stream) : is_han_(stream.terms()), symbols_(stream.terms()) {
    stream.each_text([&](std::uint32_t number, std::string_view text) {
      is_han_[number] = is_han_character(text);
      if (is_han_[number]) symbols_[number] = decode_at(text, 0).value;
      if (text.starts_with(kThaiGramPrefix)) symbols_[number] = place_key(text);
    });
  }
  [[nodiscard]] bool is_han(std::uint32_t number) const { return is_han_[number]; }
  [[nodiscard]] std::uint64_t character(std::uint32_t number) const { return symbols_[number]; }  // of a Han one
  [[nodiscard]] std::uint64_t key_of_gram(std::uint32_t number) const { return symbols_[number]; }
  [[nodiscard]] std::size_t count() const { return symbols_.size(); }

 private:
  std::vector<bool> is_han_;  // most words are not: this alone stays in the processor's cache
  std::vector<std::uint64_t> symbols_;
};

constexpr unsigned kCharacterBits = 21;

std::uint64_t key_of_pair(std::uint64_t pair) {
  std::string text;
  append_utf8(text, static_cast<char32_t>(pair >> kCharacterBits));
  append_utf8(text, static_cast<char32_t>(pair & ((1U << kCharacterBits) - 1)));
  return place_key(text);
}

// Numbers of pairs: open addressing, at most half full.
class PairNumbers {
 public:
  // `number`: what it gets if it is new.
  std::uint32_t of(std::uint64_t pair, std::uint32_t number) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    Slot& slot = slot_of(pair);
    if (slot.number == kNone) {
      slot = {pair, number};
      ++count_;
    }
    return slot.number;
  }
  void clear() {
    std::fill(slots_.begin(), slots_.end(), Slot{});
    count_ = 0;
  }

 private:
  struct Slot {
    std::uint64_t pair = 0;
    std::uint32_t number = kNone;
  };
  // Source: Knuth, "The Art of Computer Programming" 3, 6.4, multiplicative hashing.
  Slot& slot_of(std::uint64_t pair) {
    std::size_t at = static_cast<std::size_t>(pair * 0x9E3779B97F4A7C15 >> 32) & (slots_.size() - 1);
    while (slots_[at].number != kNone && slots_[at].pair != pair) at = (at + 1) & (slots_.size() - 1);
    return slots_[at];
  }
  void grow() {
    const std::vector<Slot> old =
        std::exchange(slots_, std::vector<Slot>(std::max<std::size_t>(1024, 2 * slots_.size())));
    for (const Slot& slot : old)
      if (slot.number != kNone) slot_of(slot.pair) = slot;
  }
  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

// Appends to a string with few looks at its room.
class Varints {
 public:
  void append(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) bytes_[size_++] = static_cast<char>((number & 0x7F) | 0x80);
    bytes_[size_++] = static_cast<char>(number);
  }
  [[nodiscard]] bool is_nearly_full() const { return bytes_.size() - size_ < kLongest; }
  [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }
  void clear() { size_ = 0; }

 private:
  static constexpr std::size_t kLongest = 10;
  std::array<char, 256> bytes_;
  std::size_t size_ = 0;
};

// The lists of a block in work.
class Block {
 public:
  explicit Block(const Words& words) : words_(words), list_of_gram_(words.count(), kNone) {}

  void add_document(std::uint32_t place, const TermStream& stream, std::uint32_t document) {
    found_.clear();
    const bool is_simple = add_pairs(stream.placed_words(document, Track::kBody)) &&
                           add_grams(stream.placed_words(document, Track::kGrams));
    if (!is_simple || found_.size() > place_lists::kMaxWords) {
      if (unlisted_ == kNone) unlisted_ = new_list(place_lists::kUnlisted);
      found_.assign(1, {unlisted_, 1, kNone});
    }
    append_postings(place);
  }

  void write(PlaceFile& file) {
    std::vector<PlaceList> lists;
    for (std::uint32_t list = 0; list < keys_.size(); ++list)
      if (!lists_[list].bytes.empty()) lists.push_back({keys_[list], lists_[list].bytes});
    std::sort(lists.begin(), lists.end(),
              [](const PlaceList& one, const PlaceList& other) { return one.key < other.key; });
    file.append_block(lists);
    clear();
  }

 private:
  struct List {
    std::string bytes;
    std::uint32_t next_place = 0;
  };
  struct Found {
    std::uint32_t list = 0;
    std::uint32_t position = 0;
    std::uint32_t next = kNone;  // of the same list
  };

  std::uint32_t new_list(std::uint64_t key) {
    const auto list = static_cast<std::uint32_t>(keys_.size());
    keys_.push_back(key);
    if (lists_.size() == list) {
      lists_.emplace_back();
      first_found_.push_back(kNone);
    }
    return list;
  }

  // False: words share a position, so that neighbours need not follow each other in the stream.
  bool add_pairs(const std::vector<PlacedWord>& words) {
    const PlacedWord* before = nullptr;
    for (const PlacedWord& word : words) {
      if (before != nullptr && before->position == word.position) return false;
      if (words_.is_han(word.number) && before != nullptr && before->position + 1 == word.position &&
          words_.is_han(before->number))
        found_.push_back({list_of_pair(*before, word), before->position, kNone});
      before = &word;
    }
    return true;
  }
  std::uint32_t list_of_pair(const PlacedWord& first, const PlacedWord& second) {
    const std::uint64_t pair = words_.character(first.number) << kCharacterBits | words_.character(second.number);
    const auto next = static_cast<std::uint32_t>(keys_.size());
    const std::uint32_t list = pairs_.of(pair, next);
    return list == next ? new_list(key_of_pair(pair)) : list;
  }
  bool add_grams(const std::vector<PlacedWord>& words) {
    std::uint32_t before = 0;
    for (const PlacedWord& word : words) {
      if (word.position == before) return false;
      before = word.position;
      std::uint32_t& list = list_of_gram_[word.number];
      if (list == kNone) {
        list = new_list(words_.key_of_gram(word.number));
        grams_.push_back(word.number);
      }
      found_.push_back({list, word.position, kNone});
    }
    return true;
  }

  // What belongs to one list is chained from its begin, and written when all of the document is known.
  void append_postings(std::uint32_t place) {
    for (std::size_t i = found_.size(); i-- > 0;)
      found_[i].next = std::exchange(first_found_[found_[i].list], static_cast<std::uint32_t>(i));
    for (const Found& found : found_) {
      const std::uint32_t first = std::exchange(first_found_[found.list], kNone);
      if (first != kNone) append_posting(lists_[found.list], place, first);
    }
  }

  void append_posting(List& list, std::uint32_t place, std::uint32_t first) {
    const std::uint64_t step = std::uint64_t{place - list.next_place} * 2;
    list.next_place = place + 1;
    varints_.clear();
    if (found_[first].next == kNone) {
      varints_.append(step);
      varints_.append(found_[first].position);
      list.bytes += varints_.view();
      return;
    }
    positions_.clear();
    for (std::uint32_t i = first, before = 0; i != kNone; i = found_[i].next) {
      varints_.append(found_[i].position - before);
      before = found_[i].position;
      if (varints_.is_nearly_full()) flush_positions();
    }
    flush_positions();
    varints_.append(step + 1);
    varints_.append(positions_.size());
    list.bytes += varints_.view();
    list.bytes += positions_;
  }
  void flush_positions() {
    positions_ += varints_.view();
    varints_.clear();
  }

  void clear() {
    for (List& list : lists_) {
      if (list.bytes.capacity() > kKeptBytes) list.bytes = {};
      list.bytes.clear();
      list.next_place = 0;
    }
    for (const std::uint32_t number : grams_) list_of_gram_[number] = kNone;
    grams_.clear();
    pairs_.clear();
    keys_.clear();
    unlisted_ = kNone;
  }

  const Words& words_;
  PairNumbers pairs_;
  std::vector<std::uint32_t> list_of_gram_;  // by the number of its word
  std::vector<std::uint32_t> grams_;         // that have a list
  std::vector<std::uint64_t> keys_;          // of the lists
  std::vector<List> lists_;                  // perhaps more than keys: their memory is kept
  std::vector<std::uint32_t> first_found_;   // of each list, in the document in work
  std::uint32_t unlisted_ = kNone;
  std::vector<Found> found_;
  Varints varints_;
  std::string positions_;
};

}  // namespace

Result<PlaceFile> PlaceFile::create(const std::filesystem::path& path) {
  auto file = BufferedFile::create(path);
  if (!file) return file.error();
  file->append(std::string(place_lists::kHeadBytes, '\0'));  // known at the end
  return PlaceFile(std::move(*file));
}

void PlaceFile::append_block(const std::vector<PlaceList>& lists) {
  begins_.push_back(file_.size());
  std::uint32_t bits = 0;
  while (bits < place_lists::kMaxGroupBits && (std::size_t{4} << bits) < lists.size()) ++bits;
  std::string offsets(1, static_cast<char>(bits)), groups, head, bodies;
  const std::size_t count = std::size_t{1} << bits;
  const std::size_t groups_begin = 1 + (count + 1) * sizeof(std::uint32_t);
  auto next = lists.begin();
  for (std::size_t group = 0; group < count; ++group) {
    append_u32(offsets, static_cast<std::uint32_t>(groups_begin + groups.size()));
    head.clear();
    bodies.clear();
    std::uint64_t members = 0;
    for (; next != lists.end() && (bits == 0 || next->key >> (64 - bits) == group); ++next, ++members) {
      append_u32(head, static_cast<std::uint32_t>(next->key));
      append_u32(head, static_cast<std::uint32_t>(next->key >> 32));
      append_varint(head, next->bytes.size());
      bodies += next->bytes;
    }
    append_varint(groups, members);
    groups += head;
    groups += bodies;
  }
  append_u32(offsets, static_cast<std::uint32_t>(groups_begin + groups.size()));
  file_.append(offsets);
  file_.append(groups);
}

Status PlaceFile::finish(std::uint32_t documents) {
  const std::uint64_t end = file_.size();
  for (const std::uint64_t begin : begins_) file_.append_u64(begin);
  file_.append_u64(end);
  std::string head(place_lists::kMagic);
  append_u32(head, documents);
  append_u32(head, static_cast<std::uint32_t>(begins_.size()));
  append_u32(head, static_cast<std::uint32_t>(end));
  append_u32(head, static_cast<std::uint32_t>(end >> 32));
  return file_.finish_with_head(head);
}

Status write_place_lists(const std::filesystem::path& stream_file, const std::filesystem::path& places) {
  const auto stream = TermStream::open(stream_file);
  if (!stream) return stream.error();
  auto file = PlaceFile::create(places);
  if (!file) return file.error();
  const Words words(*stream);
  const std::uint32_t documents = stream->documents();
  Block block(words);
  for (std::uint32_t document = 1; document <= documents;) {
    for (std::uint32_t place = 0; place < kBlockDocuments && document <= documents; ++place, ++document)
      block.add_document(place, *stream, document);
    block.write(*file);
  }
  return file->finish(documents);
}

}  // namespace polsearch
