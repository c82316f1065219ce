#include "indexer/build/stream_run.h"

#include <algorithm>

#include "analysis/glass_packing.h"
#include "analysis/term_stream_coding.h"

namespace polsearch {
namespace {

using glass::append_uint;

constexpr std::uint8_t kNoWord = 0xFF, kUnseen = 0xFE;  // beside the tracks

std::uint32_t gap_kind(std::uint32_t step) {
  const auto begin = term_stream::kGapSteps.begin() + 1;
  const auto found = std::find(begin, term_stream::kGapSteps.end(), step);
  return found == term_stream::kGapSteps.end() ? 0 : static_cast<std::uint32_t>(found - begin + 1);
}

}  // namespace

// Ids and tracks of the terms that have words in a track.
void StreamRun::number_terms(const IndexableDocument& document) {
  term_tracks_.assign(document.terms.size(), kNoWord);
  term_ids_.resize(document.terms.size());
  for (const IndexableWord& word : document.words) term_tracks_[word.term] = kUnseen;
  constexpr std::size_t kAhead = 16;
  std::vector<std::pair<std::uint32_t, glass::TermDictionary::Lookup>> ahead;
  const auto resolve = [&] {
    for (const auto& [term, lookup] : ahead) term_ids_[term] = dictionary_.id_of(lookup);
    ahead.clear();
  };
  for (std::uint32_t term = 0; term < term_tracks_.size(); ++term) {
    if (term_tracks_[term] != kUnseen) continue;
    const std::string_view text = document.terms[term].term;
    const auto track = term_stream::track_of(text);
    term_tracks_[term] = track ? static_cast<std::uint8_t>(*track) : kNoWord;
    if (track) ahead.emplace_back(term, dictionary_.lookup(term_stream::dictionary_word(text)));
    if (ahead.size() == kAhead) resolve();
  }
  resolve();
  occurrences_.resize(dictionary_.size());
}

void StreamRun::add(const IndexableDocument& document) {
  number_terms(document);
  for (auto& track : tracks_) track.clear();
  for (const IndexableWord& word : document.words)
    if (const std::uint8_t track = term_tracks_[word.term]; track != kNoWord)
      tracks_[track].push_back({word.position, term_ids_[word.term]});
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
  return dictionary_.bytes() + (occurrences_.size() + ids_.size()) * sizeof(std::uint32_t) + gaps_.size() +
         documents_.size() * sizeof(DocumentShape);
}

StreamRunBytes StreamRun::finish() {
  StreamRunBytes run;
  const std::vector<std::uint32_t> order = dictionary_.sorted();
  std::vector<std::uint32_t> place(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    glass::append_counted(run.words, dictionary_.term(order[i]));
    append_uint(run.words, 1);
    append_uint(run.words, occurrences_[order[i]]);
  }
  const std::uint32_t* id = ids_.data();
  std::string_view gaps = gaps_;
  std::string made;
  for (const DocumentShape& document : documents_) {
    made.assign(1, static_cast<char>(document.stacked));
    for (std::size_t track = 0; track < kTracks; ++track) {
      append_uint(made, document.words[track]);
      append_uint(made, document.gap_bytes[track]);
    }
    for (std::size_t track = 0; track < kTracks; ++track) {
      made += gaps.substr(0, document.gap_bytes[track]);
      gaps.remove_prefix(document.gap_bytes[track]);
      for (std::uint32_t i = 0; i < document.words[track]; ++i) append_uint(made, place[*id++]);
    }
    glass::append_counted(run.documents, made);
  }
  dictionary_.clear();
  occurrences_.clear();
  ids_.clear();
  gaps_.clear();
  documents_.clear();
  return run;
}

}  // namespace polsearch
