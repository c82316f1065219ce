// Who may write an index folder, where the next generation grows, and how it becomes the current one.
//
//   open -> lock held, leftovers gone, INDEX/.polsearch-staging empty -> (the build fills it) -> publish ->
//   INDEX/000004 current
// What stands in the folder at every moment of this, and why a crash never hurts: docs/decisions/0005-generations.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <polsearch/result.h>
#include "analysis/index_layout.h"
#include "indexer/build/file_handle.h"

namespace polsearch {

// The right to write one index folder, and its staging folder. Movable; the lock ends with it, the staging folder too.
class GenerationWriter {
 public:
  // Makes `index` when it is missing. Errors (kIndex): it is not empty and not ours, another process holds the lock
  // (named by its pid), not writable.
  [[nodiscard]] static Result<GenerationWriter> open(const std::filesystem::path& index);
  ~GenerationWriter();
  GenerationWriter(GenerationWriter&&) noexcept = default;
  GenerationWriter& operator=(GenerationWriter&&) noexcept = default;

  [[nodiscard]] std::filesystem::path scratch() const { return staging_ / "scratch"; }     // for temporary files
  [[nodiscard]] std::filesystem::path content() const { return staging_ / "generation"; }  // becomes the generation

  // Completes `manifest` with the files of content(), writes it, makes all durable and current, removes older
  // generations. Returns the bytes of the generation. On an error the old generation is still current.
  [[nodiscard]] Result<std::uint64_t> publish(Manifest manifest);

 private:
  GenerationWriter(std::filesystem::path index, FileHandle lock);
  [[nodiscard]] Status start_clean();

  std::filesystem::path index_, staging_;
  FileHandle lock_;
};

// Removes what a writer that died left in `index`. Does nothing where another process writes or nobody may.
void sweep_index(const std::filesystem::path& index);

// What stands in `index` beside generations, pointer, lock and what a killed writer may leave is named (kIndex).
[[nodiscard]] Status check_no_strangers(const std::filesystem::path& index);

}  // namespace polsearch
