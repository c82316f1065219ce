#include "indexer/build/stream_run.h"

#include <algorithm>

#include "analysis/glass_packing.h"
#include "analysis/term_stream_coding.h"

namespace polsearch {
namespace {

using glass::append_uint;
using glass::put_uint;

std::uint32_t gap_kind(std::uint32_t step) {
  const auto begin = term_stream::kGapSteps.begin() + 1;
  const auto found = std::find(begin, term_stream::kGapSteps.end(), step);
  return found == term_stream::kGapSteps.end() ? 0 : static_cast<std::uint32_t>(found - begin + 1);
}

}  // namespace

StreamRun::Place StreamRun::find_place(std::uint32_t term) {
  const std::string_view text = terms_.text(term);
  Place place{term, kNowhere};
  if (const auto track = term_stream::track_of(text)) {
    place.track = static_cast<std::uint8_t>(*track);
    const std::string word(term_stream::dictionary_word(text));
    if (word.size() != text.size()) place.word = terms_.number_of(word);
  }
  places_[term] = place;
  if (place.word >= occurrences_.size()) occurrences_.resize(terms_.dictionary().size());
  return place;
}

void StreamRun::add(const IndexableDocument& document) {
  places_.resize(terms_.dictionary().size());
  for (auto& track : tracks_) track.clear();
  for (const IndexableWord& word : document.words)
    if (const Place known = places_[word.term], place = known.track == kUnknown ? find_place(word.term) : known;
        place.track != kNowhere)
      tracks_[place.track].push_back({word.position, place.word});
  DocumentShape shape;
  for (std::size_t track = 0; track < kTracks; ++track) add_track(shape, track);
  documents_.push_back(shape);
}

void StreamRun::add_track(DocumentShape& shape, std::size_t track) {
  auto& words = tracks_[track];
  const auto is_before = [](const Word& a, const Word& b) { return a.position < b.position; };
  if (!std::is_sorted(words.begin(), words.end(), is_before)) std::stable_sort(words.begin(), words.end(), is_before);
  const std::size_t gaps_begin = gaps_.size();
  std::uint32_t before = 0;
  std::uint64_t since_gap = 0;
  for (const Word& word : words) {
    const std::uint32_t step = word.position - before;
    if (step != 1) {
      const std::uint32_t kind = gap_kind(step);
      append_uint(gaps_, since_gap << 2 | kind);
      if (kind == 0) append_uint(gaps_, step);
      if (step == 0) shape.stacked = static_cast<std::uint8_t>(shape.stacked | 1u << track);
      since_gap = 0;
    }
    before = word.position;
    ++since_gap;
    ++occurrences_[word.id];
    ids_.push_back(word.id);
  }
  shape.words[track] = static_cast<std::uint32_t>(words.size());
  shape.gap_bytes[track] = static_cast<std::uint32_t>(gaps_.size() - gaps_begin);
}

std::size_t StreamRun::bytes() const {
  return (occurrences_.size() + ids_.size()) * sizeof(std::uint32_t) + places_.size() * sizeof(Place) + gaps_.size() +
         documents_.size() * sizeof(DocumentShape);
}

// `place` of each term among the run's words.
void StreamRun::append_documents(std::string& out, const std::vector<std::uint32_t>& place) const {
  constexpr std::size_t kPlaceBytes = 5;  // 32 bits take no more
  const std::uint32_t* id = ids_.data();
  const char* gaps = gaps_.data();
  std::string made;
  for (const DocumentShape& document : documents_) {
    made.assign(1, static_cast<char>(document.stacked));
    std::size_t most = 0;
    for (std::size_t track = 0; track < kTracks; ++track) {
      append_uint(made, document.words[track]);
      append_uint(made, document.gap_bytes[track]);
      most += document.gap_bytes[track] + kPlaceBytes * document.words[track];
    }
    const std::size_t head = made.size();
    made.resize(head + most);
    char* end = made.data() + head;
    for (std::size_t track = 0; track < kTracks; ++track) {
      end = std::copy_n(gaps, document.gap_bytes[track], end);
      gaps += document.gap_bytes[track];
      for (const std::uint32_t* last = id + document.words[track]; id != last; ++id) end = put_uint(end, place[*id]);
    }
    glass::append_counted(out, std::string_view(made).substr(0, static_cast<std::size_t>(end - made.data())));
  }
}

StreamRunBytes StreamRun::finish(const std::vector<std::uint32_t>& order) {
  StreamRunBytes run;
  occurrences_.resize(order.size());
  std::vector<std::uint32_t> place(order.size());
  std::uint32_t words = 0;
  for (const std::uint32_t term : order) {
    if (occurrences_[term] == 0) continue;
    place[term] = words++;
    glass::append_counted(run.words, terms_.text(term));
    append_uint(run.words, 1);
    append_uint(run.words, occurrences_[term]);
  }
  append_documents(run.documents, place);
  places_.clear();
  occurrences_.clear();
  ids_.clear();
  gaps_.clear();
  documents_.clear();
  return run;
}

}  // namespace polsearch
