#include "indexer/read/lines.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/byte_blocks.h"

namespace polsearch {
namespace {

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// Largest cut of `line` at or below `limit` bytes that splits no code point; at least one byte, so that cutting ends.
std::size_t cut_before(std::string_view line, std::size_t limit) {
  std::size_t cut = limit;
  while (cut > 0 && limit - cut < 4 && is_continuation(line[cut])) --cut;
  return cut > 0 && !is_continuation(line[cut]) ? cut : limit;
}

// Eight bytes at `offset` of which none is a separator or may begin one.
bool has_plain_block(std::string_view text, std::size_t offset) {
  if (text.size() - offset < kBlock) return false;
  const std::uint64_t block = block_at(text, offset);
  return !has_byte_below(block, 0x20) && !has_byte(block, 0xC2) && !has_byte(block, 0xE2);
}

// First separator at or behind `offset`, or text.size().
std::size_t find_separator(std::string_view text, std::size_t offset) {
  while (offset < text.size()) {
    if (has_plain_block(text, offset))
      offset += kBlock;
    else if (separator_length(text, offset) == 0)
      ++offset;
    else
      break;
  }
  return offset;
}

}  // namespace

std::size_t separator_length(std::string_view text, std::size_t offset) {
  const char first = text[offset];
  if (first == '\n' || first == '\f') return 1;
  if (first == '\r') return offset + 1 < text.size() && text[offset + 1] == '\n' ? 2 : 1;
  if (first == '\xC2') return text.substr(offset, 2) == "\xC2\x85" ? 2 : 0;
  if (first != '\xE2') return 0;
  const std::string_view three = text.substr(offset, 3);
  return three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9" ? 3 : 0;
}

Result<std::vector<Line>> cut_lines(std::string_view text, const ReadLimits& limits) {
  const std::size_t widest = std::max<std::size_t>(limits.line_bytes, 4);  // no code point is longer
  std::vector<Line> lines;
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = find_separator(text, begin);
    ++number;
    do {
      if (lines.size() == limits.lines)
        return Error{Error::Kind::kInput, fmt::format("page has more than {} lines", limits.lines), {}};
      const std::string_view rest = text.substr(begin, end - begin);
      const std::size_t length = rest.size() > widest ? cut_before(rest, widest) : rest.size();
      Line line;
      line.number = number;
      line.begin = static_cast<std::uint32_t>(begin);
      line.end = static_cast<std::uint32_t>(begin + length);
      line.text = rest.substr(0, length);
      lines.push_back(std::move(line));
      begin += length;
    } while (begin < end);
    if (end < text.size()) begin += separator_length(text, end);
  }
  return lines;
}

}  // namespace polsearch
