// The terms of a run of documents, each by a number, and how often the document in work has each.
//
//   document 1 "coal steel coal" -> coal 0, steel 1: terms (0 wdf 2) (1 wdf 1), words 0@1 1@2 0@3
//   document 2 "steel" -> terms (1 wdf 1), words 1@1
//
// A word is looked up once for each time it stands in the text; everything behind that - its stem, its count, the
// document's list, postings, the term stream - goes by its number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/stem_cache.h"
#include "indexer/build/glass/term_dictionary.h"

namespace polsearch {

// A term of a document.
struct IndexableTerm {
  std::uint32_t term = 0;  // its number
  std::uint32_t wdf = 0;
};

// Where a term stands, for the fields that have positions.
struct IndexableWord {
  std::uint32_t term = 0;
  std::uint32_t position = 0;
};

// Not thread-safe; one a thread.
class RunTerms {
 public:
  // The number of a term of at most 255 bytes.
  [[nodiscard]] std::uint32_t number_of(std::string_view term) { return dictionary_.number_of(term); }
  [[nodiscard]] std::uint32_t number_of(std::string_view prefix, std::string_view term);
  // In two steps, as glass::TermDictionary does it.
  using Lookup = glass::TermDictionary::Lookup;
  [[nodiscard]] Lookup look_for(std::string_view term) const { return dictionary_.look_for(term); }
  [[nodiscard]] std::uint32_t number_of(std::string_view term, const Lookup& lookup) {
    const std::uint32_t number = dictionary_.number_of(term, lookup);
    if (number < marks_.size()) __builtin_prefetch(&marks_[number]);
    return number;
  }
  // The number of the Z term of an English word, in up to two steps as well. `lookup`: the word's.
  void look_for_stem_of(std::uint32_t word, const Lookup& lookup) {
    if (mark_of(word).stem_plus_one == 0) prefetch_stem(lookup.hash);
  }
  [[nodiscard]] std::uint32_t stem_of(std::uint32_t word, const Lookup& lookup);

  [[nodiscard]] const glass::TermDictionary& dictionary() const { return dictionary_; }
  [[nodiscard]] std::string_view text(std::uint32_t term) const { return dictionary_.term(term); }

  // Another document begins; nothing is in it.
  void begin_document();
  // The term's count in the document, which has the term from now on.
  [[nodiscard]] std::uint32_t& wdf(std::uint32_t term) {
    Mark& mark = mark_of(term);
    if (mark.document != document_) {
      mark.document = document_;
      mark.place = static_cast<std::uint32_t>(terms_.size());
      terms_.push_back({term, 0});
    }
    return terms_[mark.place].wdf;
  }
  [[nodiscard]] bool has(std::uint32_t term) const {
    return term < marks_.size() && marks_[term].document == document_;
  }
  // The place of a term that the document has in its list.
  [[nodiscard]] std::uint32_t place_of(std::uint32_t term) const { return marks_[term].place; }
  // Positions of one field come in ascending order; 0: the channel has none.
  void add_word(std::uint32_t term, std::uint32_t position) {
    if (position > 0) words_.push_back({term, position});
  }
  // What the document has; has() and place_of() hold until the next one begins.
  [[nodiscard]] std::vector<IndexableTerm> take_terms();
  [[nodiscard]] std::vector<IndexableWord> take_words();

  // Memory in use.
  [[nodiscard]] std::size_t bytes() const { return dictionary_.bytes() + marks_.size() * sizeof(Mark); }
  // The next run's numbers begin at 0 again.
  void clear();

 private:
  struct Mark {
    std::uint32_t document = 0;  // the last one that had the term
    std::uint32_t place = 0;     // in its list
    std::uint32_t stem_plus_one = 0;
  };
  Mark& mark_of(std::uint32_t term) {
    if (term >= marks_.size()) marks_.resize(dictionary_.size());
    return marks_[term];
  }

  glass::TermDictionary dictionary_;
  std::vector<Mark> marks_;  // by term; those of the last terms may be missing
  std::uint32_t document_ = 0;
  std::vector<IndexableTerm> terms_;
  std::vector<IndexableWord> words_;
  std::string key_;
};

}  // namespace polsearch
