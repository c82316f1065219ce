// See script_runs.h; ASCII is skipped eight bytes at a time.
#include "analysis/script_runs.h"

#include <unicode/uchar.h>

#include <array>
#include <cstring>

#include "analysis/unicode.h"

namespace polsearch {
namespace {

constexpr std::array<CharacterKind, 128> make_ascii_kinds() {
  std::array<CharacterKind, 128> kinds{};
  for (std::size_t c = 0; c < kinds.size(); ++c) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    kinds[c] = is_word ? CharacterKind::kLetter : CharacterKind::kPunctuation;
  }
  for (const unsigned c : {0x20U, 0x09U}) kinds[c] = CharacterKind::kSpace;  // space, tab
  for (const unsigned c : {0x0AU, 0x0BU, 0x0CU, 0x0DU}) kinds[c] = CharacterKind::kLineEnd;
  for (const unsigned c : {0x2EU, 0x21U, 0x3FU}) kinds[c] = CharacterKind::kMaybeEnd;  // . ! ?
  return kinds;
}
constexpr auto kAsciiKinds = make_ascii_kinds();

// Scripts by range; the first row that holds the code point counts.
struct Range {
  char32_t first, last;
  CharacterKind kind;
};
constexpr std::array kRanges = {
    Range{0x0E2F, 0x0E2F, CharacterKind::kSpace},  // ฯ "and so on": กรุงเทพฯ = กรุงเทพ
    Range{0x0E46, 0x0E46, CharacterKind::kSpace},  // ๆ "twice": ต่างๆ, ต่าง ๆ = ต่าง
    Range{0x0E01, 0x0E3A, CharacterKind::kThai},        Range{0x0E40, 0x0E4E, CharacterKind::kThai},
    Range{0x0E80, 0x0EFF, CharacterKind::kDictionary},  // Lao
    Range{0x1000, 0x109F, CharacterKind::kDictionary},  // Burmese
    Range{0x1780, 0x17DD, CharacterKind::kDictionary},  // Khmer
    Range{0x1100, 0x11FF, CharacterKind::kIdeograph},   // Hangul jamo
    Range{0x3041, 0x3096, CharacterKind::kIdeograph},   Range{0x30A1, 0x30FA, CharacterKind::kIdeograph},
    Range{0x30FC, 0x30FF, CharacterKind::kIdeograph},   Range{0x31F0, 0x31FF, CharacterKind::kIdeograph},
    Range{0xAC00, 0xD7A3, CharacterKind::kIdeograph},   Range{0x0085, 0x0085, CharacterKind::kLineEnd},
    Range{0x2028, 0x2029, CharacterKind::kLineEnd},     Range{0x3002, 0x3002, CharacterKind::kSentenceEnd},
    Range{0x0964, 0x0965, CharacterKind::kSentenceEnd}, Range{0x061F, 0x061F, CharacterKind::kSentenceEnd},
    Range{0x06D4, 0x06D4, CharacterKind::kSentenceEnd},
};

CharacterKind kind_by_category(char32_t c) {
  const auto mask = U_GET_GC_MASK(static_cast<UChar32>(c));
  if ((mask & U_GC_M_MASK) != 0) return CharacterKind::kMark;
  if ((mask & (U_GC_L_MASK | U_GC_N_MASK)) != 0) return CharacterKind::kLetter;
  return is_space(c) ? CharacterKind::kSpace : CharacterKind::kPunctuation;
}

RunKind run_kind(CharacterKind kind) {
  switch (kind) {
    case CharacterKind::kIdeograph: return RunKind::kIdeographic;
    case CharacterKind::kThai: return RunKind::kThai;
    case CharacterKind::kDictionary: return RunKind::kDictionary;
    default: return RunKind::kSpaced;
  }
}

std::size_t skip_ascii(std::string_view text, std::size_t i) {
  for (std::uint64_t block = 0; text.size() - i >= sizeof block; i += sizeof block) {
    std::memcpy(&block, text.data() + i, sizeof block);
    if ((block & 0x8080808080808080U) != 0) break;
  }
  while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80) ++i;
  return i;
}

std::size_t end_of_spaced(std::string_view text, std::size_t i) {
  while ((i = skip_ascii(text, i)) < text.size()) {
    const CodePoint c = decode_at(text, i);
    if (run_kind(kind_of(c.value)) != RunKind::kSpaced) break;
    i += c.length;
  }
  return i;
}

// May this stand inside a run without ending it, when the run goes on behind it?
bool bridges(RunKind kind, char32_t c) {
  if (kind == RunKind::kIdeographic) return kind_of(c) == CharacterKind::kSpace && c != 0x0E2F && c != 0x0E46;
  return c == 0x200B;
}

std::size_t end_of_unspaced(std::string_view text, std::size_t i, RunKind kind) {
  std::size_t end = i;
  while (i < text.size()) {
    const CodePoint c = decode_at(text, i);
    const CharacterKind character = kind_of(c.value);
    const bool is_own = run_kind(character) == kind || (character == CharacterKind::kMark && i == end);
    if (!is_own && !bridges(kind, c.value)) break;
    i += c.length;
    if (is_own) end = i;
  }
  return end;
}

bool is_thai_consonant(char32_t c) { return c >= 0x0E01 && c <= 0x0E2E; }

// End of initials that begin at `begin`: two groups or more, each of one or two consonants and a full stop (the last
// may lack it). `begin` itself when there are none.
std::size_t end_of_thai_initials(std::string_view text, std::size_t begin) {
  std::size_t end = begin, groups = 0;
  for (std::size_t i = begin;;) {
    std::size_t letters = 0;
    while (letters < 3 && is_thai_consonant(decode_at(text, i).value)) i += 3, ++letters;
    const bool has_stop = i < text.size() && text[i] == '.';
    const bool goes_on = i < text.size() && !has_stop && kind_of(decode_at(text, i).value) == CharacterKind::kThai;
    if (letters == 0 || letters > 2 || goes_on || (groups == 0 && !has_stop)) break;
    ++groups;
    end = has_stop ? ++i : i;
    if (!has_stop) break;
  }
  return groups >= 2 ? end : begin;
}

}  // namespace

CharacterKind kind_of(char32_t c) {
  if (c < 0x80) return kAsciiKinds[c];
  if (is_han(c)) return CharacterKind::kIdeograph;
  if (c < 0x300 && c != 0x85) return kind_by_category(c);
  for (const Range& range : kRanges)
    if (c >= range.first && c <= range.last) return range.kind;
  return kind_by_category(c);
}

ScriptRun run_at(std::string_view folded, std::size_t begin) {
  const RunKind kind = run_kind(kind_of(decode_at(folded, begin).value));
  if (kind == RunKind::kThai) {
    const std::size_t initials_end = end_of_thai_initials(folded, begin);
    if (initials_end > begin) return {RunKind::kThaiInitials, begin, initials_end};
  }
  const std::size_t end =
      kind == RunKind::kSpaced ? end_of_spaced(folded, begin) : end_of_unspaced(folded, begin, kind);
  return {kind, begin, end};
}

}  // namespace polsearch
