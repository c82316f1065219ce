#include "indexer/build/glass/merge.h"

#include <algorithm>

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
  do {
    group_runs_.push_back(pop());
    group_.push_back(&runs_[group_runs_.back()]);
  } while (!heap_.empty() && heap_.front().head == group_.front()->head() &&
           compare_rest(runs_[heap_.front().run], *group_.front()) == 0);
  return true;
}

void GroupMerge::push(std::uint32_t run) {
  if (!runs_[run].next_group()) {
    has_failed_ = has_failed_ || runs_[run].failure().has_value();
    return;
  }
  heap_.push_back({runs_[run].head(), run});
  std::push_heap(heap_.begin(), heap_.end(), [&](const Head& a, const Head& b) { return is_after(a, b); });
}

std::uint32_t GroupMerge::pop() {
  std::pop_heap(heap_.begin(), heap_.end(), [&](const Head& a, const Head& b) { return is_after(a, b); });
  const std::uint32_t run = heap_.back().run;
  heap_.pop_back();
  return run;
}

// Of keys with the same head, which holds all of a short one; zero bytes behind it may be the key's own.
int GroupMerge::compare_rest(const RunReader& a, const RunReader& b) {
  const std::string_view key = a.key(), other = b.key();
  if (std::max(key.size(), other.size()) > sizeof(Head::head)) return key.compare(other);
  return static_cast<int>(key.size()) - static_cast<int>(other.size());
}

bool GroupMerge::is_after(const Head& a, const Head& b) const {
  if (a.head != b.head) return a.head > b.head;
  const int order = compare_rest(runs_[a.run], runs_[b.run]);
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
