// See latin_words.h. Plain words never leave next() and scan(); every join is one function.
#include "analysis/latin_words.h"

#include <algorithm>
#include <array>

#include "analysis/script_runs.h"
#include "analysis/unicode.h"

namespace polsearch {
namespace {

// Zero: not part of a word.
enum AsciiClass : unsigned char { kOtherAscii, kDigit, kLowerLetter };

constexpr std::array<unsigned char, 256> make_classes() {
  std::array<unsigned char, 256> classes{};
  for (std::size_t c = '0'; c <= '9'; ++c) classes[c] = kDigit;
  for (std::size_t c = 'a'; c <= 'z'; ++c) classes[c] = kLowerLetter;
  return classes;
}
constexpr auto kClasses = make_classes();

unsigned char class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool is_digit(char c) { return class_of(c) == kDigit; }
bool is_ascii_letter(char c) { return class_of(c) == kLowerLetter; }

// Closes a sentence together with its full stop: `end.")`.
bool closes(char32_t c) {
  constexpr std::u32string_view kClosers = U".!?\"')]}”」』》】";
  return kClosers.find(c) != std::u32string_view::npos;
}

constexpr std::size_t kMaxClosers = 8;  // bounds the look ahead, so that "......" stays linear
constexpr std::size_t kMinStemmed = 3;

}  // namespace

bool LatinWords::is_word_at(std::size_t i) const {
  if (i >= end_) return false;
  if (is_ascii(text_[i])) return class_of(text_[i]) != kOtherAscii;
  const CharacterKind kind = kind_of(decode_at(text_, i).value);
  return kind == CharacterKind::kLetter || kind == CharacterKind::kMark;
}

bool LatinWords::begins_word() const {
  if (is_ascii(text_[at_])) return class_of(text_[at_]) != kOtherAscii;
  return kind_of(decode_at(text_, at_).value) == CharacterKind::kLetter;
}

// End of the letters, digits and marks from `i` on.
std::size_t LatinWords::scan(std::size_t i, Shape& shape) const {
  for (; i < end_; ++i) {
    const unsigned char c = class_of(text_[i]);
    shape.letter |= c == kLowerLetter;
    shape.digit |= c == kDigit;
    if (c != kOtherAscii) continue;
    if (is_ascii(text_[i]) || !is_word_at(i)) break;
    shape.ascii = false;
    i += decode_at(text_, i).length - 1;
  }
  return i;
}

// Does nothing at `i` go on with the word before it, nor is an 's of it?
bool LatinWords::is_plain_end(std::size_t i, const Shape& shape) const {
  switch (peek(i)) {
    case ' ': return peek(i + 1) != '&' && peek(i + 1) != '\'';
    case '.':
    case ',': return shape.letter || !shape.digit || !shape.ascii;
    case '\'':
    case '&': return false;
    default: return true;
  }
}

bool LatinWords::next(LatinWord& word) {
  while (at_ < end_ && !begins_word()) skip_separator();
  if (at_ >= end_) return false;
  joined_.clear();
  word.begin = at_;
  word.gap_before = gap_;
  gap_ = Gap::kNone;
  Shape shape;
  std::size_t end = scan(at_, shape);
  if (end - at_ > 1 && is_plain_end(end, shape)) {  // nearly all words
    word.end = end;
    word.term = text_.substr(at_, end - at_);
    word.has_stem = shape.ascii && shape.letter && word.term.size() >= kMinStemmed;
    at_ = end;
    return true;
  }
  shape = {};
  end = scan_initials(at_);
  shape.letter = end != at_;
  if (end == at_) end = scan_joined(at_, shape);
  word.end = end;
  at_ = std::max(possessive_at(end), end);
  word.term = joined_.empty() ? text_.substr(word.begin, end - word.begin) : std::string_view(joined_);
  const bool is_plain = joined_.empty() || joined_.find_first_of(".&") == std::string::npos;
  word.has_stem = shape.ascii && shape.letter && is_plain && word.term.size() >= kMinStemmed;
  return true;
}

// u.s. -> us, up to its last full stop (which then ends no sentence). Returns `i` when there are no initials.
std::size_t LatinWords::scan_initials(std::size_t i) {
  std::size_t letters = 0, end = i;
  for (std::size_t at = i; is_ascii_letter(peek(at)) && !is_word_at(at + 1); at = end) {
    const bool has_stop = peek(at + 1) == '.';
    if (letters == 0 && !has_stop) return i;
    joined_.push_back(text_[at]);
    ++letters;
    end = at + (has_stop ? 2 : 1);
    if (!has_stop) break;
  }
  if (letters >= 2) return end;
  joined_.clear();
  return i;
}

std::size_t LatinWords::scan_joined(std::size_t begin, Shape& shape) {
  std::size_t i = scan(begin, shape);
  for (;;) {
    const char next = peek(i);
    if (next != '\'' && next != ',' && next != '.' && next != '&' && next != ' ') return i;
    if (next == '&' || next == ' ') return join_ampersand(begin, i);
    const std::size_t old_size = joined_.size();
    if (joined_.empty()) joined_.assign(text_, begin, i - begin);
    const bool is_number = shape.digit && !shape.letter && shape.ascii;
    const bool joins = next == '\'' ? join_apostrophe(i) : is_number && join_number(begin, i);
    if (!joins) {
      if (old_size == 0) joined_.clear();
      return i;
    }
    const std::size_t from = i;
    i = scan(i, shape);
    joined_.append(text_, from, i - from);
  }
}

std::size_t LatinWords::digits_end(std::size_t i) const {
  while (is_digit(peek(i))) ++i;
  return i;
}

// At ',' or '.' behind a number that begins at `begin`: moves over what continues it (a group of three digits, one
// decimal part). Chains are no numbers: 2023.04.21, 1.2.3, 2021,2022,123,456.
bool LatinWords::join_number(std::size_t begin, std::size_t& i) {
  const auto is_joint = [](char c) { return c == '.' || c == ','; };
  const std::size_t end = digits_end(i + 1);
  const bool behind_chain = begin >= 2 && is_joint(text_[begin - 1]) && is_digit(text_[begin - 2]);
  if (end == i + 1 || behind_chain || joined_.find('.') != std::string::npos) return false;
  std::size_t from = i;
  if (peek(i) == ',') {
    const bool is_first_group = i - begin == joined_.size();
    if (end != i + 4 || (is_first_group && joined_.size() > 3)) return false;
    ++from;
  } else if (peek(end) == '.' && is_digit(peek(end + 1))) {
    return false;
  }
  joined_.append(text_, from, end - from);
  i = end;
  return true;
}

// don't -> dont, xi'an -> xian; not before 's.
bool LatinWords::join_apostrophe(std::size_t& i) {
  if (possessive_at(i) != 0 || !is_word_at(i + 1) || is_digit(peek(i + 1))) return false;
  ++i;
  return true;
}

// The end of "'s" or " 's" (machine translation writes china 's) at `i`, or 0.
std::size_t LatinWords::possessive_at(std::size_t i) const {
  if (peek(i) == ' ') ++i;
  if (peek(i) != '\'' || peek(i + 1) != 's') return 0;
  return is_word_at(i + 2) || peek(i + 2) == '\'' ? 0 : i + 2;
}

// r&d, at&t, r & d -> r&d. `i`: end of the left word.
std::size_t LatinWords::join_ampersand(std::size_t begin, std::size_t i) {
  const auto is_short = [&](std::size_t from, std::size_t to) {
    return to > from && to - from <= 2 &&
           std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(from),
                       text_.begin() + static_cast<std::ptrdiff_t>(to), is_ascii_letter);
  };
  const bool spaced = peek(i) == ' ' && peek(i + 1) == '&' && peek(i + 2) == ' ';
  if (!joined_.empty() || (!spaced && peek(i) != '&') || !is_short(begin, i)) return i;
  const std::size_t right = i + (spaced ? 3 : 1);
  std::size_t end = right;
  while (end < right + 3 && is_ascii_letter(peek(end))) ++end;
  if (!is_short(right, end) || is_word_at(end) || (spaced && (end - right > 1 || i - begin > 1))) return i;
  joined_.assign(text_, begin, i - begin).append("&").append(text_, right, end - right);
  return end;
}

void LatinWords::skip_separator() {
  const char c = text_[at_];
  Gap found = Gap::kNone;
  if (c == ' ') {
    ++at_;
    return;
  }
  if (is_ascii(c)) {
    found = gap_of_ascii(c);
    ++at_;
  } else {
    const CodePoint code = decode_at(text_, at_);
    const CharacterKind kind = kind_of(code.value);
    if (kind == CharacterKind::kLineEnd) found = Gap::kLine;
    if (kind == CharacterKind::kSentenceEnd) found = Gap::kSentence;
    if (kind == CharacterKind::kPunctuation) found = Gap::kPunctuation;
    at_ += code.length;
  }
  gap_ = std::max(gap_, found);
}

Gap LatinWords::gap_of_ascii(char c) const {
  switch (kind_of(static_cast<unsigned char>(c))) {
    case CharacterKind::kSpace: return Gap::kNone;
    case CharacterKind::kLineEnd: return Gap::kLine;
    case CharacterKind::kMaybeEnd: return ends_sentence(at_ + 1, c) ? Gap::kSentence : Gap::kPunctuation;
    default: return c == ';' && ends_sentence(at_ + 1, c) ? Gap::kSentence : Gap::kPunctuation;
  }
}

// Is the mark before `after` followed by a space, the end, or an ideograph? A full stop before a number ("no. 5") is
// none, nor is one inside Thai (พ.ศ.); a semicolon is one in Chinese only, where no space follows it.
bool LatinWords::ends_sentence(std::size_t after, char mark) const {
  for (std::size_t closers = 0; after < text_.size() && closers < kMaxClosers; ++closers) {
    const CodePoint c = decode_at(text_, after);
    if (!closes(c.value)) break;
    after += c.length;
  }
  if (after >= text_.size()) return true;
  const CodePoint next = decode_at(text_, after);
  const CharacterKind kind = kind_of(next.value);
  if (kind == CharacterKind::kIdeograph || kind == CharacterKind::kLineEnd) return true;
  if (kind != CharacterKind::kSpace || mark == ';') return false;
  const bool before_number = after + next.length < text_.size() && is_digit(text_[after + next.length]);
  return mark != '.' || !before_number;
}

}  // namespace polsearch
