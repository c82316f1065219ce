// Reading a query is linear in its length: counted in memory asked for, not in time, so that a loaded machine changes
// nothing.
#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "searcher/query/ast.h"
#include "searcher/query/rewrite.h"

namespace {

std::atomic<std::size_t> allocated_bytes = 0;

void* counted(std::size_t size) {
  allocated_bytes += size;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

// All of them, the ones that don't throw too: a sanitizer supplies its own for those that are missing, and takes
// memory of its own for freed the wrong way here.
void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  allocated_bytes += size;
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept { return operator new(size, tag); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

namespace {

using namespace polsearch::query;

std::string repeated(const std::string& piece, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

std::size_t bytes_for(const std::string& text) {
  ParseLimits limits;
  limits.bytes = text.size();  // nothing of it is dropped
  limits.words = text.size();
  const std::size_t before = allocated_bytes;
  (void)parse(text, limits);
  return allocated_bytes - before;
}

}  // namespace

TEST_CASE("twice as many parentheses, operators or quotes cost about twice as much") {
  for (const char* piece :
       {"(",      ")",      "(a ",       "a) ",        "((a)) ",      "-",       "-a ", "+a ",  "NOT ",
        "NOT a ", "a OR ",  "a AND ",    "OR ",        "a NEAR/3 b ", "a NEAR ", "\"",  "\"a ", "“a ",
        "\"a\" ", "title:", "title:(a ", "foo:",       "a* ",         "*",       "|",   "&&",   "\\",
        "\\a",    "工",     "ก",         "date:2023 ", "(a b)~2 ",    "~",       "^"}) {
    CAPTURE(piece);
    const std::size_t once = bytes_for(repeated(piece, 10'000)), twice = bytes_for(repeated(piece, 20'000));
    CHECK(once < 30'000'000);
    CHECK(static_cast<double>(twice) < 2.6 * static_cast<double>(once) + 100'000);
  }
}

TEST_CASE("no query grows a tree deeper than its limit") {
  struct Depth {
    static std::size_t of(const Node& node) {
      std::size_t deepest = 0;
      for (const Node& child : node.children) deepest = std::max(deepest, of(child));
      return deepest + 1;
    }
  };
  for (const char* piece : {"(", "(a ", "(a OR ", "-(", "NOT (a ", "title:(a "}) {
    CAPTURE(piece);
    const ParsedQuery parsed = parse(repeated(piece, 10'000));
    // A parenthesis may stand for a NOT, an OR and an AND.
    CHECK(Depth::of(parsed.root) <= 3 * (ParseLimits().depth + 1) + 1);
    CHECK(Depth::of(rewrite(parsed.root)) <= 3 * (ParseLimits().depth + 1) + 1);
  }
}
