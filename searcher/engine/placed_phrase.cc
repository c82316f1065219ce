#include "searcher/engine/placed_phrase.h"

#include <algorithm>
#include <string>

#include "analysis/segment_thai.h"
#include "analysis/unicode.h"

namespace polsearch::engine {
namespace {

constexpr std::uint32_t kStep = 2;  // a pair has two characters, and every second gram is enough

// Does the second gram begin with the second cluster of the first? Then they tell of one text.
bool overlap(std::string_view first, std::string_view second) {
  std::vector<Piece> one, other;
  thai_graphemes(first, one);
  thai_graphemes(second, other);
  return one.size() == kThaiGramClusters && other.size() == kThaiGramClusters &&
         first.substr(one[1].begin) == second.substr(0, other[1].end);
}

bool are_grams_of_one_text(const std::vector<std::string>& words) {
  const auto text_of = [&](std::size_t i) { return std::string_view(words[i]).substr(kThaiGramPrefix.size()); };
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!words[i].starts_with(kThaiGramPrefix) || (i > 0 && !overlap(text_of(i - 1), text_of(i)))) return false;
  return true;
}

bool has_any(std::string_view list, const WindowSet& candidates) {
  PlaceCursor cursor(list);
  while (cursor.next())
    if (candidates.has(cursor.place())) return true;
  return false;
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

// Windows come one after the other: what the next ones need is fetched meanwhile.
void PlacedPhrase::prefetch_behind(std::uint32_t block) const {
  for (const Part& part : parts_) {
    lists_->prefetch(block + 1, part.key);
    lists_->prefetch_place(block + 2, part.key);
  }
}

// The part that was rarest in the window before is looked at first, the others where candidates have it.
WindowSet PlacedPhrase::match(std::uint32_t block, const WindowSet& candidates) {
  prefetch_behind(block);
  WindowSet found;
  const std::string_view rare = lists_->list(block, parts_.front().key);
  if (!has_any(rare, candidates)) return found;
  for (Part& part : parts_) {
    part.list = lists_->list(block, part.key);
    if (part.list.empty()) return found;
    part.cursor = PlaceCursor(part.list);
  }
  std::sort(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) { return a.list.size() < b.list.size(); });
  PlaceCursor& leader = parts_.front().cursor;
  while (leader.next()) {
    if (!candidates.has(leader.place())) continue;
    if (!move_to(leader.place())) break;
    if (all_at(leader.place()) && stands_there()) found.add(leader.place());
  }
  return found;
}

// False: one of the lists has no document from there on.
bool PlacedPhrase::move_to(std::uint32_t place) {
  for (Part& part : parts_)
    while (!part.cursor.is_at_or_behind(place))
      if (!part.cursor.next()) return false;
  return true;
}

bool PlacedPhrase::all_at(std::uint32_t place) const {
  return std::all_of(parts_.begin(), parts_.end(), [&](const Part& part) { return part.cursor.place() == place; });
}

// The parts in turn move up to the first begin that those before them left possible, until all agree on one.
bool PlacedPhrase::stands_there() {
  std::uint64_t begin = 1;
  for (std::size_t agreed = 0, i = 0; agreed < parts_.size(); i = i + 1 == parts_.size() ? 0 : i + 1) {
    PlaceCursor& cursor = parts_[i].cursor;
    while (cursor.position() < begin + parts_[i].offset)
      if (!cursor.next_position()) return false;
    const std::uint64_t first = cursor.position() - parts_[i].offset;
    agreed = first == begin ? agreed + 1 : 1;
    begin = first;
  }
  return true;
}

WindowSet PlacedPhrase::unlisted(const PlaceLists& lists, std::uint32_t block, const WindowSet& candidates) {
  WindowSet found;
  PlaceCursor cursor(lists.list(block, place_lists::kUnlisted));
  while (cursor.next())
    if (candidates.has(cursor.place())) found.add(cursor.place());
  return found;
}

}  // namespace polsearch::engine
