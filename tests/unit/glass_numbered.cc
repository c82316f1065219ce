#include "glass_numbered.h"

#include <catch2/catch.hpp>

#include <string>

#include "glass_documents.h"
#include "indexer/build/glass/document_items.h"
#include "indexer/build/glass/document_limits.h"
#include "indexer/build/glass/merged_tables.h"
#include "indexer/build/glass/run_inverter.h"
#include "indexer/build/glass/version_file.h"
#include "temp_folder.h"

namespace polsearch {

Xapian::Document to_xapian(const SpelledDocument& document) {
  Xapian::Document made;
  for (const SpelledTerm& term : document.terms) made.add_term(term.term, term.wdf);
  for (const SpelledWord& word : document.words) made.add_posting(document.terms[word.term].term, word.position, 0);
  for (const auto& [slot, value] : document.values) made.add_value(slot, value);
  made.set_data(document.record);
  return made;
}

void write_numbered(const std::filesystem::path& folder, const std::map<std::uint32_t, SpelledDocument>& documents) {
  using namespace polsearch::glass;
  const TempFolder scratch;
  std::filesystem::create_directories(folder);
  auto postings = RunFile::create(scratch / "p"), positions = RunFile::create(scratch / "o"),
       values = RunFile::create(scratch / "v");
  RunTerms terms;
  RunInverter inverter(terms, true);
  DocumentItems items(true);
  CollectionStats stats;
  TagDeflater deflater;
  for (const auto& [number, spelled_out] : documents) {
    const IndexableDocument document = number_terms(spelled_out, terms);
    const auto length = check_document(number, document, terms);
    REQUIRE(length.ok());
    inverter.add(number, document, *length);
    items.add(number, document, terms, *length, deflater);
    count_document(stats, number, document, *length);
    const Run run = inverter.finish(terms.dictionary().sorted());
    terms.clear();
    REQUIRE(postings->append(number, run.postings).ok());
    REQUIRE(positions->append(number, run.positions).ok());
    REQUIRE(values->append(number, run.values).ok());
  }
  const auto table = [&](const char* file, std::uint32_t compress) { return TableWriter(folder / file, compress); };
  TableWriter termlist = table("termlist.glass", kCompressFrom), docdata = table("docdata.glass", kCompressFrom);
  items.write(termlist, docdata);
  const auto postlist = write_postlist_table(table("postlist.glass", 0), *values, *postings, stats, 4096);
  const auto position = write_position_table(table("position.glass", 0), *positions, 4096);
  REQUIRE(postlist.ok());
  REQUIRE(position.ok());
  const TableRoots roots{*postlist, *docdata.finish(), *termlist.finish(), *position};
  write_file(folder / "iamglass", encode_version_file(roots, stats));
}

}  // namespace polsearch
