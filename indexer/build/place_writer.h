// The term stream of a generation -> its place lists (analysis/place_lists.h).
//
//   write_place_lists("000003/stream", "000003/places")
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include <polsearch/result.h>
#include "indexer/build/buffered_file.h"

namespace polsearch {

// A list as it stands in the file.
struct PlaceList {
  std::uint64_t key = 0;
  std::string_view bytes;
};

// The file, written block by block. The first failure sticks: finish() returns it.
class PlaceFile {
 public:
  [[nodiscard]] static Result<PlaceFile> create(const std::filesystem::path& path);

  // `lists` by rising key.
  void append_block(const std::vector<PlaceList>& lists);
  // Closes the file (without fsync).
  [[nodiscard]] Status finish(std::uint32_t documents);

 private:
  explicit PlaceFile(BufferedFile file) : file_(std::move(file)) {}
  BufferedFile file_;
  std::vector<std::uint64_t> begins_;  // of the blocks
};

// One pass over the stream, about 20 ns a Han character or Thai gram. Memory: twelve bytes a word of its dictionary and
// the lists of 4,096 documents. Nothing is fsynced. Errors (kIndex).
[[nodiscard]] Status write_place_lists(const std::filesystem::path& stream, const std::filesystem::path& places);

}  // namespace polsearch
