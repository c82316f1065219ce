// Raw bytes -> a page: decoded, flattened, cut into lines.
//
//   "Home\r\n\xB9\xA4\xD0\xC5\xB2\xBF" (kText)  ->  Page{"Home\r\n工信部", lines 1 "Home", 2 "工信部", charset GB18030}
#include <fmt/format.h>

#include "analysis/index_layout.h"
#include "indexer/read.h"
#include "indexer/read/compressed_file.h"
#include "indexer/read/decode.h"
#include "indexer/read/html.h"
#include "indexer/read/lines.h"

namespace polsearch {
namespace {

Error too_long(std::uint64_t limit) {
  return {Error::Kind::kInput, fmt::format("text is over {}, the limit", print_bytes(limit)), {}};
}

// Line n of the flattened text is block n; pieces of a cut line share its markup.
void mark_lines(std::vector<Line>& lines, const std::vector<LineMarkup>& markups) {
  for (Line& line : lines)
    if (line.number <= markups.size()) line.markup = markups[line.number - 1];
}

// A line end to us, an ill-formed character to the HTML parser.
void blank_next_lines(std::string& html) {
  for (std::size_t at = html.find("\xC2\x85"); at != std::string::npos; at = html.find("\xC2\x85", at + 2))
    html[at] = html[at + 1] = ' ';
}

}  // namespace

Result<Page> make_page(RawDocument&& raw, const ReadLimits& limits) {
  Page page;
  page.id = std::move(raw.id);
  page.media_type = raw.media_type;
  page.hints = std::move(raw.hints);
  page.digest = digest_of(raw.bytes);
  const bool is_html = raw.media_type == MediaType::kHtml;
  std::string charset = page.hints.charset;
  if (charset.empty() && is_html) charset = charset_declared_in_html(raw.bytes);
  DecodedText decoded = decode(raw.bytes, charset);
  std::string().swap(raw.bytes);
  page.charset = std::move(decoded.charset);
  page.replaced = decoded.replaced;
  std::vector<LineMarkup> markups;
  if (is_html) {
    blank_next_lines(decoded.text);
    FlatPage flat = flatten_html(decoded.text, limits);
    page.text = std::move(flat.text);
    page.declared = std::move(flat.declared);
    markups = std::move(flat.markups);
  } else {
    page.text = std::move(decoded.text);
  }
  if (page.text.size() > limits.text_bytes || page.text.size() > UINT32_MAX) return too_long(limits.text_bytes);
  Result<std::vector<Line>> lines = cut_lines(page.text, limits);
  if (!lines) return lines.error();
  page.lines = *std::move(lines);
  mark_lines(page.lines, markups);
  if (page.declared.language.empty()) page.declared.language = page.hints.language;
  if (!page.hints.url.empty()) page.declared.url = page.hints.url;
  return page;
}

}  // namespace polsearch
