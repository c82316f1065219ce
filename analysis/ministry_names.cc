// Text -> words with keys and gaps; names -> trie.
#include "analysis/ministry_names.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "analysis/han_variants.h"
#include "analysis/unicode.h"

namespace polsearch::names {
namespace {

constexpr std::size_t kMaxKeyBytes = 32;  // longer words stand in no name

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// Bits of what a word holds; zero: the byte stands in no word.
constexpr unsigned kDigit = 1, kLower = 2, kUpper = 4;
constexpr std::array<unsigned char, 256> kWordBytes = [] {
  std::array<unsigned char, 256> kinds{};
  for (const auto& [first, last, kind] :
       {std::tuple{'a', 'z', kLower}, std::tuple{'A', 'Z', kUpper}, std::tuple{'0', '9', kDigit}})
    for (char c = first; c <= last; ++c) kinds[static_cast<std::size_t>(c)] = static_cast<unsigned char>(kind);
  return kinds;
}();
unsigned word_byte_kind(char c) { return kWordBytes[static_cast<unsigned char>(c)]; }
bool is_word_byte(char c) { return word_byte_kind(c) != 0; }

// The key of a Latin word while it is made.
struct Key {
  std::array<char, kMaxKeyBytes + 1> bytes{};
  std::size_t size = 0;

  [[nodiscard]] std::string_view view() const { return {bytes.data(), size}; }
  void assign(std::string_view text) {
    size = std::min(text.size(), bytes.size());
    std::copy_n(text.begin(), size, bytes.begin());
  }
};

std::size_t filter_bit(std::string_view key) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(key[i]); };
  const std::size_t size = key.size();
  const std::size_t mixed = byte(0) * 769u + byte(size / 2) * 12289u + byte(size - 1) * 193u + size * 3079u;
  return mixed % (1024 * 64);
}

// Plurals fold as English makes them; names go through the same mill, so a
// wrong stem does no harm.
void fold_plural(Key& key) {
  const std::string_view word = key.view();
  if (word.size() < 4 || word.back() != 's') return;
  if (word.size() > 4 && word.ends_with("ies")) {
    key.bytes[key.size - 3] = 'y';
    key.size -= 2;
  } else if (word[word.size() - 2] != 's' && word[word.size() - 2] != 'u') {
    --key.size;
  }
}

Stop stop_of(std::string_view key) {
  if (key.size() > 3) return Stop::kNone;
  if (key.size() == 2) return key == "of" ? Stop::kOf : Stop::kNone;
  if (key == "the") return Stop::kThe;
  if (key == "for") return Stop::kFor;
  if (key == "and") return Stop::kAnd;
  if (key == "a") return Stop::kA;
  return Stop::kNone;
}

struct GapSign {
  std::string_view sign;
  std::uint8_t gap;
};
constexpr GapSign kGapSigns[] = {
    {"\xC2\xA0", kGapSpace},
    {"\xE3\x80\x80", kGapSpace},
    {"\xE2\x80\x8B", kGapSpace},
    {"\xE2\x80\xAF", kGapSpace},
    {"\xE2\x80\x90", kGapHyphen},
    {"\xE2\x80\x91", kGapHyphen},
    {"\xE2\x80\x93", kGapHyphen},
    {"\xE2\x80\x94", kGapHyphen},
    {"，", kGapComma},
    {"、", kGapComma},
    {"（", kGapOpen},
    {"）", kGapClose},
    {"＆", kGapSpace},
};

const GapSign* gap_sign_at(std::string_view text, std::size_t pos) {
  const char lead = text[pos];
  if (lead != '\xC2' && lead != '\xE2' && lead != '\xE3' && lead != '\xEF') return nullptr;
  const std::string_view rest = text.substr(pos, 3);
  const auto sign = std::find_if(std::begin(kGapSigns), std::end(kGapSigns),
                                 [&](const GapSign& s) { return rest.substr(0, s.sign.size()) == s.sign; });
  return sign == std::end(kGapSigns) ? nullptr : sign;
}

bool is_thai_tone(char32_t c) { return c >= 0x0E48 && c <= 0x0E4B; }
// Thai letters that folding takes as they are, whatever stands before: all but
// the marks above and below, the vowels that are written of two, and the
// digits.
bool is_plain_thai(char32_t c) {
  return (c >= 0x0E01 && c <= 0x0E30) || (c >= 0x0E41 && c <= 0x0E46) || c == 0x0E4C || c == 0x0E4F;
}

// ... and those that it takes as they are behind this one.
bool is_thai_in_order(char32_t before, char32_t c) {
  if (is_thai_tone(c)) return !is_thai_tone(before) && before != 0x0E33;
  if (c == 0x0E31 || (c >= 0x0E34 && c <= 0x0E39) || c == 0x0E47) return before != c && !is_thai_tone(before);
  if (c == 0x0E33 || c == 0x0E40) return before != c;
  return c == 0x0E32 && before != 0x0E4D && !is_thai_tone(before);
}

// Unified Han, Chinese full stops and brackets.
bool is_plain_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3008 && c <= 0x3011) || c == 0x3001 || c == 0x3002;
}

// Does folding leave this character as it is, or as its simplified one, whatever
// else stands in the text? Only what is common is known to stay: unified Han,
// Chinese full stops and brackets, Thai whose marks stand in their order.
bool stays(char32_t before, char32_t c) { return is_plain_han(c) || is_plain_thai(c) || is_thai_in_order(before, c); }

// Cuts a text and calls `sink(Word&, key, as_written)` for each Latin word,
// `sink(Word&, character)` for each Han or Thai one; the sink fills in ids.
template <class Sink>
class Cutter {
 public:
  Cutter(std::string_view text, Sink& sink) : text_(text), sink_(sink) {}

  void run() {
    while (pos_ < text_.size()) {
      const char c = text_[pos_];
      if (is_word_byte(c)) {
        read_latin();
      } else if (static_cast<unsigned char>(c) < 0x80) {
        read_sign(c);
      } else if (!read_wide_sign()) {
        read_wide();
      }
    }
  }

 private:
  void emit(Word& word, std::string_view key, std::string_view written) {
    word.gap = gap_;
    gap_ = kGapNone;
    last_was_thai_ = false;
    sink_(word, key, written);
  }

  void read_sign(char c) {
    ++pos_;
    if (c == '.' && last_was_thai_) {  // the dots of Thai abbreviations are
                                       // letters: กค. is no ก.ค.
      Word word;
      word.begin = static_cast<std::uint32_t>(pos_ - 1);
      word.end = static_cast<std::uint32_t>(pos_);
      word.han_or_thai = true;
      emit(word, ".", ".");
      last_was_thai_ = true;
      return;
    }
    switch (c) {
      case ' ':
      case '\t':
      case '\r': gap_ |= kGapSpace; break;
      case '\n': gap_ |= gap_ & kGapLine ? kGapHard : kGapLine; break;
      case '-': gap_ |= kGapHyphen; break;
      case ',': gap_ |= kGapComma; break;
      case '(': gap_ |= kGapOpen; break;
      case ')': gap_ |= kGapClose; break;
      case '&': {
        Word word;
        word.begin = static_cast<std::uint32_t>(pos_ - 1);
        word.end = static_cast<std::uint32_t>(pos_);
        word.stop = Stop::kAnd;
        emit(word, {}, {});
        break;
      }
      default: gap_ |= kGapHard;
    }
  }

  // "U.S.", "P.R.C.": one word without its dots.
  std::size_t dotted_end(std::size_t begin) const {
    std::size_t end = begin;
    while (end + 1 < text_.size() && is_upper(text_[end]) && text_[end + 1] == '.') end += 2;
    return end - begin >= 4 && (end >= text_.size() || !is_word_byte(text_[end])) ? end : begin;
  }

  // Behind an apostrophe at `pos`: its length, 0 when there is none.
  std::size_t apostrophe_length(std::size_t pos) const {
    if (pos < text_.size() && text_[pos] == '\'') return 1;
    if (pos >= text_.size() || text_[pos] != '\xE2') return 0;
    return text_.substr(pos, 3) == "’" || text_.substr(pos, 3) == "‘" ? 3 : 0;
  }

  void read_latin() {
    Word word;
    word.begin = static_cast<std::uint32_t>(pos_);
    unsigned kinds = 0;  // of its bytes, up to the longest key
    std::string_view written;
    if (const std::size_t dotted = dotted_end(pos_); dotted > pos_) {
      without_dots_.clear();
      for (std::size_t i = pos_; i < dotted; i += 2) without_dots_ += text_[i];
      written = without_dots_;
      pos_ = dotted;
      (void)read_key(written, kinds);
    } else {
      std::size_t end = pos_ + read_key(text_.substr(pos_), kinds);
      written = text_.substr(pos_, end - pos_);
      while (end < text_.size() && is_word_byte(text_[end])) ++end;
      pos_ = end;
    }
    word.capital = is_upper(written.front());
    word.upper = (kinds & (kUpper | kLower)) == kUpper && written.size() > 1;
    word.end = static_cast<std::uint32_t>(pos_);
    drop_possessive();
    word.stop = stop_of(key_.view());
    word.plural_ministry = key_.size > 8 && (key_.view() == "ministries" || key_.view() == "ministers");
    fold_plural(key_);
    if (key_.view() == "minister") key_.assign("ministry");
    emit(word, key_.size > kMaxKeyBytes ? std::string_view{} : key_.view(), written);
  }

  // The word that `text` begins with, as far as a key goes, in small letters; its length, and the kinds of its bytes.
  std::size_t read_key(std::string_view text, unsigned& kinds) {
    const std::size_t most = std::min(text.size(), key_.bytes.size());
    for (key_.size = 0; key_.size < most; ++key_.size) {
      const char c = text[key_.size];
      const unsigned kind = word_byte_kind(c);
      if (kind == 0) break;
      kinds |= kind;
      key_.bytes[key_.size] = static_cast<char>(c | 0x20);  // digits and small letters have the bit
    }
    return key_.size;
  }

  // "Thailand's", "Counsellors'": the sign (and its s) belongs to the word, not
  // to its key.
  void drop_possessive() {
    const std::size_t length = apostrophe_length(pos_);
    if (!length) return;
    const std::size_t after = pos_ + length;
    const bool s = after < text_.size() && (text_[after] == 's' || text_[after] == 'S');
    if (s && (after + 1 >= text_.size() || !is_word_byte(text_[after + 1]))) {
      pos_ = after + 1;
    } else if (key_.view().back() == 's' && (after >= text_.size() || !is_word_byte(text_[after]))) {
      pos_ = after;
    }
  }

  bool read_wide_sign() {
    if (const GapSign* const sign = gap_sign_at(text_, pos_)) {
      gap_ |= sign->gap;
      pos_ += sign->sign.size();
      return true;
    }
    const std::string_view rest = text_.substr(pos_, 3);
    if (rest.size() == 3 && rest[0] == '\xE2' && rest[1] == '\x80') {  // other general punctuation
      gap_ |= kGapHard;
      pos_ += 3;
      return true;
    }
    return false;
  }

  // A run of bytes beyond ASCII: folded as a whole, then one word for each Han
  // or Thai character.
  void read_wide() {
    std::size_t end = pos_;
    bool is_folded_by_character = true;
    for (char32_t before = 0; end < text_.size() && static_cast<unsigned char>(text_[end]) >= 0x80;) {
      if (end > pos_ && gap_sign_at(text_, end)) break;
      const CodePoint c = decode_at(text_, end);
      is_folded_by_character = is_folded_by_character && stays(std::exchange(before, c.value), c.value);
      end += c.length;
    }
    if (is_folded_by_character)
      emit_characters(end);
    else
      emit_folded(fold_with_origin(text_.substr(pos_, end - pos_)));
    pos_ = end;
  }

  // Of a run that folding changes by nothing but simplified characters.
  void emit_characters(std::size_t end) {
    for (std::size_t i = pos_; i < end;) {
      const CodePoint c = decode_at(text_, i);
      emit_wide(is_han(c.value) ? simplified_han(c.value) : c.value, i, i + c.length);
      i += c.length;
    }
  }

  void emit_folded(const FoldedText& folded) {
    for (std::size_t i = 0; i < folded.key.size();) {
      const CodePoint c = decode_at(folded.key, i);
      emit_wide(c.value, pos_ + folded.origin[i], pos_ + folded.origin[i + c.length]);
      i += c.length;
    }
  }

  void emit_wide(char32_t c, std::size_t begin, std::size_t end) {
    const bool thai = is_thai(c) || (c >= 0x0E30 && c <= 0x0E4E);
    if (!thai && !is_han(c)) {
      gap_ |= is_space(c) ? kGapSpace : kGapHard;
      return;
    }
    Word word;
    word.begin = static_cast<std::uint32_t>(begin);
    word.end = static_cast<std::uint32_t>(end);
    word.han_or_thai = true;
    word.gap = gap_;
    gap_ = kGapNone;
    sink_(word, c);
    last_was_thai_ = thai;
  }

  std::string_view text_;
  Sink& sink_;
  std::size_t pos_ = 0;
  std::uint8_t gap_ = kGapNone;
  bool last_was_thai_ = false;
  std::string without_dots_;
  Key key_;
};

template <class Sink>
void cut(std::string_view text, Sink sink) {
  Cutter<Sink>(text, sink).run();
}

}  // namespace

std::uint32_t Vocabulary::find(std::string_view key) const {
  if (key.empty()) return 0;
  const std::size_t bit = filter_bit(key);
  if (!(filter_[bit / 64] >> (bit % 64) & 1)) return 0;
  const auto place = ids_.find(key);
  return place == ids_.end() ? 0 : place->second;
}

std::uint32_t Vocabulary::find_rare(char32_t character) const {
  std::string key;
  append_utf8(key, character);
  return find(key);
}

std::uint32_t Vocabulary::add(std::string_view key) {
  if (key.empty()) return 0;
  const std::size_t bit = filter_bit(key);
  filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  const std::uint32_t id = ids_.emplace(std::string(key), static_cast<std::uint32_t>(ids_.size() + 1)).first->second;
  if (const CodePoint c = decode_at(key, 0); c.length == key.size() && place_of(c.value) < characters_.size())
    characters_[place_of(c.value)] = id;
  return id;
}

namespace {

// Words with their ids.
struct FindIds {
  const Vocabulary& vocabulary;
  std::vector<Word>& words;

  void operator()(Word& word, std::string_view key, std::string_view written) const {
    if (word.stop == Stop::kNone) word.id = vocabulary.find(key);
    if (word.upper) word.upper_id = vocabulary.find(written);
    words.push_back(word);
  }
  void operator()(Word& word, char32_t character) const {
    word.id = vocabulary.find(character);
    words.push_back(word);
  }
};

// Ids of the words of a name, new ones too.
struct AddIds {
  Vocabulary& vocabulary;
  bool abbreviation;
  std::vector<std::uint32_t>& ids;

  void operator()(Word& word, std::string_view key, std::string_view written) const {
    if (word.stop != Stop::kNone && !abbreviation) return;
    ids.push_back(vocabulary.add(abbreviation && !written.empty() && !word.han_or_thai ? written : key));
  }
  void operator()(Word&, char32_t character) const {
    std::string key;
    append_utf8(key, character);
    ids.push_back(vocabulary.add(key));
  }
};

}  // namespace

std::vector<Word> cut_words(std::string_view text, const Vocabulary& vocabulary) {
  std::vector<Word> words;
  words.reserve(text.size() / 3 + 8);  // a character of Han or Thai has three bytes
  cut(text, FindIds{vocabulary, words});
  return words;
}

std::vector<std::uint32_t> add_name(std::string_view name, bool abbreviation, Vocabulary& vocabulary) {
  std::vector<std::uint32_t> ids;
  cut(name, AddIds{vocabulary, abbreviation, ids});
  return ids;
}

std::uint32_t Trie::insert(const std::vector<std::uint32_t>& words) {
  std::uint32_t node = kRoot;
  for (const std::uint32_t word : words) {
    if (2 * parents_.size() >= edges_.size()) grow();
    Edge& edge = edges_[place_of(std::uint64_t{node} << 32 | word)];
    if (edge.child == kNone) {
      edge = {std::uint64_t{node} << 32 | word, static_cast<std::uint32_t>(parents_.size())};
      parents_.push_back(node);
    }
    node = edge.child;
  }
  return words.empty() ? kNone : node;
}

void Trie::grow() {
  std::vector<Edge> old(2 * edges_.size());
  old.swap(edges_);
  for (const Edge& edge : old)
    if (edge.child != kNone) edges_[place_of(edge.from)] = edge;
}

void Trie::index_first_words(std::size_t vocabulary_size) {
  firsts_.assign(vocabulary_size, kNone);
  for (const Edge& edge : edges_)
    if (edge.child != kNone && edge.from >> 32 == kRoot) firsts_[edge.from & 0xFFFFFFFFU] = edge.child;
}

}  // namespace polsearch::names
