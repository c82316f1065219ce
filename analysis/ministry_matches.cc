#include "analysis/ministry_matches.h"

#include <algorithm>
#include <optional>

namespace polsearch::names {
namespace {

constexpr std::uint8_t kInsideName =
    kGapSpace | kGapHyphen | kGapLine | kGapComma;  // what a name may have between words

// Small words and commas that stood between the words of a name in the text.
struct Joints {
  unsigned commas = 0, ands = 0;
};

bool accepts(const NodeMeaning& meaning, const Joints& joints) {
  if (!meaning.cues.empty()) return joints.commas == 0 || meaning.cues.front().kind == CueKind::kForeignBody;
  return std::any_of(meaning.names.begin(), meaning.names.end(),
                     [&](const NameEntry& name) { return joints.commas <= name.commas && joints.ands <= name.ands; });
}

// Longest name that continues `node` from word `at`; last < at when there is none.
struct Walk {
  std::uint32_t node = Trie::kNone;
  std::uint32_t last = 0;
};
Walk walk(const Page& page, std::uint32_t node, std::uint32_t at) {
  Walk best;
  Joints joints;
  constexpr std::uint32_t kMaxWords = 120;  // the longest Thai name has 77 characters
  const auto end = static_cast<std::uint32_t>(std::min<std::size_t>(page.words.size(), at + kMaxWords));
  if (!page.tables.meanings[node].names.empty() || !page.tables.meanings[node].cues.empty()) best = {node, at - 1};
  for (std::uint32_t i = at; i < end; ++i) {
    const Word& word = page.words[i];
    if (word.gap & ~kInsideName) break;
    if (word.gap & kGapComma) ++joints.commas;
    if (word.stop == Stop::kAnd) ++joints.ands;
    if (word.stop != Stop::kNone) continue;
    node = page.tables.trie.next(node, word.id);
    if (!word.id || node == Trie::kNone) break;
    if (accepts(page.tables.meanings[node], joints)) best = {node, i};
  }
  return best;
}

Walk longest_at(const Page& page, std::uint32_t at) {
  const Word& word = page.words[at];
  if (word.stop != Stop::kNone) return {};
  Walk best;
  if (word.id)
    if (const std::uint32_t node = page.tables.trie.first(word.id); node != Trie::kNone)
      best = walk(page, node, at + 1);
  if (word.upper_id && best.node == Trie::kNone)
    if (const std::uint32_t node = page.tables.trie.first(word.upper_id); node != Trie::kNone)
      best = walk(page, node, at + 1);
  return best;
}

// A single everyday word ("Polish", "District") counts only with its capital.
bool is_believable(const Page& page, std::uint32_t at, const Walk& found) {
  const NodeMeaning& meaning = page.tables.meanings[found.node];
  if (!meaning.is_latin || page.words[at].capital || !page.has_capitals) return true;
  if (!meaning.cues.empty()) return meaning.cues.front().kind == CueKind::kCue;
  return meaning.words > 1;
}

// "Ministries of Commerce, Finance and Education": the words behind a comma or "and" continue at "ministry".
std::uint32_t add_list_items(Page& page, std::uint32_t next) {
  constexpr int kMaxItems = 20;
  for (int item = 0; item < kMaxItems && next < page.words.size(); ++item) {
    std::uint32_t at = next;
    bool joined = page.words[at].gap & kGapComma;
    while (at < page.words.size() && page.words[at].stop != Stop::kNone) joined |= page.words[at++].stop == Stop::kAnd;
    if (!joined || at >= page.words.size() || page.words[at].gap & ~kInsideName) break;
    if (longest_at(page, at).node != Trie::kNone) break;  // a name of its own
    const std::uint32_t node = page.tables.trie.next(page.tables.ministry_node, page.words[at].id);
    if (!page.words[at].id || node == Trie::kNone) break;
    const Walk found = walk(page, node, at + 1);
    if (found.node == Trie::kNone || page.tables.meanings[found.node].names.empty()) break;
    page.matches.push_back({at, found.last, found.node, true, kNoBody, 0});
    next = found.last + 1;
  }
  return next;
}

// The name behind "ministry" whose last word is the one before `end`, of at most six words, beginning at `from` or
// later.
std::optional<Match> list_item_ending_at(const Page& page, std::uint32_t end, std::uint32_t from) {
  constexpr std::uint32_t kMostWords = 6;
  for (std::uint32_t begin = std::max(from, end > kMostWords ? end - kMostWords : 0); begin < end; ++begin) {
    const std::uint32_t id = page.words[begin].stop == Stop::kNone ? page.words[begin].id : 0;
    const std::uint32_t node = id ? page.tables.trie.next(page.tables.ministry_node, id) : Trie::kNone;
    if (node == Trie::kNone) continue;
    const Walk found = walk(page, node, begin + 1);
    if (found.node != Trie::kNone && found.last + 1 == end && !page.tables.meanings[found.node].names.empty())
      return Match{begin, found.last, found.node, true, kNoBody, 0};
  }
  return std::nullopt;
}

// "commerce, industry and finance ministries": the words before the name of the last are names behind "ministry".
void add_list_items_before(Page& page, std::uint32_t first) {
  constexpr int kMaxItems = 20;
  const std::uint32_t from = page.matches.empty() ? 0 : page.matches.back().last + 1;
  std::vector<Match> items;
  for (int item = 0; item < kMaxItems && first > from; ++item) {
    std::uint32_t end = first;
    if (page.words[end - 1].stop == Stop::kAnd) --end;
    const bool joined = end < first || (item > 0 && (page.words[first].gap & kGapComma));
    const std::optional<Match> found = joined ? list_item_ending_at(page, end, from) : std::nullopt;
    if (!found) break;
    items.push_back(*found);
    first = found->first;
  }
  page.matches.insert(page.matches.end(), items.rbegin(), items.rend());
}

// กระทรวงการคลัง พาณิชย์ และอุตสาหกรรม: what follows a blank or "และ" continues at กระทรวง or กระทรวงการ. Only a list that
// has its "และ" is one; the names before it wait for it.
std::uint32_t add_thai_list_items(Page& page, std::uint32_t next) {
  constexpr int kMaxItems = 20;
  constexpr std::uint32_t kAndLetters = 3;
  std::vector<Match> waiting;
  std::uint32_t end = next;
  for (int item = 0; item < kMaxItems && next < page.words.size(); ++item) {
    std::uint32_t at = next;
    const Word& word = page.words[at];
    if (word.gap & ~(kGapSpace | kGapComma)) break;
    const bool last = page.text.substr(word.begin, 9) == "และ";
    if (last) at += kAndLetters;
    if ((!last && !word.gap) || at >= page.words.size() || page.words[at].gap & ~kGapSpace) break;
    Walk found;
    for (const std::uint32_t head : page.tables.thai_heads)
      if (const std::uint32_t node = page.tables.trie.next(head, page.words[at].id); node != Trie::kNone)
        if (const Walk walked = walk(page, node, at + 1); walked.node != Trie::kNone && walked.last > found.last)
          found = walked;
    if (found.node == Trie::kNone || page.tables.meanings[found.node].names.empty()) break;
    waiting.push_back({at, found.last, found.node, true, kNoBody, 0});
    next = found.last + 1;
    if (!last) continue;
    page.matches.insert(page.matches.end(), waiting.begin(), waiting.end());
    end = next;
    break;
  }
  return end;
}

// "รมว.คลัง", "ก.คลัง": a minister's title or the letter of his ministry stands for กระทรวง, with or without การ.
Walk walk_behind_thai_title(const Page& page, std::uint32_t at) {
  struct Title {
    std::string_view text;
    std::uint32_t words;
    bool is_letter;  // may not end a longer word
  };
  constexpr Title kTitles[] = {{"รมว.", 4, false}, {"รมช.", 4, false}, {"รมต.", 4, false}, {"ก.", 2, true}};
  const std::string_view rest = page.text.substr(page.words[at].begin, kTitles[0].text.size());
  const bool inside = at > 0 && page.words[at - 1].han_or_thai && page.words[at - 1].end == page.words[at].begin;
  for (const Title& title : kTitles) {
    const std::uint32_t name = at + title.words;
    if (!rest.starts_with(title.text) || name >= page.words.size() || (title.is_letter && inside)) continue;
    Walk longest;
    for (const std::uint32_t head : page.tables.thai_heads)
      if (const std::uint32_t node = page.tables.trie.next(head, page.words[name].id); node != Trie::kNone)
        if (const Walk found = walk(page, node, name + 1); found.node != Trie::kNone && found.last > longest.last)
          longest = found;
    return longest;
  }
  return {};
}

// Does a name begin at word `at`? Thai ones also behind a title, which begins with one of two letters.
Walk name_at(const Page& page, std::uint32_t at) {
  const Walk found = longest_at(page, at);
  const std::uint32_t id = page.words[at].id;
  const bool may_be_title =
      id != 0 && (id == page.tables.thai_title_letters[0] || id == page.tables.thai_title_letters[1]);
  return found.node == Trie::kNone && may_be_title ? walk_behind_thai_title(page, at) : found;
}

bool is_thai_ministry(const Page& page, const Walk& found) {
  const NodeMeaning& meaning = page.tables.meanings[found.node];
  return !meaning.is_latin && meaning.is_ministry && page.text[page.words[found.last].begin] == '\xE0';
}

}  // namespace

void find_names(Page& page) {
  const auto count = static_cast<std::uint32_t>(page.words.size());
  for (std::uint32_t at = 0; at < count;) {
    const Word& word = page.words[at];
    if (!word.id && !word.upper_id) {
      ++at;
      continue;
    }
    const Walk found = name_at(page, at);
    if (found.node == Trie::kNone || !is_believable(page, at, found)) {
      ++at;
      continue;
    }
    if (page.words[found.last].plural_ministry && found.last > at) add_list_items_before(page, at);
    page.matches.push_back({at, found.last, found.node, false, kNoBody, 0});
    at = found.last + 1;
    if (is_thai_ministry(page, found)) at = add_thai_list_items(page, at);
    if (word.plural_ministry && page.tables.meanings[found.node].is_ministry) at = add_list_items(page, at);
  }
}

}  // namespace polsearch::names
