#include "indexer/build/glass/merge.h"

#include <algorithm>

#include "indexer/build/glass/term_dictionary.h"

namespace polsearch::glass {

GroupMerge::GroupMerge(const RunFile& file, std::size_t buffer_bytes) {
  for (const RunExtent& extent : file.extents()) runs_.emplace_back(file, extent, buffer_bytes);
  for (std::uint32_t run = 0; run < runs_.size(); ++run) group_runs_.push_back(run);
}

bool GroupMerge::next() {
  for (const std::uint32_t run : group_runs_) push(run);
  group_runs_.clear();
  group_.clear();
  if (heap_.empty() || has_failed_) return false;
  const Head first = heap_.front();
  do {
    group_runs_.push_back(pop());
    group_.push_back(&runs_[group_runs_.back()]);
  } while (!heap_.empty() && compare(heap_.front(), first) == 0);
  return true;
}

void GroupMerge::push(std::uint32_t run) {
  if (!runs_[run].next_group()) {
    has_failed_ = has_failed_ || runs_[run].failure().has_value();
    return;
  }
  heap_.push_back(head_of_run(run));
  std::push_heap(heap_.begin(), heap_.end(), [&](const Head& a, const Head& b) { return is_after(a, b); });
}

std::uint32_t GroupMerge::pop() {
  std::pop_heap(heap_.begin(), heap_.end(), [&](const Head& a, const Head& b) { return is_after(a, b); });
  const std::uint32_t run = heap_.back().run;
  heap_.pop_back();
  return run;
}

GroupMerge::Head GroupMerge::head_of_run(std::uint32_t run) const {
  const std::string_view key = runs_[run].key();
  const std::string_view rest = key.substr(std::min(key.size(), sizeof(Head::head)));
  return {head_of(key), head_of(rest), run, static_cast<std::uint32_t>(key.size())};
}

int GroupMerge::compare(const Head& a, const Head& b) const {
  if (a.head != b.head) return a.head < b.head ? -1 : 1;
  if (a.next != b.next) return a.next < b.next ? -1 : 1;
  // All of a short key stands in its head; zero bytes behind it may be the key's own.
  if (std::max(a.key_bytes, b.key_bytes) <= 2 * sizeof a.head)
    return static_cast<int>(a.key_bytes) - static_cast<int>(b.key_bytes);
  return runs_[a.run].key().compare(runs_[b.run].key());
}

bool GroupMerge::is_after(const Head& a, const Head& b) const {
  const int order = compare(a, b);
  return order != 0 ? order > 0 : a.run > b.run;
}

std::uint64_t GroupMerge::entries() const {
  std::uint64_t entries = 0;
  for (const RunReader* run : group_) entries += run->entries();
  return entries;
}

std::uint64_t GroupMerge::total() const {
  std::uint64_t total = 0;
  for (const RunReader* run : group_) total += run->total();
  return total;
}

Status GroupMerge::status() const {
  for (const RunReader& run : runs_)
    if (run.failure()) return *run.failure();
  return Done{};
}

}  // namespace polsearch::glass
