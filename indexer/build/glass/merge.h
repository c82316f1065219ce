// Sorted streams of many runs -> one: the groups of equal keys side by side, documents ascending.
//
//   run 1: coal (1) (3) | steel (2); run 2: coal (9) -> "coal" of runs 1 and 2, "steel" of run 1
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include "indexer/build/glass/run_file.h"

namespace polsearch::glass {

class GroupMerge {
 public:
  // All runs of a file, each through a buffer of `buffer_bytes`.
  GroupMerge(const RunFile& file, std::size_t buffer_bytes);

  // The next key. The caller has read all entries of the group before. False at the end and after an error.
  bool next();
  [[nodiscard]] std::string_view key() const { return group_.front()->key(); }
  [[nodiscard]] std::uint64_t entries() const;
  [[nodiscard]] std::uint64_t total() const;
  // The runs that have the key, in document order.
  [[nodiscard]] const std::vector<RunReader*>& group() const { return group_; }

  // The places of those runs among the file's extents.
  [[nodiscard]] const std::vector<std::uint32_t>& group_runs() const { return group_runs_; }

  // The first error of a run, if there was one.
  [[nodiscard]] Status status() const;

 private:
  // A run with the beginning of its key, which nearly always tells keys apart, and its length.
  struct Head {
    std::uint64_t head = 0, next = 0;
    std::uint32_t run = 0, key_bytes = 0;
  };
  [[nodiscard]] Head head_of_run(std::uint32_t run) const;
  [[nodiscard]] int compare(const Head& a, const Head& b) const;
  [[nodiscard]] bool is_after(const Head& a, const Head& b) const;
  void push(std::uint32_t run);
  std::uint32_t pop();

  std::vector<RunReader> runs_;
  std::vector<Head> heap_;  // the least on top
  std::vector<std::uint32_t> group_runs_;
  std::vector<RunReader*> group_;
  bool has_failed_ = false;
};

}  // namespace polsearch::glass
