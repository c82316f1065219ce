// The terms of a text as a table for people: what `polindex analyze` shows.
//
//   XW工厂  han-word   -  han    2-8   "工厂"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/analyzer.h"

namespace polsearch {

[[nodiscard]] std::string_view to_string(Channel channel);  // "word", "stem", "han-pair", "han-word", "thai-gram"
[[nodiscard]] std::string_view to_string(Script script);    // "latin", "han", "thai", "other"

// One line a token, columns aligned: term, channel, position (- where the channel has none), script, byte span, the
// piece of `text` it stands for, "stop word" behind. `tokens` must come from analyze(text).
[[nodiscard]] std::string print_tokens(std::string_view text, const std::vector<Token>& tokens);

// The same on one line, for tests: "5g@1 工@2 工厂 XW工厂 厂@3 value@4 Zvalu". Positions where there are some.
[[nodiscard]] std::string print_terms(const std::vector<Token>& tokens);

}  // namespace polsearch
