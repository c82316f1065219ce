// Vocabulary (see vocabulary.h).
#include "searcher/match/vocabulary.h"

#include <algorithm>
#include <array>
#include <limits>

#include "analysis/unicode.h"

namespace polsearch::match {
namespace {

constexpr std::size_t kMaxScan = 200'000;
constexpr std::size_t kMaxLatinLetters = 24;
constexpr std::size_t kMaxHanBytes = 24;   // eight characters
constexpr std::size_t kMaxThaiBytes = 72;  // twenty-four characters
constexpr std::string_view kHanWordPrefix = "XW";

bool is_latin_word(std::string_view term) {
  bool letter = false;
  for (const char c : term) {
    const bool is_letter = c >= 'a' && c <= 'z';
    if (!is_letter && (c < '0' || c > '9')) return false;
    letter |= is_letter;
  }
  return letter && term.size() >= 2 && term.size() <= kMaxLatinLetters;
}

bool is_han_word(std::string_view term) { return term.size() >= 6 && term.size() <= kMaxHanBytes; }

bool is_thai_word(std::string_view term) {
  if (term.size() < 6 || term.size() > kMaxThaiBytes) return false;
  for (std::size_t at = 0; at < term.size();) {
    const CodePoint point = decode_at(term, at);
    if (!point.ok || !is_thai(point.value)) return false;
    at += point.length;
  }
  return true;
}

// Collects words of one script; when there are too many, those in few documents go.
class Collector {
 public:
  Collector(const TermLookup& terms, std::size_t limit) : terms_(terms), limit_(limit) {}

  // Words behind `field_prefix` whose text begins with `start`.
  template <class IsWord>
  void scan(std::string_view field_prefix, std::string_view start, IsWord is_word) {
    const std::string prefix = std::string(field_prefix) + std::string(start);
    for (TermCount& found : terms_.with_prefix(prefix, kMaxScan).terms) {
      found.term.erase(0, field_prefix.size());
      if (found.documents >= minimum_ && is_word(found.term)) words_.push_back(std::move(found));
    }
    while (words_.size() > limit_ && minimum_ < std::numeric_limits<std::uint32_t>::max() / 2) {
      minimum_ *= 2;
      std::erase_if(words_, [&](const TermCount& word) { return word.documents < minimum_; });
    }
  }

  [[nodiscard]] WordList finish() const { return WordList(words_); }

 private:
  const TermLookup& terms_;
  std::size_t limit_;
  std::uint32_t minimum_ = 1;
  std::vector<TermCount> words_;
};

WordList read_latin(const TermLookup& terms) {
  Collector collector(terms, kMaxLatinWords);
  for (const char first : std::string_view("0123456789abcdefghijklmnopqrstuvwxyz"))
    collector.scan("", std::string_view(&first, 1), is_latin_word);
  return collector.finish();
}

// The lead bytes of three-byte Han characters: U+3400 to U+9FFF.
WordList read_han(const TermLookup& terms) {
  Collector collector(terms, kMaxHanWords);
  for (const std::string_view lead : {"\xE3", "\xE4", "\xE5", "\xE6", "\xE7", "\xE8", "\xE9"})
    collector.scan(kHanWordPrefix, lead, is_han_word);
  return collector.finish();
}

// The two halves of the Thai block: U+0E00 to U+0E3F, U+0E40 to U+0E7F.
WordList read_thai(const TermLookup& terms) {
  Collector collector(terms, kMaxThaiWords);
  for (const std::string_view lead : {"\xE0\xB8", "\xE0\xB9"}) collector.scan("", lead, is_thai_word);
  return collector.finish();
}

}  // namespace

std::uint32_t signature_of(std::string_view text) {
  std::uint32_t signature = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_at(text, at);
    signature |= 1U << (static_cast<std::uint32_t>(point.value) & 31U);
    at += point.length;
  }
  return signature;
}

WordList::WordList(const std::vector<TermCount>& words) {
  entries_.reserve(words.size());
  for (const TermCount& word : words) {
    entries_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(word.term.size()),
                        word.documents, signature_of(word.term)});
    text_ += word.term;
  }
  text_.shrink_to_fit();
}

std::size_t WordList::lower_bound(std::string_view word) const {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), word, [&](const Entry& entry, auto wanted) {
    return std::string_view(text_).substr(entry.begin, entry.length) < wanted;
  });
  return static_cast<std::size_t>(found - entries_.begin());
}

std::uint32_t WordList::documents(std::string_view word) const {
  const std::size_t at = lower_bound(word);
  return at < size() && (*this)[at].text == word ? entries_[at].documents : 0;
}

std::pair<std::size_t, std::size_t> WordList::beginning_with(std::string_view prefix) const {
  const std::size_t first = lower_bound(prefix);
  const auto last = std::partition_point(
      entries_.begin() + static_cast<std::ptrdiff_t>(first), entries_.end(), [&](const Entry& entry) {
        return std::string_view(text_).substr(entry.begin, entry.length).substr(0, prefix.size()) == prefix;
      });
  return {first, static_cast<std::size_t>(last - entries_.begin())};
}

Vocabulary read_vocabulary(const TermLookup& terms) { return {read_latin(terms), read_han(terms), read_thai(terms)}; }

}  // namespace polsearch::match
