#include "indexer/build/glass/run_inverter.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "analysis/glass_packing.h"
#include "indexer/build/glass/position_coding.h"

namespace polsearch::glass {
namespace {

constexpr std::size_t kSlotBytes = 128;   // a map's node with its strings, roughly
constexpr std::size_t kUsualTermBytes = 12, kUsualPostingBytes = 3;
constexpr std::size_t kPostingAhead = 8;  // how far the sort fetches memory before it needs it
constexpr std::size_t kTermAhead = 4;     // ... and the writing of terms

void append_group_head(std::string& out, std::string_view key, std::uint64_t entries, std::uint64_t total) {
  append_counted(out, key);
  append_uint(out, entries);
  append_uint(out, total);
}

std::string value_key(std::uint32_t slot) {
  std::string key("\0\xD8", 2);
  append_uint(key, slot);
  return key;
}

// The counted bytes at `place` of `text`, with their count.
std::string_view counted_at(std::string_view text, std::size_t place) {
  std::uint64_t length = 0;
  std::size_t end = place;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(text[end++]);
    length |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) break;
  }
  return text.substr(place, end - place + length);
}

}  // namespace

void RunInverter::add(std::uint32_t number, const IndexableDocument& document, std::uint32_t length) {
  lengths_.push_back({number, length});
  frequency_.resize(terms_.dictionary().size());
  if (with_positions_) group_positions(document);
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < document.terms.size(); ++i) {
    const IndexableTerm& term = document.terms[i];
    ++frequency_[term.term];
    term_ids_.push_back(term.term);
    std::uint32_t positions = 0;
    if (with_positions_) {
      const std::uint32_t end = position_ends_[i];
      positions = keep_positions(std::span(grouped_positions_).subspan(begin, end - begin));
      begin = end;
    }
    postings_.push_back({number, term.wdf, positions});
  }
  add_values(number, document);
}

// The document's positions by term: a counting sort.
void RunInverter::group_positions(const IndexableDocument& document) {
  position_ends_.assign(document.terms.size(), 0);
  grouped_positions_.resize(document.words.size());
  for (const IndexableWord& word : document.words) ++position_ends_[terms_.place_of(word.term)];
  std::exclusive_scan(position_ends_.begin(), position_ends_.end(), position_ends_.begin(), 0u);
  for (const IndexableWord& word : document.words)
    grouped_positions_[position_ends_[terms_.place_of(word.term)]++] = word.position;
}

std::uint32_t RunInverter::keep_positions(std::span<const std::uint32_t> positions) {
  if (positions.empty()) return 0;
  constexpr std::size_t kCountBytes = 5;
  const std::size_t place = positions_.size();
  // The count is known afterwards: room for the longest, closed up when it is short.
  positions_.append(kCountBytes, '\0');
  append_positions(positions_, positions);
  char count[kMaxUintBytes];
  const std::size_t bytes = positions_.size() - place - kCountBytes;
  const auto count_bytes = static_cast<std::size_t>(put_uint(count, bytes) - count);
  positions_.replace(place, kCountBytes, count, count_bytes);
  return static_cast<std::uint32_t>(place + 1);
}

void RunInverter::add_values(std::uint32_t number, const IndexableDocument& document) {
  for (const auto& [slot, value] : document.values) {
    Values& values = values_[value_key(slot)];
    ++values.entries;
    append_uint(values.bytes, number - std::exchange(values.last_document, number));
    append_counted(values.bytes, value);
    value_bytes_ += value.size() + kMaxSortableBytes;
  }
}

std::size_t RunInverter::bytes() const {
  constexpr std::size_t kPostingBytes = sizeof(Posting) + sizeof(std::uint32_t);
  return frequency_.size() * sizeof(std::uint32_t) + postings_.size() * kPostingBytes + positions_.size() +
         lengths_.size() * sizeof(DocumentLength) + value_bytes_ + values_.size() * kSlotBytes;
}

// Postings by term in `order`, by document within one: a counting sort.
std::vector<RunInverter::Posting> RunInverter::sort_postings(const std::vector<std::uint32_t>& order) const {
  std::vector<std::uint32_t> next(frequency_.size());
  std::uint32_t begin = 0;
  for (const std::uint32_t id : order) {
    next[id] = begin;
    begin += frequency_[id];
  }
  std::vector<Posting> sorted(postings_.size());
  for (std::size_t i = 0; i < postings_.size(); ++i) {
    if (i + 2 * kPostingAhead < postings_.size()) __builtin_prefetch(&next[term_ids_[i + 2 * kPostingAhead]], 1);
    if (i + kPostingAhead < postings_.size()) __builtin_prefetch(&sorted[next[term_ids_[i + kPostingAhead]]], 1);
    sorted[next[term_ids_[i]]++] = postings_[i];
  }
  return sorted;
}

void RunInverter::append_lengths(std::string& out) const {
  append_group_head(out, "", lengths_.size(), 0);
  std::uint32_t before = 0;
  for (const DocumentLength& length : lengths_) {
    append_uint(out, length.document - std::exchange(before, length.document));
    append_uint(out, length.length);
  }
}

void RunInverter::append_term(Run& run, std::uint32_t id, const Posting* postings) const {
  const Posting* const end = postings + frequency_[id];
  std::uint64_t total = 0;
  for (const Posting* posting = postings; posting != end; ++posting) total += posting->wdf;
  append_group_head(run.postings, terms_.text(id), frequency_[id], total);
  const std::size_t begin = run.postings.size();
  run.postings.resize(begin + frequency_[id] * std::size_t{2 * 5});  // 32 bits take 5 bytes at most
  char* out = run.postings.data() + begin;
  std::uint32_t before = 0;
  for (const Posting* posting = postings; posting != end; ++posting)
    out = put_uint(put_uint(out, posting->document - std::exchange(before, posting->document)), posting->wdf);
  run.postings.resize(static_cast<std::size_t>(out - run.postings.data()));
  append_positions_of(run.positions, id, postings);
}

void RunInverter::append_positions_of(std::string& out, std::uint32_t id, const Posting* postings) const {
  const Posting* const end = postings + frequency_[id];
  const auto with_positions =
      std::count_if(postings, end, [](const Posting& posting) { return posting.positions != 0; });
  if (with_positions == 0) return;
  append_group_head(out, terms_.text(id), static_cast<std::uint64_t>(with_positions), 0);
  std::uint32_t before = 0;
  for (const Posting* posting = postings; posting != end; ++posting) {
    if (posting + kPostingAhead < end) __builtin_prefetch(positions_.data() + posting[kPostingAhead].positions);
    if (posting->positions == 0) continue;
    append_uint(out, posting->document - std::exchange(before, posting->document));
    out.append(counted_at(positions_, posting->positions - 1));
  }
}

std::string RunInverter::encode_values() const {
  std::string out;
  for (const auto& [key, values] : values_) {
    append_group_head(out, key, values.entries, 0);
    out += values.bytes;
  }
  return out;
}

Run RunInverter::finish(const std::vector<std::uint32_t>& order) {
  Run run;
  run.values = encode_values();
  run.postings.reserve(order.size() * kUsualTermBytes + postings_.size() * kUsualPostingBytes);
  append_lengths(run.postings);
  frequency_.resize(order.size());  // a term of the stream alone has no postings
  const std::vector<Posting> sorted = sort_postings(order);
  const Posting* postings = sorted.data();
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint32_t id = order[i];
    if (i + 2 * kTermAhead < order.size()) terms_.dictionary().prefetch_place(order[i + 2 * kTermAhead]);
    if (i + kTermAhead < order.size()) terms_.dictionary().prefetch(order[i + kTermAhead]);
    if (frequency_[id] > 0) append_term(run, id, postings);
    postings += frequency_[id];
  }
  frequency_.clear();
  postings_.clear();
  term_ids_.clear();
  positions_.clear();
  lengths_.clear();
  values_.clear();
  value_bytes_ = 0;
  return run;
}

}  // namespace polsearch::glass
