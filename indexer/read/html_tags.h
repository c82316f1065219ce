// What each HTML tag means to the readers: one table for the guard, the plain tag reader and the flattener.
#pragma once

#include <cstdint>
#include <string_view>

namespace polsearch {

// Flags of a tag; the first group follows the HTML standard (tree construction), the second is ours.
enum TagFlag : std::uint32_t {
  kVoid = 1u << 0,        // never has content: br, img, meta
  kSpecial = 1u << 1,     // an end tag of an ordinary element does not close past it
  kBarrier = 1u << 2,     // no end tag closes past it, but its own
  kFormatting = 1u << 3,  // reopened behind what closed it: b, font
  kClosesP = 1u << 4,     // its start ends an open <p>
  kRaw = 1u << 5,         // content is no markup: script, title
  kMarker = 1u << 6,      // formatting stays inside: td, object
  kIgnored = 1u << 7,     // opens nothing: html, head, body
  kBlock = 1u << 8,       // its text stands on lines of its own
  kDropped = 1u << 9,     // its text is not the page's: script, select, button
};

struct TagRule {
  std::string_view name;  // lower case
  std::uint32_t flags = 0;
  [[nodiscard]] bool is(std::uint32_t flag) const { return (flags & flag) != 0; }
};

// The rule of a lower-case tag name; unknown tags have one without flags. Never null.
[[nodiscard]] const TagRule* tag_rule(std::string_view name);

}  // namespace polsearch
