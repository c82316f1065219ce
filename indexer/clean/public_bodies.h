// The words by which a public body is known.
//
//   "ministry of finance", "国家发展和改革委员会"  ->  yes; "steel prices rose"  ->  no
#pragma once

#include <string_view>

namespace polsearch::clean {

// Does a folded line (fold_line()) hold such a word?
[[nodiscard]] bool names_a_body(std::string_view key);

}  // namespace polsearch::clean
