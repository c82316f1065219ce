// Text -> HTML: the one place where text of pages, queries and addresses becomes markup.
//
//   <b>5G</b> & "x"  ->  &lt;b&gt;5G&lt;/b&gt; &amp; &quot;x&quot;
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace polsearch::serve {

// Safe between tags and inside a quoted attribute. Ill-formed UTF-8 and control characters become U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

// Escaped, with <mark> around the ranges (bytes of `text`, ascending, disjoint; ranges that are not are left out).
[[nodiscard]] std::string marked(std::string_view text,
                                 const std::vector<std::pair<std::uint32_t, std::uint32_t>>& ranges);

// An address that may be linked to: http or https. Others (javascript:, data:) are shown as text only.
[[nodiscard]] bool is_linkable(std::string_view url);

}  // namespace polsearch::serve
