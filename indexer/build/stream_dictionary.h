// The dictionary of a term stream while it is written: which number, and so which code, each word gets.
//
//   create({7 -> 1 word, 2 -> 2 words}), add("coal", 2) -> 1, add("steel", 7) -> 0, add("tin", 2) -> 2, finish(...)
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <polsearch/result.h>
#include "analysis/term_stream_coding.h"
#include "indexer/build/buffered_file.h"

namespace polsearch {

// How many words stand how often: key = occurrences.
using WordsByCount = std::unordered_map<std::uint64_t, std::uint64_t>;

// Not thread-safe. Keeps eight bytes for 16 words, and buffers.
class StreamDictionary {
 public:
  // `scratch`: a folder for files without names. Errors (kIndex): more than 270 million words; of the files.
  [[nodiscard]] static Result<StreamDictionary> create(const std::filesystem::path& scratch,
                                                       const WordsByCount& words_by_count);

  // The word's number: the most frequent words get the short codes; of equally frequent ones the first. Words come in
  // bytewise order, as many of each count as create() was told; one more is an error.
  [[nodiscard]] Result<std::uint32_t> add(std::string_view word, std::uint64_t count);

  // Writes everything behind the records of `out`, whose head has been left free, and closes it (without fsync).
  [[nodiscard]] Status finish(BufferedFile out, BufferedFile record_index, std::uint32_t documents);

 private:
  // For each number of occurrences: how many of its words go to each code length.
  using Places = std::array<std::uint32_t, term_stream::kMaxCodeBytes>;
  // The words of one code length, as blocks.
  struct Class {
    BufferedFile blocks, counts;
    std::uint32_t next;  // number
    std::vector<std::uint64_t> block_begins;
    std::string before;
  };
  std::uint32_t add_to(Class& words, std::string_view word, std::uint64_t count);
  static Result<std::unordered_map<std::uint64_t, Places>> plan(const WordsByCount& words_by_count);

  std::unordered_map<std::uint64_t, Places> places_;
  std::vector<Class> classes_;
  std::string item_;
};

}  // namespace polsearch
