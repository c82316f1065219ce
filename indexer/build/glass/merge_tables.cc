#include "indexer/build/glass/merge_tables.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <future>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "analysis/glass_packing.h"
#include "analysis/index_layout.h"
#include "indexer/build/durable_files.h"
#include "indexer/build/file_handle.h"
#include "indexer/build/glass/collection_stats.h"
#include "indexer/build/glass/posting_cursor.h"
#include "indexer/build/glass/postlist_chunks.h"

namespace polsearch::glass {
namespace {

namespace fs = std::filesystem;

Error source_damaged() {
  return {Error::Kind::kIndex, "the index's tables do not hold together", "build the index again"};
}

using TableMember = MappedTable MappedTables::*;

// One cursor a source; the key that comes next.
template <class Cursor>
class KeyMerge {
 public:
  template <class... Rest>
  KeyMerge(const std::vector<MergeSource>& sources, TableMember member, const Rest&... rest) {
    cursors_.reserve(sources.size());
    for (const MergeSource& source : sources) cursors_.emplace_back(source.tables->*member, source.number_of, rest...);
  }

  // The cursors that stand at the least key; none: all are at their ends.
  const std::vector<Cursor*>& at_least_key() {
    least_.clear();
    for (Cursor& cursor : cursors_) {
      if (cursor.at_end()) continue;
      const int order = least_.empty() ? -1 : cursor.key().compare(least_.front()->key());
      if (order < 0) least_.clear();
      if (order <= 0) least_.push_back(&cursor);
    }
    return least_;
  }
  [[nodiscard]] bool is_damaged() const {
    return std::any_of(cursors_.begin(), cursors_.end(), [](const Cursor& cursor) { return cursor.is_damaged(); });
  }

 private:
  std::vector<Cursor> cursors_;
  std::vector<Cursor*> least_;
};

// Entries that belong to a document each, their keys with its new number.
class DocumentEntries {
 public:
  DocumentEntries(const MappedTable& table, std::span<const std::uint32_t> number_of, bool has_terms)
      : reader_(table), number_of_(number_of), has_terms_(has_terms) {
    next();
  }

  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] bool is_damaged() const { return is_damaged_; }
  [[nodiscard]] std::string_view key() const { return key_; }
  [[nodiscard]] const TableReader& entry() const { return reader_; }

  void next() {
    while (reader_.next()) {
      const std::string_view key = reader_.key();
      const std::size_t begin = has_terms_ ? text_end(key) + 1 : 0;
      const auto number = begin < key.size() ? sortable_at(key.substr(begin)) : std::nullopt;
      if (!number || number->value >= number_of_.size()) return damaged();
      const std::uint32_t made = number_of_[number->value];
      if (made == 0) continue;
      key_.assign(key.substr(0, begin));
      append_sortable(key_, made);
      key_ += key.substr(begin + number->bytes);
      return;
    }
    at_end_ = true;
    is_damaged_ = reader_.is_damaged();
  }

 private:
  void damaged() { at_end_ = is_damaged_ = true; }

  TableReader reader_;
  std::span<const std::uint32_t> number_of_;
  bool has_terms_;
  std::string key_;
  bool at_end_ = false, is_damaged_ = false;
};

Result<TableRoot> merge_documents(const std::vector<MergeSource>& sources, TableMember member, TableWriter table) {
  KeyMerge<DocumentEntries> merge(sources, member, /*has_terms=*/member == &MappedTables::position);
  while (!table.has_failed()) {
    const auto& least = merge.at_least_key();
    if (least.empty()) break;
    table.add(least.front()->key(), least.front()->entry().tag(), least.front()->entry().form());
    least.front()->next();
  }
  if (merge.is_damaged()) return source_damaged();
  return table.finish();
}

// The postlist table in the order of its parts.
class PostlistMerge {
 public:
  PostlistMerge(const std::vector<MergeSource>& sources, TableWriter table)
      : sources_(sources), table_(std::move(table)), chunks_(table_) {}

  Result<TableRoot> run() {
    for (const auto write :
         {&PostlistMerge::write_value_stats, &PostlistMerge::write_values, &PostlistMerge::write_postings})
      if (Status written = (this->*write)(); !written) return written.error();
    return table_.finish();
  }
  [[nodiscard]] const CollectionStats& stats() const { return stats_; }

 private:
  // Calls `take(key, document, value)` for each value of the new documents, by slot and document.
  template <class Take>
  Status each_value(const Take& take) const {
    KeyMerge<ValueCursor> merge(sources_, &MappedTables::postlist);
    while (true) {
      ValueCursor* first = nullptr;
      for (ValueCursor* cursor : merge.at_least_key())
        if (first == nullptr || cursor->document() < first->document()) first = cursor;
      if (first == nullptr) break;
      take(first->key(), first->document(), first->value());
      first->next();
    }
    return merge.is_damaged() ? Status(source_damaged()) : Status(Done{});
  }

  // By the slot's key in the chunks: 00 D8 uint{slot} becomes 00 D0 and the slot in another form.
  Status write_value_stats() {
    std::map<std::string, SlotStats> sorted;
    std::string before;
    SlotStats* slot = nullptr;
    const Status read = each_value([&](std::string_view key, std::uint32_t, std::string_view value) {
      if (slot == nullptr || key != before) {
        before = key;
        slot = &sorted[value_stats_key(key)];
        slot->lowest = slot->highest = value;
      }
      ++slot->documents;
      if (value < slot->lowest) slot->lowest = value;
      if (value > slot->highest) slot->highest = value;
    });
    for (const auto& [key, stats] : sorted) {
      std::string tag;
      append_uint(tag, stats.documents);
      append_counted(tag, stats.lowest);
      if (stats.highest != stats.lowest) tag += stats.highest;
      table_.add(key, tag);
    }
    return read;
  }

  Status write_values() {
    ValueChunks chunks(table_);
    std::string before;
    const Status read = each_value([&](std::string_view key, std::uint32_t document, std::string_view value) {
      if (key != before) {
        if (!before.empty()) chunks.end();
        before = key;
        chunks.begin(key);
      }
      chunks.add(document, value);
    });
    if (!before.empty()) chunks.end();
    return read;
  }

  Status write_postings() {
    KeyMerge<TermCursor> merge(sources_, &MappedTables::postlist);
    while (!table_.has_failed()) {
      const auto& least = merge.at_least_key();
      if (least.empty()) break;
      const bool is_lengths = least.front()->key() == kLengthsKey;
      chunks_.begin_key(least.front()->key());
      if (!add_postings(least, is_lengths)) return source_damaged();
      if (!is_lengths && chunks_.total_wdf() > UINT32_MAX)
        return Error{Error::Kind::kIndex,
                     "the term " + std::string(least.front()->key()) + " counts over 4,294,967,295", ""};
      for (TermCursor* cursor : least) cursor->next();
      if (chunks_.documents() == 0) continue;
      if (!is_lengths) stats_.most_frequent = std::max(stats_.most_frequent, chunks_.highest_wdf());
      chunks_.end();
    }
    return merge.is_damaged() ? Status(source_damaged()) : Status(Done{});
  }

  // Those of the first source go straight on; what the others have, mostly little, is woven in.
  bool add_postings(const std::vector<TermCursor*>& cursors, bool is_lengths) {
    others_.clear();
    for (std::size_t i = 1; i < cursors.size(); ++i) {
      const auto middle = static_cast<std::ptrdiff_t>(others_.size());
      if (!cursors[i]->each([&](std::uint32_t document, std::uint32_t wdf) { others_.push_back({document, wdf}); }))
        return false;
      const auto by_document = [](const Posting& a, const Posting& b) { return a.document < b.document; };
      if (middle > 0) std::inplace_merge(others_.begin(), others_.begin() + middle, others_.end(), by_document);
    }
    others_.push_back({UINT32_MAX, 0});  // never reached
    if (is_lengths)
      return weave(*cursors.front(), [&](std::uint32_t document, std::uint32_t wdf) { count_length(document, wdf); });
    return weave(*cursors.front(), [](std::uint32_t, std::uint32_t) {});
  }

  // Calls `count(document, wdf)` for each, too.
  template <class Count>
  bool weave(TermCursor& first, const Count& count) {
    PostingChunks::Adder adder(chunks_);
    const Posting* other = others_.data();
    std::uint32_t next = other->document;
    const auto add_other = [&] {
      count(other->document, other->wdf);
      adder.add(other->document, other->wdf);
      next = (++other)->document;
    };
    const auto add = [&](std::uint32_t document, std::uint32_t wdf) {
      while (next < document) add_other();
      count(document, wdf);
      adder.add(document, wdf);
    };
    const auto add_four = [&](const FourPostings& four, std::uint32_t last) { return adder.add(four, last); };
    const bool is_sound = first.key() == kLengthsKey ? first.each(add) : first.each(add, add_four);
    while (next != UINT32_MAX) add_other();
    adder.end();
    return is_sound;
  }

  void count_length(std::uint32_t document, std::uint32_t length) {
    ++stats_.documents;
    stats_.last_document = document;
    if (length > 0 && (stats_.shortest == 0 || length < stats_.shortest)) stats_.shortest = length;
    stats_.longest = std::max(stats_.longest, length);
    stats_.total_length += length;
  }

  const std::vector<MergeSource>& sources_;
  TableWriter table_;
  PostingChunks chunks_;
  CollectionStats stats_;
  std::vector<Posting> others_;
};

Status write_version_file(const fs::path& path, const TableRoots& roots, const CollectionStats& stats) {
  FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file) return cannot_write(path, errno);
  if (Status written = file.write_all(encode_version_file(roots, stats), path); !written) return written;
  return file.close(path);
}

}  // namespace

Result<MappedTables> MappedTables::open(const fs::path& folder) {
  const auto text = read_file(folder / "iamglass", 4096);
  if (!text) return text.error();
  const auto roots = decode_version_file(*text);
  if (!roots) return Error{Error::Kind::kIndex, "a stock writer has changed " + folder.string(), ""};
  auto postlist = MappedTable::open(folder / "postlist.glass", roots->postlist);
  auto docdata = MappedTable::open(folder / "docdata.glass", roots->docdata);
  auto termlist = MappedTable::open(folder / "termlist.glass", roots->termlist);
  auto position = MappedTable::open(folder / "position.glass", roots->position);
  for (const auto* table : {&postlist, &docdata, &termlist, &position})
    if (!*table) return table->error();
  return MappedTables{std::move(*postlist), std::move(*docdata), std::move(*termlist), std::move(*position)};
}

Status merge_glass_tables(const std::vector<MergeSource>& sources, const MergeTables& request) {
  std::error_code error;
  fs::create_directories(request.folder, error);
  if (error) return cannot_write(request.folder, error.value());
  const auto merge = [&](TableMember member, const char* name, std::uint32_t compress_from, TableFile presence) {
    return merge_documents(sources, member, TableWriter(request.folder / name, compress_from, presence));
  };
  // The stored documents beside the postings: both are bound by memory, each on its own core.
  auto others = std::async(request.jobs > 1 ? std::launch::async : std::launch::deferred, [&]() -> Result<TableRoots> {
    const auto docdata = merge(&MappedTables::docdata, "docdata.glass", kCompressFrom, TableFile::kWhenUsed);
    const auto termlist = merge(&MappedTables::termlist, "termlist.glass", kCompressFrom,
                                request.for_stock_xapian ? TableFile::kAlways : TableFile::kWhenUsed);
    const auto position = merge(&MappedTables::position, "position.glass", kNeverCompress, TableFile::kWhenUsed);
    for (const auto* table : {&docdata, &termlist, &position})
      if (!*table) return table->error();
    return TableRoots{{}, *docdata, *termlist, *position};
  });
  PostlistMerge postings(sources, TableWriter(request.folder / "postlist.glass", kNeverCompress, TableFile::kAlways));
  const auto postlist = postings.run();
  auto roots = others.get();
  if (!postlist || !roots) return postlist ? roots.error() : postlist.error();
  roots->postlist = *postlist;
  return write_version_file(request.folder / "iamglass", *roots, postings.stats());
}

}  // namespace polsearch::glass
