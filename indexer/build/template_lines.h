// Pass 1's marks of lines on disk, and pass 2's removal of what recurs (indexer/clean/recurring_lines.h).
//
//   append(marks of page 1), append(marks of page 2), ... -> each(count) -> TemplateLines -> remove from each document
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <polsearch/result.h>
#include "analysis/ministry_linker.h"
#include "indexer/build/file_handle.h"
#include "indexer/build/indexable.h"
#include "indexer/clean/recurring_lines.h"

namespace polsearch {

// 28 bytes a line of a body on disk, a MiB in memory.
class LineMarkFile {
 public:
  [[nodiscard]] static Result<LineMarkFile> create(const std::filesystem::path& file);

  // `document` of the marks is set to `place`.
  [[nodiscard]] Status append(const std::vector<LineMark>& marks, std::uint32_t place);
  [[nodiscard]] Status each(const std::function<void(const LineMark&)>& take) const;

 private:
  [[nodiscard]] Status flush();
  FileHandle file_;
  std::filesystem::path path_;
  std::uint64_t end_ = 0;
  std::string waiting_;
};

// Moves the template's lines of the body to what was removed and links the ministries anew. A text that came clean
// stays as it is.
void remove_template_lines(SpooledDocument& document, const TemplateLines& lines, const MinistryLinker& linker);

// The opposite: what a document was before its template's lines were taken out, `lines` being its body's lines then.
void put_back_template_lines(SpooledDocument& document, std::vector<std::uint32_t> lines, const MinistryLinker& linker);

}  // namespace polsearch
