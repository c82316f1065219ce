// The runs' words are merged and counted, then each gets the number that its frequency earns and the dictionary is
// written; then each document's words are written as codes.
//
//   runs -> merged words, {times a word stands -> words} -> classes of code lengths -> dictionary, numbers of each
//   run's words -> documents' places in their run's words -> codes
#include "indexer/build/stream_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/glass_packing.h"
#include "analysis/term_stream_coding.h"
#include "indexer/build/buffered_file.h"
#include "indexer/build/durable_files.h"
#include "indexer/build/glass/merge.h"
#include "indexer/build/stream_dictionary.h"

namespace polsearch {
namespace {

namespace fs = std::filesystem;
using glass::append_counted;
using glass::append_uint;

Error temporary_file_damaged() {
  return {Error::Kind::kIndex, "the build's temporary file is damaged", "check the disk, then build again"};
}

// The numbers of each run's words, in the order of the words: too many for memory when there are many runs.
class NumberFile {
 public:
  static Result<NumberFile> create(const fs::path& path, const std::vector<std::uint64_t>& words_of_runs) {
    FileHandle file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file || ::unlink(path.c_str()) != 0) return cannot_write(path, errno);
    NumberFile numbers(std::move(file), path);
    std::uint64_t begin = 0;
    for (const std::uint64_t words : words_of_runs) {
      numbers.runs_.push_back({begin, begin, {}});
      begin += words * sizeof(std::uint32_t);
    }
    return numbers;
  }

  Status append(std::uint32_t run, std::uint32_t number) {
    auto& pending = runs_[run].pending;
    pending.push_back(number);
    return pending.size() == kPending ? flush(run) : Status(Done{});
  }

  Result<std::vector<std::uint32_t>> read(std::uint32_t run) {
    if (Status flushed = flush(run); !flushed) return flushed.error();
    const std::uint64_t bytes = runs_[run].end - runs_[run].begin;
    const auto read = file_.read_exactly(runs_[run].begin, static_cast<std::size_t>(bytes), path_);
    if (!read) return read.error();
    std::vector<std::uint32_t> numbers(read->size() / sizeof(std::uint32_t));
    if (!numbers.empty()) std::memcpy(numbers.data(), read->data(), read->size());
    return numbers;
  }

 private:
  static constexpr std::size_t kPending = 1024;
  struct Run {
    std::uint64_t begin, end;
    std::vector<std::uint32_t> pending;
  };
  NumberFile(FileHandle file, fs::path path) : file_(std::move(file)), path_(std::move(path)) {}

  Status flush(std::uint32_t run) {
    Run& to = runs_[run];
    const std::string_view bytes(reinterpret_cast<const char*>(to.pending.data()),
                                 to.pending.size() * sizeof(std::uint32_t));
    if (Status written = file_.write_all_at(to.end, bytes, path_); !written) return written;
    to.end += bytes.size();
    to.pending.clear();
    return Done{};
  }

  FileHandle file_;
  fs::path path_;
  std::vector<Run> runs_;
};

constexpr std::size_t kPartBytes = 256 << 10;  // of merged words, held before they are written

// Writes one stream; lives for one call of write_term_stream.
class StreamBuild {
 public:
  StreamBuild(const StreamRunFiles& runs, const WriteStream& request, BufferedFile out, BufferedFile record_index,
              glass::RunFile merged)
      : runs_(runs),
        request_(request),
        out_(std::move(out)),
        record_index_(std::move(record_index)),
        merged_(std::move(merged)) {}

  Status run() {
    if (Status counted = count_words(); !counted) return counted;
    if (Status numbered = number_words(); !numbered) return numbered;
    out_.append(std::string(term_stream::kHeadBytes, '\0'));  // known at the end
    if (Status written = write_records(); !written) return written;
    return dictionary_->finish(std::move(out_), std::move(record_index_), request_.documents);
  }

 private:
  Status count_words();
  Status number_words();
  Status number_words_of(const glass::RunExtent& part);
  Status write_records();
  Status write_records_of(const glass::RunExtent& documents, const std::vector<std::uint32_t>& numbers);

  const StreamRunFiles& runs_;
  const WriteStream& request_;
  BufferedFile out_, record_index_;
  // The words of all runs as a run in parts; an entry is a run that has the word: counted{word} uint{runs}
  // uint{occurrences} uint{place of the run - the one before}*
  glass::RunFile merged_;
  std::unordered_map<std::uint64_t, std::uint64_t> words_by_count_;
  std::vector<std::uint64_t> words_of_runs_;
  std::optional<StreamDictionary> dictionary_;
  std::optional<NumberFile> numbers_;
};

Status StreamBuild::count_words() {
  words_of_runs_.assign(runs_.words().extents().size(), 0);
  glass::GroupMerge merge(runs_.words(), request_.buffer_bytes);
  std::string part;
  std::uint32_t parts = 0;
  while (merge.next()) {
    ++words_by_count_[merge.total()];
    append_counted(part, merge.key());
    append_uint(part, merge.group_runs().size());
    append_uint(part, merge.total());
    std::uint32_t before = 0;
    for (const std::uint32_t run : merge.group_runs()) {
      ++words_of_runs_[run];
      append_uint(part, run - std::exchange(before, run));
    }
    if (part.size() < kPartBytes) continue;
    if (Status written = merged_.append(++parts, part); !written) return written;
    part.clear();
  }
  if (Status merged = merge.status(); !merged) return merged;
  return merged_.append(++parts, part);
}

Status StreamBuild::number_words() {
  auto dictionary = StreamDictionary::create(request_.scratch, words_by_count_);
  if (!dictionary) return dictionary.error();
  dictionary_ = std::move(*dictionary);
  auto numbers = NumberFile::create(request_.scratch / "numbers", words_of_runs_);
  if (!numbers) return numbers.error();
  numbers_ = std::move(*numbers);
  for (const glass::RunExtent& part : merged_.extents())
    if (Status numbered = number_words_of(part); !numbered) return numbered;
  return Done{};
}

Status StreamBuild::number_words_of(const glass::RunExtent& part) {
  glass::RunReader words(merged_, part, request_.buffer_bytes);
  while (words.next_group()) {
    const auto number = dictionary_->add(words.key(), words.total());
    if (!number) return temporary_file_damaged();
    for (std::uint32_t left = words.entries(); left > 0 && !words.failure(); --left) {
      const std::uint32_t run = words.next_document();
      if (run >= words_of_runs_.size()) return temporary_file_damaged();
      if (Status kept = numbers_->append(run, *number); !kept) return kept;
    }
  }
  return words.failure() ? Status(*words.failure()) : Done{};
}

Status StreamBuild::write_records() {
  const std::vector<glass::RunExtent> words = runs_.words().extents();
  std::uint32_t run = 0;  // runs without any word have no words
  for (const glass::RunExtent& documents : runs_.documents().extents()) {
    std::vector<std::uint32_t> numbers;
    if (run < words.size() && words[run].first_document == documents.first_document) {
      auto read = numbers_->read(run++);
      if (!read) return read.error();
      numbers = std::move(*read);
    }
    if (Status written = write_records_of(documents, numbers); !written) return written;
  }
  record_index_.append_u64(out_.size());
  return Done{};
}

// Puts a document's words into codes.
class RecordCoder {
 public:
  explicit RecordCoder(const std::vector<std::uint32_t>& numbers) {
    for (const std::uint32_t number : numbers) codes_.push_back(term_stream::code_of(number));
  }

  // Empty: the document does not hold together.
  [[nodiscard]] std::string_view code(std::string_view document) {
    ByteReader reader(document);
    const auto stacked = reader.u8();
    std::array<std::uint64_t, kTracks> words{}, gap_bytes{};
    for (std::size_t track = 0; track < kTracks; ++track) {
      const auto count = reader.varint(), bytes = reader.varint();
      if (!count || !bytes) return {};
      words[track] = *count;
      gap_bytes[track] = *bytes;
    }
    record_.assign(1, static_cast<char>(stacked.value_or(0)));
    tracks_.clear();
    for (std::size_t track = 0; track < kTracks; ++track) {
      const auto gaps = reader.bytes(gap_bytes[track]);
      const std::size_t begin = tracks_.size();
      if (!gaps || !append_codes(reader, words[track])) return {};
      append_varint(record_, tracks_.size() - begin);
      append_varint(record_, gaps->size());
      tracks_ += *gaps;
    }
    if (!tracks_.empty()) record_ += tracks_;
    return record_;
  }

 private:
  bool append_codes(ByteReader& reader, std::uint64_t words) {
    for (; words > 0; --words) {
      const auto place = reader.varint();
      if (!place || *place >= codes_.size()) return false;
      tracks_ += codes_[static_cast<std::size_t>(*place)].view();
    }
    return true;
  }

  std::vector<term_stream::Code> codes_;
  std::string record_, tracks_;
};

Status StreamBuild::write_records_of(const glass::RunExtent& documents, const std::vector<std::uint32_t>& numbers) {
  glass::RunReader reader(runs_.documents(), documents, request_.buffer_bytes);
  RecordCoder coder(numbers);
  while (!reader.at_end()) {
    const std::string_view document = reader.bytes();
    if (reader.failure()) return *reader.failure();
    const std::string_view record = coder.code(document);
    if (record.empty()) return temporary_file_damaged();
    record_index_.append_u64(out_.size());
    out_.append(record);
  }
  return Done{};
}

}  // namespace

Result<StreamRunFiles> StreamRunFiles::create(const fs::path& scratch) {
  auto words = glass::RunFile::create(scratch / "words.runs");
  if (!words) return words.error();
  auto documents = glass::RunFile::create(scratch / "streams.runs");
  if (!documents) return documents.error();
  return StreamRunFiles(std::move(*words), std::move(*documents));
}

Status StreamRunFiles::append(std::uint32_t first_document, const StreamRunBytes& run) {
  if (Status written = words_.append(first_document, run.words); !written) return written;
  return documents_.append(first_document, run.documents);
}

Status write_term_stream(const StreamRunFiles& runs, const WriteStream& request) {
  auto out = BufferedFile::create(request.file);
  if (!out) return out.error();
  auto record_index = BufferedFile::create_nameless(request.scratch / "records");
  if (!record_index) return record_index.error();
  auto merged = glass::RunFile::create(request.scratch / "merged_words");
  if (!merged) return merged.error();
  return StreamBuild(runs, request, std::move(*out), std::move(*record_index), std::move(*merged)).run();
}

}  // namespace polsearch
