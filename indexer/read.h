// Paths -> raw documents -> pages.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include <polsearch/result.h>
#include "indexer/documents.h"

namespace polsearch {

// Limits on hostile input; what exceeds one is a named skip, except where said.
struct ReadLimits {
  std::uint64_t file_bytes = 64ull << 20;  // a text or HTML file, one line of JSONL, or one WARC record
  std::uint64_t text_bytes = 16ull << 20;  // decoded (for HTML: flattened) text of one page
  std::uint64_t line_bytes = 1ull << 20;   // a longer line is cut into several Lines of one number; nothing is lost
  std::uint32_t lines = 500'000;           // of one page: a Line costs about 130 bytes
  std::uint64_t compression_ratio = 200;   // unpacked : packed, looked at once 16 MiB are unpacked
  std::uint32_t html_depth = 1000;         // open elements; beyond it the page is read by the plain tag reader
  std::uint32_t html_attributes = 500;     // on one tag; likewise
};

// Where a line of JSONL stands: the file's relative path, and the line's number from 1.
struct LineAddress {
  std::string_view relative;
  std::uint64_t number = 0;
  std::string_view path = {};  // of the file, as skips name it
};
// The id of a document there whose line has none of its own: "b/c.jsonl:17".
[[nodiscard]] std::string id_at(const LineAddress& at);
// How skips name the line: "in/b/c.jsonl:17".
[[nodiscard]] std::string place_at(const LineAddress& at);

// Where read documents go. Returning false stops the walk (the consumer failed).
struct ReadSink {
  std::function<bool(RawDocument&&)> document;
  std::function<void(Skip&&)> skip;
  // Asked with each line of JSONL before it is parsed; true: the consumer knows what is in it, and it is passed over.
  // Else the next call is document() or skip() for this line. May be empty.
  std::function<bool(std::string_view line, const LineAddress& at)> knows_line = {};
  // Told of a document right before document(). May be empty.
  std::function<void(Note&&)> note = {};
};

// Walks `paths` (files, folders recursively in bytewise order of their relative path, "-" = JSONL on `standard_input`)
// and hands on every document. Endings (any case): .txt .html .htm .jsonl .wet .warc, each also with .gz or .zst. A
// folder's hidden files and files with other endings are not documents (counted as skips only when named directly).
// Symbolic links inside folders are followed to regular files, never to folders (no loops); FIFOs, sockets and devices
// are skips. One file is in memory at a time; JSONL, WARC and WET stream, one line or record at a time. Ids: the JSONL
// id, the WARC target URI, else the path relative to the PATH argument (the file name when PATH is a file), with
// ":<line>" behind it for a JSONL line without id. Bytes that are not UTF-8 and control characters in an id are written
// %XX. A path that cannot be read is a skip; the result is an error only for our own bugs.
[[nodiscard]] Status read_documents(const std::vector<std::string>& paths, const ReadLimits& limits,
                                    std::istream& standard_input, const ReadSink& sink);

// Bytes -> UTF-8 lines: decodes (BOM, UTF-8 if valid, declared charset, uchardet, ICU), flattens HTML, cuts lines at
// \n, \r\n, \r, form feed, NEL, U+2028, U+2029. NUL and other control characters become spaces. A Line's number counts
// the lines of the input (for HTML: of the flattened text, one line a block); pieces of an over-long line share it.
// Never fails on any bytes within the limits; what exceeds them is an error whose message is the skip's reason.
[[nodiscard]] Result<Page> make_page(RawDocument&& raw, const ReadLimits& limits);

}  // namespace polsearch
