// Reading of a term stream (grammar in the header): dictionary look-ups, and searches for codes in a document's tracks.
#include "analysis/term_stream.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "analysis/byte_reader.h"
#include "analysis/term_stream_coding.h"

namespace polsearch {
namespace {

using term_stream::Code;
using term_stream::code_of;
using term_stream::ends_code;

constexpr std::size_t kOffsetBytes = 8;
constexpr std::uint32_t kLastPosition = UINT32_MAX;
// The processor goes on by itself once it sees that lines are read one after the other.
constexpr std::size_t kCacheLine = 64, kPrefetchBytes = 14 * kCacheLine;

Error damaged(std::string_view part) {
  return {Error::Kind::kIndex, "the term stream is damaged: " + std::string(part),
          "build the index again: polindex build -o INDEX PATH..."};
}

constexpr std::size_t kEight = 8;  // bytes that are looked at together
constexpr std::uint64_t kLowBits = 0x0101010101010101, kHighBits = 0x8080808080808080;
constexpr std::uint64_t kKindBits = 3 * kLowBits;

std::uint64_t eight_at(const char* bytes) {
  std::uint64_t eight;
  std::memcpy(&eight, bytes, kEight);
  return eight;
}

// A vector register of bytes, whatever the processor calls it.
using Lane [[gnu::vector_size(16)]] = unsigned char;
constexpr std::size_t kLaneBytes = sizeof(Lane), kStride = 2 * kLaneBytes;

Lane lane_at(const char* bytes) {
  Lane lane;
  std::memcpy(&lane, bytes, kLaneBytes);
  return lane;
}

// The first byte in memory is the lowest of the first half.
std::array<std::uint64_t, 2> halves_of(Lane lane) {
  std::array<std::uint64_t, 2> halves{};
  std::memcpy(halves.data(), &lane, kLaneBytes);
  if constexpr (std::endian::native == std::endian::big)
    for (std::uint64_t& half : halves) half = __builtin_bswap64(half);
  return halves;
}

bool has_any(Lane lane) {
  const auto [low, high] = halves_of(lane);
  return (low | high) != 0;
}

constexpr std::uint64_t kByte = 0xFF;

// Of the bytes of a number the lowest that is not 0; there is one.
std::size_t first_byte(std::uint64_t eight) { return static_cast<std::size_t>(std::countr_zero(eight)) / 8; }

// The sum of eight bytes, below 256.
std::uint64_t sum_of_bytes(std::uint64_t eight) { return eight * kLowBits >> 56; }

std::size_t count_words(std::string_view codes) {
  constexpr std::size_t kMostLanes = 31;  // eight such sums stay below 256
  std::size_t words = 0;
  while (codes.size() >= kLaneBytes) {
    const std::size_t lanes = std::min(codes.size() / kLaneBytes, kMostLanes);
    Lane ends{};
    for (std::size_t i = 0; i < lanes; ++i) ends += lane_at(codes.data() + i * kLaneBytes) >> 7;
    const auto [low, high] = halves_of(ends);
    words += sum_of_bytes(low) + sum_of_bytes(high);
    codes.remove_prefix(lanes * kLaneBytes);
  }
  for (const char byte : codes) words += ends_code(byte);
  return words;
}

// One code or several, to be found in many tracks.
class Row {
 public:
  explicit Row(std::string_view bytes) : bytes_(bytes), to_last_(bytes.size() - 1) {
    std::memcpy(&eight_, bytes.data(), std::min(bytes.size(), kEight));
    std::memset(&mask_, 0xFF, std::min(bytes.size(), kEight));
    first_ += static_cast<unsigned char>(bytes.front());
    last_ += static_cast<unsigned char>(bytes.back());
  }

  // Where it stands in `codes` at or behind `from`; npos: nowhere. Its first and its last byte are looked for at 32
  // places at once.
  [[nodiscard]] std::size_t find_in(std::string_view codes, std::size_t from) const {
    for (; from + to_last_ + kStride <= codes.size(); from += kStride) {
      const Lane low = fits(codes.data() + from), high = fits(codes.data() + from + kLaneBytes);
      if (!has_any(low | high)) continue;
      for (const auto& [lane, begin] : {std::pair(low, from), std::pair(high, from + kLaneBytes)})
        if (const std::size_t at = first_in(codes, lane, begin); at != std::string_view::npos) return at;
    }
    for (; from + bytes_.size() <= codes.size(); ++from)
      if (stands_at(codes, from)) return from;
    return std::string_view::npos;
  }

 private:
  [[nodiscard]] Lane fits(const char* at) const {
    return Lane((lane_at(at) == first_) & (lane_at(at + to_last_) == last_));
  }
  // Of the places that fit.
  [[nodiscard]] std::size_t first_in(std::string_view codes, Lane lane, std::size_t begin) const {
    for (std::uint64_t half : halves_of(lane)) {
      for (; half != 0; half &= ~(kByte << 8 * first_byte(half)))
        if (stands_at(codes, begin + first_byte(half))) return begin + first_byte(half);
      begin += kEight;
    }
    return std::string_view::npos;
  }
  [[nodiscard]] bool stands_at(std::string_view codes, std::size_t at) const {
    if (at > 0 && !ends_code(codes[at - 1])) return false;
    if (at + kEight > codes.size()) return codes.compare(at, bytes_.size(), bytes_) == 0;
    if (((eight_at(codes.data() + at) ^ eight_) & mask_) != 0) return false;
    return bytes_.size() <= kEight || codes.compare(at, bytes_.size(), bytes_) == 0;
  }

  std::string_view bytes_;
  std::size_t to_last_;
  std::uint64_t eight_ = 0, mask_ = 0;  // its first bytes
  Lane first_{}, last_{};
};

// Positions of the words of a track, asked for in ascending order of their codes' places.
class PositionCursor {
 public:
  PositionCursor(std::string_view codes, std::string_view gaps) : codes_(codes), gaps_(gaps) { read_gap(); }

  [[nodiscard]] std::uint32_t position_at(std::size_t code_begin) {
    word_ += count_words(codes_.substr(counted_, code_begin - counted_));
    counted_ = code_begin;
    return position();
  }
  // Of the words one after the other.
  [[nodiscard]] std::uint32_t next_position() {
    const std::uint32_t next = position();
    ++word_;
    return next;
  }

 private:
  [[nodiscard]] std::uint32_t position() {
    while (has_gap_ && gap_word_ <= word_) pass_gap();
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(base_position_ + (word_ - base_word_), kLastPosition));
  }

  // Eight gaps of one byte each, as nearly all are, as long as the last of them stands no later than the word.
  void pass_eights() {
    constexpr std::uint64_t kLongSteps = term_stream::kGapSteps[3] - 1, kSteps = term_stream::kGapSteps[2] - 1;
    static_assert(term_stream::kGapSteps[1] == 2);
    for (; gaps_.left() >= kEight; (void)gaps_.bytes(kEight)) {
      const std::uint64_t eight = eight_at(gaps_.rest().data()), kinds = eight & kKindBits;
      const bool is_plain = (eight & kHighBits) == 0 && ((kinds + (kHighBits - kLowBits)) & kHighBits) == kHighBits;
      const std::uint64_t words = sum_of_bytes(eight >> 2 & kLowBits * 0x3F & ~kHighBits);
      if (!is_plain || base_word_ + words > word_) return;
      const std::uint64_t odd = kinds & kLowBits, high = kinds >> 1 & kLowBits;
      const std::uint64_t thirds = sum_of_bytes(odd & high);
      const std::uint64_t stepped =
          (sum_of_bytes(odd) - thirds) + kSteps * (sum_of_bytes(high) - thirds) + kLongSteps * thirds;
      base_position_ = std::min<std::uint64_t>(base_position_ + words + stepped, kLastPosition);
      base_word_ += words;
    }
  }

  void read_gap() {
    if (read_short_gap()) return;
    const auto head = gaps_.varint();
    const auto kind = static_cast<std::size_t>(head.value_or(0) & 3);
    const auto step = kind == 0 && head ? gaps_.varint() : std::optional<std::uint64_t>(term_stream::kGapSteps[kind]);
    has_gap_ = head && step && *head >> 2 <= codes_.size() && *step <= kLastPosition;
    if (!has_gap_) return;
    gap_word_ = base_word_ + (*head >> 2);
    gap_step_ = *step;
  }
  // Of one byte, or of two that have a step of their own.
  bool read_short_gap() {
    if (gaps_.left() < 2) return false;
    const auto head = static_cast<unsigned char>(gaps_.rest()[0]), next = static_cast<unsigned char>(gaps_.rest()[1]);
    const std::size_t kind = head & 3;
    if (head >= 0x80 || (kind == 0 && next >= 0x80)) return false;
    has_gap_ = true;
    gap_word_ = base_word_ + (head >> 2);
    gap_step_ = kind == 0 ? next : term_stream::kGapSteps[kind];
    (void)gaps_.bytes(kind == 0 ? 2 : 1);
    return true;
  }
  void pass_gap() {
    const std::uint64_t before = base_position_ + (gap_word_ - base_word_) - 1;
    base_position_ = std::min<std::uint64_t>(before + gap_step_, kLastPosition);
    base_word_ = gap_word_;
    pass_eights();
    read_gap();
  }

  std::string_view codes_;
  ByteReader gaps_;
  std::size_t counted_ = 0;  // bytes of codes_, with word_ words
  std::uint64_t word_ = 0;
  std::uint64_t base_word_ = 0, base_position_ = 1;  // of the last gap's word
  bool has_gap_ = false;
  std::uint64_t gap_word_ = 0, gap_step_ = 0;
};

// Position of each occurrence; equal ones once, since the words between may share a position.
template <class Sink>
void each_position(std::string_view codes, std::string_view gaps, const Code& code, Sink sink) {
  PositionCursor cursor(codes, gaps);
  const Row row(code.view());
  for (std::size_t at = row.find_in(codes, 0); at != std::string_view::npos; at = row.find_in(codes, at + code.length))
    sink(cursor.position_at(at));
}

// Do codes[0..n) stand side by side, at positions side by side? Of words that each have a position of their own.
bool has_adjacent(std::string_view codes, std::string_view gaps, std::string_view bytes, std::size_t to_last,
                  std::size_t words) {
  const Row row(bytes);
  std::size_t at = row.find_in(codes, 0);
  if (at == std::string_view::npos) return false;
  PositionCursor cursor(codes, gaps);
  for (; at != std::string_view::npos; at = row.find_in(codes, at + 1)) {
    const std::uint32_t first_position = cursor.position_at(at);
    PositionCursor last = cursor;
    if (last.position_at(at + to_last) - first_position == words - 1) return true;
  }
  return false;
}

// Numbers of a track's codes in reading order. False: one is too long.
template <class Visit>
bool each_number(std::string_view codes, Visit visit) {
  std::uint64_t rest = 0;
  std::size_t length = 0;
  for (const char byte : codes) {
    rest = rest << 7 | (static_cast<unsigned char>(byte) & 0x7F);
    if (++length > term_stream::kMaxCodeBytes) return false;
    if (!ends_code(byte)) continue;
    visit(static_cast<std::uint32_t>(term_stream::kClassBegin[length - 1] + rest));
    rest = length = 0;
  }
  return true;
}

using Positions = std::vector<std::uint32_t>;

bool is_phrase(std::span<const Positions> slots, std::uint32_t window) {
  std::vector<std::size_t> next(slots.size(), 0);
  for (const std::uint32_t first : slots.front()) {
    std::uint32_t last = first;
    for (std::size_t i = 1; i < slots.size(); ++i) {
      std::size_t& at = next[i];
      while (at < slots[i].size() && slots[i][at] <= last) ++at;
      if (at == slots[i].size()) return false;
      last = slots[i][at];
    }
    if (last - first < window) return true;
  }
  return false;
}

struct Placed {
  std::uint32_t position;
  std::uint32_t slot;
  friend auto operator<=>(const Placed&, const Placed&) = default;
};

// Can every slot get a position of its own? (Kuhn's augmenting paths; recursion: at most as deep as there are slots.)
class DistinctPlaces {
 public:
  explicit DistinctPlaces(std::span<const Placed> window) : window_(window) {}

  [[nodiscard]] bool exist(std::size_t slots) {
    for (std::uint32_t slot = 0; slot < slots; ++slot) {
      tried_.clear();
      if (!place(slot)) return false;
    }
    return true;
  }

 private:
  bool place(std::uint32_t slot) {
    for (const Placed& placed : window_) {
      if (placed.slot != slot || contains(tried_, placed.position)) continue;
      tried_.push_back(placed.position);
      const auto taken = std::find_if(taken_.begin(), taken_.end(),
                                      [&](const Placed& other) { return other.position == placed.position; });
      if (taken == taken_.end()) {
        taken_.push_back(placed);
        return true;
      }
      const auto index = static_cast<std::size_t>(taken - taken_.begin());
      if (place(taken->slot)) {
        taken_[index].slot = slot;
        return true;
      }
    }
    return false;
  }
  static bool contains(const Positions& positions, std::uint32_t position) {
    return std::find(positions.begin(), positions.end(), position) != positions.end();
  }

  std::span<const Placed> window_;
  std::vector<Placed> taken_;
  Positions tried_;
};

bool is_near(std::span<const Positions> slots, std::uint32_t window) {
  std::vector<Placed> all;
  for (std::uint32_t slot = 0; slot < slots.size(); ++slot)
    for (const std::uint32_t position : slots[slot]) all.push_back({position, slot});
  std::sort(all.begin(), all.end());
  std::vector<std::uint32_t> inside(slots.size(), 0);
  std::size_t missing = slots.size(), end = 0;
  for (std::size_t begin = 0; begin < all.size(); ++begin) {
    for (; end < all.size() && all[end].position - all[begin].position < window; ++end)
      if (inside[all[end].slot]++ == 0) --missing;
    if (missing == 0 && DistinctPlaces(std::span(all).subspan(begin, end - begin)).exist(slots.size())) return true;
    if (--inside[all[begin].slot] == 0) ++missing;
  }
  return false;
}

// Terms of a dictionary block, one after the other; each from the one before.
class BlockTerms {
 public:
  explicit BlockTerms(std::string_view block) : reader_(block) {}

  [[nodiscard]] bool next() {
    const auto shared = is_first_ ? std::optional<std::uint8_t>(0) : reader_.u8();
    const auto length = reader_.u8();
    const auto rest = length ? reader_.bytes(*length) : std::nullopt;
    if (!shared || !rest || *shared > term_.size()) return false;
    is_first_ = false;
    term_.replace(*shared, std::string::npos, *rest);
    return true;
  }
  [[nodiscard]] const std::string& term() const { return term_; }

 private:
  ByteReader reader_;
  std::string term_;
  bool is_first_ = true;
};

std::string_view first_term(std::string_view block) {
  ByteReader reader(block);
  const auto length = reader.u8();
  return length ? reader.bytes(*length).value_or(std::string_view()) : std::string_view();
}

}  // namespace

Result<TermStream> TermStream::open(const std::filesystem::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  TermStream stream(std::move(*file));
  const std::string_view bytes = stream.file_.bytes();
  if (bytes.size() < term_stream::kHeadBytes || !bytes.starts_with(term_stream::kMagic)) return damaged("its head");
  ByteReader head(bytes.substr(term_stream::kMagic.size()));
  stream.documents_ = *head.u32();
  stream.terms_ = *head.u32();
  const std::size_t begins = term_stream::kMagic.size() + 8;
  const std::uint64_t blocks = little_u64_at(bytes, begins), block_index = little_u64_at(bytes, begins + kOffsetBytes),
                      record_index = little_u64_at(bytes, begins + 2 * kOffsetBytes),
                      counts = little_u64_at(bytes, begins + 3 * kOffsetBytes);
  if (blocks < term_stream::kHeadBytes || block_index < blocks || record_index < block_index || counts < record_index ||
      counts > bytes.size())
    return damaged("its parts");
  const auto part = [&](std::uint64_t begin, std::uint64_t end) {
    return bytes.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
  };
  stream.records_ = part(0, blocks);
  stream.blocks_ = part(0, block_index);
  stream.block_index_ = part(block_index, record_index);
  stream.record_index_ = part(record_index, counts);
  const std::uint64_t block_count =
      (std::uint64_t{stream.terms_} + term_stream::kBlockTerms - 1) / term_stream::kBlockTerms;
  if (stream.terms_ > term_stream::kClassBegin.back()) return damaged("its number of terms");
  if (stream.block_index_.size() != block_count * kOffsetBytes) return damaged("its dictionary");
  if (stream.record_index_.size() != (std::uint64_t{stream.documents_} + 1) * kOffsetBytes)
    return damaged("its documents");
  return stream;
}

std::string_view TermStream::block(std::uint64_t number) const {
  const std::uint64_t place = number * kOffsetBytes;
  const std::uint64_t begin = little_u64_at(block_index_, place);
  const bool is_last = place + kOffsetBytes == block_index_.size();
  const std::uint64_t end = is_last ? blocks_.size() : little_u64_at(block_index_, place + kOffsetBytes);
  if (begin > end || end > blocks_.size()) return {};
  return blocks_.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

std::optional<StreamTerm> TermStream::find(std::string_view term) const {
  const auto track = term_stream::track_of(term);
  if (!track) return std::nullopt;
  const std::string_view word = term_stream::dictionary_word(term);
  for (std::size_t length = 0; length < term_stream::kMaxCodeBytes; ++length) {
    const std::uint32_t class_end = std::min(terms_, term_stream::kClassBegin[length + 1]);
    if (class_end <= term_stream::kClassBegin[length]) break;
    std::uint64_t low = term_stream::kClassBegin[length] / term_stream::kBlockTerms;
    std::uint64_t high = (std::uint64_t{class_end} + term_stream::kBlockTerms - 1) / term_stream::kBlockTerms;
    while (high - low > 1) {  // the last block whose first term is not above the word
      const std::uint64_t middle = low + (high - low) / 2;
      (first_term(block(middle)) <= word ? low : high) = middle;
    }
    BlockTerms terms(block(low));
    auto number = static_cast<std::uint32_t>(low * term_stream::kBlockTerms);
    const std::uint32_t end = std::min(class_end, number + term_stream::kBlockTerms);
    for (; number < end && terms.next(); ++number)
      if (terms.term() == word) return StreamTerm{*track, number};
  }
  return std::nullopt;
}

std::string TermStream::text(std::uint32_t number) const {
  if (number >= terms_) return {};
  BlockTerms terms(block(number / term_stream::kBlockTerms));
  for (std::uint32_t i = 0; i <= number % term_stream::kBlockTerms; ++i)
    if (!terms.next()) return {};
  return terms.term();
}

void TermStream::each_text(const std::function<void(std::uint32_t, std::string_view)>& take) const {
  for (std::uint32_t first = 0; first < terms_; first += term_stream::kBlockTerms) {
    BlockTerms terms(block(first / term_stream::kBlockTerms));
    const std::uint32_t end = std::min(terms_, first + term_stream::kBlockTerms);
    for (std::uint32_t number = first; number < end && terms.next(); ++number) take(number, terms.term());
  }
}

TermStream::TrackBytes TermStream::track(std::uint32_t document, Track wanted) const {
  if (document == 0 || document > documents_) return {};
  const std::uint64_t place = (std::uint64_t{document} - 1) * kOffsetBytes;
  const std::uint64_t begin = little_u64_at(record_index_, place),
                      end = little_u64_at(record_index_, place + kOffsetBytes);
  if (begin >= end || end > records_.size()) return {};
  ByteReader reader(records_.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
  const auto stacked = reader.u8();
  std::uint64_t before = 0, codes = 0, gaps = 0;
  for (std::size_t track = 0; track < kTracks; ++track) {
    const auto code_bytes = reader.varint(), gap_bytes = reader.varint();
    if (!code_bytes || !gap_bytes || *code_bytes > records_.size() || *gap_bytes > records_.size()) return {};
    if (track < static_cast<std::size_t>(wanted)) before += *code_bytes + *gap_bytes;
    if (track != static_cast<std::size_t>(wanted)) continue;
    codes = *code_bytes;
    gaps = *gap_bytes;
  }
  if (!reader.bytes(before)) return {};
  const auto code_part = reader.bytes(codes);
  const auto gap_part = code_part ? reader.bytes(gaps) : std::nullopt;
  if (!gap_part) return {};
  return {*code_part, *gap_part, (*stacked >> static_cast<unsigned>(wanted) & 1) != 0};
}

void TermStream::positions(std::uint32_t document, StreamTerm term, std::vector<std::uint32_t>& out) const {
  if (term.number >= terms_) return;
  const TrackBytes bytes = track(document, term.track);
  const std::size_t begin = out.size();
  each_position(bytes.codes, bytes.gaps, code_of(term.number), [&](std::uint32_t position) {
    if (out.size() == begin || out.back() < position) out.push_back(position);
  });
}

StreamPhrase::StreamPhrase(std::vector<StreamSlot> slots, std::uint32_t window)
    : slots_(std::move(slots)), window_(window) {
  const auto is_one_word = [](const StreamSlot& slot) {
    return slot.size() == 1 && slot.front().number < term_stream::kClassBegin.back();
  };
  if (window_ != slots_.size() || !std::all_of(slots_.begin(), slots_.end(), is_one_word)) return;
  for (const StreamSlot& slot : slots_) {
    last_in_row_ = row_.size();
    row_ += code_of(slot.front().number).view();
  }
}

bool TermStream::has_phrase(std::uint32_t document, const StreamPhrase& phrase) const {
  if (phrase.is_row()) return has_phrase(document, track(document, phrase.track()), phrase);
  return has_phrase(document, {}, phrase);
}

bool TermStream::has_phrase(std::uint32_t document, const TrackBytes& bytes, const StreamPhrase& phrase) const {
  const auto& slots = phrase.slots_;
  if (slots.empty() || phrase.window_ < slots.size()) return false;
  if (phrase.is_row()) {
    if (bytes.codes.size() < phrase.row_.size()) return false;
    if (!bytes.is_stacked) return has_adjacent(bytes.codes, bytes.gaps, phrase.row_, phrase.last_in_row_, slots.size());
  }
  const std::vector<Positions> places = places_of(document, slots);
  return !places.empty() && is_phrase(places, phrase.window_);
}

void TermStream::prefetch(std::uint32_t document) const {
  if (document == 0 || document > documents_) return;
  const std::uint64_t begin = little_u64_at(record_index_, (std::uint64_t{document} - 1) * kOffsetBytes);
  if (begin < records_.size()) __builtin_prefetch(records_.data() + begin);
}

void TermStream::TrackBytes::prefetch() const {
  const std::string_view first = codes.substr(0, kPrefetchBytes);
  for (std::size_t at = 0; at < first.size(); at += kCacheLine) __builtin_prefetch(first.data() + at);
  __builtin_prefetch(gaps.data());
}

void TermStream::prefetch_place(std::uint32_t document) const {
  if (document == 0 || document > documents_) return;
  __builtin_prefetch(record_index_.data() + (std::size_t{document} - 1) * kOffsetBytes);
}

bool TermStream::has_near(std::uint32_t document, std::span<const StreamSlot> slots, std::uint32_t window) const {
  if (slots.empty() || window < slots.size()) return false;
  const std::vector<Positions> places = places_of(document, slots);
  return !places.empty() && is_near(places, window);
}

// The positions of each slot; empty when one has none.
std::vector<Positions> TermStream::places_of(std::uint32_t document, std::span<const StreamSlot> slots) const {
  std::vector<Positions> places(slots.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    for (const StreamTerm& term : slots[i]) positions(document, term, places[i]);
    if (places[i].empty()) return {};
    if (slots[i].size() == 1) continue;
    std::sort(places[i].begin(), places[i].end());
    places[i].erase(std::unique(places[i].begin(), places[i].end()), places[i].end());
  }
  return places;
}

std::vector<std::uint32_t> TermStream::words(std::uint32_t document, Track wanted) const {
  std::vector<std::uint32_t> numbers;
  const bool is_sound = each_number(track(document, wanted).codes, [&](auto number) { numbers.push_back(number); });
  return is_sound ? numbers : std::vector<std::uint32_t>();
}

std::vector<PlacedWord> TermStream::placed_words(std::uint32_t document, Track wanted) const {
  const TrackBytes bytes = track(document, wanted);
  std::vector<PlacedWord> words;
  words.reserve(bytes.codes.size());
  PositionCursor cursor(bytes.codes, bytes.gaps);
  const bool is_sound = each_number(bytes.codes, [&](auto number) {
    words.push_back({number, cursor.next_position()});
  });
  return is_sound ? words : std::vector<PlacedWord>();
}

}  // namespace polsearch
