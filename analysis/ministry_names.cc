// Text -> words with keys and gaps; names -> trie.
#include "analysis/ministry_names.h"

#include <algorithm>
#include <array>

#include "analysis/unicode.h"

namespace polsearch::names {
namespace {

constexpr std::size_t kMaxKeyBytes = 32;  // longer words stand in no name

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_byte(char c) { return is_lower(c) || is_upper(c) || is_digit(c); }

std::size_t filter_bit(std::string_view key) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(key[i]); };
  const std::size_t size = key.size();
  const std::size_t mixed = byte(0) * 769u + byte(size / 2) * 12289u + byte(size - 1) * 193u + size * 3079u;
  return mixed % (256 * 64);
}

// Plurals fold as English makes them; names go through the same mill, so a wrong stem does no harm.
void fold_plural(std::string& key) {
  const std::size_t size = key.size();
  if (size < 4 || key.back() != 's') return;
  if (size > 4 && key.compare(size - 3, 3, "ies") == 0) {
    key.replace(size - 3, 3, "y");
  } else if (key[size - 2] != 's' && key[size - 2] != 'u') {
    key.pop_back();
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

// Cuts a text and calls `sink(Word&, key, as_written)` for each word; the sink fills in ids.
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
    if (c == '.' && last_was_thai_) {  // the dots of Thai abbreviations are letters: กค. is no ก.ค.
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
    return text_.substr(pos, 3) == "’" || text_.substr(pos, 3) == "‘" ? 3 : 0;
  }

  void read_latin() {
    Word word;
    word.begin = static_cast<std::uint32_t>(pos_);
    written_.clear();
    const std::size_t dotted = dotted_end(pos_);
    std::size_t end = pos_;
    if (dotted > pos_) {
      for (; end < dotted; end += 2) written_ += text_[end];
    } else {
      while (end < text_.size() && is_word_byte(text_[end])) ++end;
      written_.assign(text_, pos_, std::min(end - pos_, kMaxKeyBytes + 1));
    }
    pos_ = end;
    bool has_upper = false, has_lower = false;
    key_.clear();
    for (const char c : written_) {
      has_upper |= is_upper(c);
      has_lower |= is_lower(c);
      key_ += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
    word.capital = is_upper(written_.front());
    word.upper = has_upper && !has_lower && written_.size() > 1;
    word.end = static_cast<std::uint32_t>(pos_);
    drop_possessive();
    word.stop = stop_of(key_);
    word.plural_ministry = key_.size() > 8 && (key_ == "ministries" || key_ == "ministers");
    fold_plural(key_);
    if (key_ == "minister") key_ = "ministry";
    emit(word, key_.size() > kMaxKeyBytes ? std::string_view{} : std::string_view(key_), written_);
  }

  // "Thailand's", "Counsellors'": the sign (and its s) belongs to the word, not to its key.
  void drop_possessive() {
    const std::size_t length = apostrophe_length(pos_);
    if (!length) return;
    const std::size_t after = pos_ + length;
    const bool s = after < text_.size() && (text_[after] == 's' || text_[after] == 'S');
    if (s && (after + 1 >= text_.size() || !is_word_byte(text_[after + 1]))) {
      pos_ = after + 1;
    } else if (key_.back() == 's' && (after >= text_.size() || !is_word_byte(text_[after]))) {
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

  // A run of bytes beyond ASCII: folded as a whole, then one word for each Han or Thai character.
  void read_wide() {
    std::size_t end = pos_;
    while (end < text_.size() && static_cast<unsigned char>(text_[end]) >= 0x80) {
      if (end > pos_ && gap_sign_at(text_, end)) break;
      end += decode_at(text_, end).length;
    }
    const FoldedText folded = fold_with_origin(text_.substr(pos_, end - pos_));
    for (std::size_t i = 0; i < folded.key.size();) {
      const CodePoint c = decode_at(folded.key, i);
      emit_wide(c, folded, i);
      i += c.length;
    }
    pos_ = end;
  }

  void emit_wide(const CodePoint& c, const FoldedText& folded, std::size_t at) {
    const bool thai = is_thai(c.value) || (c.value >= 0x0E30 && c.value <= 0x0E4E);
    if (!thai && !is_han(c.value)) {
      gap_ |= is_space(c.value) ? kGapSpace : kGapHard;
      return;
    }
    Word word;
    word.begin = static_cast<std::uint32_t>(pos_) + folded.origin[at];
    word.end = static_cast<std::uint32_t>(pos_) + folded.origin[at + c.length];
    word.han_or_thai = true;
    emit(word, std::string_view(folded.key).substr(at, c.length), {});
    last_was_thai_ = thai;
  }

  std::string_view text_;
  Sink& sink_;
  std::size_t pos_ = 0;
  std::uint8_t gap_ = kGapNone;
  bool last_was_thai_ = false;
  std::string written_, key_;
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

std::uint32_t Vocabulary::add(std::string_view key) {
  if (key.empty()) return 0;
  const std::size_t bit = filter_bit(key);
  filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  return ids_.emplace(std::string(key), static_cast<std::uint32_t>(ids_.size() + 1)).first->second;
}

std::vector<Word> cut_words(std::string_view text, const Vocabulary& vocabulary) {
  std::vector<Word> words;
  words.reserve(text.size() / 6 + 8);
  cut(text, [&](Word& word, std::string_view key, std::string_view written) {
    if (word.stop == Stop::kNone) word.id = vocabulary.find(key);
    if (word.upper) word.upper_id = vocabulary.find(written);
    words.push_back(word);
  });
  return words;
}

std::vector<std::uint32_t> add_name(std::string_view name, bool abbreviation, Vocabulary& vocabulary) {
  std::vector<std::uint32_t> ids;
  cut(name, [&](Word& word, std::string_view key, std::string_view written) {
    if (word.stop != Stop::kNone && !abbreviation) return;
    ids.push_back(vocabulary.add(abbreviation && !written.empty() && !word.han_or_thai ? written : key));
  });
  return ids;
}

std::uint32_t Trie::insert(const std::vector<std::uint32_t>& words) {
  std::uint32_t node = kRoot;
  for (const std::uint32_t word : words) {
    const auto [edge, added] =
        edges_.emplace(std::uint64_t{node} << 32 | word, static_cast<std::uint32_t>(parents_.size()));
    if (added) parents_.push_back(node);
    node = edge->second;
  }
  return words.empty() ? kNone : node;
}

void Trie::index_first_words(std::size_t vocabulary_size) {
  firsts_.assign(vocabulary_size, kNone);
  for (const auto& [edge, child] : edges_)
    if (edge >> 32 == kRoot) firsts_[edge & 0xFFFFFFFFu] = child;
}

}  // namespace polsearch::names
