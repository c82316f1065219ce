// What an index takes of a text: its terms and their positions, and nothing of where they stand in it.
//
//   "5G factories" -> spaced_word("5g", no stem, @1), spaced_word("factories", with stem, @2)
#pragma once

#include <cstdint>
#include <string_view>

#include "analysis/analyzer.h"

namespace polsearch {

// Analyzer::each_term() calls it in the order of the text. The terms live as long as the call.
class TermSink {
 public:
  // A term of Channel::kWord in a script written with spaces. `has_stem`: it stands for its Channel::kStem term too,
  // which is left to the sink, since it knows which words it has met before (analysis/stem_cache.h).
  virtual void spaced_word(std::string_view term, bool has_stem, std::uint32_t position) = 0;

  // Every other term. `position` as in Token.
  virtual void term(std::string_view term, Channel channel, Script script, std::uint32_t position) = 0;

 protected:
  ~TermSink() = default;
};

}  // namespace polsearch
