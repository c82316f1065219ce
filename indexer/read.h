// Paths -> raw documents -> pages.
#pragma once

#include <functional>
#include <istream>
#include <string>
#include <vector>

#include <polsearch/result.h>
#include "indexer/documents.h"

namespace polsearch {

// Limits on hostile input; each gives a named skip.
struct ReadLimits {
  std::uint64_t file_bytes = 64ull << 20;  // a text or HTML file, or one line of JSONL
  std::uint64_t text_bytes = 16ull << 20;  // decoded text of one page
  std::uint64_t line_bytes = 1ull << 20;   // longer lines are cut there (nothing lost: the rest is the next line)
  std::uint32_t html_depth = 5000;         // open minus close tags
  std::uint32_t html_attributes = 500;     // on one tag
};

// Where read documents go. Returning false stops the walk (the consumer failed).
struct ReadSink {
  std::function<bool(RawDocument&&)> document;
  std::function<void(Skip&&)> skip;
};

// Walks `paths` (files, folders recursively in bytewise order of their relative path, "-" = JSONL on `standard_input`) and
// hands on every document. A folder's hidden files and files with other endings are not documents (counted as skips only
// when named directly). Symbolic links inside folders are followed to regular files, never to folders (no loops); FIFOs,
// sockets and devices are skips. One file is in memory at a time; JSONL streams line by line.
[[nodiscard]] Status read_documents(const std::vector<std::string>& paths, const ReadLimits& limits, std::istream& standard_input, const ReadSink& sink);

// Bytes -> UTF-8 lines: decodes (BOM, declared charset, UTF-8 if valid, uchardet, ICU), flattens HTML, cuts lines. Never
// fails on any bytes within the limits; what exceeds them is an error whose message is the skip's reason.
[[nodiscard]] Result<Page> make_page(RawDocument&& raw, const ReadLimits& limits);

}  // namespace polsearch
