// The index on disk: a folder of generations behind one small pointer file.
//
//   INDEX/
//     current            "polsearch index 1\ngeneration 000003\nmanifest <XXH3-128 of manifest.json>\n"
//     000003/            one generation, never changed after it is published
//       manifest.json    schema, fingerprint, counts, every file with size and checksum
//       columns          analysis/columns.h
//       stream           analysis/term_stream.h
//       pairs            analysis/pair_sets.h
//       places           analysis/place_lists.h
//       xapian/          a Xapian (glass) database
//     lock               held (flock) by the writer
// Publishing = write the generation, fsync files and folders, then rename current.tmp to current.
// Here: names, the two small text formats, checksums of files. Opens no database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>

namespace polsearch {

// Six to eighteen digits: "000003".
[[nodiscard]] bool is_generation_name(std::string_view name);

struct IndexPointer {
  std::string generation;       // "000003"
  std::string manifest_digest;  // 32 hexadecimal digits
};
[[nodiscard]] std::string print_pointer(const IndexPointer& pointer);
[[nodiscard]] Result<IndexPointer> parse_pointer(std::string_view text);

struct ManifestFile {
  std::string path;  // relative to the generation: "xapian/postlist.glass"
  std::uint64_t bytes = 0;
  std::string digest;  // XXH3-128, hexadecimal
};

struct Manifest {
  int schema_version = 0;
  int feature_version = 0;
  std::string analysis_fingerprint;
  std::uint64_t documents = 0;
  std::uint64_t skipped = 0;
  std::uint64_t input_bytes = 0;
  std::vector<std::string> inputs;  // PATH arguments of the build, absolute
  std::string inputs_digest;        // of every id and page that was read, in order: what update compares; may be empty
  bool stock_tables = false;        // Xapian's position and term list tables are there too
  std::string knowledge_folder;     // overlay tables of the build, absolute; empty: none
  std::vector<ManifestFile> files;  // sorted by path
};
[[nodiscard]] std::string print_manifest(const Manifest& manifest);    // JSON, stable order
[[nodiscard]] Result<Manifest> parse_manifest(std::string_view json);  // kFormat error when the schema version differs

// XXH3-128 as 32 lower-case hexadecimal digits.
[[nodiscard]] std::string digest_of(std::string_view bytes);
[[nodiscard]] Result<std::string> digest_of_file(const std::filesystem::path& path);

[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t max_bytes = UINT64_MAX);

// A generation resolved once: what a reader opens. Never follow `current` twice for one answer.
struct Generation {
  std::filesystem::path folder;  // INDEX/000003
  Manifest manifest;
};
// Missing or broken pointer, folder or manifest: kIndex error (exit 3); other schema: kFormat (exit 4).
[[nodiscard]] Result<Generation> resolve_generation(const std::filesystem::path& index);

// Checks every file of the generation against its manifest; the first damaged or missing one is named. Linear in bytes.
[[nodiscard]] Status verify_generation(const Generation& generation);

}  // namespace polsearch
