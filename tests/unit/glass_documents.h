// Documents that try a database writer: hostile terms, wide numbers, long lists; and a source of them.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "indexer/build/index_writer.h"

namespace polsearch {

// A document whose terms are spelled out, as the tests write and print it.
struct SpelledTerm {
  std::string term;
  std::uint32_t wdf = 0;
};
struct SpelledWord {
  std::uint32_t term = 0;  // index in `terms`
  std::uint32_t position = 0;
};
struct SpelledDocument {
  std::vector<SpelledTerm> terms;
  std::vector<SpelledWord> words;
  std::vector<std::pair<std::uint32_t, std::string>> values;
  std::string record;
};
// As an index writer takes it.
IndexableDocument number_terms(const SpelledDocument& document, RunTerms& terms);
// What to_indexable() makes.
SpelledDocument spelled(const SpooledDocument& document, const Analyzer& analyzer);

// A term as the tests write it down.
struct TermRow {
  std::string term;
  std::uint32_t wdf = 0;
  std::vector<std::uint32_t> positions;
};
SpelledDocument document_of(const std::vector<TermRow>& terms,
                            std::vector<std::pair<std::uint32_t, std::string>> values = {}, std::string record = {});

// `documents` outlives it. Each document claims `packed_bytes`, which says how many go into a batch.
DocumentSource source_of(const std::vector<SpelledDocument>& documents, std::uint32_t packed_bytes = 1000);

// The same documents for the same generator state and count.
std::vector<SpelledDocument> random_documents(std::mt19937& random, int count);

}  // namespace polsearch
