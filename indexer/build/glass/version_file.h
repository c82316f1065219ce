// The file iamglass: which tables there are, where their roots stand, and the collection's statistics.
//
//   file  = 0F 0D "Xapian Glass" 04 6E, uuid{16} uint{revision} root{6} statistics
//   root  = uint{block} uint{level << 2 | sequential << 1 | unused} uint{entries} uint{block size / 2048}
//           uint{compress_from} counted{free list: uint{revision} uint{blocks} 00 00 00 00, nothing when unused}
//           in the order postlist, docdata, termlist, position, spelling, synonym
//   statistics = uint{documents} uint{last docid - documents} uint{shortest} uint{highest wdf}
//           uint{longest - highest wdf} uint{oldest changeset = 0} uint{total length} uint{spelling = 0}
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "indexer/build/glass/collection_stats.h"
#include "indexer/build/glass/table_writer.h"

namespace polsearch::glass {

struct TableRoots {
  TableRoot postlist, docdata, termlist, position;
};

// The uuid is made from the tables' digests, so that the same documents give the same file.
[[nodiscard]] std::string encode_version_file(const TableRoots& roots, const CollectionStats& stats);

// The tables of a database as write_glass_tables() or xapian-compact leaves it. None: damaged, or a stock writer has
// gone on with it since.
[[nodiscard]] std::optional<TableRoots> decode_version_file(std::string_view bytes);

}  // namespace polsearch::glass
