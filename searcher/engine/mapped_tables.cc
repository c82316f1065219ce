#include "searcher/engine/mapped_tables.h"

#include <algorithm>
#include <utility>

#include "analysis/glass_packing.h"
#include "analysis/index_layout.h"
#include "analysis/inflate.h"
#include "analysis/schema.h"
#include "searcher/engine/glass_numbers.h"
#include "searcher/engine/match.h"
#include "searcher/engine/position_table.h"
#include "searcher/engine/postings.h"
#include "searcher/engine/ranking.h"
#include "searcher/engine/stream_positions.h"
#include "searcher/engine/term_list.h"
#include "searcher/match/title_mass.h"

namespace polsearch::engine {
namespace {

constexpr std::uint64_t kMaxVersionFile = 64 * 1024;

Error damaged(std::string_view what) {
  return {Error::Kind::kIndex, "cannot read the index: " + std::string(what) + " is damaged",
          "check it with polindex verify"};
}

// A file that cannot be looked at is not absent: opening it tells why.
bool is_absent(const std::filesystem::path& file) {
  std::error_code error;
  return file.empty() || (!std::filesystem::exists(file, error) && !error);
}

Result<std::optional<TermStream>> open_stream(const std::filesystem::path& file, std::uint32_t documents) {
  if (is_absent(file)) return std::optional<TermStream>();
  auto stream = TermStream::open(file);
  if (!stream) return stream.error();
  if (stream->documents() != documents) return damaged("the term stream");
  return std::optional<TermStream>(std::move(*stream));
}

// PairSets or PlaceLists, where there are any.
template <class Sets>
Result<std::optional<Sets>> open_of_documents(const std::filesystem::path& file, std::uint32_t documents) {
  if (is_absent(file)) return std::optional<Sets>();
  auto sets = Sets::open(file, documents);
  if (!sets) return sets.error();
  return std::optional<Sets>(std::move(*sets));
}

}  // namespace

MappedTables::MappedTables(const VersionFile& version, Table postlist, Table docdata, Table termlist, Table position,
                           DocumentNorms norms, std::optional<TermStream> stream, std::optional<PairSets> pairs,
                           std::optional<PlaceLists> places)
    : version_(version),
      postlist_(std::move(postlist)),
      docdata_(std::move(docdata)),
      termlist_(std::move(termlist)),
      position_(std::move(position)),
      norms_(std::move(norms)),
      stream_(std::move(stream)),
      pairs_(std::move(pairs)),
      places_(std::move(places)),
      title_masses_(version.documents),
      record_places_(version.documents) {
  if (stream_)
    positions_ =
        std::make_unique<StreamPositions>(*stream_, pairs_ ? &*pairs_ : nullptr, places_ ? &*places_ : nullptr);
  else
    positions_ = std::make_unique<PositionTable>(position_);
}

Result<std::shared_ptr<const MappedTables>> MappedTables::open(const std::filesystem::path& folder,
                                                               const std::filesystem::path& stream_file,
                                                               const std::filesystem::path& pairs_file,
                                                               const std::filesystem::path& places_file) {
  const auto bytes = read_file(folder / "iamglass", kMaxVersionFile);
  if (!bytes) return bytes.error();
  const auto version = parse_version_file(*bytes);
  if (!version) return version.error();
  if (!is_written_in_one_go(*version)) return std::shared_ptr<const MappedTables>();
  const auto open_table = [&](const char* name, const TableRoot& root) {
    return Table::open(folder / name, root, version->revision);
  };
  auto postlist = open_table("postlist.glass", version->postlist);
  if (!postlist) return postlist.error();
  auto docdata = open_table("docdata.glass", version->docdata);
  if (!docdata) return docdata.error();
  auto termlist = open_table("termlist.glass", version->termlist);
  if (!termlist) return termlist.error();
  auto position = open_table("position.glass", version->position);
  if (!position) return position.error();
  auto norms = DocumentNorms::read(*postlist, *version);
  if (!norms) return norms.error();
  auto stream = open_stream(stream_file, version->documents);
  if (!stream) return stream.error();
  auto pairs = open_of_documents<PairSets>(pairs_file, version->documents);
  if (!pairs) return pairs.error();
  auto places = open_of_documents<PlaceLists>(places_file, version->documents);
  if (!places) return places.error();
  return std::shared_ptr<const MappedTables>(
      new MappedTables(*version, std::move(*postlist), std::move(*docdata), std::move(*termlist), std::move(*position),
                       std::move(*norms), std::move(*stream), std::move(*pairs), std::move(*places)));
}

Result<match::MatchAnswer> MappedTables::match(const match::MatchQuestion& question) const {
  auto answer = answer_question(question, {postlist_, *positions_, norms_, version_.documents});
  if (!answer) return damaged("a posting or position list");
  return std::move(*answer);
}

Result<std::vector<match::TermScore>> MappedTables::scores(std::uint32_t document,
                                                           std::span<const match::QueryTerm> ranked) const {
  std::vector<match::TermScore> scores;
  if (document == 0 || document > version_.documents) return scores;
  for (const match::QueryTerm& term : ranked) {
    PostingList list(postlist_, term.term, version_.documents);
    const auto wdf = list.find(document);
    if (list.is_damaged()) return damaged("a posting list");
    if (!wdf || *wdf == 0) continue;
    const double factor = rank_factor(term.weight, version_.documents, list.frequency());
    scores.push_back({term.term, *wdf, factor * norms_.share(document, *wdf)});
  }
  return scores;
}

Result<match::Presence> MappedTables::presence(std::span<const std::uint32_t> documents,
                                               std::span<const std::string> terms) const {
  match::Presence found(documents.size(), terms.size());
  for (std::size_t j = 0; j < terms.size(); ++j) {
    PostingList list(postlist_, terms[j], version_.documents);
    for (std::size_t i = 0; i < documents.size() && !list.at_end(); ++i)
      if (list.find(documents[i])) found.add(i, j);
    if (list.is_damaged()) return damaged("a posting list");
  }
  return found;
}

// The tag of a document. A document without one has an empty tag.
Result<std::string> MappedTables::document_tag(const Table& table, std::uint32_t document) const {
  std::string key;
  glass::append_sortable(key, document);
  TableCursor cursor(table);
  if (!cursor.find(key)) {
    if (cursor.is_damaged()) return damaged("a document's record");
    return std::string();
  }
  if (cursor.is_whole()) return std::string(cursor.first_part());
  const auto joined = cursor.joined_parts();
  if (!joined) return damaged("a document's record");
  if (!cursor.is_compressed()) return *joined;
  auto text = inflate(*joined);
  if (!text) return damaged("a document's record");
  return std::move(*text);
}

Result<std::string> MappedTables::record(std::uint32_t document) const { return document_tag(docdata_, document); }

std::vector<std::string_view> MappedTables::record_begins(std::span<const std::uint32_t> documents) const {
  std::vector<std::string_view> begins(documents.size());
  std::vector<std::size_t> unknown;  // whose place is not known yet
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (documents[i] == 0 || documents[i] > version_.documents) continue;
    const std::uint64_t place = record_places_.find(documents[i]);
    if (place == 0)
      unknown.push_back(i);
    else
      docdata_.fetch(place);
  }
  find_records(documents, unknown);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (documents[i] == 0 || documents[i] > version_.documents) continue;
    const std::uint64_t place = record_places_.find(documents[i]);
    const auto item = place != 0 ? docdata_.item_at(place) : std::nullopt;
    if (item && !item->is_compressed) begins[i] = item->part;
  }
  return begins;
}

// Remembers where the records of documents[i] for each i of `wanted` stand.
void MappedTables::find_records(std::span<const std::uint32_t> documents, std::span<const std::size_t> wanted) const {
  if (wanted.empty()) return;
  std::vector<std::string> keys(wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) glass::append_sortable(keys[i], documents[wanted[i]]);
  std::vector<TableCursor> cursors(wanted.size(), TableCursor(docdata_));
  TableCursor::seek_all(cursors, keys);
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (cursors[i].stands_at(keys[i]))
      record_places_.remember(documents[wanted[i]], docdata_.place_of(cursors[i].item()));
}

Result<std::vector<std::string>> MappedTables::title_terms(std::uint32_t document) const {
  if (stream_) return engine::title_terms(*stream_, document);
  const auto list = document_tag(termlist_, document);
  if (!list) return list.error();
  auto terms = terms_with_prefix(*list, schema::prefix_of("title"));
  if (!terms) return damaged("a term list");
  return std::move(*terms);
}

Result<double> MappedTables::title_mass(std::uint32_t document) const {
  if (document == 0 || document > version_.documents) return 0.0;
  if (const auto known = title_masses_.find(document)) return *known;
  const auto terms = title_terms(document);
  if (!terms) return terms.error();
  const auto frequency_of = [this](const std::string& term) { return frequency(term); };
  const double mass = match::title_mass(*terms, frequency_of, version_.documents);
  title_masses_.remember(document, mass);
  return mass;
}

match::TermScan MappedTables::with_prefix(std::string_view prefix, std::size_t limit) const {
  match::TermScan scan;
  std::string start;
  glass::append_text(start, prefix);
  TableCursor cursor(postlist_);
  if (!cursor.seek(start)) return scan;
  // The entry found may be in front of the prefix; keys that begin with 00 and no FF are no terms.
  for (bool is_there = cursor.key() >= start || cursor.next(); is_there; is_there = cursor.next()) {
    const std::string_view key = cursor.key();
    if (!key.starts_with(start)) break;
    if (key.starts_with('\0') && !key.starts_with(std::string_view("\0\xFF", 2))) continue;
    TermKey read = read_term_key(key);
    if (read.is_later_chunk || read.term.empty()) continue;
    if (scan.terms.size() >= limit) {
      scan.cut = true;
      break;
    }
    const std::string_view tag = cursor.first_part();
    const unsigned char* at = begin_of(tag);
    std::uint32_t documents = 0;
    if (!read_uint(at, at + tag.size(), documents)) break;
    scan.terms.push_back({std::move(read.term), documents});
  }
  return scan;
}

std::uint32_t MappedTables::frequency(std::string_view term) const {
  return PostingList(postlist_, term, version_.documents).frequency();
}

std::uint32_t MappedTables::first_document(std::string_view term) const {
  const PostingList list(postlist_, term, version_.documents);
  return list.at_end() ? 0 : list.first();
}

}  // namespace polsearch::engine
