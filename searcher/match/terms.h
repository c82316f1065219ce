// The index's own terms, as the stages before the match see them: a look-up passed in, so that they open no database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace polsearch::match {

struct TermCount {
  std::string term;
  std::uint32_t documents = 0;
};

struct TermScan {
  std::vector<TermCount> terms;  // in byte order
  bool cut = false;              // there were more than `limit`
};

struct TermLookup {
  // Terms that begin with `prefix`, the first `limit` of them in byte order.
  std::function<TermScan(std::string_view prefix, std::size_t limit)> with_prefix;
  // In how many documents the term stands; 0: in none.
  std::function<std::uint32_t(const std::string& term)> frequency;
  // The first document that has the term; 0: none.
  std::function<std::uint32_t(const std::string& term)> first_document;
};

}  // namespace polsearch::match
