// Words are counted, less those of dropped records, numbered in one merge of the dictionaries, and the records copied
// with each code put in place of the old one.
#include "indexer/build/merge_streams.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "analysis/byte_reader.h"
#include "analysis/term_stream_coding.h"
#include "indexer/build/buffered_file.h"
#include "indexer/build/glass/term_dictionary.h"
#include "indexer/build/stream_dictionary.h"

namespace polsearch {
namespace {

using term_stream::kBlockTerms;
using term_stream::kClassBegin;
using term_stream::kMaxCodeBytes;

constexpr std::size_t kOffsetBytes = 8;
constexpr std::uint32_t kNoCode = 0;  // a code has an end

Error stream_damaged() {
  return {Error::Kind::kIndex, "the index's term stream does not hold together", "build the index again"};
}

// A record's parts.
struct Record {
  std::uint8_t stacked = 0;
  std::array<std::string_view, kTracks> codes, gaps;
};

std::optional<Record> read_record(std::string_view bytes) {
  ByteReader reader(bytes);
  Record record;
  const auto stacked = reader.u8();
  std::array<std::uint64_t, kTracks> code_bytes{}, gap_bytes{};
  for (std::size_t track = 0; track < kTracks; ++track) {
    const auto codes = reader.varint(), gaps = reader.varint();
    if (!codes || !gaps) return std::nullopt;
    code_bytes[track] = *codes;
    gap_bytes[track] = *gaps;
  }
  for (std::size_t track = 0; track < kTracks; ++track) {
    const auto codes = reader.bytes(code_bytes[track]), gaps = reader.bytes(gap_bytes[track]);
    if (!codes || !gaps || (!codes->empty() && !term_stream::ends_code(codes->back()))) return std::nullopt;
    record.codes[track] = *codes;
    record.gaps[track] = *gaps;
  }
  record.stacked = *stacked;
  return record;
}

static_assert(std::endian::native == std::endian::little);

constexpr std::uint64_t kEnds = 0x8080808080808080;  // bits that end a code
constexpr std::uint64_t kLastEnd = 0x80000000;       // that of the longest
constexpr std::size_t kEight = sizeof(std::uint64_t), kBlockBytes = 64;

// The number of a code of `bits` bits, whose first byte is the lowest.
std::uint32_t number_of_code(std::uint32_t code, std::uint32_t bits) {
  const std::uint32_t big_endian = __builtin_bswap32(code) >> (32 - bits);
  const std::uint32_t rest =
      (big_endian & 0x7F) | (big_endian >> 1 & 0x3F80) | (big_endian >> 2 & 0x1FC000) | (big_endian >> 3 & 0xFE00000);
  return kClassBegin[bits / 8 - 1] + rest;
}

// Calls `take(number)` for each code that ends within the eight bytes. The bytes of those codes; 0: there is a longer
// one, or one of no word.
template <class Take>
std::size_t each_code_of_eight(std::uint64_t eight, std::uint32_t terms, Take& take) {
  std::uint32_t begin = 0;
  for (std::uint64_t ends = eight & kEnds; ends != 0; ends &= ends - 1) {
    const auto end = static_cast<std::uint32_t>(std::countr_zero(ends)) + 1;
    const std::uint32_t bits = end - begin;
    if (bits > 8 * kMaxCodeBytes) return 0;
    const std::uint32_t number = number_of_code(static_cast<std::uint32_t>(eight >> begin), bits);
    if (number >= terms) return 0;
    take(number);
    begin = end;
  }
  return begin / 8;
}

// Bit i: byte i of 64 ends a code.
std::uint64_t ends_of_block(const char* bytes) {
  std::uint64_t ends = 0;
  for (std::size_t i = 0; i < kBlockBytes; i += kEight) {
    std::uint64_t eight;
    std::memcpy(&eight, bytes + i, kEight);
    ends |= ((eight & kEnds) >> 7) * 0x0102040810204080 >> 56 << i;  // gathers the bits in the highest byte
  }
  return ends;
}

// Calls `take(number)` for each code; false: there is one of no word. `codes` ends with the end of a code. Many bytes
// are looked at together, since where the next code begins is known only when the one before has been read: whole
// blocks, and what is left by eight.
template <class Take>
bool each_code(std::string_view codes, std::uint32_t terms, Take&& take) {
  const char *code = codes.data(), *block = code, *const end = code + codes.size();
  for (; end - block >= static_cast<std::ptrdiff_t>(kBlockBytes + kMaxCodeBytes); block += kBlockBytes)
    for (std::uint64_t ends = ends_of_block(block); ends != 0; ends &= ends - 1) {
      const char* const next = block + std::countr_zero(ends) + 1;
      if (next - code > static_cast<std::ptrdiff_t>(kMaxCodeBytes)) return false;
      std::uint32_t four;
      std::memcpy(&four, code, sizeof four);
      const std::uint32_t number = number_of_code(four, static_cast<std::uint32_t>(next - code) * 8);
      if (number >= terms) return false;
      take(number);
      code = next;
    }
  codes.remove_prefix(static_cast<std::size_t>(code - codes.data()));
  while (!codes.empty()) {
    std::uint64_t eight = 0;
    if (codes.size() >= kEight)
      std::memcpy(&eight, codes.data(), kEight);
    else
      std::memcpy(&eight, codes.data(), codes.size());
    const std::size_t bytes = each_code_of_eight(eight, terms, take);
    if (bytes == 0) return false;
    codes.remove_prefix(bytes);
  }
  return true;
}

// The words of one code length in one source, in their order, with how often they stand in what stays.
class WordCursor {
 public:
  WordCursor(const StreamFile& stream, std::uint32_t source, std::size_t length,
             const std::vector<std::uint64_t>& counts)
      : source_(source),
        counts_(&counts),
        number_(kClassBegin[length]),
        end_(std::min(stream.terms(), kClassBegin[length + 1])),
        reader_(number_ < end_ ? stream.words_from(number_) : std::string_view()) {
    read();
  }

  [[nodiscard]] bool at_end() const { return number_ >= end_; }
  [[nodiscard]] bool is_damaged() const { return is_damaged_; }
  // As of std::string_view::compare(); most words differ in their first bytes.
  [[nodiscard]] int compare(const WordCursor& other) const {
    if (head_ != other.head_) return head_ < other.head_ ? -1 : 1;
    return word_.compare(other.word_);
  }
  [[nodiscard]] std::string_view key() const { return word_; }
  [[nodiscard]] std::uint32_t source() const { return source_; }
  [[nodiscard]] std::uint32_t number() const { return number_; }
  [[nodiscard]] std::uint64_t count() const { return (*counts_)[number_]; }
  void next() {
    ++number_;
    read();
  }

 private:
  void read() {
    if (at_end()) return;
    const bool opens_block = number_ % kBlockTerms == 0;
    const auto shared = opens_block ? std::optional<std::uint8_t>(0) : reader_.u8();
    const auto length = reader_.u8();
    const auto rest = length ? reader_.bytes(*length) : std::nullopt;
    is_damaged_ = !shared || !rest || *shared > word_.size();
    if (is_damaged_) {
      number_ = end_;
      return;
    }
    word_.replace(*shared, std::string::npos, *rest);
    head_ = glass::head_of(word_);
  }

  std::uint32_t source_;
  const std::vector<std::uint64_t>* counts_;
  std::uint32_t number_, end_;
  ByteReader reader_;
  std::string word_;
  std::uint64_t head_ = 0;
  bool is_damaged_ = false;
};

// Merges streams; lives for one call of merge_term_streams.
class StreamMerge {
 public:
  StreamMerge(const std::vector<StreamSource>& sources, const MergeStreams& request, BufferedFile out,
              BufferedFile record_index)
      : sources_(sources), request_(request), out_(std::move(out)), record_index_(std::move(record_index)) {}

  Status run() {
    if (Status placed = place_documents(); !placed) return placed;
    if (Status counted = count_words(); !counted) return counted;
    if (Status numbered = number_words(); !numbered) return numbered;
    out_.append(std::string(term_stream::kHeadBytes, '\0'));  // known at the end
    if (Status written = write_records(); !written) return written;
    return dictionary_->finish(std::move(out_), std::move(record_index_), request_.documents);
  }

 private:
  struct Origin {
    std::uint32_t source = 0, document = 0;  // document 0: none
  };

  Status place_documents() {
    origin_.resize(request_.documents + std::size_t{1});
    for (std::uint32_t source = 0; source < sources_.size(); ++source)
      for (std::uint32_t document = 1; document < sources_[source].number_of.size(); ++document) {
        const std::uint32_t number = sources_[source].number_of[document];
        if (number > request_.documents) return stream_damaged();
        if (number != 0) origin_[number] = {source, document};
      }
    return Done{};
  }

  // Words in what stays: in all, less those of the documents that are dropped.
  Status count_words() {
    for (const StreamSource& source : sources_) {
      auto counts = source.stream->counts();
      if (!counts) return counts.error();
      for (std::uint32_t document = 1; document < source.number_of.size(); ++document)
        if (source.number_of[document] == 0 && !take_away(source.stream->record(document), *counts))
          return stream_damaged();
      counts_.push_back(std::move(*counts));
    }
    return Done{};
  }

  static bool take_away(std::string_view bytes, std::vector<std::uint64_t>& counts) {
    const auto record = read_record(bytes);
    if (!record) return false;
    bool is_enough = true;
    const auto take = [&](std::uint32_t number) { is_enough = counts[number]-- > 0 && is_enough; };
    for (const std::string_view codes : record->codes)
      if (!each_code(codes, static_cast<std::uint32_t>(counts.size()), take)) return false;
    return is_enough;
  }

  // Calls `take(word, count, cursors)` for each word that stays; the cursors stand at it.
  template <class Take>
  Status each_word(const Take& take) const {
    std::vector<WordCursor> cursors;
    cursors.reserve(sources_.size() * kMaxCodeBytes);
    for (std::uint32_t source = 0; source < sources_.size(); ++source)
      for (std::size_t length = 0; length < kMaxCodeBytes; ++length)
        cursors.emplace_back(*sources_[source].stream, source, length, counts_[source]);
    std::vector<WordCursor*> least;
    while (true) {
      least.clear();
      for (WordCursor& cursor : cursors) {
        if (cursor.at_end()) continue;
        const int order = least.empty() ? -1 : cursor.compare(*least.front());
        if (order < 0) least.clear();
        if (order <= 0) least.push_back(&cursor);
      }
      if (least.empty()) break;
      std::uint64_t count = 0;
      for (const WordCursor* cursor : least) count += cursor->count();
      if (count > 0)
        if (Status taken = take(least.front()->key(), count, least); !taken) return taken;
      for (WordCursor* cursor : least) cursor->next();
    }
    const bool damaged =
        std::any_of(cursors.begin(), cursors.end(), [](const WordCursor& cursor) { return cursor.is_damaged(); });
    return damaged ? Status(stream_damaged()) : Status(Done{});
  }

  Status number_words() {
    WordsByCount words_by_count;
    const Status counted = each_word([&](std::string_view, std::uint64_t count, const auto&) -> Status {
      ++words_by_count[count];
      return Done{};
    });
    if (!counted) return counted;
    auto dictionary = StreamDictionary::create(request_.scratch, words_by_count);
    if (!dictionary) return dictionary.error();
    dictionary_ = std::move(*dictionary);
    for (const StreamSource& source : sources_) codes_.emplace_back(source.stream->terms(), kNoCode);
    return each_word([&](std::string_view word, std::uint64_t count, const std::vector<WordCursor*>& at) -> Status {
      const auto number = dictionary_->add(word, count);
      if (!number) return number.error();
      std::uint32_t code;
      std::memcpy(&code, term_stream::code_of(*number).bytes.data(), sizeof code);
      for (const WordCursor* cursor : at) codes_[cursor->source()][cursor->number()] = code;
      return Done{};
    });
  }

  Status write_records() {
    for (std::uint32_t number = 1; number <= request_.documents; ++number) {
      const Origin origin = origin_[number];
      if (origin.document == 0) return stream_damaged();
      record_index_.append_u64(out_.size());
      const auto record = read_record(sources_[origin.source].stream->record(origin.document));
      if (!record || !write_record(*record, codes_[origin.source])) return stream_damaged();
    }
    record_index_.append_u64(out_.size());
    return Done{};
  }

  bool write_record(const Record& record, const std::vector<std::uint32_t>& codes) {
    head_.assign(1, static_cast<char>(record.stacked));
    std::size_t room = 0;
    for (std::size_t track = 0; track < kTracks; ++track)
      room += record.codes[track].size() * kMaxCodeBytes + record.gaps[track].size();
    if (tracks_.size() < room) tracks_.resize(room);
    char* out = tracks_.data();
    for (std::size_t track = 0; track < kTracks; ++track) {
      char* const begin = out;
      out = put_codes(out, record.codes[track], codes);
      if (out == nullptr) return false;
      append_varint(head_, static_cast<std::uint64_t>(out - begin));
      append_varint(head_, record.gaps[track].size());
      out = std::copy(record.gaps[track].begin(), record.gaps[track].end(), out);
    }
    out_.append(head_);
    out_.append({tracks_.data(), static_cast<std::size_t>(out - tracks_.data())});
    return true;
  }

  // The codes by which `codes` knows the words. Writes kMaxCodeBytes a word; nullptr: there is none for one. In two
  // steps, so that the memory of many codes is fetched at once.
  char* put_codes(char* out, std::string_view old_codes, const std::vector<std::uint32_t>& codes) {
    if (numbers_.size() < old_codes.size()) numbers_.resize(old_codes.size());
    std::uint32_t* end = numbers_.data();
    const std::uint32_t* const code_of = codes.data();  // a byte that is written might be the vector's own
    const auto keep = [&](std::uint32_t number) {
      __builtin_prefetch(code_of + number);
      *end++ = number;
    };
    if (!each_code(old_codes, static_cast<std::uint32_t>(codes.size()), keep)) return nullptr;
    bool has_all = true;
    for (const std::uint32_t* number = numbers_.data(); number != end; ++number) {
      const std::uint32_t code = code_of[*number];
      has_all = has_all && code != kNoCode;
      std::memcpy(out, &code, sizeof code);
      out += std::countr_zero((code & kEnds) | kLastEnd) / 8 + 1;
    }
    return has_all ? out : nullptr;
  }

  const std::vector<StreamSource>& sources_;
  const MergeStreams& request_;
  BufferedFile out_, record_index_;
  std::vector<Origin> origin_;                      // by new number
  std::vector<std::vector<std::uint64_t>> counts_;  // by source and its word number
  std::vector<std::vector<std::uint32_t>> codes_;   // likewise: the new code, its first byte the lowest
  std::optional<StreamDictionary> dictionary_;
  std::string head_;
  std::vector<char> tracks_;            // of the record in work, kept for its memory
  std::vector<std::uint32_t> numbers_;  // of the track in work, likewise
};

}  // namespace

Result<StreamFile> StreamFile::open(const std::filesystem::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  StreamFile stream(std::move(*file));
  const std::string_view bytes = stream.file_.bytes();
  if (bytes.size() < term_stream::kHeadBytes || !bytes.starts_with(term_stream::kMagic)) return stream_damaged();
  ByteReader head(bytes.substr(term_stream::kMagic.size()));
  stream.documents_ = *head.u32();
  stream.terms_ = *head.u32();
  const std::size_t begins = term_stream::kMagic.size() + 2 * sizeof(std::uint32_t);
  const std::uint64_t blocks = little_u64_at(bytes, begins), block_index = little_u64_at(bytes, begins + kOffsetBytes),
                      record_index = little_u64_at(bytes, begins + 2 * kOffsetBytes),
                      counts = little_u64_at(bytes, begins + 3 * kOffsetBytes);
  if (blocks < term_stream::kHeadBytes || block_index < blocks || record_index < block_index || counts < record_index ||
      counts > bytes.size() || stream.terms_ > kClassBegin.back())
    return stream_damaged();
  stream.records_ = bytes.substr(0, static_cast<std::size_t>(blocks));
  stream.blocks_ = bytes.substr(0, static_cast<std::size_t>(block_index));
  stream.block_index_ =
      bytes.substr(static_cast<std::size_t>(block_index), static_cast<std::size_t>(record_index - block_index));
  stream.record_index_ =
      bytes.substr(static_cast<std::size_t>(record_index), static_cast<std::size_t>(counts - record_index));
  stream.counts_ = bytes.substr(static_cast<std::size_t>(counts));
  const std::uint64_t block_count = (std::uint64_t{stream.terms_} + kBlockTerms - 1) / kBlockTerms;
  if (stream.block_index_.size() != block_count * kOffsetBytes ||
      stream.record_index_.size() != (std::uint64_t{stream.documents_} + 1) * kOffsetBytes)
    return stream_damaged();
  return stream;
}

Result<std::vector<std::uint64_t>> StreamFile::counts() const {
  std::vector<std::uint64_t> counts;
  counts.reserve(terms_);
  ByteReader reader(counts_);
  while (counts.size() < terms_) {
    const auto count = reader.varint();
    if (!count) return stream_damaged();
    counts.push_back(*count);
  }
  return counts;
}

std::string_view StreamFile::record(std::uint32_t document) const {
  if (document == 0 || document > documents_) return {};
  const std::uint64_t place = (std::uint64_t{document} - 1) * kOffsetBytes;
  const std::uint64_t begin = little_u64_at(record_index_, place),
                      end = little_u64_at(record_index_, place + kOffsetBytes);
  if (begin >= end || end > records_.size()) return {};
  return records_.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

std::string_view StreamFile::words_from(std::uint32_t number) const {
  const std::uint64_t begin = little_u64_at(block_index_, std::uint64_t{number / kBlockTerms} * kOffsetBytes);
  return begin <= blocks_.size() ? blocks_.substr(static_cast<std::size_t>(begin)) : std::string_view();
}

Status merge_term_streams(const std::vector<StreamSource>& sources, const MergeStreams& request) {
  auto out = BufferedFile::create(request.file);
  if (!out) return out.error();
  auto record_index = BufferedFile::create_nameless(request.scratch / "records");
  if (!record_index) return record_index.error();
  return StreamMerge(sources, request, std::move(*out), std::move(*record_index)).run();
}

}  // namespace polsearch
