#include "searcher/engine/version_file.h"

#include <array>
#include <limits>

#include "analysis/glass_format.h"
#include "searcher/engine/glass_numbers.h"

namespace polsearch::engine {
namespace {

constexpr std::size_t kUuidBytes = 16;
constexpr std::uint32_t kMaxBlockUnits = 32;  // 64 KiB
constexpr std::uint32_t kMaxLevel = 10;

// Reads numbers until one is missing; then is_sound() is false and the rest reads as 0.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : at_(begin_of(bytes)), end_(at_ + bytes.size()) {}

  template <class Number>
  Number number() {
    Number value = 0;
    if (is_sound_ && !read_uint(at_, end_, value)) is_sound_ = false;
    return is_sound_ ? value : 0;
  }
  void skip(std::size_t bytes) {
    if (bytes > static_cast<std::size_t>(end_ - at_)) is_sound_ = false;
    if (is_sound_) at_ += bytes;
  }
  [[nodiscard]] bool is_sound() const { return is_sound_; }
  [[nodiscard]] bool at_end() const { return at_ == end_; }

 private:
  const unsigned char* at_;
  const unsigned char* end_;
  bool is_sound_ = true;
};

TableRoot read_root(Reader& reader) {
  TableRoot table;
  table.root = reader.number<std::uint32_t>();
  const auto flags = reader.number<std::uint32_t>();
  table.level = flags >> 2;
  table.is_sequential = (flags & glass::kSequentialFlag) != 0;
  table.is_unused = (flags & glass::kUnusedFlag) != 0;
  (void)reader.number<std::uint64_t>();  // entries
  const auto units = reader.number<std::uint32_t>();
  table.block_bytes = units <= kMaxBlockUnits ? units * static_cast<std::uint32_t>(glass::kBlockUnit) : 0;
  (void)reader.number<std::uint32_t>();  // compress_from
  reader.skip(reader.number<std::uint32_t>());
  return table;
}

bool is_readable(const TableRoot& table) {
  return table.is_unused || (table.is_sequential && table.block_bytes > 0 && table.level <= kMaxLevel);
}

Error damaged() { return {Error::Kind::kIndex, "the version file of the tables is damaged", "rebuild the index"}; }

}  // namespace

Result<VersionFile> parse_version_file(std::string_view bytes) {
  if (!bytes.starts_with(glass::kVersionMagic)) return damaged();
  Reader reader(bytes.substr(glass::kVersionMagic.size()));
  reader.skip(kUuidBytes);
  VersionFile version;
  version.revision = reader.number<std::uint32_t>();
  TableRoot spelling, synonym;
  for (TableRoot* table :
       {&version.postlist, &version.docdata, &version.termlist, &version.position, &spelling, &synonym})
    *table = read_root(reader);
  version.documents = reader.number<std::uint32_t>();
  const auto last_document = version.documents + reader.number<std::uint64_t>();
  version.shortest = reader.number<std::uint32_t>();
  version.most_frequent = reader.number<std::uint32_t>();
  (void)reader.number<std::uint32_t>();  // longest - most_frequent
  (void)reader.number<std::uint32_t>();  // changeset
  version.total_length = reader.number<std::uint64_t>();
  (void)reader.number<std::uint32_t>();  // spelling
  if (!reader.is_sound() || !reader.at_end() || last_document > std::numeric_limits<std::uint32_t>::max())
    return damaged();
  version.last_document = static_cast<std::uint32_t>(last_document);
  return version;
}

bool is_written_in_one_go(const VersionFile& version) {
  return version.revision == glass::kRevision && version.documents == version.last_document &&
         is_readable(version.postlist) && is_readable(version.docdata) && is_readable(version.termlist) &&
         is_readable(version.position);
}

}  // namespace polsearch::engine
