// Checksums of what a build reads: of each page, by which an update knows it again, and of all of them in order, which
// is equal only when nothing was added, changed or removed.
//
//   a.txt "x" -> {5f3a..., 09c1...}; a.txt "x", b.txt "y" -> "77b0..." (32 hexadecimal digits)
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/documents.h"

namespace polsearch {

// XXH3-128, high half first.
using Digest128 = std::array<std::uint64_t, 2>;

// Of everything that decides what becomes of the page: id, kind, hints and bytes.
[[nodiscard]] Digest128 digest_page(const RawDocument& document);
// Of a page that is a line of JSONL: of the line as it stands there, so that a known one need not be parsed.
[[nodiscard]] Digest128 digest_line(std::string_view line);
// ... and of one that names no id: where it stands is part of it.
[[nodiscard]] Digest128 digest_unnamed_line(const Digest128& line, std::string_view id);

class InputDigest {
 public:
  InputDigest();
  ~InputDigest();
  InputDigest(const InputDigest&) = delete;
  InputDigest& operator=(const InputDigest&) = delete;

  void add(const Digest128& page);
  void add(const Skip& skip);
  [[nodiscard]] std::string hex() const;

 private:
  void add_text(std::string_view text);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace polsearch
