// What an index holds, and whether it is whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <polsearch/result.h>
#include "analysis/index_layout.h"

namespace polsearch {

struct CountedName {
  std::string name;
  std::uint64_t documents = 0;
};

struct IndexInfo {
  std::string generation;
  Manifest manifest;
  std::uint64_t undated = 0;
  std::string first_date, last_date;               // ISO 8601, as precise as known; empty when no document has a date
  std::vector<CountedName> languages, ministries;  // most documents first, then by name
  std::uint64_t sources = 0;                       // different ones
  std::uint64_t bytes = 0;                         // of the generation's files
};

// Reads manifest and columns, not the tables. Errors: kIndex, kFormat.
[[nodiscard]] Result<IndexInfo> read_index_info(const std::filesystem::path& index);
[[nodiscard]] std::string print_info_json(const IndexInfo& info);  // one object in one line
[[nodiscard]] std::string print_info_text(const IndexInfo& info);

struct VerifyReport {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t documents = 0;
};
// Every file against its checksum, no stranger among them or beside them, and manifest, columns and tables agree on the number of
// documents. The first damaged part is named (kIndex). Linear in bytes.
[[nodiscard]] Result<VerifyReport> verify_index(const std::filesystem::path& index);

}  // namespace polsearch
