#include "indexer/build/run_terms.h"

#include <algorithm>
#include <utility>

#include "analysis/schema.h"

namespace polsearch {

std::uint32_t RunTerms::number_of(std::string_view prefix, std::string_view term) {
  key_.assign(prefix);
  key_ += term;
  return dictionary_.number_of(key_);
}

std::uint32_t RunTerms::stem_of(std::uint32_t word, const Lookup& lookup) {
  if (const Mark& mark = mark_of(word); mark.stem_plus_one != 0) return mark.stem_plus_one - 1;
  key_.assign(1, 'Z');
  key_ += english_stem(text(word), lookup.hash);
  key_.resize(std::min(key_.size(), schema::kMaxTermBytes));  // all ASCII
  const std::uint32_t stem = dictionary_.number_of(key_);
  marks_[word].stem_plus_one = stem + 1;
  return stem;
}

void RunTerms::begin_document() {
  ++document_;
  terms_.clear();
  words_.clear();
}

std::vector<IndexableTerm> RunTerms::take_terms() { return std::exchange(terms_, {}); }

std::vector<IndexableWord> RunTerms::take_words() { return std::exchange(words_, {}); }

void RunTerms::clear() {
  dictionary_.clear();
  marks_.clear();
  document_ = 0;
}

}  // namespace polsearch
