// A pattern is read by recursive descent. Of each part it is known which letters may be the first that it consumes, and
// whether it may be passed without consuming one:
//
//   part          letters   passes           part     letters       passes
//   [^\p{L}]*     none      yes              (a|bc)   a, b          no
//   home          h         no               \s?x     x             no
//   $             "no letter", and nothing passes: the text is at its end
#include "indexer/clean/first_letters.h"

#include "analysis/unicode.h"

namespace polsearch::clean {
namespace {

constexpr int kMostDepth = 50;  // groups in groups; a deeper pattern may match anything
constexpr unsigned kLatin = 26, kNoLetter = 63, kHashed = kNoLetter - kLatin;
constexpr FirstLetters kAscii = (FirstLetters{1} << kLatin) - 1;
constexpr FirstLetters kNone = FirstLetters{1} << kNoLetter;
constexpr FirstLetters kBeyondAscii = ~(kAscii | kNone);

struct Part {
  FirstLetters letters = 0;
  bool passes = true;
};
constexpr Part kAnything{kAnyLetter, true};

bool is_latin(char32_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80; }

FirstLetters class_of(char32_t c) {
  if (is_latin(c)) return FirstLetters{1} << ((c | 0x20) - 'a');
  return c < 0x80 ? 0 : FirstLetters{1} << (kLatin + c % kHashed);
}

// Beyond ASCII only what all versions of Unicode agree on.
bool is_letter_for_certain(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FA5) || (c >= 0x0E01 && c <= 0x0E30) || (c >= 0x0E40 && c <= 0x0E46);
}
bool is_sign_for_certain(char32_t c) {
  return (c >= 0x2010 && c <= 0x2027) || (c >= 0x2030 && c <= 0x205E) || (c >= 0x3001 && c <= 0x3004) ||
         (c >= 0x3008 && c <= 0x3020) || c == 0xA0 || c == 0xAB || c == 0xB7 || c == 0xBB || c == 0xA9 ||
         (c >= 0x2190 && c <= 0x23FF) || (c >= 0x25A0 && c <= 0x25FF);
}

// One character of a pattern. Where it may be a letter or a sign, the first letter may also be a later one.
Part part_of(char32_t c) {
  if (is_sign_for_certain(c)) return {0, true};
  return {class_of(c), !is_latin(c) && !is_letter_for_certain(c)};
}

Part either(const Part& a, const Part& b) { return {a.letters | b.letters, a.passes || b.passes}; }

class Reader {
 public:
  explicit Reader(std::string_view pattern) : rest_(pattern) {}

  FirstLetters read() {
    const Part whole = read_alternatives(0);
    return is_known_ && rest_.empty() && !whole.passes ? whole.letters : kAnyLetter;
  }

 private:
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  char32_t take_character() {
    const CodePoint c = decode_at(rest_, 0);
    rest_.remove_prefix(c.length);
    return c.value;
  }
  Part give_up() {
    is_known_ = false;
    rest_ = {};
    return kAnything;
  }

  // At depth 0 every alternative has to begin with ^, or the pattern may begin anywhere.
  Part read_alternatives(int depth) {
    if (depth > kMostDepth) return give_up();
    Part whole{0, false};
    do {
      if (depth == 0 && !rest_.starts_with('^')) return give_up();
      whole = either(whole, read_sequence(depth));
    } while (take("|"));
    return whole;
  }

  Part read_sequence(int depth) {
    Part sequence;
    while (!rest_.empty() && rest_[0] != '|' && rest_[0] != ')') {
      const Part part = read_repeated(depth);
      if (!sequence.passes) continue;
      sequence.letters |= part.letters;
      sequence.passes = part.passes;
    }
    return sequence;
  }

  Part read_repeated(int depth) {
    Part part = read_one(depth);
    while (!rest_.empty()) {
      if (take("*") || take("?")) {
        part.passes = true;
      } else if (is_count()) {
        part.passes = part.passes || rest_.starts_with("{0");
        rest_.remove_prefix(rest_.find('}') + 1);
      } else if (!take("+")) {
        break;
      }
    }
    return part;
  }

  // "{2,}" and its like; another brace is a character.
  [[nodiscard]] bool is_count() const {
    return rest_.size() > 1 && rest_[0] == '{' && rest_[1] >= '0' && rest_[1] <= '9' &&
           rest_.find('}') != std::string_view::npos;
  }

  Part read_one(int depth) {
    if (take("(")) return read_group(depth);
    if (take("[")) return read_set();
    if (take("\\")) return read_escape();
    if (take("^")) return {};
    if (take("$")) return {kNone, false};
    if (take(".")) return kAnything;
    return part_of(take_character());
  }

  Part read_group(int depth) {
    if (rest_.starts_with("?") && !take("?:")) return give_up();  // flags, names
    const Part group = read_alternatives(depth + 1);
    return take(")") ? group : give_up();
  }

  // Behind a backslash, outside a set.
  Part read_escape() {
    if (rest_.empty()) return give_up();
    if (take("b")) return {};
    const char c = rest_[0];
    if (c == 'p' || c == 'P') return read_property();
    rest_.remove_prefix(1);
    if (c == 's' || c == 'd') return {0, true};
    if (c == 'w') return {kAscii, true};
    return is_latin(static_cast<unsigned char>(c)) ? give_up() : part_of(static_cast<unsigned char>(c));
  }

  // \p{...}: of the properties only digits and marks are known to hold no letter.
  Part read_property() {
    for (const std::string_view none : {"p{N}", "p{M}"})
      if (take(none)) return {0, true};
    const std::size_t end = rest_.find('}');
    if (end == std::string_view::npos) return give_up();
    rest_.remove_prefix(end + 1);
    return kAnything;
  }

  // A set, behind its bracket. A negated one holds letters, unless it excludes all of them.
  Part read_set() {
    const bool is_negated = take("^");
    Part set{0, false};
    FirstLetters excluded = 0;
    for (bool is_first = true; is_first || !rest_.starts_with("]"); is_first = false) {
      if (rest_.empty()) return give_up();
      if (rest_.starts_with("\\p{L}")) excluded = kAnyLetter;
      set = either(set, read_range());
      if (!is_known_) return kAnything;
    }
    rest_.remove_prefix(1);
    return is_negated ? Part{kAnyLetter & ~excluded & ~kNone, true} : set;
  }

  // A character, an escape, or all from one to another.
  Part read_range() {
    if (take("[:")) return give_up();
    if (take("\\")) {
      if (rest_.starts_with("b")) return give_up();
      return read_escape();
    }
    const char32_t first = take_character();
    if (!rest_.starts_with("-") || rest_.starts_with("-]")) return part_of(first);
    rest_.remove_prefix(1);
    const bool is_plain = !rest_.empty() && rest_[0] != '\\';
    const char32_t last = is_plain ? take_character() : 0;
    if (last < first) return give_up();
    const FirstLetters ascii = first < 0x80 ? kAscii : 0, beyond = last >= 0x80 ? kBeyondAscii : 0;
    return {ascii | beyond, true};
  }

  std::string_view rest_;
  bool is_known_ = true;
};

}  // namespace

FirstLetters first_letters(std::string_view pattern) { return Reader(pattern).read(); }

FirstLetters first_letter_of(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_at(text, i);
    if (is_latin(c.value) || is_letter_for_certain(c.value)) return class_of(c.value);
    if (c.value >= 0x80 && !is_sign_for_certain(c.value)) return kAnyLetter;
    i += c.length;
  }
  return kNone;
}

}  // namespace polsearch::clean
