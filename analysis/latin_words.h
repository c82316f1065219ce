// Words and numbers of scripts written with spaces, out of folded text.
//
//   "the u.s. economy's 4.6%year, 1,000 r&d don't 5g+industrial"
//     ->  the us economy 4.6 year 1000 r&d dont 5g industrial
//
// Letters and digits stay together (5g, covid19). Joined: a decimal point between digits, commas that group digits in
// threes, initials with full stops, an apostrophe between letters, & between words of one or two letters (r&d, at&t:
// one term, because r and d alone mean nothing; r & d as well). Cut off: 's. Everything else separates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace polsearch {

// What lies between two words, weakest first; schema.h has the position gaps.
enum class Gap : std::uint8_t { kNone, kPunctuation, kSentence, kLine };

struct LatinWord {
  std::string_view term;  // valid until the next call
  std::size_t begin = 0;  // bytes of the folded text
  std::size_t end = 0;
  Gap gap_before = Gap::kNone;
  bool has_stem = false;  // ASCII letters and digits only, three or more, a letter among them
};

// Walks over text[begin, end); looks at what stands around it (folded, valid UTF-8), never writes. Linear.
class LatinWords {
 public:
  LatinWords(std::string_view text, std::size_t begin, std::size_t end) : text_(text), at_(begin), end_(end) {}

  // The next word; false at the end, when gap() is what follows the last word.
  [[nodiscard]] bool next(LatinWord& word);
  [[nodiscard]] Gap gap() const { return gap_; }

 private:
  struct Shape {
    bool ascii = true, letter = false, digit = false;
  };
  [[nodiscard]] char peek(std::size_t i) const { return i < end_ ? text_[i] : '\0'; }
  [[nodiscard]] bool is_word_at(std::size_t i) const;
  [[nodiscard]] bool begins_word() const;
  [[nodiscard]] bool is_plain_end(std::size_t i, const Shape& shape) const;
  void skip_separator();
  [[nodiscard]] Gap gap_of_ascii(char c) const;
  [[nodiscard]] bool ends_sentence(std::size_t after, char mark) const;
  std::size_t scan(std::size_t i, Shape& shape) const;
  std::size_t scan_initials(std::size_t i);
  std::size_t scan_joined(std::size_t i, Shape& shape);
  std::size_t digits_end(std::size_t i) const;
  bool join_number(std::size_t begin, std::size_t& i);
  bool join_apostrophe(std::size_t& i);
  std::size_t join_ampersand(std::size_t begin, std::size_t i);
  [[nodiscard]] std::size_t possessive_at(std::size_t i) const;

  std::string_view text_;
  std::size_t at_;
  std::size_t end_;
  Gap gap_ = Gap::kNone;
  std::string joined_;  // the word so far, when it is not one piece of the text
};

}  // namespace polsearch
