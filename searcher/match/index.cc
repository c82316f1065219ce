// Opens one generation of an index: pointer -> manifest -> columns -> tables (see searcher.h).
#include <algorithm>
#include <filesystem>
#include <utility>

#include "analysis/mapped_file.h"
#include "searcher/match/database.h"
#include "searcher/match/index_impl.h"

namespace polsearch {
namespace {

std::filesystem::path tables_folder(const Generation& generation) { return generation.folder / "xapian"; }

// The columns file is small and everything is counted by it, so its checksum is verified at every opening.
Result<Columns> read_columns(const Generation& generation) {
  const auto mapped = MappedFile::open(generation.folder / "columns");
  if (!mapped) return mapped.error();
  const std::string_view bytes = mapped->bytes();
  for (const ManifestFile& file : generation.manifest.files)
    if (file.path == "columns" && file.digest != digest_of(bytes))
      return Error{Error::Kind::kIndex, "the columns file is damaged", ""};
  return decode_columns(bytes);
}

Result<Columns> columns_of(const Generation& generation, const match::Database& database,
                           std::vector<std::string>& warnings) {
  auto columns = read_columns(generation);
  if (columns && columns->documents == database.document_count()) return columns;
  const std::string why = columns ? "it counts other documents than the tables" : columns.error().message;
  warnings.push_back("the index's columns were rebuilt from its tables (" + why + "): rebuild the index");
  return database.columns_from_slots(tables_folder(generation));
}

// Whatever hinders the reading of an index's own files is the index's failure, not the question's.
Error of_the_index(Error error) {
  if (error.kind == Error::Kind::kInput) error.kind = Error::Kind::kIndex;
  return error;
}

struct OpenedTables {
  Generation generation;
  match::SharedTables tables;
  Columns columns;
  std::vector<std::string> warnings;
};

// Without one of these files a search would still answer, and find less: phrases nothing, without the stream.
Status has_files_beside_tables(const Generation& generation) {
  for (const ManifestFile& file : generation.manifest.files) {
    if (file.path != "stream" && file.path != "pairs" && file.path != "places") continue;
    const std::filesystem::path path = generation.folder / file.path;
    std::error_code error;
    const std::uint64_t bytes = std::filesystem::file_size(path, error);
    const std::string why = error ? "cannot read " + path.string() + ": " + error.message()
                                  : path.string() + " is damaged: its size is not the manifest's";
    if (error || bytes != file.bytes)
      return Error{Error::Kind::kIndex, why, "build the index again: polindex build -o INDEX PATH..."};
  }
  return Done{};
}

Result<OpenedTables> open_tables(Generation generation) {
  if (Status ok = has_files_beside_tables(generation); !ok) return ok.error();
  const auto database = match::Database::open(tables_folder(generation), generation.folder / "stream",
                                              generation.folder / "pairs", generation.folder / "places");
  if (!database) return of_the_index(database.error());
  OpenedTables opened;
  auto columns = columns_of(generation, *database, opened.warnings);
  if (!columns) return columns.error();
  opened.columns = std::move(*columns);
  opened.tables = database->tables();
  opened.generation = std::move(generation);
  return opened;
}

// A generation is removed as soon as the next one is published, perhaps while we open it: then the pointer has moved,
// and that one counts. A failure under a pointer that stands is damage.
Result<OpenedTables> open_current(const std::string& folder) {
  constexpr int kTries = 100;
  for (int tries = 1;; ++tries) {
    auto generation = resolve_generation(folder);
    if (!generation) return generation.error();
    const std::filesystem::path tried = generation->folder;
    auto opened = open_tables(std::move(*generation));
    if ((opened && opened->warnings.empty()) || tries == kTries) return opened;
    const auto now = resolve_generation(folder);
    if (!now || now->folder == tried) return opened;
  }
}

}  // namespace

std::vector<std::string> match::OpenIndex::all_warnings() const {
  std::vector<std::string> all = warnings;
  const std::string& built_with = generation.manifest.analysis_fingerprint;
  if (known().fingerprint != built_with)
    all.push_back("the index was built with another analysis or other tables (" + built_with +
                  "): give the folder of tables it was built with (--knowledge), or rebuild it with polindex build");
  return all;
}

Index::Index(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Index::~Index() = default;

Result<std::shared_ptr<const Index>> Index::open(std::string_view folder, std::string_view knowledge_folder) {
  auto impl = std::make_unique<Impl>();
  impl->folder = std::string(folder);
  auto opened = open_current(impl->folder);
  if (!opened) return opened.error();
  impl->generation = std::move(opened->generation);
  impl->columns = std::move(opened->columns);
  impl->tables = std::move(opened->tables);
  impl->warnings = std::move(opened->warnings);
  if (!knowledge_folder.empty())
    if (Status read = impl->shared_names.read(knowledge_folder, impl->analyzer); !read) return read.error();
  return std::shared_ptr<const Index>(new Index(std::move(impl)));
}

IndexSummary Index::summary() const {
  IndexSummary summary;
  summary.folder = impl_->folder;
  summary.generation = impl_->generation.folder.filename().string();
  summary.analysis_fingerprint = impl_->generation.manifest.analysis_fingerprint;
  summary.documents = impl_->columns.documents;
  for (const std::uint32_t day : impl_->columns.days) summary.dated += day != 0 ? 1 : 0;
  for (const ManifestFile& file : impl_->generation.manifest.files) summary.index_bytes += file.bytes;
  summary.warnings = impl_->all_warnings();
  return summary;
}

}  // namespace polsearch
