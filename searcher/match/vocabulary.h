// The index's own words by script, read once an index: what did-you-mean and completion choose from.
//
//   bare terms, XW terms  ->  Latin {"coal" 9, "steel" 31}, Han {"工业" 12}, Thai {"โรงงาน" 4}
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "searcher/match/terms.h"

namespace polsearch::match {

struct KnownWord {
  std::string_view text;
  std::uint32_t documents = 0;
  std::uint32_t signature = 0;  // one bit for each (code point mod 32): words that share few bits are far apart
};

[[nodiscard]] std::uint32_t signature_of(std::string_view text);

// Words in byte order, in one block of memory: 16 bytes a word and its text.
class WordList {
 public:
  WordList() = default;
  explicit WordList(const std::vector<TermCount>& words);  // in byte order

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] KnownWord operator[](std::size_t i) const {
    const Entry& entry = entries_[i];
    return {std::string_view(text_).substr(entry.begin, entry.length), entry.documents, entry.signature};
  }
  // In how many documents a word stands; 0: it is none of these.
  [[nodiscard]] std::uint32_t documents(std::string_view word) const;
  // [first, last) of the words that begin with `prefix`.
  [[nodiscard]] std::pair<std::size_t, std::size_t> beginning_with(std::string_view prefix) const;

 private:
  struct Entry {
    std::uint32_t begin = 0, length = 0, documents = 0, signature = 0;
  };
  [[nodiscard]] std::size_t lower_bound(std::string_view word) const;
  std::string text_;
  std::vector<Entry> entries_;
};

struct Vocabulary {
  WordList latin;  // a-z and digits, with a letter, 2 to 24 characters
  WordList han;    // dictionary words of two characters and more
  WordList thai;   // dictionary words of two characters and more
};

// Of more words than a list may hold the most frequent are kept. Scans at most kMaxScan terms for each first letter.
inline constexpr std::size_t kMaxLatinWords = 300'000;
inline constexpr std::size_t kMaxHanWords = 100'000;
inline constexpr std::size_t kMaxThaiWords = 100'000;
[[nodiscard]] Vocabulary read_vocabulary(const TermLookup& terms);

// Read when it is first asked for, by whichever thread comes first.
class SharedVocabulary {
 public:
  [[nodiscard]] const Vocabulary& get(const TermLookup& terms) const {
    std::call_once(once_, [&] { vocabulary_ = read_vocabulary(terms); });
    return vocabulary_;
  }

 private:
  mutable std::once_flag once_;
  mutable Vocabulary vocabulary_;
};

}  // namespace polsearch::match
