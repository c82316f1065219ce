// Spelling (see spelling.h).
#include "searcher/match/spelling.h"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>
#include <utility>

#include "analysis/unicode.h"

namespace polsearch::match {
namespace {

constexpr std::size_t kMinLatinLetters = 4;
constexpr std::size_t kShortWord = 5;     // letters up to which one edit is allowed, then two
constexpr std::size_t kMinSplitPart = 3;  // letters
constexpr std::size_t kHanBytes = 3;
constexpr std::size_t kMaxHanWindow = 6;  // characters
constexpr std::size_t kMaxHanRun = 24;
constexpr std::size_t kMaxNeighbours = 3'000;  // pairs that begin with one character
constexpr std::size_t kMaxThaiRun = 60;        // clusters
constexpr std::size_t kMinThaiClusters = 3;
constexpr std::size_t kShortThaiWord = 6;  // clusters, as kShortWord

bool is_correctable(std::string_view word) {
  return word.size() >= kMinLatinLetters && word.size() <= kMaxLetters &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// An edit changes at most `per_edit` code points, so words whose signatures differ in more bits are further apart.
bool may_be_near(std::uint32_t a, std::uint32_t b, unsigned limit, unsigned per_edit) {
  return static_cast<unsigned>(std::popcount(a ^ b)) <= limit * per_edit;
}

std::u32string letters_of(std::string_view word) {
  std::u32string letters;
  for (const char c : word) letters += static_cast<unsigned char>(c);
  return letters;
}

// One number for each grapheme cluster: the base and up to two marks.
std::u32string clusters_of(std::string_view text) {
  std::u32string clusters;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    at += point.length;
    const char32_t low = point.value & 0xFFU;
    if (clusters.empty() || !is_mark(point.value))
      clusters += low;
    else
      clusters.back() = clusters.back() << 8U | low;
  }
  return clusters;
}

struct Nearest {
  unsigned edits = 0;
  KnownWord word;
};

// The nearest of `words` that `sequence` makes a sequence of; `first_counts`: the same first letter is preferred.
template <class Sequence>
std::optional<Nearest> nearest_of(std::string_view wanted, const WordList& words, unsigned limit, unsigned per_edit,
                                  Sequence sequence) {
  const std::u32string letters = sequence(wanted);
  const std::uint32_t signature = signature_of(wanted);
  std::optional<Nearest> nearest;
  std::tuple<unsigned, bool, std::uint32_t> best{limit + 1, true, 0};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const KnownWord known = words[i];
    if (!may_be_near(signature, known.signature, limit, per_edit)) continue;
    const std::u32string other = sequence(known.text);
    const unsigned edits = edit_distance(letters, other, limit);
    if (edits == 0 || edits > limit) continue;
    const std::tuple rank{edits, other.front() != letters.front(), UINT32_MAX - known.documents};
    if (nearest && rank >= best) continue;
    best = rank;
    nearest = Nearest{edits, known};
  }
  return nearest;
}

}  // namespace

unsigned edit_distance(std::u32string_view a, std::u32string_view b, unsigned limit) {
  const std::size_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
  if (longer - shorter > limit || longer > kMaxLetters) return limit + 1;
  std::array<std::array<unsigned, kMaxLetters + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<unsigned>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto &above = rows[(i + 2) % 3], &two_above = rows[(i + 1) % 3];
    row[0] = static_cast<unsigned>(i);
    unsigned best = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_above[j - 2] + 1);
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

std::optional<std::string> nearest_word(std::string_view word, const WordList& words) {
  if (!is_correctable(word)) return std::nullopt;
  const unsigned limit = word.size() <= kShortWord ? 1 : 2;
  const auto nearest = nearest_of(word, words, limit, 2, letters_of);
  if (!nearest || !is_correctable(nearest->word.text)) return std::nullopt;
  return std::string(nearest->word.text);
}

std::optional<std::string> split_word(std::string_view word, const WordList& words) {
  std::uint32_t most = 0;
  std::size_t best = 0;
  for (std::size_t at = kMinSplitPart; at + kMinSplitPart <= word.size(); ++at) {
    const std::uint32_t both = std::min(words.documents(word.substr(0, at)), words.documents(word.substr(at)));
    if (both <= most) continue;
    most = both;
    best = at;
  }
  if (best == 0) return std::nullopt;
  return std::string(word.substr(0, best)) + ' ' + std::string(word.substr(best));
}

// Chinese ------------------------------------------------------------------------------------------------------------

namespace {

class HanCorrector {
 public:
  HanCorrector(const Run& run, const TermLookup& terms, const WordList& words)
      : run_(run), terms_(terms), words_(words) {
    for (const Token& character : run.words) text_ += character.term;
    for (std::size_t i = 0; i + 1 < run.words.size(); ++i) pairs_.push_back(frequency(text_, i));
  }

  std::optional<Replacement> correct() {
    const std::size_t length = run_.words.size();
    if (length < 2 || length > kMaxHanRun || text_.size() != length * kHanBytes || is_spelt_right())
      return std::nullopt;
    const std::uint32_t weakest = *std::min_element(pairs_.begin(), pairs_.end());
    for (std::size_t at = 0; at < length; ++at) look_between(at, weakest);
    std::size_t windows = 0;
    // Longer words first: more of their characters agree.
    for (std::size_t size = std::min(kMaxHanWindow, length); size >= 2 && !found_; --size)
      for (std::size_t begin = 0; begin + size <= length && windows < kMaxWindows; ++begin) {
        if (!touches(begin, size, weakest)) continue;
        ++windows;
        look(begin, size, weakest);
      }
    return found_ ? std::optional(replacement()) : std::nullopt;
  }

 private:
  std::uint32_t frequency(const std::string& text, std::size_t pair) const {
    return terms_.frequency(text.substr(pair * kHanBytes, 2 * kHanBytes));
  }

  // Of words of the dictionary from end to end: 产业 is not meant to be 工业, nor 台湾 台中, however few pages have it.
  [[nodiscard]] bool is_spelt_right() const {
    std::uint32_t known_to = run_.begin;
    for (const Token& word : run_.dictionary) {
      if (word.begin > known_to) return false;
      known_to = std::max(known_to, word.end);
    }
    return known_to >= run_.end;
  }

  // Whether a weakest pair has a character in the window.
  bool touches(std::size_t begin, std::size_t size, std::uint32_t weakest) const {
    for (std::size_t i = begin > 0 ? begin - 1 : 0; i < std::min(begin + size, pairs_.size()); ++i)
      if (pairs_[i] == weakest) return true;
    return false;
  }

  // Characters that stand between both neighbours somewhere in the index, and the swap with the next character.
  void look_between(std::size_t at, std::uint32_t weakest) {
    const bool is_weak = pairs_[at < pairs_.size() ? at : at - 1] == weakest || (at > 0 && pairs_[at - 1] == weakest);
    if (!is_weak) return;
    const std::string_view text = text_;
    if (at + 1 < run_.words.size()) {
      const std::string_view left = text.substr(at * kHanBytes, kHanBytes),
                             right = text.substr((at + 1) * kHanBytes, kHanBytes);
      consider(at, std::string(right) + std::string(left), weakest);
    }
    if (at == 0 || at + 1 >= run_.words.size()) return;
    const std::string_view before = text.substr((at - 1) * kHanBytes, kHanBytes);
    for (const TermCount& pair : terms_.with_prefix(before, kMaxNeighbours).terms)
      if (pair.term.size() == 2 * kHanBytes && pair.documents > std::max(best_, weakest))
        consider(at, pair.term.substr(kHanBytes), weakest);
  }

  // Whether the run with these characters at `begin` is better: all of its pairs must stand in the index, and oftener
  // than the weakest one did.
  void consider(std::size_t begin, const std::string& characters, std::uint32_t weakest) {
    std::string text = text_;
    text.replace(begin * kHanBytes, characters.size(), characters);
    if (text == text_) return;
    std::uint32_t least = UINT32_MAX;
    for (std::size_t pair = 0; pair < pairs_.size() && least > std::max(best_, weakest); ++pair)
      least = std::min(least, text.compare(pair * kHanBytes, 2 * kHanBytes, text_, pair * kHanBytes, 2 * kHanBytes) == 0
                                  ? pairs_[pair]
                                  : frequency(text, pair));
    if (least <= weakest || least <= best_) return;
    best_ = least;
    found_ = {begin, characters};
  }

  void look(std::size_t begin, std::size_t size, std::uint32_t weakest) {
    const std::string_view window = std::string_view(text_).substr(begin * kHanBytes, size * kHanBytes);
    const std::uint32_t signature = signature_of(window);
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const KnownWord known = words_[i];
      if (known.text.size() != window.size() || !may_be_near(signature, known.signature, 1, 2)) continue;
      if (!is_one_mistake(window, known.text)) continue;
      consider(begin, std::string(known.text), weakest);
    }
  }

  // One other character, or two neighbours swapped.
  static bool is_one_mistake(std::string_view a, std::string_view b) {
    std::size_t differ = 0, first = 0;
    for (std::size_t at = 0; at < a.size(); at += kHanBytes) {
      if (a.substr(at, kHanBytes) == b.substr(at, kHanBytes)) continue;
      if (differ++ == 0) first = at;
      if (differ > 2) return false;
    }
    if (differ < 2) return differ == 1;
    const std::size_t second = first + kHanBytes;
    return second < a.size() && a.substr(first, kHanBytes) == b.substr(second, kHanBytes) &&
           a.substr(second, kHanBytes) == b.substr(first, kHanBytes);
  }

  // From the first to the last character that differs: the others stay as they were typed.
  Replacement replacement() const {
    const auto& [begin, word] = *found_;
    std::size_t first = word.size(), last = 0;
    for (std::size_t at = 0; at < word.size(); at += kHanBytes) {
      if (std::string_view(text_).substr(begin * kHanBytes + at, kHanBytes) ==
          std::string_view(word).substr(at, kHanBytes))
        continue;
      first = std::min(first, at);
      last = at;
    }
    return {run_.words[begin + first / kHanBytes].begin, run_.words[begin + last / kHanBytes].end,
            word.substr(first, last + kHanBytes - first)};
  }

  const Run& run_;
  const TermLookup& terms_;
  const WordList& words_;
  std::string text_;                  // folded
  std::vector<std::uint32_t> pairs_;  // in how many documents each pair of neighbours stands
  std::optional<std::pair<std::size_t, std::string>> found_;
  std::uint32_t best_ = 0;
};

}  // namespace

std::optional<Replacement> correct_han(const Run& run, const TermLookup& terms, const WordList& words) {
  return HanCorrector(run, terms, words).correct();
}

// Thai ---------------------------------------------------------------------------------------------------------------

namespace {

// Byte offsets of the grapheme clusters, and the end.
std::vector<std::size_t> cluster_borders(std::string_view text) {
  std::vector<std::size_t> borders;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    if (borders.empty() || !is_mark(point.value)) borders.push_back(at);
    at += point.length;
  }
  borders.push_back(text.size());
  return borders;
}

// The analysis cuts a misspelt word anywhere, so its fragments say little. What can be trusted are known words in a
// row from the beginning of the run, and from its end: the mistake stands between them.
class ThaiCorrector {
 public:
  ThaiCorrector(std::string_view text, const WordList& words)
      : text_(text), words_(words), borders_(cluster_borders(text)) {}

  std::optional<Replacement> correct() {
    const std::size_t count = borders_.size() - 1;
    if (count < kMinThaiClusters || count > kMaxThaiRun) return std::nullopt;
    const std::vector<bool> known_before = reachable(true), known_behind = reachable(false);
    if (known_before[count]) return std::nullopt;
    std::optional<Replacement> found;
    std::tuple<std::size_t, std::uint32_t> best{};  // clusters an edit, then documents
    std::size_t windows = 0;
    for (std::size_t begin = 0; begin < count; ++begin)
      for (std::size_t end = std::min(count, begin + kMaxLetters); end >= begin + kMinThaiClusters; --end) {
        if (!known_before[begin] || !known_behind[end] || ++windows > kMaxWindows) continue;
        const unsigned limit = end - begin <= kShortThaiWord ? 1 : 2;
        const auto nearest = nearest_of(part(begin, end), words_, limit, 4, clusters_of);
        if (!nearest) continue;
        const std::tuple rank{(end - begin) / nearest->edits, nearest->word.documents};
        if (found && rank <= best) continue;
        best = rank;
        found = Replacement{static_cast<std::uint32_t>(borders_[begin]), static_cast<std::uint32_t>(borders_[end]),
                            std::string(nearest->word.text)};
      }
    return found;
  }

 private:
  [[nodiscard]] std::string_view part(std::size_t begin, std::size_t end) const {
    return text_.substr(borders_[begin], borders_[end] - borders_[begin]);
  }

  // Borders between which and the beginning (or the end) of the run nothing but known words stands.
  [[nodiscard]] std::vector<bool> reachable(bool from_beginning) const {
    const std::size_t count = borders_.size() - 1;
    std::vector<bool> reached(count + 1);
    const auto at = [&](std::size_t i) { return from_beginning ? i : count - i; };
    reached[at(0)] = true;
    for (std::size_t i = 0; i < count; ++i) {
      if (!reached[at(i)]) continue;
      for (std::size_t j = i + 1; j <= std::min(count, i + kMaxLetters); ++j) {
        const std::string_view word = part(std::min(at(i), at(j)), std::max(at(i), at(j)));
        if (words_.documents(word) > 0) reached[at(j)] = true;
      }
    }
    return reached;
  }

  std::string_view text_;
  const WordList& words_;
  std::vector<std::size_t> borders_;
};

}  // namespace

std::optional<Replacement> correct_thai(const Run& run, std::string_view text, const WordList& words) {
  const std::string_view own = text.substr(run.begin, run.end - run.begin);
  if (fold(own) != own) return std::nullopt;
  auto replacement = ThaiCorrector(own, words).correct();
  if (!replacement) return std::nullopt;
  return Replacement{run.begin + replacement->begin, run.begin + replacement->end, std::move(replacement->text)};
}

}  // namespace polsearch::match
