// The index as it is now: a snapshot that a request holds for its whole life, replaced when the folder has a new
// generation.
//
//   current changes 000003 -> 000004: open it, warm its searchers, swap; requests under way end on 000003
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include <polsearch/searcher.h>

namespace polsearch::serve {

// One opened generation with its searchers. Immutable but for the pool; safe to share between threads.
class Snapshot {
 public:
  Snapshot(std::shared_ptr<const Index> index, std::string tag);

  // A searcher for one thread, given back when the loan ends. The loan must not outlive the snapshot.
  class Loan {
   public:
    Loan(Snapshot& owner, std::unique_ptr<Searcher> searcher) : owner_(owner), searcher_(std::move(searcher)) {}
    ~Loan() { owner_.give_back(std::move(searcher_)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    Searcher* operator->() { return searcher_.get(); }

   private:
    Snapshot& owner_;
    std::unique_ptr<Searcher> searcher_;
  };
  [[nodiscard]] Loan lend();

  // Opens the tables of `searchers` searchers now: later the generation's folder may be gone.
  [[nodiscard]] Status warm(std::size_t searchers);

  [[nodiscard]] const IndexSummary& summary() const { return summary_; }
  [[nodiscard]] const std::string& tag() const { return tag_; }  // differs for any two indexes; safe inside an ETag

 private:
  void give_back(std::unique_ptr<Searcher> searcher);

  const std::shared_ptr<const Index> index_;
  const IndexSummary summary_;
  const std::string tag_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Searcher>> idle_;
};

// Safe to share between threads.
class LiveIndex {
 public:
  struct Options {
    std::string folder, knowledge_folder;
    std::size_t searchers = 4;  // as many as requests are answered at once
  };
  static Result<std::unique_ptr<LiveIndex>> open(Options options);

  [[nodiscard]] std::shared_ptr<Snapshot> now() const;

  // Looks at the pointer file (a hundred bytes) and swaps when it names another index. A new one that
  // cannot be opened leaves the old one in place, is told by trouble(), and is tried again when the file changes, else
  // ever more rarely (after 1, 2, 4 .. 256 calls). True: swapped. One caller at a time.
  bool refresh();

  [[nodiscard]] std::string trouble() const;  // why the newest index is not the one in use; empty: it is
  [[nodiscard]] std::uint64_t swaps() const;
  [[nodiscard]] std::uint64_t failures() const;  // openings that failed

 private:
  explicit LiveIndex(Options options) : options_(std::move(options)) {}
  [[nodiscard]] bool is_worth_a_try(const std::string& pointer);

  const Options options_;
  std::string failed_pointer_;             // refresh() alone uses these three
  std::uint32_t skip_ = 0, patience_ = 1;  // calls to let pass before the same pointer is tried again
  mutable std::mutex mutex_;
  std::shared_ptr<Snapshot> snapshot_;
  std::string trouble_;
  std::uint64_t swaps_ = 0, failures_ = 0;
};

}  // namespace polsearch::serve
