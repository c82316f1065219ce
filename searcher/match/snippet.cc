// Snippets (see snippet.h).
#include "searcher/match/snippet.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "analysis/ascii.h"
#include "analysis/unicode.h"

namespace polsearch::match {
namespace {

constexpr std::uint32_t kMinistryPiece = 1U << 30;
constexpr double kMinistryWeight = 1.0;
constexpr double kRepeatShare = 0.02;         // a second find of the same word, against its first
constexpr std::uint32_t kBorderContext = 96;  // bytes around a cut that the segmenter sees

struct Find {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t piece = 0;
  double weight = 0;
};

std::string_view first_part(std::string_view text) {
  if (text.size() <= kMaxSnippetBytes) return text;
  std::size_t end = kMaxSnippetBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

using Terms = std::unordered_map<std::string, ShownTerms::Term>;

// Tells which pieces of a page need not be cut into words, where most of a snippet's time would go, most of all where a
// dictionary is asked: those that no term can stand in. A word's term is its folded letters and digits, which in the
// text stand together but for signs (u.s., 1,000, r&d); a stem but for its last two letters begins its words (able ->
// ability, dying -> die).
class PieceFilter {
 public:
  explicit PieceFilter(const Terms& terms) {
    for (const auto& [term, _] : terms) add(term);
    if (ascii_needles_.size() > kMostNeedles) is_open_ = true;
  }

  // Whether every text may hold a term.
  [[nodiscard]] bool is_open() const { return is_open_; }

  [[nodiscard]] bool may_hold_a_term(std::string_view piece) {
    if (is_open_) return true;
    if (is_ascii(piece)) {
      letters_of(piece, letters_);
      return has_any(ascii_needles_);
    }
    if (ascii_needles_.size() + wide_needles_.size() > kMostNeedles) return true;
    letters_of(fold(piece), letters_);
    return has_any(ascii_needles_) || has_any(wide_needles_);
  }

 private:
  static constexpr std::size_t kMostNeedles = 24;  // beyond, looking for them takes as long as cutting

  // Without the signs of ASCII, Latin-1, U+2000 to U+2FFF and U+3000 to U+303F.
  static void letters_of(std::string_view text, std::string& out) {
    out.clear();
    for (std::size_t at = 0; at < text.size(); ++at) {
      const auto c = text[at];
      if (is_ascii_digit(c) || (c >= 'a' && c <= 'z'))
        out += c;
      else if (c >= 'A' && c <= 'Z')
        out += static_cast<char>(c + ('a' - 'A'));
      else if (c == '\xC2')
        at += 1;
      else if (c == '\xE2' || text.substr(at, 2) == "\xE3\x80")
        at += 2;
      else if (static_cast<unsigned char>(c) >= 0x80)
        out += c;
    }
  }

  [[nodiscard]] bool has_any(const std::vector<std::string>& needles) const {
    return std::any_of(needles.begin(), needles.end(),
                       [&](const std::string& needle) { return letters_.find(needle) != std::string::npos; });
  }

  // Folded words have no capitals: these are the channels' marks.
  void add(std::string_view term) {
    const bool is_wide = !is_ascii(term);
    const bool is_stem = term.starts_with('Z');
    if (is_wide)
      while (!term.empty() && term.front() >= 'A' && term.front() <= 'Z') term.remove_prefix(1);
    else if (!is_stem && is_ascii_letter(term.front()) && lower_ascii(term) != term)
      is_open_ = true;
    letters_of(is_stem && !is_wide ? term.substr(1) : term, letters_);
    if (letters_.empty()) is_open_ = true;
    if (is_stem && letters_.size() > 1) letters_.resize(std::max<std::size_t>(letters_.size(), 3) - 2);
    (is_wide ? wide_needles_ : ascii_needles_).push_back(letters_);
  }

  std::vector<std::string> ascii_needles_, wide_needles_;
  std::string letters_;   // of the piece, its memory reused
  bool is_open_ = false;  // a term of another shape: every piece may hold it
};

// The beginning of an ASCII line, cut where no word can go on: at a blank, but not one beside an ampersand (r & d).
std::string_view first_piece(std::string_view line) {
  constexpr std::size_t kLeast = 96;  // bytes: short enough to pass over most of a page, long enough to cost little
  const auto is_cut = [&](std::size_t at) {
    if (line[at] != ' ' || at + 1 == line.size()) return false;
    const auto may_join = [](char c) { return c == '&' || c == ' '; };
    return !may_join(line[at - 1]) && !may_join(line[at + 1]);
  };
  for (std::size_t at = kLeast; at < line.size(); ++at)
    if (is_cut(at)) return line.substr(0, at);
  return line;
}

void add_finds(std::string_view text, const Terms& terms, const Analyzer& analyzer, std::vector<Find>& finds) {
  if (terms.empty()) return;
  PieceFilter filter(terms);
  const auto cut_into_words = [&](std::string_view piece) {
    const auto at = static_cast<std::uint32_t>(piece.data() - text.data());
    analyzer.each_token(piece, 0, [&](const Token& token) {
      const auto found = terms.find(token.term);
      if (found == terms.end()) return;
      finds.push_back({at + token.begin, at + token.end, found->second.piece, found->second.weight});
    });
  };
  for (std::size_t begin = 0; begin < text.size();) {
    std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
    begin += line.size() + 1;
    if (filter.is_open() || !is_ascii(line)) {  // other scripts are cut by the line
      if (filter.may_hold_a_term(line)) cut_into_words(line);
      continue;
    }
    while (!line.empty()) {
      const std::string_view piece = first_piece(line);
      if (filter.may_hold_a_term(piece)) cut_into_words(piece);
      line.remove_prefix(piece.size());
    }
  }
}

std::vector<Find> finds_in(std::string_view text, const ShownTerms& terms, const Analyzer& analyzer,
                           const MinistryLinker& linker) {
  std::vector<Find> finds;
  add_finds(text, terms.strong, analyzer, finds);
  if (!terms.ministries.empty()) {
    for (const MinistryMention& mention : linker.link(text).mentions)
      for (const std::string& id : terms.ministries)
        if (mention.id == id) finds.push_back({mention.begin, mention.end, kMinistryPiece, kMinistryWeight});
  }
  if (finds.empty()) add_finds(text, terms.weak, analyzer, finds);
  std::stable_sort(finds.begin(), finds.end(), [](const Find& a, const Find& b) { return a.begin < b.begin; });
  return finds;
}

Ranges merged(const std::vector<Find>& finds) {
  Ranges ranges;
  for (const Find& find : finds) {
    if (!ranges.empty() && find.begin <= ranges.back().second)
      ranges.back().second = std::max(ranges.back().second, find.end);
    else
      ranges.emplace_back(find.begin, find.end);
  }
  return ranges;
}

struct Window {
  std::uint32_t begin = 0, end = 0;  // of the finds inside
};

// The stretch of at most `width` bytes whose distinct words weigh most; of equals the first. Two ends move forward.
Window best_window(const std::vector<Find>& finds, std::uint32_t width) {
  std::map<std::uint32_t, std::pair<std::uint32_t, double>> inside;  // piece -> count, weight
  double distinct = 0, all = 0, best = -1;
  Window window;
  std::size_t first = 0;
  for (const Find& last : finds) {
    auto& [count, weight] = inside[last.piece];
    if (count++ == 0) distinct += weight = last.weight;
    all += last.weight;
    while (finds[first].begin + width < last.end && &finds[first] != &last) {
      const Find& gone = finds[first++];
      auto& left = inside[gone.piece];
      all -= gone.weight;
      if (--left.first == 0) distinct -= left.second;
    }
    const double score = distinct + kRepeatShare * all;
    if (score > best + 1e-9) {
      best = score;
      window = {finds[first].begin, std::max(window.end, last.end)};
      window.end = last.end;
    }
  }
  return window;
}

bool ends_sentence(std::string_view text, std::size_t at) {
  if (text[at] == '\n') return true;
  if (text[at] == ' ' && at > 0) return text[at - 1] == '.' || text[at - 1] == '!' || text[at - 1] == '?';
  for (const std::string_view mark : {"。", "！", "？"})
    if (at + 1 >= mark.size() && text.substr(at + 1 - mark.size(), mark.size()) == mark) return true;
  return false;
}

// The word borders around `offset`, as offsets of the text.
std::vector<std::uint32_t> borders_near(std::string_view text, std::uint32_t offset) {
  std::uint32_t begin = offset > kBorderContext ? offset - kBorderContext : 0;
  auto end = static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), offset + kBorderContext));
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  std::vector<std::uint32_t> borders = word_boundaries(text.substr(begin, end - begin));
  for (std::uint32_t& border : borders) border += begin;
  return borders;
}

// The first border from `offset` on that is not behind `find`; a find may begin inside a word (a Chinese pair), then
// the last border before it.
std::uint32_t border_at_or_after(std::string_view text, std::uint32_t offset, std::uint32_t find) {
  if (offset == 0) return 0;
  std::uint32_t before = find;
  for (const std::uint32_t border : borders_near(text, offset)) {
    if (border >= offset && border <= find) return border;
    if (border < offset) before = border;
  }
  return before;
}

// The last border up to `offset`, as long as it is behind `begin`; else `otherwise`.
std::uint32_t border_at_or_before(std::string_view text, std::uint32_t offset, std::uint32_t begin,
                                  std::uint32_t otherwise) {
  if (offset >= text.size()) return static_cast<std::uint32_t>(text.size());
  std::uint32_t best = otherwise;
  for (const std::uint32_t border : borders_near(text, offset))
    if (border <= offset && border > begin) best = border;
  return best;
}

// From the start of the sentence when it is near enough, else some words before the first find.
std::uint32_t start_of(std::string_view text, const Window& window, std::uint32_t slack) {
  const std::uint32_t reach = window.begin > slack * 2 / 3 ? window.begin - slack * 2 / 3 : 0;
  for (std::uint32_t at = window.begin; at > reach; --at)
    if (ends_sentence(text, at - 1)) return at;
  if (reach == 0) return 0;
  return border_at_or_after(text, window.begin - slack / 3, window.begin);
}

Window trimmed(std::string_view text, Window window) {
  const auto blank = [&](std::uint32_t at) { return text[at] == ' ' || text[at] == '\n' || text[at] == '\t'; };
  while (window.begin < window.end && blank(window.begin)) ++window.begin;
  while (window.end > window.begin && blank(window.end - 1)) --window.end;
  return window;
}

Snippet cut(std::string_view text, std::string_view whole, const Window& window, const std::vector<Find>& finds) {
  Snippet snippet;
  snippet.text = std::string(text.substr(window.begin, window.end - window.begin));
  std::replace_if(
      snippet.text.begin(), snippet.text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  snippet.cut_before = window.begin > 0;
  snippet.cut_after = window.end < whole.size();
  for (const auto& [begin, end] : merged(finds))
    if (begin >= window.begin && end <= window.end)
      snippet.highlights.emplace_back(begin - window.begin, end - window.begin);
  return snippet;
}

}  // namespace

Ranges highlights_of(std::string_view text, const ShownTerms& terms, const Analyzer& analyzer,
                     const MinistryLinker& linker) {
  return merged(finds_in(first_part(text), terms, analyzer, linker));
}

Snippet make_snippet(std::string_view whole, const ShownTerms& terms, const Analyzer& analyzer,
                     const MinistryLinker& linker, std::uint32_t max_bytes) {
  if (max_bytes == 0) return {};
  const std::string_view text = first_part(whole);
  const std::vector<Find> finds = finds_in(text, terms, analyzer, linker);
  Window window = finds.empty() ? Window{} : best_window(finds, max_bytes);
  const std::uint32_t used = std::min(window.end - window.begin, max_bytes);
  const std::uint32_t begin = text.size() <= max_bytes ? 0 : start_of(text, window, max_bytes - used);
  const std::uint32_t end =
      border_at_or_before(text, std::max(begin + max_bytes, window.end), window.begin, window.end);
  return cut(text, whole, trimmed(text, {begin, std::max(begin, end)}), finds);
}

}  // namespace polsearch::match
