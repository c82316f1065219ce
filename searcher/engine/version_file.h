// The version file "iamglass" of a database: where each table's tree begins, and the statistics that ranking needs.
//
//   iamglass -> {revision 1, postlist {root 812, level 2}, ..., 100,000 documents, total length 94,120,400}
#pragma once

#include <cstdint>
#include <string_view>

#include <polsearch/result.h>

namespace polsearch::engine {

struct TableRoot {
  std::uint32_t root = 0;
  std::uint32_t level = 0;  // of the root; 0: it is a leaf
  std::uint32_t block_bytes = 0;
  bool is_sequential = false;  // its leaves were written one behind the other
  bool is_unused = false;      // it has no file
};

// Grammar (numbers are uint, see analysis/glass_format.h):
//   iamglass = magic{"\x0F\x0DXapian Glass"} version{u16 big-endian} uuid{16 bytes} revision
//              root of postlist, docdata, termlist, position, spelling, synonym; statistics
//   root     = block{number} level * 4 + sequential * 2 + unused  entries  block_bytes / 2048  compress_from
//              length free_list
//   statistics = documents  last_document - documents  shortest  most_frequent  longest - most_frequent
//                changeset  total_length  spelling
struct VersionFile {
  std::uint32_t revision = 0;
  TableRoot postlist, docdata, termlist, position;
  std::uint32_t documents = 0;
  std::uint32_t last_document = 0;
  std::uint32_t shortest = 0;       // no document that has terms is shorter
  std::uint32_t most_frequent = 0;  // highest wdf of any posting
  std::uint64_t total_length = 0;
};

// Errors: kIndex, damaged or of a format that is not known.
[[nodiscard]] Result<VersionFile> parse_version_file(std::string_view bytes);

// Was the database made in one go, by our writer or by xapian-compact, with documents 1..N? Only such a one is read in
// place: a stock writer may change blocks that a reader still looks at.
[[nodiscard]] bool is_written_in_one_go(const VersionFile& version);

}  // namespace polsearch::engine
