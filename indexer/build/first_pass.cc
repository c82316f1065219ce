#include "indexer/build/first_pass.h"

#include <algorithm>
#include <atomic>
#include <istream>
#include <optional>
#include <sstream>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "indexer/build/input_digest.h"
#include "indexer/build/minhash.h"
#include "indexer/build/ordered_workers.h"
#include "indexer/read.h"

namespace polsearch {
namespace {

constexpr unsigned kMaxJobs = 256;
constexpr std::size_t kItemsPerThread = 4;     // waiting for a worker
constexpr std::uint64_t kReadAheadShare = 16;  // of --memory: a page in work takes several times its raw bytes
constexpr std::uint32_t kProgressEvery = 64;   // documents
// Pages that travel together, since handing one over costs as much as several microseconds of work.
constexpr std::size_t kPagesAtOnce = 16, kBytesAtOnce = 64 << 10;
constexpr std::size_t kKnownAtOnce = 256;  // there is nothing to do for them

struct ReadPage {
  RawDocument raw;
  Digest128 digest;
};
using ReadPages = std::vector<ReadPage>;
struct KnownInput {
  KnownPage page;
  std::string place;  // for a skip
};
using KnownPages = std::vector<KnownInput>;
using Input = std::variant<ReadPages, Skip, KnownPages>;

struct CleanedPage {
  PackedDocument packed;
  Digest128 digest;
  std::uint32_t bytes = 0;
  PageRecord record;
  std::string place;
};
struct FailedPage {
  Digest128 digest;
  Skip skip;
};
using CleanedPages = std::vector<std::variant<CleanedPage, FailedPage>>;
using Cleaned = std::variant<CleanedPages, Skip, KnownPages>;

CleanedPages::value_type clean_page(ReadPage&& read, const Cleaning& cleaning) {
  std::string place = std::move(read.raw.place);
  const auto bytes = static_cast<std::uint32_t>(read.raw.bytes.size());
  const Result<Page> page = make_page(std::move(read.raw), ReadLimits{});
  if (!page) return FailedPage{read.digest, {std::move(place), page.error().message}};
  const SpooledDocument document = to_spooled(cleaning.clean(*page), *page);
  PageRecord record{document.title_is_derived, document.digest, sketch_body(document.stored.body), document.lines, {}};
  if (!document.lines.empty())
    record.marks = mark_lines(document.stored.site, document.stored.title, document.title_is_derived,
                              document.stored.body, /*document=*/0);
  return CleanedPage{pack(document), read.digest, bytes, std::move(record), std::move(place)};
}

Cleaned work_on(Input&& input, const Cleaning& cleaning) {
  if (ReadPages* read = std::get_if<ReadPages>(&input)) {
    CleanedPages cleaned;
    for (ReadPage& page : *read) cleaned.push_back(clean_page(std::move(page), cleaning));
    return cleaned;
  }
  if (Skip* skip = std::get_if<Skip>(&input)) return std::move(*skip);
  return std::get<KnownPages>(std::move(input));
}

// Takes the results in, in input order.
class Intake {
 public:
  Intake(FirstPass& pass, const OldGeneration* old) : pass_(pass), old_(old) {}

  Status take(const Cleaned& cleaned) {
    return std::visit([&](const auto& result) { return take(result); }, cleaned);
  }

 private:
  Status take(const Skip& skip) {
    if (skip.is_unread && !pass_.unread) pass_.unread = skip;
    pass_.report.skipped.push_back({skip.path, skip.reason});
    return Done{};
  }

  Status take(const FailedPage& page) {
    pass_.pages.append_other({page.digest, page.skip.reason});
    return take(page.skip);
  }

  Status take(const CleanedPages& pages) {
    for (const auto& page : pages)
      if (Status taken = std::visit([&](const auto& one) { return take(one); }, page); !taken) return taken;
    return Done{};
  }

  Status take(const CleanedPage& page) {
    const auto taken = pass_.spool.append(page.packed);
    if (!taken) return taken.error();
    if (*taken) return skip_repeated(page.place, page.digest, **taken);
    return keep(page.digest, page.bytes, page.record, encode(page.record));
  }

  Status take(const KnownPages& known) {
    for (const KnownInput& input : known)
      if (Status taken = take(input); !taken) return taken;
    return Done{};
  }

  Status take(const KnownInput& input) {
    const KnownPage& page = input.page;
    if (page.other != nullptr) return take(FailedPage{page.other->digest, {input.place, page.other->reason}});
    const PagesFile::Entry entry = old_->pages().entry(page.place);
    const auto taken = pass_.spool.append(KeptDocument{entry.id_digest, old_->day(entry.document), entry.document});
    if (!taken) return taken.error();
    if (*taken) return skip_repeated(input.place, entry.page_digest, **taken);
    const auto record = old_->pages().record(page.place);
    return record ? keep(entry.page_digest, entry.bytes, *record, entry.record) : Status(record.error());
  }

  Status keep(const Digest128& page, std::uint32_t bytes, const PageRecord& record, std::string_view encoded) {
    pass_.pages.append_document(page, bytes, encoded);
    if (Status marked = pass_.marks.append(record.marks, pass_.spool.documents()); !marked) return marked;
    return pass_.sketches.append(record.sketch);
  }

  Status skip_repeated(const std::string& place, const Digest128& page, std::uint32_t first) {
    pass_.pages.append_other({page, ""});
    return take(Skip{place, "id already used by document " + std::to_string(first) + " of the input"});
  }

  FirstPass& pass_;
  const OldGeneration* old_;
};

using Workers = OrderedWorkers<Input, Cleaned>;

// What the reading thread does: tells known pages from others.
class Feed {
 public:
  Feed(Workers& workers, const std::atomic<bool>& has_failed, const BuildRequest& request, const OldGeneration* old)
      : workers_(workers), has_failed_(has_failed), request_(request), old_(old) {}

  // Of a line of JSONL: the document that it became is kept without parsing it. What add() gets next comes from it.
  bool knows_line(std::string_view line, const LineAddress& at) {
    line_ = {at, digest_line(line)};
    if (old_ == nullptr || has_failed_) return false;
    Digest128 digest = line_->digest;
    auto known = old_->find(digest);
    if (!known) {
      digest = digest_unnamed_line(digest, id_at(at));
      known = old_->find(digest);
    }
    if (!known || known->other != nullptr) return false;  // of what is refused the document tells the reason
    line_.reset();
    count(digest, old_->pages().entry(known->place).bytes);
    return keep({*known, place_at(at)});
  }
  bool add(RawDocument&& raw) {
    const Digest128 digest = digest_of(raw);
    line_.reset();
    count(digest, raw.bytes.size());
    if (const auto known = old_ != nullptr ? old_->find(digest) : std::nullopt; known)
      return keep({*known, std::move(raw.place)}) && !has_failed_;
    if (!flush_known()) return false;  // they keep their order
    page_bytes_ += raw.bytes.size();
    pages_.push_back({std::move(raw), digest});
    return ((pages_.size() < kPagesAtOnce && page_bytes_ < kBytesAtOnce) || flush_pages()) && !has_failed_;
  }
  void add(Skip&& skip) {
    line_.reset();
    digest_.add(skip);
    if (flush()) (void)workers_.submit(std::move(skip), 0);
  }
  void add(Note&& note) { notes_.push_back({std::move(note.path), std::move(note.text)}); }
  [[nodiscard]] std::vector<InputNote> take_notes() { return std::move(notes_); }
  bool flush() { return flush_pages() && flush_known(); }
  [[nodiscard]] std::uint64_t bytes() const { return progress_.bytes; }
  [[nodiscard]] std::string digest() const { return digest_.hex(); }

 private:
  struct Line {
    LineAddress at;
    Digest128 digest;
  };
  [[nodiscard]] Digest128 digest_of(const RawDocument& raw) const {
    if (!line_) return digest_page(raw);
    return raw.id == id_at(line_->at) ? digest_unnamed_line(line_->digest, raw.id) : line_->digest;
  }
  void count(const Digest128& digest, std::uint64_t bytes) {
    digest_.add(digest);
    progress_.bytes += bytes;
    if (++progress_.documents % kProgressEvery == 0 && request_.progress) request_.progress(progress_);
  }
  bool keep(KnownInput&& known) {
    if (!flush_pages()) return false;  // they keep their order
    known_.push_back(std::move(known));
    return known_.size() < kKnownAtOnce || flush_known();
  }
  bool flush_pages() {
    return pages_.empty() || workers_.submit(std::exchange(pages_, {}), std::exchange(page_bytes_, 0));
  }
  bool flush_known() { return known_.empty() || workers_.submit(std::exchange(known_, KnownPages{}), 0); }

  Workers& workers_;
  const std::atomic<bool>& has_failed_;
  const BuildRequest& request_;
  const OldGeneration* old_;
  ReadPages pages_;  // one of the two is empty
  std::uint64_t page_bytes_ = 0;
  KnownPages known_;
  std::optional<Line> line_;  // that is being read; none: it is no line
  std::vector<InputNote> notes_;
  InputDigest digest_;
  BuildProgress progress_;
};

Result<FirstPass> start_first_pass(const GenerationWriter& writer) {
  auto spool = Spool::create(writer.scratch() / "spool");
  if (!spool) return spool.error();
  auto sketches = SketchFile::create(writer.scratch() / "sketches");
  if (!sketches) return sketches.error();
  auto marks = LineMarkFile::create(writer.scratch() / "marks");
  if (!marks) return marks.error();
  auto pages = PagesWriter::create(writer.content() / "pages");
  if (!pages) return pages.error();
  return FirstPass{std::move(*spool), std::move(*sketches), std::move(*marks), std::move(*pages), {}, {}};
}

}  // namespace

unsigned threads_of(const BuildRequest& request) {
  const unsigned jobs = request.jobs ? request.jobs : std::thread::hardware_concurrency();
  return std::clamp(jobs, 1u, kMaxJobs);
}

std::uint64_t memory_bytes_of(const BuildRequest& request) {
  return static_cast<std::uint64_t>(std::max(16u, request.memory_mib)) << 20;
}

Result<FirstPass> run_first_pass(const BuildRequest& request, const Cleaning& cleaning, const GenerationWriter& writer,
                                 const OldGeneration* old) {
  auto pass = start_first_pass(writer);
  if (!pass) return pass.error();
  const unsigned threads = threads_of(request);
  Intake intake(*pass, old);
  Status outcome = Done{};  // touched in deliver alone until finish() returns
  std::atomic<bool> has_failed = false;
  Workers workers(
      {threads, memory_bytes_of(request) / kReadAheadShare, threads * kItemsPerThread},
      [&](Input&& input) { return work_on(std::move(input), cleaning); },
      [&](Cleaned&& cleaned) {
        if (has_failed) return;
        outcome = intake.take(cleaned);
        has_failed = !outcome.ok();
      });
  Feed feed(workers, has_failed, request, old);
  ReadSink sink;
  sink.document = [&](RawDocument&& raw) { return feed.add(std::move(raw)); };
  sink.skip = [&](Skip&& skip) { feed.add(std::move(skip)); };
  sink.knows_line = [&](std::string_view line, const LineAddress& at) { return feed.knows_line(line, at); };
  sink.note = [&](Note&& note) { feed.add(std::move(note)); };
  std::istringstream nothing;
  const Status read =
      read_documents(request.paths, ReadLimits{}, request.standard_input ? *request.standard_input : nothing, sink);
  (void)feed.flush();
  workers.finish();
  if (!outcome) return outcome.error();
  if (!read) return read.error();
  pass->report.notes = feed.take_notes();
  pass->report.bytes = feed.bytes();
  pass->inputs_digest = feed.digest();
  return pass;
}

}  // namespace polsearch
