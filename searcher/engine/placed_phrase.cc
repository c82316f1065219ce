#include "searcher/engine/placed_phrase.h"

#include <algorithm>
#include <string>

#include "analysis/segment_thai.h"
#include "analysis/unicode.h"

namespace polsearch::engine {
namespace {

constexpr std::uint32_t kStep = 2;  // a pair has two characters, and every second gram is enough

std::uint32_t place_of(std::uint64_t begin) { return static_cast<std::uint32_t>(begin >> 32); }
std::uint64_t position_of(std::uint64_t begin) { return begin & UINT32_MAX; }

constexpr std::string_view kGramPrefix = "XG";

// Does the second gram begin with the second cluster of the first? Then they tell of one text.
bool overlap(std::string_view first, std::string_view second) {
  std::vector<Piece> one, other;
  thai_graphemes(first, one);
  thai_graphemes(second, other);
  return one.size() == kThaiGramClusters && other.size() == kThaiGramClusters &&
         first.substr(one[1].begin) == second.substr(0, other[1].end);
}

bool are_grams_of_one_text(const std::vector<std::string>& words) {
  const auto text_of = [&](std::size_t i) { return std::string_view(words[i]).substr(kGramPrefix.size()); };
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!words[i].starts_with(kGramPrefix) || (i > 0 && !overlap(text_of(i - 1), text_of(i)))) return false;
  return true;
}

}  // namespace

std::optional<PlacedPhrase> PlacedPhrase::of(const PhraseWords& phrase, const PlaceLists& lists) {
  std::vector<std::string> words;
  for (const std::vector<std::string>& slot : phrase.slots) {
    if (slot.size() != 1) return std::nullopt;
    words.push_back(slot.front());
  }
  if (!phrase.in_order || words.size() < 2 || phrase.window != words.size()) return std::nullopt;
  std::uint32_t length = 1;
  if (std::all_of(words.begin(), words.end(), [](const std::string& word) { return is_han_character(word); }))
    length = 2;
  else if (!are_grams_of_one_text(words))
    return std::nullopt;
  std::vector<Part> parts;
  const auto last = static_cast<std::uint32_t>(words.size()) - length;
  const auto add = [&](std::uint32_t offset) {
    parts.push_back({place_key(length == 2 ? words[offset] + words[offset + 1] : words[offset]), offset});
  };
  for (std::uint32_t offset = 0; offset < last; offset += kStep) add(offset);
  add(last);
  return PlacedPhrase(std::move(parts), lists);
}

WindowSet PlacedPhrase::match(std::uint32_t block, const WindowSet& candidates) {
  WindowSet found;
  for (Part& part : parts_) {
    part.list = lists_->list(block, part.key);
    if (part.list.empty()) return found;
  }
  std::sort(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) { return a.list.size() < b.list.size(); });
  begin_with(parts_.front(), candidates);
  for (std::size_t i = 1; i < parts_.size(); ++i) keep_those_with(parts_[i]);
  for (const std::uint64_t begin : begins_) found.add(place_of(begin));
  return found;
}

WindowSet PlacedPhrase::unlisted(const PlaceLists& lists, std::uint32_t block, const WindowSet& candidates) {
  WindowSet found;
  PlaceCursor cursor(lists.list(block, place_lists::kUnlisted));
  while (cursor.next())
    if (candidates.has(cursor.place())) found.add(cursor.place());
  return found;
}

void PlacedPhrase::begin_with(const Part& part, const WindowSet& candidates) {
  begins_.clear();
  PlaceCursor cursor(part.list);
  while (cursor.next()) {
    if (!candidates.has(cursor.place())) continue;
    for (std::uint64_t position; (position = cursor.next_position()) != 0;)
      if (position > part.offset) begins_.push_back(std::uint64_t{cursor.place()} << 32 | (position - part.offset));
  }
}

// Both rise, by place and by position.
void PlacedPhrase::keep_those_with(const Part& part) {
  PlaceCursor cursor(part.list);
  bool is_there = cursor.next();
  std::size_t kept = 0;
  std::uint64_t position = 0;
  bool is_open = false;  // the cursor's positions are being read
  for (std::size_t i = 0; i < begins_.size() && is_there;) {
    const std::uint64_t begin = begins_[i];
    if (cursor.place() < place_of(begin)) {
      is_there = cursor.next();
      is_open = false;
      continue;
    }
    ++i;
    if (cursor.place() > place_of(begin)) continue;
    if (!is_open) position = cursor.next_position();
    is_open = true;
    const std::uint64_t wanted = position_of(begin) + part.offset;
    while (position != 0 && position < wanted) position = cursor.next_position();
    if (position == wanted) begins_[kept++] = begin;
  }
  begins_.resize(kept);
}

}  // namespace polsearch::engine
