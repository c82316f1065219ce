// What an HTML page declares of itself: titles, dates, site, author, language, address.
//
//   <meta property="article:published_time" content="2023-04-21">  ->  dates ("meta:article:published_time",
//   "2023-04-21")
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/documents.h"
#include "indexer/read/html_scan.h"

namespace polsearch {

// Give it the same starts, ends and texts as the flattener, scripts included. Sources of `dates`:
// "json-ld:datePublished", "meta:<key>", "itemprop:datePublished", and of <time datetime>: "time", or "time:published",
// "time:modified" when its attributes say so. Values are as written, at most 1,000 bytes; at most 64 of a kind.
class HtmlMetadata {
 public:
  void start(std::string_view name, std::span<const HtmlAttribute> attributes);
  void end();
  void text(std::string_view piece);
  [[nodiscard]] Declared take();  // once, at the end

 private:
  enum class Capture : std::uint8_t { kNone, kTitle, kHeading, kJsonLd, kItemDate };
  void note_meta(std::span<const HtmlAttribute> attributes);
  void note_link(std::span<const HtmlAttribute> attributes);
  void note_time(std::span<const HtmlAttribute> attributes);
  void begin_capture(Capture capture);
  void end_capture();

  Declared declared_;
  std::string open_graph_url_, locale_;
  std::size_t depth_ = 0;
  Capture capture_ = Capture::kNone;
  std::size_t capture_depth_ = 0;
  std::string captured_, captured_name_;
  bool has_title_ = false;
  std::size_t json_blocks_ = 0;
};

// Adds what a JSON-LD block says of the article (not of the articles it links to). Broken JSON says nothing.
void read_json_ld(std::string_view json, Declared& declared);

}  // namespace polsearch
