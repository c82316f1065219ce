#include "searcher/engine/stream_positions.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analysis/unicode.h"

namespace polsearch::engine {
namespace {

class StreamCheck : public PhraseCheck {
 public:
  StreamCheck(const TermStream& stream, const PhraseWords& words)
      : stream_(stream), window_(words.window), in_order_(words.in_order) {
    for (const std::vector<std::string>& terms : words.slots) {
      slots_.emplace_back();
      for (const std::string& term : terms)
        if (const auto found = stream.find(term)) slots_.back().push_back(*found);
    }
  }
  void expect(std::uint32_t document) const override { stream_.prefetch(document); }
  bool holds(std::uint32_t document) override {
    return in_order_ ? stream_.has_phrase(document, slots_, window_) : stream_.has_near(document, slots_, window_);
  }
  [[nodiscard]] bool is_damaged() const override { return false; }

 private:
  const TermStream& stream_;
  std::vector<StreamSlot> slots_;
  std::uint32_t window_;
  bool in_order_;
};

bool is_han_character(std::string_view term) {
  const CodePoint first = decode_at(term, 0);
  return is_han(first.value) && first.length == term.size();
}

// Characters by position -> pairs of neighbours.
void add_pairs(const std::map<std::uint32_t, std::string>& characters, std::vector<std::string>& terms) {
  for (auto at = characters.begin(); at != characters.end(); ++at) {
    const auto next = std::next(at);
    if (next != characters.end() && next->first == at->first + 1) terms.push_back(at->second + next->second);
  }
}

}  // namespace

std::unique_ptr<PhraseCheck> StreamPositions::check(PhraseWords words) const {
  return std::make_unique<StreamCheck>(stream_, words);
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
