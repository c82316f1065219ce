// What an index remembers of the pages that it was built from, so that an update need not clean them again: the file
// `pages` of a generation. No reader needs it; without it an update builds anew.
//
//   page a.txt (digest 5f3a...) -> document 17, its sketch, its lines; page b.html -> "larger than 64 MiB"
//
// Grammar (integers little-endian, numbers little-endian base 128; digests are two u64, high half first):
//   file    = magic{"polpage2"} documents{u32} index_begin{u64} record* index others templates pairs pairs maker
//   record  = flags{u8, bit 0: the title is derived} digest{16 bytes} length{u32} text_hash{u64} bands{u32}*kBands
//             lines{number} (line - the one before{number})* marks{number} [site{u64} title{u64} key{u64}*]
//   index   = (id_digest page_digest record_begin{u64} document{u32} bytes{u32, of what was read})*   by the input
//   others  = count{number} (page_digest length{number} reason)*            pages that are no document; reason "": the
//                                                                           page was clean, an earlier one had its id
//   templates = count{number} (key{u64} strength{u8})*                      TemplateLines, by key
//   pairs   = count{number} (document{u32} document{u32})*                  bodies compared: alike, then different
//   maker   = length{number} bytes                                          what made the documents from the pages
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <polsearch/result.h>
#include "analysis/mapped_file.h"
#include "indexer/build/buffered_file.h"
#include "indexer/build/indexable.h"
#include "indexer/build/input_digest.h"
#include "indexer/build/minhash.h"
#include "indexer/build/near_duplicates.h"
#include "indexer/clean/recurring_lines.h"

namespace polsearch {

// What the first pass found out about a document, beside its text.
struct PageRecord {
  bool title_is_derived = false;
  std::string digest;  // SpooledDocument::digest
  BodySketch sketch;
  std::vector<std::uint32_t> lines;  // likewise, before recurring ones were taken out
  std::vector<LineMark> marks;       // without their document
};
[[nodiscard]] std::string encode(const PageRecord& record);

// A page that is no document, and why.
struct OtherPage {
  Digest128 digest{};
  std::string reason;  // "": an earlier page had its id
};

// What only the whole corpus told.
struct CorpusFindings {
  std::vector<TemplateLines::Line> templates;  // by key
  ComparedPairs pairs;
  std::string maker;
};

// Writes the file while the pages come in. About 32 bytes of memory a document.
class PagesWriter {
 public:
  [[nodiscard]] static Result<PagesWriter> create(const std::filesystem::path& file);

  // In the order of the input; `bytes` of what was read, `record` is encoded.
  void append_document(const Digest128& page, std::uint32_t bytes, std::string_view record);
  void append_other(OtherPage page) { others_.push_back(std::move(page)); }

  // `spool` is numbered and holds the same documents. Closes the file (without fsync).
  [[nodiscard]] Status finish(const Spool& spool, const CorpusFindings& findings);

 private:
  struct Document {
    Digest128 page;
    std::uint64_t begin;
    std::uint32_t bytes;
  };
  explicit PagesWriter(BufferedFile file) : file_(std::move(file)) {}
  void append_number(std::uint64_t number);
  void append_pairs(const std::vector<std::uint64_t>& pairs);

  BufferedFile file_;
  std::vector<Document> documents_;
  std::vector<OtherPage> others_;
};

// The file of a generation, mapped; looks pages up. Not trusted: what does not hold together is an error.
class PagesFile {
 public:
  struct Entry {
    Digest128 id_digest{}, page_digest{};
    std::uint32_t document = 0;
    std::uint32_t bytes = 0;  // of what was read
    std::string_view record;
  };

  // Errors (kIndex): missing or damaged.
  [[nodiscard]] static Result<PagesFile> open(const std::filesystem::path& file);

  [[nodiscard]] std::uint32_t documents() const { return documents_; }
  // `place` from 0, in the order of the input of that time.
  [[nodiscard]] Entry entry(std::uint32_t place) const;
  [[nodiscard]] Result<PageRecord> record(std::uint32_t place) const;
  [[nodiscard]] const std::vector<OtherPage>& others() const { return others_; }
  [[nodiscard]] const CorpusFindings& findings() const { return findings_; }

 private:
  explicit PagesFile(MappedFile file) : file_(std::move(file)) {}
  [[nodiscard]] bool read_rest(std::string_view rest);
  [[nodiscard]] bool is_sound() const;

  MappedFile file_;
  std::uint32_t documents_ = 0;
  std::uint64_t index_begin_ = 0;
  std::string_view index_;
  std::vector<OtherPage> others_;
  CorpusFindings findings_;
};

}  // namespace polsearch
