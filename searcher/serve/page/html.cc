#include "searcher/serve/page/html.h"

#include <algorithm>

#include "analysis/unicode.h"

namespace polsearch::serve {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

std::string_view entity_of(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
  }
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower_case) {
  return text.size() >= lower_case.size() &&
         std::equal(lower_case.begin(), lower_case.end(), text.begin(), [](char wanted, char c) {
           return wanted == (c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
         });
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : repair_utf8(text).text) {
    if (const std::string_view entity = entity_of(c); !entity.empty())
      out += entity;
    else if (is_control(c))
      out += kReplacement;
    else
      out += c;
  }
  return out;
}

std::string grouped(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, 1, ',');
  return out;
}

Html marked(std::string_view text, const Ranges& ranges) {
  Html out;
  std::size_t done = 0;
  for (const auto& [begin, end] : ranges) {
    if (begin < done || end <= begin || end > text.size()) continue;
    out << text.substr(done, begin - done) << "<mark>" << text.substr(begin, end - begin) << "</mark>";
    done = end;
  }
  out << text.substr(done);
  return out;
}

Html marked_paragraphs(std::string_view text, const Ranges& ranges) {
  Html out;
  auto next = ranges.begin();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    Ranges inside;
    for (; next != ranges.end() && next->first < end; ++next)
      if (next->first >= at && next->second <= end)
        inside.emplace_back(next->first - static_cast<std::uint32_t>(at),
                            next->second - static_cast<std::uint32_t>(at));
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) out << "<p>" << marked(line, inside) << "</p>\n";
    at = end + 1;
  }
  return out;
}

bool is_linkable(std::string_view url) {
  return starts_with_ignoring_case(url, "http://") || starts_with_ignoring_case(url, "https://");
}

}  // namespace polsearch::serve
