// A benchmark's questions: one line of a file -> one request. The format is make_questions.py's.
//
//   4 <tab> or2 <tab> <tab> coal steel ...  -> {"4", "or2", {query "(coal OR steel)"}}
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <polsearch/searcher.h>

namespace polsearch {

struct Question {
  std::string id, type;
  SearchRequest request;  // the ids of ten hits, facets where the line asks for them
};

enum class WordsAs : std::uint8_t {
  kTyped,   // in any form, as a person asks
  kQuoted,  // as written: what engines without stems find, so that totals can be compared
};

// One question a line; missing columns are empty.
[[nodiscard]] std::vector<Question> read_questions(std::istream& lines, WordsAs words);

}  // namespace polsearch
