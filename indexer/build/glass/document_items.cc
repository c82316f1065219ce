#include "indexer/build/glass/document_items.h"

#include <libdeflate.h>

#include <algorithm>
#include <new>

#include "analysis/glass_packing.h"
#include "analysis/stored_document.h"

namespace polsearch::glass {
namespace {

constexpr int kDeflateLevel = 1;  // as small as zlib's level 6 on term lists, at a fifth of the time

std::size_t shared_bytes(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

struct ListedTerm {
  std::string_view text;
  std::uint32_t wdf;
};

void append_later_term(std::string& out, const ListedTerm& term, std::string_view before) {
  constexpr std::uint32_t kNeverPackedFrom = 127;  // keeps the product small
  const std::size_t shared = shared_bytes(before, term.text);
  const std::size_t packed =
      term.wdf < kNeverPackedFrom ? (term.wdf + std::size_t{1}) * (before.size() + 1) + shared : 256;
  out.push_back(static_cast<char>(packed < 256 ? packed : shared));
  out.push_back(static_cast<char>(term.text.size() - shared));
  out += term.text.substr(shared);
  if (packed >= 256) append_uint(out, term.wdf);
}

}  // namespace

std::string encode_term_list(const IndexableDocument& document, const RunTerms& terms, std::uint32_t length) {
  std::string out;
  if (document.terms.empty()) return out;
  std::vector<ListedTerm> sorted;
  for (const IndexableTerm& term : document.terms) sorted.push_back({terms.text(term.term), term.wdf});
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.text < b.text; });
  append_uint(out, length);
  append_uint(out, document.terms.size());
  out.push_back(static_cast<char>(sorted.front().text.size()));
  out += sorted.front().text;
  append_uint(out, sorted.front().wdf);
  for (std::size_t i = 1; i < sorted.size(); ++i) append_later_term(out, sorted[i], sorted[i - 1].text);
  return out;
}

std::string encode_slots(const IndexableDocument& document) {
  std::string out;
  std::uint32_t next = 0;
  for (const auto& [slot, value] : document.values) {
    append_uint(out, slot - next);
    next = slot + 1;
  }
  return out;
}

TagDeflater::TagDeflater() : compressor_(libdeflate_alloc_compressor(kDeflateLevel)) {
  if (!compressor_) throw std::bad_alloc();
}

TagDeflater::~TagDeflater() { libdeflate_free_compressor(compressor_); }

TagForm TagDeflater::append(std::string& out, std::string_view tag) {
  if (tag.size() > kCompressFrom) {
    const std::size_t begin = out.size();
    out.resize(begin + tag.size() - 1);  // longer would be no gain
    const std::size_t bytes =
        libdeflate_deflate_compress(compressor_, tag.data(), tag.size(), out.data() + begin, tag.size() - 1);
    out.resize(begin + bytes);
    if (bytes > 0) return TagForm::kDeflated;
  }
  out.append(tag);
  return TagForm::kPlain;
}

std::string TagDeflater::deflated(std::string_view text) {
  std::string out(libdeflate_deflate_compress_bound(compressor_, text.size()), '\0');
  out.resize(libdeflate_deflate_compress(compressor_, text.data(), text.size(), out.data(), out.size()));
  return out;
}

void DocumentItems::add(std::uint32_t number, const IndexableDocument& document, const RunTerms& terms,
                        std::uint32_t length, TagDeflater& deflater) {
  if (with_term_lists_)
    add_entry(number, Table::kTermList, deflater.append(tags_, encode_term_list(document, terms, length)));
  if (with_term_lists_ && !document.values.empty()) {
    tags_ += encode_slots(document);
    add_entry(number, Table::kSlots, TagForm::kPlain);
  }
  if (document.record.empty()) return;
  tags_ += pack_record(document.record, [&](std::string_view fields) { return deflater.deflated(fields); });
  add_entry(number, Table::kStored, TagForm::kPlain);
}

void DocumentItems::add_entry(std::uint32_t number, Table table, TagForm form) {
  entries_.push_back({number, table, form, tags_.size()});
}

void DocumentItems::write(TableWriter& term_lists, TableWriter& stored) const {
  std::string key;
  std::size_t begin = 0;
  for (const Entry& entry : entries_) {
    key.clear();
    append_sortable(key, entry.number);
    if (entry.table == Table::kSlots) key.push_back('\0');
    TableWriter& table = entry.table == Table::kStored ? stored : term_lists;
    table.add(key, std::string_view(tags_).substr(begin, entry.tag_end - begin), entry.form);
    begin = entry.tag_end;
  }
}

}  // namespace polsearch::glass
