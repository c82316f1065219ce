// Query text -> tokens (see lexer.h).
#include "searcher/query/lexer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "analysis/dates.h"
#include "analysis/schema.h"
#include "analysis/unicode.h"
#include "searcher/query/syntax.h"

namespace polsearch::query {
namespace {

constexpr std::size_t kMaxNotes = 20;
constexpr std::size_t kLongestFieldName = 16;         // letters before a colon that may name a field
constexpr std::uint32_t kDefaultNearDistance = 10;    // as in Xapian's query language
constexpr std::uint32_t kNumberCeiling = 1'000'000;   // larger numbers are all the same to us
constexpr std::u32string_view kBrackets = U"<>[]{}";  // mean nothing here, and are never part of a word
constexpr std::u32string_view kIgnoredAtStart = U",;:?!'`=<>[]{}/";
constexpr std::u32string_view kIgnoredAtEnd = U",;:?!'";
constexpr std::string_view kSuffixNote =
    "~ and ^ behind a word were ignored: only \"a phrase\"~5 and (a b c)~2 are understood";

// term:nev, a row of the glossary: a field of queries that no index has. Prose is full of "term: ...", so its value
// follows directly.
constexpr schema::Field kTermField{"term", "", "", schema::Kind::kFilter, false, "", ""};

bool is_ascii_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }
bool is_ascii_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

std::string lower_ascii(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::string field_list() {
  std::string names;
  for (const schema::Field& field : schema::kFields)
    if (!field.name.empty()) names += fmt::format("{}:, ", field.name);
  return names + fmt::format("{}:", kTermField.name);
}

// "NEAR", "NEAR/5" -> the distance typed (0: none typed).
std::optional<std::uint32_t> near_operator(std::u32string_view word) {
  constexpr std::u32string_view kNear = U"NEAR";
  if (word == kNear) return 0;
  if (word.size() < kNear.size() + 2 || word.substr(0, kNear.size()) != kNear || word[kNear.size()] != U'/') return {};
  std::uint32_t distance = 0;
  for (const char32_t c : word.substr(kNear.size() + 1)) {
    if (!is_ascii_digit(c)) return {};
    distance = std::min(distance * 10 + static_cast<std::uint32_t>(c - U'0'), kNumberCeiling);
  }
  return std::max(distance, 1U);
}

bool looks_like_range(std::string_view word) {
  constexpr std::string_view kRangeCharacters = "0123456789.-/Qq";
  return word.find("..") != std::string_view::npos &&
         word.find_first_not_of(kRangeCharacters) == std::string_view::npos;
}

class Lexer {
 public:
  Lexer(std::string_view text, const ParseLimits& limits, Notes& notes) : limits_(limits), notes_(notes) {
    if (text.size() > limits.bytes) {
      notes_.add(fmt::format("only the first {} bytes of the query were read", limits.bytes));
      text = text.substr(0, whole_characters(text, limits.bytes));
    }
    QueryText decoded = decode_query(text);
    text_ = std::move(decoded.characters);
    if (decoded.replaced > 0) notes_.add("bytes that are not UTF-8 were read as spaces");
    for (std::size_t i = 0; i < text_.size(); ++i) last_quote_[index_of(quote_kind(text_[i]))] = i + 1;
  }

  LexedQuery run() {
    while (at_ < text_.size() && !full_) next();
    return {std::move(tokens_), is_question_};
  }

 private:
  static std::size_t index_of(Quote kind) { return static_cast<std::size_t>(kind); }

  static std::size_t whole_characters(std::string_view text, std::size_t end) {
    for (int i = 0; i < 3 && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U; ++i) --end;
    return end;
  }

  // The character `ahead` of the current one as syntax, 0 behind the end.
  [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? narrow(text_[at_ + ahead]) : U'\0';
  }
  [[nodiscard]] bool blank_at(std::size_t i) const { return i >= text_.size() || is_blank(text_[i]); }

  void emit(TokenKind kind, std::string text = {}, std::string field = {}, std::uint32_t number = 0) {
    tokens_.push_back({kind, std::move(text), std::move(field), number});
  }

  // One token, or nothing, from at_; always moves on.
  void next() {
    const char32_t c = peek();
    if (is_blank(text_[at_])) return skip_blank();
    if (c == U'(') return open();
    if (c == U')') return close();
    if (is_opening_quote()) return phrase();
    if (quote_kind(text_[at_]) != Quote::kNone) return skip_blank();
    if (c == U'+' || c == U'-') return sign();
    if (c == U'|' || (c == U'&' && (peek(1) == c || blank_at(at_ + 1)))) return bars_or_ampersands();
    if (c == U'*') return star();
    if (after_operand_ && (c == U'~' || c == U'^')) return unsupported_suffix();
    if (kIgnoredAtStart.find(c) != std::u32string_view::npos) return skip_blank();
    if (field()) return;
    word();
  }

  void skip_blank() {
    is_question_ |= peek() == U'?';
    ++at_;
    after_operand_ = false;
  }

  void open() {
    ++at_;
    after_operand_ = false;
    emit(TokenKind::kOpen);
  }

  void close() {
    ++at_;
    const std::uint32_t minimum = peek() == U'~' && is_ascii_digit(peek(1)) ? (++at_, number()) : 0;
    after_operand_ = true;
    emit(TokenKind::kClose, {}, {}, minimum);
  }

  std::uint32_t number() {
    std::uint32_t value = 0;
    for (; is_ascii_digit(peek()); ++at_)
      value = std::min(value * 10 + static_cast<std::uint32_t>(peek() - U'0'), kNumberCeiling);
    return value;
  }

  // -- phrases

  // A typewriter quote always counts. A typographic one counts only where it stands free: inside Chinese and Thai prose
  // (什么是“智能制造”呢) it is punctuation, and a question must not become a demand.
  bool is_opening_quote() {
    const char32_t c = text_[at_];
    if (quote_kind(c) == Quote::kNone) return false;
    if (is_typewriter_quote(c)) return true;
    if (!free_on_the_left()) return false;
    const std::size_t end = partner(quote_kind(c));
    return end == 0 || end + 1 >= text_.size() || !is_text(text_[end + 1]);
  }

  [[nodiscard]] bool free_on_the_left() const {
    constexpr std::u32string_view kBefore = U"()+-:~|&";
    if (at_ == 0) return true;
    const char32_t before = text_[at_ - 1];
    return is_blank(before) || quote_kind(before) != Quote::kNone ||
           kBefore.find(narrow(before)) != std::u32string_view::npos;
  }

  // Index of the mark that closes the one at at_, or 0. Every search ends at the next mark of its kind and a failed one
  // is remembered, so that all of them together are linear.
  std::size_t partner(Quote kind) {
    for (std::size_t i = at_ + 1; i < last_quote_[index_of(kind)]; ++i) {
      if (text_[i] == U'\\')
        ++i;  // the next character is meant literally
      else if (quote_kind(text_[i]) == kind)
        return i;
    }
    last_quote_[index_of(kind)] = 0;
    return 0;
  }

  void phrase() {
    const std::size_t end = partner(quote_kind(text_[at_]));
    if (end == 0) {
      notes_.add("a quotation mark without a partner was ignored");
      return skip_blank();
    }
    std::string content = phrase_content(at_ + 1, end);
    at_ = end + 1;
    const std::uint32_t slop = peek() == U'~' && is_ascii_digit(peek(1)) ? (++at_, number()) : 0;
    after_operand_ = true;
    if (!has_text(content)) return;
    if (content.find('*') != std::string::npos)
      notes_.add("a * inside a phrase stands for nothing: only single words can be cut short");
    emit_phrase(std::move(content), slop);
  }

  // Escapes undone, white space squeezed.
  [[nodiscard]] std::string phrase_content(std::size_t begin, std::size_t end) const {
    std::u32string content;
    for (std::size_t i = begin; i < end; ++i) {
      char32_t c = text_[i];
      const bool escape =
          c == U'\\' && i + 1 < end && (text_[i + 1] == U'\\' || quote_kind(text_[i + 1]) != Quote::kNone);
      if (escape) c = text_[++i];
      if (!is_space(c))
        content += c;
      else if (!content.empty() && content.back() != U' ')
        content += U' ';
    }
    while (!content.empty() && content.back() == U' ') content.pop_back();
    return to_utf8(content);
  }

  void emit_phrase(std::string content, std::uint32_t slop) {
    const UnitPrefix part = take_units(content, limits_.phrase_words);
    if (part.bytes < content.size()) {
      notes_.add(fmt::format("only the first {} words of a long phrase were used", limits_.phrase_words));
      content.resize(part.bytes);
      while (!content.empty() && content.back() == ' ') content.pop_back();
    }
    if (count(content)) emit(TokenKind::kPhrase, std::move(content), {}, near_distance(slop));
  }

  // -- limits

  // Books the units of `text` and cuts it to what is left; false: nothing of it is left.
  bool count(std::string& text) {
    const UnitPrefix part = take_units(text, limits_.words - units_);
    units_ += part.units;
    if (part.bytes == text.size()) return true;
    notes_.add(fmt::format("only the first {} words of the query were used", limits_.words));
    full_ = true;
    text.resize(part.bytes);
    return has_text(text);
  }

  std::uint32_t near_distance(std::uint32_t typed) {
    if (typed <= limits_.near_distance) return typed;
    notes_.add(
        fmt::format("words can be at most {} apart: NEAR/{} was used", limits_.near_distance, limits_.near_distance));
    return limits_.near_distance;
  }

  // -- signs

  // + and - are operators only when single, at the start of a token and right before it; else they are decoration.
  void sign() {
    const std::size_t begin = at_;
    while (peek() == U'+' || peek() == U'-') ++at_;
    const char32_t c = peek();
    const bool before_operand = !blank_at(at_) && c != U')' && kIgnoredAtStart.find(c) == std::u32string_view::npos;
    if (at_ - begin == 1 && before_operand && !after_operand_)
      emit(narrow(text_[begin]) == U'+' ? TokenKind::kPlus : TokenKind::kMinus);
    after_operand_ = false;
  }

  // && and || anywhere, and a | that stands alone, are AND and OR; a single & or a glued | is nothing.
  void bars_or_ampersands() {
    const char32_t c = peek();
    const bool twice = peek(1) == c;
    const bool alone = blank_at(at_ + 1);
    at_ += twice ? 2 : 1;
    after_operand_ = false;
    if (c == U'|' && (twice || alone)) emit(TokenKind::kOr);
    if (c == U'&' && twice) emit(TokenKind::kAnd);
  }

  // A run of stars that stands alone is every document (so is Lucene's *:*); in front of a word it is not supported.
  void star() {
    const bool free = !after_operand_;
    while (peek() == U'*') ++at_;
    if (peek() == U':' && peek(1) == U'*' && blank_at(at_ + 2)) at_ += 2;
    const bool alone = blank_at(at_) || peek() == U')';
    if (free && alone) return every_document();
    if (!alone) notes_.add("a * in front of a word was ignored: only the end of a word can be left open, as in manu*");
  }

  void every_document() {
    std::string counts_as_a_word = "x";
    if (count(counts_as_a_word)) emit(TokenKind::kAll);
  }

  void unsupported_suffix() {
    notes_.add(std::string(kSuffixNote));
    ++at_;
    number();
  }

  // -- fields

  // `title:` in front of an operand, `ministry:value`, or the unknown `foo:` which is the word foo. False: no field
  // here.
  bool field() {
    std::size_t letters = 0;
    while (letters <= kLongestFieldName && is_ascii_letter(peek(letters))) ++letters;
    if (letters == 0 || letters > kLongestFieldName || peek(letters) != U':') return false;
    const std::string typed = to_narrow_utf8(at_, at_ + letters);
    const std::string name = lower_ascii(typed);
    const schema::Field* known = name == kTermField.name ? &kTermField : schema::field_named(name);
    const bool spaced = blank_at(at_ + letters + 1);
    const bool is_known = known != nullptr && (!spaced || (name == typed && known != &kTermField));
    if (!is_known && letters == 1) return false;                           // C:, x:y
    if (!is_known && (spaced || peek(letters + 1) == U'/')) return false;  // "Note: ...", "http://..."
    if (is_known)
      known_field(*known, letters);
    else
      unknown_field(typed, letters);
    return true;
  }

  void known_field(const schema::Field& known, std::size_t letters) {
    at_ += letters + 1;
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    after_operand_ = false;
    const bool takes_value = known.kind != schema::Kind::kText && at_ < text_.size() && !ends_value(at_);
    if (!takes_value) return emit(TokenKind::kField, {}, std::string(known.name));
    const std::size_t begin = at_;
    while (at_ < text_.size() && !ends_value(at_)) ++at_;
    std::size_t end = at_;
    while (end > begin && (text_[end - 1] == U',' || text_[end - 1] == U';')) --end;
    std::string value = to_narrow_utf8(begin, end);
    after_operand_ = true;
    if (has_text(value) && count(value)) emit(TokenKind::kFilter, std::move(value), std::string(known.name));
  }

  [[nodiscard]] bool ends_value(std::size_t i) const {
    const char32_t c = narrow(text_[i]);
    return is_blank(text_[i]) || c == U'(' || c == U')' || quote_kind(text_[i]) != Quote::kNone;
  }

  void unknown_field(const std::string& typed, std::size_t letters) {
    notes_.add(fmt::format("{}: is not a field and was read as a word; fields are {}", typed, field_list()));
    std::string word = typed;
    at_ += letters + 1;
    if (count(word)) emit(TokenKind::kWord, std::move(word));
  }

  [[nodiscard]] std::string to_narrow_utf8(std::size_t begin, std::size_t end) const {
    std::string out;
    for (std::size_t i = begin; i < end; ++i) append_utf8(out, narrow(text_[i]));
    return out;
  }

  // -- words

  struct Word {
    std::u32string text;
    bool escaped = false;  // a backslash was used: never an operator, a prefix or a date
  };

  [[nodiscard]] bool ends_word(std::size_t i) const {
    const char32_t c = narrow(text_[i]);
    if (ends_value(i) || kBrackets.find(c) != std::u32string_view::npos) return true;
    return (c == U'|' || c == U'&') && i + 1 < text_.size() && narrow(text_[i + 1]) == c;
  }

  void word() {
    Word word;
    const std::size_t begin = at_;
    while (at_ < text_.size() && (at_ == begin || !ends_word(at_))) take_character(word, at_ == begin);
    after_operand_ = true;
    if (word.escaped) return emit_word(TokenKind::kWord, word.text);
    if (operator_word(word.text)) return;
    plain_word(std::move(word.text));
  }

  // One character, or what a backslash makes literal. In front of a letter or digit a backslash only guards the start
  // of a word (\AND); elsewhere there it is a character like others.
  void take_character(Word& word, bool first) {
    const bool slash = text_[at_] == U'\\' && at_ + 1 < text_.size();
    const bool guards = slash && (first || !is_plain(text_[at_ + 1]));
    word.escaped |= guards;
    at_ += guards ? 1 : 0;
    word.text += guards ? text_[at_] : narrow(text_[at_]);
    ++at_;
  }
  static bool is_plain(char32_t c) { return is_ascii_letter(c) || is_ascii_digit(c); }

  bool operator_word(std::u32string_view text) {
    struct Operator {
      std::u32string_view text;
      TokenKind kind;
    };
    constexpr std::array kOperators = {Operator{U"AND", TokenKind::kAnd}, Operator{U"OR", TokenKind::kOr},
                                       Operator{U"NOT", TokenKind::kNot}};
    std::optional<Token> token;
    for (const Operator& known : kOperators)
      if (text == known.text) token = Token{known.kind, {}, {}, 0};
    if (const auto distance = near_operator(text))
      token = Token{TokenKind::kNear, {}, {}, near_distance(*distance > 0 ? *distance : kDefaultNearDistance)};
    else if (text.starts_with(U"NEAR/"))
      notes_.add("NEAR/ without a number behind it was read as a word: a distance is a number, as in NEAR/5");
    if (!token) return false;
    tokens_.push_back(*std::move(token));
    after_operand_ = false;
    return true;
  }

  void plain_word(std::u32string text) {
    if (std::string range = to_utf8(text); looks_like_range(range) && parse_date_range(range).ok()) {
      notes_.add(fmt::format("{} was read as date:{}", range, range));
      if (count(range)) emit(TokenKind::kFilter, std::move(range), "date");
      return;
    }
    cut_unsupported_suffix(text);
    while (!text.empty() && kIgnoredAtEnd.find(text.back()) != std::u32string_view::npos) {
      is_question_ |= text.back() == U'?';
      text.pop_back();
    }
    if (!text.empty() && text.find(U'.') == text.size() - 1) text.pop_back();
    if (!text.empty() && text.back() == U'*') return prefix(std::move(text));
    note_inner_wildcards(text);
    emit_word(TokenKind::kWord, text);
  }

  // steel~, steel~1, steel^2 -> steel; but 2020~2025 is a span of text.
  void cut_unsupported_suffix(std::u32string& text) {
    std::size_t end = text.size();
    if (end > 0 && is_ascii_digit(text[end - 1])) --end;
    if (end < 2 || (text[end - 1] != U'~' && text[end - 1] != U'^') || is_ascii_digit(text[end - 2])) return;
    notes_.add(std::string(kSuffixNote));
    text.resize(end - 1);
  }

  void note_inner_wildcards(std::u32string_view text) {
    const bool address = text.find(U'/') != std::u32string_view::npos || text.find(U'=') != std::u32string_view::npos;
    if (!address && text.find_first_of(U"*?") != std::u32string_view::npos)
      notes_.add("* and ? inside a word stand for nothing: only the end of a word can be left open, as in manu*");
  }

  void prefix(std::u32string text) {
    while (!text.empty() && text.back() == U'*') text.pop_back();
    note_inner_wildcards(text);
    std::size_t characters = 0;
    for (std::size_t i = text.size(); i > 0 && (is_text(text[i - 1]) || is_thai(text[i - 1])); --i)
      characters += is_han(text[i - 1]) ? limits_.prefix_characters : 1;
    if (characters < limits_.prefix_characters) {
      notes_.add(
          fmt::format("the * was ignored: at least {} characters must stand before it", limits_.prefix_characters));
      return emit_word(TokenKind::kWord, text);
    }
    if (prefixes_ >= limits_.prefixes) {
      notes_.add(
          fmt::format("only {} words can be cut short with a *; the other stars were ignored", limits_.prefixes));
      return emit_word(TokenKind::kWord, text);
    }
    ++prefixes_;
    emit_word(TokenKind::kPrefix, text);
  }

  void emit_word(TokenKind kind, std::u32string_view text) {
    std::string word = to_utf8(text);
    if (has_text(word) && count(word)) emit(kind, std::move(word));
  }

  const ParseLimits& limits_;
  Notes& notes_;
  std::u32string text_;
  std::size_t at_ = 0;
  std::array<std::size_t, 5> last_quote_{};  // for each kind: behind its last mark that may close something
  std::vector<Token> tokens_;
  std::size_t units_ = 0;
  std::size_t prefixes_ = 0;
  bool full_ = false;
  bool is_question_ = false;
  bool after_operand_ = false;  // right behind a phrase, word or group, without a blank
};

}  // namespace

void Notes::add(std::string note) {
  note = to_utf8(decode_query(note).characters);  // whatever it quotes: one line of valid UTF-8
  if (notes_.size() >= kMaxNotes || std::find(notes_.begin(), notes_.end(), note) != notes_.end()) return;
  notes_.push_back(std::move(note));
}

LexedQuery lex(std::string_view text, const ParseLimits& limits, Notes& notes) {
  return Lexer(text, limits, notes).run();
}

}  // namespace polsearch::query
