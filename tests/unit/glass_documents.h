// Documents that try a database writer: hostile terms, wide numbers, long lists; and a source of them.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "indexer/build/index_writer.h"

namespace polsearch {

// A term as the tests write it down.
struct TermRow {
  std::string term;
  std::uint32_t wdf = 0;
  std::vector<std::uint32_t> positions;
};
IndexableDocument document_of(const std::vector<TermRow>& terms,
                              std::vector<std::pair<std::uint32_t, std::string>> values = {}, std::string record = {});

// `documents` outlives it. Each document claims `packed_bytes`, which says how many go into a batch.
DocumentSource source_of(const std::vector<IndexableDocument>& documents, std::uint32_t packed_bytes = 1000);

// The same documents for the same generator state and count.
std::vector<IndexableDocument> random_documents(std::mt19937& random, int count);

}  // namespace polsearch
