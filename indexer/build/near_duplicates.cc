#include "indexer/build/near_duplicates.h"

#include <fcntl.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "indexer/build/durable_files.h"
#include "indexer/build/shingles.h"

namespace polsearch {
namespace {

// A body that was unlike this many others is not compared further: it bounds the work on bodies that share a template.
constexpr unsigned kMaxComparisons = 32;
// Bodies of one bucket that later ones are compared with.
constexpr std::size_t kMaxLeaders = 8;
// Texts that one set of connected bodies may fall into.
constexpr std::size_t kMaxCenters = 32;
constexpr std::size_t kMaxKnownDifferent = 65536;  // pairs remembered: about 3 MiB
constexpr std::uint64_t kRememberedPairs = 8;      // compared pairs, a document
constexpr std::uint64_t kMinBucketEntries = 1024;
constexpr std::uint64_t kMemoryShare = 16;  // of --memory: once for buckets, once for bodies

void sort_out(std::vector<std::uint64_t>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::size_t count_shared(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t shared = 0;
  for (auto at = a.begin(), of = b.begin(); at != a.end() && of != b.end();) {
    if (*at == *of)
      ++shared, ++at, ++of;
    else if (*at < *of)
      ++at;
    else
      ++of;
  }
  return shared;
}

// A bucket's key with one of its documents.
struct Entry {
  std::uint64_t key;
  std::uint32_t number;
  friend bool operator<(const Entry& a, const Entry& b) {
    return std::pair(a.key, a.number) < std::pair(b.key, b.number);
  }
};

// Leaves out entries that surely share their key with none, which are nearly all: what is left is soon sorted.
class SingleFilter {
 public:
  void apply(std::vector<Entry>& entries) {
    constexpr unsigned kSlotsPerEntry = 8;
    bits_ = static_cast<unsigned>(std::bit_width(kSlotsPerEntry * entries.size()));
    counts_.assign(std::size_t{1} << bits_, 0);
    for (const Entry& entry : entries) {
      std::uint8_t& count = counts_[slot(entry)];
      count = static_cast<std::uint8_t>(count + (count < 2 ? 1 : 0));
    }
    std::erase_if(entries, [&](const Entry& entry) { return counts_[slot(entry)] < 2; });
  }

 private:
  // Source of the multiplier: Knuth, "The Art of Computer Programming", volume 3, 6.4 (golden ratio).
  [[nodiscard]] std::size_t slot(const Entry& entry) const {
    return static_cast<std::size_t>((entry.key * 0x9E3779B97F4A7C15) >> (64 - bits_));
  }
  unsigned bits_ = 0;
  std::vector<std::uint8_t> counts_;  // 2: two and more
};

class Grouping {
 public:
  Grouping(const Spool& spool, const SketchFile& sketches, std::uint64_t memory_bytes, const ComparedPairs& known)
      : spool_(spool),
        sketches_(sketches),
        known_(known),
        count_(spool.documents()),
        bytes_for_buckets_(std::max(kMinBucketEntries * sizeof(Entry), memory_bytes / kMemoryShare)),
        bytes_for_bodies_(memory_bytes / kMemoryShare) {}

  Result<DuplicateGroups> run() {
    number_of_place_.resize(count_);
    for (std::uint32_t number = 1; number <= count_; ++number) number_of_place_[spool_.place(number) - 1] = number;
    if (Status read = read_lengths(); !read) return read.error();
    canonical_.assign(count_, 0);
    parent_.resize(count_);
    std::iota(parent_.begin(), parent_.end(), 1);
    unlike_.assign(count_, 0);
    if (Status same = join_same_texts(); !same) return same.error();
    for (std::size_t band = 0; band < kBands; ++band)
      if (Status similar = join_similar(band); !similar) return similar.error();
    if (Status split = split_into_groups(); !split) return split.error();
    return finish();
  }

 private:
  using Bucket = std::vector<std::uint32_t>;  // document numbers, ascending

  Status read_lengths() {
    length_.resize(count_);
    return each_value(SketchFile::kLength,
                      [&](std::uint32_t number, std::uint32_t length) { length_[number - 1] = length; });
  }

  Status each_value(std::size_t column, const std::function<void(std::uint32_t, std::uint32_t)>& take) const {
    for (std::uint32_t block = 0; block < sketches_.blocks(); ++block) {
      const auto values = sketches_.read(block, column);
      if (!values) return values.error();
      for (std::uint32_t i = 0; i < values->size(); ++i)
        take(number_of_place_[block * SketchFile::kBlock + i], (*values)[i]);
    }
    return Done{};
  }

  // Calls `take` for each set of two and more documents with one key, as many keys at a time as memory holds.
  // Key 0 is none.
  Status each_bucket(const std::function<Status(std::vector<Entry>&, std::uint64_t, std::uint64_t)>& collect,
                     const std::function<Status(const Bucket&)>& take) const {
    const std::uint64_t parts = 1 + count_ * sizeof(Entry) / bytes_for_buckets_;
    const std::uint64_t width = UINT64_MAX / parts + (parts > 1 ? 1 : 0);
    std::vector<Entry> entries;
    SingleFilter filter;
    Bucket bucket;
    for (std::uint64_t part = 0; part < parts; ++part) {
      entries.clear();
      const std::uint64_t last = part + 1 == parts ? UINT64_MAX : (part + 1) * width - 1;
      if (Status collected = collect(entries, part * width, last); !collected) return collected;
      filter.apply(entries);
      std::sort(entries.begin(), entries.end());
      for (std::size_t begin = 0, end = 0; begin < entries.size(); begin = end) {
        bucket.clear();
        for (; end < entries.size() && entries[end].key == entries[begin].key; ++end)
          bucket.push_back(entries[end].number);
        if (bucket.size() < 2) continue;
        if (Status taken = take(bucket); !taken) return taken;
      }
    }
    return Done{};
  }

  // Bodies that are the same letter by letter: one of them stands for all from here on.
  Status join_same_texts() {
    const auto collect = [&](std::vector<Entry>& entries, std::uint64_t first, std::uint64_t last) -> Status {
      for (std::uint32_t block = 0; block < sketches_.blocks(); ++block) {
        const auto low = sketches_.read(block, SketchFile::kTextLow);
        const auto high = sketches_.read(block, SketchFile::kTextHigh);
        if (!low || !high) return low ? high.error() : low.error();
        for (std::uint32_t i = 0; i < low->size(); ++i) {
          const std::uint64_t key = std::uint64_t{(*high)[i]} << 32 | (*low)[i];
          if (key != 0 && key >= first && key <= last)
            entries.push_back({key, number_of_place_[block * SketchFile::kBlock + i]});
        }
      }
      return Done{};
    };
    return each_bucket(collect, [&](const Bucket& same) -> Status {
      const auto first = first_of(same);
      if (!first) return first.error();
      for (const std::uint32_t number : same) canonical_[number - 1] = *first;
      return Done{};
    });
  }

  // Connects bodies of one bucket of a band that are near-duplicates indeed.
  Status join_similar(std::size_t band) {
    const auto collect = [&](std::vector<Entry>& entries, std::uint64_t first, std::uint64_t last) {
      return each_value(SketchFile::kFirstBand + band, [&](std::uint32_t number, std::uint32_t hash) {
        const std::uint64_t key = std::uint64_t{hash} << 32;
        if (key != 0 && key >= first && key <= last && stands_for_itself(number)) entries.push_back({key, number});
      });
    };
    return each_bucket(collect, [&](const Bucket& bucket) { return join_bucket(bucket); });
  }

  Status join_bucket(const Bucket& bucket) {
    std::vector<std::uint32_t> leaders;
    for (const std::uint32_t number : bucket) {
      const auto joined = join_one(number, leaders);
      if (!joined) return joined.error();
      if (!*joined && leaders.size() < kMaxLeaders) leaders.push_back(number);
    }
    return Done{};
  }

  Result<bool> join_one(std::uint32_t number, const std::vector<std::uint32_t>& leaders) {
    for (const std::uint32_t leader : leaders)
      if (root(leader) == root(number)) return true;
    for (const std::uint32_t leader : leaders) {
      if (unlike_[number - 1] >= kMaxComparisons) return false;
      const std::uint64_t pair = std::uint64_t{std::min(leader, number)} << 32 | std::max(leader, number);
      if (different_.contains(pair)) continue;
      const auto alike = are_duplicates(number, leader);
      if (!alike) return alike.error();
      if (*alike) {
        const std::uint32_t of_leader = root(leader), own = root(number);
        parent_[std::max(of_leader, own) - 1] = std::min(of_leader, own);
        return true;
      }
      ++unlike_[number - 1];
      if (different_.size() >= kMaxKnownDifferent) different_.clear();
      different_.insert(pair);
    }
    return false;
  }

  // Being alike is not transitive: a round-up holds two articles that have nothing in common. So each connected set
  // is split into groups of bodies that are like their canonical one.
  Status split_into_groups() {
    std::vector<std::uint64_t> members;  // root and number
    for (std::uint32_t number = 1; number <= count_; ++number)
      if (root(number) != number) {
        members.push_back(std::uint64_t{root(number)} << 32 | root(number));
        members.push_back(std::uint64_t{root(number)} << 32 | number);
      }
    sort_out(members);
    for (std::size_t begin = 0, end = 0; begin < members.size(); begin = end) {
      Bucket connected;
      for (; end < members.size() && members[end] >> 32 == members[begin] >> 32; ++end)
        connected.push_back(static_cast<std::uint32_t>(members[end]));
      if (Status split = split_connected(std::move(connected)); !split) return split;
    }
    return Done{};
  }

  Status split_connected(Bucket left) {
    for (std::size_t centers = 0; centers < kMaxCenters && left.size() > 1; ++centers) {
      const auto center = first_of(left);
      if (!center) return center.error();
      Bucket others;
      for (const std::uint32_t number : left) {
        if (number == *center) continue;
        const auto alike = are_duplicates(number, *center);
        if (!alike) return alike.error();
        if (*alike)
          canonical_[number - 1] = canonical_[*center - 1] = *center;
        else
          others.push_back(number);
      }
      left = std::move(others);
    }
    return Done{};
  }

  DuplicateGroups finish() {
    DuplicateGroups groups;
    groups.size.assign(count_, 0);
    for (std::uint32_t& canonical : canonical_)  // the text that stands for it may have another before it
      if (canonical != 0) canonical = canonical_[canonical - 1];
    for (const std::uint32_t canonical : canonical_)
      if (canonical != 0) ++groups.size[canonical - 1];
    for (std::uint32_t number = 1; number <= count_; ++number) {
      const std::uint32_t canonical = canonical_[number - 1];
      if (canonical == 0 || canonical == number) continue;
      groups.size[number - 1] = groups.size[canonical - 1];
      ++groups.duplicates;
    }
    groups.canonical = std::move(canonical_);
    sort_out(compared_.alike);
    sort_out(compared_.different);
    groups.compared = std::move(compared_);
    return groups;
  }

  [[nodiscard]] bool stands_for_itself(std::uint32_t number) const {
    return canonical_[number - 1] == 0 || canonical_[number - 1] == number;
  }

  std::uint32_t root(std::uint32_t number) {
    while (parent_[number - 1] != number) {
      parent_[number - 1] = parent_[parent_[number - 1] - 1];  // halves the path
      number = parent_[number - 1];
    }
    return number;
  }

  // The canonical one of some documents: the earliest, then the longest, then by id. Undated ones come last.
  Result<std::uint32_t> first_of(const Bucket& numbers) const {
    std::uint32_t first = numbers.front();
    std::optional<std::string> first_id;
    for (std::size_t i = 1; i < numbers.size(); ++i) {
      const std::uint32_t number = numbers[i];
      const auto rank = rank_of(number), best = rank_of(first);
      if (rank > best) continue;
      std::optional<std::string> id;
      if (rank == best) {
        for (auto [of, into] : {std::pair(first, &first_id), std::pair(number, &id)}) {
          if (*into) continue;
          auto document = spool_.read(of);
          if (!document) return document.error();
          *into = std::move(document->stored.id);
        }
        if (*first_id < *id) continue;
      }
      first = number;
      first_id = std::move(id);
    }
    return first;
  }

  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> rank_of(std::uint32_t number) const {
    const std::uint32_t day = spool_.day(number);
    return {day == 0 ? UINT32_MAX : day, UINT32_MAX - length_[number - 1]};
  }

  Result<bool> are_duplicates(std::uint32_t a, std::uint32_t b) {
    const std::uint64_t pair = std::uint64_t{std::min(a, b)} << 32 | std::max(a, b);
    const auto stands_in = [&](const std::vector<std::uint64_t>& pairs) {
      return std::binary_search(pairs.begin(), pairs.end(), pair);
    };
    const bool was_alike = stands_in(known_.alike);
    if (was_alike || stands_in(known_.different)) {
      remember(pair, was_alike);
      return was_alike;
    }
    const auto alike = compare_bodies(a, b);
    if (alike) remember(pair, *alike);
    return alike;
  }

  void remember(std::uint64_t pair, bool is_alike) {
    ComparedPairs& compared = compared_;
    if (compared.alike.size() + compared.different.size() >= kRememberedPairs * std::uint64_t{count_}) return;
    (is_alike ? compared.alike : compared.different).push_back(pair);
  }

  Result<bool> compare_bodies(std::uint32_t a, std::uint32_t b) {
    const auto of_a = sets_of(a);
    if (!of_a) return of_a.error();
    const auto of_b = sets_of(b);
    if (!of_b) return of_b.error();
    return compare(**of_a, **of_b) == Likeness::kDuplicate;
  }

  Result<std::shared_ptr<const BodySets>> sets_of(std::uint32_t number) {
    if (const auto found = bodies_.find(number); found != bodies_.end()) return found->second;
    const auto document = spool_.read(number);
    if (!document) return document.error();
    auto sets = std::make_shared<const BodySets>(to_sets(document->stored.body));
    const std::uint64_t bytes = sizeof(std::uint64_t) * (sets->shingles.size() + sets->figures.size()) + 128;
    if (bytes_of_bodies_ + bytes > bytes_for_bodies_) {
      bodies_.clear();
      bytes_of_bodies_ = 0;
    }
    bytes_of_bodies_ += bytes;
    bodies_.emplace(number, sets);
    return std::shared_ptr<const BodySets>(std::move(sets));
  }

  const Spool& spool_;
  const SketchFile& sketches_;
  const ComparedPairs& known_;
  ComparedPairs compared_;  // not sorted yet
  const std::uint32_t count_;
  const std::uint64_t bytes_for_buckets_, bytes_for_bodies_;

  // All by number - 1, but for the first: by place in the input - 1.
  std::vector<std::uint32_t> number_of_place_, length_;
  std::vector<std::uint32_t> canonical_;  // of its text; 0: no other has it
  std::vector<std::uint32_t> parent_;     // union-find over documents that stand for their text
  std::vector<std::uint8_t> unlike_;      // comparisons in vain

  std::unordered_set<std::uint64_t> different_;
  std::unordered_map<std::uint32_t, std::shared_ptr<const BodySets>> bodies_;
  std::uint64_t bytes_of_bodies_ = 0;
};

}  // namespace

BodySets to_sets(std::string_view body) {
  BodyShingles cut = cut_shingles(body);
  sort_out(cut.shingles);
  sort_out(cut.figures);
  cut.shingles.shrink_to_fit();
  return {std::move(cut.shingles), std::move(cut.figures)};
}

Likeness compare(const BodySets& a, const BodySets& b) {
  const BodySets& small = a.shingles.size() <= b.shingles.size() ? a : b;
  const BodySets& large = &small == &a ? b : a;
  const std::size_t shared = count_shared(small.shingles, large.shingles);
  if (static_cast<double>(shared) < kDuplicateContainment * static_cast<double>(small.shingles.size()) || shared == 0)
    return Likeness::kDifferent;
  const std::size_t other_figures = small.figures.size() - count_shared(small.figures, large.figures);
  const bool is_series = other_figures >= 2 && static_cast<double>(other_figures) >
                                                   kSeriesFigures * static_cast<double>(small.figures.size());
  return is_series ? Likeness::kSeries : Likeness::kDuplicate;
}

Result<SketchFile> SketchFile::create(const std::filesystem::path& file) {
  SketchFile sketches;
  sketches.path_ = file;
  sketches.file_ = FileHandle(::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!sketches.file_) return cannot_write(file, errno);
  sketches.block_.resize(kColumns * kBlock);
  return sketches;
}

Status SketchFile::append(const BodySketch& sketch) {
  const std::size_t row = documents_ % kBlock;
  const auto at = [&](std::size_t column) -> std::uint32_t& { return block_[column * kBlock + row]; };
  at(kLength) = sketch.length;
  at(kTextLow) = static_cast<std::uint32_t>(sketch.text_hash);
  at(kTextHigh) = static_cast<std::uint32_t>(sketch.text_hash >> 32);
  for (std::size_t band = 0; band < kBands; ++band) at(kFirstBand + band) = sketch.bands[band];
  if (++documents_ % kBlock != 0) return Done{};
  return file_.write_all({reinterpret_cast<const char*>(block_.data()), block_.size() * sizeof(std::uint32_t)}, path_);
}

Result<std::vector<std::uint32_t>> SketchFile::read(std::uint32_t block, std::size_t column) const {
  const std::uint32_t rows = std::min(kBlock, documents_ - block * kBlock);
  if (rows < kBlock) {  // the one in memory
    const auto begin = block_.begin() + static_cast<std::ptrdiff_t>(column * kBlock);
    return std::vector<std::uint32_t>(begin, begin + rows);
  }
  constexpr std::uint64_t kBytes = kBlock * sizeof(std::uint32_t);
  const auto bytes = file_.read_exactly((std::uint64_t{block} * kColumns + column) * kBytes, kBytes, path_);
  if (!bytes) return bytes.error();
  std::vector<std::uint32_t> values(kBlock);
  std::memcpy(values.data(), bytes->data(), kBytes);
  return values;
}

Result<DuplicateGroups> find_near_duplicates(const Spool& spool, const SketchFile& sketches, std::uint64_t memory_bytes,
                                             const ComparedPairs& known) {
  return Grouping(spool, sketches, memory_bytes, known).run();
}

}  // namespace polsearch
