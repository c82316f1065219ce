#include "indexer/build/old_generation.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "analysis/glass_packing.h"
#include "analysis/inflate.h"
#include "indexer/build/template_lines.h"

namespace polsearch {
namespace {

constexpr std::uint64_t kMaxColumnsBytes = std::uint64_t{1} << 40;

Error unusable(std::string reason) { return {Error::Kind::kIndex, std::move(reason), ""}; }

Result<Columns> read_columns(const std::filesystem::path& path) {
  const auto bytes = read_file(path, kMaxColumnsBytes);
  if (!bytes) return bytes.error();
  return decode_columns(*bytes);
}

bool has_file(const Manifest& manifest, const std::string& name) {
  return std::any_of(manifest.files.begin(), manifest.files.end(),
                     [&](const ManifestFile& file) { return file.path == name; });
}

}  // namespace

OldGeneration::OldGeneration(Manifest manifest, PagesFile pages, Columns columns, glass::MappedTables tables,
                             StreamFile stream, PairSets pairs, PlaceLists places, const MinistryLinker& linker)
    : manifest_(std::move(manifest)),
      pages_(std::move(pages)),
      columns_(std::move(columns)),
      tables_(std::move(tables)),
      stream_(std::move(stream)),
      pairs_(std::move(pairs)),
      places_(std::move(places)),
      linker_(&linker),
      place_of_(columns_.documents + std::size_t{1}) {
  slots_.assign(std::bit_ceil(2 * (std::size_t{pages_.documents()} + pages_.others().size()) + 2), 0);
  for (std::uint32_t place = 0; place < pages_.documents(); ++place) {
    const PagesFile::Entry entry = pages_.entry(place);
    place_of_[entry.document] = place;
    digests_.push_back(entry.page_digest);
    slots_[slot_of(entry.page_digest)] = place + 1;
  }
  // A page whose id was taken before it must be cleaned again when it is not any more; a document comes first.
  for (const OtherPage& page : pages_.others()) {
    digests_.push_back(page.digest);
    std::uint32_t& slot = slots_[slot_of(page.digest)];
    if (slot == 0 && !page.reason.empty()) slot = static_cast<std::uint32_t>(digests_.size());
  }
}

Result<OldGeneration> OldGeneration::open(const Generation& generation, const std::string& maker,
                                          const MinistryLinker& linker) {
  if (!has_file(generation.manifest, "pages")) return unusable("the index does not say which pages it was built from");
  auto pages = PagesFile::open(generation.folder / "pages");
  if (!pages) return pages.error();
  if (pages->findings().maker != maker) return unusable("the index was made by another version or with other tables");
  auto columns = read_columns(generation.folder / "columns");
  if (!columns) return columns.error();
  auto tables = glass::MappedTables::open(generation.folder / "xapian");
  if (!tables) return tables.error();
  auto stream = StreamFile::open(generation.folder / "stream");
  if (!stream) return stream.error();
  const std::uint32_t documents = columns->documents;
  auto pairs = PairSets::open(generation.folder / "pairs", documents);
  if (!pairs) return pairs.error();
  auto places = PlaceLists::open(generation.folder / "places", documents);
  if (!places) return places.error();
  if (pages->documents() != documents || stream->documents() != documents || generation.manifest.documents != documents)
    return unusable("its files disagree on the number of documents");
  return OldGeneration(generation.manifest, std::move(*pages), std::move(*columns), std::move(*tables),
                       std::move(*stream), std::move(*pairs), std::move(*places), linker);
}

std::size_t OldGeneration::slot_of(const Digest128& page) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = page[1] & mask;
  while (slots_[at] != 0 && digests_[slots_[at] - 1] != page) at = (at + 1) & mask;
  return at;
}

std::optional<KnownPage> OldGeneration::find(const Digest128& page) const {
  const std::uint32_t slot = slots_[slot_of(page)];
  if (slot == 0) return std::nullopt;
  if (slot <= pages_.documents()) return KnownPage{slot - 1, nullptr};
  return KnownPage{0, &pages_.others()[slot - 1 - pages_.documents()]};
}

Result<StoredDocument> OldGeneration::stored(std::uint32_t number) const {
  std::string key;
  glass::append_sortable(key, number);
  glass::TableReader at(tables_.docdata);
  if (!at.find(key)) return unusable("document " + std::to_string(number) + " is missing in the index");
  std::optional<std::string> text;
  if (at.form() == glass::TagForm::kDeflated) {
    text = inflate(at.tag());
    if (!text) return unusable("document " + std::to_string(number) + " of the index cannot be unpacked");
  }
  return decode_stored_document(text ? std::string_view(*text) : at.tag());
}

Result<SpooledDocument> OldGeneration::read(std::uint32_t number) const {
  auto was = stored(number);
  if (!was) return was.error();
  auto record = pages_.record(place_of_[number]);
  if (!record) return record.error();
  was->duplicates = 0;
  SpooledDocument document{std::move(*was), record->title_is_derived, std::move(record->digest), {}, {}};
  put_back_template_lines(document, std::move(record->lines), *linker_);
  return document;
}

}  // namespace polsearch
