// One checksum of everything a build reads, in order: equal digests mean that nothing was added, changed or removed.
//
//   a.txt "x", b.txt "y" -> "5f3a..." (32 hexadecimal digits)
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "indexer/documents.h"

namespace polsearch {

class InputDigest {
 public:
  InputDigest();
  ~InputDigest();
  InputDigest(const InputDigest&) = delete;
  InputDigest& operator=(const InputDigest&) = delete;

  void add(const RawDocument& document);
  void add(const Skip& skip);
  [[nodiscard]] std::string hex() const;

 private:
  void add_text(std::string_view text);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace polsearch
