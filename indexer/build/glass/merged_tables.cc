#include "indexer/build/glass/merged_tables.h"

#include <map>
#include <string>

#include "analysis/glass_packing.h"
#include "indexer/build/glass/merge.h"
#include "indexer/build/glass/postlist_chunks.h"

namespace polsearch::glass {
namespace {

void write_value_stats(TableWriter& table, const CollectionStats& stats) {
  std::map<std::string, const SlotStats*> sorted;  // the keys do not sort as the slots do
  for (const auto& [number, slot] : stats.slots) {
    std::string key("\0\xD0", 2);
    append_last_uint(key, number);
    sorted.emplace(std::move(key), &slot);
  }
  for (const auto& [key, slot] : sorted) {
    std::string tag;
    append_uint(tag, slot->documents);
    append_counted(tag, slot->lowest);
    if (slot->highest != slot->lowest) tag += slot->highest;
    table.add(key, tag);
  }
}

Status write_value_chunks(TableWriter& table, const RunFile& values, std::size_t buffer_bytes) {
  GroupMerge merge(values, buffer_bytes);
  ValueChunks chunks(table);
  while (!table.has_failed() && merge.next()) {
    chunks.begin(merge.key());
    for (RunReader* run : merge.group())
      for (std::uint32_t left = run->entries(); left > 0 && !run->failure(); --left) {
        const std::uint32_t document = run->next_document();
        chunks.add(document, run->bytes());
      }
    chunks.end();
  }
  return merge.status();
}

Status write_postings(TableWriter& table, const RunFile& postings, std::size_t buffer_bytes) {
  GroupMerge merge(postings, buffer_bytes);
  PostingChunks chunks(table);
  while (!table.has_failed() && merge.next()) {
    const std::uint64_t total = merge.total();
    if (total > UINT32_MAX)
      return Error{Error::Kind::kIndex, "the term " + std::string(merge.key()) + " counts over 4,294,967,295", ""};
    if (merge.key().empty())
      chunks.begin_key(kLengthsKey);
    else
      chunks.begin_term(merge.key());
    PostingChunks::Adder adder(chunks);
    for (RunReader* run : merge.group())
      for (std::uint32_t left = run->entries(); left > 0 && !run->failure(); --left) {
        const std::uint32_t document = run->next_document();
        adder.add(document, static_cast<std::uint32_t>(run->number()));
      }
    adder.end();
    chunks.end();
  }
  return merge.status();
}

}  // namespace

Result<TableRoot> write_postlist_table(TableWriter table, const RunFile& values, const RunFile& postings,
                                       const CollectionStats& stats, std::size_t buffer_bytes) {
  write_value_stats(table, stats);
  if (Status written = write_value_chunks(table, values, buffer_bytes); !written) return written.error();
  if (Status written = write_postings(table, postings, buffer_bytes); !written) return written.error();
  return table.finish();
}

Result<TableRoot> write_position_table(TableWriter table, const RunFile& positions, std::size_t buffer_bytes) {
  GroupMerge merge(positions, buffer_bytes);
  std::string key;
  while (!table.has_failed() && merge.next()) {
    key.clear();
    append_text(key, merge.key());
    key.push_back('\0');
    const std::size_t term_bytes = key.size();
    for (RunReader* run : merge.group())
      for (std::uint32_t left = run->entries(); left > 0 && !run->failure(); --left) {
        key.resize(term_bytes);
        append_sortable(key, run->next_document());
        table.add(key, run->bytes());
      }
  }
  if (Status status = merge.status(); !status) return status.error();
  return table.finish();
}

}  // namespace polsearch::glass
