// What the termlist and docdata tables hold of each document, made on any thread and added in order.
//
//   {terms coal@1 coast wdf 2, values 0, 2; data "x"} -> termlist 05 02 04 "coal" 01 0F "ast"..., slots 00 01, docdata
//   "x"
//
//   term list = empty, without terms; else
//               uint{length} uint{terms} u8{bytes} first_term uint{wdf} term*
//   term      = shared{u8} rest_bytes{u8} rest uint{wdf}, shared: bytes that it has in common with the term before it;
//   or,
//               when it fits a byte: (wdf + 1) * (bytes of the term before + 1) + shared {u8} rest_bytes{u8} rest
//   slots     = uint{slot - the one before - 1}*, the one before the first being -1
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <polsearch/result.h>
#include "indexer/build/glass/table_writer.h"
#include "indexer/build/indexable.h"

struct libdeflate_compressor;

namespace polsearch::glass {

// Sorted bytewise, whatever the order of the document's terms.
[[nodiscard]] std::string encode_term_list(const IndexableDocument& document, const RunTerms& terms,
                                           std::uint32_t length);
[[nodiscard]] std::string encode_slots(const IndexableDocument& document);

// Raw deflate at level 1, each tag by itself. The same bytes in give the same bytes out.
class TagDeflater {
 public:
  TagDeflater();
  ~TagDeflater();
  TagDeflater(const TagDeflater&) = delete;
  TagDeflater& operator=(const TagDeflater&) = delete;

  // Appends `tag` deflated, or as it is when that is not longer.
  TagForm append(std::string& out, std::string_view tag);
  // `text` deflated, whatever its length.
  [[nodiscard]] std::string deflated(std::string_view text);

 private:
  libdeflate_compressor* compressor_;
};

// Entries of consecutive documents, ready for their tables.
class DocumentItems {
 public:
  // Without term lists a stock writer cannot delete or replace documents.
  explicit DocumentItems(bool with_term_lists) : with_term_lists_(with_term_lists) {}

  // `document` within check_document()'s limits, `number` above all before.
  void add(std::uint32_t number, const IndexableDocument& document, const RunTerms& terms, std::uint32_t length,
           TagDeflater& deflater);
  void write(TableWriter& term_lists, TableWriter& stored) const;
  [[nodiscard]] std::size_t bytes() const { return tags_.capacity() + entries_.capacity() * sizeof(Entry); }

 private:
  enum class Table : std::uint8_t { kTermList, kSlots, kStored };
  struct Entry {
    std::uint32_t number;
    Table table;
    TagForm form;
    std::size_t tag_end;  // in tags_
  };
  void add_entry(std::uint32_t number, Table table, TagForm form);

  bool with_term_lists_;
  std::vector<Entry> entries_;
  std::string tags_;
};

}  // namespace polsearch::glass
