#include "searcher/engine/stream_positions.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "analysis/unicode.h"
#include "searcher/engine/placed_phrase.h"

namespace polsearch::engine {
namespace {

static_assert(kWindowDocuments == pair_sets::kBlockDocuments && kWindowDocuments == place_lists::kBlockDocuments);

// More pairs of words between two slots than this are not looked up: their sets would hold nearly every document.
constexpr std::size_t kMaxPairs = 16;

std::vector<StreamSlot> slots_of(const TermStream& stream, const PhraseWords& words) {
  std::vector<StreamSlot> slots;
  for (const std::vector<std::string>& terms : words.slots) {
    slots.emplace_back();
    for (const std::string& term : terms)
      if (const auto found = stream.find(term)) slots.back().push_back(*found);
  }
  return slots;
}

// Buckets of the pairs that each two neighbouring slots can make; one of each must be there.
using Buckets = std::array<std::uint32_t, 2>;
using NeighbourBuckets = std::vector<std::vector<Buckets>>;

bool has_pairs(const StreamSlot& slot) {
  return std::all_of(slot.begin(), slot.end(),
                     [](const StreamTerm& term) { return term.track == Track::kBody || term.track == Track::kGrams; });
}

// What the sets know each slot's words by.
std::vector<std::vector<std::uint32_t>> pair_words(const TermStream& stream, const std::vector<StreamSlot>& slots) {
  std::vector<std::vector<std::uint32_t>> words;
  for (const StreamSlot& slot : slots) {
    words.emplace_back();
    for (const StreamTerm& term : slot) words.back().push_back(pair_word(stream.text(term.number)));
  }
  return words;
}

NeighbourBuckets neighbour_buckets(const TermStream& stream, const std::vector<StreamSlot>& slots) {
  const auto words = pair_words(stream, slots);
  NeighbourBuckets neighbours;
  for (std::size_t i = 0; i + 1 < slots.size(); ++i) {
    const StreamSlot &first = slots[i], &second = slots[i + 1];
    if (first.size() * second.size() > kMaxPairs || !has_pairs(first) || !has_pairs(second)) continue;
    neighbours.emplace_back();
    for (const std::uint32_t left : words[i])
      for (const std::uint32_t right : words[i + 1]) neighbours.back().push_back(pair_buckets(left, right));
  }
  return neighbours;
}

class StreamCheck : public PhraseCheck {
 public:
  StreamCheck(const TermStream& stream, const PairSets* pairs, const PlaceLists* places, const PhraseWords& words)
      : stream_(stream), pairs_(pairs), slots_(slots_of(stream, words)), window_(words.window) {
    if (words.in_order) phrase_.emplace(slots_, words.window);
    if (pairs != nullptr && words.in_order && words.window == slots_.size())
      neighbours_ = neighbour_buckets(stream, slots_);
    if (places != nullptr) placed_ = PlacedPhrase::of(words, *places);
  }
  void expect(std::uint32_t next, std::uint32_t soon, std::uint32_t later) override {
    stream_.prefetch_place(later);
    stream_.prefetch(soon);
    if (!phrase_ || !phrase_->is_row() || next == 0) return;
    Ready& ready = ready_[next % ready_.size()];
    ready = {next, stream_.track(next, phrase_->track())};
    ready.bytes.prefetch();
  }
  void narrow(const Window& window, WindowSet& candidates) const override {
    const std::uint32_t block = (window.first - 1) / kWindowDocuments;
    for (const std::vector<Buckets>& pairs : neighbours_) {
      WindowSet some;
      for (const auto& [one, other] : pairs) some.add_common(pairs_->set(block, one), pairs_->set(block, other));
      candidates.keep(some);
    }
  }
  [[nodiscard]] bool finds_all() const override { return placed_.has_value(); }
  WindowSet holding(const Window& window, const WindowSet& candidates) override {
    const std::uint32_t block = (window.first - 1) / kWindowDocuments;
    WindowSet found = placed_->match(block, candidates);
    PlacedPhrase::unlisted(placed_->lists(), block, candidates).for_each([&](std::uint32_t place) {
      if (holds(window.first + place)) found.add(place);
    });
    return found;
  }
  bool holds(std::uint32_t document) override {
    if (!phrase_) return stream_.has_near(document, slots_, window_);
    const Ready& ready = ready_[document % ready_.size()];
    if (ready.document == document) return stream_.has_phrase(document, ready.bytes, *phrase_);
    return stream_.has_phrase(document, *phrase_);
  }
  [[nodiscard]] bool is_damaged() const override { return false; }

 private:
  const TermStream& stream_;
  const PairSets* pairs_;
  std::vector<StreamSlot> slots_;
  std::uint32_t window_;
  std::optional<StreamPhrase> phrase_;  // in order
  NeighbourBuckets neighbours_;
  std::optional<PlacedPhrase> placed_;  // of Han characters or Thai grams alone
  struct Ready {
    std::uint32_t document = 0;
    TermStream::TrackBytes bytes;
  };
  std::array<Ready, 64> ready_;  // of some documents that were to be expected
};

// Characters by position -> pairs of neighbours.
void add_pairs(const std::map<std::uint32_t, std::string>& characters, std::vector<std::string>& terms) {
  for (auto at = characters.begin(); at != characters.end(); ++at) {
    const auto next = std::next(at);
    if (next != characters.end() && next->first == at->first + 1) terms.push_back(at->second + next->second);
  }
}

}  // namespace

std::unique_ptr<PhraseCheck> StreamPositions::check(PhraseWords words) const {
  return std::make_unique<StreamCheck>(stream_, pairs_, places_, words);
}

std::vector<std::string> title_terms(const TermStream& stream, std::uint32_t document) {
  std::vector<std::uint32_t> numbers = stream.words(document, Track::kTitle);
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::vector<std::string> terms;
  std::map<std::uint32_t, std::string> characters;
  std::vector<std::uint32_t> positions;
  for (const std::uint32_t number : numbers) {
    terms.push_back(stream.text(number));
    if (!is_han_character(terms.back())) continue;
    positions.clear();
    stream.positions(document, {Track::kTitle, number}, positions);
    for (const std::uint32_t position : positions) characters.emplace(position, terms.back());
  }
  add_pairs(characters, terms);
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

}  // namespace polsearch::engine
