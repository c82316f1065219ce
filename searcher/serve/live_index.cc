#include "searcher/serve/live_index.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "analysis/index_layout.h"

namespace polsearch::serve {
namespace {

constexpr std::size_t kMaxPointerBytes = 4'096;

Result<std::string> pointer_text(const std::string& folder) {
  return read_file(std::filesystem::path(folder) / "current", kMaxPointerBytes);
}

// Two builds of the same pages have the same manifest but another folder, and the older one goes away.
std::string tag_of(const IndexPointer& pointer) { return pointer.generation + "-" + pointer.manifest_digest; }

// An index and the tag of the very generation that was opened: the pointer may move while we open.
Result<std::shared_ptr<Snapshot>> open_snapshot(const LiveIndex::Options& options) {
  constexpr int kTries = 8;
  Error last{Error::Kind::kIndex, "the index changes faster than it can be opened", ""};
  for (int i = 0; i < kTries; ++i) {
    auto index = Index::open(options.folder, options.knowledge_folder);
    if (!index) return index.error();
    const auto text = pointer_text(options.folder);
    const auto pointer = text ? parse_pointer(*text) : Result<IndexPointer>(text.error());
    if (!pointer || pointer->generation != (*index)->summary().generation) continue;
    auto snapshot = std::make_shared<Snapshot>(std::move(*index), tag_of(*pointer));
    const Status warm = snapshot->warm(options.searchers);
    if (warm) return snapshot;
    last = warm.error();
  }
  return last;
}

}  // namespace

Snapshot::Snapshot(std::shared_ptr<const Index> index, std::string tag)
    : index_(std::move(index)), summary_(index_->summary()), tag_(std::move(tag)) {}

Snapshot::Loan Snapshot::lend() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto searcher = std::move(idle_.back());
      idle_.pop_back();
      return {*this, std::move(searcher)};
    }
  }
  return {*this, std::make_unique<Searcher>(index_)};
}

void Snapshot::give_back(std::unique_ptr<Searcher> searcher) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(searcher));
}

Status Snapshot::warm(std::size_t searchers) {
  SearchRequest probe;
  probe.query = "policy";
  probe.count = 0;
  probe.facets.clear();
  for (std::size_t i = 0; i < searchers; ++i) {
    auto searcher = std::make_unique<Searcher>(index_);
    const auto answer = searcher->search(probe);
    if (!answer) return answer.error();
    give_back(std::move(searcher));
  }
  return Done{};
}

Result<std::unique_ptr<LiveIndex>> LiveIndex::open(Options options) {
  std::unique_ptr<LiveIndex> live(new LiveIndex(std::move(options)));
  auto snapshot = open_snapshot(live->options_);
  if (!snapshot) return snapshot.error();
  live->snapshot_ = std::move(*snapshot);
  return live;
}

std::shared_ptr<Snapshot> LiveIndex::now() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

bool LiveIndex::refresh() {
  const auto text = pointer_text(options_.folder);
  const auto pointer = text ? parse_pointer(*text) : Result<IndexPointer>(text.error());
  if (pointer && tag_of(*pointer) == now()->tag()) {
    const std::lock_guard lock(mutex_);
    trouble_.clear();
    return false;
  }
  if (!is_worth_a_try(text ? *text : std::string())) return false;
  auto snapshot = open_snapshot(options_);
  if (snapshot) patience_ = 1;
  const std::lock_guard lock(mutex_);
  if (!snapshot) {
    trouble_ = snapshot.error().message;
    ++failures_;
    return false;
  }
  trouble_.clear();
  snapshot_.swap(*snapshot);
  ++swaps_;
  return true;
}

bool LiveIndex::is_worth_a_try(const std::string& pointer) {
  constexpr std::uint32_t kMaxPatience = 256;
  if (pointer != failed_pointer_)
    patience_ = 1;
  else if (skip_ > 0)
    return --skip_, false;
  failed_pointer_ = pointer;
  skip_ = patience_;
  patience_ = std::min(patience_ * 2, kMaxPatience);
  return true;
}

std::string LiveIndex::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

std::uint64_t LiveIndex::swaps() const {
  const std::lock_guard lock(mutex_);
  return swaps_;
}

std::uint64_t LiveIndex::failures() const {
  const std::lock_guard lock(mutex_);
  return failures_;
}

}  // namespace polsearch::serve
