#include "glass_documents.h"

#include <algorithm>
#include <map>
#include <set>

#include "analysis/glass_format.h"
#include "analysis/glass_packing.h"

namespace polsearch {
namespace {

using Random = std::mt19937;

std::uint32_t up_to(Random& random, std::uint32_t most) {
  return std::uniform_int_distribution<std::uint32_t>(0, most)(random);
}

bool one_in(Random& random, std::uint32_t n) { return up_to(random, n - 1) == 0; }

std::string random_bytes(Random& random, std::size_t length) {
  static constexpr char kBytes[] = {'\0', '\0', '\xFF', '\x01', 'a', 'b', 'c', '\x7F', '\x80', '0'};
  std::string bytes;
  for (std::size_t i = 0; i < length; ++i) bytes.push_back(kBytes[up_to(random, sizeof kBytes - 1)]);
  return bytes;
}

// As long as the format takes it.
std::string longest_term(Random& random) {
  std::string term = random_bytes(random, glass::kMaxTermBytes);
  while (glass::text_bytes(term) > glass::kMaxTermTextBytes) term.pop_back();
  return term;
}

std::string random_term(Random& random) {
  static const std::vector<std::string> kWords = {
      "工", "工业", "工业和信息化部", "กระทรวง", "โรงงาน", "Zfactori", "the", "5g", "Sthe"};
  switch (up_to(random, 7)) {
    case 0: return kWords[up_to(random, static_cast<std::uint32_t>(kWords.size() - 1))];
    case 1: return random_bytes(random, 1 + up_to(random, 4));
    case 2: return one_in(random, 8) ? longest_term(random) : random_bytes(random, 1 + up_to(random, 60));
    case 3: return std::string(48, static_cast<char>('!' + up_to(random, 3)));  // a length of '0'
    case 4: return "common" + std::to_string(up_to(random, 20));
    default: return "w" + std::to_string(up_to(random, 5000));
  }
}

std::vector<std::uint32_t> random_positions(Random& random) {
  static constexpr std::uint32_t kWidths[] = {1, 2, 3, 100, 1 << 20, (1u << 31) - 2};
  if (one_in(random, 3)) return {};
  const std::uint32_t width = kWidths[up_to(random, 4 + one_in(random, 20))];
  const std::uint32_t count = one_in(random, 200) ? 20000 : 1 + up_to(random, 8);
  std::set<std::uint32_t> positions;
  for (std::uint32_t last = 0, i = 0; i < count && last < (1u << 31); ++i)
    positions.insert(last += 1 + up_to(random, width - 1));
  return {positions.begin(), positions.end()};
}

std::uint32_t random_wdf(Random& random) {
  static constexpr std::uint32_t kMost[] = {0, 1, 3, 126, 127, 128, 300, 60000};
  return up_to(random, kMost[up_to(random, 7)]);
}

std::vector<TermRow> random_terms(Random& random) {
  std::map<std::string, TermRow> terms;
  const std::uint32_t count = one_in(random, 12) ? 0 : one_in(random, 40) ? 3000 : up_to(random, 80);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string term = random_term(random);
    terms[term] = {term, random_wdf(random), random_positions(random)};
  }
  // xapian-check takes a document of length 0 for one without terms, and is surprised by its positions.
  if (!terms.empty()) terms.begin()->second.wdf = 1;
  std::vector<TermRow> rows;
  for (auto& [text, term] : terms) rows.push_back(std::move(term));
  std::shuffle(rows.begin(), rows.end(), random);  // a document's terms come in any order
  return rows;
}

std::vector<std::pair<std::uint32_t, std::string>> random_values(Random& random) {
  static constexpr std::uint32_t kSlots[] = {0, 1, 2, 3, 127, 128, 255, 256, 300, 65536, 70000, 0xFFFFFFFE};
  std::map<std::uint32_t, std::string> values;
  const std::uint32_t count = one_in(random, 4) ? 0 : one_in(random, 50) ? 200 : up_to(random, 6);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t slot = count == 200 ? i : kSlots[up_to(random, 11)];
    values[slot] = random_bytes(random, 1 + (one_in(random, 60) ? 5000 : up_to(random, 12)));
  }
  return {values.begin(), values.end()};
}

std::string random_record(Random& random) {
  switch (up_to(random, 5)) {
    case 0: return {};
    case 1: return random_bytes(random, up_to(random, 20));
    case 2: return one_in(random, 10) ? std::string(120000, 'x') : random_bytes(random, 3000);
    default: {
      std::string incompressible;
      for (std::uint32_t i = one_in(random, 20) ? 120000 : up_to(random, 300); i > 0; --i)
        incompressible.push_back(static_cast<char>(random() >> 24));
      return incompressible;
    }
  }
}

}  // namespace

IndexableDocument number_terms(const SpelledDocument& document, RunTerms& terms) {
  terms.begin_document();
  for (const SpelledTerm& term : document.terms) terms.wdf(terms.number_of(term.term)) += term.wdf;
  IndexableDocument made{terms.take_terms(), {}, document.values, document.record};
  for (const SpelledWord& word : document.words)
    made.words.push_back({terms.number_of(document.terms[word.term].term), word.position});
  return made;
}

SpelledDocument spelled(const SpooledDocument& document, const Analyzer& analyzer) {
  RunTerms terms;
  const IndexableDocument made = to_indexable(document, analyzer, terms);
  SpelledDocument out{{}, {}, made.values, made.record};
  for (const IndexableTerm& term : made.terms) out.terms.push_back({std::string(terms.text(term.term)), term.wdf});
  for (const IndexableWord& word : made.words) out.words.push_back({terms.place_of(word.term), word.position});
  return out;
}

SpelledDocument document_of(const std::vector<TermRow>& terms,
                            std::vector<std::pair<std::uint32_t, std::string>> values, std::string record) {
  SpelledDocument document;
  for (const TermRow& row : terms) {
    const auto term = static_cast<std::uint32_t>(document.terms.size());
    document.terms.push_back({row.term, row.wdf});
    for (const std::uint32_t position : row.positions) document.words.push_back({term, position});
  }
  document.values = std::move(values);
  document.record = std::move(record);
  return document;
}

DocumentSource source_of(const std::vector<SpelledDocument>& documents, std::uint32_t packed_bytes) {
  DocumentSource source;
  source.count = static_cast<std::uint32_t>(documents.size());
  source.read = [&documents](std::uint32_t number, RunTerms& terms) -> Result<IndexableDocument> {
    return number_terms(documents[number - 1], terms);
  };
  source.packed_bytes = [packed_bytes](std::uint32_t) { return packed_bytes; };
  return source;
}

std::vector<SpelledDocument> random_documents(std::mt19937& random, int count) {
  std::vector<SpelledDocument> documents;
  for (int i = 0; i < count; ++i) {
    const std::vector<TermRow> terms = random_terms(random);
    auto values = random_values(random);
    documents.push_back(document_of(terms, std::move(values), random_record(random)));
  }
  return documents;
}

}  // namespace polsearch
