// Any bytes as a JSONL file -> documents and skips, each line at most one, ids printable.
#include "indexer/read.h"
#include "indexer/read/jsonl.h"
#include "page_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace polsearch;
  const std::string input(reinterpret_cast<const char*>(bytes), size);
  std::size_t lines = 1, outcomes = 0;
  for (const char c : input) lines += c == '\n';
  ReadLimits limits;
  limits.file_bytes = 4096;
  const ReadSink sink{[&](RawDocument&& document) {
                        ++outcomes;
                        require(!document.id.empty() && is_valid_utf8(document.id));
                        require(is_valid_utf8(document.bytes));
                        return true;
                      },
                      [&](Skip&& skip) {
                        ++outcomes;
                        require(!skip.reason.empty() && skip.path.starts_with("in.jsonl:"));
                      }};
  const std::unique_ptr<ByteSource> source = memory_source(input);
  const Result<bool> goes_on = read_jsonl(*source, "in.jsonl", "in.jsonl", limits, sink);
  require(goes_on.ok() && *goes_on && outcomes <= lines);
  return 0;
}
