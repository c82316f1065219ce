#include "indexer/build/merge_places.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "analysis/byte_reader.h"
#include "indexer/build/glass/posting_cursor.h"
#include "indexer/build/place_writer.h"

namespace polsearch {
namespace {

using place_lists::kBlockDocuments;

constexpr std::size_t kKeyBytes = sizeof(std::uint64_t);

Error places_damaged() {
  return {Error::Kind::kIndex, "the index's place lists do not hold together", "build the index again"};
}

// The documents of a block of the result.
struct Target {
  std::uint32_t first = 0, last = 0;
  [[nodiscard]] bool has(std::uint32_t number) const { return number >= first && number <= last; }
};

struct Posting {
  std::uint32_t place = 0;  // in the target
  bool has_length = false;
  std::string_view positions;  // with the length before them
};

// The lists of a source's block, by rising key.
class ListReader {
 public:
  // `number_of`: of the block's documents alone.
  ListReader(std::string_view block, std::span<const std::uint32_t> number_of) : rest_(block), number_of_(number_of) {
    const auto bits = rest_.u8();
    groups_left_ = std::uint32_t{1} << std::min<std::uint32_t>(bits.value_or(0), place_lists::kMaxGroupBits);
    const auto offsets = rest_.bytes((std::uint64_t{groups_left_} + 1) * sizeof(std::uint32_t));
    if (!bits || !offsets) fail();
    next();
  }

  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] bool is_damaged() const { return is_damaged_; }
  [[nodiscard]] std::uint64_t key() const { return heads_[next_head_ - 1].key; }

  void next() {
    if (at_end_) return;
    while (next_head_ == heads_.size()) {
      if (groups_left_ == 0) return void(at_end_ = true);
      --groups_left_;
      if (!read_heads()) return fail();
    }
    const auto list = rest_.bytes(heads_[next_head_++].length);
    if (!list) return fail();
    list_ = *list;
  }

  // Appends the list's postings that go into the target. False: damage.
  bool take(const Target& target, std::vector<Posting>& postings) const {
    const auto* at = reinterpret_cast<const unsigned char*>(list_.data());
    const auto* const end = at + list_.size();
    std::uint32_t place = 0;
    while (at != end) {
      std::uint32_t head = 0, number = 0;
      if (!glass::read_u32(at, end, head) || head / 2 >= number_of_.size()) return false;
      place += head / 2;
      const auto* const begin = at;
      if (place >= number_of_.size() || !glass::read_u32(at, end, number)) return false;
      if (head % 2 != 0) {
        if (number > static_cast<std::size_t>(end - at)) return false;
        at += number;
      }
      if (const std::uint32_t made = number_of_[place]; target.has(made))
        postings.push_back({made - target.first,
                            head % 2 != 0,
                            {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(at - begin)}});
      ++place;
    }
    return true;
  }

 private:
  struct Head {
    std::uint64_t key = 0, length = 0;
  };
  bool read_heads() {
    heads_.clear();
    next_head_ = 0;
    const auto count = rest_.varint();
    if (!count || *count > rest_.left() / kKeyBytes) return false;
    for (std::uint64_t i = 0; i < *count; ++i) {
      const auto low = rest_.u32(), high = rest_.u32();
      const auto length = rest_.varint();
      if (!low || !high || !length) return false;
      heads_.push_back({std::uint64_t{*high} << 32 | *low, *length});
    }
    return true;
  }
  void fail() { at_end_ = is_damaged_ = true; }

  ByteReader rest_;
  std::span<const std::uint32_t> number_of_;
  std::uint32_t groups_left_ = 0;
  std::vector<Head> heads_;  // of the group in work
  std::size_t next_head_ = 0;
  std::string_view list_;
  bool at_end_ = false, is_damaged_ = false;
};

// Merges files; lives for one call of merge_place_lists.
class PlaceMerge {
 public:
  explicit PlaceMerge(const std::vector<PlaceSource>& sources) : sources_(sources), next_(sources.size(), 1) {}

  // The lists of the target, targets in order; their bytes are valid until the next call.
  Result<std::vector<PlaceList>> lists(const Target& target) {
    std::vector<ListReader> readers;
    for (std::size_t source = 0; source < sources_.size(); ++source) add_readers(source, target, readers);
    made_.clear();
    bytes_.clear();
    while (const ListReader* least = least_of(readers)) {
      const std::uint64_t key = least->key();
      postings_.clear();
      for (ListReader& reader : readers) {
        if (reader.at_end() || reader.key() != key) continue;
        if (!reader.take(target, postings_)) return places_damaged();
        reader.next();
      }
      if (!postings_.empty()) append_list(key);
    }
    if (std::any_of(readers.begin(), readers.end(), [](const ListReader& reader) { return reader.is_damaged(); }))
      return places_damaged();
    std::vector<PlaceList> lists;
    for (const Made& made : made_)
      lists.push_back({made.key, std::string_view(bytes_).substr(made.begin, made.end - made.begin)});
    return lists;
  }

 private:
  struct Made {
    std::uint64_t key = 0;
    std::size_t begin = 0, end = 0;  // in bytes_
  };

  static const ListReader* least_of(const std::vector<ListReader>& readers) {
    const ListReader* least = nullptr;
    for (const ListReader& reader : readers)
      if (!reader.at_end() && (least == nullptr || reader.key() < least->key())) least = &reader;
    return least;
  }

  // Of the source's blocks whose documents go into the target.
  void add_readers(std::size_t number, const Target& target, std::vector<ListReader>& readers) {
    const PlaceSource& source = sources_[number];
    const auto size = std::min<std::size_t>(source.number_of.size(), source.documents + std::size_t{1});
    std::size_t block_added = SIZE_MAX;
    for (std::size_t& next = next_[number]; next < size; ++next) {
      const std::uint32_t made = source.number_of[next];
      if (made > target.last) return;
      const std::size_t block = (next - 1) / kBlockDocuments;
      if (made == 0 || block == std::exchange(block_added, block)) continue;
      const std::size_t first = block * kBlockDocuments + 1;
      readers.emplace_back(source.places->block(static_cast<std::uint32_t>(block)),
                           source.number_of.subspan(first, std::min<std::size_t>(kBlockDocuments, size - first)));
    }
  }

  void append_list(std::uint64_t key) {
    const auto by_place = [](const Posting& a, const Posting& b) { return a.place < b.place; };
    if (!std::is_sorted(postings_.begin(), postings_.end(), by_place))
      std::sort(postings_.begin(), postings_.end(), by_place);
    const std::size_t begin = bytes_.size();
    std::uint32_t next_place = 0;
    for (const Posting& posting : postings_) {
      append_varint(bytes_, std::uint64_t{posting.place - next_place} * 2 + (posting.has_length ? 1 : 0));
      bytes_ += posting.positions;
      next_place = posting.place + 1;
    }
    made_.push_back({key, begin, bytes_.size()});
  }

  const std::vector<PlaceSource>& sources_;
  std::vector<std::size_t> next_;  // by source: the first document that is not placed
  std::vector<Posting> postings_;
  std::vector<Made> made_;
  std::string bytes_;
};

}  // namespace

Status merge_place_lists(const std::vector<PlaceSource>& sources, std::uint32_t documents,
                         const std::filesystem::path& places) {
  auto file = PlaceFile::create(places);
  if (!file) return file.error();
  PlaceMerge merge(sources);
  for (std::uint64_t first = 1; first <= documents; first += kBlockDocuments) {
    const auto last = std::min<std::uint64_t>(first + kBlockDocuments - 1, documents);
    const auto lists = merge.lists({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
    if (!lists) return lists.error();
    file->append_block(*lists);
  }
  return file->finish(documents);
}

}  // namespace polsearch
