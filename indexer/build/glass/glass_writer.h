// Documents by number -> a Xapian database and a term stream, its tables written directly: about twenty times less work
// than through Xapian's API (docs/decisions/0008).
#pragma once

#include <cstddef>

#include "indexer/build/index_writer.h"

namespace polsearch {

// Same contract as write_xapian_tables(), and a database of the same content. The same documents give the same bytes,
// whatever `jobs` and `memory_bytes` are. What stays in `scratch` meanwhile has no name. Beside memory_bytes it keeps a
// few KB for each run that is on the disk.
[[nodiscard]] Status write_glass_tables(const DocumentSource& source, const WriteTables& request);

}  // namespace polsearch
