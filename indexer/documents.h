// The structs that flow through the indexer, one stage to the next:
//
//   path -> RawDocument -> Page -> CleanDocument -> IndexableDocument -> Xapian
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/dates.h"
#include "analysis/ministry_linker.h"
#include "analysis/stored_document.h"

namespace polsearch {

enum class MediaType : std::uint8_t {
  kText,       // a raw page dump, to be cleaned
  kHtml,       // to be parsed, then cleaned
  kCleanText,  // JSONL "body": indexed as it is
};

// What the container says about a page, beside its bytes. All may be empty.
struct Hints {
  std::string url;
  std::string site;
  std::string title;
  std::string date;      // as declared
  std::string language;
  std::string charset;   // declared outside the bytes (HTTP, WARC)
  std::string crawl_date = {};  // when the page was fetched, ISO 8601: no page is younger
};

// One page as its container gave it; a JSONL file holds many.
struct RawDocument {
  std::string id;
  MediaType media_type = MediaType::kText;
  std::string bytes;
  Hints hints;
  std::string place = {};  // where it stands, as a skip names it: "in/pages.jsonl:17"; no part of the page
};

// A document or container that was not indexed, and why. Counted, named, never silent.
struct Skip {
  std::string path;    // "pages.jsonl:17" for a line
  std::string reason;  // "line is 70 MiB, the limit is 64 MiB"
  // Missing, or without the right to read: nobody knows what is in it.
  bool is_unread = false;
};

// What was not used of a document that is indexed.
struct Note {
  std::string path;  // as in Skip
  std::string text;  // "date \"2023-13-45\" is no date and was left out"
};

// Where a line of an HTML page stands to the block that holds the article (html_outline.h). Shares are 0..1.
struct LinePlace {
  bool is_known = false;          // the page has such a block
  bool in_root = false;           // the line stands in it
  bool is_behind_root = false;    // outside, behind its first line
  bool in_repeated = false;       // in one of several blocks of a kind, each with a link: teasers, comments
  bool in_other_article = false;  // in an <article> that does not hold the block
  bool in_caption = false;        // <figure>, or class words such as caption, photo-credit, below what it shares
  bool in_quote = false;          // <blockquote>
  bool in_margin = false;         // nav, footer, header, aside or form, that does not hold the block
  std::int8_t negative = 0, positive = 0;  // class words of the blocks that do not hold it
  float section_links = 0, section_prose = 0;  // link density and share of the prose of the outermost such block
  float around_links = 0, around_prose = 0;    // ... of the block around the line's own
};

// What an HTML page says of a line's surroundings; all zero for text.
struct LineMarkup {
  std::string tag;            // "p", "h1", "li", "td", "time", ... ; "" for text
  float link_density = 0;     // characters inside <a> / all
  bool in_nav = false, in_footer = false, in_header = false, in_aside = false, in_form = false;
  bool in_article = false, in_main = false;
  std::int8_t negative_words = 0;  // class/id words of it and its ancestors such as comment, share, related
  std::int8_t positive_words = 0;  // article-body, TRS_Editor, ...
  std::string class_words;         // class and id words of the block itself, space-separated: "post-date meta"
  LinePlace place;
};

// A line of the page. `text` is UTF-8 without its line end; spans are bytes of Page::text.
struct Line {
  std::uint32_t number = 0;  // 1-based
  std::uint32_t begin = 0, end = 0;
  std::string_view text;     // view into Page::text
  LineMarkup markup;
};

// Declared by markup or container, not yet believed.
struct Declared {
  std::string title;        // <title>
  std::vector<std::pair<std::string, std::string>> titles;  // ("og:title", ...), ("h1", ...), ("json-ld:headline", ...)
  std::vector<std::pair<std::string, std::string>> dates;   // ("json-ld:datePublished", "2023-04-21T..."), ("meta:pubdate", ...), ("time", ...)
  std::string language;     // html lang or hint
  std::string site_name;    // og:site_name, publisher
  std::string author;
  std::string url;          // hint, else canonical link
};

// A page as lines of UTF-8. Movable, not copyable: lines view into text.
struct Page {
  std::string id;
  MediaType media_type = MediaType::kText;
  std::string text;            // the decoded page (for HTML: the flattened text, one line a block)
  std::vector<Line> lines;     // every line, blank ones too
  Declared declared;
  Hints hints;
  std::string charset;         // what it was decoded from
  std::uint32_t replaced = 0;  // ill-formed sequences that became U+FFFD
  std::string digest;          // XXH3-128 of the raw bytes, hexadecimal

  Page() = default;
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;
  Page(Page&& other) noexcept { *this = std::move(other); }
  Page& operator=(Page&& other) noexcept;  // re-points the lines' views
};

// A piece of the page that did not become body. Spans of kept, removed and metadata partition the non-blank lines.
struct Removal {
  std::uint32_t line = 0;  // 1-based; a line may have several removals and still be partly body (a span inside it)
  std::uint32_t begin = 0, end = 0;
  std::string rule;        // row id in boilerplate.tsv, or "score", "script", "title", "date-line"
  std::string reason;      // contract.md
  double score = 0;        // line score, positive = body
};

struct Span {
  std::uint32_t line = 0;
  std::uint32_t begin = 0, end = 0;
};

struct EventDate {
  Date date;
  std::uint32_t begin = 0, end = 0;  // bytes in Page::text
};

struct CleanDocument {
  std::string id;
  std::string title;
  std::string title_source;       // "line", "html:h1", "json-ld:headline", "declared", "first-sentence", "none"
  bool title_is_derived = false;  // a display title cut from the body: not indexed as a title
  Date date;
  DatePrecision precision = DatePrecision::kNone;
  std::string date_source;        // "line 5: Apr 21, 2023", "json-ld:datePublished", "none", ...
  std::vector<EventDate> event_dates;
  std::string language;           // of the body
  std::vector<std::string> languages;
  std::vector<LinkedMinistry> ministries;    // in the facet, at or above kFacetConfidence
  std::vector<LinkedMinistry> other_bodies;  // as sure, but no answer to "which ministry": the State Council, a medium
  std::string source, editor, responsible_editor;
  std::string url, site;
  std::string body;               // kept text, one line each, separated by \n
  std::vector<Span> kept;         // in order
  std::vector<Removal> removed;   // in order
  double quality = 0;             // 0..1: how sure the cleaner is of its cut
  std::string digest;
};

}  // namespace polsearch
