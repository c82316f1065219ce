// One line of JSONL -> a raw document.
//
//   {"id":"a1","url":"https://www.gov.cn/a","text":"Home\n..."}  ->  RawDocument{a1, kText, "Home\n...", url}
//
// Fields: one of "body" (clean text), "text" (a raw page dump), "html"; and, all optional, "id", "url", "title",
// "date", "lang", "site". null is absent, a whole number that is no content is its digits, other fields are ignored. A
// date that is none and a lang that is no language tag are told as notes and left out.
#pragma once

#include <memory>
#include <string>

#include <polsearch/result.h>
#include "indexer/documents.h"
#include "indexer/read.h"
#include "indexer/read/compressed_file.h"

namespace polsearch {

// Parses lines one after another, keeping its buffers.
class JsonLineParser {
 public:
  JsonLineParser();
  ~JsonLineParser();
  JsonLineParser(const JsonLineParser&) = delete;
  JsonLineParser& operator=(const JsonLineParser&) = delete;

  // `line` gets room behind its end for the parser, its text stays. The document's id is "" when the line has none.
  // Error: the skip's reason ("no body, text or html").
  [[nodiscard]] Result<RawDocument> parse(std::string& line);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Streams every line of `source` into `sink`: documents, or skips of path "<path>:<line>". A document without id gets
// "<relative>:<line>". Empty lines are ignored. Result: false when the sink stopped; error when the source broke.
[[nodiscard]] Result<bool> read_jsonl(ByteSource& source, const std::string& path, const std::string& relative,
                                      const ReadLimits& limits, const ReadSink& sink);

// The id as it is kept: bytes that are not UTF-8, and control characters, written %XX. "a\tb" -> "a%09b".
[[nodiscard]] std::string printable_id(std::string_view id);

}  // namespace polsearch
