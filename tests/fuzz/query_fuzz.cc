// Any bytes as a query: they parse, print, print again the same, and rewrite to something that no longer changes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "analysis/unicode.h"
#include "searcher/query/ast.h"
#include "searcher/query/rewrite.h"

namespace {

using namespace polsearch::query;

// A printed query is longer than what was typed (title:(a b) prints title:a title:b): only depth must still fit.
constexpr ParseLimits kRoomy{.bytes = 1U << 24U, .words = 1U << 20U, .prefixes = 1U << 20U};

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ParsedQuery parsed = parse(std::string(reinterpret_cast<const char*>(data), size));
  const std::string printed = print(parsed.root);
  expect(polsearch::is_valid_utf8(printed));
  for (const std::string& note : parsed.notes) expect(polsearch::is_valid_utf8(note));
  expect(print(parse(printed, kRoomy).root) == printed);

  const Node rewritten = rewrite(parsed.root);
  const std::string simple = print(rewritten);
  expect(print(parse(simple, kRoomy).root) == simple);
  expect(print(rewrite(rewritten)) == simple);
  for (const Pass& pass : kPasses) (void)print(pass.function(parsed.root));
  return 0;
}
