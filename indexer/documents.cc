#include "indexer/documents.h"

namespace polsearch {

Page& Page::operator=(Page&& other) noexcept {
  if (this == &other) return *this;
  id = std::move(other.id);
  media_type = other.media_type;
  text = std::move(other.text);
  lines = std::move(other.lines);
  declared = std::move(other.declared);
  hints = std::move(other.hints);
  charset = std::move(other.charset);
  replaced = other.replaced;
  digest = std::move(other.digest);
  // A short text lives inside the string itself, so its address moved.
  for (Line& line : lines) line.text = std::string_view(text).substr(line.begin, line.end - line.begin);
  other.lines.clear();
  return *this;
}

}  // namespace polsearch
