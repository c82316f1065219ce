#include "searcher/engine/postings.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "analysis/glass_packing.h"
#include "searcher/engine/glass_numbers.h"

namespace polsearch::engine {
namespace {

constexpr int kStepsBeforeDescent = 3;  // chunks that are passed one by one before the tree is asked
constexpr std::uint64_t kHighBits = 0x8080808080808080;
constexpr std::uint64_t kEveryOtherByte = 0x00FF00FF00FF00FF, kSumOfFour = 0x0001000100010001;
constexpr unsigned kFirstByteShift = std::endian::native == std::endian::big ? 8 : 0;
constexpr int kPassedBytes = 16;  // of eight postings whose numbers all are below 128

// Eight postings at once, in vector registers of whatever the processor has.
using Numbers16 [[gnu::vector_size(16)]] = std::uint16_t;
using Numbers32 [[gnu::vector_size(32)]] = std::uint32_t;

// Sixteen bytes: are all numbers below 128?
bool are_short(const unsigned char* at) {
  std::array<std::uint64_t, 2> halves{};
  std::memcpy(halves.data(), at, sizeof halves);
  return ((halves[0] | halves[1]) & kHighBits) == 0;
}

// Eight postings of two bytes each behind document `number`; how far behind it the last of them is.
std::uint32_t decode_eight(const unsigned char* at, std::uint32_t number, std::uint32_t* documents,
                           std::uint32_t* wdfs) {
  Numbers16 both;
  std::memcpy(&both, at, sizeof both);
  constexpr bool kIsBig = std::endian::native == std::endian::big;
  const Numbers16 low = both & 0xFF, high = both >> 8;
  const Numbers16 nothing{};
  Numbers16 sums = (kIsBig ? high : low) + 1;  // deltas, then added up by doubling steps
  sums += __builtin_shufflevector(nothing, sums, 0, 8, 9, 10, 11, 12, 13, 14);
  sums += __builtin_shufflevector(nothing, sums, 0, 1, 8, 9, 10, 11, 12, 13);
  sums += __builtin_shufflevector(nothing, sums, 0, 1, 2, 3, 8, 9, 10, 11);
  const Numbers32 found = __builtin_convertvector(sums, Numbers32) + number;
  const Numbers32 counts = __builtin_convertvector(kIsBig ? low : high, Numbers32);
  std::memcpy(documents, &found, sizeof found);
  std::memcpy(wdfs, &counts, sizeof counts);
  return sums[7];
}

std::string key_of(std::string_view term) {
  std::string key;
  glass::append_text(key, term);
  return key;
}

}  // namespace

PostingList::PostingList(const Table& postlist, std::string_view term, std::uint32_t documents)
    : PostingList(postlist, key_of(term), key_of(term) + '\0', documents) {}

PostingList PostingList::of_lengths(const Table& postlist, std::uint32_t documents) {
  const std::string key("\0\xE0", 2);
  PostingList list(postlist, key, key, documents);
  list.frequency_ = documents;
  return list;
}

PostingList::PostingList(const Table& postlist, std::string first_key, std::string later_key, std::uint32_t documents)
    : cursor_(postlist), later_key_(std::move(later_key)), documents_(documents) {
  if (cursor_.find(first_key))
    read_chunk(/*is_first=*/true);
  else if (cursor_.is_damaged())
    fail();
  else
    finish();
}

bool PostingList::finish() {
  at_end_ = true;
  return false;
}

bool PostingList::fail() {
  is_damaged_ = true;
  frequency_ = 0;
  return finish();
}

// chunk = [documents total_wdf first - 1] '0' or '1' (last) span, then wdf (delta - 1 wdf)*
bool PostingList::read_chunk(bool is_first) {
  std::string_view tag = cursor_.first_part();
  if (!cursor_.is_whole()) {
    auto joined = cursor_.is_compressed() ? std::nullopt : cursor_.joined_parts();
    if (!joined) return fail();
    joined_ = std::move(*joined);
    tag = joined_;
  }
  body_ = begin_of(tag);
  end_ = body_ + tag.size();
  std::uint32_t before = 0, span = 0;
  if (is_first) {
    std::uint64_t total_wdf = 0;
    if (!read_uint(body_, end_, frequency_) || !read_uint(body_, end_, total_wdf) || !read_uint(body_, end_, before) ||
        before >= documents_ || frequency_ > documents_)
      return fail();
    first_ = before + 1;
  } else {
    const auto first = read_sortable(cursor_.key().substr(later_key_.size()));
    if (!first || *first <= last_) return fail();
    first_ = *first;
  }
  if (body_ == end_) return fail();
  is_last_chunk_ = *body_++ == '1';
  if (!read_uint(body_, end_, span) || first_ > documents_ || span > documents_ - first_) return fail();
  last_ = first_ + span;
  found_end_ = nullptr;
  return true;
}

// While eight postings are of two bytes each, and the last of them stands before `document`.
void PostingList::pass_before(std::uint32_t document) {
  while (end_ - found_end_ >= kPassedBytes) {
    std::array<std::uint64_t, 2> eights{};
    std::memcpy(eights.data(), found_end_, kPassedBytes);
    if (((eights[0] | eights[1]) & kHighBits) != 0) return;
    const std::uint64_t deltas =
        (eights[0] >> kFirstByteShift & kEveryOtherByte) + (eights[1] >> kFirstByteShift & kEveryOtherByte);
    const std::uint64_t next = found_ + (deltas * kSumOfFour >> 48) + kPassedBytes / 2;
    if (next >= document) return;
    found_ = static_cast<std::uint32_t>(next);
    found_end_ += kPassedBytes;
    found_wdf_ = found_end_[-1];
  }
}

// One posting on. False: damage.
bool PostingList::pass_one() {
  std::uint32_t delta = 0;
  if (end_ - found_end_ >= 2 && ((found_end_[0] | found_end_[1]) & 0x80) == 0) {
    delta = found_end_[0];
    found_wdf_ = found_end_[1];
    found_end_ += 2;
  } else if (!read_uint(found_end_, end_, delta) || !read_uint(found_end_, end_, found_wdf_)) {
    return false;
  }
  if (delta >= last_ - found_) return false;
  found_ += delta + 1;
  return true;
}

std::optional<std::uint32_t> PostingList::find(std::uint32_t document) {
  if (at_end_ || (last_ < document && !move_to(document)) || first_ > document) return std::nullopt;
  bool is_sound = true;
  if (found_end_ == nullptr) {
    found_end_ = body_;
    found_ = first_;
    is_sound = read_uint(found_end_, end_, found_wdf_);
  }
  while (is_sound && found_ < document) {
    pass_before(document);
    for (int i = 0; i < kPassedBytes / 2 && is_sound && found_ < document; ++i) is_sound = pass_one();
  }
  if (!is_sound) {
    fail();
    return std::nullopt;
  }
  return found_ == document ? std::optional(found_wdf_) : std::nullopt;
}

bool PostingList::next_chunk() {
  if (at_end_) return false;
  if (is_last_chunk_) return finish();
  if (!cursor_.next() || !cursor_.key().starts_with(later_key_)) return fail();
  return read_chunk(/*is_first=*/false);
}

bool PostingList::move_to(std::uint32_t document) {
  for (int step = 0; !at_end_ && last_ < document; ++step) {
    if (step < kStepsBeforeDescent || is_last_chunk_) {
      if (!next_chunk()) return false;
      continue;
    }
    const std::uint32_t passed = last_;
    std::string key = later_key_;
    glass::append_sortable(key, document);
    if (!cursor_.seek(key) || !cursor_.key().starts_with(later_key_)) return fail();
    const auto first = read_sortable(cursor_.key().substr(later_key_.size()));
    if (!first || *first < first_) return fail();
    if (*first == first_) {  // `document` lies between two chunks
      step = 0;
      continue;
    }
    if (!read_chunk(/*is_first=*/false) || last_ <= passed) return fail();
  }
  return !at_end_;
}

bool PostingList::decode(std::vector<std::uint32_t>& documents, std::vector<std::uint32_t>& wdfs) {
  const std::size_t before = documents.size();
  const auto most = static_cast<std::size_t>(end_ - body_) / 2 + 1;
  documents.resize(before + most);
  wdfs.resize(before + most);
  std::uint32_t* document = documents.data() + before;
  std::uint32_t* wdf = wdfs.data() + before;
  const unsigned char* at = body_;
  std::uint64_t number = first_;
  bool is_sound = read_uint(at, end_, *wdf);
  *document++ = first_;
  ++wdf;
  while (is_sound && at != end_) {
    if (end_ - at >= kPassedBytes && are_short(at)) {
      number += decode_eight(at, static_cast<std::uint32_t>(number), document, wdf);
      document += 8;
      wdf += 8;
      at += kPassedBytes;
      continue;
    }
    std::uint32_t delta = 0;
    is_sound = read_uint(at, end_, delta) && read_uint(at, end_, *wdf);
    number += delta + std::uint64_t{1};
    is_sound = is_sound && number <= last_;
    *document++ = static_cast<std::uint32_t>(number);
    ++wdf;
  }
  is_sound = is_sound && number == last_;
  const auto count = static_cast<std::size_t>(document - documents.data());
  documents.resize(is_sound ? count : before);
  wdfs.resize(is_sound ? count : before);
  return is_sound || fail();
}

}  // namespace polsearch::engine
