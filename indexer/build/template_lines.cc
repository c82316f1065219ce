#include "indexer/build/template_lines.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "indexer/build/durable_files.h"
#include "indexer/clean.h"

namespace polsearch {
namespace {

constexpr std::size_t kRecord = 3 * sizeof(std::uint64_t) + sizeof(std::uint32_t);
constexpr std::size_t kBlock = kRecord * 32768;
constexpr const char *kReason = "template", *kRule = "recurring";  // of a line that was taken out here

// The machine's own byte order: the file does not outlive the build.
void append_record(std::string& out, const LineMark& mark) {
  for (const std::uint64_t value : {mark.key, mark.site, mark.title})
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
  out.append(reinterpret_cast<const char*>(&mark.document), sizeof mark.document);
}

LineMark read_record(const char* bytes) {
  LineMark mark;
  for (std::uint64_t* value : {&mark.key, &mark.site, &mark.title}) {
    std::memcpy(value, bytes, sizeof *value);
    bytes += sizeof *value;
  }
  std::memcpy(&mark.document, bytes, sizeof mark.document);
  return mark;
}

std::vector<StoredDocument::LinkedBody> stored_bodies(const std::vector<LinkedMinistry>& bodies) {
  std::vector<StoredDocument::LinkedBody> stored;
  for (const LinkedMinistry& body : bodies) stored.push_back({body.id, body.confidence, body.role});
  return stored;
}

void link_again(SpooledDocument& document, const MinistryLinker& linker) {
  CleanDocument clean;
  clean.title = document.stored.title;
  clean.title_is_derived = document.title_is_derived;
  clean.body = document.stored.body;
  clean.date = document.stored.date;
  link_ministries(linker, clean);
  document.stored.ministries = stored_bodies(clean.ministries);
  document.stored.other_bodies = stored_bodies(clean.other_bodies);
}

}  // namespace

Result<LineMarkFile> LineMarkFile::create(const std::filesystem::path& file) {
  LineMarkFile marks;
  marks.path_ = file;
  marks.file_ = FileHandle(::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!marks.file_) return cannot_write(file, errno);
  return marks;
}

Status LineMarkFile::append(const std::vector<LineMark>& marks, std::uint32_t place) {
  for (LineMark mark : marks) {
    mark.document = place;
    append_record(waiting_, mark);
  }
  return waiting_.size() < kBlock ? Status(Done{}) : flush();
}

Status LineMarkFile::flush() {
  if (Status written = file_.write_all_at(end_, waiting_, path_); !written) return written;
  end_ += waiting_.size();
  waiting_.clear();
  return Done{};
}

Status LineMarkFile::each(const std::function<void(const LineMark&)>& take) const {
  for (std::uint64_t at = 0; at < end_; at += kBlock) {
    const auto block =
        file_.read_exactly(at, static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, end_ - at)), path_);
    if (!block) return block.error();
    for (std::size_t i = 0; i < block->size(); i += kRecord) take(read_record(block->data() + i));
  }
  for (std::size_t i = 0; i < waiting_.size(); i += kRecord) take(read_record(waiting_.data() + i));
  return Done{};
}

void remove_template_lines(SpooledDocument& document, const TemplateLines& lines, const MinistryLinker& linker) {
  StoredDocument& stored = document.stored;
  const std::vector<std::string_view> body = body_lines(stored.body);
  if (lines.empty() || document.lines.size() != body.size()) return;
  const std::vector<bool> found = lines.find(stored.site, stored.body);
  if (std::find(found.begin(), found.end(), true) == found.end()) return;
  std::string left;
  std::vector<std::uint32_t> left_lines;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (found[i]) {
      stored.removed.push_back({kReason, kRule, document.lines[i], std::string(body[i])});
      continue;
    }
    if (!left_lines.empty()) left += '\n';
    left += body[i];
    left_lines.push_back(document.lines[i]);
  }
  std::stable_sort(stored.removed.begin(), stored.removed.end(),
                   [](const StoredRemoval& a, const StoredRemoval& b) { return a.line < b.line; });
  stored.body = std::move(left);
  document.packed.clear();
  document.lines = std::move(left_lines);
  link_again(document, linker);
}

void put_back_template_lines(SpooledDocument& document, std::vector<std::uint32_t> lines,
                             const MinistryLinker& linker) {
  StoredDocument& stored = document.stored;
  document.lines = std::move(lines);
  const auto is_ours = [](const StoredRemoval& removal) { return removal.reason == kReason && removal.rule == kRule; };
  const auto first = std::find_if(stored.removed.begin(), stored.removed.end(), is_ours);
  if (first == stored.removed.end()) return;
  const std::vector<std::string_view> left = body_lines(stored.body);
  std::string body;
  std::size_t next = 0;  // of left
  auto removal = first;
  for (const std::uint32_t line : document.lines) {
    while (removal != stored.removed.end() && (!is_ours(*removal) || removal->line < line)) ++removal;
    const bool was_taken = removal != stored.removed.end() && removal->line == line;
    if (line != document.lines.front()) body += '\n';
    if (was_taken)
      body += removal->text;
    else if (next < left.size())
      body += left[next++];
  }
  stored.body = std::move(body);
  document.packed.clear();
  std::erase_if(stored.removed, is_ours);
  link_again(document, linker);
}

}  // namespace polsearch
